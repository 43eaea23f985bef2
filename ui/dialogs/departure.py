"""Another departure, and a reservation that is taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from frontdesk.commands import CancelReservation, ChangeDeparture
from frontdesk.errors import Refusal
from frontdesk.queries.departure import DeparturePreview, PreviewCancellation, PreviewDeparture
from frontdesk.queries.folio import FolioView
from frontdesk.queries.stay import StayView
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.effect import sentence, taxes
from ui.dialogs.reading import amount, words
from ui.widgets.before_after import BeforeAfter
from ui.widgets.date_edit import DateEdit
from ui.widgets.money_edit import MoneyEdit
from ui.workplace import Workplace

LONGEST = timedelta(days=730)
"""How far ahead the calendar goes."""


class DepartureForm(DeskForm):
    """Extend or shorten: the nights gained or given up, and what nights behind get or owe, before it is agreed."""

    def __init__(self, place: Workplace, stay: StayView, departure: date | None = None) -> None:
        super().__init__(place, f"Change the departure of {stay.name}", submit="Change the departure")
        self._stay, self._currency = stay, stay.currency
        self.day = DateEdit(departure or stay.departure)
        self.day.set_range(max(stay.arrival, stay.business_date), stay.arrival + LONGEST)
        self.price = MoneyEdit(self._currency)
        self.reason = QLineEdit()
        self.nights, self.balance = QLabel(), BeforeAfter("Balance now", "Balance after")
        self.nights.setProperty("role", "sentence")
        self.nights.setWordWrap(True)
        self.form.add("day", "Leaves on", self.day, hint=f"Now {wording.span(stay.arrival, stay.departure)}")
        self.form.add("price", "Price of each further night", self.price)
        self.form.add("reason", "Why (staff only)", self.reason)
        self.form.add_widget(self.nights)
        self.form.add_widget(self.balance)
        self._found: DeparturePreview | None = None
        self.day.moved.connect(self._look)
        self.price.textChanged.connect(self._look)
        self._look()

    def command(self) -> ChangeDeparture:
        """The departure as chosen."""
        return self.place.session.make(
            ChangeDeparture,
            stay=self._stay.stay,
            departure=self.day.value(),
            prices=self._prices(),
            reason=self.reason.text().strip(),
        )

    def done_words(self) -> str:
        """Until when the guest stays."""
        return f"{self._stay.name} leaves on {wording.day(self.day.value())}"

    def _prices(self) -> tuple[int, ...]:
        more = (self.day.value() - self._stay.departure).days
        return (amount("price", self.price.raw(), self._currency),) * more if more > 0 else ()

    def _look(self, _value: Any = None) -> None:
        self.unask()
        longer = self.day.value() > self._stay.departure
        self.show_field(self.form.field("price"), on=longer)
        try:
            prices = self._prices() if self.price.raw() else ()
        except Refusal:
            self.balance.unknown()
            return
        self.ask(PreviewDeparture(self._stay.stay, self.day.value(), prices), self._show, slot="preview")

    def _show(self, found: DeparturePreview) -> None:
        if self._found is None and not self.price.raw():
            self.price.setPlaceholderText(wording.money(found.price, self._currency))
            self._found = found
            self.price.setText(wording.editable(found.price, self._currency))
        self._found = found
        self.nights.setText(found.refused or _nights(found))
        self.balance.setVisible(not found.refused)
        after = wording.with_symbol(found.balance_after, self._currency)
        self.balance.say(wording.money(found.balance, self._currency), after, _posted(found))


def _nights(found: DeparturePreview) -> str:
    if not found.nights:
        return "Choose another day."
    many = wording.count(len(found.nights), "night")
    tax = sum(change.on_top for change in found.nights)
    on_top = f", {wording.money(abs(tax), found.currency)} of it tax on top" if tax else ""
    total = wording.money(abs(found.to_come), found.currency)
    how = "more, to be posted night by night" if found.departure > found.was else "given up"
    return f"{many} {how}: {total}{on_top}."


def _posted(found: DeparturePreview) -> str:
    if not found.effect.lines:
        return "Nothing changes for the nights behind."
    return sentence("The nights behind are settled for the new length", taxes(found.effect, found.currency))


class CancelForm(DeskForm):
    """Take a reservation back before arrival, or note that nobody came. A deposit stays until it is refunded."""

    def __init__(self, place: Workplace, stay: StayView, folio: FolioView) -> None:
        super().__init__(place, f"Cancel the stay of {stay.name}", submit="Cancel the stay")
        self._stay = stay
        self.reason, self.no_show = QLineEdit(), QCheckBox("The guest did not arrive (no-show)")
        held = sum(window.balance for window in folio.windows)
        kept = ""
        if held:
            kept = (
                f" The bill stands at {wording.with_symbol(held, folio.currency)} and stays open until it is settled."
            )
        said = QLabel(f"{wording.span(stay.arrival, stay.departure)}: the room-nights become free again.{kept}")
        said.setWordWrap(True)
        self.form.add("reason", "Why", self.reason)
        self.form.add_widget(self.no_show)
        self.form.add_widget(said)
        self.balance = BeforeAfter("Balance now", "Balance after")
        self.form.add_widget(self.balance)
        self.ask(PreviewCancellation(stay.stay), self._show, slot="preview")

    def command(self) -> CancelReservation:
        """The cancellation."""
        return self.place.session.make(
            CancelReservation,
            stay=self._stay.stay,
            reason=words("reason", self.reason.text(), "Write why, in a few words."),
            no_show=self.no_show.isChecked(),
        )

    def done_words(self) -> str:
        """What was cancelled."""
        return f"Stay of {self._stay.name} cancelled"

    def _show(self, found: DeparturePreview) -> None:
        said = found.refused or f"{_nights(found)} Nothing is posted; no tax on the bill changes."
        after = wording.with_symbol(found.balance_after, found.currency)
        self.balance.say(wording.money(found.balance, found.currency), after, said)
