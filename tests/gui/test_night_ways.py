"""Where a check of the night audit leads, Esc leads back from: a stay, the credits that wait, the folios."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from frontdesk import commands as do
from frontdesk.commands.credit import CreditKind
from frontdesk.domain.case import CaseKind
from frontdesk.identity import new_id
from frontdesk.queries.credit import PreviewCredit
from tests.gui.small_house import SmallHouse
from tests.gui.test_moves import house, station  # noqa: F401 - fixtures of a window over a house
from ui.screens.approvals import ApprovalsPage
from ui.screens.batch import BatchPage
from ui.screens.house import HousePage
from ui.screens.night_audit import NightAuditPage
from ui.screens.night_audit_rows import Line
from ui.workstation import Workstation


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None, "nothing has the keyboard"
    QTest.keyClick(focus, key)


def opened(qtbot: QtBot, station: Workstation, **wanted: str) -> None:  # noqa: F811 - the fixture imported above
    """The night audit, and Enter on the first row like this one."""
    page = station.window.go("night_audit")
    assert isinstance(page, NightAuditPage)

    def rows() -> list[Line]:
        lines = page.list.table().rows()
        return [row for row in lines if all(getattr(row, name) == value for name, value in wanted.items())]

    qtbot.waitUntil(lambda: bool(rows()))
    page.list.choose(rows()[0].key)
    page.list.setFocus()
    press(Qt.Key.Key_Return)


def test_esc_comes_back_before_the_stay_was_even_read_and_once(
    qtbot: QtBot,
    station: Workstation,  # noqa: F811
    house: SmallHouse,  # noqa: F811
) -> None:
    opened(qtbot, station, stay=house.stays["taro"])
    assert station.house().stay.stay is None, "nothing has been read yet"
    station.window.deck.start("back")
    assert isinstance(station.window.page(), NightAuditPage)
    station.window.deck.start("house")
    station.window.deck.start("back")
    assert isinstance(station.window.page(), HousePage), "only what the night audit led to leads back there"


def test_esc_comes_back_from_a_stay_that_has_left_the_list(
    qtbot: QtBot,
    station: Workstation,  # noqa: F811
    house: SmallHouse,  # noqa: F811
) -> None:
    taro = house.stays["taro"]
    opened(qtbot, station, stay=taro)
    guests = station.house().guests
    qtbot.waitUntil(lambda: guests.current() == taro)
    station.bus.do(
        station.session.make(do.CancelReservation, stay=taro, reason="Missed the flight"), owner=station.window
    )
    qtbot.waitUntil(lambda: guests.model.rowCount() > 0 and not guests.model.place(taro).isValid())
    station.window.deck.start("back")
    assert isinstance(station.window.page(), NightAuditPage)


def test_another_way_taken_meanwhile_does_not_lead_back(
    qtbot: QtBot,
    station: Workstation,  # noqa: F811
    house: SmallHouse,  # noqa: F811
) -> None:
    for way in ("night_audit", "day"):
        opened(qtbot, station, stay=house.stays["taro"])
        station.window.deck.start(way)
        station.window.deck.start("house")
        station.window.deck.start("back")
        assert isinstance(station.window.page(), HousePage)


def test_esc_out_of_the_folios_comes_back_to_the_night_audit_else_home(
    qtbot: QtBot,
    station: Workstation,  # noqa: F811
) -> None:
    page = station.window.go("night_audit")
    assert isinstance(page, NightAuditPage)
    page.print_folios()
    for back in (NightAuditPage, HousePage):
        assert isinstance(station.window.page(), BatchPage)
        station.window.deck.start("back")
        assert isinstance(station.window.page(), back)
        station.window.deck.start("folios")


def test_esc_out_of_the_approvals_comes_back_to_the_night_audit_else_home(
    qtbot: QtBot,
    station: Workstation,  # noqa: F811
    house: SmallHouse,  # noqa: F811
) -> None:
    eleni = house.stays["eleni"]
    line = next(line.posting for line in house.lines("eleni") if line.kind == "charge" and line.amount > 10000)
    seen = house.desk.ask(PreviewCredit(eleni, house.staff["Ana"], (line,), CreditKind.PERCENT, percent=900_000))
    case = new_id()
    house.do(do.OpenCase, case=case, stay=eleni, kind=CaseKind.COMPLAINT, words="Noise again", nature="Noise")
    house.do(
        do.GiveCredit, stay=eleni, case=case, lines=(line,), kind=CreditKind.PERCENT, percent=900_000,
        total=seen.total, reason="G-NOIB", to_guest="We are sorry.",
    )  # fmt: skip
    opened(qtbot, station, opens="approvals")
    for back in (NightAuditPage, HousePage):
        qtbot.waitUntil(lambda: isinstance(station.window.page(), ApprovalsPage))
        page = station.window.page()
        qtbot.waitUntil(lambda page=page: page._row is not None and page.list.hasFocus())
        press(Qt.Key.Key_Escape)
        assert isinstance(station.window.page(), back)
        station.window.go("approvals")
