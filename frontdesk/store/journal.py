"""Writing down what was done: one row a command, chained to the row before it."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, text, update

from frontdesk.store import sharing, tables
from frontdesk.store.effects import fingerprint
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

GENESIS = "0" * 64
"""Head of the chain before the first command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the house stands: number and hash of its newest change, and whether workstations share it."""

    seq: int
    head: str
    epoch: str
    shared: bool


_SHARED = select(func.count()).select_from(sharing.sharing).scalar_subquery().label("shared")
_LANE = (tables.lane.c.seq, tables.lane.c.head, tables.lane.c.epoch, _SHARED)


def take_lane(connection: Connection) -> Place | None:
    """Take the house's one lock and read its place; None before the house has a lane.

    It is the first statement of every transaction that writes, so commands of all desks come one after the other.
    """
    row = connection.execute(update(tables.lane).values(seq=tables.lane.c.seq).returning(*_LANE)).first()
    return None if row is None else _place(row)


def open_lane(connection: Connection, epoch: str) -> Place:
    """Make the lane of a new database."""
    connection.execute(insert(tables.lane).values(id=1, seq=0, head=GENESIS, epoch=epoch))
    return _place(connection.execute(select(*_LANE)).one())


def read_place(connection: Connection) -> Place | None:
    """Where the house stands, without taking the lock."""
    row = connection.execute(select(*_LANE)).first()
    return None if row is None else _place(row)


def _place(row: Fetched) -> Place:
    return Place(seq=row.seq, head=row.head, epoch=row.epoch, shared=bool(row.shared))


def find(connection: Connection, command_id: str) -> Fetched | None:
    """The stored outcome of a command, if it was done before."""
    return connection.execute(select(tables.journal).where(tables.journal.c.id == command_id)).first()


def link(prev: str, seq: int, payload_sha: str, outcome: str, effects: str) -> str:
    """The hash of a journal row: it covers the row before, its place, what was asked and what came of it."""
    return hashlib.sha256(f"{prev}|{seq}|{payload_sha}|{outcome}|{effects}".encode()).hexdigest()


def record(work: UnitOfWork, *, head: str, payload: str, payload_sha: str, outcome: str) -> None:
    """Append the journal row of the command and move the lane on."""
    command = work.command
    effects = fingerprint(work.effects)
    newest = link(head, work.seq, payload_sha, outcome, effects)
    founded = work.connection.execute(select(tables.house.c.business_date)).scalar()
    work.add(
        tables.journal,
        {
            "id": command.id,
            "seq": work.seq,
            "kind": type(command).__name__,
            "v": 1,
            "actor": command.actor,
            "workstation": command.workstation,
            "made_at": command.made_at,
            "applied_at": work.now,
            "basis": command.basis,
            "supersedes": command.supersedes,
            "business_date": founded,
            "payload": payload,
            "payload_sha": payload_sha,
            "outcome": outcome,
            "facts": work.facts,
            "before_after": work.before_after,
            "effects": effects,
            "prev": head,
            "hash": newest,
        },
    )
    work.add(tables.journal_topic, *({"topic": topic, "seq": work.seq} for topic in sorted(work.topics)))
    work.connection.execute(update(tables.lane).values(seq=work.seq, head=newest))
    if work.shared:
        _publish(work)


CHANNEL = "frontdesk"
"""Where PostgreSQL calls out that something changed: a hint to look, never the news itself."""


def _publish(work: UnitOfWork) -> None:
    """Write down which rows the command wrote, for the other workstations."""
    columns = ("op", "tbl", "key", "row")
    rows = [{"seq": work.seq, "n": n, **dict(zip(columns, row, strict=True))} for n, row in enumerate(work.feed)]
    work.connection.execute(insert(sharing.change), rows)
    if work.connection.dialect.name == "postgresql":
        work.connection.execute(text("SELECT pg_notify(:channel, :seq)"), {"channel": CHANNEL, "seq": str(work.seq)})
