"""One matter of one guest, and each contact within it."""

from dataclasses import dataclass
from enum import StrEnum

from frontdesk.commands.base import Command


class CaseKind(StrEnum):
    """What sort of matter it is."""

    INQUIRY = "inquiry"
    REQUEST = "request"
    COMPLAINT = "complaint"
    BILL_QUESTION = "bill_question"
    ROOM_MOVE = "room_move"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase(Command):
    """Write down what a guest said, in the guest's words."""

    case: str
    stay: str
    kind: CaseKind
    words: str
    nature: str = ""
    severity: int = 0
    channel: str = "in person"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Command):
    """Add a dated entry to a case: to the guest, or for staff only; never both in one text."""

    case: str
    to_guest: str = ""
    staff_only: str = ""
    promise: str = ""
