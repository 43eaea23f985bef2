"""Arrival and departure."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from frontdesk.commands import CheckIn, CheckOut, SettleWindow
from frontdesk.queries.departure import DeparturePreview, PreviewDeparture
from frontdesk.queries.folio import FolioView, WindowView
from frontdesk.queries.stay import StayView
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.effect import sentence, taxes
from ui.dialogs.room_choice import RoomChoiceForm
from ui.widgets.before_after import BeforeAfter
from ui.workplace import Workplace


class CheckInForm(RoomChoiceForm):
    """Which room the guest takes; the one held for the stay is chosen already."""

    def __init__(self, place: Workplace, stay: StayView) -> None:
        super().__init__(place, stay, title=f"Check in {stay.name}", submit="Check in")

    def command(self) -> CheckIn:
        """The guest takes the room chosen."""
        return self.place.session.make(CheckIn, stay=self.stay, room=self.room())

    def done_words(self) -> str:
        """Who is in."""
        return f"Checked in, room {self.room()}"


class CheckOutForm(DeskForm):
    """The guest leaves; the house refuses while a window of the bill is not at zero."""

    def __init__(self, place: Workplace, stay: StayView) -> None:
        super().__init__(place, f"Check out {stay.name}", submit="Check out")
        self._stay = stay
        said = f"Room {stay.room} becomes free and dirty. The balance is {_money(stay.balance, stay.currency)}."
        early = "" if stay.departure <= stay.business_date else f" The nights until {wording.day(stay.departure)} end."
        words = QLabel(said + early)
        words.setWordWrap(True)
        self.form.add_widget(words)
        self.balance = BeforeAfter("Balance now", "Balance after")
        self.form.add_widget(self.balance)
        self.balance.hide()
        if stay.departure > stay.business_date:
            self.ask(PreviewDeparture(stay.stay, stay.business_date), self._show, slot="preview")

    def _show(self, found: DeparturePreview) -> None:
        """Taxes that follow from the length of the stay change when it ends early."""
        self.balance.setVisible(bool(found.effect.lines))
        said = sentence("The nights behind are settled for the shorter stay", taxes(found.effect, found.currency))
        self.balance.say(
            wording.money(found.balance, found.currency), wording.with_symbol(found.balance_after, found.currency), said
        )

    def command(self) -> CheckOut:
        """The departure."""
        return self.place.session.make(CheckOut, stay=self._stay.stay)

    def done_words(self) -> str:
        """Who has left."""
        return f"Checked out of room {self._stay.room}"


class SettleForm(DeskForm):
    """Close a window at zero: it gets its number and is frozen."""

    needs = SettleWindow

    def __init__(self, place: Workplace, folio: FolioView, window: WindowView) -> None:
        super().__init__(place, f"Settle window {window.number}, {window.payee}", submit="Settle")
        self._stay, self._window = folio.stay, window.number
        words = QLabel(
            f"The window stands at {_money(window.balance, folio.currency)}. "
            "Once settled it has its number and nothing can be posted to it any more."
        )
        words.setWordWrap(True)
        self.form.add_widget(words)

    def command(self) -> SettleWindow:
        """The settlement."""
        return self.place.session.make(SettleWindow, stay=self._stay, window=self._window)

    def done_words(self) -> str:
        """What was done."""
        return f"Window {self._window} settled"


def _money(minor: int, currency: str) -> str:
    return wording.with_symbol(minor, currency)
