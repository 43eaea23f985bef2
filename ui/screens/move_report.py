"""What became of the moves: counts, defects with their minutes, money, and what needs somebody's eye."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from frontdesk.queries.move_report import MoveReport, ReportMoves
from ui import theme, wording
from ui.models.table import Column, TableModel
from ui.widgets.card import Card
from ui.widgets.date_edit import DateEdit
from ui.widgets.page import PageHead, page_body
from ui.widgets.table_view import TableView
from ui.widgets.tabs import Tabs
from ui.workplace import Workplace

Words = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One list of the report: its tab, the rows of it, its columns, and what is said when it is empty."""

    title: str
    rows: Callable[[MoveReport], Sequence[Any]]
    columns: Sequence[Column[Any]]
    empty: str


class MoveReportPage(QWidget):
    """The report over some days, one list at a time; Esc leaves."""

    closed = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._money = place.session.currency
        self.head = PageHead("Moves")
        self.first, self.last = DateEdit(date(2000, 1, 1)), DateEdit(date(2000, 1, 1))
        self.parts = _parts(lambda minor: wording.money(minor, self._money))
        self.tabs, self.stack = Tabs([part.title for part in self.parts]), QStackedWidget()
        self.models = [TableModel[Any](part.columns, key=id, parent=self) for part in self.parts]
        self.tables = [
            TableView(model, part.title, empty=part.empty) for part, model in zip(self.parts, self.models, strict=True)
        ]
        self._asked = False
        self._lay_out()
        self.tabs.turned.connect(self._turn)
        self.first.moved.connect(self._dated)
        self.last.moved.connect(self._dated)
        place.bus.changed.connect(self._heard)
        self.tabs.turn(0)

    def act(self, action_id: str) -> bool:
        """Esc leaves."""
        if action_id == "back":
            self.closed.emit()
        return action_id == "back"

    def showEvent(self, event: QShowEvent) -> None:
        """Look again each time the page is opened."""
        super().showEvent(event)
        self.tables[self.tabs.current()].setFocus()
        self._look()

    @Slot(object)
    def _heard(self, _topics: frozenset[str]) -> None:
        if self.isVisible():
            self._look()

    def _dated(self, _on: object = None) -> None:
        if self.first.value() > self.last.value():
            self.first.set_value(self.last.value())
        self._look()

    def _look(self) -> None:
        """The days chosen; at first those that the question itself takes."""
        span = (self.first.value(), self.last.value()) if self._asked else (None, None)
        self._place.bus.ask(ReportMoves(*span), owner=self, done=self._show, slot="report")

    def _show(self, report: MoveReport) -> None:
        if not self._asked:
            self._asked = True
            for edit, value in ((self.first, report.first), (self.last, report.last)):
                edit.blockSignals(True)
                edit.set_value(value)
                edit.blockSignals(False)
        self._money = report.currency
        for part, model in zip(self.parts, self.models, strict=True):
            model.show(tuple(part.rows(report)))
        self.tabs.offer([f"{part.title} {len(part.rows(report)) or ''}".strip() for part in self.parts])
        money = wording.money
        said = [wording.count(report.moves, "move"), f"given back {money(report.given, self._money)}"]
        said.append(f"taken {money(report.taken, self._money)}")
        if report.house_value:
            said.append(f"upgrades worth {money(report.house_value, self._money)}")
        self.head.say("Moves", "", " · ".join(said))

    def _turn(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        self.tables[number].setFocus()

    def _lay_out(self) -> None:
        whole, columns = page_body()
        dates = QHBoxLayout()
        dates.setSpacing(8)
        for words, edit in (("From", self.first), ("to", self.last)):
            edit.setAccessibleName(f"Report {words.lower()}")
            edit.setMaximumWidth(theme.pixels(180))
            dates.addWidget(QLabel(words))
            dates.addWidget(edit)
        dates.addStretch(1)
        card = Card(flush=True)
        for table in self.tables:
            self.stack.addWidget(table)
        card.body.addWidget(self.tabs)
        card.body.addWidget(self.stack, 1)
        columns.addWidget(card)
        whole.addWidget(self.head)
        whole.addLayout(dates)
        whole.addLayout(columns, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(whole)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def _text(title: str, text: Words, width: int = 0, **more: Any) -> Column[Any]:
    return Column(title=title, text=text, width=width, tip=text, **more)


def _number(title: str, text: Words, width: int = 108) -> Column[Any]:
    return Column(title=title, text=text, width=width, numeric=True)


def _moment(instant: datetime | None) -> str:
    return wording.moment(instant) if instant else "not yet"


_NUMBER = _text("Move", lambda row: row.number, 148)
_DAY = _text("Day", lambda row: wording.day(row.business_date), 120)
_ROOMS = _text("Rooms", lambda row: f"{row.from_room} {wording.ARROW} {row.to_room or '…'}", 112, strong=True)


_MOVED = (
    Part(
        "Counts",
        lambda report: report.counts,
        (
            _text("By", lambda row: wording.sentence_case(row.by), 120),
            _text("What", lambda row: row.key, strong=True),
            _number("Moves", lambda row: str(row.moves)),
        ),
        "No guest was moved on these days.",
    ),
    Part(
        "Defects",
        lambda report: report.defects,
        (
            _NUMBER,
            _DAY,
            _ROOMS,
            _text("Reason", lambda row: row.reason),
            _number("Minutes", lambda row: str(row.minutes)),
        ),
        "No guest was moved for a defect.",
    ),
)
"""Why guests were moved."""

_TO_SEE = (
    Part(
        "Left twice",
        lambda report: report.left_twice,
        (
            _text("Room", lambda row: row.room, 96, strong=True),
            _number("Times", lambda row: str(row.times)),
            _text("Reasons", lambda row: row.reasons),
            _text("Last", lambda row: wording.day(row.last), 120),
        ),
        "No room was left twice for a defect in 30 days.",
    ),
    Part(
        "Passed",
        lambda report: report.passed,
        (
            _NUMBER,
            _DAY,
            _text("Step", lambda row: row.words),
            _text("Why", lambda row: row.why),
            _text("By", lambda row: row.by, 120),
        ),
        "Every step was ticked and every guest present.",
    ),
    Part(
        "Ended",
        lambda report: report.ended,
        (
            _NUMBER,
            _DAY,
            _ROOMS,
            _text("Guest", lambda row: theme.readable(row.name, row.latin)),
            _text("State", lambda row: wording.sentence_case(row.state), 104),
            _text("Why", lambda row: row.words),
            _text("By", lambda row: row.by, 120),
        ),
        "No move failed or was given up.",
    ),
    Part(
        "Scheduled",
        lambda report: report.scheduled,
        (
            _text("When", lambda row: f"{wording.day(row.from_night)}  {row.at}".strip(), 148),
            _ROOMS,
            _text("Guest", lambda row: theme.readable(row.name, row.latin)),
            _text("Reason", lambda row: row.reason),
            _text("Look again", lambda row: row.attention),
        ),
        "No move is planned for the next seven days.",
    ),
    Part(
        "Do not move",
        lambda report: report.locked,
        (
            _text("Room", lambda row: row.room, 96, strong=True),
            _text("Guest", lambda row: theme.readable(row.name, row.latin)),
            _text("Why", lambda row: row.reason),
            _text("Until", lambda row: wording.day(row.until) if row.until else "departure", 120),
            _text("By", lambda row: row.by, 120),
        ),
        "Every guest may be moved.",
    ),
    Part(
        "Calls",
        lambda report: report.calls,
        (
            _NUMBER,
            _text("Room", lambda row: row.room, 96, strong=True),
            _text("Guest", lambda row: theme.readable(row.name, row.latin)),
            _text("Call", lambda row: _moment(row.made), 148),
            _text("Said", lambda row: row.words),
            _text("By", lambda row: row.by, 120),
        ),
        "No call to a new room was due.",
    ),
)
"""What somebody should look at."""


def _parts(money: Callable[[int], str]) -> tuple[Part, ...]:
    """The lists of the report in the order of their tabs."""
    return (*_MOVED, _money(money), *_TO_SEE)


def _money(money: Callable[[int], str]) -> Part:
    return Part(
        "Money",
        lambda report: report.money,
        (
            _NUMBER,
            _DAY,
            _ROOMS,
            _text("Decision", lambda row: wording.sentence_case(row.decision.replace("_", " ").lower())),
            _number("Agreed", lambda row: money(row.agreed), 124),
            _number("Posted", lambda row: money(row.posted), 124),
            _number("House value", lambda row: money(row.house_value), 124),
        ),
        "No move changed a price.",
    )
