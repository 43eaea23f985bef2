"""What another departure would do: the nights gained or given up, and the taxes of the nights behind (T8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from frontdesk.domain.stay import Span, StayStatus, nights_between, require_prices, require_status
from frontdesk.errors import Refusal, dated
from frontdesk.queries.base import Question
from frontdesk.queries.charging import Plan
from frontdesk.queries.difference import OTHER_LENGTH, plan_differences
from frontdesk.queries.effect import balance, change_of, effect_of
from frontdesk.queries.planned import name_it
from frontdesk.queries.posting_preview import Effect
from frontdesk.queries.room_night import last_room
from frontdesk.queries.stay import stay_of, stay_with
from frontdesk.queries.taxing import assess_night
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class NightChange:
    """A night gained, or one given up (below zero): its price and the taxes on top of it, in minor units."""

    night: date
    price: int
    on_top: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeparturePreview:
    """Another departure before it is agreed, in minor units.

    ``nights`` are those to come that are gained or given up; they are not posted now. ``effect`` is what is posted
    at once for nights behind, between ``balance`` and ``balance_after``. ``price`` is that of the last night, which a
    further one costs if nothing else is said. ``refused`` says why it cannot be.
    """

    was: date
    departure: date
    price: int
    nights: tuple[NightChange, ...]
    to_come: int
    balance: int
    balance_after: int
    currency: str
    effect: Effect
    refused: str = ""


@dataclass(frozen=True, slots=True)
class PreviewDeparture(Question[DeparturePreview]):
    """A stay with another departure; ``prices`` one for each further night, or none for the price of the last."""

    stay: str
    departure: date
    prices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewCancellation(Question[DeparturePreview]):
    """A reservation taken back before arrival: every night of it is given up."""

    stay: str


def preview_cancellation(reader: Reader, question: PreviewCancellation) -> DeparturePreview:
    """The nights that become free again with the taxes they would have borne; nothing is posted.

    Raises:
        Refusal: there is no such stay.
    """
    stay = stay_of(reader, question.stay)
    priced = prices_of(reader, stay.id)
    try:
        require_status(stay.status, StayStatus.DUE_IN)
        refused = ""
    except Refusal as refusal:
        priced, refused = {}, str(refusal)
    nights = tuple(change_of_night(reader, stay, night, price, -1) for night, price in sorted(priced.items()))
    stands = balance(reader, stay.id)
    return DeparturePreview(
        was=stay.departure,
        departure=stay.arrival,
        price=0,
        nights=nights,
        to_come=sum(change.price + change.on_top for change in nights),
        balance=stands,
        balance_after=stands,
        currency=reader.house.currency,
        effect=Effect(),
        refused=refused,
    )


def preview_departure(reader: Reader, question: PreviewDeparture) -> DeparturePreview:
    """The change of a stay's length, by the same functions that post it (R5).

    Raises:
        Refusal: there is no such stay.
    """
    stay = stay_of(reader, question.stay)
    priced = prices_of(reader, stay.id)
    price = priced[max(priced)] if priced else 0
    before = balance(reader, stay.id)
    try:
        changes, refused = _changes(reader, stay, question, priced), ""
    except Refusal as refusal:
        changes, refused = (), str(refusal)
    plan = Plan(())
    if not refused:
        then = stay_with(reader, stay.id, departure=question.departure)
        plan = plan_differences(reader, then, OTHER_LENGTH, name_it).plan
    return DeparturePreview(
        was=stay.departure,
        departure=question.departure,
        price=price,
        nights=changes,
        to_come=sum(change.price + change.on_top for change in changes),
        balance=before,
        balance_after=before + change_of(plan, stay.id),
        currency=reader.house.currency,
        effect=effect_of(reader, plan, stay.id),
        refused=refused,
    )


def prices_of(reader: Reader, stay_id: str) -> dict[date, int]:
    """What each night of a stay costs, in minor units."""
    night = tables.stay_night
    rows = reader.all(select(night.c.night, night.c.price).where(night.c.stay_id == stay_id))
    return {row.night: row.price for row in rows}


def _changes(
    reader: Reader, stay: Fetched, question: PreviewDeparture, priced: dict[date, int]
) -> tuple[NightChange, ...]:
    require_status(stay.status, StayStatus.DUE_IN, StayStatus.IN_HOUSE)
    departure = question.departure
    Span(stay.arrival, departure)
    if departure < reader.business_date:
        today = f"The business date is {dated(reader.business_date)}."
        raise Refusal("The new departure is in the past.", today, "Choose that day or a later one.")
    if departure <= stay.departure:
        given_up = [night for night in priced if night >= departure and night >= stay.arrival]
        return tuple(change_of_night(reader, stay, night, priced[night], -1) for night in sorted(given_up))
    nights = tuple(nights_between(stay.departure, departure))
    last = priced[max(priced)] if priced else 0
    prices = question.prices or (last,) * len(nights)
    require_prices(prices, len(nights))
    require_free_room(reader, stay.id, nights)
    then = stay_with(reader, stay.id, departure=departure)
    return tuple(change_of_night(reader, then, night, price, 1) for night, price in zip(nights, prices, strict=True))


def change_of_night(reader: Reader, stay: Fetched, night: date, price: int, sign: int) -> NightChange:
    """A night gained (``sign`` 1) or given up (-1), at a price in minor units."""
    found = assess_night(reader, stay, night, price)
    return NightChange(night=night, price=sign * found.price, on_top=sign * found.on_top)


def require_free_room(reader: Reader, stay_id: str, nights: Sequence[date]) -> None:
    """The room of the last night must be free for the further ones.

    Raises:
        Refusal: somebody has it; says who and when.
    """
    room = last_room(reader, stay_id)
    where, stay, guest, move = tables.room_night, tables.stay, tables.guest, tables.move_order
    taken = reader.first(
        select(where.c.night, guest.c.name, move.c.number)
        .outerjoin(move, move.c.id == where.c.move_id)
        .join(stay, stay.c.id == func.coalesce(where.c.stay_id, move.c.stay_id))
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(where.c.room == room, where.c.night.in_(nights), where.c.stay_id.is_distinct_from(stay_id))
        .order_by(where.c.night)
    )
    if room and taken is not None:
        by = f"claimed by move {taken.number} of" if taken.number else "taken by"
        said = f"Room {room} is {by} {taken.name} for the night of {dated(taken.night)}."
        raise Refusal(said, help="Choose another room.")
