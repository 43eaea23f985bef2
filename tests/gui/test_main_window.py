from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui import actions, theme
from ui.bus import DeskBus
from ui.main_window import MainWindow, Screen, Shell
from ui.palette import Finding, Hit


@dataclass(frozen=True)
class Session:
    hotel: str = "Hotel Miramar"
    business_date: str = "Fri 21 Nov"
    person: str = "Ana"
    role: str = "associate"
    role_title: str = "associate"


class Page(QWidget):
    def __init__(self, name: str, shell: Shell) -> None:
        super().__init__()
        self.name, self.acts, self.shell = name, [], shell
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        QVBoxLayout(self).addWidget(self.edit)

    def act(self, action_id: str) -> bool:
        self.acts.append(action_id)
        return action_id == "move"


def screen(screen_id: str, title: str, icon: str) -> Screen:
    return Screen(id=screen_id, title=title, icon=icon, make=lambda shell: Page(title, shell))


@pytest.fixture
def window(qtbot: QtBot, bus: DeskBus):
    finding = Finding(
        question=lambda text: [Hit(section="In house", title=f"{text}!", target=("stay", text), lead="412")],
        hits=list,
        actions=lambda: made.deck.ready(),  # noqa: PLW0108 - the window is made below
    )
    screens = [
        screen("house", "House", "home"),
        screen("approvals", "Approvals", "check-circle"),
        screen("journal", "Journal", "history"),
    ]
    made = MainWindow(bus, screens, finding, lambda: "17:42")
    qtbot.addWidget(made)
    made.show_session(Session())
    made.show_sync("check-circle", "In step")
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    made.go("house")
    made.activateWindow()
    return made


def texts(window: QWidget) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def test_the_header_says_where_when_and_who(window: MainWindow):
    assert {"Hotel Miramar", "Fri 21 Nov", "17:42", "In step", "Ana", "associate"} <= set(texts(window.header))


@pytest.mark.parametrize(("key", "name"), [(Qt.Key.Key_1, "House"), (Qt.Key.Key_7, "Journal")])
def test_keys_go_from_screen_to_screen(qtbot: QtBot, window: MainWindow, key: Qt.Key, name: str):
    window.go("approvals")
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert window.page().name == name


def test_a_screen_one_may_not_open_is_not_on_the_rail(window: MainWindow):
    shown = [button.accessibleName() for button in window.rail.findChildren(QAbstractButton) if button.isVisible()]
    assert shown == ["House", "Journal"]
    window.show_session(Session(role="supervisor"))
    window.show_counts({"approvals": 2})
    shown = [button.accessibleName() for button in window.rail.findChildren(QAbstractButton) if button.isVisible()]
    assert shown == ["House", "Approvals, 2 waiting", "Journal"]


def test_a_page_is_made_once_and_offered_the_actions(window: MainWindow):
    page = window.page()
    window.deck.choose({"stay"})
    window.deck.start("move")
    window.deck.start("back")
    assert page.acts == ["move", "back"]
    window.go("journal")
    assert window.go("house") is page


def test_ctrl_k_finds_and_enter_opens(qtbot: QtBot, window: MainWindow, typing: Callable[..., None]):
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.finder.isVisible()
    typing(window.finder.line, "Ελ")
    qtbot.waitUntil(lambda: [hit.title for hit in window.finder.model.rows()][:1] == ["Ελ!"])
    with qtbot.waitSignal(window.opened) as opened:
        typing(window.finder.line, Qt.Key.Key_Return)
    assert opened.args == [("stay", "Ελ")]


def test_leaving_the_finder_gives_the_keyboard_back(qtbot: QtBot, window: MainWindow):
    qtbot.waitUntil(window.isActiveWindow)
    window.page().edit.setFocus()
    window.deck.start("find")
    assert window.focusWidget() is window.finder.line
    window.deck.start("back")
    assert window.focusWidget() is window.page().edit
    assert window.page().acts == []


def test_f1_lists_the_keys_and_escape_leaves_them(qtbot: QtBot, window: MainWindow):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.keys.isVisible()
    assert {"Take payment", "F6", "Explain", "F2"} <= set(texts(window.keys))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.keys.isVisible()


@pytest.mark.parametrize(("width", "height", "scale"), [(1280, 800, 1.0), (1440, 900, 1.5)])
def test_f1_lists_every_action_with_its_key_and_fits(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, width: int, height: int, scale: float
):
    theme.apply(qapp, "light", scale)
    window.resize(width, height)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    shown = texts(window.keys)
    keyed = [action for action in actions.ACTIONS if action.key]
    assert {action.title for action in keyed} <= set(shown)
    spoken = {label.accessibleName() for label in window.keys.findChildren(QLabel)}
    assert {f"key {action.key}" for action in keyed} <= spoken
    by_name = next(text for text in shown if "Ctrl+K:" in text)
    assert all(action.title in by_name for action in actions.ACTIONS if not action.key)
    qtbot.waitUntil(lambda: window.rect().contains(window.keys.geometry()))
    words = [label for label in window.keys.findChildren(QLabel) if not label.wordWrap()]
    cut = [label.text() for label in words if label.width() < label.sizeHint().width()]
    assert not cut
    qtbot.keyClick(window, Qt.Key.Key_Escape)


def test_f12_asks_for_another_person(qtbot: QtBot, window: MainWindow):
    with qtbot.waitSignal(window.person_asked):
        qtbot.keyClick(window, Qt.Key.Key_F12)


def test_ctrl_t_walks_the_themes(qtbot: QtBot, window: MainWindow):
    with qtbot.waitSignal(window.theme_changed) as told:
        qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["dark"]
    assert theme.current_name() == "dark"


def test_a_page_over_the_screen_can_be_taken_away(window: MainWindow):
    page, over = window.page(), QWidget()
    window.cover(over)
    assert window.page() is over
    window.uncover(over)
    assert window.page() is page


def test_whatever_can_be_worked_has_a_name(window: MainWindow, qtbot: QtBot):
    window.notices.banner("Words", act="Try now")
    window.deck.start("find")
    kinds = (QAbstractButton, QAbstractItemView, QLineEdit, QComboBox)
    nameless = []
    for widget in window.findChildren(QWidget):
        if isinstance(widget, kinds) and widget.isVisible():
            face = QAccessible.queryAccessibleInterface(widget)
            if not face.text(QAccessible.Text.Name):
                nameless.append(widget)
    assert nameless == []


def test_nothing_is_cut_at_the_smallest_window(window: MainWindow):
    window.resize(1280, 720)
    for button in window.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width()
