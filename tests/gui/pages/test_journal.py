from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from frontdesk.queries.journal import ReadJournal
from tests.gui.pages.conftest import Desktop, OpenDesk, Person, nameless
from tests.gui.pages.house import PIN_ANA, PIN_KOSTAS, House
from ui.screens.journal import PAGE, JournalPage, printed


@pytest.fixture
def desktop(open_desk: OpenDesk, ana: Person, house: House) -> Desktop:
    house.case(house.eleni, words="Es zieht. «Πολύ κρύο» 寒い")
    made = open_desk(ana)
    made.open(JournalPage)
    made.until(made.page.model.rowCount)
    return made


def test_the_newest_stands_first_and_its_values_beside_it(desktop: Desktop, house: House):
    page = desktop.page
    newest = house.desk.ask(ReadJournal())[0]
    assert page.model.rows()[0] == newest
    assert page.list.hasFocus()
    assert page.detail.sentence.text() == newest.sentence
    assert "words: Es zieht. «Πολύ κρύο» 寒い" in page.detail.values.toPlainText()
    desktop.press(Qt.Key.Key_Down)
    assert page.detail.sentence.text() == page.model.rows()[1].sentence


def test_no_pin_is_ever_in_view(desktop: Desktop):
    shown = "".join(printed(row.values) for row in desktop.page.model.rows())
    assert "pin" not in shown
    assert PIN_ANA not in shown
    assert PIN_KOSTAS not in shown


def test_older_rows_come_while_scrolling_and_none_twice(open_desk: OpenDesk, ana: Person, house: House):
    for number in range(PAGE + 20):
        house.case(house.eleni, words=f"call {number}")
    desktop = open_desk(ana)
    page = desktop.open(JournalPage)
    desktop.until(lambda: page.model.rowCount() == PAGE)
    desktop.press(Qt.Key.Key_End, control=True)
    desktop.until(lambda: page.model.rowCount() > PAGE)
    desktop.until(lambda: not page.model.canFetchMore())
    held = [row.seq for row in page.model.rows()]
    assert held == [row.seq for row in house.desk.ask(ReadJournal(limit=1000))]


def test_what_another_desk_does_appears_above_and_the_cursor_stays(desktop: Desktop, house: House):
    page = desktop.page
    desktop.press(Qt.Key.Key_Down)
    held = page.list.current()
    house.case(house.yamada, words="no towels")
    desktop.bus.changed.emit(frozenset({"house"}))
    desktop.until(lambda: "no towels" in page.model.rows()[0].sentence)
    assert page.list.current() == held


def test_escape_leaves_and_everything_has_a_name(desktop: Desktop):
    assert nameless(desktop.page) == []
    desktop.press(Qt.Key.Key_Escape)
    assert desktop.closed
