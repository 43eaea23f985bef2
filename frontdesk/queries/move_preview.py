"""What a move would do, night by night, with the taxes the night audit will post; nothing is written (RM 7)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from frontdesk.domain.figure import Mode
from frontdesk.domain.posting import ROOM_CODE
from frontdesk.domain.room_move import (
    REASON_WORDS,
    REQUIRED_APPROVAL,
    MoveReason,
    NightBefore,
    RateDecision,
    Target,
    new_price,
    require_fair,
    unpriced,
    why_not,
)
from frontdesk.domain.stay import StayStatus, require_status
from frontdesk.domain.tax.assessment import Assessment
from frontdesk.errors import Refusal
from frontdesk.queries.room_move import DecisionOption, MovePreview, MoveRow, MovesOf, PreviewMove, PreviewNight
from frontdesk.queries.room_night import current_room
from frontdesk.queries.stay import stay_of
from frontdesk.queries.taxing import assess_night, tax_rules
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


@dataclass(frozen=True, slots=True)
class Remaining:
    """The stay to be moved, its room now, and the nights it has left from the business date on."""

    stay: Fetched
    room: str
    nights: tuple[NightBefore, ...]


def remaining_nights(reader: Reader, stay_id: str, from_night: date | None = None) -> Remaining:
    """What there is to move from a date on, never before the business date (RM-4).

    Raises:
        Refusal: the guest is not in house, or has no night left.
    """
    stay = stay_of(reader, stay_id)
    require_status(stay.status, StayStatus.IN_HOUSE)
    first = max(from_night or reader.business_date, reader.business_date)
    room = current_room(reader, stay.id, first)
    night, kind = tables.stay_night, tables.room_type
    rows = reader.all(
        select(night.c.night, night.c.price, kind.c.price.label("listed"))
        .join(kind, kind.c.code == night.c.charged_type)
        .where(night.c.stay_id == stay_id, night.c.night >= first)
        .order_by(night.c.night)
    )
    if not rows and first > reader.business_date:
        raise Refusal(
            f"The guest leaves on {stay.departure}; there is no night from {first} on.", help="Look at the date."
        )
    if not rows or not room:
        raise Refusal("The guest leaves today; there is no night left to move.", help="Extend the stay first.")
    nights = tuple(NightBefore(night=row.night, price=row.price, charged_price=row.listed) for row in rows)
    return Remaining(stay, room, nights)


def target_of(reader: Reader, stay_id: str, room: str) -> tuple[Target, Fetched, Fetched]:
    """The target for rate decisions, the room with its type, and the type that is charged now.

    Raises:
        Refusal: there is no such room.
    """
    rooms, kind, night = tables.room, tables.room_type, tables.stay_night
    found = reader.first(
        select(rooms, kind.c.name.label("type_name"), kind.c.rank, kind.c.price, kind.c.sleeps)
        .join(kind, kind.c.code == rooms.c.type)
        .where(rooms.c.number == room)
    )
    if found is None:
        raise Refusal(f"There is no room {room}.", help="Choose one of the rooms listed.")
    charged = reader.first(
        select(kind)
        .join(night, night.c.charged_type == kind.c.code)
        .where(night.c.stay_id == stay_id, night.c.night >= reader.business_date)
        .order_by(night.c.night)
        .limit(1)
    )
    assert charged is not None, "a stay with nights left has a charged type"
    return Target(charged_rank=charged.rank, rank=found.rank, list_price=found.price), found, charged


def preview(reader: Reader, question: PreviewMove) -> MovePreview:
    """Every remaining night before and after (RM-25); the difference is what the postings will differ by (RM-26)."""
    left = remaining_nights(reader, question.stay, question.from_night)
    target, room, charged = target_of(reader, question.stay, question.to_room)
    entered = _entered(question, left)
    options = tuple(_option(reader, left, target, decision, question.reason) for decision in RateDecision)
    decision = question.decision or next((found.decision for found in options if found.allowed), RateDecision.SAME)
    posted = _posted_tonight(reader, question.stay)
    chosen = _Chosen(target, decision, entered, waived=question.waived, posted=posted)
    nights = tuple(_night(reader, left.stay, night, chosen) for night in left.nights)
    return MovePreview(
        stay=question.stay,
        from_room=left.room,
        to_room=room.number,
        from_type=charged.name,
        to_type=room.type_name,
        from_night=left.nights[0].night,
        departure=left.stay.departure,
        decision=decision,
        decisions=options,
        nights=nights,
        difference=sum(night.difference for night in nights),
        tax_inside=_tax_inside(reader),
        currency=reader.house.currency,
        old_room_state="dirty",
        comes_along=_comes_along(reader, question.stay),
        packages=tuple(left.stay.includes),
        routing=_routing(reader, question.stay),
        tasks=_tasks(reader, question.stay),
        new_room_state=room.state,
    )


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
    posting = tables.posting
    undo = posting.alias()
    rows = reader.all(
        select(posting.c.id)
        .outerjoin(undo, undo.c.reverses == posting.c.id)
        .where(posting.c.business_date == night, posting.c.code == ROOM_CODE, posting.c.kind == "charge")
        .where(posting.c.source_ref.like(f"{stay_id}:{night}:{ROOM_CODE}%"), undo.c.id.is_(None))
        .order_by(posting.c.seq, posting.c.n)
    )
    return [row.id for row in rows]


def _option(
    reader: Reader, left: Remaining, target: Target, decision: RateDecision, reason: MoveReason
) -> DecisionOption:
    barrier = why_not(decision, target, reason)
    if not barrier and any(unpriced(decision, night, target) for night in left.nights):
        first = next(night.night for night in left.nights if unpriced(decision, night, target))
        barrier = f"the rate plan has no price for the night of {first}"
    chosen = _Chosen(target, decision, {})
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


def _comes_along(reader: Reader, stay_id: str) -> tuple[str, ...]:
    case = tables.guest_case
    open_cases = reader.all(select(case.c.number).where(case.c.stay_id == stay_id, case.c.status == "open"))
    routes = reader.all(select(tables.routing.c.id).where(tables.routing.c.stay_id == stay_id))
    found = ["Bill, same folio", *(f"Case {row.number}" for row in open_cases)]
    return (*found, "What the company pays") if routes else tuple(found)


def _routing(reader: Reader, stay_id: str) -> tuple[str, ...]:
    """What the instructions of this stay send elsewhere; they stay as they are (RM-24)."""
    rows = reader.all(
        select(tables.routing.c.departments, tables.routing.c.window)
        .where(tables.routing.c.stay_id == stay_id)
        .order_by(tables.routing.c.place)
    )
    return tuple(f"{', '.join(row.departments) or 'all'} to window {row.window}" for row in rows)


def _tasks(reader: Reader, stay_id: str) -> tuple[str, ...]:
    """Open tasks that will show the new room."""
    task = tables.task
    rows = reader.all(
        select(task.c.words).where(task.c.stay_id == stay_id, task.c.done_at.is_(None)).order_by(task.c.due, task.c.id)
    )
    return tuple(row.words for row in rows)


def moves_of(reader: Reader, question: MovesOf) -> tuple[MoveRow, ...]:
    """The moves of a stay in the order they happened."""
    move, staff = tables.room_move, tables.staff
    rows = reader.all(
        select(move, staff.c.name.label("by"))
        .outerjoin(staff, staff.c.id == move.c.made_by)
        .where(move.c.stay_id == question.stay)
        .order_by(move.c.made_at, move.c.number)
    )
    return tuple(
        MoveRow(
            move=row.id,
            number=row.number,
            night=row.night,
            from_room=row.from_room,
            to_room=row.to_room,
            reason=REASON_WORDS[MoveReason(row.reason)],
            words=row.words,
            decision=row.decision,
            difference=row.difference,
            by=row.by or "",
            approved_by=row.approved_by,
        )
        for row in rows
    )
