"""The guest arrives; a window of the bill is settled."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from frontdesk.commands import CheckIn, SettleWindow
from frontdesk.queries.folio import FolioView, WindowView
from frontdesk.queries.settlement import PreviewSettle, SettlePreview
from frontdesk.queries.stay import StayView
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.effect import fixed, sentence
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
        self.balance = BeforeAfter("Balance now", "Balance after")
        self.form.add_widget(self.balance)
        self.ask(PreviewSettle(self._stay, self._window), self._show, slot="preview")

    def command(self) -> SettleWindow:
        """The settlement."""
        return self.place.session.make(SettleWindow, stay=self._stay, window=self._window)

    def done_words(self) -> str:
        """What was done."""
        return f"Window {self._window} settled"

    def _show(self, found: SettlePreview) -> None:
        taxes = fixed(found.taxes, found.currency)
        said = f"{taxes}: fixed as posted" if taxes else "No tax stands on this window"
        before, after = wording.money(found.balance, found.currency), wording.with_symbol(found.balance, found.currency)
        self.balance.say(before, after, found.refused or sentence(said))


def _money(minor: int, currency: str) -> str:
    return wording.with_symbol(minor, currency)
