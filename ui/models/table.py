"""One table model for every list: a tuple of columns over a list of frozen rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui import icons

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Role(IntEnum):
    """What a row can be asked beyond Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole
    SORT = Qt.ItemDataRole.UserRole + 1
    TONE = Qt.ItemDataRole.UserRole + 2
    SMALL = Qt.ItemDataRole.UserRole + 8
    STRONG = Qt.ItemDataRole.UserRole + 3
    ICON = Qt.ItemDataRole.UserRole + 4
    DETAIL = Qt.ItemDataRole.UserRole + 5
    DETAIL_ICON = Qt.ItemDataRole.UserRole + 6
    KEYCAP = Qt.ItemDataRole.UserRole + 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """How one column shows a row. Only ``title`` and ``text`` are needed.

    ``detail`` is a quiet second line, ``keycap`` draws the text as a key, ``spoken`` is what a screen reader
    says when the text alone is not enough. ``width`` is in pixels at scale 1; 0 takes what is left over.
    """

    title: str
    text: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    numeric: bool = False
    strong: bool = False
    small: bool = False
    keycap: bool = False
    width: int = 0
    icon: Callable[[Row], str] | None = None
    tone: Callable[[Row], str] | None = None
    tip: Callable[[Row], str] | None = None
    spoken: Callable[[Row], str] | None = None
    detail: Callable[[Row], str] | None = None
    detail_icon: Callable[[Row], str] | None = None


Pager = Callable[[Any], None]
"""Called with the last row held when the view wants more; it answers later with `TableModel.append`."""


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows and columns for a view. Current row and selection follow their rows through every change."""

    sort_asked = Signal(int, object)
    """A paged list was asked to sort: the query has to do it, as only a part is here."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], Hashable] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[Row] = []
        self._key = key
        self._order: tuple[int, Qt.SortOrder] | None = None
        self._pager: Pager | None = None
        self._more = False
        self._asked = False

    # what it holds

    def show(self, rows: Sequence[Row], *, key: Callable[[Row], Hashable] | None = None) -> None:
        """Show these rows, in the order chosen by a column head if any.

        With a ``key`` only what differs is touched, so the current row stays the current row.
        """
        self._key = key or self._key
        wanted = self._sorted(rows)
        if self._key is None or not self._rows:
            self.beginResetModel()
            self._rows = wanted
            self.endResetModel()
            return
        self._drop(wanted, self._key)
        self._insert(wanted, self._key)
        self._reorder(wanted, self._key)
        self._refresh(wanted)

    def rows(self) -> Sequence[Row]:
        """The rows held, in the order shown."""
        return tuple(self._rows)

    def row_at(self, index: Index) -> Row | None:
        """The row behind an index, or None for no row."""
        return self._rows[index.row()] if index.isValid() else None

    def place(self, key: Hashable) -> QModelIndex:
        """Where the row with this key stands; an invalid index when it is not here."""
        if self._key is not None:
            for number, row in enumerate(self._rows):
                if self._key(row) == key:
                    return self.index(number, 0)
        return QModelIndex()

    def column(self, number: int) -> Column[Row]:
        """The column's own description."""
        return self._columns[number]

    # paging

    def page(self, rows: Sequence[Row], *, more: bool, pager: Pager) -> None:
        """Begin a long list with its first page; ``pager`` is asked for each next one."""
        self._pager, self._more, self._asked, self._order = pager, more, False, None
        self.show(rows)

    def append(self, rows: Sequence[Row], *, more: bool) -> None:
        """The next page has come."""
        self._more, self._asked = more, False
        if rows:
            start = len(self._rows)
            self.beginInsertRows(QModelIndex(), start, start + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def canFetchMore(self, parent: Index = NOWHERE) -> bool:
        """True while the query has more and was not asked already."""
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: Index = NOWHERE) -> None:
        """Ask the pager for what comes after the last row held."""
        if self.canFetchMore(parent) and self._pager is not None:
            self._asked = True
            self._pager(self._rows[-1] if self._rows else None)

    # sorting

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a list of which only a part is here asks its query instead."""
        if not 0 <= column < len(self._columns):
            self._order = None
            return
        if self._more:
            self.sort_asked.emit(column, order)
            return
        self._order = (column, order)
        self._arrange(self._sorted(self._rows))

    def _sorted(self, rows: Sequence[Row]) -> list[Row]:
        if self._order is None:
            return list(rows)
        column, order = self._order
        spec = self._columns[column]
        return sorted(rows, key=spec.sort or spec.text, reverse=order == Qt.SortOrder.DescendingOrder)

    # small changes instead of a reset

    def _drop(self, wanted: list[Row], key: Callable[[Row], Hashable]) -> None:
        kept = {key(row) for row in wanted}
        end = len(self._rows)
        while end > 0:
            if key(self._rows[end - 1]) in kept:
                end -= 1
                continue
            start = end
            while start > 0 and key(self._rows[start - 1]) not in kept:
                start -= 1
            self.beginRemoveRows(QModelIndex(), start, end - 1)
            del self._rows[start:end]
            self.endRemoveRows()
            end = start

    def _insert(self, wanted: list[Row], key: Callable[[Row], Hashable]) -> None:
        held = {key(row) for row in self._rows}
        start = 0
        while start < len(wanted):
            if key(wanted[start]) in held:
                start += 1
                continue
            end = start
            while end < len(wanted) and key(wanted[end]) not in held:
                end += 1
            at = min(start, len(self._rows))
            self.beginInsertRows(QModelIndex(), at, at + end - start - 1)
            self._rows[at:at] = wanted[start:end]
            self.endInsertRows()
            start = end

    def _reorder(self, wanted: list[Row], key: Callable[[Row], Hashable]) -> None:
        place = {key(row): number for number, row in enumerate(wanted)}
        if any(place[key(row)] != number for number, row in enumerate(self._rows)):
            self._arrange(sorted(self._rows, key=lambda row: place[key(row)]))

    def _refresh(self, wanted: list[Row]) -> None:
        """Put the new content in place and announce each run of rows that differs."""
        start: int | None = None
        for number in range(len(wanted) + 1):
            differs = number < len(wanted) and self._rows[number] != wanted[number]
            if differs:
                self._rows[number] = wanted[number]
                start = number if start is None else start
            elif start is not None:
                self.dataChanged.emit(self.index(start, 0), self.index(number - 1, len(self._columns) - 1))
                start = None

    def _arrange(self, ordered: list[Row]) -> None:
        """The same rows in another order: indexes that views hold are carried along."""
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        behind = [self._rows[index.row()] for index in held]
        self._rows = ordered
        place = {id(row): number for number, row in enumerate(ordered)}
        moved = [self.index(place[id(row)], index.column()) for row, index in zip(behind, held, strict=True)]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    # what Qt asks

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many rows are held."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One fact about one cell; see `Role` for those beyond Qt's own."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        fact = _FACTS.get(role)
        return None if fact is None else fact(self._columns[index.column()], self._rows[index.row()])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The column's title, aligned as its cells are."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self._columns[section])
        return None


def _alignment(column: Column[Any]) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _spoken(column: Column[Row], row: Row) -> str:
    if column.spoken is not None:
        return column.spoken(row)
    text = column.text(row)
    detail = column.detail(row) if column.detail else ""
    return f"{text}, {detail}" if detail else text


def _said(told: Callable[[Row], str] | None, row: Row) -> str:
    return told(row) if told is not None else ""


def _icon(column: Column[Row], row: Row) -> Any:
    name = _said(column.icon, row)
    return icons.icon(name, _said(column.tone, row)) if name else None


def _sort_key(column: Column[Row], row: Row) -> Any:
    return column.sort(row) if column.sort else column.text(row)


_FACTS: dict[int, Callable[[Column[Any], Any], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda column, row: column.text(row),
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
    Qt.ItemDataRole.TextAlignmentRole: lambda column, _row: _alignment(column),
    Qt.ItemDataRole.ToolTipRole: lambda column, row: _said(column.tip, row) or None,
    Qt.ItemDataRole.DecorationRole: _icon,
    Role.ROW: lambda _column, row: row,
    Role.SORT: _sort_key,
    Role.STRONG: lambda column, _row: column.strong,
    Role.SMALL: lambda column, _row: column.small,
    Role.KEYCAP: lambda column, _row: column.keycap,
    Role.TONE: lambda column, row: _said(column.tone, row),
    Role.ICON: lambda column, row: _said(column.icon, row),
    Role.DETAIL: lambda column, row: _said(column.detail, row),
    Role.DETAIL_ICON: lambda column, row: _said(column.detail_icon, row),
}
"""What a cell answers to each role."""
