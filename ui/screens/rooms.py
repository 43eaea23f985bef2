"""Every room with its housekeeping state, changed by a letter, for one room or for many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from frontdesk.commands.house import SetHousekeeping
from frontdesk.domain.room import BLOCK_WORDS, BlockKind, Housekeeping
from frontdesk.errors import Refusal
from frontdesk.queries.room_list import RoomList, RoomRow, SeeRooms
from ui import theme, wording
from ui.dialogs.room_block import BlockForm, ReopenForm
from ui.models.table import Column, TableModel
from ui.screens.stay_door import StayDoor
from ui.widgets.card import Card
from ui.widgets.choose import Chooser, chooser
from ui.widgets.keycap import Keycap
from ui.widgets.line import Line
from ui.widgets.page import PageHead, page_body
from ui.widgets.table_view import TableView
from ui.widgets.tape_edges import STATES
from ui.workplace import Workplace

BY_LETTER = {
    "d": Housekeeping.DIRTY,
    "p": Housekeeping.PICKUP,
    "c": Housekeeping.CLEAN,
    "i": Housekeeping.INSPECTED,
}
KEYS = (("D", "dirty"), ("P", "pick-up"), ("C", "clean"), ("I", "inspected"), ("O", "close"), ("R", "give back"))
QUIET_MS = 120
CLOSED = "closed"
SMALL, SMALLER = 1340, 1000
"""Below these widths of the page, in pixels at scale 1, the list has fewer columns."""
CLOSED_WIDTH, MIDDLE, SHORT = 300, 220, 180
"""Widths of the last column."""


class RoomTable(TableView):
    """The list; ``lettered`` brings a small letter that is pressed on it."""

    lettered = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters act, all else is the table's."""
        letter = event.text().casefold()
        if letter in {*BY_LETTER, "o", "r"} and not event.modifiers():
            self.lettered.emit(letter)
            event.accept()
        else:
            super().keyPressEvent(event)

    def rows(self) -> list[RoomRow]:
        """The rooms chosen, from the top."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        held = self.table().rows()
        return [held[number] for number in numbers]


class RoomsPage(QWidget):
    """``opened`` brings the stay of the guest who is in the room that Enter was pressed on."""

    opened = Signal(str)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._list: RoomList | None = None
        self.head = PageHead("Rooms")
        self.state = _box("All states", [(words, key) for key, (_, words) in STATES.items()], "State")
        self.state.addItem("Closed", CLOSED)
        self.type, self.floor = _box("All types", [], "Type"), _box("All floors", [], "Floor")
        self.model: TableModel[RoomRow] = TableModel(_COLUMNS, key=lambda row: row.number, parent=self)
        self.list = RoomTable(self.model, "Rooms", empty="No room is like that.")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.chosen = Line(role="quiet")
        self.door = StayDoor(place, self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(QUIET_MS)
        self._later.timeout.connect(self._look)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)
        self._look()

    def act(self, action_id: str) -> bool:
        """Actions about the guest in the room."""
        row = self.list.current()
        if action_id == "back":
            return True
        if not isinstance(row, RoomRow) or not row.stay:
            return False
        self.door.start(action_id, row.stay)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the list."""
        super().showEvent(event)
        self.list.setFocus()
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is chosen while the list is not in view."""
        super().hideEvent(event)
        self._place.deck.choose(())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the names keep their room; what the boxes above can choose gives way."""
        super().resizeEvent(event)
        smaller = self.width() < theme.pixels(SMALLER)
        small = self.width() < theme.pixels(SMALL)
        self.list.spare({"Floor"}, on=small)
        self.list.spare({"Type"}, on=smaller)
        closed = SHORT if smaller else MIDDLE if small else CLOSED_WIDTH
        self.list.setColumnWidth(len(_COLUMNS) - 1, theme.pixels(closed))

    # reading

    def _look(self) -> None:
        self._place.bus.ask(SeeRooms(), owner=self, done=self._show, slot="rooms")

    def _show(self, found: RoomList) -> None:
        first = self._list is None
        self._list = found
        self._place.session.saw(found.seq)
        if first:
            types = dict.fromkeys((row.type_name, row.type) for row in found.rooms)
            for words, value in types:
                self.type.addItem(words, value)
            for floor in sorted({row.floor for row in found.rooms}):
                self.floor.addItem(f"Floor {floor}", floor)
        self._filter()

    def _filter(self, _index: int = 0) -> None:
        if self._list is None:
            return
        rows = [row for row in self._list.rooms if self._wanted(row)]
        self.model.show(rows)
        self.list.choose_first()
        counts = {state: sum(row.state == state and not _out(row) for row in self._list.rooms) for state in STATES}
        said = [f"{counts[state]} {words.lower()}" for state, (_, words) in STATES.items()]
        closed = sum(_out(row) for row in self._list.rooms)
        self.head.say("Rooms", "", ", ".join([*said, f"{closed} out of order"]))
        self._tell()

    def _wanted(self, row: RoomRow) -> bool:
        state = self.state.currentData()
        closed = row.block is not None
        fits = state is None or (closed if state == CLOSED else row.state == state and not _out(row))
        kinds = self.type.currentData() in {None, row.type}
        return bool(fits and kinds and self.floor.currentData() in {None, row.floor})

    def _changed(self, topics: frozenset[str]) -> None:
        if "house" in topics or any(topic.startswith("room:") for topic in topics):
            self._later.start()

    # what a person does

    def _letter(self, letter: str) -> None:
        rows = self.list.rows()
        if not rows:
            return
        if letter in BY_LETTER:
            self._set(rows, BY_LETTER[letter])
        elif letter == "o":
            BlockForm(self._place, [row.number for row in rows], self._today()).open()
        else:
            self._give_back(rows)

    def _set(self, rows: Sequence[RoomRow], state: Housekeeping) -> None:
        """All the rooms chosen, or none: a refusal on the way leaves nothing half done.

        A workstation of a shared house sends them one by one: each is a fact of its own, known at once.
        """
        bus, make = self._place.bus, self._place.session.make
        commands = [make(SetHousekeeping, room=row.number, state=state) for row in rows]
        done = partial(self._set_done, len(rows), f"{rows[0].number}: {STATES[state][1].lower()}", state)
        if len(commands) > 1 and not self._place.sharing.shared:
            bus.do_all(commands, owner=self, done=done, refused=self._refused)
            return
        for number, command in enumerate(commands, 1):
            bus.do(command, owner=self, done=done if number == len(rows) else None, refused=self._refused)

    def _set_done(self, count: int, words: str, state: Housekeeping, _result: object) -> None:
        said = words if count == 1 else f"{count} rooms: {STATES[state][1].lower()}"
        self._place.notices.toast(said)

    def _refused(self, refusal: Refusal) -> None:
        self._place.notices.tell(refusal)

    def _give_back(self, rows: Sequence[RoomRow]) -> None:
        closed = [row for row in rows if row.block or row.next_block]
        if not closed:
            self._place.notices.toast(f"Room {rows[0].number} is not closed.")
            return
        ReopenForm(self._place, closed[0]).open()

    def _today(self) -> date:
        assert self._list is not None, "rooms are chosen from the list"
        return self._list.business_date

    def _open(self, row: RoomRow) -> None:
        if row.stay:
            self.opened.emit(row.stay)

    def _tell(self, *_selection: object) -> None:
        rows = self.list.rows()
        self.chosen.say(f"{len(rows)} rooms chosen" if len(rows) > 1 else "Shift and Ctrl choose several")
        row = self.list.current()
        if self.isVisible():
            inside = isinstance(row, RoomRow) and row.stay
            self._place.deck.choose({"stay", "in_house"} if inside and len(rows) == 1 else ())

    # making

    def _connect(self) -> None:
        self.list.lettered.connect(self._letter)
        self.list.opened.connect(self._open)
        self.list.selectionModel().selectionChanged.connect(self._tell)
        self.door.opened.connect(self.opened)
        self._place.bus.changed.connect(self._changed)
        for box in (self.state, self.type, self.floor):
            box.currentIndexChanged.connect(self._filter)

    def _lay_out(self) -> None:
        body, columns = page_body()
        card = Card(flush=True)
        card.body.addWidget(self.list, 1)
        columns.addWidget(card)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.head, 1)
        for box in (self.state, self.type, self.floor):
            box.setFixedWidth(theme.pixels(150))
            top.addWidget(box)
        body.addLayout(top)
        body.addLayout(columns, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(body, 1)
        whole.addWidget(key_foot(self.chosen, KEYS))


def key_foot(words: QWidget, keys: Sequence[tuple[str, str]]) -> QFrame:
    """A strip along the lower edge with words at the left and keys at the right."""
    made = QFrame()
    made.setProperty("role", "foot")
    row = QHBoxLayout(made)
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(6)
    row.addWidget(words, 1)
    for key, said in keys:
        label = QLabel(said)
        label.setProperty("role", "small")
        row.addWidget(Keycap(key))
        row.addWidget(label)
        row.addSpacing(8)
    return made


def _box(every: str, options: Sequence[tuple[str, object]], name: str) -> Chooser:
    made = chooser([(every, None), *options])
    made.setAccessibleName(name)
    return made


def _out(row: RoomRow) -> bool:
    return row.block is not None and row.block.kind == BlockKind.OUT_OF_ORDER


def _state(row: RoomRow) -> str:
    return BLOCK_WORDS[BlockKind.OUT_OF_ORDER].capitalize() if _out(row) else STATES[row.state][1]


def _icon(row: RoomRow) -> str:
    return "wrench" if _out(row) else STATES[row.state][0]


def _closed(row: RoomRow) -> str:
    """What closes the room, until when; or what will."""
    block = row.block or row.next_block
    if block is None:
        return ""
    begins = "" if row.block else f"from {wording.short_day(block.first)} "
    ends = f"until {wording.short_day(block.until)}" if block.block else "until further notice"
    return f"{block.words[:1].upper()}{block.words[1:]}, {begins}{ends}"


def _guest(row: RoomRow) -> str:
    return theme.readable(row.guest, row.guest_latin)


def _arrives(row: RoomRow) -> str:
    return theme.readable(row.arrives, row.arrives_latin)


def _leaves(row: RoomRow) -> str:
    return wording.day(row.leaves) if row.leaves else ""


_COLUMNS: tuple[Column[RoomRow], ...] = (
    Column(title="Room", text=lambda row: row.number, strong=True, width=84),
    Column(title="State", text=_state, icon=_icon, sort=lambda row: (row.state, row.number), width=140),
    Column(title="Type", text=lambda row: row.type_name, tip=lambda row: row.type_name, width=148),
    Column(title="Floor", text=lambda row: str(row.floor), numeric=True, sort=lambda row: row.floor, width=64),
    Column(title="In the room", text=_guest, tip=lambda row: row.guest),
    Column(title="Leaves", text=_leaves, tone=lambda _row: "quiet", width=108),
    Column(title="Arrives today", text=_arrives, tip=lambda row: row.arrives),
    Column(
        title="Closed",
        text=_closed,
        icon=lambda row: "wrench" if row.block or row.next_block else "",
        tone=lambda row: "" if row.block else "quiet",
        tip=_closed,
        width=CLOSED_WIDTH,
    ),
)
