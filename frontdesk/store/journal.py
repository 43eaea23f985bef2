"""Writing down what was done: one row a command, chained to the row before it."""

import hashlib

from sqlalchemy import Connection, bindparam, insert, select, update

from frontdesk.store import tables
from frontdesk.store.effects import fingerprint
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

GENESIS = "0" * 64
"""Head of the chain before the first command."""

# Every command runs these, so they are built once.
_TAKE = update(tables.lane).values(seq=tables.lane.c.seq).returning(tables.lane.c.seq, tables.lane.c.head)
_FIND = select(tables.journal).where(tables.journal.c.id == bindparam("command_id"))
_MOVE_ON = update(tables.lane)


def take_lane(connection: Connection) -> Fetched | None:
    """Take the house's one lock and read its place; None before the house has a lane.

    It is the first statement of every transaction that writes, so commands of all desks come one after the other.
    """
    return connection.execute(_TAKE).first()


def open_lane(connection: Connection, epoch: str) -> Fetched:
    """Make the lane of a new database."""
    connection.execute(insert(tables.lane).values(id=1, seq=0, head=GENESIS, epoch=epoch))
    return connection.execute(select(tables.lane.c.seq, tables.lane.c.head)).one()


def find(connection: Connection, command_id: str) -> Fetched | None:
    """The stored outcome of a command, if it was done before."""
    return connection.execute(_FIND, {"command_id": command_id}).first()


def link(prev: str, seq: int, payload_sha: str, outcome: str, effects: str) -> str:
    """The hash of a journal row: it covers the row before, its place, what was asked and what came of it."""
    return hashlib.sha256(f"{prev}|{seq}|{payload_sha}|{outcome}|{effects}".encode()).hexdigest()


def record(work: UnitOfWork, *, head: str, payload: str, payload_sha: str, outcome: str) -> None:
    """Append the journal row of the command and move the lane on."""
    command = work.command
    effects = fingerprint(work.effects)
    newest = link(head, work.seq, payload_sha, outcome, effects)
    house = work.founded()
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
            "business_date": house.business_date if house else None,
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
    work.connection.execute(_MOVE_ON, {"seq": work.seq, "head": newest})
