from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import Table, select

from frontdesk import commands as c
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.errors import Refusal
from frontdesk.queries.journal import ReadJournal
from frontdesk.queries.move_order import OpenMoves
from frontdesk.queries.room_move import MovesOf, PreviewMove
from frontdesk.queries.stay import SeeStay
from frontdesk.queries.task import SeeTasks
from frontdesk.store import tables
from tests.gui.pages.conftest import Desktop, OpenDesk, Person, nameless
from tests.gui.pages.house import PIN_KOSTAS, WRONG_PIN, House
from ui.dialogs.do_not_move import DoNotMoveForm
from ui.dialogs.move_later import MoveLaterForm
from ui.dialogs.move_price import MovePriceForm
from ui.dialogs.room_swap import SwapForm
from ui.screens.move_steps import ABSENT, DECISION_WORDS
from ui.screens.room_move import RoomMovePage

WORDS = "«Τρυπάνι μέχρι τις έντεκα»"


@pytest.fixture
def desktop(open_desk: OpenDesk, ana: Person, house: House) -> Desktop:
    made = open_desk(ana)
    made.open(RoomMovePage, house.eleni)
    made.until(lambda: made.page.move_button.caption() != "Move" and made.page._preview)
    return made


def state_reason(desktop: Desktop, reason: str = "air cond") -> None:
    """By keyboard alone: reason, words, consent."""
    page = desktop.page
    assert page.why.reason_box.hasFocus()
    desktop.type(reason)
    desktop.press(Qt.Key.Key_Tab)
    if page.why.asks_repair():
        assert page.why.repair_box.hasFocus()
        desktop.type("Tried")
        desktop.press(Qt.Key.Key_Tab)
    assert page.why.words_edit.hasFocus()
    desktop.type(WORDS)
    desktop.press(Qt.Key.Key_Tab)
    assert page.consent.agreed.hasFocus()
    desktop.press(Qt.Key.Key_Space)
    desktop.until(lambda: page._preview is not None)


def choose_room(desktop: Desktop, room: str) -> None:
    """By its number key."""
    rows = desktop.page.rooms.list.table().rows()
    place = next(row.place for row in rows if row.room.room == room)
    desktop.press(Qt.Key(Qt.Key.Key_0 + place))
    desktop.until(lambda: desktop.page._preview is not None and desktop.page._preview.to_room == room)


def test_a_guest_is_moved_by_keyboard_alone(desktop: Desktop, house: House):
    state_reason(desktop)
    best = desktop.page.rooms.list.table().rows()[0].room.room
    assert desktop.page.rooms.room() == best, "the best room is proposed"
    choose_room(desktop, "303")
    assert desktop.page.head.text() == "Move 101 → 303 Παπαδοπούλου, Ελένη"
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: desktop.closed)
    move = house.desk.ask(MovesOf(house.eleni))[-1]
    assert (move.from_room, move.to_room, move.words, move.difference) == ("101", "303", WORDS, 0)
    assert move.decision == RateDecision.SAME.value
    assert house.desk.ask(SeeStay(room="303")).name == "Παπαδοπούλου, Ελένη"
    assert desktop.results[0].facts["to_room"] == "303"
    kept = next(row for row in rows_of(house, tables.move_order) if row.id == move.move)
    assert kept.repair == "tried; it did not help"


def rows_of(house: House, table: Table) -> list[Any]:
    with house.desk._house.store.read.connect() as connection:
        return list(connection.execute(select(table)).all())


def test_going_back_takes_the_move_back_and_goes_to_the_earlier_room(desktop: Desktop, house: House):
    state_reason(desktop)
    choose_room(desktop, "303")
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: desktop.closed)
    first = house.desk.ask(MovesOf(house.eleni))[-1]
    desktop.closed.clear()
    page = desktop.open(RoomMovePage, house.eleni)
    desktop.until(lambda: page._preview is not None)
    state_reason(desktop, "Back to")
    desktop.until(lambda: page.rooms.room() == "101" and page._preview is not None)
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: desktop.closed)
    assert house.desk.ask(SeeStay(house.eleni)).room == "101"
    orders = {row.id: row.undoes for row in rows_of(house, tables.move_order)}
    assert orders[house.desk.ask(MovesOf(house.eleni))[-1].move] == first.move


def test_who_was_not_moved_yet_cannot_go_back(desktop: Desktop, house: House):
    state_reason(desktop, "Back to")
    desktop.until(lambda: "has not been moved yet" in desktop.page.foot.text())
    assert not desktop.page.move_button.isEnabled()


def test_what_will_be_done_for_whom_is_said_before(desktop: Desktop, house: House):
    state_reason(desktop)
    choose_room(desktop, "303")
    page = desktop.page
    shown = [(task.who, task.room) for task in page.gates._after._shown]
    assert ("housekeeping", "101") in shown
    assert ("telephone", "303") in shown
    assert not page.effect.order_edit.isHidden(), "a thing is broken: the old room may need a work order"
    page.effect.order_edit.setText("Fan rattles")
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: desktop.closed)
    tasks = house.desk.ask(SeeTasks(stay=house.eleni))
    given = {(task.topic, task.room) for task in tasks if task.move}
    assert given == {*shown, ("engineering", "101")}


def test_a_need_is_met_or_the_guest_does_without(desktop: Desktop, house: House):
    page = desktop.page
    page.why.reason_box.setFocus()
    page.why.reason_box.setCurrentIndex(page.why.reason_box.findData("TYP-ACC"))
    page.why.repair_box.setCurrentIndex(2)
    page.why.words_edit.setPlainText(WORDS)
    page.consent.agreed.setChecked(True)
    desktop.until(lambda: page.rooms.need_boxes() and not page.rooms.list.table().rows())
    (box,) = page.rooms.need_boxes()
    assert box.text() == "The guest does without: accessible"
    before = {row.room.room for row in page.rooms.list.table().rows()}
    box.setChecked(True)
    desktop.until(lambda: {row.room.room for row in page.rooms.list.table().rows()} > before)
    page.rooms.list.setFocus()
    choose_room(desktop, "303")
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: desktop.closed)
    assert [row.given_up for row in rows_of(house, tables.move_order)] == [["accessible"]]


def test_a_guest_who_cannot_answer_is_moved_by_a_duty_manager(desktop: Desktop, house: House):
    page = desktop.page
    page.why.reason_box.setCurrentIndex(page.why.reason_box.findData("SAFETY"))
    page.why.words_edit.setPlainText("Smoke in the corridor")
    assert page.why.repair_box.isHidden() or not page.why.asks_repair()
    page.consent.how_box.setCurrentIndex(page.consent.how_box.findData(ABSENT))
    desktop.until(lambda: page._preview is not None)
    page.rooms.list.setFocus()
    choose_room(desktop, "303")
    assert page.approval.isVisible()
    assert not page.move_button.isEnabled()
    page.approval.who.setCurrentIndex(page.approval.who.findData(house.kostas))
    page.approval.pin_edit.setFocus()
    desktop.type(PIN_KOSTAS)
    desktop.until(page.move_button.isEnabled)
    page.move_now()
    desktop.until(lambda: desktop.closed)
    gates = {row.step: (row.ticked, row.passed_by) for row in rows_of(house, tables.move_gate)}
    assert gates[2] == (False, "Kostas")


def test_a_price_of_its_own_needs_a_reason_and_a_supervisor(desktop: Desktop, house: House):
    state_reason(desktop)
    choose_room(desktop, "303")
    page = desktop.page
    page.price.own_link.click()
    form = page.findChild(MovePriceForm)
    form.price.setText("99")
    form.submit()
    assert "Write why" in form.answer.text()
    form.why.setText("As promised by telephone")
    form.submit()
    with desktop.qtbot.waitActive(desktop.window):
        desktop.window.activateWindow()
    desktop.until(lambda: page._preview is not None and page._preview.difference < 0)
    assert page.approval.isVisible()
    page.price.told.setChecked(True)
    page.approval.who.setCurrentIndex(page.approval.who.findData(house.kostas))
    page.approval.pin_edit.setFocus()
    desktop.type(PIN_KOSTAS)
    desktop.until(page.move_button.isEnabled)
    page.move_now()
    desktop.until(lambda: desktop.closed)
    prices = {night.price for night in house.desk.ask(SeeStay(house.eleni)).nights if not night.posted}
    assert prices == {9900}


def test_ctrl_enter_goes_to_what_is_missing_and_writes_nothing(desktop: Desktop, house: House):
    page = desktop.page
    for field, give in (
        (page.why.reason_box, lambda: desktop.type("air cond")),
        (page.why.repair_box, lambda: desktop.type("Tried")),
        (page.why.words_edit, lambda: desktop.type(WORDS)),
        (page.consent.agreed, lambda: desktop.press(Qt.Key.Key_Space)),
    ):
        desktop.until(lambda: page._preview is not None)
        assert not page.move_button.isEnabled()
        page.move_now()
        assert field.hasFocus()
        give()
    desktop.until(page.move_button.isEnabled)
    assert house.desk.ask(MovesOf(house.eleni)) == ()


def test_escape_leaves_and_nothing_is_written(desktop: Desktop, house: House):
    state_reason(desktop)
    before = house.desk.ask(ReadJournal())[0].seq
    desktop.press(Qt.Key.Key_W, alt=True)
    assert desktop.page.rooms.is_turned()
    desktop.press(Qt.Key.Key_Escape)
    assert not desktop.page.rooms.is_turned()
    assert not desktop.closed
    desktop.press(Qt.Key.Key_Escape)
    assert desktop.closed
    assert house.desk.ask(ReadJournal())[0].seq == before


def test_alt_w_says_why_a_room_is_not_offered(desktop: Desktop):
    desktop.press(Qt.Key.Key_W, alt=True)
    shown = {row.room: row.why for row in desktop.page.rooms.excluded.table().rows()}
    assert shown["201"].startswith("taken by 山田 太郎")
    assert desktop.page.rooms.excluded.hasFocus()


def test_the_second_mover_is_told_who_was_first_and_keeps_what_was_typed(desktop: Desktop, house: House):
    state_reason(desktop)
    choose_room(desktop, "303")
    seen = house.desk.ask(PreviewMove(house.yamada, "303", MoveReason.ASKED))
    house.do(
        c.MoveRoom, house.mia, stay=house.yamada, to_room="303", from_night=seen.from_night, reason=MoveReason.ASKED,
        words="higher up, please", decision=seen.decision, difference=0,
    )  # fmt: skip
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(desktop.page.answer.text)
    assert "Room 303 is taken by 山田 太郎" in desktop.page.answer.text()
    assert "Mia was first, at desk-2" in desktop.page.answer.text()
    desktop.until(lambda: desktop.page.rooms.room() == "")
    page = desktop.page
    assert (page.why.words(), page.why.reason(), page.consent.agreed.isChecked()) == (
        WORDS,
        MoveReason.AIR,
        True,
    )
    assert "303" not in {row.room.room for row in page.rooms.list.table().rows()}
    assert not page.move_button.isEnabled(), "another room is chosen by a person, not by the program"
    assert not desktop.closed
    choose_room(desktop, "301")
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: desktop.closed)
    assert house.desk.ask(SeeStay(house.eleni)).room == "301"


def test_a_decision_that_is_not_allowed_stays_in_view_with_its_reason(desktop: Desktop):
    state_reason(desktop)
    choose_room(desktop, "304")
    rows = {row.option.title: row.option for row in desktop.page.price.choice._rows}
    assert set(rows) == set(DECISION_WORDS.values())
    assert rows[DECISION_WORDS[RateDecision.UPSELL_NEW]].locked == "a fault of the house never raises the price"
    assert "needs a supervisor" in rows[DECISION_WORDS[RateDecision.UPGRADE_KEEP]].detail


def test_a_gift_of_a_better_room_needs_a_supervisor_with_the_right_pin(desktop: Desktop, house: House):
    state_reason(desktop)
    page = desktop.page
    assert not page.approval.isVisible()
    choose_room(desktop, "304")
    assert page.approval.isVisible()
    assert house.ana not in {page.approval.who.itemData(at) for at in range(page.approval.who.count())}
    desktop.press(Qt.Key.Key_Return, control=True)
    pin = page.approval.pin_edit
    assert pin.hasFocus(), "the PIN is what is missing"
    desktop.until(lambda: pin.visibleRegion().boundingRect() == pin.rect())
    desktop.tab_to(page.approval.who)
    desktop.type("Kostas")
    desktop.press(Qt.Key.Key_Tab)
    desktop.type(WRONG_PIN)
    desktop.press(Qt.Key.Key_Return)
    desktop.until(lambda: page.answer.text() and page.approval.pin_edit.hasFocus())
    assert "That is not the PIN of Kostas" in page.answer.text()
    assert page.approval.pin() == ""
    assert house.desk.ask(SeeStay(house.eleni)).room == "101", "a wrong PIN is counted and moves nobody"
    desktop.until(lambda: not page._busy and page._preview is not None)
    desktop.type(PIN_KOSTAS)
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: desktop.closed)
    move = house.desk.ask(MovesOf(house.eleni))[-1]
    assert (move.to_room, move.decision, move.approved_by) == ("304", "UPGRADE_KEEP", "Kostas")


def test_a_manager_needs_nobody_else(open_desk: OpenDesk, kostas: Person, house: House):
    desktop = open_desk(kostas)
    page = desktop.open(RoomMovePage, house.eleni)
    desktop.until(lambda: page._preview is not None)
    state_reason(desktop)
    choose_room(desktop, "304")
    assert not page.approval.isVisible()
    assert page.move_button.isEnabled()


def test_the_sum_has_to_be_told_and_is_what_the_bill_will_differ_by(desktop: Desktop, house: House):
    state_reason(desktop, "better room")
    page = desktop.page
    choose_room(desktop, "304")
    page.price.choice.choose(RateDecision.UPSELL_NEW.value)
    desktop.until(lambda: page._preview is not None and page._preview.decision is RateDecision.UPSELL_NEW)
    assert page.effect.difference.text() == "€ 135.00"
    assert page.price.told.text() == "The guest was told +135.00 in all"
    assert not page.move_button.isEnabled()
    desktop.tab_to(page.price.told)
    desktop.press(Qt.Key.Key_Space)
    assert "The guest pays more € 135.00" in page.foot._more.whole(), "in view however low the window is"
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: desktop.closed)
    prices = {night.night: night.price for night in house.desk.ask(SeeStay(house.eleni)).nights if not night.posted}
    assert sum(prices.values()) - 3 * 12900 == 13500


def test_another_workstation_s_move_takes_the_room_off_the_list(desktop: Desktop, house: House):
    assert "303" in {row.room.room for row in desktop.page.rooms.list.table().rows()}
    seen = house.desk.ask(PreviewMove(house.yamada, "303", MoveReason.ASKED))
    done = house.do(
        c.MoveRoom, house.mia, stay=house.yamada, to_room="303", from_night=seen.from_night, reason=MoveReason.ASKED,
        words="higher up, please", decision=seen.decision, difference=0,
    )  # fmt: skip
    desktop.bus.changed.emit(done.topics)
    desktop.until(lambda: "303" not in {row.room.room for row in desktop.page.rooms.list.table().rows()})


def test_whatever_can_be_worked_has_a_name(desktop: Desktop):
    state_reason(desktop)
    choose_room(desktop, "304")
    assert nameless(desktop.page) == []


def test_a_stay_that_cannot_be_moved_says_so(open_desk: OpenDesk, ana: Person):
    desktop = open_desk(ana)
    page = desktop.open(RoomMovePage, "nobody")
    desktop.until(page.answer.text)
    assert page.answer.text().startswith("There is no such stay.")
    assert not page.move_button.isEnabled()


def test_a_move_is_put_on_another_date(desktop: Desktop, house: House):
    state_reason(desktop)
    choose_room(desktop, "303")
    desktop.press(Qt.Key.Key_L, alt=True)
    form = desktop.page.findChild(MoveLaterForm)
    desktop.until(lambda: form._shown is not None)
    form.at.setText("14:00")
    form.submit()
    desktop.until(lambda: desktop.closed)
    (planned,) = house.desk.ask(OpenMoves())
    assert (planned.to_room, planned.at, planned.state) == ("303", "14:00", "approved")
    assert planned.from_night > house.desk.ask(SeeStay(house.eleni)).business_date
    assert house.desk.ask(SeeStay(house.eleni)).room == "101"


def test_two_guests_exchange_rooms(desktop: Desktop, house: House):
    state_reason(desktop)
    desktop.press(Qt.Key.Key_S, alt=True)
    form = desktop.page.findChild(SwapForm)
    desktop.until(lambda: form.other.count() > 0 and form.why.currentData())
    form.other.setCurrentIndex(form.other.findData(house.yamada))
    desktop.until(lambda: form._shown is not None)
    there = house.desk.ask(SeeStay(house.yamada)).room
    form.said.setPlainText("はい")
    form.submit()
    assert "has to agree" in form.answer.text()
    form.agreed.setChecked(True)
    form.empty.setChecked(True)
    if form.approval.isVisible():
        form.approval.who.setCurrentIndex(0)
        form.approval.pin_edit.setText(PIN_KOSTAS)
    form.submit()
    desktop.until(lambda: desktop.closed or form.answer.text())
    assert (form.answer.text() if not desktop.closed else "") == ""
    assert (house.desk.ask(SeeStay(house.eleni)).room, house.desk.ask(SeeStay(house.yamada)).room) == (there, "101")


def test_a_guest_is_locked_and_then_not_moved(desktop: Desktop, house: House):
    desktop.press(Qt.Key.Key_N, alt=True)
    form = desktop.page.findChild(DoNotMoveForm)
    form.submit()
    assert "Write why" in form.answer.text()
    form.reason.setPlainText("Medical bed")
    form.submit()
    desktop.until(lambda: desktop.closed)
    with pytest.raises(Refusal, match="not to be moved"):
        house.do(
            c.MoveRoom, house.mia, stay=house.eleni, to_room="303", reason=MoveReason.ASKED, words="x", difference=0,
            from_night=house.desk.ask(SeeStay(house.eleni)).business_date, decision=RateDecision.SAME,
        )  # fmt: skip
