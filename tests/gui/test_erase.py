"""A guest is erased from the window: what goes and stays is said, the number is typed, and only then is it done."""

# ruff: noqa: F811 - fixtures of the same window are imported, and named again where they are used
from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from frontdesk import commands as do
from frontdesk.commands.stay import GuestSpec
from frontdesk.queries.stay import SeeStay
from tests.gui.shared_house import Windows
from tests.gui.small_house import FIRST, PINS, SmallHouse
from tests.gui.test_desk import Typing, form, house, sign_in, station, template  # noqa: F401 - fixtures of the window
from tests.gui.test_sharing import needs_postgres, windows  # noqa: F401 - fixtures of a shared house
from tests.sync.conftest import _no_keyring, house_template, shared  # noqa: F401 - what they are made of
from ui.dialogs.base import FormDialog
from ui.dialogs.erase import EraseForm
from ui.screens.stay import StayPage
from ui.workstation import Workstation

NAME = "Xylander, Qaplaquin"


@pytest.fixture(autouse=True)
def put_away() -> Iterator[None]:
    """No form stays open over a window that is closed."""
    yield
    left = QApplication.activeModalWidget()
    if isinstance(left, FormDialog):
        left.reject()


def at_the_stay(qtbot: QtBot, station: Workstation, house: SmallHouse, typing: Typing, person: str) -> StayPage:
    """The person is signed in, and the cancelled stay of somebody who asks to be forgotten is open."""
    house.reserve("gone", GuestSpec(name=NAME, phone="+30 600555777"), "104", arrival=FIRST + timedelta(3))
    house.do(do.CancelReservation, stay=house.stays["gone"], reason="asked to")
    page = sign_in(qtbot, station, typing, person)
    page.open_stay(house.stays["gone"])
    qtbot.waitUntil(lambda: page.stay.folio is not None and page.stay.stay is not None)
    qtbot.waitUntil(lambda: page.stay.stay.stay == house.stays["gone"])
    return page.stay


def erasing(qtbot: QtBot, page: StayPage) -> EraseForm:
    qtbot.waitUntil(lambda: "erase" in {action.id for action in page.place.deck.ready()})
    page.place.deck.start("erase")
    found = form(qtbot, EraseForm)
    assert isinstance(found, EraseForm)
    return found


def test_a_guest_is_erased_by_keyboard(qtbot: QtBot, station: Workstation, house: SmallHouse, typing: Typing):
    page = at_the_stay(qtbot, station, house, typing, "Kostas")
    stay = house.desk.ask(SeeStay(house.stays["gone"]))
    made = erasing(qtbot, page)
    qtbot.waitUntil(lambda: "one stay" in made.stays.text())
    said = " ".join(label.text() for label in made.findChildren(QLabel))
    for word in ("What goes", "phone", "What stays", "invoices", "Nothing brings it back", stay.confirmation):
        assert word in said, word
    qtbot.waitUntil(made.reason.hasFocus)
    typing(made.reason, f"{NAME} asked by letter")
    typing(made.number, "R-0000-000000")
    typing(made.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: made.form.field("number").complaint() != "")
    assert house.desk.ask(SeeStay(house.stays["gone"])).name == NAME, "another number erases nobody"
    made.number.clear()
    typing(made.number, f" {stay.confirmation.lower()}")
    typing(made.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "names the guest" in made.answer.text())
    made.reason.clear()
    typing(made.reason, "Asked by letter of 3 May")
    typing(made.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    qtbot.waitUntil(lambda: page.stay is not None and page.stay.name == "Erased guest")
    assert house.desk.ask(SeeStay(house.stays["gone"])).name == "Erased guest"


def test_a_guest_who_is_here_is_not_erased(qtbot: QtBot, station: Workstation, house: SmallHouse, typing: Typing):
    page = at_the_stay(qtbot, station, house, typing, "Kostas")
    station.house().open_stay(house.stays["eleni"])
    qtbot.waitUntil(lambda: page.stay is not None and page.stay.stay == house.stays["eleni"])
    qtbot.waitUntil(lambda: page.folio is not None and page.folio.stay == house.stays["eleni"])
    made = erasing(qtbot, page)
    qtbot.waitUntil(lambda: "It is about" in made.stays.text())
    typing(made.reason, "Asked by letter of 3 May")
    typing(made.number, house.desk.ask(SeeStay(house.stays["eleni"])).confirmation)
    typing(made.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "is not over" in made.answer.text())
    assert made.reason.text() == "Asked by letter of 3 May", "what was typed stays"


def test_an_associate_is_not_offered_it(qtbot: QtBot, station: Workstation, house: SmallHouse, typing: Typing):
    page = at_the_stay(qtbot, station, house, typing, "Ana")
    qtbot.waitUntil(lambda: "payment" in {action.id for action in page.place.deck.ready()})
    assert "erase" not in {action.id for action in page.place.deck.ready()}
    assert set(PINS) == {"Ana", "Kostas"}


@needs_postgres
def test_a_workstation_of_a_shared_house_says_where_it_is_done(windows: Windows):
    one = windows.open("desk-1", "Maria")
    stay = one.hotel.arrive("305")
    windows.show_bill(one, stay)
    made = erasing(windows.qtbot, one.stay)
    windows.wait(lambda: "frontdesk erase" in made.answer.text())
    confirmation = one.hotel.desk.ask(SeeStay(stay)).confirmation
    assert f'frontdesk erase {confirmation} --reason "…" --person "Maria" -d postgresql://…' in made.answer.text()
    assert not made.submit_button.isEnabled()
    made.submit()
    assert not made.is_busy()
