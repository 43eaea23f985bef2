from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from frontdesk import commands as c
from frontdesk.commands.credit import CreditKind
from frontdesk.domain.money import plain
from frontdesk.queries.credit import PreviewCredit, WaitingCredits
from frontdesk.queries.journal import ReadJournal
from frontdesk.queries.stay import SeeStay
from tests.gui.pages.conftest import Desktop, OpenDesk, Person, nameless
from tests.gui.pages.house import PIN_KOSTAS, PIN_MIA, WRONG_PIN, House
from ui.screens.credit import CreditPage

SORRY = "Ζητούμε συγγνώμη για τον θόρυβο."


@pytest.fixture
def desktop(open_desk: OpenDesk, ana: Person, house: House) -> Desktop:
    house.charge(house.eleni, "Minibar, still water", 1200)
    house.case(house.eleni)
    made = open_desk(ana)
    made.open(CreditPage, house.eleni)
    made.until(lambda: made.page._preview is not None and made.page.story.case_box.count() == 2)
    made.until(made.page.story.reason_box.count)
    return made


def fill(desktop: Desktop, size: str, *, lines: int = 1, reason: str = "Noise, b") -> None:
    """By keyboard alone: right, case, reason, the first ``lines`` lines, size, words."""
    page = desktop.page
    assert page.right.yes.hasFocus()
    desktop.press(Qt.Key.Key_Space)
    desktop.tab_to(page.story.reason_box)
    desktop.type(reason)
    desktop.tab_to(page.lines.list)
    for _ in range(lines):
        desktop.press(Qt.Key.Key_Space)
        desktop.until(lambda: page._preview is not None)
        desktop.press(Qt.Key.Key_Down)
    desktop.tab_to(page.amount.edit)
    desktop.type(size)
    desktop.tab_to(page.letter.edit)
    desktop.type(SORRY)
    desktop.until(lambda: page._preview is not None and page._preview.total)


def test_a_credit_within_the_limit_posts_by_keyboard_alone(desktop: Desktop, house: House):
    before = house.balance(house.eleni)
    fill(desktop, "10")
    page = desktop.page
    assert not page.approval.isVisible()
    assert page.give_button.caption() == "Give € 12.90"
    assert page.effect.after.text() == f"€ {plain(before - 1290, 'EUR')}"
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: desktop.closed)
    gift = house.lines(house.eleni, "goodwill")
    assert [(line.amount, line.text) for line in gift] == [(-1290, "Room, Standard")]
    assert house.balance(house.eleni) == before - 1290
    assert desktop.results[0].facts["state"] == "posted"


def test_what_stands_on_the_screen_is_what_the_ledger_says_after(desktop: Desktop, house: House):
    fill(desktop, "7.77", lines=2)
    page = desktop.page
    shown = page._preview
    rows = {row.line: (row.net, row.tax, row.credit) for row in page.effect.list.table().rows()}
    now, after = page.effect.now.text(), page.effect.after.text()
    assert now == plain(house.balance(house.eleni), "EUR")
    assert sum(effect.credit for effect in shown.effects) == -shown.total
    assert "rounded once" in shown.rounding
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: desktop.closed)
    gift = house.lines(house.eleni, "goodwill")
    said = {f"{line.text}, {line.service_date.day} {line.service_date:%b}": line for line in gift}
    assert set(said) == set(rows)
    for words, line in said.items():
        net, tax, credit = (figure.replace("−", "-") for figure in rows[words])
        assert (net, credit) == (plain(line.net, "EUR"), plain(line.amount, "EUR"))
        assert tax == plain(line.amount - line.net, "EUR")
    assert after == f"€ {plain(house.balance(house.eleni), 'EUR')}"


def test_above_the_limit_a_wrong_pin_posts_nothing_and_the_right_one_does(desktop: Desktop, house: House):
    before = house.balance(house.eleni)
    fill(desktop, "50")
    page = desktop.page
    assert page.approval.isVisible()
    assert not page.give_button.isVisible()
    people = [page.approval.who.itemText(at) for at in range(page.approval.who.count())]
    assert people == ["Kostas, duty manager", "Mia, supervisor"], "never the person asking"
    desktop.tab_to(page.approval.pin_edit)
    desktop.type(WRONG_PIN)
    desktop.press(Qt.Key.Key_Return)
    desktop.until(lambda: "That is not the PIN of Kostas" in page.answer.text())
    assert house.balance(house.eleni) == before
    assert page.letter.text() == SORRY
    assert page.approval.pin() == ""
    assert page.approval.pin_edit.hasFocus()
    desktop.until(lambda: page._preview is not None)
    desktop.type(PIN_KOSTAS)
    desktop.press(Qt.Key.Key_Return)
    desktop.until(lambda: desktop.closed)
    assert house.balance(house.eleni) == before - 6450
    assert desktop.results[0].facts["approved_by"] == "Kostas"
    assert all(pin not in row.values for row in house.desk.ask(ReadJournal()) for pin in (PIN_KOSTAS, WRONG_PIN))


def test_an_approver_whose_own_limit_is_lower_cannot_approve(desktop: Desktop, house: House):
    house.charge(house.eleni, "Banquet", 90000)
    desktop.page.load()
    desktop.until(lambda: len(desktop.page.lines.list.table().rows()) == 3)
    before = house.balance(house.eleni)
    fill(desktop, "50", lines=3)
    page = desktop.page
    desktop.tab_to(page.approval.who)
    desktop.type("Mia")
    desktop.press(Qt.Key.Key_Tab)
    desktop.type(PIN_MIA)
    desktop.press(Qt.Key.Key_Return)
    desktop.until(lambda: "Mia may approve up to" in page.answer.text())
    assert house.balance(house.eleni) == before


def test_without_an_approver_it_goes_to_the_queue_and_no_balance_moves(desktop: Desktop, house: House):
    before = house.balance(house.eleni)
    fill(desktop, "50")
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: desktop.closed)
    waiting = house.desk.ask(WaitingCredits())
    assert [(row.amount, row.asked_by, row.to_guest) for row in waiting] == [(6450, "Ana", SORRY)]
    assert house.balance(house.eleni) == before


def test_nothing_is_given_while_something_is_missing(desktop: Desktop, house: House):
    page, before = desktop.page, house.desk.ask(ReadJournal())[0].seq
    desktop.press(Qt.Key.Key_Space)
    for field in (page.story.reason_box, page.lines.list, page.amount.edit, page.letter.edit):
        desktop.until(lambda: page._preview is not None)
        assert not page.give_button.isEnabled()
        desktop.press(Qt.Key.Key_Return, control=True)
        assert field.hasFocus()
        if field is page.lines.list:
            desktop.press(Qt.Key.Key_Space)
        else:
            desktop.type("Noise, b" if field is page.story.reason_box else "5")
    desktop.until(page.give_button.isEnabled)
    assert house.desk.ask(ReadJournal())[0].seq == before


@pytest.mark.parametrize(("typed", "said"), [("12,5", "is not a percentage"), ("101", "between 0.01 and 100 %")])
def test_a_size_that_is_none_is_said_below_the_field(desktop: Desktop, typed: str, said: str):
    page = desktop.page
    desktop.tab_to(page.lines.list)
    desktop.press(Qt.Key.Key_Space)
    desktop.tab_to(page.amount.edit)
    desktop.type(typed)
    desktop.until(lambda: said in page.amount.complaint())
    desktop.until(lambda: page._preview is not None)
    assert said in page.amount.complaint(), "the next answer does not take it away"
    assert page.amount.edit.text() == typed
    assert not page.give_button.isEnabled()
    page.amount.edit.clear()
    desktop.type("5")
    desktop.until(lambda: not page.amount.complaint())


def test_more_than_is_left_is_said_without_minor_units(desktop: Desktop):
    page = desktop.page
    desktop.tab_to(page.lines.list)
    desktop.press(Qt.Key.Key_Space)
    page.amount.amount_button.click()
    desktop.tab_to(page.amount.edit)
    desktop.type("500")
    desktop.until(page.amount.complaint)
    assert page.amount.complaint() == "The credit is more than is left of these lines. Choose more lines or give less."


def test_a_new_case_is_opened_with_the_guest_s_words(desktop: Desktop, house: House):
    page = desktop.page
    page.story.case_box.setCurrentIndex(1)
    fill_words = "The bath was cold"
    desktop.press(Qt.Key.Key_Space)
    desktop.tab_to(page.story.words_edit)
    desktop.type(fill_words)
    page.right.yes.setFocus()
    fill(desktop, "50")
    desktop.tab_to(page.approval.pin_edit)
    desktop.type(WRONG_PIN)
    desktop.press(Qt.Key.Key_Return)
    desktop.until(lambda: "That is not the PIN" in page.answer.text())
    desktop.until(lambda: page.story.case() and page._preview is not None)
    desktop.type(PIN_KOSTAS)
    desktop.press(Qt.Key.Key_Return)
    desktop.until(lambda: desktop.closed)
    words = [case.words for case in house.desk.ask(SeeStay(house.eleni)).cases]
    assert words.count(fill_words) == 1, "a second try does not open a second case"


def test_a_wrong_charge_is_named_for_what_puts_it_right(desktop: Desktop, house: House):
    page, asked = desktop.page, []
    page.wrong.connect(asked.append)
    desktop.press(Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert page.right.is_wrong()
    note = page.right._words
    desktop.until(lambda: note.text() == "Take it off: an allowance for an earlier day.")
    desktop.tab_to(page.lines.list)
    desktop.press(Qt.Key.Key_Down)
    desktop.until(lambda: note.text() == "Take it off: a correction of today.")
    assert not page.give_button.isEnabled()
    assert page.act("correct")
    assert asked == [house.line(house.eleni, "Minibar").posting]
    assert desktop.closed


def test_lines_given_by_the_bill_are_chosen_and_another_payee_s_are_locked(
    open_desk: OpenDesk, ana: Person, house: House
):
    house.charge(house.eleni, "Minibar, still water", 1200)
    room, water = house.line(house.eleni, "Room").posting, house.line(house.eleni, "Minibar").posting
    house.do(c.OpenWindow, stay=house.eleni, payee="Company")
    house.do(c.TransferPosting, posting=water, to_stay=house.eleni, to_window=2, reason="the company pays")
    desktop = open_desk(ana)
    page = desktop.open(CreditPage, house.eleni, (room,))
    desktop.until(lambda: page._preview is not None)
    shown = {row.line.text: row for row in page.lines.list.table().rows()}
    assert shown["Room, Standard"].chosen
    locked = [row for row in shown.values() if row.line.locked]
    assert [row.line.locked for row in locked] == ["on window 2, another payee"]
    page.lines.list.choose(locked[0].line.posting)
    page.lines.list.setFocus()
    desktop.press(Qt.Key.Key_Space)
    assert page.lines.chosen() == (room,)


def test_a_line_that_changed_meanwhile_is_refused_here_and_shown_anew(desktop: Desktop, house: House):
    fill(desktop, "10")
    page = desktop.page
    room = house.line(house.eleni, "Room").posting
    seen = house.desk.ask(PreviewCredit(house.eleni, house.mia, (room,), CreditKind.PERCENT, percent=50_000))
    case = house.desk.ask(SeeStay(house.eleni)).cases[0].case
    house.do(
        c.GiveCredit, house.mia, stay=house.eleni, case=case, lines=(room,), kind=CreditKind.PERCENT, percent=50_000,
        total=seen.total, reason="G-AC", to_guest="Sorry",
    )  # fmt: skip
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: "has changed meanwhile" in page.answer.text())
    desktop.until(lambda: page._preview is not None and page._preview.base == 12900 - seen.total)
    assert (page.letter.text(), page.amount.edit.text()) == (SORRY, "10")
    assert not desktop.closed


def test_escape_discards_and_nothing_is_written(desktop: Desktop, house: House):
    fill(desktop, "10")
    before = house.desk.ask(ReadJournal())[0].seq
    desktop.press(Qt.Key.Key_Escape)
    assert desktop.closed
    assert house.desk.ask(ReadJournal())[0].seq == before


def test_whatever_can_be_worked_has_a_name(desktop: Desktop):
    fill(desktop, "50")
    desktop.page.right.no.setChecked(True)
    assert nameless(desktop.page) == []
