"""The order of candidates: seven preferences, compared one after the other, each with its words (room-moves 5)."""

from dataclasses import dataclass

from frontdesk.domain.room_move import is_noise

READY = {"inspected": 0, "clean": 1, "pickup": 2, "dirty": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room as the order sees it. ``place`` is its number in natural order, ``left`` how often it was left lately.

    ``note`` says why it is out of service; such a room comes after all others (RM-17).
    """

    number: str
    place: tuple[int, int | str]
    floor: int
    side: str
    state: str
    rank: int
    features: tuple[str, ...]
    left: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a candidate is compared with: reason, room now, rank charged, wishes, rooms of the party."""

    reason: str
    room: Room
    charged_rank: int
    wishes: frozenset[str]
    party: tuple[tuple[int, int], ...] = ()


def order(room: Room, wanted: Wanted) -> tuple[object, ...]:
    """The key of a candidate: the same data always give the same list (RM-16)."""
    met = _met(room, wanted)
    return (
        bool(room.note),
        *_cures(room, wanted),
        READY[room.state],
        *_type_step(room, wanted),
        -len(met),
        *_apart(room, wanted),
        len(room.features) - len(met),
        room.place,
    )


def _cures(room: Room, wanted: Wanted) -> tuple[int, int, int]:
    """How well a room cures the reason: for noise another floor, side, away from the lift; else not left for it."""
    if not is_noise(wanted.reason):
        return (room.left, 0, 0)
    here = wanted.room
    return (int(room.floor == here.floor), int(room.side == here.side), int("near lift" in room.features))


def _type_step(room: Room, wanted: Wanted) -> tuple[int, int]:
    """Same type first, then the next higher, then further up, then lower."""
    step = room.rank - wanted.charged_rank
    return (0, 0) if step == 0 else (1, step) if step > 0 else (2, -step)


def _met(room: Room, wanted: Wanted) -> list[str]:
    return [feature for feature in room.features if any(feature.casefold() in wish for wish in wanted.wishes)]


def _apart(room: Room, wanted: Wanted) -> tuple[int, int]:
    """Floors and numbers to the nearest room of the party."""
    here = room.place[1] if isinstance(room.place[1], int) else 0
    return min(((abs(room.floor - floor), abs(here - number)) for floor, number in wanted.party), default=(0, 0))


def why(room: Room, wanted: Wanted) -> str:
    """Why a candidate stands where it stands, in words."""
    said = [room.note] if room.note else []
    noise = is_noise(wanted.reason)
    if noise:
        said.append(f"floor {room.floor}" if room.floor != wanted.room.floor else "same floor")
        if room.side and room.side != wanted.room.side:
            said.append(f"{room.side} side")
    step = room.rank - wanted.charged_rank
    said.append("same type" if step == 0 else f"{step} higher" if step > 0 else f"{-step} lower")
    met = _met(room, wanted)
    said += [f"{feature} as wished" for feature in met]
    if wanted.party and _apart(room, wanted)[0] == 0:
        said.append("on the party's floor")
    if room.left:
        said.append(f"left {room.left}× for this in 30 days")
    if not noise:
        said += [feature for feature in room.features if feature not in met][:2]
    return "; ".join(said)
