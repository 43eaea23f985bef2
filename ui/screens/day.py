"""The desk's day: who arrives, who leaves, who stays; each with what is to be done next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from frontdesk.queries.day import DayRow, DayView, SeeDay
from ui import theme, wording
from ui.models.table import Column, TableModel
from ui.screens.open_moves import OpenMoveList
from ui.screens.stay_door import StayDoor
from ui.widgets.action_button import ActionButton
from ui.widgets.card import Card, rule
from ui.widgets.page import PageFoot, PageHead, page_body
from ui.widgets.table_view import TableView
from ui.widgets.tabs import Tabs
from ui.widgets.tape_edges import STATES
from ui.workplace import Workplace

QUIET_MS = 120
EMPTY = ("Nobody is expected any more today.", "Nobody leaves any more today.", "Nobody stays.")
ARRIVALS, DEPARTURES, MOVES = 0, 1, 3
SMALL = 1080
"""Below this width of the page, in pixels at scale 1, the lists have fewer columns."""


class DayPage(QWidget):
    """Three lists and the moves under way, the next step as the one filled button. ``opened`` brings a stay to see."""

    opened = Signal(str)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._day: DayView | None = None
        self._counts = [0] * 4
        self.head = PageHead("Today")
        self.tabs = Tabs(["Arrivals", "Departures", "Staying", "Moves"])
        columns = (_arrival_columns(), _departure_columns(self._money), _staying_columns())
        titles = ("Arrivals", "Departures", "Staying")
        self.lists = [
            TableView(TableModel(some, key=lambda row: row.stay, parent=self), name, empty=empty)
            for some, name, empty in zip(columns, titles, EMPTY, strict=True)
        ]
        self._pages, self.foot = QStackedWidget(), PageFoot()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.door = StayDoor(place, self)
        self.moves = OpenMoveList(place)
        names = ("assign", "arrival_day", "departure", "payment", "walk_in")
        self._steps = {name: ActionButton(place.deck, name) for name in names}
        self._next = [ActionButton(place.deck, name, primary=True) for name in ("check_in", "check_out", "move")]
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(QUIET_MS)
        self._later.timeout.connect(self._look)
        self._lay_out()
        self._connect()
        self._look()

    def act(self, action_id: str) -> bool:
        """Actions about the stay chosen."""
        row = self.current()
        if action_id == "back" or row is None:
            return action_id == "back"
        self.door.start(action_id, row.stay)
        return True

    def current(self) -> DayRow | None:
        """The stay chosen in the list in view."""
        row = self._view().current()
        return row if isinstance(row, DayRow) else None

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the list in view."""
        super().showEvent(event)
        self._view().setFocus()
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is chosen while the page is not in view."""
        super().hideEvent(event)
        self._place.deck.choose(())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the names keep their room; what is said less often gives way."""
        super().resizeEvent(event)
        small = self.width() < theme.pixels(SMALL)
        for view in self.lists:
            view.spare({"Confirmation", "Expected", "Since"}, on=small)
        for button in (*self._steps.values(), *self._next):
            button.set_brief(on=small)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard belongs to the list in view."""
        super().focusInEvent(event)
        self._view().setFocus()

    # reading

    def _look(self) -> None:
        self._place.bus.ask(SeeDay(), owner=self, done=self._show, slot="day")
        self.moves.read()

    def _show(self, day: DayView) -> None:
        self._day = day
        self._place.session.saw(day.seq)
        parts = (day.arrivals, day.departures, day.staying)
        for view, rows in zip(self.lists, parts, strict=True):
            view.table().show(rows)
            view.choose_first()
        self._counts[:3] = [len(rows) for rows in parts]
        self._offer()
        without = sum(not row.room for row in day.arrivals)
        owing = sum(bool(row.owing) for row in day.departures)
        said = [wording.day(day.business_date)]
        said += [f"{wording.count(without, 'arrival')} without a room"] if without else []
        said += [f"{wording.count(owing, 'departure')} with an open bill"] if owing else []
        self.head.say("Today", "", " · ".join(said))
        self._tell()

    def _count_moves(self, moves: int) -> None:
        self._counts[MOVES] = moves
        self._offer()

    def _offer(self) -> None:
        names = ("Arrivals", "Departures", "Staying", "Moves")
        self.tabs.offer([f"{name}  {many}" for name, many in zip(names, self._counts, strict=True)])

    def _view(self) -> TableView:
        """The list in view."""
        return (*self.lists, self.moves.moves)[self.tabs.current()]

    def _changed(self, topics: frozenset[str]) -> None:
        if "house" in topics:
            self._later.start()

    # what a person does

    def turn(self, number: int) -> None:
        """Another list."""
        self.tabs.turn(number)
        self._view().setFocus()

    def _turned(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        for place, button in enumerate(self._next):
            button.setVisible(place == number)
        for name in ("assign", "arrival_day"):
            self._steps[name].setVisible(number == ARRIVALS)
        self._steps["payment"].setVisible(number == DEPARTURES)
        self._steps["departure"].setVisible(number not in {ARRIVALS, MOVES})
        self._tell()

    def _tell(self, _row: object = None) -> None:
        row = self.current()
        if self.isVisible():
            self._place.deck.choose({"stay", row.status} if row else ())
        note = row.note if row else ""
        self.foot.say("note" if note else "", note, tone="quiet")

    def _open(self, row: DayRow) -> None:
        self.opened.emit(row.stay)

    def _money(self, row: DayRow) -> str:
        return wording.money(row.balance, self._day.currency) if self._day else ""

    # making

    def _connect(self) -> None:
        for view in self.lists:
            view.chosen.connect(self._tell)
            view.opened.connect(self._open)
        self.tabs.turned.connect(self._turned)
        self.door.opened.connect(self.opened)
        self.moves.opened.connect(self.opened)
        self.moves.counted.connect(self._count_moves)
        self._place.bus.changed.connect(self._changed)
        for number in range(len(self._counts)):
            shortcut = QShortcut(QKeySequence(f"Alt+{number + 1}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.turn, number))

    def _lay_out(self) -> None:
        body, columns = page_body()
        card = Card(flush=True)
        strip = QHBoxLayout()
        strip.setContentsMargins(12, 4, 12, 0)
        strip.addWidget(self.tabs)
        card.body.addLayout(strip)
        card.body.addWidget(rule())
        for view in self.lists:
            self._pages.addWidget(view)
        self._pages.addWidget(self.moves)
        card.body.addWidget(self._pages, 1)
        columns.addWidget(card)
        body.addWidget(self.head)
        body.addLayout(columns, 1)
        self.foot.add(*self._steps.values(), *self._next)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(body, 1)
        whole.addWidget(self.foot)
        self._turned(ARRIVALS)


def _name(row: DayRow) -> str:
    shown = theme.readable(row.name, row.latin)
    return f"{shown} ({row.latin})" if row.latin and shown != row.latin else shown


def _room_state(row: DayRow) -> str:
    return STATES[row.room_state][1] if row.room_state else "Choose a room"


def _room_icon(row: DayRow) -> str:
    return STATES[row.room_state][0] if row.room_state else "warning"


def _bill(row: DayRow) -> str:
    if row.owing:
        windows = ", ".join(str(number) for number, _ in row.owing)
        return f"Window {windows} is open"
    return "Ready to leave" if not row.unsettled else "At zero"


Columns = tuple[Column[DayRow], ...]
_GUEST: Column[DayRow] = Column(
    title="Guest",
    text=_name,
    icon=lambda row: "star" if row.vip else "",
    spoken=lambda row: f"{_name(row)}, VIP" if row.vip else _name(row),
    tip=_name,
)
_PARTY: Column[DayRow] = Column(title="Party", text=lambda row: wording.party(row.adults, row.children), width=144)
_ROOM: Column[DayRow] = Column(title="Room", text=lambda row: row.room or wording.DASH, strong=True, width=76)
_TYPE: Column[DayRow] = Column(title="Type booked", text=lambda row: row.type_name, width=156)
_UNTIL: Column[DayRow] = Column(title="Until", text=lambda row: wording.day(row.departure), width=112)
_NUMBER: Column[DayRow] = Column(
    title="Confirmation", text=lambda row: row.confirmation, tone=lambda _row: "quiet", width=136
)


def _arrival_columns() -> Columns:
    state: Column[DayRow] = Column(title="Room is", text=_room_state, icon=_room_icon, width=144)
    late: Column[DayRow] = Column(title="Expected", text=lambda row: wording.day(row.arrival), width=112)
    return (_ROOM, state, _GUEST, _PARTY, _TYPE, late, _UNTIL, _NUMBER)


def _departure_columns(money: Callable[[DayRow], str]) -> Columns:
    bill: Column[DayRow] = Column(
        title="Bill",
        text=_bill,
        icon=lambda row: "warning" if row.owing else "check-circle",
        tone=lambda row: "warning" if row.owing else "",
        width=180,
    )
    due: Column[DayRow] = Column(title="Leaves", text=lambda row: wording.day(row.departure), width=112)
    balance: Column[DayRow] = Column(
        title="Balance", text=money, sort=lambda row: row.balance, numeric=True, strong=True, width=116
    )
    return (_ROOM, _GUEST, _PARTY, due, bill, balance)


def _staying_columns() -> Columns:
    state: Column[DayRow] = Column(title="Room is", text=_room_state, icon=_room_icon, width=144)
    since: Column[DayRow] = Column(title="Since", text=lambda row: wording.day(row.arrival), width=112)
    return (_ROOM, state, _GUEST, _PARTY, since, _UNTIL, _NUMBER)
