"""The forms of the ledger in the real window: opened from the menu, filled by keyboard, shown before, done after."""

# ruff: noqa: F811 - fixtures of the same window are imported, and named again where they are used
from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from frontdesk.commands import GiveCredit, TakePayment
from frontdesk.commands.credit import CreditKind
from frontdesk.desk import Desk
from frontdesk.domain.folio import PaymentMethod
from frontdesk.identity import new_id
from frontdesk.queries.folio import SeeFolio
from frontdesk.queries.routing import SeeRouting
from frontdesk.queries.stay import SeeStay
from tests.gui.small_house import PINS, SmallHouse
from tests.gui.test_desk import (  # noqa: F401 - fixtures of the same window
    Typing,
    at_desk,
    form,
    house,
    sign_in,
    station,
    template,
)
from ui import wording
from ui.bus import DeskBus
from ui.dialogs.arrival import SettleForm
from ui.dialogs.base import FormDialog
from ui.dialogs.charge import ChargeForm
from ui.dialogs.correction import CorrectionForm
from ui.dialogs.departure import CancelForm, DepartureForm
from ui.dialogs.foreign import ForeignForm
from ui.dialogs.gift import GiftBackForm
from ui.dialogs.hold import CaptureForm
from ui.dialogs.party import ExemptForm, PartyForm
from ui.dialogs.payee import PayeeForm
from ui.dialogs.payment import PaymentForm
from ui.dialogs.refund import RefundForm, WriteOffForm
from ui.dialogs.rerouting import RerouteForm
from ui.dialogs.routing import RoutingForm
from ui.dialogs.split import SplitForm
from ui.dialogs.transfer import TransferForm
from ui.screens.stay import StayPage
from ui.widgets.before_after import BeforeAfter
from ui.widgets.choose import choose
from ui.workstation import Workstation

FORMS: dict[str, type[FormDialog]] = {
    "payee": PayeeForm,
    "routing": RoutingForm,
    "reroute": RerouteForm,
    "refund": RefundForm,
    "foreign": ForeignForm,
    "deposit": PaymentForm,
    "paid_out": ChargeForm,
    "write_off": WriteOffForm,
    "capture": CaptureForm,
    "departure": DepartureForm,
    "party": PartyForm,
    "exempt": ExemptForm,
    "split": SplitForm,
    "transfer": TransferForm,
    "settle": SettleForm,
    "correct": CorrectionForm,
}
OTHERS: dict[str, type[FormDialog]] = {"cancel_stay": CancelForm, "gift_back": GiftBackForm}
"""Forms that need another stay, or another person."""


@pytest.fixture(autouse=True)
def put_away(station: Workstation) -> Iterator[None]:
    """No form stays open over a window that is closed."""
    yield
    left = QApplication.activeModalWidget()
    if isinstance(left, FormDialog):
        left.reject()


def opened(qtbot: QtBot, page: StayPage, action: str) -> FormDialog:
    page.place.deck.start(action)
    return form(qtbot, FORMS.get(action) or OTHERS[action])


def said(widget: FormDialog) -> str:
    return widget.findChild(BeforeAfter).accessibleName()


def sent(qtbot: QtBot, widget: FormDialog) -> None:
    with qtbot.waitSignal(widget.saved):
        widget.submit()


def choose_line(page: StayPage, text: str) -> None:
    row = next(line for line in page.bill.model.rows() if text in line.text and line.kind == "charge")
    page.bill.lines.choose(row.posting)


@pytest.mark.parametrize("action", FORMS)
def test_every_form_opens_from_the_table_and_closes_with_escape(
    qtbot: QtBot, at_desk: StayPage, typing: Typing, action: str
):
    choose_line(at_desk, "Minibar")
    made = opened(qtbot, at_desk, action)
    qtbot.waitUntil(lambda: isinstance(made.focusWidget(), QWidget))
    typing(made, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_the_menu_holds_every_action_of_bill_and_stay(at_desk: StayPage):
    names = {action.objectName() for action in at_desk.more.menu_of_actions.actions()}
    assert set(FORMS) | {"cancel_stay", "release"} <= names
    assert at_desk.more.isEnabled()


@pytest.mark.parametrize(("action", "words"), [("split", "The balance stays"), ("transfer", "The line keeps its tax")])
def test_a_form_about_a_line_begins_with_what_it_would_do(qtbot: QtBot, at_desk: StayPage, action: str, words: str):
    choose_line(at_desk, "Minibar")
    made = opened(qtbot, at_desk, action)
    qtbot.waitUntil(lambda: any(words in label.text() for label in made.findChildren(QLabel)))


def test_a_stay_is_extended_with_its_price_shown_first(qtbot: QtBot, at_desk: StayPage, house: SmallHouse):
    made = opened(qtbot, at_desk, "departure")
    before = house.desk.ask(SeeStay(house.stays["eleni"])).departure
    made.day.set_value(before + timedelta(days=2))
    qtbot.waitUntil(lambda: "2 nights more" in made.nights.text())
    sent(qtbot, made)
    assert house.desk.ask(SeeStay(house.stays["eleni"])).departure == before + timedelta(days=2)


def test_a_refund_names_a_payment_of_the_bill_or_nothing(qtbot: QtBot, at_desk: StayPage, house: SmallHouse):
    made = opened(qtbot, at_desk, "refund")
    qtbot.waitUntil(lambda: made.payment._rows != [])
    assert [row.option.locked for row in made.payment._rows] == ["its window is not in credit"]
    made.submit()
    assert "Choose the payment" in made.answer.text()


def test_a_refund_is_approved_in_the_form(qtbot: QtBot, at_desk: StayPage, house: SmallHouse, typing: Typing):
    house.do(TakePayment, stay=house.stays["eleni"], amount=100000, method=PaymentMethod.CARD)
    made = opened(qtbot, at_desk, "refund")
    qtbot.waitUntil(lambda: made.payment.value() is not None and made.approver.isVisible())
    qtbot.waitUntil(lambda: "goes back" in said(made))
    made.reason.setText("Paid twice")
    typing(made.approver.pin_edit, PINS["Kostas"])
    sent(qtbot, made)
    assert house.balance("eleni") == 0


def ready(qtbot: QtBot, made: RoutingForm, rows: int) -> None:
    qtbot.waitUntil(lambda: made.what.words() != () and made.model.rowCount() == rows + 1)


def test_an_instruction_says_everything_a_command_can(qtbot: QtBot, at_desk: StayPage, house: SmallHouse):
    stay, other = house.stays["eleni"], house.stays["siobhan"]
    before = len(house.desk.ask(SeeRouting(stay)))
    made = opened(qtbot, at_desk, "routing")
    ready(qtbot, made, before)
    made.what.setText("Rooms, minibar; 2010, 1000")
    made.limit.setCurrentIndex(1)
    made.value.setText("80.00")
    assert not made.form.field("first").isVisible()
    made.narrow.setChecked(True)
    assert made.form.field("first").isVisible()
    made.first.set_value(date(2025, 11, 22))
    made.last.set_value(date(2025, 11, 23))
    made.weekdays.set_value((5, 6))
    made.room.setText("112")
    qtbot.waitUntil(lambda: made.target.currentData() == (other, 1))
    assert "80.00 goes to window 1 of the other guest and 70.00 stays" in made.words.text()
    made.order.setText("9")
    sent(qtbot, made)
    row = house.desk.ask(SeeRouting(stay))[-1]
    assert (row.departments, row.codes) == (("rooms", "minibar"), ("2010", "1000"))
    assert (row.first, row.last, row.weekdays) == (date(2025, 11, 22), date(2025, 11, 23), (5, 6))
    assert (row.to_stay, row.window, row.limit.value, row.value, row.place) == (other, 1, "day", 8000, 9)
    made = opened(qtbot, at_desk, "routing")
    ready(qtbot, made, before + 1)
    made.rows.choose(row.routing)
    assert made.what.text() == "Rooms, Minibar, 2010, 1000"
    assert made.form.field("weekdays").isVisible()
    assert not made.form.field("place").isVisible()
    sent(qtbot, made)
    assert house.desk.ask(SeeRouting(stay))[-1] == row, "saved as it was, nothing is lost"


@pytest.mark.qt_log_ignore("does not support", extend=True)  # a window without a screen, of a list that pops up
def test_words_are_found_while_typing(qtbot: QtBot, at_desk: StayPage, typing: Typing):
    made = opened(qtbot, at_desk, "routing")
    qtbot.waitUntil(lambda: made.what.words() != ())
    made.what.setFocus()
    typing(made.what, "laun")
    qtbot.waitUntil(made.what.popup().isVisible)
    typing(made.what.popup(), Qt.Key.Key_Return)
    assert made.what.text() == "Laundry"
    typing(made.what, ", minib")
    qtbot.waitUntil(made.what.popup().isVisible)
    typing(made.what.popup(), Qt.Key.Key_Enter)
    assert made.what.text() == "Laundry, Minibar"
    typing(made.what, Qt.Key.Key_Down)
    qtbot.waitUntil(made.what.popup().isVisible)
    typing(made.what.popup(), Qt.Key.Key_Escape)
    assert made.isVisible()


@pytest.mark.parametrize(
    ("field", "typed", "complaint"),
    [
        ("what", "rooms, unicorns", "There is no department or code “unicorns”."),
        ("what", " , ;", "Choose what is sent."),
        ("what", "\u202erooms\x00" + "🦄" * 100, "There is no department or code"),
        ("value", "1.234", "decimals"),
        ("value", "NaN", ""),
        ("value", "-0", ""),
        ("order", "first", "A place is a number"),
        ("order", "٣", "A place is a number"),
    ],
)
def test_a_bad_instruction_is_refused_in_place(
    qtbot: QtBot, at_desk: StayPage, house: SmallHouse, field: str, typed: str, complaint: str
):
    before = house.desk.ask(SeeRouting(house.stays["eleni"]))
    made = opened(qtbot, at_desk, "routing")
    ready(qtbot, made, len(before))
    made.what.setText("rooms")
    made.limit.setCurrentIndex(1)
    made.value.setText("80")
    made.narrow.setChecked(True)
    getattr(made, field).setText(typed)
    made.submit()
    qtbot.waitUntil(lambda: made.answer.text() != "")
    assert complaint in made.answer.text()
    assert made.form.field({"order": "place"}.get(field, field)).complaint() != ""
    assert house.desk.ask(SeeRouting(house.stays["eleni"])) == before


def test_an_instruction_is_added_said_anew_and_ended(qtbot: QtBot, at_desk: StayPage, house: SmallHouse):
    stay = house.stays["eleni"]
    before = len(house.desk.ask(SeeRouting(stay)))
    made = opened(qtbot, at_desk, "routing")
    ready(qtbot, made, before)
    made.what.setText("minibar")
    made.limit.setCurrentIndex(3)
    made.value.setText("60")
    assert "Of a charge of 150.00, 90.00 goes to window 2 and 60.00 stays" in made.words.text()
    sent(qtbot, made)
    rows = house.desk.ask(SeeRouting(stay))
    assert (len(rows), rows[-1].value) == (before + 1, 600_000)
    made = opened(qtbot, at_desk, "routing")
    ready(qtbot, made, before + 1)
    made.rows.choose(rows[-1].routing)
    assert made.value.text() == "60"
    made.value.setText("70")
    sent(qtbot, made)
    assert house.desk.ask(SeeRouting(stay))[-1].value == 700_000
    made = opened(qtbot, at_desk, "routing")
    ready(qtbot, made, before + 1)
    made.rows.choose(rows[-1].routing)
    made.end.setChecked(True)
    sent(qtbot, made)
    assert len(house.desk.ask(SeeRouting(stay))) == before


def test_a_hold_is_captured_up_to_what_is_owed(qtbot: QtBot, at_desk: StayPage, house: SmallHouse):
    owed = house.balance("eleni")
    made = opened(qtbot, at_desk, "capture")
    qtbot.waitUntil(lambda: "is taken from the hold" in said(made))
    sent(qtbot, made)
    assert owed > 0
    assert house.balance("eleni") == max(0, owed - 60000)


def test_foreign_money_shows_its_worth_and_the_change(qtbot: QtBot, at_desk: StayPage, house: SmallHouse):
    owed = house.balance("eleni")
    made = opened(qtbot, at_desk, "foreign")
    assert choose(made.foreign, "USD")
    made.handed.setText("250.00")
    made.rate.setText("0.9137")
    made.change.setText("8.43")
    qtbot.waitUntil(lambda: "228.43 is taken, change 8.43" in said(made))
    sent(qtbot, made)
    assert house.balance("eleni") == owed - 22000


@pytest.mark.parametrize(
    ("way", "typed", "parts"),
    [
        ("shares", "2 : 1", "8.00 (tax 1.55) + 4.00 (tax 0.77)"),
        ("amount", "5.00", "5.00 (tax 0.97) + 7.00 (tax 1.35)"),
        ("percent", "25", "3.00 (tax 0.58) + 9.00 (tax 1.74)"),
        ("quantity", "1", "6.00 (tax 1.16) + 6.00 (tax 1.16)"),
        ("night", "", "2.40"),
    ],
)
def test_a_line_is_split_in_every_way(qtbot: QtBot, at_desk: StayPage, way: str, typed: str, parts: str):
    choose_line(at_desk, "Minibar")
    made = opened(qtbot, at_desk, "split")
    made.by.choose(way)
    if typed:
        made.shares.setText(typed)
    qtbot.waitUntil(lambda: "The balance stays" in made.parts.text())
    assert parts in made.parts.text()
    sent(qtbot, made)


def test_a_write_off_asks_a_manager_of_an_associate(qtbot: QtBot, at_desk: StayPage, house: SmallHouse):
    owed = house.balance("eleni")
    made = opened(qtbot, at_desk, "write_off")
    qtbot.waitUntil(made.approver.isVisible)
    made.text.setText("The guest will not pay this")
    made.submit()
    qtbot.waitUntil(lambda: made.answer.text() != "")
    assert house.balance("eleni") == owed


def test_other_guests_and_who_does_not_pay(qtbot: QtBot, at_desk: StayPage, house: SmallHouse):
    made = opened(qtbot, at_desk, "party")
    made.adults.setText("1")
    qtbot.waitUntil(lambda: "Balance after" in said(made))
    sent(qtbot, made)
    assert house.desk.ask(SeeStay(house.stays["eleni"])).adults == 1
    made = opened(qtbot, at_desk, "exempt")
    qtbot.waitUntil(lambda: made.reason.count() > 0 or made.answer.text() != "")
    if made.reason.count():
        made.reason.setCurrentIndex(0)
        made.evidence.setText("Shown at the desk")
        sent(qtbot, made)


def test_another_payee(qtbot: QtBot, at_desk: StayPage, house: SmallHouse):
    made = opened(qtbot, at_desk, "payee")
    made.payee.setText("Αιγαίο Α.Ε.")
    made.address.setPlainText("Οδός 1\nΑθήνα")
    sent(qtbot, made)
    window = house.desk.ask(SeeFolio(house.stays["eleni"])).windows[0]
    assert (window.payee, window.address) == ("Αιγαίο Α.Ε.", ("Οδός 1", "Αθήνα"))


def test_a_write_off_shows_balance_and_tax_before(qtbot: QtBot, at_desk: StayPage, house: SmallHouse):
    made = opened(qtbot, at_desk, "write_off")
    qtbot.waitUntil(lambda: "No tax changes" in said(made))
    made.amount.setText("10.00")
    after = wording.with_symbol(house.balance("eleni") - 1000, "EUR")
    qtbot.waitUntil(lambda: f"Balance after {after}" in said(made))
    made.amount.setText("999999")
    qtbot.waitUntil(lambda: "Write off at most that" in said(made))


def test_a_window_is_settled_with_its_taxes_shown(qtbot: QtBot, at_desk: StayPage, house: SmallHouse):
    made = opened(qtbot, at_desk, "settle")
    qtbot.waitUntil(lambda: "Take the payment first" in said(made))
    made.reject()
    house.do(TakePayment, stay=house.stays["eleni"], amount=house.balance("eleni"), method=PaymentMethod.CARD)
    qtbot.waitUntil(lambda: at_desk.bill.window_view().balance == 0)
    made = opened(qtbot, at_desk, "settle")
    qtbot.waitUntil(lambda: "fixed as posted" in said(made))
    assert "VAT 13 %" in said(made)
    assert f"Balance after {wording.with_symbol(0, 'EUR')}" in said(made)
    sent(qtbot, made)
    assert house.desk.ask(SeeFolio(house.stays["eleni"])).windows[0].settled.startswith("F")


def test_a_correction_shows_the_tax_that_goes_with_the_line(qtbot: QtBot, at_desk: StayPage):
    choose_line(at_desk, "Minibar")
    made = opened(qtbot, at_desk, "correct")
    qtbot.waitUntil(lambda: "A correction of today" in said(made))
    assert "VAT 24 %" in said(made)


def test_a_gift_is_taken_back_with_its_tax_shown(qtbot: QtBot, station: Workstation, house: SmallHouse, typing: Typing):
    stay = house.stays["eleni"]
    bought = next(line for line in house.lines("eleni") if "Minibar" in line.text)
    case = house.desk.ask(SeeStay(stay)).cases[0].case
    wanted = {"stay": stay, "case": case, "lines": (bought.posting,), "kind": CreditKind.AMOUNT, "amount": 120}
    command = GiveCredit(
        id=new_id(),
        actor=house.staff["Ana"],
        workstation="desk-1",
        made_at=house.desk.now(),
        total=120,
        reason="G-NOIB",
        to_guest="We are sorry.",
        **wanted,
    )
    house.desk.do(command)
    page = sign_in(qtbot, station, typing, "Kostas")
    page.open_stay(stay)
    qtbot.waitUntil(lambda: any(row.kind == "goodwill" for row in page.stay.bill.model.rows()))
    gift = next(row for row in page.stay.bill.model.rows() if row.kind == "goodwill")
    page.stay.bill.lines.choose(gift.posting)
    before = house.balance("eleni")
    made = opened(qtbot, page.stay, "gift_back")
    after = wording.with_symbol(before + 120, "EUR")
    qtbot.waitUntil(lambda: f"Balance after {after}" in said(made))
    assert "VAT 24 %" in said(made)
    made.submit()
    assert "Write what the guest will read" in made.answer.text()
    made.to_guest.setText("It was for another room.")
    sent(qtbot, made)
    assert house.balance("eleni") == before + 120


def test_a_cancellation_shows_the_nights_given_up(
    qtbot: QtBot, station: Workstation, house: SmallHouse, typing: Typing
):
    page = sign_in(qtbot, station, typing)
    page.open_stay(house.stays["taro"])
    qtbot.waitUntil(lambda: page.stay.stay is not None and page.stay.folio is not None)
    made = opened(qtbot, page.stay, "cancel_stay")
    qtbot.waitUntil(lambda: "3 nights given up: 579.00, 12.00 of it tax on top" in said(made))
    assert "no tax on the bill changes" in said(made)
    assert f"Balance after {wording.with_symbol(0, 'EUR')}" in said(made)
    made.reason.setText("Flight cancelled")
    sent(qtbot, made)


@pytest.mark.parametrize(
    ("action", "field", "typed"),
    [
        ("paid_out", "price", ("12.00", "12.0.0")),
        ("paid_out", "quantity", ("2", "0")),
        ("write_off", "amount", ("5.00", "5,00,0")),
    ],
)
def test_a_late_answer_puts_no_figure_to_what_is_none(
    qtbot: QtBot, at_desk: StayPage, held_back: HeldBack, action: str, field: str, typed: tuple[str, str]
):
    made = opened(qtbot, at_desk, action)
    qtbot.waitUntil(lambda: not isinstance(made, ChargeForm) or made.codes.current() is not None)
    for name in {"price", "amount"} & set(vars(made)):
        getattr(made, name).setText("4.00")
    qtbot.waitUntil(lambda: wording.DASH not in said(made))
    held_back.begin()
    edit = getattr(made, field)
    edit.setText(typed[0])
    qtbot.waitUntil(held_back.asked.is_set)
    edit.setText(typed[1])
    held_back.gate.set()
    qtbot.waitUntil(held_back.sent.is_set)
    QApplication.processEvents()
    assert said(made).count(wording.DASH) == 2


class HeldBack:
    """Holds back what a form asks, from `begin` until its gate is opened; says when the answer is on its way."""

    def __init__(self, desk: Desk, bus: DeskBus, patch: pytest.MonkeyPatch) -> None:
        self.gate, self.asked, self.sent = threading.Event(), threading.Event(), threading.Event()
        self._ask, self._hop, self._desk, self._bus, self._patch = desk.ask, bus._hop, desk, bus, patch

    def begin(self) -> None:
        self._patch.setattr(self._desk, "ask", self._hold)
        self._patch.setattr(self._bus, "_hop", self._hopped)

    def _hold(self, question: Any) -> Any:
        answer = self._ask(question)
        self.asked.set()
        assert self.gate.wait(30)
        return answer

    def _hopped(self, *about: Any) -> None:
        self._hop(*about)
        self.sent.set()


@pytest.fixture
def held_back(at_desk: StayPage, house: SmallHouse, monkeypatch: pytest.MonkeyPatch) -> HeldBack:
    return HeldBack(house.desk, at_desk.place.bus, monkeypatch)
