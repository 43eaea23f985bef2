"""What a guest without a reservation can be sold and would pay: every night with its taxes, before it is written."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from frontdesk.commands.stay import GuestSpec, RecordStay
from frontdesk.domain.stay import Span, StayStatus, require_prices
from frontdesk.domain.tax.assessment import Assessment
from frontdesk.domain.tax.packages import package_of
from frontdesk.errors import Refusal
from frontdesk.queries.base import Question
from frontdesk.queries.planned import NOBODY, PLANNED
from frontdesk.queries.taxing import assess_night, tax_rules
from frontdesk.store import tables
from frontdesk.store.reader import Reader

ROOM_ALONE = "Flexible"
"""The rate whose price is for the room and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkInNight:
    """One night in minor units: price, taxes inside it, taxes on top of it."""

    night: date
    price: int
    inside: int
    on_top: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkInPreview:
    """What the stay would cost in minor units of ``currency``; ``total`` is all the guest pays for room and taxes."""

    room: str
    rate_plan: str
    type_name: str
    business_date: date
    departure: date
    nights: tuple[WalkInNight, ...]
    inside: int
    on_top: int
    total: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewWalkIn(Question[WalkInPreview]):
    """The price of a room from tonight to ``departure``; ``price`` a night in minor units, None the usual one.

    ``rate_plan`` is the one ``WalkIn`` will name.
    """

    room: str
    departure: date
    adults: int = 1
    children: tuple[int, ...] = ()
    price: int | None = None
    rate_plan: str = ROOM_ALONE


@dataclass(frozen=True, slots=True)
class RatePlans(Question[tuple[str, ...]]):
    """What a night can be sold as today: the room alone first, then each package of the tax rules in force (S17)."""


def rate_plans(reader: Reader, _question: RatePlans) -> tuple[str, ...]:
    """The names of the rates."""
    rules, today = tax_rules(reader), reader.business_date
    packages = (plan for package in rules.packages for plan in package.rate_plans if package_of(rules, plan, today))
    return tuple(dict.fromkeys((ROOM_ALONE, *packages)))


def preview_walk_in(reader: Reader, question: PreviewWalkIn) -> WalkInPreview:
    """Each night by the function that will post it (R5).

    Raises:
        Refusal: there is no such room, no night, or a price below zero.
    """
    room, kind, today = tables.room, tables.room_type, reader.business_date
    found = reader.first(
        select(kind.c.name, kind.c.code, kind.c.price)
        .join(room, room.c.type == kind.c.code)
        .where(room.c.number == question.room)
    )
    if found is None:
        raise Refusal(f"There is no room {question.room}.", help="Choose one of the rooms listed.")
    span = Span(today, question.departure)
    if not span.nights:
        raise Refusal("A guest who walks in stays at least one night.", help="Choose a later departure.")
    price = found.price if question.price is None else question.price
    require_prices((price,) * len(span.nights), len(span.nights))
    stay = _as_if(question, today, found.code)
    spent = len(span.nights)  # as many as there will be once all are posted (S14)
    nights = tuple(_night(assess_night(reader, stay, night, price, spent=spent), night) for night in span.nights)
    return WalkInPreview(
        room=question.room,
        rate_plan=question.rate_plan,
        type_name=found.name,
        business_date=today,
        departure=question.departure,
        nights=nights,
        inside=sum(night.inside for night in nights),
        on_top=sum(night.on_top for night in nights),
        total=sum(night.price + night.on_top for night in nights),
        currency=reader.house.currency,
    )


def _night(found: Assessment, night: date) -> WalkInNight:
    return WalkInNight(night=night, price=found.price, inside=found.inside, on_top=found.on_top)


def _as_if(question: PreviewWalkIn, today: date, room_type: str) -> RecordStay:
    """The stay as the taxes will know it; nobody has slept here before under an id that nobody has."""
    return RecordStay(
        **PLANNED,
        source="",
        line=0,
        stay=NOBODY,
        guest_id=NOBODY,
        guest=GuestSpec(name=""),
        confirmation="",
        arrival=today,
        departure=question.departure,
        adults=question.adults,
        children=question.children,
        type_booked=room_type,
        type_given=room_type,
        rate_plan=question.rate_plan,
        booked_on=today,
        channel="walk_in",
        status=StayStatus.DUE_IN,
    )
