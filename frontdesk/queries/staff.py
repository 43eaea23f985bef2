"""Who may sign in here, and who may approve."""

from dataclasses import dataclass

from sqlalchemy import select

from frontdesk.domain.authority import approves
from frontdesk.domain.staff import Role
from frontdesk.queries.base import Question
from frontdesk.store import tables
from frontdesk.store.reader import Reader


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
    """A transaction code: number, name, department, tag, usual price in minor units."""

    code: str
    name: str
    department: str
    tag: str
    price: int


@dataclass(frozen=True, slots=True)
class SeeCodes(Question[tuple[CodeRow, ...]]):
    """The transaction codes for charges by hand; or all, those of nights, taxes and money among them."""

    by_hand: bool = True


def see_staff(reader: Reader, _question: SeeStaff) -> tuple[StaffRow, ...]:
    """Active people by name; in the demo hotel each with the PIN that its sign-in screen shows."""
    house = reader.first(select(tables.house.c.settings))
    pins = house.settings.get("shown_pins", "") if house else ""
    shown = dict(pair.split("=", 1) for pair in pins.split(";") if "=" in pair)
    staff = tables.staff
    return tuple(
        StaffRow(
            staff=row.id,
            name=row.name,
            role=row.role,
            approves=approves(Role(row.role)),
            shown_pin=shown.get(row.name, ""),
        )
        for row in reader.all(select(staff).where(staff.c.active).order_by(staff.c.name))
    )


def see_codes(reader: Reader, question: SeeCodes) -> tuple[CodeRow, ...]:
    """Codes that may be charged by hand, or all of them, in order of their number."""
    code = tables.transaction_code
    wanted = select(code).where(code.c.by_hand) if question.by_hand else select(code)
    return tuple(
        CodeRow(code=row.code, name=row.name, department=row.department, tag=row.tag, price=row.price)
        for row in reader.all(wanted.order_by(code.c.code))
    )
