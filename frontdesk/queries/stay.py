"""One stay on one screen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import literal, select

from frontdesk.errors import Refusal
from frontdesk.queries.base import Question
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSpan:
    """A room of the stay and the dates it was lived in; ``reason`` is why the guest moved here, if moved."""

    room: str
    type_name: str
    from_date: date
    to_date: date
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightRow:
    """One night: where, charged type, price in minor units as quoted, whether it is posted."""

    night: date
    room: str
    type_name: str
    price: int
    posted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRow:
    """An authorisation on a card, in minor units; never part of the balance."""

    hold: str
    amount: int
    card: str
    placed_at: datetime
    state: str
    made_up_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case of the stay with the guest's words; ``notes`` are (when, who, text, for whom) newest first."""

    case: str
    number: str
    kind: str
    status: str
    words: str
    nature: str
    opened_at: datetime
    opened_by: str
    notes: tuple[tuple[datetime, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HintRow:
    """One fact in bold and one suggestion."""

    icon: str
    fact: str
    suggestion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StayView:
    """The stay at a glance. Amounts in minor units of ``currency``."""

    stay: str
    version: int
    seq: int
    confirmation: str
    status: str
    guest: str
    name: str
    latin: str
    vip: bool
    country: str
    language: str
    phone: str
    email: str
    company: str
    wishes: tuple[str, ...]
    arrival: date
    departure: date
    business_date: date
    adults: int
    children: tuple[int, ...]
    room: str
    room_type: str
    rate_plan: str
    includes: tuple[str, ...]
    rooms: tuple[RoomSpan, ...]
    nights: tuple[NightRow, ...]
    currency: str
    balance: int
    held: int
    holds: tuple[HoldRow, ...]
    cases: tuple[CaseRow, ...]
    hints: tuple[HintRow, ...]
    note: str = ""
    do_not_move: str = ""


@dataclass(frozen=True, slots=True)
class SeeStay(Question[StayView]):
    """A stay by its id; or by ``room`` for the guest in house there. Refused if there is none."""

    stay: str = ""
    room: str = ""


def stay_of(reader: Reader, stay_id: str) -> Fetched:
    """A stay by its id.

    Raises:
        Refusal: there is none.
    """
    found = reader.row(tables.stay, stay_id)
    if found is None:
        raise Refusal("There is no such stay.", help="Find the guest again.")
    return found


def stay_with(reader: Reader, stay_id: str, **values: Any) -> Fetched:
    """The row of a stay as it would be with other values: for a look ahead.

    Raises:
        Refusal: there is no such stay.
    """
    stay = tables.stay
    columns = [
        literal(values[column.name], column.type).label(column.name) if column.name in values else column
        for column in stay.c
    ]
    found = reader.first(select(*columns).where(stay.c.id == stay_id))
    return found if found is not None else stay_of(reader, stay_id)
