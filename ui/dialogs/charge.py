"""Post a charge: what, how many, at what price; the total with its taxes before it is posted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from frontdesk.commands import PostCharge
from frontdesk.errors import Refusal
from frontdesk.queries.posting_preview import ChargePreview, PreviewCharge
from frontdesk.queries.staff import CodeRow, SeeCodes
from ui import theme, wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.effect import taxes as taxes_of
from ui.dialogs.reading import FieldRefusal, amount, quantity
from ui.models.table import Column, TableModel
from ui.widgets.before_after import BeforeAfter
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

SHOWN = 5
PAID_OUT = "paid_out"
_STEPS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class ChargeForm(DeskForm):
    """A charge by hand to one window. Typing finds the code, arrows choose it."""

    def __init__(self, place: Workplace, stay: str, window: int, *, department: str = "") -> None:
        title = "Post a paid-out" if department == PAID_OUT else "Post charge"
        super().__init__(place, title, submit=title)
        self._department = department
        self._stay, self._window, self._currency = stay, window, place.session.currency
        self._codes: tuple[CodeRow, ...] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Minibar, laundry, 3000 …")
        self.search.installEventFilter(self)
        self.model: TableModel[CodeRow] = TableModel(self._columns(), key=_key, parent=self)
        self.codes = TableView(self.model, "Codes", empty="No code is called that.", head=False)
        self.quantity, self.price = QLineEdit("1"), MoneyEdit(self._currency)
        self.text, self.reference = QLineEdit(), QLineEdit()
        self.total = BeforeAfter("Balance now", "Balance after")
        self._build()
        self.search.textChanged.connect(self._filter)
        self.codes.chosen.connect(self._chosen)
        for edit in (self.quantity, self.price):
            edit.textChanged.connect(self._preview)
        self.ask(SeeCodes(), self._show_codes, slot="codes")

    def command(self) -> PostCharge:
        """The charge as typed."""
        row = self._code()
        if row is None:
            raise FieldRefusal("find", "Choose what is charged.", help="Type a part of its name or its number.")
        return self.place.session.make(
            PostCharge,
            stay=self._stay,
            window=self._window,
            code=row.code,
            quantity=quantity("quantity", self.quantity.text()),
            unit_price=amount("price", self.price.raw(), self._currency),
            text=self.text.text().strip(),
            reference=self.reference.text().strip(),
        )

    def done_words(self) -> str:
        """What was charged."""
        row = self._code()
        return f"{self.text.text().strip() or (row.name if row else 'Charge')} charged"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows choose a code while the cursor stays in the line."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(event.key())
            if step is not None:
                row = min(max(self.codes.currentIndex().row() + step, 0), self.model.rowCount() - 1)
                self.codes.setCurrentIndex(self.model.index(row, 0))
                return True
        return super().eventFilter(watched, event)

    def _columns(self) -> list[Column[CodeRow]]:
        return [
            Column(title="Code", text=lambda row: row.code, width=64, small=True),
            Column(title="What", text=lambda row: row.name),
            Column(
                title="Where",
                text=_where,
                width=112,
                small=True,
            ),
            Column(title="Usual price", text=self._usual, numeric=True, width=88),
        ]

    def _usual(self, row: CodeRow) -> str:
        return wording.money(row.price, self._currency) if row.price else ""

    def _build(self) -> None:
        self.form.add("find", "What", self.search, hint="Type to find, arrows to choose")
        self.codes.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.codes.setFixedHeight(theme.pixels(38) * SHOWN)
        self.form.add_widget(self.codes)
        self.form.beside(("quantity", "Quantity", self.quantity), ("price", "Price of one", self.price))
        self.form.beside(
            ("text", "Words on the bill", self.text), ("reference", "Check or slip number", self.reference)
        )
        self.form.add_widget(self.total)
        self.setMinimumWidth(theme.pixels(560))

    def _show_codes(self, codes: tuple[CodeRow, ...]) -> None:
        self._codes = tuple(code for code in codes if self._department in ("", code.department))
        self._filter(self.search.text())

    def _filter(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        self.model.show([row for row in self._codes if wanted in f"{row.code} {row.name} {row.department}".casefold()])
        self.codes.choose_first()

    def _code(self) -> CodeRow | None:
        row = self.codes.current()
        return row if isinstance(row, CodeRow) else None

    def _chosen(self, row: object) -> None:
        if isinstance(row, CodeRow):
            self.price.setText(wording.editable(row.price, self._currency) if row.price else "")
            self.text.setPlaceholderText(row.name)
            self._preview()

    def _preview(self, _text: Any = "") -> None:
        self.unask()
        row = self._code()
        try:
            many = quantity("quantity", self.quantity.text())
            price = amount("price", self.price.raw(), self._currency)
        except Refusal:
            row = None
        if row is None or many <= 0 or price <= 0:
            self.total.unknown()
            return
        question = PreviewCharge(stay=self._stay, window=self._window, code=row.code, quantity=many, unit_price=price)
        self.ask(question, self._show_preview, slot="preview")

    def _show_preview(self, found: ChargePreview) -> None:
        money = self._currency
        taxes = ", ".join(f"{name} {wording.money(tax, money)}" for name, tax in found.on_top)
        words = f"Together {wording.money(found.total, money)}" + (
            f", with {taxes} on top" if taxes else _inside(found)
        )
        self.total.say(wording.money(found.balance, money), wording.with_symbol(found.balance_after, money), words)


def _inside(found: ChargePreview) -> str:
    """What the price contains, or that it bears no tax."""
    said = taxes_of(found.effect, found.currency)
    return f", tax inside: {said}" if said else ", no tax"


def _where(row: CodeRow) -> str:
    return wording.sentence_case(row.department.replace("_", " "))


def _key(row: CodeRow) -> str:
    return row.code
