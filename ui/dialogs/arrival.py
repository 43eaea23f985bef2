"""Arrival and departure."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from frontdesk.commands import CheckIn, CheckOut, SettleWindow
from frontdesk.queries.arrival import FreeRoom, RoomsForArrival
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

SHOWN = 8


class CheckInForm(DeskForm):
    """Which room the guest takes; the one held for the stay is chosen already."""

    def __init__(self, place: Workplace, stay: StayView) -> None:
        super().__init__(place, f"Check in {stay.name}", submit="Check in")
        self._stay = stay.stay
        self.model: TableModel[FreeRoom] = TableModel(_ROOMS, key=lambda row: row.room, parent=self)
        self.rooms = TableView(self.model, "Rooms", empty="No room is free for all nights.")
        self.rooms.setFixedHeight(theme.pixels(38) * SHOWN)
        words = QLabel(f"{wording.span(stay.arrival, stay.departure)}, {wording.party(stay.adults, stay.children)}")
        words.setProperty("role", "quiet")
        self.form.add_widget(words)
        self.form.add("room", "Room", self.rooms)
        self.rooms.opened.connect(self.submit)
        self.setMinimumWidth(theme.pixels(560))
        self.ask(RoomsForArrival(stay.stay), self._show, slot="rooms")

    def command(self) -> CheckIn:
        """The guest takes the room chosen."""
        return self.place.session.make(CheckIn, stay=self._stay, room=self._room())

    def done_words(self) -> str:
        """Who is in."""
        return f"Checked in, room {self._room()}"

    def _room(self) -> str:
        row = self.rooms.current()
        if not isinstance(row, FreeRoom):
            raise FieldRefusal("room", "Choose a room.")
        return row.room

    def _show(self, rooms: tuple[FreeRoom, ...]) -> None:
        self.model.show(rooms)
        self.rooms.choose_first()


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


def _fit(row: FreeRoom) -> str:
    return "held for this stay" if row.held else "as booked" if row.booked_type else ""


_ROOMS: list[Column[FreeRoom]] = [
    Column(title="Room", text=lambda row: row.room, strong=True, width=72),
    Column(title="Type", text=lambda row: row.type_name),
    Column(title="Floor", text=lambda row: str(row.floor), numeric=True, width=56),
    Column(title="State", text=lambda row: wording.sentence_case(row.state), width=96),
    Column(title="", text=_fit, small=True, width=128),
]
