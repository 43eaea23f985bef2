"""What a night costs everybody who sleeps in the house: planned here, written by the night audit, shown before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from frontdesk.domain.posting import ROOM_CODE, Line
from frontdesk.domain.stay import StayStatus
from frontdesk.domain.tax.packages import ROOM
from frontdesk.identity import child_id
from frontdesk.queries.charging import Meant, Plan, night_lines, placed
from frontdesk.queries.difference import exempt_row
from frontdesk.queries.routing import read_instructions
from frontdesk.queries.taxing import assess_night, code_of, sold_as
from frontdesk.queries.window import NameIt, numbered, read_windows
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


@dataclass(frozen=True, slots=True)
class Night:
    """One stay's night: its lines and windows, and the rows of what is not charged (T7)."""

    plan: Plan
    exempted: tuple[dict[str, Any], ...]


def sleeping(reader: Reader) -> list[Fetched]:
    """Every stay that sleeps in the house tonight with its room and price; never one that leaves today."""
    stay, night, room_night = tables.stay, tables.stay_night, tables.room_night
    tonight = reader.business_date
    return reader.all(
        select(stay, night.c.price, night.c.charged_type, room_night.c.room)
        .join(night, and_(night.c.stay_id == stay.c.id, night.c.night == tonight))
        .join(room_night, and_(room_night.c.stay_id == stay.c.id, room_night.c.night == tonight))
        .where(stay.c.status == StayStatus.IN_HOUSE.value, stay.c.departure > tonight)
        .order_by(room_night.c.room)
    )


def plan_nights(reader: Reader, stays: list[Fetched], name: NameIt) -> Iterator[Night]:
    """The night of each of these stays, in their order; windows and instructions are read in one question each."""
    in_house = tables.stay.c.status == StayStatus.IN_HOUSE.value
    read_windows(reader, in_house)
    read_instructions(reader, [stay.id for stay in stays], in_house)
    return (plan_night(reader, stay, name) for stay in stays)


def plan_night(reader: Reader, stay: Fetched, name: NameIt) -> Night:
    """The charges of tonight with their taxes; posting it twice is refused by its source reference (L6)."""
    tonight = reader.business_date
    code = code_of(reader, ROOM_CODE)
    found = assess_night(reader, stay, tonight, stay.price)
    line = Line(
        id=child_id(stay.id, f"{tonight}/{ROOM_CODE}"),
        window_id=numbered(reader, stay.id, 1).id,
        stay_id=stay.id,
        kind="charge",
        code=ROOM_CODE,
        text=f"{code.name}, {type_name(reader, stay.charged_type)}",
        figure=found.charges[ROOM],
        service_date=tonight,
        room=stay.room,
        source="night_audit",
        source_ref=f"{stay.id}:{tonight}:{ROOM_CODE}",
        making={**sold_as(reader, stay, tonight, stay.price), "type": stay.charged_type},
    )
    exempted = tuple(
        exempt_row(reader, stay, each, (tonight, child_id(line.id, f"exempt-{n}")))
        for n, each in enumerate(found.exempted)
    )
    plan = placed(reader, night_lines(reader, line, found), Meant(stay.id, code.department), name)
    return Night(plan, exempted)


def type_name(reader: Reader, code: str) -> str:
    """What a room type is called."""
    found = reader.once("room_type", code, lambda: reader.row(tables.room_type, code))
    return found.name if found else code
