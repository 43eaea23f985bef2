from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from frontdesk import commands as c
from frontdesk.commands.credit import CreditKind
from frontdesk.queries.credit import PreviewCredit, WaitingCredits
from frontdesk.queries.journal import ReadJournal
from tests.gui.pages.conftest import Desktop, OpenDesk, Person, nameless
from tests.gui.pages.house import PIN_KOSTAS, WRONG_PIN, House
from ui.screens.approvals import ApprovalsPage


def ask_for(house: House, stay: str, percent: int = 500_000, actor: str | None = None) -> object:
    line = house.line(stay, "Room").posting
    seen = house.desk.ask(PreviewCredit(stay, house.ana, (line,), CreditKind.PERCENT, percent=percent))
    return house.do(
        c.GiveCredit, actor, stay=stay, case=house.case(stay), lines=(line,), kind=CreditKind.PERCENT, percent=percent,
        total=seen.total, reason="G-NOIB", to_guest="申し訳ございません。",
    )  # fmt: skip


@pytest.fixture
def desktop(open_desk: OpenDesk, kostas: Person, house: House) -> Desktop:
    ask_for(house, house.eleni)
    made = open_desk(kostas)
    made.open(ApprovalsPage)
    made.until(lambda: made.page._row is not None)
    return made


def texts(desktop: Desktop) -> set[str]:
    return {label.text() for label in desktop.page.facts.findChildren(QLabel) if label.isVisible()}


def test_the_facts_stand_beside_the_request(desktop: Desktop):
    shown = texts(desktop)
    for fact in (
        "€ 64.50", "Room 101", "Παπαδοπούλου, Ελένη", "50 % of 129.00, 1 line", "Noise, building",
        "They drill above me", "申し訳ございません。", "0.00 in this stay", "Sun 23 Nov", "Room, Standard", "−64.50",
    ):  # fmt: skip
        assert fact in shown
    assert any(text.startswith("Ana, ") for text in shown)


def test_a_manager_approves_by_keyboard_with_the_own_pin(desktop: Desktop, house: House):
    before = house.balance(house.eleni)
    page = desktop.page
    assert page.list.hasFocus()
    assert not page.decision.approve_button.isEnabled()
    desktop.press(Qt.Key.Key_Return)
    assert page.decision.pin_edit.hasFocus()
    desktop.type(WRONG_PIN)
    desktop.press(Qt.Key.Key_Return)
    desktop.until(lambda: "That is not the PIN of Kostas" in page.decision.answer.text())
    assert house.balance(house.eleni) == before
    desktop.until(lambda: not page._busy)
    desktop.type(PIN_KOSTAS)
    desktop.press(Qt.Key.Key_Return)
    desktop.until(lambda: desktop.results)
    assert desktop.results[0].facts["decision"] == "approved"
    assert house.balance(house.eleni) == before - 6450
    desktop.until(lambda: page._row is None)
    assert page.decision.pin_edit.value() == ""
    assert all(PIN_KOSTAS not in row.values for row in house.desk.ask(ReadJournal()))


def test_a_decline_needs_a_sentence_and_the_pin(desktop: Desktop, house: House):
    before = house.balance(house.eleni)
    page = desktop.page
    desktop.press(Qt.Key.Key_D, alt=True)
    assert page.decision.why_edit.hasFocus()
    assert page.decision.why_field.complaint()
    desktop.type("Breakfast was offered already")
    desktop.press(Qt.Key.Key_D, alt=True)
    assert page.decision.pin_edit.hasFocus()
    assert house.desk.ask(WaitingCredits())
    desktop.type(PIN_KOSTAS)
    desktop.press(Qt.Key.Key_D, alt=True)
    desktop.until(lambda: desktop.results)
    assert desktop.results[0].facts["decision"] == "declined"
    assert house.desk.ask(WaitingCredits()) == ()
    assert house.balance(house.eleni) == before


def test_a_request_from_another_desk_appears_and_what_is_typed_stays(desktop: Desktop, house: House):
    page = desktop.page
    desktop.press(Qt.Key.Key_Return)
    desktop.type("24")
    done = ask_for(house, house.yamada)
    desktop.bus.changed.emit(done.topics)
    desktop.until(lambda: page.list.table().rowCount() == 2)
    assert page.list.current().name == "Παπαδοπούλου, Ελένη"
    assert page.decision.pin_edit.value() == "24"


def test_the_second_decision_is_told_that_the_first_one_won(desktop: Desktop, house: House):
    page = desktop.page
    waiting = house.desk.ask(WaitingCredits())[0]
    house.do(
        c.DecideCredit, house.mia, credit=waiting.credit, approve=False, approver=house.mia, pin="112233", reason="no"
    )
    desktop.press(Qt.Key.Key_Return)
    desktop.type(PIN_KOSTAS)
    desktop.press(Qt.Key.Key_Return)
    desktop.until(lambda: page._row is None)
    assert "declined already by Mia" in page.decision.answer.text()


def test_nobody_decides_the_own_request(open_desk: OpenDesk, ana: Person, house: House):
    ask_for(house, house.eleni)
    desktop = open_desk(ana)
    page = desktop.open(ApprovalsPage)
    desktop.until(lambda: page._row is not None)
    assert page.decision._own.isVisible()
    assert not page.decision.pin_edit.isEnabled()
    assert not page.decision.decline_button.isEnabled()


def test_escape_leaves_and_everything_has_a_name(desktop: Desktop):
    assert nameless(desktop.page) == []
    desktop.press(Qt.Key.Key_Escape)
    assert desktop.closed
