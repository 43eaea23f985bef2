"""The arrivals that are not in: what becomes of one of them, or of all, decided with the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from frontdesk.commands import CancelReservation
from frontdesk.commands.night_audit import MarkNoShow
from frontdesk.errors import Refusal
from frontdesk.queries.night_audit import Missing
from ui.dialogs.reading import amount
from ui.screens.given import Session
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card
from ui.widgets.form import Field
from ui.widgets.money_edit import MoneyEdit
from ui.wording import count, money

NOTHING, FIRST_NIGHT, AMOUNT = "nothing", "first_night", "amount"


class ArrivalCard(Card):
    """What can be done about the arrival that is chosen in the list, or with `all_box` about every one of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("This arrival did not happen", icon="door-in", parent=parent)
        self._missing: tuple[Missing, ...] = ()
        self._stay, self._currency = "", ""
        self.charge = QComboBox()
        for word, value in (("Nothing", NOTHING), ("The first night", FIRST_NIGHT), ("An amount", AMOUNT)):
            self.charge.addItem(word, value)
        self.fee_edit, self.why_edit = MoneyEdit(), QLineEdit()
        self.charge_field = Field("Charge for the no-show", self.charge)
        self.fee_field = Field("Amount for each", self.fee_edit)
        self.all_box = QCheckBox()
        self.no_show_button = KeyButton("No-show", key="Alt+N")
        self.cancel_button = KeyButton("Cancel it", key="Alt+C")
        self.later_button = KeyButton("Arrives tomorrow", key="Alt+T")
        for widget in (self.charge_field, self.fee_field, Field("Why", self.why_edit), self.all_box):
            self.body.addWidget(widget)
        self.body.addWidget(self.later_button, 0, Qt.AlignmentFlag.AlignLeft)
        foot = self.add_foot()
        for button in (self.no_show_button, self.cancel_button):
            foot.addWidget(button)
        foot.addStretch(1)
        self.charge.currentIndexChanged.connect(self._say)
        self.all_box.toggled.connect(self._say)
        self.hide()

    def show_missing(self, missing: Sequence[Missing], currency: str) -> None:
        """Everybody who is not in, as the house stands now."""
        self._missing, self._currency = tuple(missing), currency
        self.fee_edit.set_unit(currency)
        self._say()

    def choose(self, stay: str) -> None:
        """The arrival that is meant where not all are."""
        self._stay = stay
        self._say()

    def meant(self) -> tuple[Missing, ...]:
        """Those whom the next decision is about."""
        return tuple(row for row in self._missing if self.all_box.isChecked() or row.stay == self._stay)

    def no_shows(self, session: Session) -> list[Any]:
        """The commands that mark them.

        Raises:
            Refusal: what was typed is no amount.
        """
        why, how = self.why_edit.text().strip(), self.charge.currentData()
        typed = amount("fee", self.fee_edit.raw().strip(), self._currency) if how == AMOUNT else 0
        fees = {row.stay: row.price if how == FIRST_NIGHT else typed for row in self.meant()}
        return [session.make(MarkNoShow, stay=stay, fee=fee, reason=why) for stay, fee in fees.items()]

    def cancellations(self, session: Session) -> list[Any]:
        """The commands that take their reservations back."""
        why = self.why_edit.text().strip()
        return [session.make(CancelReservation, stay=row.stay, reason=why) for row in self.meant()]

    def complain(self, refusal: Refusal) -> None:
        """Say below the amount what is wrong with it."""
        self.fee_field.complain(refusal.title)

    def clear(self) -> None:
        """Nothing is typed or ticked; the charge stays as it was chosen, for it is the house's habit."""
        self.fee_edit.clear()
        self.why_edit.clear()
        self.all_box.setChecked(False)

    def _say(self, _changed: object = None) -> None:
        meant, how = self.meant(), self.charge.currentData()
        self.fee_field.setVisible(how == AMOUNT)
        self.fee_field.complain("")
        self.all_box.setText(f"All {len(self._missing)} that are not in (Alt+A)")
        self.all_box.setVisible(len(self._missing) > 1)
        self.later_button.setEnabled(not self.all_box.isChecked())
        first = sum(row.price for row in meant)
        whom = count(len(meant), "arrival")
        self.charge_field.say(f"{money(first, self._currency)} for {whom}" if how == FIRST_NIGHT and meant else "")
