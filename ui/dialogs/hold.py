"""Holds on a card: note one, release one. A hold is never part of the bill."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit

from frontdesk.commands import CaptureHold, PlaceHold, ReleaseHold
from frontdesk.errors import Refusal
from frontdesk.queries.folio import WindowView
from frontdesk.queries.money_preview import MoneyPreview, PreviewCapture
from frontdesk.queries.stay import HoldRow
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.payment import BRANDS
from ui.dialogs.reading import FieldRefusal, amount, words
from ui.dialogs.refund import say_money
from ui.widgets.before_after import BeforeAfter
from ui.widgets.choice import Choice, Option
from ui.widgets.money_edit import MoneyEdit
from ui.workplace import Workplace


class HoldForm(DeskForm):
    """An authorisation that the card terminal has given."""

    def __init__(self, place: Workplace, stay: str) -> None:
        super().__init__(place, "Note a hold", submit="Note the hold")
        self._stay, self._currency = stay, place.session.currency
        self.amount = MoneyEdit(self._currency, big=True)
        self.brand, self.last_four = QComboBox(), QLineEdit()
        self.approval, self.made_up_of = QLineEdit(), QLineEdit()
        self.brand.addItems(BRANDS)
        self.brand.setEditable(True)
        self.last_four.setMaxLength(4)
        self.form.add("amount", "Held", self.amount)
        self.form.beside(("brand", "Card", self.brand), ("last_four", "Last four digits", self.last_four))
        self.form.add("approval", "Approval number", self.approval)
        self.form.add(
            "made_up_of", "How it is made up", self.made_up_of, hint="The guest will ask: nights and a daily sum"
        )

    def command(self) -> PlaceHold:
        """The hold as typed."""
        last_four = words("last_four", self.last_four.text(), "Type the last four digits.")
        if len(last_four) != len("0000") or not last_four.isdecimal():
            raise FieldRefusal("last_four", "Type exactly four digits.")
        return self.place.session.make(
            PlaceHold,
            stay=self._stay,
            amount=amount("amount", self.amount.raw(), self._currency),
            brand=words("brand", self.brand.currentText(), "Type the brand of the card."),
            last_four=last_four,
            approval=self.approval.text().strip(),
            made_up_of=self.made_up_of.text().strip(),
        )

    def done_words(self) -> str:
        """What was noted."""
        return f"Hold of {self.amount.raw()} noted"


class CaptureForm(DeskForm):
    """Take money from a hold: at most what is held; the rest of it is let go (P2)."""

    def __init__(self, place: Workplace, holds: tuple[HoldRow, ...], window: WindowView) -> None:
        super().__init__(place, "Capture a hold", submit="Capture")
        self._window, self._currency = window, place.session.currency
        self._holds = {hold.hold: hold for hold in holds if hold.state == "active"}
        self.hold = Choice([option(hold, self._currency) for hold in self._holds.values()])
        self.amount = MoneyEdit(self._currency, big=True)
        self.balance = BeforeAfter("Balance now", "Balance after")
        self.form.add("hold", "Which one", self.hold)
        self.form.add("amount", "Taken from it", self.amount)
        self.form.add_widget(self.balance)
        self.hold.chosen.connect(self._chosen)
        self.amount.textChanged.connect(self._look)
        if self._holds:
            self.hold.choose(next(iter(self._holds)))

    def command(self) -> CaptureHold:
        """The capture as typed."""
        chosen = self.hold.value()
        if chosen is None:
            raise FieldRefusal("hold", "Choose a hold.")
        taken = amount("amount", self.amount.raw(), self._currency)
        return self.place.session.make(CaptureHold, hold=chosen, amount=taken, window=self._window.number)

    def done_words(self) -> str:
        """What was taken."""
        return f"{self.amount.raw()} taken from the hold"

    def _chosen(self, hold: str) -> None:
        most = min(self._holds[hold].amount, max(0, self._window.balance))
        self.amount.setText(wording.editable(most, self._currency))
        self._look()

    def _look(self, _text: Any = "") -> None:
        self.unask()
        chosen = self.hold.value()
        try:
            taken = amount("amount", self.amount.raw(), self._currency)
        except Refusal:
            self.balance.unknown()
            return
        if chosen is not None:
            self.ask(PreviewCapture(chosen, taken, self._window.number), self._show, slot="preview")

    def _show(self, found: MoneyPreview) -> None:
        say_money(self.balance, found, "is taken from the hold")


def option(hold: HoldRow, currency: str) -> Option:
    """A hold to choose."""
    title = f"{wording.money(hold.amount, currency)}  {hold.card}"
    return Option(id=hold.hold, title=title, detail=f"placed {wording.moment(hold.placed_at)}")


class ReleaseForm(DeskForm):
    """Let a hold go; the card company decides when the guest sees it."""

    def __init__(self, place: Workplace, holds: tuple[HoldRow, ...], currency: str) -> None:
        super().__init__(place, "Release a hold", submit="Release")
        active = [hold for hold in holds if hold.state == "active"]
        self.hold = Choice([option(hold, currency) for hold in active])
        self.form.add("hold", "Which one", self.hold)
        if active:
            self.hold.choose(active[0].hold)

    def command(self) -> ReleaseHold:
        """The release of the hold chosen."""
        chosen = self.hold.value()
        if chosen is None:
            raise FieldRefusal("hold", "Choose a hold.")
        return self.place.session.make(ReleaseHold, hold=chosen)

    def done_words(self) -> str:
        """What was done."""
        return "Hold released"
