"""The view of every list, and the hand that draws its rows."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui import icons, theme
from ui.models.table import Role, TableModel

ROW_HEIGHT = 38
TALL_HEIGHT = 52
EDGE = 16
"""Room at the outer sides of a row, so that it lines up with the headings of its card."""
GAP = 8
LEAST = 96
"""A column that takes what is left over takes this much at least; then the list scrolls sideways. At scale 1."""
Index = QModelIndex | QPersistentModelIndex


class TableView(QTableView):
    """A list over the whole width of its card: arrows choose, Enter opens.

    ``chosen`` brings the row that has become current (None when there is none), ``opened`` the one to open.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self, model: TableModel[Any], name: str, *, empty: str = "", tall: bool = False, head: bool = True,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._empty = empty
        self._height = TALL_HEIGHT if tall else ROW_HEIGHT
        self.setAccessibleName(name)
        self.setItemDelegate(RowDelegate(self))
        self.setModel(model)
        self._settle(head=head)
        self._lay_out()
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(self._open)
        model.modelReset.connect(self._forgotten)

    def table(self) -> TableModel[Any]:
        """The model shown."""
        model = self.model()
        assert isinstance(model, TableModel)
        return model

    def current(self) -> object | None:
        """The row chosen, or None."""
        return self.table().row_at(self.currentIndex())

    def choose(self, key: Hashable) -> bool:
        """Choose the row with this key; False when it is not here."""
        place = self.table().place(key)
        if place.isValid():
            self.setCurrentIndex(place)
        return place.isValid()

    def choose_first(self) -> None:
        """Choose the first row, unless one is chosen already."""
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    def set_tall(self, *, on: bool) -> None:
        """Rows of two lines, or of one."""
        self._height = TALL_HEIGHT if on else ROW_HEIGHT
        self._lay_out()

    def fit_height(self, most: int = 1000) -> None:
        """Take exactly the room of the rows, or of ``most`` of them: for short lists inside a card."""
        rows = min(self.model().rowCount(), most) or int(bool(self._empty))
        head = self.horizontalHeader().sizeHint().height() if self.horizontalHeader().isVisibleTo(self) else 0
        self.setFixedHeight(head + rows * self.verticalHeader().defaultSectionSize())

    def spare(self, titles: Collection[str], *, on: bool) -> None:
        """Leave columns out where names would have no room, or show them again."""
        for number in range(self.table().columnCount()):
            if self.table().column(number).title in titles:
                self.setColumnHidden(number, on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row; Tab leaves the list; all else is Qt's."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & ~_KEYPAD:
            self._open(self.currentIndex())
            event.accept()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say in words when there is nothing to show, and frame the list that has the keyboard."""
        super().paintEvent(event)
        if self._empty and self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(theme.current().quiet))
            room = self.viewport().rect().adjusted(EDGE, 0, -EDGE, 0)
            room.setHeight(min(room.height(), self.verticalHeader().defaultSectionSize()))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._empty)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns without a width of their own share what is left over; the row chosen stays in view."""
        super().resizeEvent(event)
        self._share()
        if event.size().height() < event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        """Rows grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_height"):
            self._lay_out()

    def _settle(self, *, head: bool) -> None:
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setVisible(head)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(24)

    def _lay_out(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.pixels(self._height))
        head, table = self.horizontalHeader(), self.table()
        for number in range(table.columnCount()):
            width = table.column(number).width
            if width:
                head.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
                head.resizeSection(number, theme.pixels(width))
        self._share()

    def _share(self) -> None:
        head, table = self.horizontalHeader(), self.table()
        shown = [number for number in range(table.columnCount()) if not self.isColumnHidden(number)]
        free = [number for number in shown if not table.column(number).width]
        left = self.viewport().width() - sum(head.sectionSize(number) for number in shown if number not in free)
        short = left < len(free) * theme.pixels(LEAST)
        for number in free:
            mode = QHeaderView.ResizeMode.Fixed if short else QHeaderView.ResizeMode.Stretch
            if head.sectionResizeMode(number) != mode:
                head.setSectionResizeMode(number, mode)
            if short:
                head.resizeSection(number, theme.pixels(LEAST))

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.table().row_at(current))

    def _forgotten(self) -> None:
        self.chosen.emit(None)

    def _open(self, index: QModelIndex) -> None:
        row = self.table().row_at(index)
        if row is not None:
            self.opened.emit(row)


class RowDelegate(QStyledItemDelegate):
    """Draws a cell: ground, icon, words, quiet second line. Painting here keeps the sheet off the rows."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell, in the colours of its row's state."""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        tokens = theme.current()
        rect: QRect = option.rect
        painter.save()
        self._ground(painter, option, index, selected=selected)
        tone = str(index.data(Role.TONE) or "")
        ink = QColor(tokens.on_selected) if selected else icons.colour(tone)
        rect = _inner(rect, index)
        icon = str(index.data(Role.ICON) or "")
        if icon:
            rect = _draw_icon(painter, rect, icon, ink)
        detail = str(index.data(Role.DETAIL) or "")
        if detail:
            half = rect.height() // 2
            _draw_detail(painter, rect.adjusted(0, half, 0, -4), index, selected=selected)
            rect = rect.adjusted(0, 4, 0, -half)
        _draw_words(painter, rect, index, ink)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """What the text needs with the room around it; the height is the view's."""
        metrics = option.fontMetrics
        return QSize(metrics.horizontalAdvance(str(index.data() or "")) + 2 * GAP, theme.pixels(ROW_HEIGHT))

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, *, selected: bool) -> None:
        tokens = theme.current()
        if selected:
            painter.fillRect(option.rect, QColor(tokens.selected))
        elif option.features & QStyleOptionViewItem.ViewItemFeature.Alternate:
            painter.fillRect(option.rect, QColor(tokens.alternate))
        view = self.parent()
        if selected and index.column() == 0 and isinstance(view, QWidget) and view.hasFocus():
            bar = QRect(option.rect.topLeft(), QSize(4, option.rect.height()))
            painter.fillRect(bar, QColor(tokens.on_selected))


def _inner(rect: QRect, index: Index) -> QRect:
    """The cell without the room around it; the outermost cells leave the card's margin."""
    last = index.model().columnCount() - 1
    left = EDGE if index.column() == 0 else GAP
    right = EDGE if index.column() == last else GAP
    return rect.adjusted(left, 0, -right, 0)


def _draw_icon(painter: QPainter, rect: QRect, name: str, ink: QColor) -> QRect:
    side = theme.pixels(16)
    place = QRect(rect.left(), rect.center().y() - side // 2 + 1, side, side)
    icons.draw(painter, place, name, ink)
    return rect.adjusted(side + 6, 0, 0, 0)


def _draw_detail(painter: QPainter, rect: QRect, index: Index, *, selected: bool) -> None:
    tokens = theme.current()
    ink = QColor(tokens.on_selected if selected else tokens.quiet)
    icon = str(index.data(Role.DETAIL_ICON) or "")
    if icon:
        side = theme.pixels(12)
        place = QRect(rect.left(), rect.center().y() - side // 2, side, side)
        icons.draw(painter, place, icon, ink)
        rect = rect.adjusted(side + 4, 0, 0, 0)
    theme.write(painter, rect, str(index.data(Role.DETAIL)), theme.Ink(colour=ink, size=12))


def _draw_words(painter: QPainter, rect: QRect, index: Index, ink: QColor) -> None:
    text = str(index.data() or "")
    if index.data(Role.KEYCAP) and text:
        _draw_key(painter, rect, text, ink)
        return
    right = bool(int(index.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight.value)
    size = 12 if index.data(Role.SMALL) else theme.BASE
    theme.write(painter, rect, text, theme.Ink(colour=ink, size=size, bold=bool(index.data(Role.STRONG)), right=right))


def _draw_key(painter: QPainter, rect: QRect, text: str, ink: QColor) -> None:
    painter.setFont(theme.font(12))
    metrics = painter.fontMetrics()
    box = QRect(rect.left(), 0, metrics.horizontalAdvance(text) + 10, metrics.height() + 4)
    box.moveCenter(rect.center())
    box.moveLeft(rect.left())
    painter.setPen(QColor(theme.current().line))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
