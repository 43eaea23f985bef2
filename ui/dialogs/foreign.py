"""Cash in another currency: what was handed over, at which rate, and what goes back."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit

from frontdesk.commands import TakePayment
from frontdesk.domain.currency import EXPONENTS
from frontdesk.domain.folio import PaymentMethod
from frontdesk.errors import Refusal
from frontdesk.queries.money_preview import MoneyPreview, PreviewPayment
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import FieldRefusal, amount, words
from ui.dialogs.refund import say_money
from ui.widgets.before_after import BeforeAfter
from ui.widgets.choose import chooser
from ui.widgets.money_edit import MoneyEdit
from ui.workplace import Workplace

USUAL = ("EUR", "USD", "GBP", "CHF", "JPY")


class ForeignForm(DeskForm):
    """Foreign money to one window; its worth, the change and the balance are shown before it is taken (P4)."""

    def __init__(self, place: Workplace, stay: str, window: int) -> None:
        super().__init__(place, "Take foreign money", submit="Take payment")
        self._stay, self._window = stay, window
        self._currency = place.session.currency
        self.foreign = chooser()
        for code in (*USUAL, *sorted(set(EXPONENTS) - set(USUAL))):
            if code != self._currency:
                self.foreign.addItem(code, code)
        self.handed, self.rate = MoneyEdit(self._foreign(), big=True), QLineEdit()
        self.change = MoneyEdit(self._currency)
        self.change.setText(wording.editable(0, self._currency))
        self.balance = BeforeAfter("Balance now", "Balance after")
        self.form.add("foreign", "Currency", self.foreign)
        self.form.add("handed", "Handed over", self.handed)
        self.form.beside(
            ("rate", f"One of it in {self._currency}", self.rate), ("change", "Change given back", self.change)
        )
        self.form.add_widget(self.balance)
        self.rate.setPlaceholderText("0.9137")
        self.foreign.currentIndexChanged.connect(self._another)
        for edit in (self.handed, self.rate, self.change):
            edit.textChanged.connect(self._look)

    def command(self) -> TakePayment:
        """The payment as typed."""
        return self.place.session.make(
            TakePayment, stay=self._stay, window=self._window, method=PaymentMethod.CASH, **self._fields()
        )

    def done_words(self) -> str:
        """What was taken."""
        return f"{self.handed.raw()} {self._foreign()} taken"

    def _foreign(self) -> str:
        return str(self.foreign.currentData() or "")

    def _fields(self) -> dict[str, Any]:
        rate = words("rate", self.rate.text(), "Type the rate, such as 0.9137.")
        handed = amount("handed", self.handed.raw(), self._foreign())
        if not handed:
            raise FieldRefusal("handed", "Type what was handed over.")
        change = amount("change", self.change.raw() or "0", self._currency)
        return {"foreign": self._foreign(), "handed": handed, "rate": rate, "change": change}

    def _another(self, _index: int) -> None:
        self.handed.set_unit(self._foreign())
        self._look()

    def _look(self, _text: Any = "") -> None:
        self.unask()
        try:
            fields = self._fields()
        except Refusal:
            self.balance.unknown()
            return
        question = PreviewPayment(stay=self._stay, window=self._window, method=PaymentMethod.CASH, **fields)
        self.ask(question, self._show, slot="preview")

    def _show(self, found: MoneyPreview) -> None:
        say_money(self.balance, found, "is taken")
