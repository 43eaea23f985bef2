"""Holds on a card: note one, release one. A hold is never part of the bill."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit

from frontdesk.commands import PlaceHold, ReleaseHold
from frontdesk.queries.stay import HoldRow
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.payment import BRANDS
from ui.dialogs.reading import FieldRefusal, amount, words
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


class ReleaseForm(DeskForm):
    """Let a hold go; the card company decides when the guest sees it."""

    def __init__(self, place: Workplace, holds: tuple[HoldRow, ...], currency: str) -> None:
        super().__init__(place, "Release a hold", submit="Release")
        active = [hold for hold in holds if hold.state == "active"]
        self.hold = Choice(
            [
                Option(
                    id=hold.hold,
                    title=f"{wording.money(hold.amount, currency)}  {hold.card}",
                    detail=f"placed {wording.moment(hold.placed_at)}",
                )
                for hold in active
            ]
        )
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
