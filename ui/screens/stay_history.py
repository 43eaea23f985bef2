"""The moves of a stay, and its journal in words."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from frontdesk.queries.journal import JournalRow, ReadJournal
from frontdesk.queries.room_move import MoveRow, MovesOf
from ui import wording
from ui.models.table import Column, TableModel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

PAGE = 100


class MovesPart(QWidget):
    """From where to where, why, and what it cost; read when it is looked at."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self.model: TableModel[MoveRow] = TableModel(self._columns(), key=lambda row: row.move, parent=self)
        self.moves = TableView(self.model, "Moves", empty="The guest has stayed in one room.", tall=True)
        _only(self, self.moves)

    def read(self, stay: str) -> None:
        """Ask for the moves of a stay."""
        self._place.bus.ask(MovesOf(stay), owner=self, done=self.model.show, slot="moves")

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


def _only(part: QWidget, view: QWidget) -> None:
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(view)


def _rooms(row: MoveRow) -> str:
    return f"{row.from_room} {wording.ARROW} {row.to_room}"


def _approved(row: MoveRow) -> str:
    return f"approved by {row.approved_by}" if row.approved_by else ""


_JOURNAL: list[Column[JournalRow]] = [
    Column(title="When", text=lambda row: wording.moment(row.made_at), tone=lambda _row: "quiet", width=144),
    Column(title="What", text=lambda row: row.sentence, tip=lambda row: row.sentence),
    Column(title="Who", text=lambda row: row.actor, width=128),
    Column(title="Where", text=lambda row: row.workstation, small=True, tone=lambda _row: "quiet", width=88),
]
