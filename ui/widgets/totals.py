"""The sum below a table, in the table's own columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QWidget

from ui import theme
from ui.models.table import Column, TableModel
from ui.widgets.table_view import EDGE, GAP, TableView


class Totals(TableView):
    """One strong row that stands under ``above`` and keeps its columns, scrolled or not."""

    def __init__(self, above: TableView, columns: Sequence[Column[Any]], name: str) -> None:
        model: TableModel[Any] = TableModel([replace(column, strong=True) for column in columns])
        super().__init__(model, name, head=False)
        self._above = above
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setEnabled(False)
        self.fit_height()
        above.verticalScrollBar().rangeChanged.connect(self._line_up)
        self._line_up(0, 0)

    def sum_up(self, row: object) -> None:
        """Show the sums, and give the figures of both tables the room they need."""
        self.table().show([row])
        self.fit_height()
        for number in range(self.table().columnCount()):
            self._make_room(number)

    def clear_sums(self) -> None:
        """There is nothing to sum up."""
        self.table().show([])
        self.fit_height()

    def _make_room(self, number: int) -> None:
        """No figure is ever cut: a column of them grows with the longest."""
        column = self.table().column(number)
        if not column.numeric or not column.width:
            return
        metrics = QFontMetrics(theme.font(bold=True))
        texts = [self.table().index(0, number).data()]
        above = self._above.table()
        if number < above.columnCount() and above.columnCount() == self.table().columnCount():
            texts += [above.index(row, number).data() for row in range(above.rowCount())]
        edge = EDGE + GAP if number == self.table().columnCount() - 1 else 2 * GAP
        needed = max(metrics.horizontalAdvance(str(text)) for text in texts) + edge + 2
        width = max(theme.pixels(column.width), needed)
        self.horizontalHeader().resizeSection(number, width)
        if above.columnCount() == self.table().columnCount():
            self._above.horizontalHeader().resizeSection(number, width)

    def _line_up(self, first: int, last: int) -> None:
        """Take the room of a scroll bar exactly when the table above does."""
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn if last > first else policy.ScrollBarAlwaysOff)


@dataclass(frozen=True, slots=True)
class Group:
    """Words over the columns from ``first`` to ``last``."""

    first: int
    last: int
    words: str


class GroupHead(QWidget):
    """Words over several columns of a table, at the right edge of the last of them."""

    def __init__(self, view: TableView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._groups: tuple[Group, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        view.horizontalHeader().sectionResized.connect(self._moved)

    def name(self, *groups: Group) -> None:
        """Show these words."""
        self._groups = groups
        self.setAccessibleName(", ".join(group.words for group in groups))
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(100, theme.pixels(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write each group over its columns, with a thin line that holds them together."""
        painter = QPainter(self)
        ink = theme.Ink(colour=QColor(theme.current().text), size=12, bold=True, right=True)
        head = self._view.horizontalHeader()
        for group in self._groups:
            left = head.sectionViewportPosition(group.first) + 2 * GAP
            right = head.sectionViewportPosition(group.last) + head.sectionSize(group.last)
            right -= EDGE if group.last == head.count() - 1 else GAP
            place = QRect(left, 0, right - left, self.height() - 1)
            theme.write(painter, place, group.words, ink)

    def _moved(self, _column: int, _before: int, _after: int) -> None:
        self.update()
