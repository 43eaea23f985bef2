"""What a room must have for this guest, read from the wishes of the profile and from the reason of the move."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from frontdesk.domain.room_move import MoveReason

_MUSTS = ("accessible", "non-smoking", "smoking", "connecting", "pet")
"""Wishes that are needs: a room without them is not offered (room-moves 5, filter 5). A bed is one if it was booked."""

_BY_REASON: dict[str, str] = {
    MoveReason.ACCESSIBLE: "accessible",
    MoveReason.CONNECTING: "connecting",
    MoveReason.VIEW: "view",
    MoveReason.BED: "bed",
    MoveReason.SMOKING: "smoking",
}
"""With a reason of this class the wish becomes a must (room-moves 2)."""

_BY_FEATURE = frozenset({"accessible", "connecting", "view"})
"""Needs that a room meets by a feature, so that the reason alone makes them one; a bed or smoking names no side."""


@dataclass(frozen=True, slots=True)
class Has:
    """What a room has: its beds and features, folded."""

    beds: str
    features: frozenset[str]


def has(beds: str, features: Sequence[str]) -> Has:
    """A room's beds and features, ready to be compared."""
    return Has(beds.casefold(), frozenset(feature.casefold() for feature in features))


def musts_of(wishes: Collection[str], reason: str, given_up: Collection[str] = ()) -> tuple[str, ...]:
    """The needs among the wishes, less those the guest gave up; with the reason's own wish made one."""
    folded = [wish.casefold() for wish in wishes]
    own = _BY_REASON.get(reason, "")
    found = [wish for wish in folded if _need_in(wish) or (own and own in wish)]
    needs = [_need_in(wish) or wish for wish in found]
    if own in _BY_FEATURE and not any(own in need for need in needs):
        needs.append(own)
    gone = {given.casefold() for given in given_up}
    return tuple(need for at, need in enumerate(needs) if need not in needs[:at] and need not in gone)


def _need_in(wish: str) -> str:
    return next((must for must in _MUSTS if re.search(rf"\b{must}", wish)), "")  # a carpet is no pet


def lacks(room: Has, musts: Sequence[str]) -> str:
    """The first need that a room does not meet; empty if it meets all."""
    return next((must for must in musts if not meets(room, must)), "")


def meets(room: Has, must: str) -> bool:
    """True if a room meets a need: by a feature of that name, by its beds, or by not being a smoking room."""
    if must in {"smoking", "non-smoking"}:
        return ("smoking" in room.features) == (must == "smoking")
    if must in _MUSTS:
        return any(_need_in(feature) == must for feature in room.features)
    bed = must.removesuffix(" beds").removesuffix(" bed")
    by_bed = must.endswith(("bed", "beds")) and (bed in room.beds)
    return by_bed or any(must in feature or feature in must for feature in room.features)
