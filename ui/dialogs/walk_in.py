"""A guest without a reservation: name, room and price on one form, with the taxes before anything is written."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QSpinBox

from frontdesk.commands import WalkIn
from frontdesk.commands.stay import GuestSpec
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.arrival import FreeRoom, RoomsForWalkIn
from frontdesk.queries.walk_in import PreviewWalkIn, RatePlans, WalkInPreview
from ui import theme, wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import FieldRefusal, amount, words
from ui.dialogs.room_choice import STATES
from ui.models.table import Column, TableModel
from ui.widgets.choose import chooser
from ui.widgets.date_edit import DateEdit
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

SHOWN, LONGEST = 5, 365
TYPING_MS = 150


class WalkInForm(DeskForm):
    """The stay and its check-in in one step; the price shown is what the night audit will post."""

    def __init__(self, place: Workplace, today: date) -> None:
        super().__init__(place, "Walk-in", submit="Check in")
        self._currency = place.session.currency
        self._preview: WalkInPreview | None = None
        self.name, self.company, self.email = QLineEdit(), QLineEdit(), QLineEdit()
        self.departure = DateEdit(today + timedelta(days=1))
        self.departure.set_range(today + timedelta(days=1), today + timedelta(days=LONGEST))
        self.adults = QSpinBox()
        self.adults.lineEdit().setTextMargins(11, 0, 11, 0)
        self.adults.setRange(1, 20)
        self.price, self.rate = MoneyEdit(self._currency), chooser()
        self.model: TableModel[FreeRoom] = TableModel(self._columns(), key=lambda row: row.room, parent=self)
        self.rooms = TableView(self.model, "Rooms", empty="No room is free for all nights.")
        self.rooms.setFixedHeight(theme.pixels(38) * SHOWN)
        self.told = QCheckBox("The guest was told this price and agrees")
        self.total, self.detail = QLabel(), QLabel()
        self.total.setProperty("role", "big-amount")
        self.detail.setProperty("role", "quiet")
        self.detail.setWordWrap(True)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(TYPING_MS)
        self._later.timeout.connect(self._ask_preview)
        self._build()
        self.ask(RatePlans(), self._offer_rates, slot="rates")
        self._ask_rooms()

    def command(self) -> WalkIn:
        """The stay as typed, at the price shown."""
        room, shown = self._room(), self._preview
        name = words("name", self.name.text(), "Type the guest's name.")
        if shown is None or shown.room != room.room:
            raise FieldRefusal("price", "The price is being worked out.", help="Try again in a moment.")
        if not self.told.isChecked():
            raise FieldRefusal("price", "The guest has to agree to the price.", help="Tell it, then tick the box.")
        return self.place.session.make(
            WalkIn,
            stay=new_id(),
            guest_id=new_id(),
            guest=GuestSpec(name=name, company=self.company.text().strip(), email=self.email.text().strip()),
            departure=shown.departure,
            adults=self.adults.value(),
            room=room.room,
            prices=tuple(night.price for night in shown.nights),
            rate_plan=shown.rate_plan,
        )

    def done_words(self) -> str:
        """Who is in."""
        return f"{self.name.text().strip()} is in room {self._room().room}"

    def _room(self) -> FreeRoom:
        row = self.rooms.current()
        if not isinstance(row, FreeRoom):
            raise FieldRefusal("room", "Choose a room.")
        return row

    # what is asked

    def _offer_rates(self, plans: tuple[str, ...]) -> None:
        for plan in plans:
            self.rate.addItem(plan, plan)

    def _ask_rooms(self, _value: Any = None) -> None:
        question = RoomsForWalkIn(self.departure.value(), self.adults.value())
        self.ask(question, self._show_rooms, slot="rooms")

    def _show_rooms(self, rooms: tuple[FreeRoom, ...]) -> None:
        self.model.show(rooms)
        self.rooms.choose_first()
        self._changed()

    def _picked(self, row: FreeRoom | None) -> None:
        if row is not None:
            self.price.setText(wording.editable(row.price, self._currency))
        self._changed()

    def _changed(self, _value: Any = None) -> None:
        """Until the price is worked out anew nobody is told one."""
        self.unask()
        self._preview = None
        self.told.setChecked(False)
        self.told.setEnabled(False)
        self._later.start()

    def _ask_preview(self) -> None:
        row = self.rooms.current()
        try:
            price = amount("price", self.price.raw(), self._currency)
        except Refusal:
            price = None
        if not isinstance(row, FreeRoom) or price is None or not self.rate.count():
            self._show_preview(None)
            return
        question = PreviewWalkIn(
            room=row.room,
            departure=self.departure.value(),
            adults=self.adults.value(),
            price=price,
            rate_plan=self.rate.currentText(),
        )
        self.ask(question, self._show_preview, slot="preview")

    def _show_preview(self, shown: WalkInPreview | None) -> None:
        self._preview = shown
        self.told.setEnabled(shown is not None)
        self.total.setText(wording.with_symbol(shown.total, shown.currency) if shown else wording.DASH)
        self.detail.setText(_said(shown) if shown else "Choose a room and type a price.")

    # making

    def _build(self) -> None:
        self.form.add("name", "Guest, as Family, Given", self.name)
        self.form.beside(("company", "Company", self.company), ("email", "E-mail", self.email))
        self.form.beside(
            ("departure", "Departure", self.departure),
            ("adults", "Adults", self.adults),
            ("rate", "Rate", self.rate),
            ("price", "Price a night", self.price),
        )
        self.form.add("room", "Room", self.rooms)
        self.form.add_widget(self.total)
        self.form.add_widget(self.detail)
        self.form.add_widget(self.told)
        self.setMinimumWidth(theme.pixels(620))
        self.departure.moved.connect(self._ask_rooms)
        self.adults.valueChanged.connect(self._ask_rooms)
        self.rooms.chosen.connect(self._picked)
        self.rate.currentIndexChanged.connect(self._changed)
        self.price.textChanged.connect(self._changed)

    def _columns(self) -> list[Column[FreeRoom]]:
        return [
            Column(title="Room", text=lambda row: row.room, strong=True, width=72),
            Column(title="Type", text=lambda row: row.type_name),
            Column(title="Floor", text=lambda row: str(row.floor), numeric=True, width=56),
            Column(
                title="State", text=lambda row: STATES[row.state][1], icon=lambda row: STATES[row.state][0], width=112
            ),
            Column(title="A night", text=lambda row: wording.money(row.price, self._currency), numeric=True, width=104),
        ]


def _said(shown: WalkInPreview) -> str:
    """How the total is made."""
    money, nights = wording.money, shown.nights
    per_night = money(nights[0].price, shown.currency)
    parts = [f"{wording.count(len(nights), 'night')} × {per_night} in {shown.room}, {shown.type_name}"]
    if shown.on_top:
        parts.append(f"taxes on top {money(shown.on_top, shown.currency)}")
    if shown.inside:
        parts.append(f"tax inside {money(shown.inside, shown.currency)}")
    return "; ".join(parts) + "."
