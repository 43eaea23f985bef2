from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from frontdesk.errors import Refusal
from ui.bus import DeskBus
from ui.dialogs.base import FormDialog
from ui.widgets.date_edit import DateEdit
from ui.widgets.money_edit import MoneyEdit


class FieldRefusal(Refusal):
    field = "amount"


class Charge(FormDialog):
    """A form as a screen would write it."""

    def __init__(self, bus: DeskBus, parent: QWidget) -> None:
        super().__init__(bus, "Post a charge", submit="Post", parent=parent)
        self.amount = MoneyEdit("EUR")
        self.note = QLineEdit()
        self.day = DateEdit(date(2025, 11, 21))
        self.form.beside(("amount", "Amount", self.amount), ("day", "Date", self.day))
        self.form.add("note", "Note", self.note, hint="Staff only")
        self.gate: threading.Event | None = None
        self.error: Exception | None = None

    def command(self):
        if not self.amount.raw():
            raise FieldRefusal("Please type an amount.", "", "Such as 12.00.")
        return self.work

    def work(self) -> str:
        if self.gate is not None:
            assert self.gate.wait(30)
        if self.error is not None:
            raise self.error
        return "posted"


@pytest.fixture
def form(bus: DeskBus, host: QWidget) -> Charge:
    host.show()
    made = Charge(bus, host)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.open()
    made.amount.setText(" 12.00 ")
    made.note.setText("δύο νερά")
    return made


def test_an_agreed_command_closes_the_form_and_brings_its_result(qtbot: QtBot, form: Charge):
    with qtbot.waitSignal(form.saved) as saved:
        form.submit()
    assert saved.args[0].said == "posted"
    assert not form.isVisible()


def test_a_refusal_is_shown_inside_and_keeps_what_was_typed(qtbot: QtBot, form: Charge):
    form.error = Refusal("Folio closed.", "The window is settled.", "Reopen it first.")
    form.submit()
    qtbot.waitUntil(lambda: form.answer.text() != "")
    assert form.answer.text() == "Folio closed. The window is settled. Reopen it first."
    assert (form.amount.text(), form.note.text(), form.day.value()) == (
        " 12.00 ",
        "δύο νερά",
        date(2025, 11, 21),
    )
    assert form.isVisible()
    qtbot.waitUntil(lambda: not form.is_busy())
    form.error = None
    with qtbot.waitSignal(form.saved):
        form.submit()


def test_after_a_refusal_the_cursor_is_where_it_was(qtbot: QtBot, form: Charge):
    qtbot.waitActive(form)
    form.note.setFocus()
    form.error = Refusal("Folio closed.")
    form.submit()
    qtbot.waitUntil(lambda: form.answer.text() != "" and not form.is_busy())
    assert QApplication.focusWidget() is form.note
    form.error = FieldRefusal("Too much.")
    form.submit()
    qtbot.waitUntil(lambda: "Too much" in form.answer.text() and not form.is_busy())
    assert QApplication.focusWidget() is form.amount


def test_a_refusal_made_by_the_form_itself_points_at_its_field(qtbot: QtBot, form: Charge):
    form.amount.clear()
    form.submit()
    assert form.answer.text().startswith("Please type an amount. Such as")
    assert form.form.field("amount").complaint() == "Please type an amount."
    assert form.amount.accessibleDescription() == "Please type an amount."
    assert not form.is_busy()
    form.amount.setText("1")
    with qtbot.waitSignal(form.saved):
        form.submit()


def test_the_form_waits_and_sends_only_once(qtbot: QtBot, form: Charge, desk: Any, typing: Callable[..., None]):
    form.gate = threading.Event()
    form.submit()
    form.submit()
    assert form.is_busy()
    assert not form.submit_button.isEnabled()
    form.reject()
    assert form.isVisible()
    form.gate.set()
    with qtbot.waitSignal(form.saved):
        pass
    assert desk.done == ["posted"]


def test_a_fault_is_told_elsewhere_and_the_form_can_be_sent_again(qtbot: QtBot, form: Charge, bus: DeskBus):
    form.error = OSError("disk")
    with qtbot.waitSignal(bus.failed):
        form.submit()
    qtbot.waitUntil(lambda: not form.is_busy())
    assert form.note.text() == "δύο νερά"
    assert form.isVisible()


def test_escape_closes_and_sends_nothing(form: Charge, desk: Any, typing: Callable[..., None]):
    typing(form, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert desk.done == []


def test_nothing_is_cut_when_the_refusal_is_long(qtbot: QtBot, form: Charge):
    form.error = Refusal("Long", "A sentence that goes on. " * 12, "And what would help. " * 8)
    form.submit()
    qtbot.waitUntil(lambda: form.answer.text() != "")
    qtbot.wait(20)
    bottom = form.answer.geometry().bottom()
    assert bottom < form.submit_button.mapTo(form, form.submit_button.rect().topLeft()).y()
    assert form.answer.height() >= form.answer.heightForWidth(form.answer.width())
