from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from frontdesk.errors import Refusal
from ui import actions
from ui.bus import DeskBus
from ui.palette import Finder, Finding, Hit
from ui.widgets.header import SearchBox

GUESTS = [
    ("In house", "412", "Παπαδοπούλου, Ελένη"),
    ("In house", "207", "山田 太郎"),
    ("In house", "510", "الحسيني، ليلى"),
    ("In house", "221", "Müller-Lüdenscheid-von-und-zu-Hohenstein-Wittgenstein, Karl-Heinz Maria Ferdinand"),
    ("Due in", "", "Παπαδάκης, Νίκος"),
    ("Others", "", "Smith, Jordan"),
]


def search(text: str) -> list[Hit]:
    return [
        Hit(section=section, lead=room, title=name, target=name, icon="bed")
        for section, room, name in GUESTS
        if text.casefold() in f"{room} {name}".casefold()
    ]


@pytest.fixture
def gates():
    return {}


@pytest.fixture
def finder(qtbot: QtBot, bus: DeskBus, gates: dict[str, threading.Event], host: QWidget) -> Finder:
    box = SearchBox()
    column = QVBoxLayout(host)
    column.addWidget(box)
    column.addStretch(1)

    def answer(text: str) -> list[Hit]:
        if text in gates:
            assert gates[text].wait(30)
        if text == "?":
            raise Refusal("One sign is too little to look for.")
        return search(text)

    finding = Finding(question=lambda text: partial(answer, text), hits=list, actions=lambda: actions.ACTIONS)
    made = Finder(bus, finding, host)
    host.show()
    qtbot.waitExposed(host)
    made.open_over(box)
    return made


def titles(finder: Finder) -> list[str]:
    return [hit.title for hit in finder.model.rows()]


def test_every_letter_answers_and_enter_opens_what_was_chosen(
    qtbot: QtBot, finder: Finder, typing: Callable[..., None]
):
    picked = []
    finder.picked.connect(picked.append)
    typing(finder.line, "παπα")
    qtbot.waitUntil(lambda: len(titles(finder)) == 2)
    assert [hit.section for hit in finder.model.rows()] == ["In house", "Due in"]
    typing(finder.line, Qt.Key.Key_Down)
    typing(finder.line, Qt.Key.Key_Return)
    assert [hit.target for hit in picked] == ["Παπαδάκης, Νίκος"]
    assert not finder.isVisible()


@pytest.mark.parametrize(("typed", "room"), [("山田", "207"), ("ليلى", "510"), ("hohenstein", "221"), ("412", "412")])
def test_names_in_any_script_and_of_any_length(
    qtbot: QtBot, finder: Finder, typing: Callable[..., None], typed: str, room: str
):
    typing(finder.line, typed)
    qtbot.waitUntil(lambda: bool(finder.model.rows()) and finder.model.rows()[0].lead == room)
    assert finder.list.currentIndex().row() == 0
    assert not finder.grab().isNull()


def test_a_stale_answer_never_replaces_a_newer_one(
    qtbot: QtBot, finder: Finder, typing: Callable[..., None], gates: dict[str, threading.Event]
):
    gates["s"] = threading.Event()
    typing(finder.line, "smith")
    qtbot.waitUntil(lambda: titles(finder)[:1] == ["Smith, Jordan"])
    gates["s"].set()
    qtbot.wait(30)
    assert titles(finder) == ["Smith, Jordan"]


def test_enter_before_the_answer_opens_the_first_when_it_comes(
    qtbot: QtBot, finder: Finder, typing: Callable[..., None], gates: dict[str, threading.Event]
):
    gates["412"] = threading.Event()
    picked = []
    finder.picked.connect(picked.append)
    typing(finder.line, "412")
    typing(finder.line, Qt.Key.Key_Return)
    assert picked == []
    gates["412"].set()
    qtbot.waitUntil(lambda: [hit.lead for hit in picked] == ["412"])


def test_actions_are_found_by_their_words(qtbot: QtBot, finder: Finder, typing: Callable[..., None]):
    picked = []
    finder.picked.connect(picked.append)
    typing(finder.line, "take pay")
    qtbot.waitUntil(lambda: titles(finder) == ["Take payment"])
    typing(finder.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(picked))
    assert picked[0].target.id == "payment"


def test_escape_closes_and_opens_nothing(qtbot: QtBot, finder: Finder, typing: Callable[..., None]):
    with qtbot.waitSignal(finder.closed), qtbot.assertNotEmitted(finder.picked):
        typing(finder.line, "412")
        typing(finder.line, Qt.Key.Key_Escape)
    assert not finder.isVisible()


def test_nothing_found_and_a_refusal_are_said_in_words(qtbot: QtBot, finder: Finder, typing: Callable[..., None]):
    typing(finder.line, "qqqq")
    qtbot.waitUntil(lambda: finder.word() == "Nothing found. Try a part of the name, or the room number.")
    finder.line.clear()
    typing(finder.line, "?")
    qtbot.waitUntil(lambda: finder.word() == "One sign is too little to look for.")


def test_arrows_stop_at_the_ends(qtbot: QtBot, finder: Finder, typing: Callable[..., None]):
    last = len(actions.ACTIONS) - 1
    typing(finder.line, Qt.Key.Key_Up)
    assert finder.list.currentIndex().row() == 0
    for _ in range(last + 5):
        typing(finder.line, Qt.Key.Key_Down)
    assert finder.list.currentIndex().row() == last
