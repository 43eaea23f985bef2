"""All jobs of the desk in one long day, rehearsed on a house of its own so that each command can be done elsewhere."""

import random
from pathlib import Path
from typing import Any

from frontdesk import commands as do
from frontdesk.commands.base import Command
from frontdesk.desk import Desk
from frontdesk.domain.room import BlockKind, Housekeeping
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.store import tables
from tests.hotel import DAY, KOSTAS_PIN, Hotel, found_hotel
from tests.services import moves

SAME: dict[str, Any] = {"decision": RateDecision.SAME, "reason": MoveReason.ASKED}


class Rehearsal(Desk):
    """A desk that remembers what was done at it, PINs included."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.kept: list[Command] = []

    def do(self, command: Command) -> Any:
        done = super().do(command)
        self.kept.append(command)
        return done


def rehearse(folder: Path, chance: random.Random, least: int) -> tuple[list[Command], list[Command]]:
    """The commands that found a house, and at least so many of a day in it that touch every job, in their order."""
    with Rehearsal.open(folder / "rehearsal.db", durable=False) as desk:
        hotel = found_hotel(desk)
        founding = len(desk.kept)
        while len(desk.kept) < founding + least:
            _an_hour(hotel, chance)
        assert not hotel.faults()
        return desk.kept[:founding], desk.kept[founding:]


def _an_hour(hotel: Hotel, chance: random.Random) -> None:
    """Two guests come, have everything happen to them, pay and leave; their rooms are made up again."""
    rooms = chance.sample([f"{floor}0{n}" for floor in (1, 2, 3, 4) for n in (4, 5, 6)], 5)
    first, second = (hotel.arrive(room, 2, name=f"Guest {room}, Ada") for room in rooms[:2])
    _charged(hotel, chance, first)
    _moved(hotel, (first, second), rooms)
    _complained(hotel, first)
    _split(hotel, first, second)
    for stay in (first, second):
        _left(hotel, stay)
    _given_up(hotel, rooms[4])
    for room in rooms:
        hotel.do(do.SetHousekeeping, room=room, state=Housekeeping.CLEAN)


def _charged(hotel: Hotel, chance: random.Random, stay: str) -> None:
    second = {"approver": hotel.kostas, "pin": KOSTAS_PIN}
    hotel.do(do.RefundPayment, payment=hotel.pay(stay, 700), amount=700, reason="Paid twice", **second)
    for _ in range(3):
        hotel.charge(stay, chance.choice(("1100", "2000", "3000")), chance.randint(100, 9000))
    hotel.do(do.CorrectPosting, posting=hotel.charge(stay), reason="C-DUPL")
    hotel.do(do.PlaceHold, stay=stay, amount=20_000, brand="visa", last_four="4242")
    hold = hotel.rows(tables.hold)[-1].id
    hotel.do(do.CaptureHold, hold=hold, amount=5_000) if chance.random() < 0.5 else hotel.do(do.ReleaseHold, hold=hold)


def _moved(hotel: Hotel, stays: tuple[str, str], rooms: list[str]) -> None:
    first, second = stays
    moves.move(hotel, first, rooms[2], from_night=DAY, **SAME)
    moves.start(hotel, planned := moves.plan(hotel, second, rooms[3], from_night=DAY, **SAME))
    moves.finish(hotel, planned)
    hotel.do(do.CancelMove, move=moves.plan(hotel, first, rooms[4], from_night=DAY, **SAME), words="Stays after all")
    hotel.do(do.SetHousekeeping, room=rooms[0], state=Housekeeping.CLEAN)
    moves.swap(hotel, *(moves.half(hotel, stay, room) for stay, room in ((first, rooms[3]), (second, rooms[2]))))


def _complained(hotel: Hotel, stay: str) -> None:
    line = hotel.charge(stay, price=40_000, quantity=1000)
    case = hotel.case(stay)
    hotel.do(do.AddNote, case=case, to_guest="We are on it")
    hotel.give(stay, line, amount=500, case=case)
    hotel.give(stay, line, amount=6_000, case=hotel.case(stay))
    credit = next(row.id for row in hotel.rows(tables.credit) if row.state == "pending")
    hotel.do(do.DecideCredit, hotel.kostas, credit=credit, approve=True, approver=hotel.kostas, pin=KOSTAS_PIN)


def _split(hotel: Hotel, first: str, second: str) -> None:
    hotel.do(do.OpenWindow, stay=first, payee="Acme GmbH")
    hotel.do(do.SplitPosting, posting=hotel.charge(first, price=4_000, quantity=1000), weights=(1, 2))
    hotel.do(do.TransferPosting, posting=hotel.charge(first), to_window=2)
    hotel.do(do.TransferPosting, posting=hotel.charge(first), to_stay=second, to_window=1)
    hotel.do(do.AddRouting, stay=first, departments=("minibar",), window=2)
    hotel.charge(first)


def _left(hotel: Hotel, stay: str) -> None:
    """Each window is paid and settled, and the guest leaves before the night."""
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY)
    for window in hotel.folio(stay).windows:
        owed = sum(line.amount for line in window.lines)
        if owed:
            hotel.pay(stay, owed, window=window.number)
        if window.lines:
            hotel.settle(stay, window.number)
    hotel.do(do.CheckOut, stay=stay)


def _given_up(hotel: Hotel, room: str) -> None:
    """A promise that is not kept, a guest who is forgotten, and a room that is closed for a while."""
    stay = hotel.reserve(room, name="Never, Came")
    hotel.do(do.CancelReservation, stay=stay, reason="Asked")
    guest = next(row.guest_id for row in hotel.rows(tables.stay) if row.id == stay)
    hotel.do(do.EraseGuest, hotel.maria, guest_id=guest, reason="Asked")
    given = {"kind": BlockKind.OUT_OF_SERVICE, "first": DAY, "until": DAY.replace(day=DAY.day + 2), "reason": "Paint"}
    hotel.do(do.BlockRoom, room=room, block=do_id(hotel), **given)
    hotel.do(do.ReopenRoom, room=room)


def do_id(hotel: Hotel) -> str:
    """An id as the workstation makes one."""
    return hotel.command(do.ReopenRoom, room="").id
