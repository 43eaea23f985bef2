from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from ui.widgets.amount import Amount, Figure
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card, clear
from ui.widgets.chip import Chip
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.form import Form
from ui.widgets.keycap import Keycap
from ui.widgets.limit_bar import Bar, LimitBar
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.pin_edit import PinEdit
from ui.widgets.state import State


@pytest.fixture
def shown(qtbot: QtBot):
    def put(widget: Any) -> Any:
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return put


def test_a_pin_is_typed_by_keys_and_never_said(shown: Callable[[Any], Any], typing: Callable[..., None], qtbot: QtBot):
    pin = shown(PinEdit(4))
    with qtbot.waitSignal(pin.completed):
        typing(pin, "1a2Ω34")
    typing(pin, "5")
    assert pin.value() == "1234"
    face = QAccessible.queryAccessibleInterface(pin)
    said = " ".join(
        face.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
    )
    assert said.split() == ["PIN", "4", "of", "4", "digits", "typed"]
    typing(pin, Qt.Key.Key_Backspace)
    assert pin.value() == "123"
    typing(pin, Qt.Key.Key_Delete)
    assert pin.value() == ""


def test_digits_look_all_alike(shown: Callable[[Any], Any], typing: Callable[..., None]):
    pin = shown(PinEdit(4))
    typing(pin, "1111")
    ones = pin.grab().toImage()
    pin.clear()
    typing(pin, "9999")
    assert pin.grab().toImage() == ones


def test_a_choice_keeps_what_is_locked_in_view_with_its_reason(shown: Callable[[Any], Any]):
    choice = shown(
        Choice(
            [
                Option(id="a", title="Same price", locked="508 is a higher type"),
                Option(id="b", title="Upgrade", detail="free"),
            ]
        )
    )
    choice.choose("a")
    assert choice.value() is None
    assert "508 is a higher type" in [label.text() for label in choice.findChildren(QLabel)]
    chosen = []
    choice.chosen.connect(chosen.append)
    choice.choose("b")
    assert (choice.value(), chosen) == ("b", ["b"])
    first = choice.findChildren(QRadioButton)[0]
    assert first.accessibleDescription() == "not offered: 508 is a higher type"


def test_a_choice_outlives_a_new_offer(shown: Callable[[Any], Any]):
    choice = shown(Choice([Option(id="a", title="A"), Option(id="b", title="B")]))
    choice.choose("b")
    choice.offer([Option(id="c", title="C"), Option(id="b", title="B")])
    assert choice.value() == "b"
    choice.offer([Option(id="c", title="C")])
    assert choice.value() is None


@pytest.mark.parametrize(
    ("used", "limit", "parts"),
    [(50, 100, (50, 100)), (100, 100, (100, 100)), (200, 100, (100, 50)), (0, 0, (0, 0)), (5, 0, (100, 0))],
)
def test_a_bar_puts_filling_and_mark_in_their_places(qtbot: QtBot, used: int, limit: int, parts: tuple[int, int]):
    bar = Bar()
    qtbot.addWidget(bar)
    bar.measure(used, limit)
    assert bar.parts(100) == parts


def test_a_limit_says_in_words_what_it_shows(shown: Callable[[Any], Any]):
    bar = shown(LimitBar("This credit"))
    bar.show_limit(5588, 2500, used_text="55.88", of_text="of 25.00", words="over by 30.88: needs approval")
    assert bar.accessibleName() == "This credit: 55.88 of 25.00, over by 30.88: needs approval"
    assert not bar.grab().isNull()


def test_money_is_given_on_as_typed(shown: Callable[[Any], Any]):
    edit = shown(MoneyEdit("EUR"))
    edit.setText("  1.234,50 ")
    assert edit.raw() == "1.234,50"


def test_a_date_is_a_plain_date(shown: Callable[[Any], Any], qtbot: QtBot):
    edit = shown(DateEdit(date(2025, 11, 21)))
    edit.set_range(date(2025, 11, 1), date(2025, 11, 30))
    with qtbot.waitSignal(edit.moved) as moved:
        edit.setDate(QDate(2025, 11, 24))
    assert moved.args == [date(2025, 11, 24)]
    edit.set_value(date(2026, 1, 1))
    assert edit.value() == date(2025, 11, 30)


def test_a_form_says_what_is_wrong_below_the_field(shown: Callable[[Any], Any]):
    form = shown(Form())
    name, phone = QLineEdit("Ana"), QLineEdit()
    form.add("name", "Name", name)
    form.add("phone", "Phone", phone, hint="with country")
    form.complain({"phone": "Please type a number."})
    assert form.field("phone").complaint() == "Please type a number."
    assert form.field("name").complaint() == ""
    assert phone.property("tone") == "danger"
    form.complain({})
    assert phone.property("tone") == ""
    assert phone.accessibleDescription() == "with country"
    assert name.text() == "Ana"


def test_everything_with_a_meaning_has_a_name(shown: Callable[[Any], Any]):
    named = {
        "Take payment": KeyButton("Take payment", icon="card", key="F6", primary=True),
        "In step": State("check-circle", "In step"),
        "VIP": Chip("VIP", "star"),
        "key F6": Keycap("F6"),
        "Balance € 318.90": Figure("Balance", "€ 318.90", big=True),
    }
    for name, widget in named.items():
        assert shown(widget).accessibleName() == name


def test_a_button_is_never_narrower_than_its_words(shown: Callable[[Any], Any]):
    short, long = (
        shown(KeyButton("Move", key="F3")),
        shown(KeyButton("Send to the queue of approvals", key="Ctrl+Enter")),
    )
    assert long.minimumSizeHint().width() > short.minimumSizeHint().width() + 100
    before = short.sizeHint().width()
    short.say("Move the guest and the luggage")
    assert short.sizeHint().width() > before


def test_a_card_can_be_emptied_and_renamed(shown: Callable[[Any], Any]):
    card = shown(Card("To notice", icon="bed"))
    card.set_aside("3")
    card.body.addWidget(QLabel("a"))
    card.add_rule(strong=True)
    card.add_foot().addWidget(Amount("12.00", strong=True))
    clear(card.body)
    card.set_heading("Promises due")
    card.set_accent(on=True)
    assert card.body.count() == 0
    assert card.accessibleName() == "Promises due"
    assert card.property("tone") == "accent"
