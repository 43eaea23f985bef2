"""The main job in the real window over a real desk: sign in, find, open, explain, pay, switch."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from frontdesk import commands as do
from frontdesk.desk import Desk
from frontdesk.domain.room_move import MoveReason
from frontdesk.identity import new_id
from frontdesk.queries import ANSWERS
from frontdesk.queries.folio import SeeFolio
from frontdesk.queries.journal import ReadJournal
from frontdesk.queries.room_move import PreviewMove, WhichRooms
from frontdesk.queries.slip import ReadSlip
from frontdesk.queries.stay import SeeStay
from frontdesk.store.reader import Reader
from tests.gui import small_house
from tests.gui.small_house import PINS, SmallHouse
from ui import theme
from ui.dialogs.base import FormDialog
from ui.dialogs.case import CaseForm
from ui.dialogs.charge import ChargeForm
from ui.dialogs.correction import CorrectionForm
from ui.dialogs.leave import LeaveForm
from ui.dialogs.payment import PaymentForm
from ui.screens.house import HousePage
from ui.screens.paper_preview import PaperPreview
from ui.screens.sign_in import SignInDialog, SignInPage
from ui.screens.stay import StayPage
from ui.workstation import Workstation

Typing = Callable[..., None]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SmallHouse]:
    """The house made once; each test works on its own copy of the file."""
    path = tmp_path_factory.mktemp("house") / "house.db"
    with Desk.open(path, clock=small_house.Clock(), durable=False) as desk:
        made = small_house.found(desk)
        small_house.fill(made)
    return path, made


@pytest.fixture
def house(tmp_path: Path, template: tuple[Path, SmallHouse]) -> Iterator[SmallHouse]:
    path, made = template
    shutil.copy(path, tmp_path / "house.db")
    with Desk.open(tmp_path / "house.db", clock=small_house.Clock(), durable=False) as desk:
        yield SmallHouse(desk, made.staff, made.stays)


@pytest.fixture
def station(qtbot: QtBot, house: SmallHouse) -> Workstation:
    made = Workstation(house.desk, "desk-1", house.desk.now)
    qtbot.addWidget(made.window, before_close_func=lambda _window: made.close())
    made.window.resize(1440, 900)
    made.open()
    qtbot.waitUntil(lambda: people(made).model.rowCount() > 0)
    return made


def people(station: Workstation) -> SignInPage:
    page = station.window.page()
    assert isinstance(page, SignInPage)
    return page


def sign_in(qtbot: QtBot, station: Workstation, typing: Typing, name: str = "Ana") -> HousePage:
    page = people(station)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    staff = next(row.staff for row in page.model.rows() if row.name == name)
    page.people.choose(staff)
    typing(page.pin, PINS[name])
    typing(page.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: station.session.name == name)
    return station.house()


@pytest.fixture
def at_desk(qtbot: QtBot, station: Workstation, house: SmallHouse, typing: Typing) -> StayPage:
    """Ana is signed in, and Eleni's stay is open with its bill."""
    page = sign_in(qtbot, station, typing)
    qtbot.waitUntil(lambda: page.guests.model.rowCount() == 3)
    page.open_stay(house.stays["eleni"])
    qtbot.waitUntil(lambda: page.stay.bill.line() is not None and page.stay.stay is not None)
    qtbot.waitUntil(lambda: page.stay.stay.name.startswith("Παπ"))
    return page.stay


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def form(qtbot: QtBot, kind: type[QDialog]) -> FormDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def test_a_wrong_pin_says_so_and_keeps_the_person(qtbot: QtBot, station: Workstation, typing: Typing):
    page = people(station)
    page.people.choose(next(row.staff for row in page.model.rows() if row.name == "Kostas"))
    typing(page.pin, "111111")
    typing(page.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the PIN of Kostas" in page.answer.text())
    assert (page.people.current().name, page.pin.value(), station.session.staff) == ("Kostas", "", "")


def test_the_pins_are_shown_where_the_house_says_so(station: Workstation):
    page = people(station)
    assert [row.shown_pin for row in page.model.rows()] == ["135790", "246810"]


def test_digits_typed_in_the_list_go_into_the_boxes(station: Workstation, typing: Typing):
    page = people(station)
    typing(page.people, "13")
    assert page.pin.value() == "13"


def test_nobody_sees_a_guest_before_signing_in(qtbot: QtBot, station: Workstation):
    assert [action.id for action in station.window.deck.ready()] == ["find", "keys", "back", "person", "theme"]
    station.window.finder.line.setText("Παπα")
    qtbot.waitUntil(lambda: not station.window.finder._asking)
    assert station.window.finder.model.rowCount() == 0


def test_esc_does_not_get_past_the_sign_in(station: Workstation):
    page = station.window.page()
    station.window.deck.start("back")
    assert station.window.page() is page


def test_who_signs_in_stands_in_the_head_and_the_house_below(qtbot: QtBot, station: Workstation, typing: Typing):
    page = sign_in(qtbot, station, typing)
    qtbot.waitUntil(lambda: {"Ana", "associate", "Hotel Miramar", "Fri 21 Nov"} <= set(texts(station.window.header)))
    groups = [("Needs attention", "412"), ("In house", "112"), ("Due in", "207")]
    qtbot.waitUntil(lambda: [(entry.group, entry.row.room) for entry in page.guests.model.rows()] == groups)


def test_arrows_walk_the_guests_and_the_newest_is_shown(qtbot: QtBot, station: Workstation, typing: Typing):
    page = sign_in(qtbot, station, typing)
    qtbot.waitUntil(lambda: page.stay.stay is not None)
    typing(page.guests.list, Qt.Key.Key_Down)
    typing(page.guests.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.stay.stay is not None and page.stay.stay.name == "山田 太郎")
    qtbot.waitUntil(station.window.deck["check_in"].isEnabled)
    assert not station.window.deck["check_out"].isEnabled()


def test_a_slow_bill_never_stands_beside_another_guest_and_keys_wait_for_it(
    qtbot: QtBot, at_desk: StayPage, station: Workstation, house: SmallHouse, monkeypatch: pytest.MonkeyPatch
):
    bill_may_come, read = threading.Event(), ANSWERS[SeeFolio]

    def slowly(reader: Reader, question: SeeFolio) -> object:
        bill_may_come.wait(30)
        return read(reader, question)

    monkeypatch.setitem(ANSWERS, SeeFolio, slowly)
    station.house().open_stay(house.stays["siobhan"])
    station.window.deck.start("payment")
    qtbot.waitUntil(lambda: at_desk.stay is not None)
    assert (at_desk.stay.stay, at_desk.folio) == (house.stays["siobhan"], None)
    qtbot.waitUntil(lambda: not at_desk.head.isVisible())
    assert QApplication.activeModalWidget() is None
    bill_may_come.set()
    paying = form(qtbot, PaymentForm)
    assert at_desk.head.isVisible()
    assert "Siobh" in at_desk.stay.name
    paying.reject()


def test_ctrl_k_finds_by_latin_letters_and_enter_opens(
    qtbot: QtBot, station: Workstation, house: SmallHouse, typing: Typing
):
    page = sign_in(qtbot, station, typing)
    station.window.deck.start("find")
    typing(station.window.finder.line, "siobhan")
    qtbot.waitUntil(lambda: any(hit.lead == "112" for hit in station.window.finder.model.rows()))
    typing(station.window.finder.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.stay.stay is not None and page.stay.stay.stay == house.stays["siobhan"])
    qtbot.waitUntil(lambda: page.guests.current() == house.stays["siobhan"])


def test_the_head_tells_the_rooms_and_the_bill_ties(at_desk: StayPage, house: SmallHouse):
    assert at_desk.head._moves.text() == "Room 305 → 412 moved Thu 20 Nov, noise"
    assert at_desk.head._nights.text() == "5 nights, 3 to come · 2 adults"
    assert house.balance("eleni") == 28440
    assert at_desk.foot.balance.accessibleName() == "Balance € 284.40"
    assert at_desk.tabs.titles() == ["Stay", "Bill", "Cases  2", "Moves  1", "History"]


def test_a_correction_stands_under_the_line_it_takes_back(at_desk: StayPage):
    model = at_desk.bill.model
    rows = [(model.index(n, 2).data(), model.index(n, 4).data(), model.index(n, 5).data()) for n in range(6, 8)]
    assert rows == [
        ("Breakfast, 2 persons", "Corrected", "36.00"),
        ("↳ Correction: in the package or rate", "Correction", "−36.00"),
    ]


def test_f2_tells_the_story_and_esc_returns_to_the_line(qtbot: QtBot, at_desk: StayPage, typing: Typing):
    line = at_desk.bill.line()
    at_desk.window().activateWindow()
    qtbot.keyClick(at_desk.window(), Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: at_desk.explain is not None and len(at_desk.explain.sentences()) == 5)
    assert at_desk.explain.sentences()[0].startswith("This is the minibar")
    assert at_desk.side.isHidden()
    qtbot.keyClick(at_desk.window(), Qt.Key.Key_Escape)
    assert at_desk.explain is None
    assert at_desk.bill.line() == line
    assert not at_desk.side.isHidden()


def test_a_number_key_opens_the_form_of_the_option(qtbot: QtBot, at_desk: StayPage, typing: Typing, house: SmallHouse):
    at_desk.act("explain")
    qtbot.waitUntil(lambda: at_desk.explain is not None and at_desk.explain.options.model.rowCount() == 5)
    rows = [(row.key, row.option.action) for row in at_desk.explain.options.model.rows()]
    assert rows == [("1", "keep"), ("2", "correct"), ("3", "credit"), ("4", "transfer"), ("", "allow")]
    typing(at_desk.explain.options.list, "2")
    correction = form(qtbot, CorrectionForm)
    qtbot.waitUntil(lambda: correction.reason.count() > 0 and correction._found is not None)
    correction.submit()
    assert correction.form.field("reason").complaint() == "Choose what was wrong."
    correction.reason.setCurrentIndex(correction.reason.findData("C-QTY"))
    correction.submit()
    qtbot.waitUntil(lambda: "€ 272.40" in at_desk.foot.balance.accessibleName())
    assert house.balance("eleni") == 27240


def test_an_explanation_that_is_accepted_is_noted_and_told_again(
    qtbot: QtBot, at_desk: StayPage, house: SmallHouse, typing: Typing
):
    at_desk.act("explain")
    qtbot.waitUntil(lambda: at_desk.explain is not None and len(at_desk.explain.sentences()) == 5)
    shown = " ".join(at_desk.explain.sentences())
    typing(at_desk.explain.options.list, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: house.desk.ask(ReadJournal(limit=1))[0].kind == "NoteExplained")
    assert at_desk.explain is None
    row = house.desk.ask(ReadJournal(stay=house.stays["eleni"], limit=1))[0]
    assert row.sentence == "Explained to the guest: Minibar, still water, 12.00. Accepted."
    assert shown in json.loads(row.values)["said"]
    at_desk.act("explain")
    qtbot.waitUntil(
        lambda: (
            at_desk.explain is not None
            and any(text.startswith("Explained to the guest, accepted, by Ana, ") for text in texts(at_desk.explain))
        )
    )
    assert len(at_desk.explain.sentences()) == 5


def test_a_line_not_accepted_becomes_a_question(qtbot: QtBot, at_desk: StayPage):
    at_desk.act("explain")
    qtbot.waitUntil(lambda: at_desk.explain is not None and len(at_desk.explain.sentences()) == 5)
    at_desk.explain.answered.emit("refused")
    case = form(qtbot, CaseForm)
    case.words.setPlainText("We drank no water.")
    case.submit()
    qtbot.waitUntil(lambda: at_desk.bill.line().state == "question")


def test_a_payment_posts_and_the_balance_changes_on_screen(qtbot: QtBot, at_desk: StayPage, house: SmallHouse):
    qtbot.keyClick(at_desk.window(), Qt.Key.Key_F6)
    payment = form(qtbot, PaymentForm)
    assert payment.amount.text() == "284.40"
    assert payment.balance.accessibleName().startswith("Balance now 284.40, Balance after € 0.00")
    payment.amount.setText("100")
    payment.last_four.setText("4242")
    payment.submit()
    qtbot.waitUntil(lambda: at_desk.foot.balance.accessibleName() == "Balance € 184.40")
    assert house.balance("eleni") == 18440
    assert at_desk.place.notices._toast.accessibleName() == "Payment of 100 taken"


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Type an amount."), ("0", "more than nothing"), ("1.005", "decimals")]
)
def test_a_refusal_stays_in_the_form_with_what_was_typed(qtbot: QtBot, at_desk: StayPage, typed: str, said: str):
    at_desk.act("payment")
    payment = form(qtbot, PaymentForm)
    payment.amount.setText(typed)
    payment.approval.setText("A-17")
    payment.submit()
    qtbot.waitUntil(lambda: said in payment.answer.text())
    assert (payment.amount.text(), payment.approval.text(), payment.isVisible()) == (typed, "A-17", True)
    payment.reject()


def test_a_charge_is_found_previewed_and_posted(qtbot: QtBot, at_desk: StayPage, typing: Typing, house: SmallHouse):
    at_desk.act("charge")
    charge = form(qtbot, ChargeForm)
    qtbot.waitUntil(lambda: charge.model.rowCount() > 5)
    typing(charge.search, "minib")
    assert [row.code for row in charge.model.rows()] == ["3000"]
    charge.quantity.setText("3")
    qtbot.waitUntil(lambda: "€ 302.40" in charge.total.accessibleName())
    charge.submit()
    qtbot.waitUntil(lambda: "€ 302.40" in at_desk.foot.balance.accessibleName())
    assert house.balance("eleni") == 30240


def test_above_the_limit_a_manager_approves_in_the_form(
    qtbot: QtBot, at_desk: StayPage, typing: Typing, house: SmallHouse
):
    at_desk.bill.lines.setCurrentIndex(at_desk.bill.model.index(1, 0))
    at_desk.act("correct")
    allowance = form(qtbot, CorrectionForm)
    qtbot.waitUntil(lambda: allowance.reason.count() > 0 and allowance._found is not None)
    assert allowance.approver.isHidden()
    allowance.reason.setCurrentIndex(0)
    allowance.submit()
    qtbot.waitUntil(lambda: not allowance.approver.isHidden())
    assert allowance.approver.who.count() == 1
    typing(allowance.approver.pin_edit, "000000")
    allowance.submit()
    qtbot.waitUntil(lambda: "not the PIN of Kostas" in allowance.answer.text())
    assert (allowance.amount.text(), allowance.approver.pin()) == ("189.00", "")
    typing(allowance.approver.pin_edit, PINS["Kostas"])
    allowance.submit()
    qtbot.waitUntil(lambda: house.balance("eleni") == 9540)


def test_f12_over_a_form_keeps_what_was_typed(qtbot: QtBot, at_desk: StayPage, station: Workstation, typing: Typing):
    at_desk.act("payment")
    payment = form(qtbot, PaymentForm)
    payment.amount.setText("77.00")
    payment._ask_person()
    over = form(qtbot, SignInDialog)
    qtbot.waitUntil(lambda: over.page.model.rowCount() == 2)
    over.page.people.choose(next(row.staff for row in over.page.model.rows() if row.name == "Kostas"))
    typing(over.page.pin, PINS["Kostas"])
    typing(over.page.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: station.session.name == "Kostas")
    assert (payment.isVisible(), payment.amount.text()) == (True, "77.00")
    assert payment.command().actor == station.session.staff
    payment.reject()


def test_f12_over_a_page_keeps_the_page_and_esc_goes_back(
    qtbot: QtBot, at_desk: StayPage, station: Workstation, typing: Typing
):
    line = at_desk.bill.line()
    qtbot.keyClick(station.window, Qt.Key.Key_F12)
    assert isinstance(station.window.page(), SignInPage)
    qtbot.keyClick(station.window, Qt.Key.Key_Escape)
    assert isinstance(station.window.page(), HousePage)
    qtbot.keyClick(station.window, Qt.Key.Key_F12)
    sign_in(qtbot, station, typing, "Kostas")
    assert (station.window.page(), at_desk.bill.line()) == (station.house(), line)
    assert station.window.deck["approvals"].isEnabled()


def test_check_in_and_its_refusal(qtbot: QtBot, at_desk: StayPage, station: Workstation, house: SmallHouse):
    station.house().open_stay(house.stays["taro"])
    qtbot.waitUntil(station.window.deck["check_in"].isEnabled)
    qtbot.waitUntil(lambda: at_desk.folio is not None and at_desk.folio.stay == house.stays["taro"])
    at_desk.act("check_in")
    arrival = QApplication.activeModalWidget()
    qtbot.waitUntil(lambda: arrival.model.rowCount() > 0)
    assert arrival.rooms.current().room == "207"
    arrival.submit()
    qtbot.waitUntil(station.window.deck["check_out"].isEnabled)
    at_desk.act("payment")
    form(qtbot, PaymentForm).reject()


def test_check_out_asks_for_what_is_to_pay_first(qtbot: QtBot, at_desk: StayPage):
    at_desk.act("check_out")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), LeaveForm))
    leaving = form(qtbot, LeaveForm)
    assert leaving.submit_button.caption() == "Take payment"
    leaving.submit()
    payment = form(qtbot, PaymentForm)
    assert "284.40" in payment.amount.text()
    payment.reject()
    assert at_desk.stay is not None
    assert at_desk.stay.status == "in_house"


def test_a_slip_is_shown_and_handed_out(
    qtbot: QtBot, at_desk: StayPage, station: Workstation, house: SmallHouse, tmp_path: Path
):
    at_desk.show_moves()
    qtbot.waitUntil(lambda: at_desk.moves.model.rowCount() > 0)
    at_desk.act("slip")
    page = station.window.page()
    assert isinstance(page, PaperPreview)
    qtbot.waitUntil(lambda: len(page.sheets.pages) == 2 or bool(page.answer.text()))
    assert page.answer.text() == ""
    before = len(house.desk.ask(ReadJournal()))
    page.save_to(tmp_path / "slip.pdf")
    qtbot.waitUntil((tmp_path / "slip.pdf").exists)
    assert len(house.desk.ask(ReadJournal())) == before + 1
    page.act("back")
    assert not isinstance(station.window.page(), PaperPreview)


def test_a_planned_move_is_started_and_finished_from_its_list(
    qtbot: QtBot, at_desk: StayPage, station: Workstation, house: SmallHouse
):
    stay = house.stays["eleni"]
    room = house.desk.ask(WhichRooms(stay)).rooms[0].room
    shown = house.desk.ask(PreviewMove(stay, room))
    terms = {
        "from_night": shown.from_night,
        "reason": MoveReason.ASKED,
        "words": "higher",
        "difference": shown.difference,
    }
    planned = house.do(do.PlanMove, "Kostas", stay=stay, to_room=room, decision=shown.decision, **terms)
    station.watch.look()
    at_desk.show_moves()
    moves = at_desk.moves.open_moves
    for state, ticked in (("approved", 2), ("moving", 4)):
        at_desk.moves.read(stay)
        qtbot.waitUntil(lambda state=state: getattr(moves.moves.current(), "state", "") == state)
        moves.take(0)
        checklist = QApplication.activeModalWidget()
        qtbot.waitUntil(lambda checklist=checklist, ticked=ticked: len(checklist.steps.ticks) == ticked)
        checklist.submit()
        assert "open" in checklist.answer.text()
        for box, edit in checklist.steps.ticks.values():
            box.setChecked(True)
            edit.setText("2, 2, 0")
        checklist.submit()
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert house.desk.ask(SeeStay(stay)).room == room
    assert house.desk.ask(ReadSlip(planned.facts["number"])).keys == (2, 2, 0)


def test_the_history_is_told_in_words(qtbot: QtBot, at_desk: StayPage):
    at_desk.tabs.turn(4)
    model = at_desk.history.model
    qtbot.waitUntil(lambda: model.rowCount() > 8)
    said = [row.sentence for row in model.rows()]
    assert "Moved 305 → 412: Noise, works or machines. Difference 0.00." in said


def test_a_change_from_another_workstation_shows_itself(
    qtbot: QtBot, at_desk: StayPage, station: Workstation, house: SmallHouse
):
    house.do(do.OpenWindow, "Kostas", stay=house.stays["eleni"], payee="Friend")
    house.charge("eleni", "3000", 600)
    station.watch.look()
    qtbot.waitUntil(lambda: "€ 290.40" in at_desk.foot.balance.accessibleName())
    assert at_desk.bill.windows.count() == 3


def test_another_theme_keeps_the_page(qtbot: QtBot, at_desk: StayPage, station: Workstation):
    with qtbot.waitSignal(station.window.theme_changed):
        qtbot.keyClick(station.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert theme.current_name() == "dark"
    assert at_desk.bill.line() is not None


def test_alt_and_a_number_turns_the_tabs(qtbot: QtBot, at_desk: StayPage):
    qtbot.keyClick(at_desk.window(), Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert at_desk.tabs.current() == 2
    qtbot.keyClick(at_desk.window(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert at_desk.tabs.current() == 3


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (1920, 1080)])
def test_no_button_and_no_figure_is_cut(qtbot: QtBot, at_desk: StayPage, size: tuple[int, int]):
    window = at_desk.window()
    window.resize(*size)
    for explaining in (False, True):
        if explaining:
            at_desk.act("explain")
            qtbot.waitUntil(lambda: at_desk.explain is not None and len(at_desk.explain.sentences()) == 5)
        QApplication.processEvents()
        assert window.width() == size[0]
        for button in at_desk.foot.findChildren(QWidget):
            if button.isVisible() and button.metaObject().className() in {"ActionButton", "Amount"}:
                assert button.width() >= button.minimumSizeHint().width(), (button.accessibleName(), explaining)


def test_the_first_person_of_an_empty_house_chooses_the_pin(qtbot: QtBot, tmp_path: Path, typing: Typing):
    with Desk.open(tmp_path / "empty.db", clock=small_house.Clock(), durable=False) as desk:
        made = Workstation(desk, "desk-1", desk.now)
        qtbot.addWidget(made.window, before_close_func=lambda _window: made.close())
        made.open()
        page = people(made)
        qtbot.waitUntil(lambda: page._kinds.currentIndex() == 1)
        page.first.name.setText("Irini")
        typing(page.first.pin, "975310")
        typing(page.first.again, "975311")
        page.first.submit()
        assert "not the same" in page.first.answer.text()
        typing(page.first.again, "975310")
        page.first.submit()
        qtbot.waitUntil(lambda: [row.name for row in page.model.rows()] == ["Irini"])
        typing(page.pin, "975310")
        typing(page.pin, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: made.session.role == "general_manager")
        made.close()


def test_a_command_carries_the_person_the_place_and_what_was_seen(at_desk: StayPage, station: Workstation):
    made = station.session.make(do.CheckOut, stay=new_id())
    assert (made.actor, made.workstation) == (station.session.staff, "desk-1")
    assert made.basis == at_desk.stay.seq > 0
