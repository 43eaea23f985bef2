"""The list at the left of the house: who needs somebody, who is in, who comes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from frontdesk.queries.house import HouseView, StayRow
from ui import icons, theme, wording
from ui.models.table import Column, Role, TableModel
from ui.widgets.keycap import Keycap

ROW, TALL, HEAD = 36, 52, 40
EDGE = 16
ROOM = 40
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A stay in one of the groups; ``aside`` and ``count`` belong to the group's heading."""

    group: str
    aside: str
    count: int
    row: StayRow


def entries(house: HouseView) -> list[Entry]:
    """Everybody once: those who need somebody, then the others in house by room, then who comes."""
    settled = [row for row in house.in_house if not row.attention]
    groups = (
        ("Needs attention", "", len(house.attention), house.attention),
        ("In house", "by room", len(house.in_house), settled),
        ("Due in", "today", len(house.due_in), house.due_in),
    )
    return [Entry(group=name, aside=aside, count=count, row=row) for name, aside, count, rows in groups for row in rows]


class HouseList(QFrame):
    """Arrows choose a stay, Enter goes into it. ``chosen`` and ``opened`` bring the stay's id."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pane")
        self.model: TableModel[Entry] = TableModel([_ENTRY], key=_key, parent=self)
        self.list = _List(self.model)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.list.entered_row.connect(self._open)
        self._empty = QLabel("Nobody is in house or expected.")
        self._empty.setProperty("role", "quiet")
        self._empty.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
        column.addWidget(_foot())

    def show_house(self, house: HouseView) -> None:
        """Show the house as it is now; who was chosen stays chosen."""
        self.model.show(entries(house))
        self._empty.setVisible(not self.model.rowCount())
        self.list.scheduleDelayedItemsLayout()
        if not self.list.currentIndex().isValid() and self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0, 0))

    def choose(self, stay: str) -> bool:
        """Choose a stay; False when it is not in the list."""
        place = self.model.place(stay)
        if place.isValid():
            self.list.setCurrentIndex(place)
        else:
            self.list.setCurrentIndex(QModelIndex())
        return place.isValid()

    def current(self) -> str:
        """The stay chosen, or nothing."""
        entry = self.model.row_at(self.list.currentIndex())
        return entry.row.stay if entry else ""

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        entry = self.model.row_at(current)
        if entry is not None:
            self.chosen.emit(entry.row.stay)

    def _open(self, index: QModelIndex) -> None:
        entry = self.model.row_at(index)
        if entry is not None:
            self.opened.emit(entry.row.stay)


class _List(QListView):
    entered_row = Signal(object)

    def __init__(self, model: TableModel[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(EntryDelegate(self))
        self.setAccessibleName("Guests")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self.entered_row.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes into the stay."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered_row.emit(self.currentIndex())
            event.accept()
        else:
            super().keyPressEvent(event)


class EntryDelegate(QStyledItemDelegate):
    """Draws a stay, and over the first of each group its heading."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Heading, room, name, reason, departure."""
        entry, rect = index.data(Role.ROW), QRect(option.rect)
        painter.save()
        if _begins_group(index):
            _heading(painter, QRect(rect.topLeft(), QSize(rect.width(), theme.pixels(HEAD))), entry)
            rect.setTop(rect.top() + theme.pixels(HEAD))
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        view = self.parent()
        _ground(painter, rect, selected=selected, focused=isinstance(view, QWidget) and view.hasFocus())
        _row(painter, rect.adjusted(EDGE, 0, -EDGE, 0), entry.row, selected=selected)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Higher with a reason, and where a group begins."""
        height = (TALL if index.data(Role.ROW).row.attention else ROW) + (HEAD if _begins_group(index) else 0)
        return QSize(option.rect.width(), theme.pixels(height))


def _heading(painter: QPainter, rect: QRect, entry: Entry) -> None:
    tokens = theme.current()
    rect = rect.adjusted(EDGE, 4, -EDGE, 0)
    quiet = theme.Ink(colour=QColor(tokens.quiet))
    width = theme.write(painter, rect, entry.group, theme.Ink(colour=QColor(tokens.text), bold=True))
    theme.write(painter, rect.adjusted(width + 8, 0, 0, 0), entry.aside, quiet)
    theme.write(painter, rect, str(entry.count), theme.Ink(colour=QColor(tokens.quiet), right=True))


def _ground(painter: QPainter, rect: QRect, *, selected: bool, focused: bool) -> None:
    if selected:
        tokens = theme.current()
        painter.fillRect(rect, QColor(tokens.selected))
        painter.fillRect(
            QRect(rect.topLeft(), QSize(4, rect.height())), QColor(tokens.focus if focused else tokens.accent)
        )


def _row(painter: QPainter, rect: QRect, row: StayRow, *, selected: bool) -> None:
    tokens = theme.current()
    ink = QColor(tokens.on_selected if selected else tokens.text)
    quiet = QColor(tokens.on_selected if selected else tokens.quiet)
    theme.write(painter, rect, row.room or wording.DASH, theme.Ink(colour=ink, bold=True))
    until = "today" if row.due_out else wording.short_day(row.departure)
    width = theme.write(painter, rect, until, theme.Ink(colour=quiet, size=12, right=True))
    rect = rect.adjusted(theme.pixels(ROOM), 0, -width - 8, 0)
    if row.attention:
        half = rect.height() // 2
        side = theme.pixels(12)
        below = rect.adjusted(0, half, 0, -6)
        icon = QRect(QPoint(below.left(), below.center().y() - side // 2), QSize(side, side))
        icons.draw(painter, icon, row.attention_icon or "flag", quiet)
        theme.write(painter, below.adjusted(side + 4, 0, 0, 0), row.attention, theme.Ink(colour=quiet, size=12))
        rect = rect.adjusted(0, 6, 0, -half)
    theme.write(painter, rect, theme.readable(row.name, row.latin), theme.Ink(colour=ink))


def _begins_group(index: Index) -> bool:
    if index.row() == 0:
        return True
    before = index.model().index(index.row() - 1, 0)
    return bool(before.data(Role.ROW).group != index.data(Role.ROW).group)


def _foot() -> QFrame:
    foot = QFrame()
    foot.setProperty("role", "foot")
    row = QHBoxLayout(foot)
    row.setContentsMargins(EDGE, 8, EDGE, 8)
    row.setSpacing(4)
    for key, words in (("Up", ""), ("Down", "choose"), ("Return", "open")):
        row.addWidget(Keycap(key))
        if words:
            label = QLabel(words)
            label.setProperty("role", "small")
            row.addWidget(label)
            row.addSpacing(4)
    row.addStretch(1)
    return foot


def _key(entry: Entry) -> str:
    return entry.row.stay


def _spoken(entry: Entry) -> str:
    row = entry.row
    parts = (entry.group, f"room {row.room}" if row.room else "", row.name, row.attention, wording.day(row.departure))
    return ", ".join(part for part in parts if part)


_ENTRY: Column[Entry] = Column(title="Guest", text=lambda entry: entry.row.name, spoken=_spoken)
