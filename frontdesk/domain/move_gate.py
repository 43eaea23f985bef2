"""The checklist of a move as data: which step holds which transition, and which a house may switch off."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from frontdesk.errors import Refusal


class Gate(StrEnum):
    """What an open step holds back (room-moves 4)."""

    APPROVED = "A"
    MOVING = "M"
    DONE = "D"
    TASK = "task"
    FOLLOW_UP = "F"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its number, what is done, which department does it, what it holds back, minutes until a task is due."""

    number: int
    words: str
    who: str
    gate: Gate
    minutes: int = 60


STEPS = (
    Step(1, "Hear the reason, offer a repair", "desk", Gate.APPROVED),
    Step(2, "The guest agrees", "desk", Gate.APPROVED),
    Step(3, "What must match is met or given up", "desk", Gate.APPROVED),
    Step(4, "The room is free to departure", "desk", Gate.APPROVED),
    Step(5, "Price decided and told", "desk", Gate.APPROVED),
    Step(6, "The new room is checked; what belongs in it is carried", "housekeeping", Gate.MOVING),
    Step(7, "Somebody brings the new key to the old room", "bell", Gate.MOVING),
    Step(8, "The guest has packed and is present", "bell", Gate.DONE),
    Step(9, "Luggage counted out and in", "bell", Gate.DONE),
    Step(10, "Old keys ended, new keys made", "desk", Gate.DONE),
    Step(11, "Minibar counted, open checks and laundry handed on", "room service", Gate.DONE),
    Step(12, "Telephone, messages and wake-up call", "telephone", Gate.DONE),
    Step(13, "Parking, spa, table, Wi-Fi and television", "departments", Gate.TASK),
    Step(14, "Left items, state of the old room, work order", "housekeeping", Gate.FOLLOW_UP, 30),
    Step(15, "Slip to cashier, reception and housekeeping", "desk", Gate.FOLLOW_UP, 30),
    Step(16, "Call the new room", "desk", Gate.FOLLOW_UP, 60),
    Step(17, "Offer what was learned for the profile", "desk", Gate.FOLLOW_UP, 60),
)
ALWAYS = frozenset({2, 4, 5, 8, 10})
"""Steps that no house switches off (RM-15)."""

CONSENT, NEW_ROOM, OLD_ROOM = 2, 6, 14
URGENT_MINUTES = 60
"""What is open after an urgent move is a task due in so many minutes (RM-12)."""

BY_NUMBER = {step.number: step for step in STEPS}


def asked(off: Collection[int], gate: Gate, exists: Collection[int]) -> list[Step]:
    """The steps of a gate that this house asks; what does not exist is not asked (RM-14)."""
    return [step for step in STEPS if step.gate is gate and step.number not in off and step.number in exists]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A task that a finished move gives: to which department, what, within how many minutes, about which room."""

    who: str
    words: str
    minutes: int
    room: str


def follow_ups(steps: Iterable[Step], old: str, new: str, work_order: str = "") -> tuple[FollowUp, ...]:
    """Whom a finished move gives which task: the steps named, a word to the operator, the work order (room-moves 4)."""
    found = [FollowUp(step.who, step.words, step.minutes, old if step.number == OLD_ROOM else new) for step in steps]
    found.append(FollowUp("telephone", f"Set telephone and television {old} → {new}", 15, new))
    if work_order:
        found.append(FollowUp("engineering", work_order, 60, old))
    return tuple(found)


def require_switchable(numbers: Iterable[int]) -> None:
    """Only steps of the list, and none of those that are always asked (RM-15).

    Raises:
        Refusal: names the step.
    """
    for number in numbers:
        if number not in BY_NUMBER:
            raise Refusal(f"The checklist has no step {number}.", help=f"Steps are 1 to {len(STEPS)}.")
        if number in ALWAYS:
            raise Refusal(f"Step {number} is always asked: {BY_NUMBER[number].words}.", help="Switch another one off.")


def require_passable(number: int, why: str, *, urgent: bool) -> None:
    """A step may be passed unticked with a reason; consent only if the guest cannot answer (RM-14).

    Raises:
        Refusal: no reason, no such step, or the guest's consent.
    """
    step = BY_NUMBER.get(number)
    if step is None:
        raise Refusal(f"The checklist has no step {number}.", help=f"Steps are 1 to {len(STEPS)}.")
    if number == CONSENT and not urgent:
        raise Refusal("Nobody moves a guest who has not agreed.", help="Ask the guest.")
    if not why.strip():
        raise Refusal(f"Step {number} is open: {step.words}.", help="Tick it, or give the reason why it is passed.")


def require_given(steps: Iterable[Step], given: Collection[int]) -> None:
    """Every step of a gate is ticked or passed.

    Raises:
        Refusal: names the first that is open.
    """
    missing = next((step for step in steps if step.number not in given), None)
    if missing is not None:
        raise Refusal(f"Step {missing.number} is open: {missing.words}.", help="Tick it, or let a supervisor pass it.")
