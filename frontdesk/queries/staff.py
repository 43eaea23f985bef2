"""Who may sign in here, and who may approve."""

from dataclasses import dataclass

from frontdesk.queries.base import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """A person. ``shown_pin`` is filled in the demo hotel only, where the sign-in screen shows it."""

    staff: str
    name: str
    role: str
    approves: bool
    shown_pin: str = ""


@dataclass(frozen=True, slots=True)
class SeeStaff(Question[tuple[StaffRow, ...]]):
    """Active people by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """A transaction code that may be charged by hand: number, name, department, tag, usual price in minor units."""

    code: str
    name: str
    department: str
    tag: str
    price: int


@dataclass(frozen=True, slots=True)
class SeeCodes(Question[tuple[CodeRow, ...]]):
    """The transaction codes for charges by hand."""
