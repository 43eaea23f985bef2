"""Other desks, each a process of its own that has the program loaded already."""

import itertools
import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.context import BaseContext
from typing import Any

import psycopg
from sqlalchemy import event

from frontdesk.commands.codec import decode
from frontdesk.commands.house import CloseDay
from frontdesk.commands.room_move import CancelMove, FinishSwap, MoveRoom, PlanMove, PlanSwap, SwapHalf
from frontdesk.commands.sharer import MoveSharer
from frontdesk.commands.stay import GuestSpec
from frontdesk.desk import Desk
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.errors import Refusal, Unavailable
from frontdesk.identity import new_id
from frontdesk.queries.house import SeeHouse
from frontdesk.queries.room_move import PreviewMove, PreviewSwap
from tests.hotel import DAY, Hotel
from tests.services.moves import BOTH


def context() -> BaseContext:
    """Fresh processes: forked from a clean server where there is one, spawned elsewhere."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    found = multiprocessing.get_context(method)
    if method == "forkserver":
        found.set_forkserver_preload(["tests.faults.processes", "frontdesk.services", "psycopg"])
    return found


EXCHANGES = 0.2
"""How often a desk that moves at random plans an exchange of rooms."""

Attempt = tuple[str, str, str]
"""Id of the command, what came of it, and the words if it was not done."""


def move_about(address: str, actor: str, stay: str, rooms: Sequence[str], gate: threading.Barrier) -> list[Attempt]:
    """Move one stay to each of the rooms in an order of its own, as fast as the house lets it."""
    chance = random.Random(stay)
    with Desk.open(address, workstation=f"desk-{stay[-4:]}") as desk:
        gate.wait(60)
        return [_move(desk, actor, stay, room) for room in chance.sample(rooms, len(rooms)) * 2]


def _move(desk: Desk, actor: str, stay: str, room: str) -> Attempt:
    command = MoveRoom(
        id=new_id(),
        actor=actor,
        workstation=desk.workstation,
        made_at=desk.now(),
        stay=stay,
        to_room=room,
        from_night=DAY,
        reason=MoveReason.ASKED,
        words="A room by the lift",
        decision=RateDecision.SAME,
        difference=0,
    )
    try:
        return command.id, desk.do(command).outcome, ""
    except Refusal as refusal:
        return command.id, "refused", str(refusal)
    except Unavailable as unavailable:
        return command.id, "unavailable", str(unavailable)


def roam(address: str, actor: str, stay: str, gate: threading.Barrier, seconds: float) -> list[tuple[str, str]]:
    """Let one of two guests go alone, then move the stay about for so long: at once, planned, given up, exchanged."""
    chance = random.Random(stay)
    with Desk.open(address, workstation=f"desk-{stay[-4:]}") as desk:
        hotel = Hotel(desk, actor, "", "")
        gate.wait(60)
        until = time.monotonic() + seconds
        found = _answered(lambda: _parted(hotel, stay, f"40{chance.randint(1, 7)}"))
        found += _answered(lambda: _exchanged(hotel, chance, stay))
        while time.monotonic() < until:
            found += _roamed(hotel, chance, stay)
        return found


def _roamed(hotel: Hotel, chance: random.Random, stay: str) -> list[tuple[str, str]]:
    if chance.random() < EXCHANGES:
        return _answered(lambda: _exchanged(hotel, chance, stay))
    room = chance.choice([f"{floor}0{n}" for floor in (1, 2, 3, 4) for n in (4, 5, 6)])
    asked = {
        "stay": stay,
        "to_room": room,
        "from_night": DAY,
        "words": "Wherever there is room",
        "reason": MoveReason.ASKED,
    }

    def moved() -> list[tuple[str, str]]:
        shown = hotel.desk.ask(PreviewMove(stay, room, MoveReason.ASKED, RateDecision.SAME))
        same = {**asked, "decision": RateDecision.SAME, "difference": shown.difference}
        if chance.random() < 0.5:
            return [(hotel.do(MoveRoom, **same).outcome, "")]
        planned = hotel.do(PlanMove, **same).facts["move"]
        return [("applied", ""), (hotel.do(CancelMove, move=planned, words="no").outcome, "")]

    return _answered(moved)


def _exchanged(hotel: Hotel, chance: random.Random, stay: str) -> list[tuple[str, str]]:
    """A swap with anybody that is planned, and then carried out or given up."""
    deluxe = [row.stay for row in hotel.desk.ask(SeeHouse()).in_house if row.room[-1] in "456"]
    if stay not in deluxe or len(deluxe) == 1:
        return []  # a lower type would need a supervisor
    other = chance.choice([each for each in deluxe if each != stay])
    shown = hotel.desk.ask(PreviewSwap(stay, other))
    first, second = (
        SwapHalf(stay=seen.stay, reason="GST-ASK", words="Fine", decision=seen.decision, difference=seen.difference)
        for seen in (shown.first, shown.second)
    )
    planned = hotel.do(PlanSwap, from_night=DAY, first=first, second=second).facts["move"]
    if chance.random() < 0.5:
        return [("applied", ""), (hotel.do(FinishSwap, move=planned, both_empty=True, **BOTH).outcome, "")]
    return [("applied", ""), (hotel.do(CancelMove, move=planned, words="no").outcome, "")]


def _parted(hotel: Hotel, stay: str, room: str) -> list[tuple[str, str]]:
    """One of the two guests goes to a room of the own."""
    new = {"to_stay": new_id(), "guest_id": new_id(), "guest": GuestSpec(name="Goes, Gus")}
    return [(hotel.do(MoveSharer, stay=stay, to_room=room, words="He snores", prices=(1, 1), **new).outcome, "")]


def _answered(act: Callable[[], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    try:
        return act()
    except Refusal as refusal:
        return [("refused", str(refusal))]
    except Unavailable as unavailable:
        return [("unavailable", str(unavailable))]


def do_lines(address: str, lines: Sequence[str], acknowledged: str) -> None:
    """Do each line, and write its id down only after it was done."""
    out = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    with Desk.open(address) as desk:
        for line in lines:
            done = desk.do(decode(line))
            os.write(out, f"{done.id}\n".encode())
    os.close(out)


def close_at(address: str, line: str, moment: str, began: Any) -> None:
    """Do one command and die without a word at a moment of it: before a statement by its number, or around the commit.

    ``row`` and a number is inside a COPY: so many rows have been handed over, the others have not.
    """
    statements, rows = itertools.count(1), itertools.count(1)
    hand_over = psycopg.Copy.write_row

    def die(*_told: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def die_at(*_told: object) -> None:
        if str(next(statements)) == moment:
            die()

    def die_on_the_way(copy: psycopg.Copy, row: Sequence[Any]) -> None:
        hand_over(copy, row)
        if f"row {next(rows)}" == moment:
            die()

    psycopg.Copy.write_row = die_on_the_way  # type: ignore[method-assign]  # of this process, which ends with it
    with Desk.open(address) as desk:
        write = desk._house.store.write
        event.listen(write, "before_cursor_execute", die_at)
        if moment in {"commit", "checkin"}:
            event.listen(write, moment, die)
        began.set()
        desk.do(decode(line))


def close_when_all_are_ready(address: str, actor: str, name: str, gate: threading.Barrier) -> str:
    """Close the day at the same instant as others; gives what came of it in words."""
    with Desk.open(address, workstation=name) as desk:
        command = CloseDay(id=new_id(), actor=actor, workstation=name, made_at=desk.now(), business_date=DAY)
        gate.wait(60)
        try:
            return f"{desk.do(command).outcome} at {name}"
        except Refusal as refusal:
            return str(refusal)
