from __future__ import annotations

import gc
import threading
from typing import Any

from pytestqt.qtbot import QtBot

from ui.bus import DeskBus


class Ring:
    """Holds itself, so that only the collector can let it go; remembers on which thread that was."""

    ended: list[str] = []  # noqa: RUF012 - one list for all rings

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        Ring.ended.append(threading.current_thread().name)


def churn() -> int:
    """Enough cycles for the collector to run several times, were it on."""
    held: list[Any] = []
    for _ in range(20_000):
        ring: list[Any] = []
        ring.append(ring)
        held.append(ring)
    return len(held)


class BusyDesk:
    def do(self, command: Any) -> Any:
        return command()

    def ask(self, question: Any) -> Any:
        return question()

    def print(self, document: Any) -> Any:
        return document


def test_what_the_window_drops_is_never_collected_on_a_reader(qtbot: QtBot):
    Ring.ended.clear()
    bus = DeskBus(BusyDesk())
    answers: list[int] = []
    try:
        for _ in range(200):
            Ring()
        for _ in range(3):
            bus.ask(churn, owner=bus, done=answers.append)
        qtbot.waitUntil(lambda: len(answers) == 3)
        assert "desk-reader" not in "".join(Ring.ended)
        qtbot.waitUntil(lambda: len(Ring.ended) == 200)
        assert set(Ring.ended) == {threading.main_thread().name}
    finally:
        bus.close()
    assert gc.isenabled()
