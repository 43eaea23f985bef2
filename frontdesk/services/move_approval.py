"""What must hold before a move is approved: the guest may be moved, the room fits, the price is right, who decides."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from frontdesk.commands.room_move import ApproveMove, MoveTerms, Reassign
from frontdesk.domain.authority import RANK
from frontdesk.domain.do_not_move import bars
from frontdesk.domain.money import plain
from frontdesk.domain.move_gate import require_passable
from frontdesk.domain.must_match import has, lacks, musts_of
from frontdesk.domain.room_move import REQUIRED_APPROVAL, MoveReason, RateDecision
from frontdesk.domain.staff import Role
from frontdesk.domain.stay import Span, StayStatus, require_status
from frontdesk.errors import Refusal
from frontdesk.queries.candidate import booked_rank, wishes_of
from frontdesk.queries.move_order import Order
from frontdesk.queries.move_preview import Remaining, preview_of, remaining_nights
from frontdesk.queries.room_block import by_kind
from frontdesk.queries.room_move import MovePreview, PreviewMove
from frontdesk.queries.stay import stay_of
from frontdesk.services.do_not_move import require_movable
from frontdesk.services.house import room_of
from frontdesk.services.room_night import claim, release, require_free_today
from frontdesk.services.staff import person_of, prove_approver
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

Decided = MoveTerms | ApproveMove


@dataclass(frozen=True, slots=True)
class Agreed:
    """A move that may go ahead: what is left, what it will do, who approved it, and guests who get other rooms."""

    left: Remaining
    shown: MovePreview
    approved_by: str
    reassign: tuple[Reassign, ...]

    def shift(self, work: UnitOfWork) -> None:
        """Give back the rooms of guests to come who get others; all before anybody takes anything."""
        for given in self.reassign:
            row = stay_of(work, given.stay)
            require_status(row.status, StayStatus.DUE_IN)
            require_movable(row, work)
            room_of(work, given.room)
            release(work, row.id, row.arrival)

    def hold(self, work: UnitOfWork) -> None:
        """Hold their new rooms for them."""
        for given in self.reassign:
            row = stay_of(work, given.stay)
            claim(work, row.id, given.room, Span(row.arrival, row.departure).nights)
            work.touch(f"stay:{row.id}")
        if self.reassign:
            work.facts["reassigned"] = len(self.reassign)

    def difference_words(self, work: UnitOfWork) -> str:
        """The difference as it is said."""
        return plain(self.shown.difference, work.house.currency)


def claims_of(left: Remaining) -> Iterable[date]:
    """The nights a move takes in its target."""
    return left.slept


def agree(work: UnitOfWork, order: Order, command: Decided, partner: str = "") -> Agreed:
    """Hold a decided move against the house as it is now. ``partner`` is the stay it exchanges rooms with, if any.

    Raises:
        Refusal: says what stands in the way; nothing has been written.
    """
    left = remaining_nights(work, order.stay_id, order.from_night)
    _require_said(order)
    if order.to_room == left.room:
        raise Refusal(f"The guest is in room {left.room} already.", help="Choose another room.")
    urgent = order.reason == MoveReason.SAFETY
    if not urgent:
        require_movable(left.stay, work)
    room = room_of(work, order.to_room)
    if room.out_of_order:
        raise Refusal(f"Room {room.number} is out of order: {room.out_of_order}.", help="Choose another room.")
    if not left.slept:
        require_free_today(work, room.number, *([partner] if partner else []))
    for step in command.open_steps:
        require_passable(step.step, step.why, urgent=urgent)
    approved_by = _authorise(work, command, _needed(work, left, order, command))
    shown = _shown(work, order, left)
    require_fits(work, left.stay, room, order)
    _require_preview(work, order, shown)
    return Agreed(left, shown, approved_by, command.reassign)


def _require_said(order: Order) -> None:
    if not order.words.strip() or not order.consent.strip():
        raise Refusal("A move needs the guest's words and consent.", help="Write what the guest said and who agreed.")
    if order.prices and not order.price_reason.strip():
        raise Refusal("A price that is typed needs a reason.", help="Write why the rate plan's price is not taken.")
    if order.waive and not order.to_guest.strip():
        raise Refusal("What the guest is told about the difference is missing.", help="Write it in the guest's words.")
    if order.waive and order.decision != RateDecision.DOWNGRADE_DIFFERENCE:
        raise Refusal("Only the difference of a lower type can be left out.", help="Choose another price decision.")


def _shown(work: UnitOfWork, order: Order, left: Remaining) -> MovePreview:
    """What a decided move would do now."""
    return preview_of(
        work,
        PreviewMove(
            order.stay_id,
            order.to_room,
            order.reason,
            RateDecision(order.decision),
            order.from_night,
            order.prices,
            waived=bool(order.waive),
        ),
        left,
    )


def still_true(work: UnitOfWork, order: Order, difference: int) -> MovePreview:
    """The preview now, which differs by what the guest was told (RM-26).

    Raises:
        Refusal: it does not; names both.
    """
    shown = _shown(work, order, remaining_nights(work, order.stay_id, order.from_night))
    if shown.difference != difference:
        currency = work.house.currency
        raise Refusal(
            "The preview is no longer true.",
            f"The difference is {plain(shown.difference, currency)} now, not {plain(difference, currency)}.",
            "Tell the guest and confirm the new difference.",
        )
    return shown


def spared(work: UnitOfWork, room: str, nights: Collection[date]) -> str:
    """Why a room is out of service on one of these nights: it is given only if need be (RM-17); else empty."""
    note = by_kind(work, nights)[1].get(room)
    return note.words if note else ""


def require_fits(work: UnitOfWork, stay: Fetched, room: Fetched, order: Order) -> None:
    """The room sleeps the party and meets every need that was not given up (room-moves 4, step 3)."""
    kind = work.row(tables.room_type, room.type)
    assert kind is not None, "a room has a type of the house"
    persons = stay.adults + len(stay.children)
    if kind.sleeps < persons:
        raise Refusal(f"Room {room.number} sleeps {kind.sleeps}, the party is {persons}.", help="Choose a larger room.")
    if kind.rank < booked_rank(work, stay, order.reason, order.given_up):
        raise Refusal(
            f"Room {room.number} is lower than the type booked, and this is why the guest moves.",
            help="Choose the type booked or a higher one, or note that the guest does without.",
        )
    musts = musts_of(wishes_of(work, stay), order.reason, order.given_up)
    missing = lacks(has(room.beds, room.features), musts)
    if missing:
        raise Refusal(
            f"Room {room.number} does not meet what this guest needs: {missing}.",
            help="Choose another room, or note that the guest does without.",
        )


def _require_preview(work: UnitOfWork, order: Order, shown: MovePreview) -> None:
    option = next(found for found in shown.decisions if found.decision.value == order.decision)
    if not option.allowed:
        raise Refusal(f"That price decision does not fit: {option.why_not}.", help="Choose one of the others.")
    if shown.difference != order.difference:
        currency = work.house.currency
        raise Refusal(
            "The preview is no longer true.",
            f"The difference is {plain(shown.difference, currency)} now, not {plain(order.difference, currency)}.",
            "Look at the new preview and confirm again.",
        )


def _needed(work: UnitOfWork, left: Remaining, order: Order, command: Decided) -> tuple[Role, str] | None:
    """The lowest role that may decide this, and what for; None if the clerk may."""
    stay = left.stay
    urgent = order.reason == MoveReason.SAFETY
    if urgent and (command.open_steps or bars(stay.do_not_move, stay.do_not_move_until, work.business_date)):
        return Role.DUTY_MANAGER, "An urgent move with open steps"
    reasons = (
        (bool(order.waive), "Leaving the difference out"),
        (bool(order.prices), "A typed price"),
        (RateDecision(order.decision) in REQUIRED_APPROVAL, "This price decision"),
        (bool(command.reassign), "Giving guests to come other rooms"),
        (bool(command.open_steps), "Passing an open step"),
        (bool(spared(work, order.to_room, left.held)), "A room out of service"),
    )
    return next(((Role.SUPERVISOR, words) for needed, words in reasons if needed), None)


def _authorise(work: UnitOfWork, command: Decided, needed: tuple[Role, str] | None) -> str:
    """The name of the second person where one is needed, else an empty text."""
    if needed is None:
        return ""
    lowest, what = needed
    return second_person(work, command.approver, command.pin, (lowest, what))


def second_person(work: UnitOfWork, approver: str, pin: str, needed: tuple[Role, str]) -> str:
    """Somebody of this role at this desk: the one who is signed in, or a second one with the own PIN.

    Raises:
        Refusal: nobody of that role.
        KeptRefusal: the PIN is wrong.
    """
    lowest, what = needed
    actor = work.command.actor
    if RANK[Role(person_of(work, actor).role)] >= RANK[lowest]:
        return ""
    if not approver:
        word = "supervisor" if lowest is Role.SUPERVISOR else lowest.value.replace("_", " ")
        raise Refusal(f"{what} needs a {word}.", help="Ask one to enter their PIN here.", approval=lowest)
    name: str = prove_approver(work, approver, pin, asked_by=actor, lowest=lowest).name
    return name
