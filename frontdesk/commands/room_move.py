"""Moving a guest to another room: at once, later, or two guests with each other."""

from dataclasses import dataclass
from datetime import date

from frontdesk.commands.base import Command, secret
from frontdesk.domain.room_move import RateDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A step of the checklist that was done, with its evidence: who, how many pieces, which keys."""

    step: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStep:
    """A step that is passed unticked, and why; a supervisor says so (RM-14)."""

    step: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign:
    """A guest who has not arrived gets another room, so that this one is free."""

    stay: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMove(Command):
    """Write down that a guest wants or has to move; nothing is claimed and no price is decided yet.

    ``at`` is the hour as text. ``repair`` is what was offered in place and what the guest said. ``given_up`` names
    needs that the guest does without. ``undoes`` names the move this one takes back (RM-7).
    """

    stay: str
    to_room: str = ""
    from_night: date
    at: str = ""
    reason: str
    words: str
    asked_by: str = "guest"
    consent: str = "at the desk"
    repair: str = ""
    given_up: tuple[str, ...] = ()
    case: str = ""
    undoes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTerms(DraftMove):
    """What was asked and what was decided.

    ``difference`` is what the preview showed, in minor units with tax; a commit whose preview is no longer true is
    refused. ``prices`` are entered by a supervisor, one for each night left (RM-20). ``waive`` is the reason why a
    downgrade gives nothing back (RM-22). ``work_order`` closes the old room once it is empty. ``reassign`` frees the
    target of guests who have not arrived. ``approver`` and ``pin`` are needed where a supervisor has to decide.
    """

    decision: RateDecision
    difference: int
    prices: tuple[int, ...] = ()
    price_reason: str = ""
    waive: str = ""
    to_guest: str = ""
    old_room_state: str = "dirty"
    work_order: str = ""
    reassign: tuple[Reassign, ...] = ()
    ticks: tuple[Tick, ...] = ()
    open_steps: tuple[OpenStep, ...] = ()
    approver: str = ""
    pin: str = secret()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRoom(MoveTerms):
    """Move a stay in house to another room for every remaining night: all states in one step.

    Who sends it says that the checklist was gone through; ``open_steps`` names what was not.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMove(MoveTerms):
    """Approve a move for today or a later date: the target is claimed, the guest stays where they are (RM-11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveMove(Command):
    """Decide a draft: the room and the price. The target's room-nights are claimed (RM-3)."""

    move: str
    to_room: str
    decision: RateDecision
    difference: int
    prices: tuple[int, ...] = ()
    price_reason: str = ""
    waive: str = ""
    to_guest: str = ""
    reassign: tuple[Reassign, ...] = ()
    open_steps: tuple[OpenStep, ...] = ()
    approver: str = ""
    pin: str = secret()


@dataclass(frozen=True, slots=True, kw_only=True)
class StartMove(Command):
    """The move begins: the new room is ready, keys may be made, both rooms are on the emergency list.

    ``old_room_state`` and ``work_order`` left empty stay as they were approved.
    """

    move: str
    old_room_state: str = ""
    work_order: str = ""
    ticks: tuple[Tick, ...] = ()
    open_steps: tuple[OpenStep, ...] = ()
    approver: str = ""
    pin: str = secret()


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishMove(Command):
    """The guest is in the new room: the stay, its prices, both rooms and the tasks change together (RM-27).

    ``difference`` is what the newest preview showed; left out, it is the one that was approved.
    """

    move: str
    difference: int | None = None
    ticks: tuple[Tick, ...] = ()
    open_steps: tuple[OpenStep, ...] = ()
    approver: str = ""
    pin: str = secret()


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelMove(Command):
    """Give a draft or an approved move up; its claims are released."""

    move: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailMove(Command):
    """A move that had begun did not happen: the guest is in the old room again and the keys are changed back."""

    move: str
    words: str
    back_in_old_room: bool
    keys_changed_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RescheduleMove(Command):
    """Put an approved move, or both halves of a planned swap, on another date, with what the preview then showed.

    ``other_difference`` is that of the other half of a swap; left out, what was approved.
    """

    move: str
    from_night: date
    at: str = ""
    difference: int
    other_difference: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapHalf:
    """One of the two stays of a swap: its own reason, consent, price decision and checklist (RM-29).

    Its fields are those of a move.
    """

    stay: str
    reason: str
    words: str
    asked_by: str = "guest"
    consent: str = "at the desk"
    repair: str = ""
    given_up: tuple[str, ...] = ()
    case: str = ""
    decision: RateDecision
    difference: int
    prices: tuple[int, ...] = ()
    price_reason: str = ""
    waive: str = ""
    to_guest: str = ""
    ticks: tuple[Tick, ...] = ()
    open_steps: tuple[OpenStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapTerms(Command):
    """What two guests agreed on: each takes the other's room from a date until the own departure (RM-30)."""

    from_night: date
    first: SwapHalf
    second: SwapHalf
    approver: str = ""
    pin: str = secret()


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapRooms(SwapTerms):
    """Two guests in house exchange their rooms in one commit, or both stay where they are (RM-29 to RM-32).

    ``both_empty`` says that both rooms were empty and made up before either guest went in (RM-31).
    """

    both_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSwap(SwapTerms):
    """Agree on a swap for today or a later date; until then both stay where they are (RM-11, RM-29).

    The nights that only one of them has left are claimed in the room that guest goes to.
    """

    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishSwap(Command):
    """Carry out a swap that was planned; ``move`` is either half of it.

    ``difference`` and ``other_difference`` are what the newest previews showed; left out, what was approved. Each half
    has its checklist; a supervisor passes what is open of either (RM-29).
    """

    move: str
    both_empty: bool
    difference: int | None = None
    other_difference: int | None = None
    ticks: tuple[Tick, ...] = ()
    other_ticks: tuple[Tick, ...] = ()
    open_steps: tuple[OpenStep, ...] = ()
    other_open_steps: tuple[OpenStep, ...] = ()
    approver: str = ""
    pin: str = secret()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDoNotMove(Command):
    """Say that a guest is not to be moved, why, and until when; no date is until departure (RM-34)."""

    stay: str
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftDoNotMove(Command):
    """A supervisor lifts do-not-move with a reason (RM-35)."""

    stay: str
    reason: str
    approver: str = ""
    pin: str = secret()


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchMoveSteps(Command):
    """Say which steps of the checklist this house does not use; some are always asked (RM-15)."""

    off: tuple[int, ...]
