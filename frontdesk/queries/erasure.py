"""Whose data would be erased, and whose was."""

from dataclasses import dataclass

from sqlalchemy import func, select

from frontdesk.commands.base import Command
from frontdesk.commands.codec import restore
from frontdesk.errors import Refusal
from frontdesk.queries.base import Question
from frontdesk.store import tables
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestToErase:
    """A guest, and how many stays the house knows of."""

    guest_id: str
    name: str
    stays: int


@dataclass(frozen=True, slots=True)
class SeeGuestToErase(Question[GuestToErase]):
    """The guest of the stay with this confirmation number."""

    confirmation: str


def see_guest_to_erase(reader: Reader, question: SeeGuestToErase) -> GuestToErase:
    """The guest of a confirmation number.

    Raises:
        Refusal: no stay has it.
    """
    guest, stay = tables.guest, tables.stay
    found = reader.first(
        select(guest.c.id, guest.c.name)
        .join(stay, stay.c.guest_id == guest.c.id)
        .where(stay.c.confirmation == question.confirmation)
    )
    if found is None:
        raise Refusal(
            f"No stay has the confirmation number {question.confirmation}.", help="Look it up in the booking."
        )
    count = reader.first(select(func.count()).where(stay.c.guest_id == found.id))
    return GuestToErase(guest_id=found.id, name=found.name, stays=int(count[0]) if count is not None else 0)


def erasures_done(reader: Reader) -> list[Command]:
    """The erasures that the house knows of, as they were commanded."""
    journal, erasure = tables.journal, tables.erasure
    rows = reader.all(select(journal.c.kind, journal.c.payload).join(erasure, erasure.c.seq == journal.c.seq))
    return [restore(row.kind, row.payload) for row in rows]
