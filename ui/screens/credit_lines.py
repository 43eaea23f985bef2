"""Step 3 of a credit: which lines it is for; and what it takes of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from frontdesk.queries.credit import CreditEffect, CreditLine, CreditPreview
from ui import theme
from ui.models.table import Column, TableModel
from ui.widgets.amount import Amount
from ui.widgets.card import Card, rule
from ui.widgets.keycap import Keycap
from ui.widgets.line import Line
from ui.widgets.picture import Picture
from ui.widgets.table_view import TableView
from ui.widgets.totals import Totals
from ui.wording import money, short_day, spelled, with_symbol


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line that may be chosen, whether it is, and the currency."""

    line: CreditLine
    chosen: bool
    currency: str


class PickList(TableView):
    """A list whose rows are ticked: Space or a click."""

    ticked = Signal(object)

    def __init__(self, model: TableModel[LineShown], name: str, empty: str) -> None:
        super().__init__(model, name, empty=empty)
        self.clicked.connect(self._clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks the row; all else is the table's."""
        if event.key() == Qt.Key.Key_Space:
            self.ticked.emit(self.current())
            event.accept()
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        self.ticked.emit(self.table().row_at(index))


class LinesCard(Card):
    """The charges of the stay; those that may not be chosen stay in view with a lock and the reason."""

    altered = Signal()

    def __init__(self, chosen: Iterable[str] = (), parent: QWidget | None = None) -> None:
        super().__init__("3  Which lines", ruled=False, flush=True, parent=parent)
        space, words = Keycap("Space"), QLabel("choose")
        words.setProperty("role", "quiet")
        self.add_aside(space)
        self.add_aside(words)
        self.list = PickList(
            TableModel(_LINES, key=lambda row: row.line.posting), "Lines of the bill", "There is no charge on the bill."
        )
        self.list.setMinimumHeight(theme.pixels(146))
        self._chosen = list(dict.fromkeys(chosen))
        self.total = Totals(self.list, _SUM, "Lines chosen")
        for widget in (self.list, rule(strong=True), self.total):
            self.body.addWidget(widget, 1 if widget is self.list else 0)
        self.list.ticked.connect(self._tick)

    def chosen(self) -> tuple[str, ...]:
        """The ids of the lines chosen."""
        return tuple(self._chosen)

    def show_lines(self, preview: CreditPreview) -> None:
        """Show the lines as they are now, and what is left of those chosen."""
        rows = [LineShown(line, line.posting in self._chosen, preview.currency) for line in preview.lines]
        self.list.table().show(rows)
        self.list.choose_first()
        number = len(self._chosen)
        words = f"{spelled(number, 'line')} chosen" if number else "No line chosen"
        self.total.sum_up((words, money(preview.base, preview.currency)))

    def current(self) -> str:
        """The line the question is about: the first one chosen, else the one under the cursor."""
        row = self.list.current()
        if self._chosen:
            return self._chosen[0]
        return row.line.posting if isinstance(row, LineShown) else ""

    def _tick(self, row: LineShown | None) -> None:
        if row is None:
            return
        posting = row.line.posting
        if posting in self._chosen:
            self._chosen.remove(posting)
        elif not row.line.locked:
            self._chosen.append(posting)
        else:
            return
        self.altered.emit()


class EffectCard(Card):
    """What the credit takes of each line, with its own tax; the rounding in words; balance now and after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Effect on the bill", ruled=False, flush=True, parent=parent)
        self.set_aside("tax follows each line's own rate")
        self.list = TableView(
            TableModel(_EFFECT, key=lambda row: row.posting), "Effect on each line", empty="Choose lines and how much."
        )
        self.total = Totals(self.list, _EFFECT, "The credit together")
        self.list.setMinimumHeight(theme.pixels(108))
        self._rounding = Line(role="small")
        for widget in (self.list, rule(strong=True), self.total, rule()):
            self.body.addWidget(widget, 1 if widget is self.list else 0)
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 16, 6)
        row.addWidget(self._rounding)
        self.body.addLayout(row)
        self._make_foot()

    def show_effect(self, preview: CreditPreview) -> None:
        """Show what the credit would do; nothing is written."""
        currency = preview.currency
        self.list.table().show([_effect(effect, currency) for effect in preview.effects])
        if preview.effects:
            self.total.sum_up(_together(preview.effects, currency))
        else:
            self.total.clear_sums()
        self._rounding.say(preview.rounding)
        self.now.setText(money(preview.balance, currency))
        self.after.setText(with_symbol(preview.balance_after, currency))
        self.now.setAccessibleName(f"Balance now {money(preview.balance, currency)}")
        self.after.setAccessibleName(f"Balance after the credit {with_symbol(preview.balance_after, currency)}")

    def _make_foot(self) -> None:
        foot = self.add_foot()
        foot.setContentsMargins(16, 6, 16, 8)
        self.now, self.after = Amount(), Amount(big=True)
        foot.addLayout(_captioned("Balance now", self.now))
        foot.addSpacing(8)
        foot.addWidget(Picture("arrow-right", "quiet"), 0, Qt.AlignmentFlag.AlignBottom)
        foot.addSpacing(8)
        foot.addLayout(_captioned("after the credit", self.after))
        foot.addStretch(1)
        words = QLabel("Nothing changes on the bill\nuntil it is given.")
        words.setProperty("role", "small")
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(words)


def _captioned(caption: str, amount: Amount) -> QVBoxLayout:
    words = QLabel(caption)
    words.setProperty("role", "small")
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(words)
    column.addWidget(amount, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
    return column


@dataclass(frozen=True, slots=True)
class EffectShown:
    """What the credit takes of one line, in words."""

    posting: str
    line: str
    rate: str
    net: str
    tax: str
    credit: str
    left: str


def _effect(effect: CreditEffect, currency: str) -> EffectShown:
    net, tax, credit, left = (money(part, currency) for part in (effect.net, effect.tax, effect.credit, effect.left))
    words = f"{effect.text}, {short_day(effect.service_date)}"
    return EffectShown(effect.posting, words, effect.rates, net, tax, credit, left)


def _together(effects: tuple[CreditEffect, ...], currency: str) -> EffectShown:
    columns = (
        sum(effect.net for effect in effects),
        sum(effect.tax for effect in effects),
        sum(effect.credit for effect in effects),
        sum(effect.left for effect in effects),
    )
    net, tax, credit, left = (money(figure, currency) for figure in columns)
    return EffectShown("", "Together", "", net, tax, credit, left)


def _box(row: LineShown) -> str:
    return "tick-box-on" if row.chosen else "lock" if row.line.locked else "tick-box"


def _tone(row: LineShown) -> str:
    return "accent" if row.chosen else "quiet" if row.line.locked else ""


def _what(row: LineShown) -> str:
    return f"{row.line.text} · {row.line.locked}" if row.line.locked else row.line.text


def _spoken(row: LineShown) -> str:
    state = "chosen" if row.chosen else f"locked, {row.line.locked}" if row.line.locked else "not chosen"
    return f"{row.line.text}, {money(row.line.left, row.currency)}, {state}"


_LINES: tuple[Column[LineShown], ...] = (
    Column(
        title="",
        text=lambda _row: "",
        icon=_box,
        tone=lambda row: _tone(row) or "quiet",
        spoken=_spoken,
        width=44,
    ),
    Column(title="Date", text=lambda row: short_day(row.line.service_date), tone=_tone, width=72),
    Column(title="Room", text=lambda row: row.line.room, tone=_tone, width=56),
    Column(title="What", text=_what, tone=_tone, tip=_what),
    Column(title="Tax", text=lambda row: row.line.rates, tone=_tone, numeric=True, width=60),
    Column(
        title="Left",
        text=lambda row: money(row.line.left, row.currency),
        tone=_tone,
        numeric=True,
        strong=True,
        width=92,
    ),
)

_SUM: tuple[Column[tuple[str, str]], ...] = (
    Column(title="", text=lambda _row: "", width=44),
    Column(title="", text=lambda row: row[0]),
    Column(title="", text=lambda row: row[1], numeric=True, width=128),
)

_EFFECT: tuple[Column[EffectShown], ...] = (
    Column(title="Line", text=lambda row: row.line, tip=lambda row: row.line),
    Column(title="Rate", text=lambda row: row.rate, numeric=True, width=56),
    Column(title="Net", text=lambda row: row.net, numeric=True, width=70),
    Column(title="Tax", text=lambda row: row.tax, numeric=True, width=62),
    Column(title="Credit", text=lambda row: row.credit, numeric=True, strong=True, width=76),
    Column(title="Left", text=lambda row: row.left, tone=lambda _row: "quiet", numeric=True, width=84),
)
