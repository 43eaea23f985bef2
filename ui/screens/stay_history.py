"""The moves of a stay, and its journal in words."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from frontdesk.queries.journal import JournalRow, ReadJournal
from frontdesk.queries.room_move import MoveRow, MovesOf
from ui import wording
from ui.models.table import Column, TableModel
from ui.screens.open_moves import OpenMoveList
from ui.widgets.action_button import ActionButton
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

PAGE = 100


class MovesPart(QWidget):
    """From where to where, why, and what it cost; above it the move under way. Read when it is looked at."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self.model: TableModel[MoveRow] = TableModel(self._columns(), key=lambda row: row.move, parent=self)
        self.moves = TableView(self.model, "Moves", empty="The guest has stayed in one room.", tall=True)
        self.open_moves = OpenMoveList(place, one_stay=True, parent=self)
        column = _only(self, self.moves)
        column.insertWidget(0, self.open_moves)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 8, 16, 8)
        buttons.addWidget(ActionButton(place.deck, "slip"))
        buttons.addStretch(1)
        column.addLayout(buttons)

    def read(self, stay: str) -> None:
        """Ask for the moves of a stay."""
        self.open_moves.read(stay)
        self._place.bus.ask(MovesOf(stay), owner=self, done=self._show, slot="moves")

    def number(self) -> str:
        """The number of the move chosen, else of the newest; empty if there is none."""
        rows = self.model.rows()
        row = self.moves.current() or (rows[-1] if rows else None)
        return row.number if isinstance(row, MoveRow) else ""

    def _show(self, rows: tuple[MoveRow, ...]) -> None:
        self.model.show(rows)
        if rows:
            self.moves.choose(rows[-1].move)

    def _columns(self) -> list[Column[MoveRow]]:
        return [
            Column(title="Night", text=lambda row: wording.day(row.night), detail=lambda row: row.number, width=128),
            Column(title="Rooms", text=_rooms, strong=True, width=112),
            Column(title="Why", text=lambda row: wording.sentence_case(row.reason), detail=lambda row: row.words),
            Column(title="By", text=lambda row: row.by, detail=_approved, width=128),
            Column(title="Difference", text=self._difference, numeric=True, strong=True, width=112),
        ]

    def _difference(self, row: MoveRow) -> str:
        return wording.change(row.difference, self._place.session.currency)


class HistoryPart(QWidget):
    """Everything done in this stay, newest first; further pages come while scrolling."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._stay = ""
        self.model: TableModel[JournalRow] = TableModel(_JOURNAL, key=lambda row: row.seq, parent=self)
        self.rows = TableView(self.model, "History", empty="Nothing was done in this stay.")
        _only(self, self.rows)

    def read(self, stay: str) -> None:
        """Ask for the newest page."""
        self._stay = stay
        question = ReadJournal(stay=stay, limit=PAGE)
        self._place.bus.ask(question, owner=self, done=self._begin, slot="journal")

    def _begin(self, rows: tuple[JournalRow, ...]) -> None:
        self.model.page(rows, more=len(rows) == PAGE, pager=self._next)

    def _next(self, last: Any) -> None:
        question = ReadJournal(stay=self._stay, before=last.seq, limit=PAGE)
        self._place.bus.ask(question, owner=self, done=self._append, slot="journal")

    def _append(self, rows: tuple[JournalRow, ...]) -> None:
        self.model.append(rows, more=len(rows) == PAGE)


def _only(part: QWidget, view: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(view, 1)
    return column


def _rooms(row: MoveRow) -> str:
    return f"{row.from_room} {wording.ARROW} {row.to_room}"


def _approved(row: MoveRow) -> str:
    return f"approved by {row.approved_by}" if row.approved_by else ""


def _by(row: JournalRow) -> str:
    return f"{row.actor}, {row.workstation}"


_JOURNAL: list[Column[JournalRow]] = [
    Column(title="When", text=lambda row: wording.moment(row.made_at), tone=lambda _row: "quiet", width=144),
    Column(title="What", text=lambda row: row.sentence, tip=lambda row: row.sentence),
    Column(title="By", text=_by, tip=_by, small=True, tone=lambda _row: "quiet", width=112),
]
