"""The rooms that a guest who arrives can have, to choose one from."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from frontdesk.errors import Refusal
from frontdesk.queries.arrival import FreeRoom, RoomsForArrival
from frontdesk.queries.stay import StayView
from ui import theme, wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import FieldRefusal
from ui.models.table import Column, TableModel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

SHOWN = 8
STATES = {
    "inspected": ("check-circle", "Inspected"),
    "clean": ("check", "Clean"),
    "pickup": ("circle", "Pick-up"),
    "dirty": ("clock", "Dirty"),
}


class RoomChoiceForm(DeskForm):
    """A form about a stay and a room that is free for all of its nights; ``wish`` is chosen first if it is one."""

    def __init__(self, place: Workplace, stay: StayView, *, title: str, submit: str, wish: str = "") -> None:
        super().__init__(place, title, submit=submit)
        self.stay = stay.stay
        self._wish = wish
        self.model: TableModel[FreeRoom] = TableModel(COLUMNS, key=lambda row: row.room, parent=self)
        self.rooms = TableView(self.model, "Rooms", empty="No room is free for all nights.")
        self.rooms.setFixedHeight(theme.pixels(38) * SHOWN)
        words = QLabel(f"{wording.span(stay.arrival, stay.departure)}, {wording.party(stay.adults, stay.children)}")
        words.setProperty("role", "quiet")
        self.form.add_widget(words)
        self.form.add("room", "Room", self.rooms)
        self.rooms.opened.connect(self.submit)
        self.setMinimumWidth(theme.pixels(560))
        self.ask(RoomsForArrival(stay.stay), self._show, slot="rooms")

    def room(self) -> str:
        """The room chosen.

        Raises:
            FieldRefusal: none is.
        """
        row = self.rooms.current()
        if not isinstance(row, FreeRoom):
            raise FieldRefusal("room", "Choose a room.")
        return row.room

    def _show(self, rooms: tuple[FreeRoom, ...]) -> None:
        self.model.show(rooms)
        if self._wish and not self.rooms.choose(self._wish):
            self.show_refusal(Refusal(f"Room {self._wish} is not free for every night.", help="Choose another room."))
        self.rooms.choose_first()


def fit(row: FreeRoom) -> str:
    """How well a room fits what was promised."""
    return "held for this stay" if row.held else "as booked" if row.booked_type else ""


COLUMNS: list[Column[FreeRoom]] = [
    Column(title="Room", text=lambda row: row.room, strong=True, width=72),
    Column(title="Type", text=lambda row: row.type_name),
    Column(title="Floor", text=lambda row: str(row.floor), numeric=True, width=56),
    Column(title="State", text=lambda row: STATES[row.state][1], icon=lambda row: STATES[row.state][0], width=112),
    Column(title="", text=fit, small=True, width=128),
]
