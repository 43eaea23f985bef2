"""The bill of a stay: windows as chips, every line with its state, corrections under what they correct."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from frontdesk.queries.credit import reason_words
from frontdesk.queries.folio import FolioLine, FolioView, WindowView
from ui import theme, wording
from ui.models.table import Column, TableModel
from ui.widgets.keycap import Keycap
from ui.widgets.table_view import TableView
from ui.widgets.tabs import Tabs, TabStrip

STATES = {
    "corrected": ("undo", "Corrected"),
    "correction": ("undo", "Correction"),
    "allowed": ("undo", "Allowed"),
    "allowance": ("undo", "Allowance"),
    "credited": ("gift", "Credited"),
    "goodwill": ("gift", "Credit"),
    "question": ("question", "Question"),
    "transferred": ("arrow-right", "Transferred"),
    "transfer": ("arrow-right", "Transfer"),
    "split": ("move", "Split"),
    "payment": ("card", "Payment"),
}
"""Icon and word of each state of a line."""
BENEATH = {
    "correction": "Correction",
    "allowance": "Allowance",
    "goodwill": "With our apologies",
    "transfer": "Transferred",
    "split": "Split",
    "refund": "Refund",
}
"""What a line is called that stands under another one."""
MONEY_KINDS = frozenset({"payment", "deposit", "refund", "cash_rounding"})
ROOM, QUANTITY = 1, 3


class BillPart(QWidget):
    """One window of the folio at a time. ``chosen`` brings the line (or None), ``turned`` the window's number."""

    chosen = Signal(object)
    opened = Signal(object)
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folio: FolioView | None = None
        self._narrow = self._tight = False
        self.windows = Tabs([], role="window")
        self._strip = TabStrip(self.windows)
        self._count = QLabel()
        self._count.setProperty("role", "small")
        self._keys = QWidget()
        self.model: TableModel[FolioLine] = TableModel(self._columns(), key=_key, parent=self)
        self.lines = TableView(self.model, "Lines of the bill", empty="Nothing has been charged to this window.")
        self.lines.chosen.connect(self.chosen)
        self.lines.opened.connect(self.opened)
        self.windows.turned.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_head())
        column.addWidget(self.lines, 1)

    def show_folio(self, folio: FolioView) -> None:
        """Show the folio; window and line stay chosen while it is the same stay's."""
        another = self._folio is None or self._folio.stay != folio.stay
        self._folio = folio
        self.windows.offer([self._title(window) for window in folio.windows])
        if another:
            self.windows.turn(0)
        self._strip.look()
        self._show_lines()
        if another or not self.lines.currentIndex().isValid():
            self.lines.setCurrentIndex(self.model.index(self.model.rowCount() - 1, 0))

    def line(self) -> FolioLine | None:
        """The line chosen."""
        row = self.lines.current()
        return row if isinstance(row, FolioLine) else None

    def window_view(self) -> WindowView | None:
        """The window in view."""
        if self._folio is None or not self._folio.windows:
            return None
        return self._folio.windows[min(max(self.windows.current(), 0), len(self._folio.windows) - 1)]

    def narrow(self, *, on: bool) -> None:
        """Leave room for an explanation: without room and quantity, days without their weekday."""
        self._narrow = on
        self._give_way()
        self.lines.setColumnWidth(0, theme.pixels(76 if on else 104))
        self.lines.viewport().update()

    def tighten(self, *, on: bool) -> None:
        """In a small window the price of one is left out; the explanation tells it."""
        self._tight = on
        self._give_way()

    def _give_way(self) -> None:
        self._keys.setHidden(self._narrow or self._tight)
        self.lines.setColumnHidden(ROOM, self._narrow)
        self.lines.setColumnHidden(QUANTITY, self._narrow or self._tight)

    def _turn(self, _number: int) -> None:
        self._show_lines()
        window = self.window_view()
        if window is not None:
            self.turned.emit(window.number)

    def _show_lines(self) -> None:
        window = self.window_view()
        lines = window.lines if window else ()
        self.model.show(lines)
        self._count.setText(wording.count(len(lines), "line"))

    def _title(self, window: WindowView) -> str:
        assert self._folio is not None, "titles are made while a folio is shown"
        settled = f" · {window.settled}" if window.settled else ""
        name = "Guest" if window.number == 1 else window.payee
        return f"{window.number} {name}  {wording.money(window.balance, self._folio.currency)}{settled}"

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 16, 6)
        row.setSpacing(6)
        row.addWidget(self._strip, 1)
        row.addWidget(self._count)
        keys = QHBoxLayout(self._keys)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(4)
        words = QLabel("choose")
        words.setProperty("role", "small")
        for part in (Keycap("Up"), Keycap("Down"), words):
            keys.addWidget(part)
        row.addWidget(self._keys)
        return row

    def _columns(self) -> list[Column[FolioLine]]:
        return [
            Column(title="Date", text=self._date, tone=lambda _line: "quiet", width=104),
            Column(title="Room", text=lambda line: line.room, width=56),
            Column(title="What", text=self._what, tip=lambda line: line.reference),
            Column(title="Qty × price", text=self._made_of, tone=lambda _line: "quiet", numeric=True, width=100),
            Column(
                title="State",
                text=lambda line: STATES.get(line.state, ("", ""))[1],
                icon=lambda line: STATES.get(line.state, ("", ""))[0],
                tone=lambda _line: "quiet",
                small=True,
                width=104,
            ),
            Column(title="Amount", text=self._amount, numeric=True, strong=True, width=96),
        ]

    def _date(self, line: FolioLine) -> str:
        return wording.short_day(line.business_date) if self._narrow else wording.day(line.business_date)

    def _what(self, line: FolioLine) -> str:
        return what(line, brief=self._narrow)

    def _made_of(self, line: FolioLine) -> str:
        if line.kind in MONEY_KINDS or not line.unit_price:
            return ""
        return f"{wording.quantity(line.quantity)} {wording.TIMES} {self._money(line.unit_price)}"

    def _amount(self, line: FolioLine) -> str:
        return self._money(line.amount)

    def _money(self, minor: int) -> str:
        assert self._folio is not None, "lines are shown while a folio is"
        return wording.money(minor, self._folio.currency)


def what(line: FolioLine, *, brief: bool = False) -> str:
    """The words of a line; one that takes another back says so, and why. In brief its state says the former."""
    if line.under:
        why = reason_words(line.reason) if line.reason else line.text
        if brief:
            return f"↳ {wording.sentence_case(why)}"
        return f"↳ {BENEATH.get(line.kind, line.text)}: {why[:1].lower()}{why[1:]}"
    return f"{line.text}, {line.reference}" if line.reference and line.kind not in MONEY_KINDS else line.text


def _key(line: FolioLine) -> str:
    return line.posting
