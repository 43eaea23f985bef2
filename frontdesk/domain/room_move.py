"""Why guests move, and how the price behaves."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frontdesk.errors import Refusal, dated


class MoveReason(StrEnum):
    """Why a guest moves: the shipped codes of the house list."""

    AIR = "MECH-AC"
    WATER = "MECH-WAT"
    POWER = "MECH-ELE"
    LOCK = "MECH-LOK"
    NETWORK = "MECH-NET"
    DIRT = "CLN-DIRT"
    SMELL = "CLN-SMEL"
    PEST = "CLN-PEST"
    NOISE_GUEST = "NOI-GST"
    NOISE_BUILDING = "NOI-BLDG"
    WRONG_TYPE = "TYP-WRNG"
    BED = "TYP-BED"
    CONNECTING = "TYP-CONN"
    VIEW = "TYP-VIEW"
    ACCESSIBLE = "TYP-ACC"
    SMOKING = "TYP-SMOK"
    ASKED = "GST-ASK"
    UPSELL = "UPSELL"
    UPGRADE = "UPGRADE"
    DOWNGRADE = "DOWNGRD"
    GROUP = "OPS-GRP"
    ROOM_CLOSED = "OPS-OOO"
    BACK = "OPS-BACK"
    SAFETY = "SAFETY"


class RateDecision(StrEnum):
    """How the price behaves after the move; one of four, no free typing."""

    SAME = "SAME"
    UPGRADE_KEEP = "UPGRADE_KEEP"
    UPSELL_NEW = "UPSELL_NEW"
    DOWNGRADE_DIFFERENCE = "DOWNGRADE_DIFFERENCE"


class MoveState(StrEnum):
    """Where a move is between its first word and its end (room-moves 3)."""

    DRAFT = "draft"
    APPROVED = "approved"
    MOVING = "moving"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


OPEN_STATES = (MoveState.DRAFT, MoveState.APPROVED, MoveState.MOVING)
"""A stay has at most one move in one of these states."""

ALL_STEPS = (*OPEN_STATES, MoveState.DONE)
"""The states that a move done in one step goes through."""

CLAIMING = (MoveState.APPROVED, MoveState.MOVING)
"""States in which a move holds its target's room-nights (RM-3)."""

_NEXT = {
    MoveState.DRAFT: {MoveState.APPROVED, MoveState.CANCELLED},
    MoveState.APPROVED: {MoveState.MOVING, MoveState.CANCELLED},
    MoveState.MOVING: {MoveState.DONE, MoveState.FAILED},
}


def require_transition(actual: str, wanted: MoveState) -> None:
    """A move goes only where the table of states lets it (RM-10); an urgent one takes all its steps at once (RM-12).

    Raises:
        Refusal: says in which state it is.
    """
    now = MoveState(actual)
    if wanted in _NEXT.get(now, set()):
        return
    if now not in OPEN_STATES:
        raise Refusal(f"This move is {now.value}; that is final.", help="Going back is a new move.")
    raise Refusal(f"A move that is {now.value} cannot become {wanted.value}.", help="Take the steps in their order.")


_BY_HOUSE = frozenset({"MECH", "CLN", "TYP", "OPS", "NOI"})


def kind_of(reason: str) -> str:
    """The class of a reason: what its code begins with."""
    return reason.partition("-")[0]


def is_house_fault(reason: str) -> bool:
    """True for reasons that lie with the house: such a move never raises a night's price (RM-21)."""
    return kind_of(reason) in _BY_HOUSE and reason != MoveReason.NOISE_GUEST


def is_noise(reason: str) -> bool:
    """True if the guest moves away from a noise."""
    return kind_of(reason) == "NOI"


def require_code(code: str) -> None:
    """A code that a house adds has a class, and at most 8 characters (room-moves 2).

    Raises:
        Refusal: it has not.
    """
    if not _CODE.fullmatch(code) or len(code) > LONGEST_CODE or kind_of(code) not in CLASSES:
        raise Refusal(
            f"{code or 'An empty text'} is no code of a reason.",
            f"It begins with {', '.join(f'{kind}-' for kind in CLASSES)} and has at most {LONGEST_CODE} characters.",
            "Write it like MECH-TV.",
        )


LONGEST_CODE = 8

WISHES = frozenset({MoveReason.ASKED, MoveReason.UPSELL, MoveReason.UPGRADE, MoveReason.DOWNGRADE})
"""Moves without a defect."""

CLASSES = {
    "MECH": "Thing",
    "CLN": "Cleanliness",
    "NOI": "Noise",
    "TYP": "Not as booked",
    "GST": "Wish",
    "OPS": "House",
}
"""What a code says by its beginning; a code that a house adds begins with one of these and behaves like its class."""

_CODE = re.compile("[A-Z]{3,4}-[A-Z0-9]{1,4}")

REASON_WORDS = {
    MoveReason.AIR: "Air conditioning",
    MoveReason.WATER: "Water or bathroom",
    MoveReason.POWER: "Electricity",
    MoveReason.LOCK: "Door lock",
    MoveReason.NETWORK: "Internet",
    MoveReason.DIRT: "Not clean",
    MoveReason.SMELL: "Smell",
    MoveReason.PEST: "Pests",
    MoveReason.NOISE_GUEST: "Noise, other guests",
    MoveReason.NOISE_BUILDING: "Noise, works or machines",
    MoveReason.WRONG_TYPE: "Not the type booked",
    MoveReason.BED: "Other bed booked",
    MoveReason.CONNECTING: "Connecting room booked",
    MoveReason.VIEW: "View booked",
    MoveReason.ACCESSIBLE: "Accessible room needed",
    MoveReason.SMOKING: "Smoking or non-smoking",
    MoveReason.ASKED: "Guest's wish, no defect",
    MoveReason.UPSELL: "Better room, guest pays",
    MoveReason.UPGRADE: "Upgrade by the house",
    MoveReason.DOWNGRADE: "Smaller room wanted",
    MoveReason.GROUP: "House: group",
    MoveReason.ROOM_CLOSED: "House: room closed",
    MoveReason.BACK: "Back to the earlier room",
    MoveReason.SAFETY: "Safety",
}
"""What each code says in words."""

REQUIRED_APPROVAL = frozenset({RateDecision.UPGRADE_KEEP, RateDecision.DOWNGRADE_DIFFERENCE})
"""Decisions that give money or value away need a supervisor (RM 6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightBefore:
    """A remaining night as it is charged now; ``charged_price`` is the list price of the type that is charged."""

    night: date
    price: int
    charged_price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What the move leads to: rank of the type charged now and of the target, and the target's list price."""

    charged_rank: int
    rank: int
    list_price: int


def why_not(decision: RateDecision, target: Target, reason: str) -> str:
    """Why a rate decision is not offered for this target; empty if it is (RM 6, RM-21)."""
    higher, lower = target.rank > target.charged_rank, target.rank < target.charged_rank
    if decision is RateDecision.SAME:
        return "the target is a higher type" if higher else "the target is a lower type" if lower else ""
    if decision is RateDecision.DOWNGRADE_DIFFERENCE:
        return "" if lower else "only for a lower type"
    if not higher:
        return "only for a higher type"
    if decision is RateDecision.UPSELL_NEW and is_house_fault(reason):
        return "a fault of the house never raises the price"
    return ""


def without_night(decision: RateDecision) -> str:
    """Why a rate decision is not offered on the departure date: there is no price to decide about (RM-6)."""
    return "" if decision is RateDecision.SAME else "there is no night left to price"


def is_defect(reason: str) -> bool:
    """True for reasons that are a complaint: everything but a wish and the house's own needs (RM-9)."""
    return reason not in WISHES and kind_of(reason) not in {"OPS", "GST"}


def unpriced(decision: RateDecision, night: NightBefore, target: Target) -> bool:
    """True if the decision needs a price that the rate plan lacks (RM-20); a free type is no type."""
    needs = decision in {RateDecision.UPSELL_NEW, RateDecision.DOWNGRADE_DIFFERENCE}
    return needs and not (target.list_price and night.charged_price)


def require_fair(reason: str, night: NightBefore, price: int) -> None:
    """A price that was entered is not below zero, and with a hotel reason never above the old one (RM-20, RM-21).

    Raises:
        Refusal: it is; names the night.
    """
    if price < 0:
        raise Refusal(f"The price of {dated(night.night)} is below zero.", help="A price is zero or more.")
    if is_house_fault(reason) and price > night.price:
        raise Refusal(
            f"The price of {dated(night.night)} would rise, and the reason lies with the house.",
            help="A fault of the house never raises the price.",
        )


def new_price(decision: RateDecision, night: NightBefore, target: Target) -> int:
    """The price of a night after the move, never below zero; a downgrade never raises it (RM 6).

    An upsell or a downgrade changes it by the difference between the two types on the same rate plan.
    """
    if decision in {RateDecision.SAME, RateDecision.UPGRADE_KEEP}:
        return night.price
    if decision is RateDecision.DOWNGRADE_DIFFERENCE and target.list_price > night.charged_price:
        return night.price  # a lower type may be listed at a higher price
    return max(0, night.price + target.list_price - night.charged_price)


def nature_words(reason: str) -> str:
    """What a reason makes of a move, in words: a defect and whose, a wish, or the house's own need (RM 2)."""
    kind = kind_of(reason)
    if kind == "OPS":
        return "The house asks; the price never rises"
    if kind == "SAFETY":
        return "Safety comes first"
    if reason == MoveReason.NOISE_GUEST:
        return "Defect: another guest's fault"
    return "Defect: the house's fault; the price never rises" if is_house_fault(reason) else "Wish, no defect"
