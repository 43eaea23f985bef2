"""Above the tape chart: which days, the way through them, and which rooms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from frontdesk.queries.tape_chart import ChartRoom
from ui import theme
from ui.widgets.buttons import KeyButton
from ui.widgets.choose import Chooser, chooser
from ui.widgets.line import Line
from ui.widgets.tape_edges import STATES
from ui.widgets.tape_model import Wanted
from ui.wording import day

SMALL, SMALLER = 1200, 1000
"""Below these widths, in pixels at scale 1, the span and the keys are left out."""
WIDEST, LEAST, GAPS = 148, 84, 128
"""Widths of a box, and the gaps between everything."""


class TapeHead(QFrame):
    """``wanted`` brings the rooms asked for, ``stepped`` -1, 0 (today) or 1."""

    wanted = Signal(object)
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "header")
        self._title = QLabel("Chart")
        self._title.setProperty("role", "title")
        self._span = Line(role="quiet")
        self.earlier, self.today = KeyButton("Earlier", key="Alt+Left"), KeyButton("Today", key="T")
        self.later = KeyButton("Later", key="Alt+Right")
        self.type = _box("All types", [], "Type of room")
        self.floor = _box("All floors", [], "Floor")
        self.state = _box("All states", [(words, key) for key, (_, words) in STATES.items()], "State of the room")
        self.feature = _box("All features", [], "Feature of the room")
        self._rooms: tuple[ChartRoom, ...] = ()
        self._lay_out()
        for button, step in ((self.earlier, -1), (self.today, 0), (self.later, 1)):
            button.clicked.connect(partial(self._step, step))

    def boxes(self) -> tuple[Chooser, ...]:
        """What chooses rooms."""
        return (self.type, self.floor, self.state, self.feature)

    def say_span(self, first: date, last: date) -> None:
        """Which days are in view."""
        self._span.say(f"{day(first)} – {day(last)}")

    def offer(self, rooms: tuple[ChartRoom, ...]) -> None:
        """Offer what the house has; what was chosen stays chosen."""
        if [_facts(room) for room in rooms] == [_facts(room) for room in self._rooms]:
            return
        self._rooms = rooms
        types = dict.fromkeys((room.type_name, room.type) for room in rooms)
        floors = sorted({room.floor for room in rooms})
        features = sorted({feature for room in rooms for feature in room.features})
        _fill(self.type, "All types", types)
        _fill(self.floor, "All floors", [(f"Floor {floor}", floor) for floor in floors])
        _fill(self.feature, "All features", [(feature[:1].upper() + feature[1:], feature) for feature in features])

    def minimumSizeHint(self) -> QSize:
        """The boxes give way before the window does."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the words of the span go first, since the chart says its days itself; then the keys."""
        super().resizeEvent(event)
        room = self.width()
        self._span.setHidden(room < theme.pixels(SMALL))
        buttons = (self.earlier, self.today, self.later)
        for button in buttons:
            button.show_key(on=room >= theme.pixels(SMALLER))
        taken = self._title.sizeHint().width() + sum(button.sizeHint().width() for button in buttons)
        each = (room - taken - GAPS) // len(self.boxes())
        for box in self.boxes():
            box.setFixedWidth(min(theme.pixels(WIDEST), max(theme.pixels(LEAST), each)))

    def _step(self, step: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal sends it
        self.stepped.emit(step)

    def _tell(self, _index: int) -> None:
        self.wanted.emit(
            Wanted(
                type=self.type.currentData() or "",
                floor=self.floor.currentData(),
                state=self.state.currentData() or "",
                feature=self.feature.currentData() or "",
            )
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._span, 1)
        row.addStretch(0)
        for button in (self.earlier, self.today, self.later):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        row.addSpacing(8)
        for box in self.boxes():
            box.currentIndexChanged.connect(self._tell)
            row.addWidget(box)


def _facts(room: ChartRoom) -> tuple[object, ...]:
    return (room.type_name, room.type, room.floor, room.features)


def _box(every: str, options: Sequence[tuple[str, object]], name: str) -> Chooser:
    made = chooser([(every, None), *options])
    made.setAccessibleName(name)
    return made


def _fill(box: Chooser, every: str, options: Iterable[tuple[str, object]]) -> None:
    before = box.currentData()
    box.blockSignals(True)
    box.clear()
    for words, value in ((every, None), *options):
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(before)))
    box.blockSignals(False)
