"""Another day of arrival for a guest who has not come yet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QLabel, QLineEdit

from frontdesk.commands.night_audit import MoveArrival
from frontdesk.errors import Refusal
from frontdesk.queries.arrival import ArrivalPreview, PreviewArrival
from frontdesk.queries.stay import StayView
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import amount
from ui.widgets.date_edit import DateEdit
from ui.widgets.money_edit import MoneyEdit
from ui.workplace import Workplace

LONGEST = timedelta(days=730)
"""How far ahead the calendar goes."""


class ArrivalDayForm(DeskForm):
    """Arrival and departure; what falls away and what each night gained costs, before it is agreed.

    ``shift`` moves both days; a new arrival chosen by hand keeps the departure while a night is left.
    """

    def __init__(self, place: Workplace, stay: StayView, shift: int = 0) -> None:
        super().__init__(place, f"Change the arrival of {stay.name}", submit="Change the arrival")
        self._stay, self._currency = stay, stay.currency
        by, last = timedelta(days=shift), stay.business_date + LONGEST
        self.first, self.until = DateEdit(stay.arrival + by), DateEdit(stay.departure + by)
        self.first.set_range(stay.business_date, last)
        self.until.set_range(stay.business_date + timedelta(days=1), last + timedelta(days=1))
        self.price, self.reason, self.nights = MoneyEdit(self._currency), QLineEdit(), QLabel()
        self.nights.setProperty("role", "sentence")
        self.nights.setWordWrap(True)
        self.form.beside(("first", "Arrives on", self.first), ("until", "Leaves on", self.until))
        was = QLabel(f"Now {wording.span(stay.arrival, stay.departure)}")
        was.setProperty("role", "quiet")
        self.form.add_widget(was)
        self.form.add("price", "Price of each further night", self.price)
        self.form.add("reason", "Why (staff only)", self.reason)
        self.form.add_widget(self.nights)
        self._found: ArrivalPreview | None = None
        self.first.moved.connect(self._first_moved)
        for signal in (self.until.moved, self.price.textChanged):
            signal.connect(self._look)
        self._look()

    def command(self) -> MoveArrival:
        """Both days as chosen."""
        return self.place.session.make(
            MoveArrival,
            stay=self._stay.stay,
            arrival=self.first.value(),
            departure=self.until.value(),
            prices=self._prices(),
            reason=self.reason.text().strip(),
        )

    def done_words(self) -> str:
        """When the guest comes."""
        return f"{self._stay.name} arrives on {wording.day(self.first.value())}"

    def _first_moved(self, first: date) -> None:
        if self.until.value() <= first:
            self.until.set_value(first + timedelta(days=1))
        self._look()

    def _gained(self) -> int:
        first, until, was = self.first.value(), self.until.value(), self._stay
        kept = max(0, (min(until, was.departure) - max(first, was.arrival)).days)
        return max(0, (until - first).days - kept)

    def _prices(self) -> tuple[int, ...]:
        many = self._gained()
        return (amount("price", self.price.raw(), self._currency),) * many if many else ()

    def _look(self, _value: Any = None) -> None:
        self.unask()
        self.show_field(self.form.field("price"), on=bool(self._gained()))
        try:
            prices = self._prices() if self.price.raw() else ()
        except Refusal:
            self.nights.clear()
            return
        self.ask(
            PreviewArrival(self._stay.stay, self.first.value(), self.until.value(), prices), self._show, slot="preview"
        )

    def _show(self, found: ArrivalPreview) -> None:
        first, self._found = self._found is None, found
        if first and not self.price.raw():
            self.price.setText(wording.editable(found.price, self._currency))
        self.nights.setText(found.refused or _sentence(found))


def _sentence(found: ArrivalPreview) -> str:
    parts = []
    for sign, how in ((1, "more"), (-1, "fewer")):
        nights = [night for night in found.nights if night.price * sign > 0 or (night.price == 0 and sign > 0)]
        if nights:
            total = abs(sum(night.price + night.on_top for night in nights))
            parts.append(f"{wording.count(len(nights), 'night')} {how}: {wording.money(total, found.currency)}")
    tax = abs(sum(night.on_top for night in found.nights))
    on_top = ", tax on top included" if tax else ""
    return f"{', '.join(parts)}{on_top}. Nothing is posted before arrival." if parts else "Choose another day."
