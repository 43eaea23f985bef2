"""Ctrl+K: one line that finds guests, rooms and actions while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from frontdesk.errors import Refusal
from ui import icons, theme
from ui.actions import Action
from ui.bus import DeskBus
from ui.models.table import Column, Role, TableModel

ROW = 40
HEAD = 28
SHOWN = 560
BATCH = 24
"""Rows laid out before the list is painted: more than are in view."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found: its section, its words, and what it stands for.

    ``lead`` stands before the title, such as a room number; ``aside`` at the right, such as a date or a key.
    """

    section: str
    title: str
    target: Any
    lead: str = ""
    aside: str = ""
    icon: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.section, self.lead, self.title, self.aside) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How to find: a question from what was typed, hits from its answer, and the actions offered."""

    question: Callable[[str], object]
    hits: Callable[[Any], Sequence[Hit]]
    actions: Callable[[], Sequence[Action]]


class Finder(QFrame):
    """The box and the list under it. ``picked`` brings the hit opened; ``closed`` comes when it goes away."""

    picked = Signal(object)
    closed = Signal()

    def __init__(self, bus: DeskBus, finding: Finding, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "overlay")
        self._bus = bus
        self._finding = finding
        self._found: tuple[Hit, ...] = ()
        self._asking = False
        self._enter_waits = False
        self.line = QLineEdit()
        self.line.setProperty("role", "find")
        self.line.setPlaceholderText("Room, name, confirmation, phone…")
        self.line.setAccessibleName("Find a room, a guest or an action")
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._typed)
        self.model: TableModel[Hit] = TableModel(
            [Column(title="Found", text=_title, icon=_icon, spoken=_spoken)], parent=self
        )
        self.list = QListView()
        self._delegate = HitDelegate(self.list)
        self._word = QLabel()
        self._build()
        self.hide()

    def open_over(self, box: QWidget) -> None:
        """Show the finder over the search box of the window, empty, with the cursor in it."""
        corner = box.mapTo(self.window(), QPoint(0, 0))
        width = max(box.width(), theme.pixels(560))
        left = corner.x() - (width - box.width()) // 2
        self.setGeometry(left, corner.y(), width, theme.pixels(SHOWN))
        self.line.clear()
        self._show(())
        self.show()
        self.raise_()
        self.line.setFocus()

    def close_it(self) -> None:
        """Go away; answers still under way are not shown any more."""
        if self.isVisible():
            self._enter_waits = False
            self.hide()
            self.closed.emit()

    def word(self) -> str:
        """What it says instead of a list, or nothing."""
        return "" if self._word.isHidden() else self._word.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter work from the line, so that typing never has to stop."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if watched is self.line and event.type() == QEvent.Type.FocusOut and not self.isAncestorOf(_focus(self)):
            self.close_it()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        step = _STEPS.get(event.key())
        if step is not None:
            self._step(step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_it()
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            now = self.list.currentIndex().row()
            self.list.setCurrentIndex(self.model.index(min(max(now + by, 0), last), 0))

    def _enter(self) -> None:
        """Open the hit chosen; while an answer is under way, open the first one when it comes."""
        if self._asking:
            self._enter_waits = True
            return
        self._open(self.list.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        hit = self.model.row_at(index)
        if hit is not None:
            self.close_it()
            self.picked.emit(hit)

    def _typed(self, text: str) -> None:
        self._enter_waits = False
        if not text.strip():
            self._asking = False
            self._show(())
            return
        self._asking = True
        self._bus.ask(
            self._finding.question(text.strip()),
            owner=self,
            done=self._answered,
            refused=self._refused,
            slot="find",
        )

    def _answered(self, answer: Any) -> None:
        if not self.line.text().strip():
            return
        self._asking = False
        self._show(tuple(self._finding.hits(answer)))
        if self._enter_waits:
            self._enter_waits = False
            self._enter()

    def _refused(self, refusal: Refusal) -> None:
        self._asking = False
        self._show(())
        self._word.setText(str(refusal))
        self._word.show()

    def _show(self, found: tuple[Hit, ...]) -> None:
        text = self.line.text().strip().casefold()
        acts = [_from_action(act) for act in self._finding.actions() if text in act.title.casefold()]
        rows = [*found, *acts]
        self._delegate.heads = frozenset(
            number for number, hit in enumerate(rows) if not number or rows[number - 1].section != hit.section
        )
        self.model.show(rows)
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0, 0))
        self._word.setText("Nothing found. Try a part of the name, or the room number.")
        self._word.setVisible(not self.model.rowCount())
        self._fit()

    def _fit(self) -> None:
        """As high as what was found, up to a limit."""
        most, rows = theme.pixels(SHOWN), 0
        for number in range(self.model.rowCount()):
            rows += self.list.sizeHintForRow(number)
            if rows > most:
                break
        around = self.line.sizeHint().height() + (self._word.sizeHint().height() if not rows else 0) + 16
        self.resize(self.width(), min(rows + around, most))

    def _build(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.setBatchSize(BATCH)
        self.list.setAccessibleName("Found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(self._open)
        self._word.setProperty("role", "quiet")
        self._word.setContentsMargins(16, 12, 16, 12)
        line = QFrame()
        line.setProperty("role", "rule")
        line.setFixedHeight(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 8)
        column.setSpacing(0)
        for widget in (self.line, line, self._word):
            column.addWidget(widget)
        column.addWidget(self.list, 1)


class HitDelegate(QStyledItemDelegate):
    """Draws a hit, and over the first of each section its name; ``heads`` are the rows where one begins."""

    heads: frozenset[int] = frozenset()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Section, icon, lead, title, aside."""
        hit, tokens = index.data(Role.ROW), theme.current()
        rect: QRect = option.rect
        painter.save()
        if index.row() in self.heads:
            head = QRect(rect.left(), rect.top(), rect.width(), theme.pixels(HEAD)).adjusted(16, 4, -16, 0)
            theme.write(painter, head, hit.section, theme.Ink(colour=QColor(tokens.quiet), size=12, bold=True))
            rect = rect.adjusted(0, theme.pixels(HEAD), 0, 0)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, QColor(tokens.selected))
        ink = QColor(tokens.on_selected if selected else tokens.text)
        quiet = QColor(tokens.on_selected if selected else tokens.quiet)
        _line(painter, rect.adjusted(16, 0, -16, 0), hit, (ink, quiet))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One row, higher where a section begins."""
        height = ROW + (HEAD if index.row() in self.heads else 0)
        return QSize(option.rect.width(), theme.pixels(height))


def _line(painter: QPainter, rect: QRect, hit: Hit, inks: tuple[QColor, QColor]) -> None:
    ink, quiet = inks
    side = theme.pixels(16)
    if hit.icon:
        icons.draw(painter, QRect(rect.left(), rect.center().y() - side // 2, side, side), hit.icon, quiet)
    rect = rect.adjusted(side + 8, 0, 0, 0)
    if hit.lead:
        width = theme.write(painter, rect, hit.lead, theme.Ink(colour=ink, bold=True))
        rect = rect.adjusted(max(width, theme.pixels(40)) + 8, 0, 0, 0)
    if hit.aside:
        width = theme.write(painter, rect, hit.aside, theme.Ink(colour=quiet, size=12, right=True))
        rect = rect.adjusted(0, 0, -width - 12, 0)
    theme.write(painter, rect, hit.title, theme.Ink(colour=ink))


_STEPS: dict[int, int] = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


def _from_action(action: Action) -> Hit:
    return Hit(section="Actions", title=action.title, target=action, aside=action.key, icon=action.icon)


def _title(hit: Hit) -> str:
    return hit.title


def _icon(hit: Hit) -> str:
    return hit.icon


def _spoken(hit: Hit) -> str:
    return hit.spoken


def _focus(widget: QWidget) -> QWidget:
    return widget.window().focusWidget() or widget.window()
