"""Doing one command in one transaction: known before? allowed? decide, write, journal."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from frontdesk.clock import Clock
from frontdesk.commands.base import Command
from frontdesk.commands.checks import check
from frontdesk.commands.codec import digest, payload_of
from frontdesk.commands.delivery import Done
from frontdesk.errors import Refusal
from frontdesk.identity import child_id
from frontdesk.services import work_item
from frontdesk.store import journal, tables
from frontdesk.store.reader import Kept
from frontdesk.store.unit_of_work import UnitOfWork

Handler = Callable[[Any, UnitOfWork], None]
"""Decides on one kind of command and writes what comes of it; raises `Refusal` where the rules say no."""
Handlers = Mapping[type[Command], Handler]


class KeptRefusal(Refusal):
    """A refusal that is itself a fact: what the handler wrote stays (a wrong PIN is counted)."""


def apply_command(connection: Connection, command: Command, handlers: Handlers, now: datetime) -> Done:
    """Apply one command inside an open transaction; see `apply_each`."""
    return next(apply_each(connection, [command], handlers, lambda: now))


def apply_each(connection: Connection, commands: Sequence[Command], handlers: Handlers, clock: Clock) -> Iterator[Done]:
    """Apply commands inside an open transaction, each on what the one before has left; gives what came of each.

    Doing the same id again gives the stored outcome. The house's place is read before the first command and written
    with the last one: who takes outcomes takes all of them before the transaction is committed.

    Raises:
        Refusal: the rules say no, or the id was used for something else; the caller rolls back.
        KeptRefusal: the rules say no; if the command came alone, the caller commits what was written.
    """
    place = journal.take_lane(connection) or journal.open_lane(connection, child_id(commands[0].id, "epoch"))
    stored, done = journal.find_all(connection, [command.id for command in commands]), set[str]()
    kept: Kept = {}
    unsaid: UnitOfWork | None = None
    for command in commands:
        check(command)
        payload = payload_of(command)
        before = journal.find(connection, command.id) if command.id in done else stored.get(command.id)
        if before is not None:
            yield _stored(before, type(command).__name__, digest(payload))
            continue
        work = UnitOfWork(connection, command, place.seq + 1, clock(), kept, shared=place.shared)
        refused = _decide(work, handlers)
        last = refused is not None or command is commands[-1]
        place = journal.record(
            work, place, payload=payload, payload_sha=digest(payload), outcome=_OUTCOME[refused is None], last=last
        )
        if refused is not None:
            raise refused
        done.add(command.id)
        unsaid = None if last else work
        yield Done(id=command.id, seq=work.seq, outcome="applied", topics=frozenset(work.topics), facts=work.facts)
    if unsaid is not None:
        journal.move_on(unsaid, place.head)


_OUTCOME = {True: "applied", False: "refused"}


def _decide(work: UnitOfWork, handlers: Handlers) -> KeptRefusal | None:
    """Let the rules decide; gives the refusal if what they wrote stays all the same."""
    require_person(work)
    try:
        handle(work, handlers)
    except KeptRefusal as refusal:
        work.facts["refused"] = str(refusal)
        return refusal
    return None


def handle(work: UnitOfWork, handlers: Handlers) -> None:
    """Let the rules do a command, and close what a person had to decide about an earlier try of it."""
    if work.command.supersedes:
        work_item.require_undecided(work)
    handlers[type(work.command)](work.command, work)
    if work.command.supersedes:
        work_item.settle_tried(work)


WITHOUT_A_PERSON = frozenset({"SetUpHouse", "EnrolStaff", "RecordStay"})
"""Kinds that bring a house into being; their handlers say who may do them later."""


def require_person(work: UnitOfWork) -> None:
    """Who acts works here; only before the first person exists is there nobody.

    Raises:
        Refusal: nobody with this id works here.
    """
    actor, staff = work.command.actor, tables.staff
    if not actor and (type(work.command).__name__ in WITHOUT_A_PERSON or work.first(select(staff.c.id)) is None):
        return
    found = work.once("person", actor, lambda: work.first(select(staff.c.active).where(staff.c.id == actor)))
    if found is None or not found.active:
        raise Refusal("Nobody with that sign-in works here.", help="Sign in again.")


def _stored(row: Any, kind: str, payload_sha: str) -> Done:
    if row.kind != kind or row.payload_sha not in {payload_sha, ""}:
        raise Refusal(
            "This id was used before for another command.",
            f"It belongs to number {row.seq} of the journal.",
            "Make a new id; if a whole computer was copied, enrol the copy as a workstation of its own.",
        )
    if row.outcome == "refused":
        raise Refusal.read(row.facts)
    return Done(id=row.id, seq=row.seq, outcome=row.outcome, topics=frozenset(), facts=row.facts, again=True)
