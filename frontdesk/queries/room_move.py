"""Which room, and what it would cost: before anything is written."""

from dataclasses import dataclass
from datetime import date

from frontdesk.domain.move_gate import FollowUp
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.queries.base import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A room that is free for every remaining night, with the words why it stands where it stands.

    ``state`` is its housekeeping state; ``difference`` a night's price difference to what is charged now,
    in minor units. ``note`` says why it is out of service; then it stands last and needs a supervisor (RM-17).
    """

    room: str
    type: str
    type_name: str
    rank: int
    floor: int
    state: str
    why: str
    difference: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A room that is free but for guests who have not arrived: a supervisor may give them others in the same step.

    ``shifts`` are those guests with the room each would get, the fewest and least disturbing; empty if there is no way.
    """

    room: str
    type_name: str
    why: str
    shifts: tuple["Shifted", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """A guest who has not arrived and would get another room."""

    stay: str
    name: str
    arrival: date
    from_room: str
    to_room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A room that is not offered and the filter that keeps it out, in words."""

    room: str
    type_name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Ranked candidates, best first, and why not the others.

    ``promised`` are rooms that only guests to come stand in the way of; they are among ``excluded`` too. ``musts`` are
    the needs that were asked for. ``reshuffle`` is the one to propose when nothing fits.
    """

    stay: str
    from_night: date
    departure: date
    rooms: tuple[Candidate, ...]
    excluded: tuple[Excluded, ...]
    promised: tuple[Promised, ...] = ()
    musts: tuple[str, ...] = ()
    reshuffle: Promised | None = None


@dataclass(frozen=True, slots=True)
class WhichRooms(Question[Candidates]):
    """Rooms for the remaining nights of a stay from a date on, the business date if none is named.

    ``given_up`` names needs the guest does without.
    """

    stay: str
    reason: str = MoveReason.ASKED
    from_night: date | None = None
    given_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewNight:
    """One night before and after: price as the guest pays it, tax inside or on top of it, fixed taxes, difference."""

    night: date
    posted: bool
    old_price: int
    old_tax: int
    new_price: int
    new_tax: int
    fixed_tax: int
    difference: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionOption:
    """One of the four rate decisions for this target: allowed or the reason why not; who must approve."""

    decision: RateDecision
    allowed: bool
    why_not: str
    needs_approver: bool
    nightly: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePreview:
    """What the move would do; nothing is written. ``difference`` equals what the postings will differ by (RM-26).

    ``tasks`` are open ones that will show the new room, ``follow_ups`` those that departments will be given.

    ``house_value`` is what an upgrade that the house gives is worth at list prices, in minor units (RM-23).
    """

    stay: str
    from_room: str
    to_room: str
    from_type: str
    to_type: str
    from_night: date
    departure: date
    decision: RateDecision
    decisions: tuple[DecisionOption, ...]
    nights: tuple[PreviewNight, ...]
    difference: int
    tax_inside: bool
    currency: str
    old_room_state: str
    comes_along: tuple[str, ...]
    packages: tuple[str, ...] = ()
    routing: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    new_room_state: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    house_value: int = 0


@dataclass(frozen=True, slots=True)
class PreviewMove(Question[MovePreview]):
    """Every remaining night, price and tax before and after, for one target and one rate decision.

    ``decision`` None takes the first decision that is allowed. ``from_night`` None is the business date. ``prices`` are
    entered by a supervisor, one for each night (RM-20); ``waived`` gives nothing back for a downgrade (RM-22).
    """

    stay: str
    to_room: str
    reason: str = MoveReason.ASKED
    decision: RateDecision | None = None
    from_night: date | None = None
    prices: tuple[int, ...] = ()
    waived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapPreview:
    """Both halves of a swap side by side; ``clash`` names the night that stands in the way, if one does (RM-30)."""

    first: MovePreview
    second: MovePreview
    clash: str


@dataclass(frozen=True, slots=True)
class PreviewSwap(Question[SwapPreview]):
    """What exchanging the rooms of two guests in house would do, from a date on; None is the business date."""

    stay: str
    other: str
    reason: str = MoveReason.ASKED
    other_reason: str = MoveReason.ASKED
    decision: RateDecision | None = None
    other_decision: RateDecision | None = None
    from_night: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """A finished move: from, to, when, why, what it cost, who."""

    move: str
    number: str
    night: date
    from_room: str
    to_room: str
    reason: str
    words: str
    decision: str
    difference: int
    by: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class MovesOf(Question[tuple[MoveRow, ...]]):
    """The moves of a stay, oldest first."""

    stay: str
