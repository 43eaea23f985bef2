"""Step 3 of a room move: the rooms that are free, best first, and why not the others."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QStackedWidget, QWidget

from frontdesk.queries.room_move import Candidate, Candidates, Excluded, Promised, Shifted
from ui import theme
from ui.models.table import Column, TableModel
from ui.widgets.buttons import link
from ui.widgets.card import Card, clear
from ui.widgets.keycap import Keycap
from ui.widgets.table_view import TableView
from ui.wording import change, day

STATES = {
    "inspected": ("check-circle", "Inspected"),
    "clean": ("check", "Clean"),
    "pickup": ("circle", "Pick-up"),
    "dirty": ("clock", "Dirty"),
}
NUMBERED = 9
NARROW = 620
"""Below this width of the card, in pixels at scale 1, the reason has no column of its own."""
TYPE, WHY, TYPE_OF_OTHERS = 2, 4, 1
"""Places of columns."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its place in the order and the house's currency."""

    place: int
    room: Candidate
    currency: str


class RoomList(TableView):
    """The candidates; a digit chooses by its number."""

    numbered = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose; all else is the table's."""
        number = digit_of(event)
        if number:
            self.numbered.emit(number)
            event.accept()
        else:
            super().keyPressEvent(event)


class RoomCard(Card):
    """Candidates with number keys; ``picked`` brings the room's number, or nothing while none is chosen.

    ``given_up_changed`` comes when the guest does without a need, or not any more.
    """

    picked = Signal(str)
    given_up_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("3  Room", ruled=False, flush=True, parent=parent)
        self.others = link("Why not others?")
        self.others.setCheckable(True)
        self.others.toggled.connect(self._turn)
        self._free = QLabel()
        self._free.setProperty("role", "quiet")
        self._head_row.insertWidget(1, self._free)
        self.add_aside(self.others)
        self.add_aside(Keycap("Alt+W"))
        self._head_row.setContentsMargins(16, 2, 16, 2)
        self._narrow = False
        self.list = RoomList(TableModel(self._columns(), key=lambda row: row.room.room), "Rooms to choose", empty=_NONE)
        self.excluded = TableView(TableModel(_WHY_NOT, key=lambda row: row.room), "Rooms not offered", empty=_ALL)
        self._pages = QStackedWidget()
        self._pages.setMinimumHeight(theme.pixels(146))
        self._musts: tuple[str, ...] = ()
        self._boxes: list[QCheckBox] = []
        self._needs = QHBoxLayout()
        self._needs.setContentsMargins(16, 4, 16, 8)
        self._needs.setSpacing(16)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.excluded)
        self.body.addWidget(self._pages, 1)
        self.free_link = link("")
        self.free_link.hide()
        self.free_link.clicked.connect(self.free_promised)
        self.body.addWidget(self.free_link)
        self.body.addLayout(self._needs)
        self._promised: Promised | None = None
        self._room = ""
        self._by_hand = False
        self._preferred, self._only = "", False
        self.list.chosen.connect(self._chosen)
        self.list.numbered.connect(self.choose_place)

    def show_rooms(self, found: Candidates, currency: str) -> None:
        """Show what is free now; the room chosen stays chosen while it is still free."""
        self._free.setText(f"free for every night to {day(found.departure)}")
        self.list.blockSignals(True)  # a table whose current row goes takes the next one: no room is chosen that way
        self.list.table().show([Ranked(at, room, currency) for at, room in enumerate(found.rooms, 1)])
        self.list.setCurrentIndex(self.list.table().place(self._room))
        self.list.blockSignals(False)
        self.excluded.table().show(found.excluded)
        self._promised = found.reshuffle
        self._show_needs(found.musts)
        self.free_link.setVisible(found.reshuffle is not None)
        if found.reshuffle is not None:
            self.free_link.setText(_proposal(found.reshuffle))
        freed = found.reshuffle.room if found.reshuffle else ""
        if self._room and self._room != freed and not any(room.room == self._room for room in found.rooms):
            self._by_hand = True
            self._become("")

    def musts(self) -> tuple[str, ...]:
        """What every room offered has, because this guest needs it."""
        gone = self.given_up()
        return tuple(must for must in self._musts if must not in gone)

    def given_up(self) -> tuple[str, ...]:
        """The needs that the guest does without."""
        return tuple(box.property("need") for box in self._boxes if box.isChecked())

    def need_boxes(self) -> list[QCheckBox]:
        """One to tick for each need that can be done without."""
        return list(self._boxes)

    def _show_needs(self, musts: tuple[str, ...]) -> None:
        """What is given up is asked about no more; it stays here so that it can be taken back."""
        every = tuple(dict.fromkeys((*self._musts, *musts)))
        if every == self._musts:
            return
        gone, self._musts = self.given_up(), every
        clear(self._needs)
        self._boxes = []
        for must in every:
            box = QCheckBox(f"The guest does without: {must}")
            box.setProperty("need", must)
            box.setChecked(must in gone)
            box.toggled.connect(self.given_up_changed)
            self._boxes.append(box)
            self._needs.addWidget(box)
        self._needs.addStretch(1)

    def room(self) -> str:
        """The room chosen, or nothing."""
        return self._room

    def prefer(self, room: str, *, only: bool = False) -> None:
        """Propose this room instead of the best one, if it is free; ``only`` proposes no other."""
        self._preferred, self._only = room, only

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, why a room stands here goes below its type, on a second line."""
        super().resizeEvent(event)
        narrow = self.width() < theme.pixels(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self.list.setColumnHidden(WHY, narrow)
            self.list.set_tall(on=narrow)
            self.excluded.setColumnHidden(TYPE_OF_OTHERS, narrow)
            self._free.setHidden(narrow)

    def _columns(self) -> list[Column[Ranked]]:
        """The type gives its second line to the reason while that has no column of its own."""
        below: Column[Ranked] = Column(
            title="Type",
            text=lambda row: row.room.type_name,
            detail=lambda row: row.room.why if self._narrow else "",
            tip=lambda row: f"{row.room.type_name}: {row.room.why}",
        )
        return [*_COLUMNS[:TYPE], below, *_COLUMNS[TYPE:]]

    def free_promised(self) -> None:
        """Take the room that is freed by giving guests who have not arrived others."""
        if self._promised is not None:
            self._by_hand = True
            self._become(self._promised.room)

    def shifts(self) -> tuple[Shifted, ...]:
        """The guests to come who get other rooms, if the room chosen is the one freed that way."""
        promised = self._promised
        return promised.shifts if promised is not None and promised.room == self._room else ()

    def choose_best(self) -> None:
        """Propose the room asked for or else the first, unless a person has chosen one, or the one chosen has gone."""
        if not self._by_hand:
            wish = self.list.table().place(self._preferred)
            if self._only and not wish.isValid():
                self.list.clearSelection()
                self._become("")
                return
            self.choose_place(wish.row() + 1 if wish.isValid() else 1)
            self._by_hand = False

    def choose_place(self, number: int) -> None:
        """Choose the room with this number in the list."""
        if 0 < number <= self.list.table().rowCount():
            self.others.setChecked(False)
            self.list.setCurrentIndex(self.list.table().index(number - 1, 0))

    def is_turned(self) -> bool:
        """True while the rooms that are not offered are in view."""
        return self.others.isChecked()

    def turn(self) -> None:
        """From the rooms offered to the others, or back."""
        self.others.toggle()

    def _turn(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal sends it
        self._pages.setCurrentIndex(int(on))
        self.others.setText("Back to the rooms" if on else "Why not others?")
        (self.excluded if on else self.list).setFocus()

    def _chosen(self, row: Ranked | None) -> None:
        if row is not None:
            self._by_hand = True
            self._become(row.room.room)

    def _become(self, room: str) -> None:
        if room != self._room:
            self._room = room
            self.picked.emit(room)


def _proposal(found: Promised) -> str:
    """What freeing a room asks of others, in words."""
    moved = ", ".join(f"{shift.name} ({day(shift.arrival)}) gets {shift.to_room}" for shift in found.shifts)
    return f"Free room {found.room}: {moved}; a supervisor decides"


def digit_of(event: QKeyEvent) -> int:
    """The digit 1 to 9 of a plain key, else 0."""
    text, plain = event.text(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return int(text) if plain and len(text) == 1 and text in "123456789" else 0


_NONE = "No room is free for every night left. Look at why not, or shorten the stay first."
_ALL = "Every other room is offered."

_COLUMNS: tuple[Column[Ranked], ...] = (
    Column(title="", text=lambda row: str(row.place) if row.place <= NUMBERED else "", keycap=True, width=44),
    Column(title="Room", text=lambda row: row.room.room, strong=True, width=60),
    Column(
        title="State",
        text=lambda row: STATES[row.room.state][1],
        icon=lambda row: STATES[row.room.state][0],
        width=108,
    ),
    Column(title="Why it stands here", text=lambda row: row.room.why, tip=lambda row: row.room.why, width=236),
    Column(
        title="A night",
        text=lambda row: change(row.room.difference, row.currency),
        numeric=True,
        strong=True,
        width=78,
    ),
)

_WHY_NOT: tuple[Column[Excluded], ...] = (
    Column(title="Room", text=lambda row: row.room, strong=True, width=84),
    Column(title="Type", text=lambda row: row.type_name, tip=lambda row: row.type_name, width=148),
    Column(title="Why not", text=lambda row: row.why, icon=lambda _row: "lock", tip=lambda row: row.why),
)
