"""What can be done about a line: a number key each, what it changes, and the balance after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from frontdesk.queries.explanation import Option
from ui import theme, wording
from ui.models.table import Column, TableModel
from ui.widgets.table_view import TableView

CHANGE, BALANCE, GAP = 88, 96, 8
ROW, LOCKED = 30, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """An option with its key; one that is not offered has no key, and says why."""

    key: str
    option: Option
    currency: str


class OptionList(QWidget):
    """Number keys and Enter choose. ``chosen`` brings the action of an option that is offered."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = _Options(_OPTIONS, key=lambda row: row.option.action, parent=self)
        self.list = _Keys(self.model, "What can be done now", head=False)
        self.list.opened.connect(self._open)
        self.list.number.connect(self._number)
        self.setFocusProxy(self.list)
        heading = QLabel("What can be done now")
        heading.setProperty("role", "heading")
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 4)
        row.addWidget(heading, 1)
        for words, width in (("Changes", CHANGE), ("Balance", BALANCE)):
            caption = QLabel(words)
            caption.setProperty("role", "small")
            caption.setAlignment(Qt.AlignmentFlag.AlignRight)
            caption.setFixedWidth(theme.pixels(width) - 2 * GAP)
            row.addSpacing(2 * GAP)
            row.addWidget(caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.list, 1)

    def show_options(self, options: Sequence[Option], currency: str) -> None:
        """Those that are offered first, each with its number; the others stay in view."""
        offered = [option for option in options if not option.refused]
        locked = [option for option in options if option.refused]
        rows = [Numbered(key=str(n), option=option, currency=currency) for n, option in enumerate(offered, 1)]
        rows += [Numbered(key="", option=option, currency=currency) for option in locked]
        self.list.clearSpans()
        for number in range(self.model.rowCount()):
            self.list.setRowHeight(number, theme.pixels(ROW))
        self.model.show(rows)
        for number, row in enumerate(rows):
            if row.option.refused:
                self.list.setRowHeight(number, theme.pixels(LOCKED))
                self.list.setSpan(number, 1, 1, len(_OPTIONS) - 1)
        self.list.choose_first()

    def _number(self, key: str) -> None:
        for row in self.model.rows():
            if row.key == key:
                self.list.choose(row.option.action)
                self._open(row)

    def _open(self, row: object) -> None:
        if isinstance(row, Numbered) and not row.option.refused:
            self.chosen.emit(row.option.action)


class _Options(TableModel[Numbered]):
    """Options that are not offered are seen and read, and cannot be chosen."""

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Without the flags that let a row be chosen, where it is locked."""
        row = self.row_at(index)
        if row is not None and row.option.refused:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class _Keys(TableView):
    number = Signal(str)

    def __init__(self, model: TableModel[Numbered], name: str, *, head: bool) -> None:
        super().__init__(model, name, head=head)
        self._height = ROW
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses the option of that number."""
        if event.text() in "123456789" and event.text():
            self.number.emit(event.text())
            event.accept()
        else:
            super().keyPressEvent(event)


def _change(row: Numbered) -> str:
    return wording.DASH if row.option.refused else wording.money(row.option.change, row.currency)


def _balance(row: Numbered) -> str:
    return wording.DASH if row.option.refused else wording.money(row.option.balance, row.currency)


def _words(row: Numbered) -> str:
    if not row.option.refused:
        return row.option.text
    return wording.sentence_case(row.option.text.rpartition(": ")[2])


def _why_not(row: Numbered) -> str:
    return row.option.refused


def _lock(row: Numbered) -> str:
    return "" if row.key else "lock"


def _tone(row: Numbered) -> str:
    return "quiet" if row.option.refused else ""


_OPTIONS: list[Column[Numbered]] = [
    Column(
        title="",
        text=lambda row: row.key,
        keycap=True,
        icon=lambda row: "" if row.key else "lock",
        tone=_tone,
        width=44,
    ),
    Column(title="", text=_words, tone=_tone, tip=_why_not, detail=_why_not),
    Column(title="Changes", text=_change, numeric=True, tone=_tone, width=CHANGE),
    Column(title="Balance", text=_balance, numeric=True, strong=True, tone=_tone, width=BALANCE),
]
