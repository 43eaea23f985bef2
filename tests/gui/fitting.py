"""What does not fit in a window: words cut, buttons pushed out, columns too narrow for an amount."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QScrollArea,
    QWidget,
)

from ui import theme
from ui.models.table import Role
from ui.widgets.elided import Elided
from ui.widgets.line import Line
from ui.widgets.table_view import EDGE, GAP, TableView

SLACK = 1
"""A pixel is lost to rounding."""
GIVES_WAY = (Line, Elided)
"""These shorten their words themselves, and show them whole when pointed at."""


def misfits(window: QWidget) -> list[str]:
    """Each thing in view whose words have too little room, or that stands outside of what holds it."""
    found = [words for widget in _seen(window) for words in _of(widget)]
    least = window.minimumSizeHint()
    if least.width() > window.width() or least.height() > window.height():
        found.append(f"the window wants {_size(least)} and has {_size(window.size())}")
    return found


def _seen(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.window() is window:
            yield widget


def _of(widget: QWidget) -> Iterator[str]:
    name = _name(widget)
    if isinstance(widget, QLabel | QAbstractButton | QComboBox):
        if not isinstance(widget, GIVES_WAY):
            yield from _too_small(widget, name)
        yield from _outside(widget, name)
    if isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
        yield from _headings(widget)
    if isinstance(widget, TableView):
        yield from _cells(widget)


def _too_small(widget: QWidget, name: str) -> Iterator[str]:
    if isinstance(widget, QLabel):
        if not widget.text() or not widget.pixmap().isNull():
            return
        needed = widget.sizeHint()
        if widget.wordWrap():
            needed = QSize(widget.minimumSizeHint().width(), widget.heightForWidth(widget.width()))
    elif isinstance(widget, QComboBox):
        needed = widget.minimumSizeHint()
    else:
        needed = widget.minimumSizeHint()
    if needed.width() > widget.width() + SLACK or needed.height() > widget.height() + SLACK:
        yield f"{name} needs {_size(needed)} and has {_size(widget.size())}"


def _outside(widget: QWidget, name: str) -> Iterator[str]:
    """Out of the edge of what holds it; what can be scrolled to counts as seen."""
    here = QRect(QPoint(0, 0), widget.size())
    child, parent = widget, widget.parentWidget()
    while parent is not None and not child.isWindow():
        here.translate(child.pos())
        area = parent.parentWidget()
        room = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
        if isinstance(area, QAbstractScrollArea) and parent is area.viewport():
            if not _scrolled(area, room).contains(here):
                yield f"{name} stands out of {type(area).__name__}: {_rect(here)} in {_size(parent.size())}"
                return
            here &= parent.rect()
            if here.isEmpty():
                return
        elif not room.contains(here):
            yield f"{name} stands out of {type(parent).__name__}: {_rect(here)} in {_size(parent.size())}"
            return
        child, parent = parent, parent.parentWidget()


def _scrolled(area: QAbstractScrollArea, room: QRect) -> QRect:
    if isinstance(area, QAbstractItemView):
        return QRect(-(10**6), -(10**6), 2 * 10**6, 2 * 10**6)
    sideways = isinstance(area, QScrollArea) and area.horizontalScrollBarPolicy() != _NEVER
    wide = 10**6 if sideways else 0
    return room.adjusted(-wide, -(10**6), wide, 10**6)


def _headings(head: QHeaderView) -> Iterator[str]:
    model = head.model()
    for number in range(head.count()):
        text = str(model.headerData(number, Qt.Orientation.Horizontal) or "") if model is not None else ""
        if text and not head.isSectionHidden(number):
            ends = (number == 0) + (number == head.count() - 1)
            needed = QFontMetrics(theme.font(12, bold=True)).horizontalAdvance(text) + 2 * GAP + ends * (EDGE - GAP)
            if needed > head.sectionSize(number) + SLACK:
                yield f"the heading “{text}” needs {needed} and has {head.sectionSize(number)}"


def _cells(view: TableView) -> Iterator[str]:
    """Numbers must be whole; other words of a row may be shortened."""
    table = view.table()
    for row in range(min(table.rowCount(), 200)):
        for column in range(table.columnCount()):
            index = table.index(row, column)
            right = int(index.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight.value
            text = str(index.data() or "")
            if not text or not right or view.isColumnHidden(column):
                continue
            font = theme.font(12 if index.data(Role.SMALL) else theme.BASE, bold=bool(index.data(Role.STRONG)))
            ends = (column == 0) + (column == table.columnCount() - 1)
            needed = QFontMetrics(font).horizontalAdvance(text) + 2 * GAP + ends * (EDGE - GAP)
            has = view.columnWidth(column)
            if needed > has:
                yield f"“{text}” in the column “{table.column(column).title}” needs {needed} and has {has}"


def _name(widget: QWidget) -> str:
    words = widget.accessibleName() or (widget.text() if isinstance(widget, QLabel | QAbstractButton) else "")
    return f"{type(widget).__name__} “{words[:60]}”"


def _size(size: QSize) -> str:
    return f"{size.width()}×{size.height()}"


def _rect(rect: QRect) -> str:
    return f"{rect.left()}..{rect.right()}, {rect.top()}..{rect.bottom()}"


_NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
