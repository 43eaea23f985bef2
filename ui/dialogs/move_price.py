"""A price for a move that the rate plan does not give: typed, or a lower type that gives nothing back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from frontdesk.domain.room_move import RateDecision
from frontdesk.errors import Refusal
from frontdesk.queries.room_move import MovePreview
from ui.bus import DeskBus
from ui.dialogs.base import FormDialog
from ui.dialogs.reading import amount, words
from ui.wording import count


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPrice:
    """A price that a supervisor decides: one for each night, or that a lower type gives nothing back (RM-20, RM-22)."""

    prices: tuple[int, ...] = ()
    price_reason: str = ""
    waive: str = ""
    to_guest: str = ""


RATE_PLAN = OwnPrice()
"""The prices of the rate plan."""


class MovePriceForm(FormDialog):
    """``decided`` brings the price; the page shows what it would do, and a supervisor confirms it there."""

    decided = Signal(object)

    def __init__(self, bus: DeskBus, shown: MovePreview, parent: Any = None) -> None:
        super().__init__(bus, f"Another price in {shown.to_room}", submit="Take this price", parent=parent)
        self._preview = shown
        nights = count(len(shown.nights), "night")
        self.price, self.why, self.told = QLineEdit(), QLineEdit(), QLineEdit()
        self.waive = QCheckBox("Nothing is given back for the lower type")
        self.waive.setVisible(shown.decision is RateDecision.DOWNGRADE_DIFFERENCE)
        self.form.add_widget(self.waive)
        hint = "Empty takes the price of the rate plan again."
        self._price = self.form.add("price", f"Price of each of {nights}, {shown.currency}", self.price, hint=hint)
        self.form.add("why", "Why", self.why)
        self._told = self.form.add("told", "What the guest is told", self.told)
        self._told.hide()
        self.waive.toggled.connect(self._waived)

    def command(self) -> OwnPrice:
        """The price as typed."""
        if self.waive.isChecked():
            why = words("why", self.why.text(), "Write why nothing is given back.")
            told = words("told", self.told.text(), "Write what the guest is told.")
            return OwnPrice(waive=why, to_guest=told)
        if not self.price.text().strip():
            return RATE_PLAN
        each = amount("price", self.price.text(), self._preview.currency)
        why = words("why", self.why.text(), "Write why the rate plan's price is not taken.")
        return OwnPrice(prices=(each,) * len(self._preview.nights), price_reason=why)

    def submit(self) -> None:
        """Nothing is sent: the page asks what the price would do."""
        self.clear_answer()
        try:
            own = self.command()
        except Refusal as refusal:
            self.show_refusal(refusal)
            return
        self.accept()
        self.decided.emit(own)

    def _waived(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal sends it
        self._told.setVisible(on)
        self._price.setHidden(on)
