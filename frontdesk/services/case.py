"""Writing down what a guest said, and what was said back."""

from typing import Any

from sqlalchemy import select

from frontdesk.commands.case import AddNote, OpenCase
from frontdesk.errors import Refusal
from frontdesk.queries.room_night import current_room
from frontdesk.queries.stay import stay_of
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

WORST = 4


def open_case(command: OpenCase, work: UnitOfWork) -> None:
    """A new case with the guest's words, never rewritten."""
    stay = stay_of(work, command.stay)
    if not command.words.strip():
        raise Refusal("A case begins with what the guest said.", help="Type the guest's words.")
    if not 0 <= command.severity <= WORST:
        raise Refusal("Severity is 1 to 4, or 0 if it is not known yet.", help="Choose one of them.")
    number = work.number("case", "GS")
    plain_fields = ("words", "nature", "severity", "channel")
    work.add(
        tables.guest_case,
        {
            "id": command.case,
            "number": number,
            "stay_id": stay.id,
            "room": current_room(work, stay.id, work.business_date),
            "kind": command.kind.value,
            "status": "open",
            **{field: getattr(command, field) for field in plain_fields},
            "posting_id": _line_of(work, command),
            "opened_by": command.actor,
            "opened_at": command.made_at,
            "business_date": work.business_date,
            "version": 1,
        },
    )
    work.facts.update(number=number, words=command.words[:120])
    work.touch("house", f"stay:{stay.id}", f"case:{command.case}")


def _line_of(work: UnitOfWork, command: OpenCase) -> str | None:
    """The line of this stay's bill that the case is about, if any."""
    if not command.posting:
        return None
    posting = tables.posting
    found = work.first(select(posting.c.id).where(posting.c.id == command.posting, posting.c.stay_id == command.stay))
    if found is None:
        raise Refusal("That line is not on this stay's bill.", help="Choose the line on the bill.")
    return command.posting


def add_note(command: AddNote, work: UnitOfWork) -> None:
    """One entry: to the guest or for staff only, each in its own table (GL-19)."""
    case = case_of(work, command.case)
    if bool(command.to_guest.strip()) == bool(command.staff_only.strip()):
        raise Refusal("A note is either for the guest or for staff only.", help="Write one of the two.")
    if command.to_guest.strip():
        work.add(tables.case_said, {**_entry(work, case.id), "text": command.to_guest, "promise": command.promise})
    else:
        note_for_staff(work, case.id, command.staff_only)
    work.facts.update(number=case.number)
    work.touch("house", f"stay:{case.stay_id}", f"case:{case.id}")


def note_for_staff(work: UnitOfWork, case_id: str, text: str) -> None:
    """One entry that no guest reads, by whoever gives the command."""
    work.add(tables.case_staff_note, {**_entry(work, case_id), "text": text})


def _entry(work: UnitOfWork, case_id: str) -> dict[str, Any]:
    command = work.command
    return {"id": work.child("note"), "case_id": case_id, "at": command.made_at, "by": command.actor}


def case_of(work: UnitOfWork, case_id: str) -> Fetched:
    """A case by its id.

    Raises:
        Refusal: there is none.
    """
    found = work.row(tables.guest_case, case_id)
    if found is None:
        raise Refusal("There is no such case.", help="Open a case for this stay first.")
    return found
