"""One matter of one guest, and each contact within it."""

from dataclasses import dataclass

from frontdesk.commands.base import Command, fresh
from frontdesk.domain.case import CaseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase(Command):
    """Write down what a guest said, in the guest's words; ``posting`` names the line of the bill it is about."""

    case: str = fresh()
    stay: str
    kind: CaseKind
    words: str
    nature: str = ""
    severity: int = 0
    channel: str = "in person"
    posting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Command):
    """Add a dated entry to a case: to the guest, or for staff only; never both in one text."""

    case: str
    to_guest: str = ""
    staff_only: str = ""
    promise: str = ""
