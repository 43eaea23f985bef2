"""Which rooms a guest who arrives can be given, and what another day of arrival would do."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from frontdesk.domain.stay import Span, StayStatus, require_prices, require_status
from frontdesk.errors import Refusal, dated
from frontdesk.queries.base import Question
from frontdesk.queries.departure import NightChange, change_of_night, prices_of, require_free_room
from frontdesk.queries.room_block import closed_rooms
from frontdesk.queries.room_night import still_in
from frontdesk.queries.stay import stay_of, stay_with
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeRoom:
    """A room that is free for every night of the stay, in order, and large enough.

    ``booked_type`` marks rooms of the type that was booked, ``held`` the room held for this stay. ``price`` is the
    usual one of a night in minor units.
    """

    room: str
    type_name: str
    floor: int
    state: str
    booked_type: bool
    held: bool
    price: int = 0


@dataclass(frozen=True, slots=True)
class RoomsForArrival(Question[tuple[FreeRoom, ...]]):
    """Rooms for a stay that has not arrived: the one held first, then the type booked, ready ones first."""

    stay: str


@dataclass(frozen=True, slots=True)
class RoomsForWalkIn(Question[tuple[FreeRoom, ...]]):
    """Rooms for a guest without a reservation who leaves on ``departure``: ready ones first, then by price."""

    departure: date
    persons: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalPreview:
    """Another arrival before it is agreed, in minor units: nights gained, and those given up below zero.

    ``price`` is that of the first night, which a further one costs if nothing else is said. ``refused`` says why it
    cannot be.
    """

    price: int
    nights: tuple[NightChange, ...]
    to_come: int
    currency: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class PreviewArrival(Question[ArrivalPreview]):
    """A stay that has not arrived on other days; ``prices`` one for each night gained, or none for the usual one."""

    stay: str
    arrival: date
    departure: date
    prices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ArrivalPlan:
    """The nights that another arrival adds and takes away, in order."""

    gained: tuple[date, ...]
    given_up: tuple[date, ...]


def plan_arrival(reader: Reader, stay: Fetched, arrival: date, departure: date) -> ArrivalPlan:
    """What changes when a guest who has not arrived comes and leaves on other days.

    Raises:
        Refusal: the guest is in house, nothing would change, the day is past, or no night would be left.
    """
    require_status(stay.status, StayStatus.DUE_IN)
    if (arrival, departure) == (stay.arrival, stay.departure):
        raise Refusal("The guest comes on that day already.", help="Choose another day.")
    if arrival < reader.business_date:
        today = f"The business date is {dated(reader.business_date)}."
        raise Refusal("The new arrival is in the past.", today, "Choose that day or a later one.")
    if arrival >= departure:
        raise Refusal(
            f"The guest leaves on {dated(departure)}; no night would be left.",
            help="Change the departure first, or mark a no-show.",
        )
    now, then = set(prices_of(reader, stay.id)), Span(arrival, departure).nights
    return ArrivalPlan(tuple(night for night in then if night not in now), tuple(sorted(now - set(then))))


def preview_arrival(reader: Reader, question: PreviewArrival) -> ArrivalPreview:
    """The change of a stay that has not begun, by the same plan that is carried out.

    Raises:
        Refusal: there is no such stay.
    """
    stay = stay_of(reader, question.stay)
    priced = prices_of(reader, stay.id)
    price = priced[min(priced)] if priced else 0
    try:
        nights, refused = _changes(reader, stay, question, priced), ""
    except Refusal as refusal:
        nights, refused = (), str(refusal)
    return ArrivalPreview(
        price=price,
        nights=nights,
        to_come=sum(change.price + change.on_top for change in nights),
        currency=reader.house.currency,
        refused=refused,
    )


def _changes(
    reader: Reader, stay: Fetched, question: PreviewArrival, priced: dict[date, int]
) -> tuple[NightChange, ...]:
    plan = plan_arrival(reader, stay, question.arrival, question.departure)
    prices = question.prices or (priced[min(priced)] if priced else 0,) * len(plan.gained)
    require_prices(prices, len(plan.gained))
    require_free_room(reader, stay.id, plan.gained)
    given_up = [change_of_night(reader, stay, night, priced[night], -1) for night in plan.given_up]
    then = stay_with(reader, stay.id, arrival=question.arrival, departure=question.departure)
    gained = [change_of_night(reader, then, *one, 1) for one in zip(plan.gained, prices, strict=True)]
    return (*given_up, *gained)


_READY = {"inspected": 0, "clean": 1, "pickup": 2, "dirty": 3}


@dataclass(frozen=True, slots=True)
class _Wanted:
    span: Span
    persons: int
    stay: str = ""
    room_type: str = ""


def rooms_for_arrival(reader: Reader, question: RoomsForArrival) -> tuple[FreeRoom, ...]:
    """Free rooms in the order to offer them."""
    stay = stay_of(reader, question.stay)
    persons = stay.adults + len(stay.children)
    wanted = _Wanted(Span(stay.arrival, stay.departure), persons, stay.id, stay.room_type)
    return tuple(sorted(_free(reader, wanted), key=_order))


def rooms_for_walk_in(reader: Reader, question: RoomsForWalkIn) -> tuple[FreeRoom, ...]:
    """Free rooms from tonight on that nobody is in any more: those that can be given at once first, the least dear
    before the others.
    """
    wanted = _Wanted(Span(reader.business_date, question.departure), question.persons)
    there = still_in(reader)
    return tuple(sorted((room for room in _free(reader, wanted) if room.room not in there), key=_order_of_walk_in))


def _free(reader: Reader, wanted: _Wanted) -> list[FreeRoom]:
    nights, room, kind = tables.room_night, tables.room, tables.room_type
    span = wanted.span
    claimed = reader.all(
        select(nights.c.room, nights.c.stay_id).where(nights.c.night >= span.arrival, nights.c.night < span.departure)
    )
    taken = {row.room for row in claimed if row.stay_id != wanted.stay}
    held = {row.room for row in claimed if row.stay_id == wanted.stay}
    closed = closed_rooms(reader, span.nights or (span.arrival,))
    rows = reader.all(
        select(room.c.number, room.c.type, room.c.floor, room.c.state, kind.c.name.label("type_name"), kind.c.price)
        .join(kind, kind.c.code == room.c.type)
        .where(kind.c.sleeps >= wanted.persons)
    )
    return [
        FreeRoom(
            room=row.number,
            type_name=row.type_name,
            floor=row.floor,
            state=row.state,
            booked_type=row.type == wanted.room_type,
            held=row.number in held,
            price=row.price,
        )
        for row in rows
        if row.number not in taken and row.number not in closed
    ]


def _order(room: FreeRoom) -> tuple[bool, bool, int, str]:
    return (not room.held, not room.booked_type, _READY[room.state], room.room.rjust(10))


def _order_of_walk_in(room: FreeRoom) -> tuple[bool, int, int, str]:
    ready = _READY[room.state]
    return (ready > 1, room.price, ready, room.room.rjust(10))
