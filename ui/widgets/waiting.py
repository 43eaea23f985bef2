"""What is saved here and on its way for a stay: under what is confirmed, never mixed into it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from frontdesk.queries.waiting import WaitingRow
from ui import wording
from ui.widgets.card import clear, rule
from ui.widgets.line import Line
from ui.widgets.state import State

MOST = 3
STATES = {
    "new": ("clock", "Waiting to be sent", ""),
    "stuck": ("warning", "Put aside", "warning"),
    "refused": ("x", "Refused", "danger"),
}
"""Icon, word and tone of each state of a command on its way."""


class WaitingStrip(QFrame):
    """Up to three rows, the newest last; how many more there are is said below them. Hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[WaitingRow, ...] = ()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(16, 8, 16, 8)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        column.addLayout(self._grid)
        self.hide()

    def show_rows(self, rows: Sequence[WaitingRow]) -> None:
        """Show what is on its way now."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        clear(self._grid)
        for at, row in enumerate(self._rows[-MOST:]):
            self._put(at, row)
        more = len(self._rows) - MOST
        if more > 0:
            said = QLabel(f"and {more} more: Ctrl+J shows them all")
            said.setProperty("role", "small")
            self._grid.addWidget(said, MOST, 1, 1, 2)
        self.setVisible(bool(self._rows))
        self.setAccessibleName(f"{wording.count(len(self._rows), 'command')} waiting to be sent")

    def rows(self) -> tuple[WaitingRow, ...]:
        """What it shows."""
        return self._rows

    def _put(self, at: int, row: WaitingRow) -> None:
        icon, word, tone = STATES[row.state]
        made = QLabel(f"{wording.clock(row.made_at)}, {row.actor}")
        made.setProperty("role", "small")
        said = Line(row.error if row.state == "refused" else row.sentence)
        said.setAccessibleName(f"{row.sentence}. {word}. {row.error}".strip())
        self._grid.addWidget(State(icon, word, tone, small=True), at, 0)
        self._grid.addWidget(said, at, 1)
        self._grid.addWidget(made, at, 2)
