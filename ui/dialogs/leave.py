"""The guest leaves: money first, then the numbers of the bill, then the departure."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel

from frontdesk.commands import CheckOut, SettleWindow
from frontdesk.queries.departure import DeparturePreview, PreviewDeparture
from frontdesk.queries.folio import FolioView, WindowView
from frontdesk.queries.stay import StayView
from ui import theme, wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.effect import sentence, taxes
from ui.dialogs.reading import FieldRefusal
from ui.models.table import Column, TableModel
from ui.widgets.before_after import BeforeAfter
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

GUEST = "guest"
"""The kind of a window that gets a number when the guest leaves."""


class LeaveForm(DeskForm):
    """The guest leaves with a settled bill. Windows at zero get their numbers; money that is owed comes first.

    ``payment_asked`` comes when the guest still owes something and it is to be taken now.
    """

    payment_asked = Signal()

    def __init__(self, place: Workplace, stay: StayView, folio: FolioView) -> None:
        owing = [window for window in folio.windows if window.balance]
        super().__init__(place, f"Check out {stay.name}", submit="Take payment" if owing else "Check out")
        self._stay, self._owing = stay, owing
        self._open = [
            window.number for window in folio.windows if window.lines and not window.settled and window.kind == GUEST
        ]
        self.model: TableModel[WindowView] = TableModel(_columns(stay.currency), key=lambda row: row.number)
        self.windows = TableView(self.model, "Windows of the bill", empty="Nothing was charged.")
        self.model.show(folio.windows)
        self.windows.fit_height()
        words = QLabel(_said(stay, owing=bool(owing)))
        words.setWordWrap(True)
        self.form.add_widget(words)
        self.form.add("windows", "Bill", self.windows)
        self.balance = BeforeAfter("Balance now", "Balance after")
        self.form.add_widget(self.balance)
        self.balance.hide()
        if stay.departure > stay.business_date:
            self.ask(PreviewDeparture(stay.stay, stay.business_date), self._show, slot="preview")
        self.setMinimumWidth(theme.pixels(520))
        self.windows.choose_first()

    def submit(self) -> None:
        """Money first, then the numbers of the bill, then the departure."""
        if self._owing:
            self.accept()
            self.payment_asked.emit()
        elif not self.is_busy() and self._open:
            self._settle()
        else:
            super().submit()

    def command(self) -> CheckOut:
        """The departure."""
        if self._owing:
            raise FieldRefusal("windows", "The bill is not at zero.", help="Take the payment, or put the lines right.")
        return self.place.session.make(CheckOut, stay=self._stay.stay)

    def done_words(self) -> str:
        """Who has left."""
        return f"Checked out of room {self._stay.room}"

    def _show(self, found: DeparturePreview) -> None:
        """Taxes that follow from the length of the stay change when it ends early."""
        self.balance.setVisible(bool(found.effect.lines))
        words = sentence("The nights behind are settled for the shorter stay", taxes(found.effect, found.currency))
        now, after = wording.money(found.balance, found.currency), found.balance_after
        self.balance.say(now, wording.with_symbol(after, found.currency), words)

    def _settle(self) -> None:
        """One window after the other; a refusal stops it here, and nobody has left."""
        self.clear_answer()
        command = self.place.session.make(SettleWindow, stay=self._stay.stay, window=self._open[0])
        self._wait(on=True)
        self.place.bus.do(command, owner=self, done=self._settled, refused=self._refused, ended=self._ended)

    def _settled(self, _result: object) -> None:
        self._wait(on=False)
        self._open.pop(0)
        self.submit()


def _said(stay: StayView, *, owing: bool) -> str:
    if owing:
        return "The bill has to stand at zero first. The payment form comes next, then the departure again."
    early = stay.departure > stay.business_date
    ends = f" The nights until {wording.day(stay.departure)} are given up." if early else ""
    return f"The bill gets its number. Room {stay.room} becomes free and dirty.{ends}"


def _columns(currency: str) -> list[Column[WindowView]]:
    return [
        Column(title="Window", text=lambda row: str(row.number), strong=True, width=80),
        Column(title="Who pays", text=lambda row: row.payee),
        Column(
            title="State",
            text=lambda row: "Settled" if row.settled else "Owed" if row.balance else "At zero",
            icon=lambda row: "lock" if row.settled else "warning" if row.balance else "check-circle",
            width=112,
        ),
        Column(
            title="Balance",
            text=lambda row: wording.money(row.balance, currency),
            numeric=True,
            strong=True,
            width=112,
        ),
    ]
