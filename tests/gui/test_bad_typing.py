"""Every field of every form of the ledger, given what nobody should type: a sentence in place, and nothing changes."""

# ruff: noqa: F811 - fixtures of the same window are imported, and named again where they are used
from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from frontdesk.queries.journal import ReadJournal
from tests.gui.small_house import SmallHouse
from tests.gui.test_desk import (  # noqa: F401 - fixtures of the same window
    at_desk,
    house,
    station,
    template,
)
from ui.dialogs.base import FormDialog
from ui.screens.stay import StayPage
from ui.widgets.choice import Choice
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.text_edit import MOST, TextEdit

MEGABYTE = "x" * 1_000_000
BAD_TEXT = {"megabyte": MEGABYTE, "nul": "a\x00b", "turned": "a\u202eb", "card": "4111 1111 1111 1111"}
BAD_AMOUNT = {
    "decimals": "1.23456",
    "huge": "1" + "0" * 18,
    "nan": "NaN",
    "minus zero": "-0",
    "unicorn": "🦄",
    "other digits": "١٢٫٥",
    **BAD_TEXT,
}
NUMBERS = {"quantity", "adults", "children", "rate", "handed", "shares", "order"}
"""Lines that hold a number and are no amounts."""
MEANT = {("split", "shares", "card"), ("foreign", "rate", "decimals")}
"""Four shares, and a rate: there these can be meant."""
FORMS = (
    "payment",
    "charge",
    "correct",
    "transfer",
    "split",
    "case",
    "hold",
    "capture",
    "window",
    "payee",
    "routing",
    "refund",
    "foreign",
    "deposit",
    "paid_out",
    "write_off",
    "departure",
    "party",
    "exempt",
)
SHORT = 100
SLOWEST = 3.0  # seconds of work of the window's thread
"""Seconds for one wrong answer, with room for a busy machine."""


def opened(qtbot: QtBot, page: StayPage, action: str) -> FormDialog:
    line = next(row for row in page.bill.model.rows() if "Minibar" in row.text)
    page.bill.lines.choose(line.posting)
    page.place.deck.start(action)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
    made = QApplication.activeModalWidget()
    assert isinstance(made, FormDialog)
    return made


def edits(made: FormDialog) -> dict[str, QWidget]:
    """The fields by the name they have in the form's code."""
    kinds = (QLineEdit, QPlainTextEdit)
    return {
        name: each
        for name, each in vars(made).items()
        if isinstance(each, kinds) and each.isVisible() and each.isEnabled()
    }


def fill(made: FormDialog) -> None:
    """Answer all there is with something harmless, so that the bad field is what stands in the way."""
    for box in made.form.findChildren(QComboBox):
        if box.currentIndex() < 0 and box.count():
            box.setCurrentIndex(0)
    for choice in made.form.findChildren(Choice):
        for row in choice._rows:
            if choice.value() is None:
                choice.choose(row.option.id)
    for edit in edits(made).values():
        put(edit, "5" if isinstance(edit, MoneyEdit) else "Because")


def put(edit: QWidget, text: str) -> None:
    if isinstance(edit, QPlainTextEdit):
        edit.setPlainText(text)
    else:
        assert isinstance(edit, QLineEdit)
        edit.setText(text)


@pytest.mark.parametrize("action", FORMS)
def test_no_field_takes_what_cannot_be(qtbot: QtBot, at_desk: StayPage, house: SmallHouse, action: str):
    before = house.desk.ask(ReadJournal(limit=1))[0].seq
    made = opened(qtbot, at_desk, action)
    qtbot.wait(150)  # what the form asks for when it opens
    fill(made)
    for name, edit in edits(made).items():
        number = isinstance(edit, MoneyEdit) or name in NUMBERS
        good = edit.toPlainText() if isinstance(edit, QPlainTextEdit) else edit.text()  # type: ignore[attr-defined]
        for what, typed in (BAD_AMOUNT if number else BAD_TEXT).items():
            if (action, name, what) in MEANT:
                continue
            begun = time.thread_time()
            put(edit, typed)
            if isinstance(edit, QLineEdit) and edit.text() != typed and edit.maxLength() < SHORT:
                continue  # the line took the beginning only, which may be meant
            made.submit()
            qtbot.waitUntil(lambda: not made.is_busy())
            where = f"{action}.{name} with {what}"
            assert time.thread_time() - begun < SLOWEST, where
            assert QApplication.activeModalWidget() is made, f"{where} was taken"
            assert made.answer.text(), where
            assert len(made.answer.text()) < 300, where
            assert "Traceback" not in made.answer.text(), where
        put(edit, good)
    assert house.desk.ask(ReadJournal(limit=1))[0].seq == before
    made.reject()


def test_a_name_with_an_emoji_is_a_name(qtbot: QtBot, at_desk: StayPage):
    made = opened(qtbot, at_desk, "window")
    put(edits(made)["payee"], "Wedding 🦄 & Co")
    with qtbot.waitSignal(made.saved):
        made.submit()
    qtbot.waitUntil(lambda: any(window.payee == "Wedding 🦄 & Co" for window in at_desk.folio.windows))


def test_a_pasted_megabyte_is_cut_before_it_is_laid_out(qtbot: QtBot):
    edit = TextEdit()
    qtbot.addWidget(edit)
    edit.show()
    pasted = QMimeData()
    pasted.setText(MEGABYTE)
    begun = time.thread_time()
    edit.insertFromMimeData(pasted)
    edit.insertFromMimeData(pasted)
    qtbot.wait(10)
    assert time.thread_time() - begun < SLOWEST
    assert MOST - 5 < len(edit.toPlainText()) <= MOST
