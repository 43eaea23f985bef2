"""What a move would do, night by night, with the taxes the night audit will post; nothing is written (RM 7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import bindparam, select

from frontdesk.domain.figure import Mode
from frontdesk.domain.move_gate import follow_ups
from frontdesk.domain.posting import ROOM_CODE
from frontdesk.domain.room_move import (
    REQUIRED_APPROVAL,
    NightBefore,
    RateDecision,
    Target,
    new_price,
    require_fair,
    unpriced,
    why_not,
    without_night,
)
from frontdesk.domain.stay import StayStatus, require_status
from frontdesk.domain.tax.assessment import Assessment
from frontdesk.errors import Refusal, dated
from frontdesk.queries.move_order import steps_after
from frontdesk.queries.move_reason import reason_words
from frontdesk.queries.room_block import by_kind
from frontdesk.queries.room_move import DecisionOption, MovePreview, MoveRow, MovesOf, PreviewMove, PreviewNight
from frontdesk.queries.room_night import current_room
from frontdesk.queries.stay import stay_of
from frontdesk.queries.taxing import assess_night, tax_rules
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

_nights, _types, _rooms, _postings = tables.stay_night, tables.room_type, tables.room, tables.posting
_cases, _todo, _undo = tables.guest_case, tables.task, tables.posting.alias()

# A move asks these when it is looked at and again when it is done, so they are built once.
_NIGHTS_LEFT = (
    select(_nights.c.night, _nights.c.price, _types.c.price.label("listed"))
    .join(_types, _types.c.code == _nights.c.charged_type)
    .where(_nights.c.stay_id == bindparam("stay"), _nights.c.night >= bindparam("first"))
    .order_by(_nights.c.night)
)
_ROOM = (
    select(_rooms, _types.c.name.label("type_name"), _types.c.rank, _types.c.price, _types.c.sleeps)
    .join(_types, _types.c.code == _rooms.c.type)
    .where(_rooms.c.number == bindparam("room"))
)
_CHARGED = (
    select(_types)
    .join(_nights, _nights.c.charged_type == _types.c.code)
    .where(_nights.c.stay_id == bindparam("stay"), _nights.c.night >= bindparam("first"))
    .order_by(_nights.c.night)
    .limit(1)
)
_CHARGED_LAST = (
    select(_types)
    .join(_nights, _nights.c.charged_type == _types.c.code)
    .where(_nights.c.stay_id == bindparam("stay"))
    .order_by(_nights.c.night.desc())
    .limit(1)
)
_BOOKED = (
    select(_types)
    .join(tables.stay, tables.stay.c.room_type == _types.c.code)
    .where(tables.stay.c.id == bindparam("stay"))
)
_ROOM_CHARGES = (
    select(_postings.c.id)
    .outerjoin(_undo, _undo.c.reverses == _postings.c.id)
    .where(_postings.c.business_date == bindparam("night"), _postings.c.code == ROOM_CODE, _postings.c.kind == "charge")
    .where(_postings.c.source_ref.like(bindparam("source")), _undo.c.id.is_(None))
    .order_by(_postings.c.seq, _postings.c.n)
)
_OPEN_CASES = select(_cases.c.number).where(_cases.c.stay_id == bindparam("stay"), _cases.c.status == "open")
_ROUTES = (
    select(tables.routing.c.departments, tables.routing.c.window)
    .where(tables.routing.c.stay_id == bindparam("stay"))
    .order_by(tables.routing.c.place)
)
_OPEN_TASKS = (
    select(_todo.c.words)
    .where(_todo.c.stay_id == bindparam("stay"), _todo.c.done_at.is_(None))
    .order_by(_todo.c.due, _todo.c.id)
)


@dataclass(frozen=True, slots=True)
class Remaining:
    """The stay to be moved, its room now, the date of the move, and the nights it is charged for from then on.

    On the departure date there is none (RM-6); day use is charged one without sleeping in it.
    """

    stay: Fetched
    room: str
    first: date
    nights: tuple[NightBefore, ...]

    @property
    def slept(self) -> tuple[date, ...]:
        """The nights that a room has to be free for."""
        return tuple(night.night for night in self.nights if night.night < self.stay.departure)

    @property
    def held(self) -> tuple[date, date]:
        """The first and the last date on which nobody else may have the room."""
        return self.first, self.slept[-1] if self.slept else self.first


def remaining_nights(reader: Reader, stay_id: str, from_night: date | None = None) -> Remaining:
    """What there is to move from a date on, never before the business date (RM-4).

    Raises:
        Refusal: the guest is not in house, should have left, or has no night on that later date.
    """
    stay = stay_of(reader, stay_id)
    require_status(stay.status, StayStatus.IN_HOUSE)
    first = max(from_night or reader.business_date, reader.business_date)
    room = current_room(reader, stay.id, first)
    rows = reader.all(_NIGHTS_LEFT, stay=stay_id, first=first)
    if not rows and first > reader.business_date:
        raise Refusal(
            f"The guest leaves on {dated(stay.departure)}; there is no night from {dated(first)} on.",
            help="Choose an earlier date, or extend the stay first.",
        )
    if not rows and stay.departure < first:
        raise Refusal(f"The guest should have left on {dated(stay.departure)}.", help="Extend the stay first.")
    if not room:
        raise Refusal("The record does not say which room this guest is in.", help="Extend the stay and name the room.")
    nights = tuple(NightBefore(night=row.night, price=row.price, charged_price=row.listed) for row in rows)
    return Remaining(stay, room, first, nights)


def target_of(reader: Reader, stay_id: str, room: str) -> tuple[Target, Fetched, Fetched]:
    """The target for rate decisions, the room with its type, and the type that is charged now.

    Raises:
        Refusal: there is no such room.
    """
    found = reader.first(_ROOM, room=room)
    if found is None:
        raise Refusal(f"There is no room {room}.", help="Choose one of the rooms listed.")
    first = reader.business_date
    charged = (
        reader.first(_CHARGED, stay=stay_id, first=first)
        or reader.first(_CHARGED_LAST, stay=stay_id)
        or reader.first(_BOOKED, stay=stay_id)
    )
    assert charged is not None, "a stay has a type"
    return Target(charged_rank=charged.rank, rank=found.rank, list_price=found.price), found, charged


def preview(reader: Reader, question: PreviewMove) -> MovePreview:
    """Every remaining night before and after (RM-25); the difference is what the postings will differ by (RM-26)."""
    return preview_of(reader, question, remaining_nights(reader, question.stay, question.from_night))


def preview_of(reader: Reader, question: PreviewMove, left: Remaining) -> MovePreview:
    """The same for nights that were read before."""
    target, room, charged = target_of(reader, question.stay, question.to_room)
    entered = _entered(question, left)
    spared = room.number in by_kind(reader, left.held)[1]  # out of service: whatever is decided (RM-17)
    options = tuple(
        replace(option, needs_approver=option.needs_approver or spared)
        for option in (
            _option(reader, left, _Chosen(target, decision, entered), question.reason) for decision in RateDecision
        )
    )
    decision = question.decision or next((found.decision for found in options if found.allowed), RateDecision.SAME)
    posted = _posted_tonight(reader, question.stay)
    chosen = _Chosen(target, decision, entered, waived=question.waived, posted=posted)
    nights = tuple(_night(reader, left.stay, night, chosen) for night in left.nights)
    routes = reader.all(_ROUTES, stay=question.stay)
    return MovePreview(
        stay=question.stay,
        from_room=left.room,
        to_room=room.number,
        from_type=charged.name,
        to_type=room.type_name,
        from_night=left.first,
        departure=left.stay.departure,
        decision=decision,
        decisions=options,
        nights=nights,
        difference=sum(night.difference for night in nights),
        tax_inside=_tax_inside(reader),
        currency=reader.house.currency,
        old_room_state="dirty",
        comes_along=_comes_along(reader, question.stay, routes),
        packages=tuple(left.stay.includes),
        routing=_routing(routes),
        tasks=_tasks(reader, question.stay),
        new_room_state=room.state,
        follow_ups=follow_ups(steps_after(reader), left.room, room.number),
        house_value=_given(decision, target, left),
    )


def _given(decision: RateDecision, target: Target, left: Remaining) -> int:
    """The list prices of the target above those of the type that stays charged, over the nights left."""
    if decision is not RateDecision.UPGRADE_KEEP or not target.list_price:
        return 0
    return sum(max(0, target.list_price - night.charged_price) for night in left.nights)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What decides a night's new price: target, decision, entered prices by night, and what was waived."""

    target: Target
    decision: RateDecision
    entered: dict[date, int]
    waived: bool = False
    posted: date | None = None


def _entered(question: PreviewMove, left: Remaining) -> dict[date, int]:
    """The prices a supervisor typed, by night.

    Raises:
        Refusal: not one for each night left, below zero, or higher than before with a hotel reason.
    """
    if not question.prices:
        return {}
    if len(question.prices) != len(left.nights):
        raise Refusal(
            f"There are {len(left.nights)} nights left and {len(question.prices)} prices.",
            help="Give exactly one price for each night.",
        )
    for night, price in zip(left.nights, question.prices, strict=True):
        require_fair(question.reason, night, price)
    return {night.night: price for night, price in zip(left.nights, question.prices, strict=True)}


def _posted_tonight(reader: Reader, stay_id: str) -> date | None:
    """The open business date if its room charge stands on the folio already (RM-19)."""
    return reader.business_date if room_charges(reader, stay_id, reader.business_date) else None


def room_charges(reader: Reader, stay_id: str, night: date) -> list[str]:
    """The ids of the room charge of the open date, in all its shares, that have not been taken back."""
    return [row.id for row in reader.all(_ROOM_CHARGES, night=night, source=f"{stay_id}:{night}:{ROOM_CODE}%")]


def _option(reader: Reader, left: Remaining, chosen: _Chosen, reason: str) -> DecisionOption:
    target, decision = chosen.target, chosen.decision
    barrier = why_not(decision, target, reason) if left.nights else without_night(decision)
    if not barrier and not chosen.entered and any(unpriced(decision, night, target) for night in left.nights):
        first = next(night.night for night in left.nights if unpriced(decision, night, target))
        barrier = f"the rate plan has no price for the night of {dated(first)}"
    nights: list[PreviewNight] = []
    try:
        nights = [] if barrier else [_night(reader, left.stay, night, chosen) for night in left.nights]
    except Refusal as refusal:  # the price would not hold the parts of the package (S17)
        barrier = refusal.title
    return DecisionOption(
        decision=decision,
        allowed=not barrier,
        why_not=barrier,
        needs_approver=decision in REQUIRED_APPROVAL,
        nightly=nights[0].difference if nights else 0,
        total=sum(night.difference for night in nights),
    )


def _night(reader: Reader, stay: Fetched, night: NightBefore, chosen: _Chosen) -> PreviewNight:
    price = chosen.entered.get(night.night, new_price(chosen.decision, night, chosen.target))
    if chosen.waived and chosen.decision is RateDecision.DOWNGRADE_DIFFERENCE:
        price = night.price
    before = assess_night(reader, stay, night.night, night.price)
    after = before if price == night.price else assess_night(reader, stay, night.night, price)
    return PreviewNight(
        night=night.night,
        posted=night.night == chosen.posted,
        old_price=night.price,
        old_tax=_price_tax(before),
        new_price=price,
        new_tax=_price_tax(after),
        fixed_tax=sum(tax.amount for tax in after.added if not tax.part.follows_price),
        difference=after.total - before.total,
    )


def _price_tax(found: Assessment) -> int:
    return found.inside + sum(tax.amount for tax in found.added if tax.part.follows_price)


def _tax_inside(reader: Reader) -> bool:
    """True if no percentage is put on top of a room's price."""
    return not any(
        rule.mode is Mode.ADDED and "lodging" in rule.on and any(version.rate_ppm for version in rule.versions)
        for rule in tax_rules(reader).taxes
    )


def _comes_along(reader: Reader, stay_id: str, routes: Sequence[Fetched]) -> tuple[str, ...]:
    found = ["Same bill", *(f"Case {row.number}" for row in reader.all(_OPEN_CASES, stay=stay_id))]
    return (*found, "What the company pays") if routes else tuple(found)


def _routing(routes: Iterable[Fetched]) -> tuple[str, ...]:
    """What the instructions of this stay send elsewhere; they stay as they are (RM-24)."""
    return tuple(f"{', '.join(row.departments) or 'all'} to window {row.window}" for row in routes)


def _tasks(reader: Reader, stay_id: str) -> tuple[str, ...]:
    """Open tasks that will show the new room."""
    return tuple(row.words for row in reader.all(_OPEN_TASKS, stay=stay_id))


def moves_of(reader: Reader, question: MovesOf) -> tuple[MoveRow, ...]:
    """The moves of a stay in the order they happened."""
    move, staff = tables.room_move, tables.staff
    rows = reader.all(
        select(move, staff.c.name.label("by"))
        .outerjoin(staff, staff.c.id == move.c.made_by)
        .where(move.c.stay_id == question.stay)
        .order_by(move.c.made_at, move.c.number)
    )
    words = reason_words(reader)
    return tuple(
        MoveRow(
            move=row.id,
            number=row.number,
            night=row.night,
            from_room=row.from_room,
            to_room=row.to_room,
            reason=words[row.reason],
            words=row.words,
            decision=row.decision,
            difference=row.difference,
            by=row.by or "",
            approved_by=row.approved_by,
        )
        for row in rows
    )
