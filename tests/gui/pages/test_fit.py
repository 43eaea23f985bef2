"""Every page of the program in a small window and with large text: no word is cut, no button is pushed out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from frontdesk.desk import Desk
from frontdesk.domain.staff import Role
from frontdesk.queries.staff import StaffRow
from tests.gui import small_house
from tests.gui.fitting import misfits
from ui import theme
from ui.workstation import Workstation

SIZES = [(1280, 800, 1.0), (1440, 900, 1.0), (1440, 900, 1.5), (1920, 1080, 1.5)]
OTHERS = ("chart", "move")
"""Pages that are checked in their own tests."""
Sweep = Callable[[str], None]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}@{size[2]}")
def station(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Workstation]:
    width, height, scale = request.param
    theme.apply(qapp, "light", scale)
    with Desk.open(tmp_path / "house.db", clock=small_house.Clock(), durable=False) as desk:
        house = small_house.found(desk)
        small_house.fill(house)
        made = Workstation(desk, "desk-1", desk.now)
        qtbot.addWidget(made.window, before_close_func=lambda _window: made.close())
        made.window.resize(width, height)
        made.open()
        qtbot.waitUntil(lambda: made.window.page().people.current() is not None)
        fits(qtbot, made, "sign-in")
        made.session.take_over(
            StaffRow(staff=house.staff["Kostas"], name="Kostas", role=Role.DUTY_MANAGER, approves=True)
        )
        made.window.page().act("back")
        made.house().open_stay(house.stays["eleni"])
        qtbot.waitUntil(lambda: made.house().stay.folio is not None and made.house().stay.stay is not None)
        yield made
    theme.apply(qapp, "light")


def fits(qtbot: QtBot, station: Workstation, name: str) -> None:
    """Once the page has come to rest nothing is cut."""
    window = station.window
    size = window.size()

    def look() -> None:
        found = misfits(window)
        assert not found, f"{name}: " + "; ".join(found)

    qtbot.waitUntil(look)
    assert window.size() == size, f"{name} makes the window {window.size()}"


def test_no_word_is_cut_on_any_page(qtbot: QtBot, station: Workstation):
    stay = station.house().stay
    for number in range(stay.tabs.count()):
        stay.tabs.turn(number)
        fits(qtbot, station, stay.tabs.titles()[number])
    stay.tabs.turn(1)
    stay.act("explain")
    qtbot.waitUntil(lambda: stay.explain is not None and len(stay.explain.sentences()) == 5)
    fits(qtbot, station, "explain")
    stay.act("back")
    for action in ("credit", "print"):
        stay.act(action)
        fits(qtbot, station, action)
        station.window.page().closed.emit()
    for screen in station.window._screens:
        if screen not in OTHERS:
            station.window.go(screen)
            fits(qtbot, station, screen)


def test_a_cut_word_is_found(qtbot: QtBot, station: Workstation):
    """The sweep would see it: a label narrower than its words, and a button behind the edge."""
    label = QLabel("Balance of the window", station.window)
    label.setGeometry(5, 5, 30, 20)
    label.show()
    qtbot.waitUntil(lambda: any("Balance of the window" in words for words in misfits(station.window)))
