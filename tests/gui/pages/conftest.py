"""Pages in a real window over a real house; nothing waits by the clock, everything by what has happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit, QWidget
from PySide6.QtWidgets import QPlainTextEdit as TextEdit
from pytestqt.qtbot import QtBot

from frontdesk.identity import new_id
from tests.gui.pages.house import House, found
from ui.bus import DeskBus
from ui.main_window import MainWindow
from ui.palette import Finding
from ui.widgets.pin_edit import PinEdit


@dataclass
class Person:
    """Who works at the window under test."""

    staff: str
    house: House
    role: str = "associate"
    hotel: str = "Miramar"
    business_date: str = "Thu 20 Nov"
    person: str = "Ana"
    role_title: str = "associate"

    def now(self) -> Any:
        return self.house.desk.now()

    def make(self, kind: Any, /, **fields: Any) -> Any:
        return kind(id=new_id(), actor=self.staff, workstation="desk-1", made_at=self.now(), **fields)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = found(tmp_path / "house.db")
    yield made
    made.desk.close()


@pytest.fixture
def house_bus(qapp: QApplication, house: House) -> Iterator[DeskBus]:
    made = DeskBus(house.desk)
    yield made
    made.close()
    QCoreApplication.processEvents()


@pytest.fixture
def ana(house: House) -> Person:
    return Person(house.ana, house)


@pytest.fixture
def kostas(house: House) -> Person:
    return Person(house.kostas, house, role="duty_manager", person="Kostas", role_title="duty manager")


class Desktop:
    """The window with one page over it, and hands that only type."""

    def __init__(self, qtbot: QtBot, bus: DeskBus, person: Person) -> None:
        self.qtbot, self.bus, self.person = qtbot, bus, person
        finding = Finding(question=lambda _text: None, hits=list, actions=lambda: ())
        self.window = MainWindow(bus, [], finding, lambda: "17:42")
        qtbot.addWidget(self.window)
        self.window.show_session(person)
        self.window.resize(1440, 900)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.page: Any = None
        self.closed: list[bool] = []
        self.results: list[Any] = []

    def open(self, kind: Callable[..., QWidget], *args: Any) -> Any:
        self.page = page = kind(self.window.shell, self.person, *args)
        page.closed.connect(lambda: self.closed.append(True))
        page.done.connect(self.results.append)
        self.window.cover(page)
        return page

    def until(self, true: Callable[[], object]) -> None:
        def look() -> None:
            assert true()

        self.qtbot.waitUntil(look)

    def press(self, *keys: Qt.Key, control: bool = False, alt: bool = False) -> None:
        """Keys to whatever has the keyboard, shortcuts included."""
        held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        held = Qt.KeyboardModifier.AltModifier if alt else held
        for key in keys:
            focus = self.focus()
            QTest.keyClick(focus, key, held)

    def type(self, text: str) -> None:
        """Letters of any script to whatever has the keyboard."""
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                QCoreApplication.sendEvent(self.focus(), event)

    def tab_to(self, widget: QWidget) -> None:
        """Press Tab until the widget has the keyboard; it must be on the way."""
        for _ in range(30):
            if widget.hasFocus():
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {widget.accessibleName()}")

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found


OpenDesk = Callable[[Person], Desktop]


@pytest.fixture
def open_desk(qtbot: QtBot, house_bus: DeskBus) -> OpenDesk:
    return lambda person: Desktop(qtbot, house_bus, person)


WORKED = (QAbstractButton, QComboBox, QLineEdit, QAbstractItemView, TextEdit, PinEdit)


def nameless(page: QWidget) -> list[QWidget]:
    """What can be worked by keyboard and has no name for a screen reader."""
    found = [widget for kind in WORKED for widget in page.findChildren(kind)]
    stops = [widget for widget in found if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(page)]
    assert stops
    return [widget for widget in stops if not _name(widget)]


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""
