"""Writing down what was done: one row a command, chained to the row before it."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, literal, select, union_all, update

from frontdesk.store import sharing, tables
from frontdesk.store.bulk import MANY, insert_many
from frontdesk.store.effects import canonical, fingerprint
from frontdesk.store.engine import together
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

GENESIS = "0" * 64
"""Head of the chain before the first command."""

_SHARED = select(func.count()).select_from(sharing.sharing).scalar_subquery().label("shared")
_LANE = (tables.lane.c.seq, tables.lane.c.head, tables.lane.c.epoch, _SHARED)

# Every command runs these, so they are built once.
_TAKE = update(tables.lane).values(seq=tables.lane.c.seq).returning(*_LANE)
_FIND = select(tables.journal).where(tables.journal.c.id == bindparam("command_id"))
_MOVE_ON = update(tables.lane)
_KNOWN = union_all(
    select(sharing.delivery.c.n, sharing.delivery.c.id).where(
        sharing.delivery.c.workstation == bindparam("workstation"),
        sharing.delivery.c.n.in_(bindparam("places", expanding=True)),
    ),
    select(literal(0), tables.journal.c.id).where(tables.journal.c.id.in_(bindparam("ids", expanding=True))),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the house stands: number and hash of its newest change, and whether workstations share it."""

    seq: int
    head: str
    epoch: str
    shared: bool


def take_lane(connection: Connection) -> Place | None:
    """Take the house's one lock and read its place; None before the house has a lane.

    It is the first statement of every transaction that writes, so commands of all desks come one after the other.
    """
    row = connection.execute(_TAKE).first()
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
    return connection.execute(_FIND, {"command_id": command_id}).first()


LINKED = tuple(column.name for column in tables.journal.columns if column.name not in {"payload", "hash", "salt"})
"""Columns of a journal row that its hash covers; the payload is in it by its own hash. The salt is in it if there is
one: older rows have none."""


def link(row: Mapping[str, Any]) -> str:
    """The hash of a journal row: the row before, its place, who asked for what, and what came of it."""
    salt = {"salt": row["salt"]} if row.get("salt") else {}
    return hashlib.sha256(canonical({**{name: row[name] for name in LINKED}, **salt}).encode()).hexdigest()


def is_erased(row: Mapping[str, Any]) -> bool:
    """True if an erasure took the words out of a journal row: its hash can no longer be worked out from it."""
    return not row["payload_sha"]


def left_of(row: Mapping[str, Any]) -> str:
    """The hash of what an erasure left of a journal row."""
    return hashlib.sha256(canonical({name: row[name] for name in (*LINKED, "payload", "hash")}).encode()).hexdigest()


def find_all(connection: Connection, command_ids: Sequence[str]) -> dict[str, Fetched]:
    """The stored outcomes of those of the commands that were done before, by id."""
    if len(command_ids) == 1:
        row = find(connection, command_ids[0])
        return {} if row is None else {row.id: row}
    found = connection.execute(select(tables.journal).where(tables.journal.c.id.in_(command_ids)))
    return {row.id: row for row in found}


def known(
    connection: Connection, workstation: str, sent: Mapping[int, str]
) -> tuple[dict[int, str], dict[str, Fetched]]:
    """What the house knows of commands that a workstation sends, by their place in its outbox.

    Gives which command stands at each of these places already, and the stored outcomes of those done before, by id.
    """
    values = {"workstation": workstation, "places": list(sent), "ids": list(sent.values())}
    rows = connection.execute(_KNOWN, values).all()
    done = [row.id for row in rows if row.n == 0]
    return {row.n: row.id for row in rows if row.n}, find_all(connection, done) if done else {}


def record(work: UnitOfWork, place: Place, *, payload: str, payload_sha: str, outcome: str, last: bool) -> Place:
    """Append the journal row of the command, and with the last one of a transaction move the lane on.

    ``place`` is where the house stood before the command; gives where it stands after it.
    """
    day = day_of(work)
    with together(work.connection, written_with(work)):
        head = append(work, day=day, head=place.head, payload=payload, payload_sha=payload_sha, outcome=outcome)
        if last:
            move_on(work, head)
    return replace(place, seq=work.seq, head=head)


def written_with(work: UnitOfWork) -> int:
    """The most rows one statement writes beside the journal row: topics, or what is shared, these among it."""
    return len(work.topics) + (len(work.feed) + 1 if work.shared else 0)


def day_of(work: UnitOfWork) -> date | None:
    """The open business date after the command; None before the house is founded. Read before anything is put down."""
    house = work.founded()
    return house.business_date if house else None


def append(work: UnitOfWork, *, day: date | None, head: str, payload: str, payload_sha: str, outcome: str) -> str:
    """Append the journal row of the command; gives its hash, the new head of the chain."""
    command = work.command
    effects = fingerprint(work.effects)
    row = {
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
        "business_date": day,
        "payload": payload,
        "payload_sha": payload_sha,
        "outcome": outcome,
        "facts": work.facts,
        "before_after": work.before_after,
        "effects": effects,
        "prev": head,
        "salt": None if work.connection.get_execution_options().get("unsalted") else secrets.token_hex(16),
    }
    newest = link(row)
    work.add(tables.journal, {**row, "hash": newest})
    work.add(tables.journal_topic, *({"topic": topic, "seq": work.seq} for topic in sorted(work.topics)))
    if work.shared:
        _publish(work)
    return newest


def move_on(work: UnitOfWork, head: str) -> None:
    """Move the lane on to the newest change, and call out that there is one."""
    work.connection.execute(_MOVE_ON, {"seq": work.seq, "head": head})
    if work.shared and work.connection.dialect.name == "postgresql":
        work.connection.exec_driver_sql(_CALL_OUT, {"seq": str(work.seq)})


CHANNEL = "frontdesk"
"""Where PostgreSQL calls out that something changed: a hint to look, never the news itself."""

_CALL_OUT = f"SELECT pg_notify('{CHANNEL}', %(seq)s)"


def _publish(work: UnitOfWork) -> None:
    """Write down which rows the command wrote, for the other workstations."""
    columns = ("op", "tbl", "key", "row")
    rows = [{"seq": work.seq, "n": n, **dict(zip(columns, row, strict=True))} for n, row in enumerate(work.feed)]
    if len(rows) >= MANY:
        insert_many(work.connection, sharing.change, rows)
    else:
        work.connection.execute(insert(sharing.change), rows)
