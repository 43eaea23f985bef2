"""The house on one screen: rooms × dates, with what can be done from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from frontdesk.domain.room_move import MoveReason
from frontdesk.errors import Refusal
from frontdesk.queries.room_move import MovePreview, PreviewMove
from frontdesk.queries.tape_chart import Bar, SeeTapeChart, TapeChart
from ui import theme, wording
from ui.dialogs.arrival_day import ArrivalDayForm
from ui.dialogs.assign import AssignForm
from ui.dialogs.departure import DepartureForm
from ui.screens.stay_door import StayDoor
from ui.screens.tape_foot import TapeFoot
from ui.screens.tape_head import TapeHead
from ui.widgets.tape_model import GROUP, ROW, Wanted, is_lane, lay_out
from ui.widgets.tape_paint import Carried
from ui.widgets.tape_view import Drop, TapeView
from ui.workplace import Workplace

WEEK, BEFORE = timedelta(days=7), timedelta(days=14)
NIGHTS, AT_FIRST, MARGIN, ROOMS_AT_FIRST = 60, 24, 3, 60
"""How many nights are read; how many of how many rooms first of all, so that a big house opens at once."""
QUIET_MS = 120
"""Changes that come so close together are looked at once."""


class TapeChartPage(QWidget):
    """``opened`` brings the id of a stay that a person wants to see whole."""

    opened = Signal(str)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._chart: TapeChart | None = None
        self._wanted = Wanted()
        self._going: date | None = None
        self.head, self.view, self.foot = TapeHead(), TapeView(), TapeFoot()
        self.door = StayDoor(place, self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(QUIET_MS)
        self._later.timeout.connect(self._look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self.view, self.foot):
            column.addWidget(part, int(part is self.view))
        self.setFocusProxy(self.view)
        self._connect()
        self._look()

    def act(self, action_id: str) -> bool:
        """Actions about the stay under the cursor; Esc puts a bar back."""
        bar = self.view.bar()
        if action_id == "back":
            self.view.put_back()
            return True
        if bar is None:
            return False
        if action_id == "move":
            self._carry(bar)
        else:
            self.door.start(action_id, bar.stay)
        return True

    def go_to(self, day: date) -> None:
        """Show the chart from this day on, read anew if it is not known yet."""
        chart = self._chart
        if chart is None or not chart.first <= day <= chart.until - 2 * WEEK:
            self._going = day
            self._look()
        else:
            self.view.go_to(day)

    def showEvent(self, event: QShowEvent) -> None:
        """What can be started is about the bar under the cursor."""
        super().showEvent(event)
        self.view.setFocus()
        self._tell_context(self.view.bar())

    def hideEvent(self, event: QHideEvent) -> None:
        """And about nothing while the chart is not in view."""
        super().hideEvent(event)
        self.view.put_back()
        self._place.deck.choose(())

    # reading

    def _look(self) -> None:
        """Read the house around the day in view."""
        day = self._going or (self.view.first_day() if self._chart else None)
        question = SeeTapeChart(day - BEFORE, NIGHTS) if day else SeeTapeChart(None, AT_FIRST, MARGIN, ROOMS_AT_FIRST)
        self._place.bus.ask(question, owner=self, done=self._show, slot="chart")

    def _show(self, chart: TapeChart) -> None:
        self._chart = chart
        self._place.session.saw(chart.seq)
        self.head.offer(chart.rooms)
        self._lay_out()
        if self._going is not None:
            going, self._going = self._going, None
            self.view.go_to(going)
        if chart.known is not None:
            self._look()
        self._say_span()

    def _lay_out(self) -> None:
        if self._chart is not None:
            self.view.show_tape(lay_out(self._chart, self._wanted, theme.pixels(ROW), theme.pixels(GROUP)))

    def _changed(self, topics: frozenset[str]) -> None:
        if "house" in topics or any(topic.startswith("room:") for topic in topics):
            self._later.start()

    def _neared(self, first: date) -> None:
        """The end of what is known has been reached."""
        if self._going is None:
            self._going = first
            self._later.start()

    # what a person does

    def _filter(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._lay_out()

    def _step(self, step: int) -> None:
        if self._chart is not None:
            today = self._chart.business_date
            self.go_to(self.view.first_day() + step * WEEK if step else today - timedelta(days=2))

    def _carry(self, bar: Bar) -> None:
        """F3 picks a bar up, and once more on the same place opens its form without a room."""
        if not self.view.is_carrying():
            self.view.carry()
            if not self.view.is_carrying():
                self._place.notices.toast("This bar has no night to come that could be moved.")
            return
        self.view.put_back()
        self.door.start("move" if bar.status == "in_house" else "assign", bar.stay)

    def _dropped(self, drop: Drop) -> None:
        """A bar was let go: its form opens, filled in; nothing has changed yet."""
        stay, place = drop.bar.stay, self._place
        if drop.stretch:
            self.door.form(stay, lambda seen: DepartureForm(place, seen, drop.until))
        elif drop.bar.status == "in_house":
            self.door.move(stay, drop.room, drop.first)
        elif drop.room == drop.bar.room:
            self.door.form(stay, lambda seen: ArrivalDayForm(place, seen, (drop.first - drop.bar.first).days))
        elif not is_lane(drop.room):
            self.door.form(stay, lambda seen: AssignForm(place, seen, drop.room))

    def _held(self, carried: Carried | None) -> None:
        """What the room under a carried bar would cost more or less a night."""
        if carried is not None and carried.bar.status == "in_house" and carried.room != carried.bar.room:
            question = PreviewMove(carried.bar.stay, carried.room, MoveReason.ASKED)
            done = partial(self._priced, carried)
            self._place.bus.ask(question, owner=self, done=done, refused=_no_price, slot="price")

    def _priced(self, carried: Carried, shown: MovePreview) -> None:
        nightly = max((option.nightly for option in shown.decisions if option.allowed), key=abs, default=0)
        if self.view.holds(carried.bar.stay, carried.room):
            self.view.say_more(f"{wording.change(nightly, shown.currency)} a night")

    def _open(self, bar: Bar) -> None:
        self.opened.emit(bar.stay)

    def _tell_context(self, bar: Bar | None) -> None:
        if self.isVisible():
            self._place.deck.choose({"stay", bar.status} if bar else ())

    def _say_span(self, _value: int = 0) -> None:
        self.head.say_span(self.view.first_day(), self.view.last_day())

    def _connect(self) -> None:
        self.head.wanted.connect(self._filter)
        self.head.stepped.connect(self._step)
        self.view.opened.connect(self._open)
        self.view.chosen.connect(self._tell_context)
        self.view.dropped.connect(self._dropped)
        self.view.carrying.connect(self._held)
        self.view.neared.connect(self._neared)
        self.view.zoomed.connect(self._say_span)
        self.view.horizontalScrollBar().valueChanged.connect(self._say_span)
        self.door.opened.connect(self.opened)
        self._place.bus.changed.connect(self._changed)
        for key, step in (("Alt+Left", -1), ("T", 0), ("Alt+Right", 1)):
            self._key(key, partial(self._step, step))
        self._key("Ctrl+F", self.head.type.setFocus)

    def _key(self, key: str, call: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(call)


def _no_price(_refusal: Refusal) -> None:
    """Without a price the tip says only whether the room is free."""
