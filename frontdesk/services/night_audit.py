"""Closing the day: room and tax for every stay that sleeps in the house, then the date rolls."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import and_, select

from frontdesk.commands.house import CloseDay
from frontdesk.domain.figure import untaxed
from frontdesk.domain.posting import ROOM_CODE, Line
from frontdesk.domain.stay import StayStatus
from frontdesk.errors import Refusal
from frontdesk.identity import child_id
from frontdesk.queries.charging import Meant, added_lines, placed
from frontdesk.queries.difference import exempt_row, plan_taken_back
from frontdesk.queries.routing import read_instructions
from frontdesk.queries.taxing import assess_night, code_of
from frontdesk.queries.window import numbered, read_windows
from frontdesk.services.credit import expire_credits
from frontdesk.services.ledger import open_windows, post, write
from frontdesk.services.payment import expire_holds
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork


def close_day(command: CloseDay, work: UnitOfWork) -> None:
    """Post the night of the open business date and roll to the next; a second run finds another date and is refused."""
    tonight = work.business_date
    if command.business_date != tonight:
        raise Refusal(
            f"The business date {command.business_date} is not open.",
            f"The open one is {tonight}.",
            "Look at the house again before you close the day.",
        )
    _require_nobody_overdue(work)
    expired = expire_credits(work)
    sleeping = _sleeping(work)
    in_house = tables.stay.c.status == StayStatus.IN_HOUSE.value
    read_windows(work, in_house)
    read_instructions(work, [stay.id for stay in sleeping], in_house)
    post(work, [line for stay in sleeping for line in night_lines(work, stay)])
    for stay in sleeping:
        write(work, plan_taken_back(work, stay, partial(_named, work, stay.id)))
    expire_holds(work)
    work.change(tables.house, {"id": 1}, {"business_date": tonight + timedelta(days=1)})
    _room_states(work, [stay.room for stay in sleeping])
    work.facts.update(business_date=tonight.isoformat(), stays=len(sleeping), postings=work.lines, expired=expired)
    work.touch("house", *(f"folio:{stay.id}" for stay in sleeping))


def _require_nobody_overdue(work: UnitOfWork) -> None:
    stay, guest = tables.stay, tables.guest
    rows = work.all(
        select(guest.c.name)
        .join(stay, stay.c.guest_id == guest.c.id)
        .where(stay.c.status == StayStatus.IN_HOUSE.value, stay.c.departure <= work.business_date)
        .order_by(guest.c.name)
    )
    if rows:
        more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
        raise Refusal(
            f"{rows[0].name}{more} should have left by {work.business_date} and is still in house.",
            help="Check the guest out or extend the stay; then close the day.",
        )


def _sleeping(work: UnitOfWork) -> list[Fetched]:
    stay, night, room_night = tables.stay, tables.stay_night, tables.room_night
    return work.all(
        select(stay, night.c.price, night.c.charged_type, room_night.c.room)
        .join(night, and_(night.c.stay_id == stay.c.id, night.c.night == work.business_date))
        .join(room_night, and_(room_night.c.stay_id == stay.c.id, room_night.c.night == work.business_date))
        .where(stay.c.status == StayStatus.IN_HOUSE.value, stay.c.departure > work.business_date)
        .order_by(room_night.c.room)
    )


def night_lines(work: UnitOfWork, stay: Fetched) -> list[Line]:
    """The room charge of tonight with its taxes; posting it twice is refused by its source reference (L6).

    What is not charged goes into the exemption record (T7).
    """
    tonight = work.business_date
    code = code_of(work, ROOM_CODE)
    found = assess_night(work, stay, tonight, stay.price)
    line = Line(
        id=child_id(stay.id, f"{tonight}/{ROOM_CODE}"),
        window_id=numbered(work, stay.id, 1).id,
        stay_id=stay.id,
        kind="charge",
        code=ROOM_CODE,
        text=f"{code.name}, {type_name(work, stay.charged_type)}",
        figure=found.charges.get("room", untaxed(0)),
        service_date=tonight,
        room=stay.room,
        source="night_audit",
        source_ref=f"{stay.id}:{tonight}:{ROOM_CODE}",
        making=_story(stay),
    )
    for n, exempted in enumerate(found.exempted):
        row_id = child_id(line.id, f"exempt-{n}")
        work.add(tables.tax_exempt, exempt_row(work, stay, exempted, (tonight, row_id)))
    plan = placed(work, [line, *added_lines(work, line, found)], Meant(stay.id, code.department), work.child)
    open_windows(work, plan)
    return list(plan.lines)


def _named(work: UnitOfWork, stay_id: str, name: str) -> str:
    return work.child(f"{stay_id}/{name}")


def _story(stay: Fetched) -> dict[str, Any]:
    return {"rate_plan": stay.rate_plan, "type": stay.charged_type, "includes": stay.includes}


def type_name(work: UnitOfWork, code: str) -> str:
    """What a room type is called."""
    types = tables.room_type
    found = work.once("room_type", code, lambda: work.first(select(types.c.name).where(types.c.code == code)))
    return found.name if found else code


def _room_states(work: UnitOfWork, slept_in: list[str]) -> None:
    """Rooms that were slept in are to be made up in the morning."""
    room = tables.room
    if slept_in:
        work.change_all(room, room.c.number.in_(slept_in), {"state": "pickup"})
