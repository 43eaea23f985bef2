"""What a room move asks of a second person, and its command as the cards of the page say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from frontdesk.commands.room_move import OpenStep, Reassign
from frontdesk.domain.authority import RANK
from frontdesk.domain.move_gate import CONSENT
from frontdesk.domain.room_move import MoveReason
from frontdesk.domain.staff import Role
from frontdesk.queries.room_move import DecisionOption, MovePreview
from frontdesk.queries.staff import StaffRow
from frontdesk.queries.stay import StayView
from ui.dialogs.move_price import RATE_PLAN, OwnPrice
from ui.screens.move_gates import Asked
from ui.widgets.approver import second_people
from ui.wording import change, count, span


def option_of(preview: MovePreview) -> DecisionOption:
    """What the preview says about the decision it shows."""
    return next(option for option in preview.decisions if option.decision is preview.decision)


def lowest_role(asked: Asked, shown: MovePreview | None, own: OwnPrice, stay: StayView | None) -> Role | None:
    """The lowest role that may decide the move as it stands; None if the clerk may."""
    urgent = asked.why.reason() == MoveReason.SAFETY
    locked = stay is not None and bool(stay.do_not_move)
    if urgent and (locked or asked.consent.is_absent()):
        return Role.DUTY_MANAGER
    given = shown is not None and option_of(shown).needs_approver
    return Role.SUPERVISOR if given or asked.rooms.shifts() or own != RATE_PLAN else None


def terms_of(asked: Asked, shown: MovePreview, own: OwnPrice) -> dict[str, Any]:
    """The fields of the command that the cards hold."""
    consent, reason = asked.consent, asked.why.reason()
    assert reason is not None, "all gates are passed"
    told = f"; told {change(shown.difference, shown.currency)}" if shown.difference else ""
    without = (OpenStep(step=CONSENT, why="The guest cannot answer"),) if consent.is_absent() else ()
    return {
        "to_room": shown.to_room,
        "from_night": shown.from_night,
        "reason": reason,
        "words": asked.why.words(),
        "repair": asked.why.repair(),
        "given_up": asked.rooms.given_up(),
        "asked_by": consent.who(),
        "consent": f"{consent.who()}, {consent.how()}{told}",
        "decision": shown.decision,
        "difference": shown.difference,
        "old_room_state": asked.effect.old_state(),
        "work_order": asked.effect.work_order(),
        "reassign": tuple(Reassign(stay=shift.stay, room=shift.to_room) for shift in asked.rooms.shifts()),
        "open_steps": without,
        **asdict(own),
    }


def deciders(people: Sequence[StaffRow], mine: str, lowest: Role | None) -> list[tuple[str, str]]:
    """Who may decide beside the clerk what needs this role; nobody if the clerk may alone, or no role is needed."""
    if lowest is None or any(RANK[Role(row.role)] >= RANK[lowest] for row in people if row.staff == mine):
        return []
    return second_people(people, mine, lowest)


def detail_of(stay: StayView, shown: MovePreview | None) -> str:
    """What the title of the page says beside the guest's name."""
    nights = f"{count(len(shown.nights), 'night')} to come" if shown is not None else ""
    said = (stay.latin, span(stay.arrival, stay.departure), nights, count(stay.adults, "adult"))
    return " · ".join(part for part in said if part)
