"""The house that the bookings need: how many rooms of each type, and which stay sleeps in which of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random
from statistics import median_low

from frontdesk.commands.house import RoomSpec, RoomTypeSpec
from frontdesk.domain.room_move import MoveReason
from frontdesk.intake.booking_row import ROOMLESS, Booking

ROOMS_A_FLOOR = 30
SLEEPS = 4
_SIDES = ("sea", "garden", "street")
_REASONS = (
    MoveReason.ASKED,
    MoveReason.NOISE_GUEST,
    MoveReason.AIR,
    MoveReason.BED,
    MoveReason.VIEW,
    MoveReason.WRONG_TYPE,
    MoveReason.ROOM_CLOSED,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a stay sleeps: its room; if it was moved, the room before and how many nights were spent there."""

    room: str
    before: str = ""
    nights_before: int = 0
    reason: MoveReason = MoveReason.ASKED


@dataclass(frozen=True, slots=True)
class Wish:
    """What placing needs to know of a stay; days are ordinals of dates."""

    arrival: int
    number: int
    nights: int
    booked: str
    given: str


@dataclass
class Rooms:
    """What the rows of a file need: wishes for rooms, and the prices seen for each type."""

    seed: int
    wishes: list[Wish] = field(default_factory=list)
    prices: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def note(self, booking: Booking) -> None:
        """Take a booking into account."""
        self.prices[booking.type_booked].append(booking.rate)
        self.prices[booking.type_given].append(booking.rate)
        if booking.needs_room:
            first = booking.arrival.toordinal()
            self.wishes.append(Wish(first, booking.number, booking.nights, booking.type_booked, booking.type_given))


@dataclass(frozen=True, slots=True)
class Plan:
    """The derived house: its types, its rooms, and the place of every stay by row number."""

    types: tuple[RoomTypeSpec, ...]
    rooms: tuple[RoomSpec, ...]
    placed: dict[int, Placed]


def plan_house(needed: Rooms) -> Plan:
    """As many rooms of each type as its fullest night needs; stays take the first free one in order of arrival."""
    codes = sorted(needed.prices)
    wishes = sorted(needed.wishes, key=lambda wish: (wish.arrival, wish.number))
    places = _first_free(wishes)
    counts = {code: 0 if code in ROOMLESS else 1 for code in codes}
    for code, index in places.values():
        counts[code] = max(counts[code], index + 1)
    numbers = _numbered(counts)
    placed = _with_moves(needed.seed, wishes, places, numbers)
    types = tuple(_type_spec(rank, code, needed.prices[code]) for rank, code in enumerate(codes, start=1))
    return Plan(types, _room_specs(numbers), placed)


def _first_free(wishes: Iterable[Wish]) -> dict[int, tuple[str, int]]:
    """By row number the type and the index of the first room of it that is free for all nights."""
    busy: dict[str, list[tuple[int, int]]] = defaultdict(list)
    free: dict[str, list[int]] = defaultdict(list)
    opened: dict[str, int] = defaultdict(int)
    places: dict[int, tuple[str, int]] = {}
    for wish in wishes:
        kind = wish.given
        while busy[kind] and busy[kind][0][0] <= wish.arrival:
            heappush(free[kind], heappop(busy[kind])[1])
        if free[kind]:
            index = heappop(free[kind])
        else:
            index = opened[kind]
            opened[kind] += 1
        heappush(busy[kind], (wish.arrival + wish.nights, index))
        places[wish.number] = (kind, index)
    return places


def _numbered(counts: dict[str, int]) -> dict[str, list[str]]:
    """Room numbers of each type: type after type, floor after floor."""
    numbers: dict[str, list[str]] = {}
    place = 0
    for code, count in counts.items():
        numbers[code] = [_number(place + n) for n in range(count)]
        place += count
    return numbers


def _number(place: int) -> str:
    floor, door = divmod(place, ROOMS_A_FLOOR)
    return f"{floor + 1}{door + 1:02d}"


def _with_moves(
    seed: int, wishes: list[Wish], places: dict[int, tuple[str, int]], numbers: dict[str, list[str]]
) -> dict[int, Placed]:
    """Where another type was given than booked, the first nights in a room of the booked type if one is free."""
    rooms = {number: numbers[code][index] for number, (code, index) in places.items()}
    taken: dict[str, set[int]] = defaultdict(set)
    for wish in wishes:
        taken[rooms[wish.number]].update(range(wish.arrival, wish.arrival + wish.nights))
    placed: dict[int, Placed] = {}
    for wish in wishes:
        room = rooms[wish.number]
        placed[wish.number] = Placed(room)
        if wish.nights > 1 and wish.booked != wish.given:
            chance = Random(f"{seed}/{wish.number}/move")
            first = range(wish.arrival, wish.arrival + chance.randint(1, wish.nights - 1))
            before = next((free for free in numbers[wish.booked] if taken[free].isdisjoint(first)), "")
            if before:
                taken[before].update(first)
                taken[room].difference_update(first)
                placed[wish.number] = Placed(room, before, len(first), chance.choice(_REASONS))
    return placed


def _type_spec(rank: int, code: str, prices: list[int]) -> RoomTypeSpec:
    sold = [price for price in prices if price]
    price = median_low(sold) if sold else 0
    return RoomTypeSpec(code=code, name=f"Type {code}", rank=rank, sleeps=SLEEPS, price=price)


def _room_specs(numbers: dict[str, list[str]]) -> tuple[RoomSpec, ...]:
    return tuple(
        RoomSpec(number=number, type=code, floor=int(number[:-2]), side=_SIDES[int(number) % len(_SIDES)])
        for code, listed in numbers.items()
        for number in listed
    )
