from __future__ import annotations

import threading
import time
from functools import partial
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from frontdesk.errors import Refusal
from ui.bus import DeskBus


class Waiter(QObject):
    """Keeps what it is told, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.refusals: list[Refusal] = []
        self.ended = 0
        self.threads: set[threading.Thread] = set()

    def take(self, answer: object) -> None:
        self.got.append(answer)
        self.threads.add(threading.current_thread())

    def refuse(self, refusal: Refusal) -> None:
        self.refusals.append(refusal)

    def end(self) -> None:
        self.ended += 1

    def break_down(self, _answer: object) -> None:
        raise KeyError("a fault in the screen")


@pytest.fixture
def waiter(qapp: QApplication) -> Waiter:
    return Waiter()


def raising(error: Exception) -> None:
    raise error


def waiting(gate: threading.Event, answer: object) -> object:
    assert gate.wait(30)
    return answer


def test_commands_run_in_the_order_of_the_clicks(qtbot: QtBot, bus: DeskBus, desk: Any, waiter: Waiter):
    for number in range(50):
        bus.do(partial(_slow_first, number), owner=waiter, done=waiter.take)
    qtbot.waitUntil(lambda: len(waiter.got) == 50)
    assert desk.done == list(range(50))
    assert [answer.said for answer in waiter.got] == list(range(50))


def _slow_first(number: int) -> int:
    time.sleep(0.05 if number == 0 else 0)
    return number


def test_the_desk_works_elsewhere_and_answers_on_the_thread_of_the_window(
    qtbot: QtBot, bus: DeskBus, desk: Any, waiter: Waiter
):
    bus.do("change", owner=waiter, done=waiter.take)
    bus.ask("question", owner=waiter, done=waiter.take)
    bus.print("folio", owner=waiter, done=waiter.take)
    qtbot.waitUntil(lambda: len(waiter.got) == 3)
    assert waiter.threads == {threading.main_thread()}
    assert threading.main_thread().name not in desk.threads


def test_done_gets_the_whole_result_and_changed_its_topics(qtbot: QtBot, bus: DeskBus, waiter: Waiter):
    with qtbot.waitSignal(bus.changed) as told:
        bus.do("move", owner=waiter, done=waiter.take)
    assert told.args == [frozenset({"did:move"})]
    assert waiter.got[0].said == "move"


def test_a_closed_owner_drops_its_callback_but_the_change_is_still_told(qtbot: QtBot, bus: DeskBus):
    gate, owner, heard = threading.Event(), Waiter(), []
    bus.do(partial(waiting, gate, "late"), owner=owner, done=heard.append)
    shiboken6.delete(owner)
    with qtbot.waitSignal(bus.changed):
        gate.set()
    assert heard == []


@pytest.mark.parametrize("error", [Refusal("No", "The room is taken."), ValueError("fault")])
def test_a_closed_owner_never_drops_its_error(qtbot: QtBot, bus: DeskBus, error: Exception):
    gate, owner, heard = threading.Event(), Waiter(), []

    def fail() -> None:
        waiting(gate, None)
        raise error

    bus.do(fail, owner=owner, refused=heard.append)
    shiboken6.delete(owner)
    with qtbot.waitSignal(bus.failed) as told:
        gate.set()
    assert told.args == [error]
    assert heard == []


def test_a_refusal_goes_to_who_asked_and_nowhere_else(qtbot: QtBot, bus: DeskBus, waiter: Waiter):
    with qtbot.assertNotEmitted(bus.failed), qtbot.assertNotEmitted(bus.changed):
        refusal = Refusal("No", "The room is taken.")
        bus.do(partial(raising, refusal), owner=waiter, done=waiter.take, refused=waiter.refuse, ended=waiter.end)
        qtbot.waitUntil(lambda: waiter.ended == 1)
    assert waiter.refusals == [refusal]
    assert waiter.got == []


def test_a_fault_is_no_refusal_and_still_ends_the_wait(qtbot: QtBot, bus: DeskBus, waiter: Waiter):
    with qtbot.waitSignal(bus.failed) as told:
        bus.do(partial(raising, OSError("disk")), owner=waiter, refused=waiter.refuse, ended=waiter.end)
    assert isinstance(told.args[0], OSError)
    qtbot.waitUntil(lambda: waiter.ended == 1)
    assert waiter.refusals == []


def test_a_fault_in_the_screen_does_not_hide_the_change(qtbot: QtBot, bus: DeskBus, waiter: Waiter):
    with qtbot.captureExceptions() as caught, qtbot.waitSignal(bus.changed):
        bus.do("kept", owner=waiter, done=waiter.break_down, ended=waiter.end)
    qtbot.waitUntil(lambda: waiter.ended == 1)
    assert caught[0][0] is KeyError


def test_only_the_newest_answer_of_a_slot_arrives(qtbot: QtBot, bus: DeskBus, waiter: Waiter):
    gate = threading.Event()
    bus.ask(partial(waiting, gate, "old"), owner=waiter, done=waiter.take, slot="find")
    bus.ask("new", owner=waiter, done=waiter.take, slot="find")
    bus.ask("other", owner=waiter, done=waiter.take, slot="elsewhere")
    qtbot.waitUntil(lambda: len(waiter.got) == 2)
    gate.set()
    bus.ask("last", owner=waiter, done=waiter.take)
    qtbot.waitUntil(lambda: "last" in waiter.got)
    qtbot.wait(20)
    assert sorted(waiter.got) == ["last", "new", "other"]


def test_a_document_waits_for_the_commands_before_it(qtbot: QtBot, bus: DeskBus, desk: Any, waiter: Waiter):
    gate = threading.Event()
    bus.do(partial(waiting, gate, "posted"), owner=waiter)
    bus.print(lambda: list(desk.done), owner=waiter, done=waiter.take)
    qtbot.wait(20)
    assert waiter.got == []
    gate.set()
    qtbot.waitUntil(lambda: waiter.got == [["posted"]])


def test_closing_finishes_what_was_promised_and_starts_nothing_new(qtbot: QtBot, desk: Any, waiter: Waiter):
    bus = DeskBus(desk)
    for number in range(20):
        bus.do(number, owner=waiter)
    bus.close()
    assert desk.done == list(range(20))
    bus.ask("too late", owner=waiter, done=waiter.take)
    with pytest.raises(RuntimeError):
        bus.do("too late", owner=waiter)
    qtbot.wait(10)
    assert waiter.got == []


def test_four_hundred_owners_half_of_them_gone_in_flight(qtbot: QtBot, bus: DeskBus):
    owners = [Waiter() for _ in range(400)]
    for number, owner in enumerate(owners):
        bus.ask(number, owner=owner, done=owner.take)
        if number % 2:
            shiboken6.delete(owner)
    kept = owners[::2]
    qtbot.waitUntil(lambda: all(owner.got for owner in kept))
    assert [owner.got for owner in kept] == [[number] for number in range(0, 400, 2)]


class Bell(QObject):
    rang = Signal(object, bool)
    silent = Signal()


def test_a_signal_can_be_emitted_five_thousand_times(qapp: QApplication):
    """Some versions of the binding lose a reference at each emit and end the program after some hundreds."""
    bell, heard = Bell(), []
    bell.rang.connect(lambda thing, flag: heard.append((thing, flag)))
    bell.silent.connect(lambda: heard.append(None))
    for number in range(5000):
        bell.rang.emit(None if number % 2 else number, True)
        bell.silent.emit()
    assert len(heard) == 10_000
