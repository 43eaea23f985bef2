"""The foot of a stay: what is held, the sums, the balance, and what can be done."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from frontdesk.queries.folio import FolioView, WindowView
from ui import wording
from ui.actions import ActionDeck
from ui.widgets.action_button import ActionButton
from ui.widgets.amount import Figure
from ui.widgets.card import rule


class StayFoot(QWidget):
    """Sums above, buttons below; the next step is the one filled button."""

    def __init__(self, deck: ActionDeck, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.held = Figure("Held on the card, not charged", left=True)
        self.charges, self.corrections = Figure("Charges"), Figure("Corrections")
        self.credits, self.paid = Figure("Credits"), Figure("Paid")
        self.balance = Figure("Balance", big=True)
        self._due_in = self._narrow = self._brief = self._tight = self._holds = False
        self._explain = ActionButton(deck, "explain")
        self._aside = [ActionButton(deck, name, word=word) for name, word in _SECOND]
        self._of_guests = (self._explain, *self._aside[:2])
        self._payment = ActionButton(deck, "payment", primary=True)
        self._arrival = ActionButton(deck, "check_in", primary=True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule(strong=True))
        column.addLayout(self._figures())
        column.addWidget(self._buttons())

    def show_folio(self, folio: FolioView, window: WindowView) -> None:
        """The sums of the window in view; the hold is the stay's."""
        for figure, minor in (
            (self.held, folio.held),
            (self.charges, window.charges),
            (self.corrections, window.corrections),
            (self.credits, window.credits),
            (self.paid, window.paid),
        ):
            figure.say(wording.money(minor, folio.currency))
        self._holds = folio.held > 0
        self._give_way()
        self.corrections.setVisible(window.corrections != 0)
        self.credits.setVisible(window.credits != 0)
        self.balance.say(wording.with_symbol(window.balance, folio.currency))

    def show_status(self, status: str) -> None:
        """A guest who has yet to arrive is checked in; everybody else pays."""
        self._due_in = status == "due_in"
        self._lead()

    def narrow(self, *, on: bool) -> None:
        """While an explanation is open it has the filled button, and there is less room."""
        self._narrow = on
        self._give_way()
        self._lead()
        self.brief(on=self._brief)

    def tighten(self, *, on: bool) -> None:
        """In a small window what is held on cards stands with what is to be noticed only."""
        self._tight = on
        self._give_way()

    def _give_way(self) -> None:
        less = self._narrow or self._tight
        self.held.setHidden(less or not self._holds)
        self._payment.say("Payment" if less else "Take payment")

    def brief(self, *, on: bool) -> None:
        """Buttons without pictures where there is little room."""
        self._brief = on
        for button in (self._explain, *self._aside, self._payment, self._arrival):
            button.set_brief(on=on or self._narrow)

    def _lead(self) -> None:
        """One filled button at most; what only a guest in house needs is not there before."""
        self._arrival.setVisible(self._due_in)
        for button in self._of_guests:
            button.setHidden(self._due_in or (button is self._explain and self._narrow))
        self._arrival.set_primary(on=not self._narrow)
        self._payment.set_primary(on=not self._narrow and not self._due_in)

    def _figures(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        row.addWidget(self.held)
        row.addStretch(1)
        for figure in (self.charges, self.corrections, self.credits, self.paid):
            row.addWidget(figure)
        row.addWidget(rule(upright=True))
        row.addWidget(self.balance)
        return row

    def _buttons(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "card-foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        for button in (self._explain, *self._aside):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._payment)
        row.addWidget(self._arrival)
        return foot


_SECOND = (("move", "Move"), ("credit", "Credit"), ("print", "Print"))
