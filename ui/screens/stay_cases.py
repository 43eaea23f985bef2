"""The cases of a stay: what the guest said, what was said back, and what staff keep among themselves."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from frontdesk.domain.case import KIND_WORDS, CaseKind
from frontdesk.queries.stay import CaseRow, StayView
from ui import wording
from ui.actions import ActionDeck
from ui.models.table import Column, TableModel
from ui.widgets.action_button import ActionButton
from ui.widgets.buttons import KeyButton
from ui.widgets.card import rule
from ui.widgets.table_view import TableView

Note = tuple[datetime, str, str, str]


class CasesPart(QWidget):
    """Cases above, the entries of the one chosen below. ``note_asked`` brings the case to write in."""

    note_asked = Signal(object)

    def __init__(self, deck: ActionDeck, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: TableModel[CaseRow] = TableModel(_CASES, key=lambda row: row.case, parent=self)
        self.cases = TableView(self.model, "Cases", empty="No case in this stay.", tall=True)
        self.entries: TableModel[Note] = TableModel(_NOTES, parent=self)
        self.notes = TableView(self.entries, "Entries of the case", empty="Nothing was written yet.", tall=True)
        self._write = KeyButton("Write a note", icon="note", key="Return")
        self._write.clicked.connect(self._ask)
        self.cases.opened.connect(self.note_asked)
        self.cases.chosen.connect(self._chosen)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 8, 16, 8)
        buttons.setSpacing(8)
        buttons.addWidget(ActionButton(deck, "case"))
        buttons.addWidget(self._write)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.cases, 1)
        column.addLayout(buttons)
        column.addWidget(rule())
        column.addWidget(self.notes, 1)
        self._chosen(None)

    def show_stay(self, stay: StayView) -> None:
        """Show the cases, newest first."""
        self.model.show(stay.cases)
        self.cases.choose_first()
        self._chosen(self.cases.current())

    def _chosen(self, row: object) -> None:
        self._write.setEnabled(isinstance(row, CaseRow))
        self.entries.show(row.notes if isinstance(row, CaseRow) else ())

    def _ask(self) -> None:
        self.note_asked.emit(self.cases.current())


def _kind(row: CaseRow) -> str:
    kind = KIND_WORDS[CaseKind(row.kind)]
    return f"{kind}: {row.nature}" if row.nature else kind


_CASES: list[Column[CaseRow]] = [
    Column(title="Opened", text=lambda row: wording.moment(row.opened_at), detail=lambda row: row.number, width=144),
    Column(title="Case", text=_kind, strong=True, detail=lambda row: f"“{row.words}”"),
    Column(title="By", text=lambda row: row.opened_by, width=96),
    Column(
        title="State",
        text=lambda row: wording.sentence_case(row.status),
        icon=lambda row: "flag" if row.status == "open" else "check-circle",
        small=True,
        width=96,
    ),
]
_NOTES: list[Column[Note]] = [
    Column(title="When", text=lambda note: wording.moment(note[0]), detail=lambda note: note[1], width=144),
    Column(title="Entry", text=lambda note: note[2], tip=lambda note: note[2]),
    Column(
        title="For whom",
        text=lambda note: "Guest" if note[3] == "guest" else "Staff only",
        icon=lambda note: "people" if note[3] == "guest" else "lock",
        small=True,
        width=112,
    ),
]
