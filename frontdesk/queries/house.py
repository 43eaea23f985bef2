"""The house at a glance: who is in, who comes, who leaves, and who needs somebody."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Table, and_, func, or_, select

from frontdesk.domain.case import KIND_WORDS, CaseKind
from frontdesk.domain.stay import StayStatus
from frontdesk.queries.base import Question
from frontdesk.queries.changes import newest
from frontdesk.queries.credit_request import still_waiting
from frontdesk.queries.room_night import room_beside
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class StayRow:
    """One stay in a list. ``status`` is due_in, in_house or checked_out; ``attention`` says why it needs somebody.

    ``attention_icon`` is one of clock, warning, door-out, question, flag, check-circle.
    """

    stay: str
    room: str
    name: str
    latin: str
    arrival: date
    departure: date
    status: str
    vip: bool
    due_out: bool
    attention: str = ""
    attention_icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseView:
    """The whole house on one business date. ``seq`` is the number of the newest journal row it has seen."""

    name: str
    currency: str
    language: str
    business_date: date
    seq: int
    attention: tuple[StayRow, ...]
    in_house: tuple[StayRow, ...]
    due_in: tuple[StayRow, ...]
    waiting_credits: int
    open_cases: int


@dataclass(frozen=True, slots=True)
class SeeHouse(Question[HouseView]):
    """The house; with ``now`` a request for a credit that has lapsed by then no longer counts as waiting."""

    now: datetime | None = None


def see_house(reader: Reader, question: SeeHouse) -> HouseView:
    """Everybody in house, due in and due out, with those who need somebody first."""
    house = reader.house
    today = house.business_date
    reasons = _attention(reader, today)
    listed = [_row(row, reasons.get(row.id), today) for row in _stays(reader, today)]
    in_house = tuple(row for row in listed if row.status == StayStatus.IN_HOUSE)
    return HouseView(
        name=house.name,
        currency=house.currency,
        language=house.language,
        business_date=today,
        seq=newest(reader),
        attention=tuple(row for row in in_house if row.attention),
        in_house=in_house,
        due_in=tuple(row for row in listed if row.status == StayStatus.DUE_IN),
        waiting_credits=_count(reader, tables.credit, still_waiting(reader, question.now)),
        open_cases=_count(reader, tables.guest_case, tables.guest_case.c.status == "open"),
    )


def _stays(reader: Reader, today: date) -> list[Fetched]:
    stay, guest = tables.stay, tables.guest
    wanted = or_(
        stay.c.status == StayStatus.IN_HOUSE.value,
        and_(stay.c.status == StayStatus.DUE_IN.value, stay.c.arrival <= today),
    )
    now = room_beside(today).label("room")
    return reader.all(
        select(stay, guest.c.name, guest.c.latin, guest.c.vip, now)
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(wanted)
        .order_by(now, guest.c.name)
    )


def _row(row: Fetched, reason: tuple[str, str] | None, today: date) -> StayRow:
    icon, words = reason or ("", "")
    return StayRow(
        stay=row.id,
        room=row.room or "",
        name=row.name,
        latin=row.latin,
        arrival=row.arrival,
        departure=row.departure,
        status=row.status,
        vip=row.vip,
        due_out=row.status == StayStatus.IN_HOUSE and row.departure <= today,
        attention=words,
        attention_icon=icon,
    )


def _attention(reader: Reader, today: date) -> dict[str, tuple[str, str]]:
    """Why a stay needs somebody: the most pressing reason of each, as icon and words."""
    stay, case, credit = tables.stay, tables.guest_case, tables.credit
    overdue = reader.all(select(stay.c.id).where(stay.c.status == StayStatus.IN_HOUSE.value, stay.c.departure < today))
    found = {row.id: ("door-out", "Should have left") for row in overdue}
    for row in reader.all(select(credit.c.stay_id).where(credit.c.state == "pending")):
        found[row.stay_id] = ("clock", "Credit waits for a manager")
    cases = reader.all(
        select(case.c.stay_id, case.c.kind, case.c.nature).where(case.c.status == "open").order_by(case.c.opened_at)
    )
    for row in cases:
        found[row.stay_id] = ("flag", row.nature or KIND_WORDS[CaseKind(row.kind)])
    return found


def _count(reader: Reader, table: Table, condition: ColumnElement[bool]) -> int:
    found = reader.first(select(func.count()).select_from(table).where(condition))
    return int(found[0]) if found else 0
