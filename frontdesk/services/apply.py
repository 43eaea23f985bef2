"""Doing one command in one transaction: known before? allowed? decide, write, journal."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

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
Handlers = Mapping[type[Command], Handler]


class KeptRefusal(Refusal):
    """A refusal that is itself a fact: what the handler wrote stays (a wrong PIN is counted)."""


def apply_command(
    connection: Connection, command: Command, handlers: Handlers, now: datetime, kept: Kept | None = None
) -> Done:
    """Apply one command inside an open transaction. Doing the same id again gives the stored outcome.

    ``kept`` is what the commands of one transaction have read and share.

    Raises:
        Refusal: the rules say no, or the id was used for something else; the caller rolls back.
        KeptRefusal: the rules say no and the caller commits what was written.
    """
    check(command)
    place = journal.take_lane(connection) or journal.open_lane(connection, child_id(command.id, "epoch"))
    payload = payload_of(command)
    payload_sha = digest(payload)
    stored = journal.find(connection, command.id)
    if stored is not None:
        return _stored(stored, type(command).__name__, payload_sha)
    work = UnitOfWork(connection, command, place.seq + 1, now, kept, shared=place.shared)
    require_person(work)
    refused: KeptRefusal | None = None
    try:
        handle(work, handlers)
    except KeptRefusal as refusal:
        refused = refusal
        work.facts["refused"] = str(refusal)
    journal.record(
        work,
        head=place.head,
        payload=payload,
        payload_sha=payload_sha,
        outcome="refused" if refused else "applied",
    )
    if refused:
        raise refused
    return Done(id=command.id, seq=work.seq, outcome="applied", topics=frozenset(work.topics), facts=work.facts)


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
