"""One of several guests goes to another room alone: who, why, which room and at what price."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QSpinBox

from frontdesk.commands import MoveSharer
from frontdesk.commands.stay import GuestSpec
from frontdesk.domain.room_move import MoveReason, is_house_fault
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.arrival import FreeRoom, RoomsForWalkIn
from frontdesk.queries.move_reason import MoveReasons, ReasonRow
from frontdesk.queries.stay import StayView
from frontdesk.queries.walk_in import PreviewWalkIn, WalkInPreview
from ui import actions, theme, wording
from ui.dialogs.approved import ApprovedForm
from ui.dialogs.reading import FieldRefusal, amount, words
from ui.widgets.choose import chooser
from ui.widgets.money_edit import MoneyEdit
from ui.workplace import Workplace


class SharerForm(ApprovedForm):
    """The guest gets a stay and a bill of the own, linked to this one, until the same departure (RM-5)."""

    def __init__(self, place: Workplace, stay: StayView) -> None:
        super().__init__(place, f"A guest of {stay.room} goes to another room", submit="Move the guest")
        self._stay, self._currency = stay, place.session.currency
        self._rooms: dict[str, FreeRoom] = {}
        self._preview: WalkInPreview | None = None
        self.name, self.ages, self.said = QLineEdit(), QLineEdit(), QLineEdit()
        self.ages.setPlaceholderText("none")
        self.adults = QSpinBox()
        self.adults.lineEdit().setTextMargins(11, 0, 11, 0)
        self.adults.setRange(1, max(1, stay.adults - 1))
        self.reason, self.room = chooser((), "Choose the reason"), chooser((), "Choose a room")
        self.price = MoneyEdit(self._currency)
        self.total = QLabel("Choose a room.")
        self.total.setProperty("role", "quiet")
        self.total.setWordWrap(True)
        self.told = QCheckBox("The guest was told this price and agrees to move")
        self._build()
        self.ask(MoveReasons(), self._show_reasons, slot="reasons")
        self._ask_rooms()

    def command(self) -> MoveSharer:
        """The guest, the room and the price as told."""
        shown = self._preview
        if shown is None:
            raise FieldRefusal("room", "Choose a room and type a price a night.")
        if not self.told.isChecked():
            raise FieldRefusal("price", "The guest has to agree to move, and to the price.", help="Then tick the box.")
        return self.place.session.make(
            MoveSharer,
            stay=self._stay.stay,
            to_stay=new_id(),
            guest_id=new_id(),
            guest=GuestSpec(name=words("name", self.name.text(), "Type the name of the guest who goes.")),
            adults=self.adults.value(),
            children=self._children(),
            to_room=shown.room,
            prices=tuple(night.price for night in shown.nights),
            reason=str(self.reason.currentData() or MoveReason.ASKED),
            words=words("said", self.said.text(), "Write what the guest said."),
            **self.approval(),
        )

    def done_words(self) -> str:
        """Who is where."""
        return f"{self.name.text().strip()} is in room {self.room.currentData()}, with a bill of the own"

    def _children(self) -> tuple[int, ...]:
        typed = re.split(r"[\s,;]+", self.ages.text().strip()) if self.ages.text().strip() else []
        if not all(re.fullmatch("[0-9]{1,2}", age) for age in typed):
            raise FieldRefusal("ages", "Type the ages of the children who go along, such as 4, 7.")
        return tuple(map(int, typed))

    # what is asked

    def _show_reasons(self, rows: tuple[ReasonRow, ...]) -> None:
        for row in rows:
            if row.code != MoveReason.BACK:
                self.reason.addItem(row.words, row.code)
        self.reason.setCurrentIndex(self.reason.findData(str(MoveReason.ASKED)))

    def _ask_rooms(self, _value: Any = None) -> None:
        self.ask(RoomsForWalkIn(self._stay.departure, self.adults.value()), self._show_rooms, slot="rooms")

    def _show_rooms(self, rooms: tuple[FreeRoom, ...]) -> None:
        self._rooms = {row.room: row for row in rooms}
        self.room.clear()
        for row in rooms:
            price = wording.money(row.price, self._currency)
            self.room.addItem(f"{row.room}  {row.type_name}, {row.state}, {price}", row.room)
        self.room.setCurrentIndex(-1)

    def _picked(self, _at: int) -> None:
        row = self._rooms.get(self.room.currentData() or "")
        if row is not None:
            free = is_house_fault(str(self.reason.currentData()))
            self.price.setText(wording.editable(0 if free else row.price, self._currency))
        self._changed()

    def _changed(self, _value: Any = None) -> None:
        """Until the price is worked out anew nobody is told one; a night without a price needs a second person."""
        self.unask()
        self._preview = None
        self.total.setText("Choose a room and type a price.")
        self.told.setChecked(False)
        room = self.room.currentData()
        try:
            price = amount("price", self.price.raw(), self._currency)
        except Refusal:
            price = None
        if room and price is not None:
            question = PreviewWalkIn(room=room, departure=self._stay.departure, adults=self.adults.value(), price=price)
            self.ask(question, self._show, slot="preview")
        if price == 0 and self.approver.isHidden() and self.place.session.role not in actions.APPROVERS:
            self.ask_approval()

    def _show(self, shown: WalkInPreview) -> None:
        self._preview = shown
        nights = wording.count(len(shown.nights), "night")
        self.total.setText(f"{nights} in {shown.room}, with taxes {wording.money(shown.total, shown.currency)}.")

    def _build(self) -> None:
        self.form.add("name", "Guest who goes, as Family, Given", self.name)
        self.form.beside(("adults", "Adults", self.adults), ("ages", "Ages of the children", self.ages))
        self.form.beside(("reason", "Reason", self.reason), ("said", "The guest's words", self.said))
        self.form.beside(("room", "Room", self.room), ("price", "Price a night", self.price))
        self.form.add_widget(self.total)
        self.form.add_widget(self.told)
        self.form.add_widget(self.approver)
        self.approver.hide()
        self.setMinimumWidth(theme.pixels(560))
        self.adults.valueChanged.connect(self._ask_rooms)
        self.reason.currentIndexChanged.connect(self._picked)
        self.room.currentIndexChanged.connect(self._picked)
        self.price.textChanged.connect(self._changed)
