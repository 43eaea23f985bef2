"""Random work on a small house: moves, plans, swaps, dates; and what must hold after every step of it."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from frontdesk import commands as do
from frontdesk.commands.house import RoomSpec
from frontdesk.commands.room_move import Reassign, SwapHalf
from frontdesk.commands.stay import GuestSpec
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.house import SeeHouse
from frontdesk.queries.move_order import OpenMove
from frontdesk.queries.room_move import PreviewMove, PreviewSwap, WhichRooms
from frontdesk.store import tables
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.services.moves import BEFORE_DONE, BEFORE_MOVING, BOTH, half, opened, terms

TYPES = ("STD", "DLX", "DLX", "STE")


def rooms(count: int) -> tuple[RoomSpec, ...]:
    """A few rooms of three types on two floors."""
    return tuple(RoomSpec(number=str(101 + n + 95 * (n % 2)), type=TYPES[n % 4], floor=1 + n % 2) for n in range(count))


class World:
    """Two or more guests and the things a desk may do with them, each with what the desk saw before."""

    def __init__(self, hotel: Hotel, chance: random.Random) -> None:
        self.hotel, self.chance = hotel, chance
        self.sign = {"approver": hotel.kostas, "pin": KOSTAS_PIN}
        self.done: set[str] = set()
        self.refused: list[str] = []
        self.kept: dict[str, Any] = {}
        self.first: dict[str, str] = {}

    def fill(self, numbers: Sequence[str]) -> None:
        """Guests in house in half of the rooms, guests to come in some of the others."""
        for n, room in enumerate(numbers):
            nights = self.chance.randint(1, 5)
            if n % 3 < 2:
                stay = self.hotel.arrive(room, nights, adults=1 + n % 2, name=f"In, {room}")
            elif n % 3 == 2:
                first = DAY + timedelta(self.chance.randint(0, 3))
                given = {"arrival": first, "departure": first + timedelta(nights), "adults": 1, "name": f"Due, {room}"}
                stay = self.hotel.reserve(room, nights, **given)
            self.first[stay] = room

    def stays(self, status: str = "in_house") -> list[Any]:
        """Stays in a state."""
        return [row for row in self.hotel.rows(tables.stay) if row.status == status]

    def today(self) -> date:
        """The open business date."""
        return self.hotel.desk.ask(SeeHouse()).business_date

    def prepared(self, what: str) -> Callable[[], object] | None:
        """What a desk wants to do, with what it sees now; it may be done later, when that is no longer true."""
        try:
            kind, fields = getattr(self, f"_{what}")()
        except (Refusal, IndexError):
            return None
        return lambda: self.hotel.do(kind, **fields)

    def attempt(self, act: Callable[[], object] | None) -> None:
        """Do it; a refusal is an answer."""
        if act is None:
            return
        try:
            act()
        except Refusal as refusal:
            self.refused.append(str(refusal))

    def _stay(self, status: str = "in_house") -> Any:
        return self.chance.choice(self.stays(status))

    def _move(self) -> tuple[type[do.Command], dict[str, Any]]:
        stay = self._stay().id
        found = self.hotel.desk.ask(WhichRooms(stay))
        room = self.chance.choice([*(room.room for room in found.rooms), *(self.first.values())])
        given: dict[str, Any] = {}
        if not found.rooms and found.reshuffle:
            room = found.reshuffle.room
            given["reassign"] = tuple(Reassign(stay=s.stay, room=s.to_room) for s in found.reshuffle.shifts)
        return do.MoveRoom, {**terms(self.hotel, stay, room), **given, **self.sign}

    def _plan(self) -> tuple[type[do.Command], dict[str, Any]]:
        row = self._stay()
        room = self.chance.choice([room.room for room in self.hotel.desk.ask(WhichRooms(row.id)).rooms])
        later = self.today() + timedelta(self.chance.randint(0, 2))
        return do.PlanMove, {**terms(self.hotel, row.id, room, from_night=later), **self.sign}

    def _swap(self) -> tuple[type[do.Command], dict[str, Any]]:
        first, second = self.chance.sample(self.stays(), 2)
        now = {row.stay_id: row.room for row in self.hotel.rows(tables.room_night) if row.night == self.today()}
        halves = {
            "first": half(self.hotel, first.id, now.get(second.id, "")),
            "second": half(self.hotel, second.id, now.get(first.id, "")),
        }
        return do.SwapRooms, {"from_night": self.today(), "both_empty": True, **halves, **self.sign}

    def _later(self) -> tuple[type[do.Command], dict[str, Any]]:
        """A swap for one of the next days."""
        first, second = self.chance.sample(self.stays(), 2)
        on = self.today() + timedelta(self.chance.randint(0, 2))
        shown = self.hotel.desk.ask(PreviewSwap(first.id, second.id, from_night=on))
        one, other = (
            SwapHalf(stay=seen.stay, reason="GST-ASK", words="Fine", decision=seen.decision, difference=seen.difference)
            for seen in (shown.first, shown.second)
        )
        return do.PlanSwap, {"from_night": on, "first": one, "second": other, **self.sign}

    def _sharer(self) -> tuple[type[do.Command], dict[str, Any]]:
        """A guest who is not alone goes to another room."""
        row = self._stay()
        room = self.chance.choice([room.room for room in self.hotel.desk.ask(WhichRooms(row.id)).rooms])
        new = new_id()
        nights = (row.departure - self.today()).days
        given = {"guest": GuestSpec(name="Goes, Gus"), "words": "He snores", "prices": (15000,) * nights}
        return do.MoveSharer, {"stay": row.id, "to_stay": new, "guest_id": new_id(), "to_room": room, **given}

    def _next(self) -> tuple[type[do.Command], dict[str, Any]]:
        """The next step of an open move: begin, finish, give up or fail."""
        row = self.chance.choice(opened(self.hotel))
        if row.state == "moving":
            failed = {"words": "no", "back_in_old_room": True, "keys_changed_back": True}
            kinds = [(do.FinishMove, {"ticks": BEFORE_DONE})] * 3 + [(do.FailMove, failed)]
        else:
            swapped, begun = {"both_empty": True, **BOTH}, {"ticks": BEFORE_MOVING}
            begin: Any = (do.FinishSwap, swapped) if row.pair else (do.StartMove, begun)
            on = self.today() + timedelta(self.chance.randint(0, 2))
            other = (do.RescheduleMove, {"from_night": on, "difference": self._difference(row, on)})
            kinds = [begin] * 3 + [(do.CancelMove, {"words": "no"}), other]
        kind, fields = self.chance.choice(kinds)
        return kind, {"move": row.move, **fields}

    def _difference(self, row: OpenMove, on: date) -> int:
        question = PreviewMove(row.stay, row.to_room, row.reason_code, row.decision, on, waived=row.waived)
        return self.hotel.desk.ask(question).difference

    def _dates(self) -> tuple[type[do.Command], dict[str, Any]]:
        row = self._stay()
        until = row.departure + timedelta(self.chance.choice((-2, -1, 1, 2)))
        return do.ChangeDeparture, {
            "stay": row.id,
            "departure": until,
            "prices": (15000,) * max(0, (until - row.departure).days),
            "room": self.first.get(row.id, ""),
        }

    def _assign(self) -> tuple[type[do.Command], dict[str, Any]]:
        return do.AssignRoom, {"stay": self._stay("due_in").id, "room": self.chance.choice(list(self.first.values()))}

    def _cancel(self) -> tuple[type[do.Command], dict[str, Any]]:
        return do.CancelReservation, {"stay": self._stay("due_in").id, "reason": "ill"}

    def close_day(self) -> None:
        """Close the day if nobody should have left and no move is open; what was posted is kept to compare."""
        today = self.today()
        if any(row.departure <= today for row in self.stays()) or any(row.overdue for row in opened(self.hotel)):
            return
        try:
            for row in self.stays("due_in"):
                if row.arrival <= today:
                    self.hotel.do(do.CheckIn, stay=row.id)
                    came = [night for night in self.hotel.rows(tables.room_night) if night.stay_id == row.id]
                    self.first[row.id] = min(came, key=lambda night: night.night).room
        except Refusal:
            return  # somebody who should be in has no room yet: the night audit would not close either
        self.hotel.close_day(today)
        self.kept |= {row.id: row for row in self.hotel.rows(tables.posting)}

    def hold(self) -> None:
        """Every stay sleeps in exactly one room per night; history replays; what is posted stays posted."""
        nights = self.hotel.rows(tables.room_night)
        pairs = [(row.room, row.night) for row in nights]
        assert len(pairs) == len(set(pairs))
        slept = {(row.stay_id, row.night): row.room for row in nights if row.stay_id}
        moves = sorted(self.hotel.rows(tables.room_move), key=lambda row: row.number)
        for row in self.stays():
            for night in range((row.departure - row.arrival).days):
                at = row.arrival + timedelta(night)
                room = self.assigned(row)
                for move in (move for move in moves if move.stay_id == row.id and move.night <= at):
                    room = move.to_room
                assert slept.get((row.id, at)) == room, (row.confirmation, at)
        assert all(row.move_id in {move.move for move in opened(self.hotel)} for row in nights if row.move_id)
        posted = {row.id: row for row in self.hotel.rows(tables.posting)}
        assert all(posted[name] == row for name, row in self.kept.items())

    def assigned(self, row: Any) -> str:
        """The room a guest in house came into; who left a shared room came by a move."""
        return self.first.get(row.id, "")
