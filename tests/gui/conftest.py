"""A window without a screen, and small stand-ins for the desk where only the window is under test."""

from __future__ import annotations

import os
import sys

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is loaded

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.bus import DeskBus

HERE = Path(__file__).parent
PATIENCE_MS = 20_000
"""How long a test waits for what must come: a busy machine is slow, only a fault never gets there."""


class PatientBot(QtBot):
    """The hands of a test, which wait longer than the library does where a test names no time."""

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802 - its name
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:  # noqa: N802 - its name
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitActive(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:  # noqa: N802 - its name
        return super().waitActive(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@dataclass(frozen=True)
class Outcome:
    topics: frozenset[str]
    said: object = None


@dataclass
class FakeDesk:
    """Does what it is given: a callable is called, anything else is the answer itself."""

    threads: set[str] = field(default_factory=set)
    done: list[object] = field(default_factory=list)

    def do(self, command: Any) -> Outcome:
        self.threads.add(threading.current_thread().name)
        said = command() if callable(command) else command
        self.done.append(said)
        return Outcome(frozenset({f"did:{said}"}), said)

    def ask(self, question: Any) -> Any:
        self.threads.add(threading.current_thread().name)
        return question() if callable(question) else question

    def print(self, document: Any) -> Any:
        return document() if callable(document) else document


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def bus(qapp: QApplication, desk: FakeDesk) -> Iterator[DeskBus]:
    made = DeskBus(desk)
    yield made
    made.close()
    QCoreApplication.processEvents()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    if qapp.property("theme") != "light" or qapp.property("scale") != 1.0:
        theme.apply(qapp, "light")


@pytest.fixture(autouse=True)
def nothing_left_open(qapp: QApplication) -> Iterator[None]:
    """A form that a test leaves open would stand before the window of the next one."""
    yield
    while (form := qapp.activeModalWidget()) is not None:
        form.hide()
        form.setWindowModality(Qt.WindowModality.NonModal)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The plugin without a screen says of each window that it cannot limit its size; that is no fault of ours."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(900, 700)
    qtbot.addWidget(made)
    return made


Typing = Callable[..., None]


@pytest.fixture
def typing() -> Typing:
    """Types text or presses one key as events: the test library's own typing stops at letters outside ASCII."""

    def press(
        widget: QWidget, what: str | Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        keys = [(what, "")] if isinstance(what, Qt.Key) else [(Qt.Key.Key_unknown, letter) for letter in what]
        for key, letter in keys:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QCoreApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, letter))

    return press
