"""Who pays what: the instructions of a stay; one is added, said anew or ended, all by keyboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QLabel

from frontdesk.commands import AddRouting, ChangeRouting, RemoveRouting
from frontdesk.domain.money import parse_percent, percent_of, plain_percent
from frontdesk.domain.routing import LimitKind
from frontdesk.errors import Refusal
from frontdesk.queries.folio import WindowView
from frontdesk.queries.routing import RoutingRow, SeeRouting
from frontdesk.queries.staff import CodeRow, SeeCodes
from frontdesk.queries.stay import StayView
from ui import theme, wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import FieldRefusal, amount
from ui.models.table import Column, TableModel
from ui.widgets.choose import choose, chooser
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

SHOWN = 4
LIMITS = (
    (LimitKind.NONE, "Everything"),
    (LimitKind.DAY, "Up to an amount a day"),
    (LimitKind.STAY, "Up to an amount a stay"),
    (LimitKind.PERCENT, "A share in percent"),
)
EXAMPLE = 15000
NEW = RoutingRow(
    routing="",
    place=0,
    departments=(),
    codes=(),
    first=None,
    last=None,
    weekdays=(),
    to_stay="",
    window=0,
    payee="",
    limit=LimitKind.NONE,
    value=0,
)


class RoutingForm(DeskForm):
    """The instructions above, the chosen one's fields below; the first row is a new one."""

    def __init__(self, place: Workplace, stay: StayView, windows: tuple[WindowView, ...]) -> None:
        super().__init__(place, "Who pays what", submit="Save the instruction")
        self._stay, self._windows = stay.stay, windows
        self._currency = place.session.currency
        self._codes: tuple[CodeRow, ...] = ()
        self.model: TableModel[RoutingRow] = TableModel(self._columns(), key=lambda row: row.routing, parent=self)
        self.rows = TableView(self.model, "Instructions", empty="Every charge stays on window 1.")
        self.rows.setFixedHeight(theme.pixels(38) * SHOWN)
        self.what, self.target = chooser(placeholder="Department or code"), chooser()
        self.limit, self.value = chooser([(title, kind) for kind, title in LIMITS]), MoneyEdit(self._currency)
        self.end, self.words = QCheckBox("End this instruction; what it sent stays where it is"), QLabel()
        self._build()
        self.rows.chosen.connect(self._chosen)
        self.limit.currentIndexChanged.connect(self._limit_chosen)
        for signal in (self.what.currentIndexChanged, self.target.currentIndexChanged, self.value.textChanged):
            signal.connect(self._say)
        self.end.toggled.connect(self._ending)
        self.ask(SeeCodes(), self._show_codes, slot="codes")
        self.ask(SeeRouting(stay.stay), self._show_rows, slot="rows")

    def command(self) -> AddRouting | ChangeRouting | RemoveRouting:
        """A new instruction, another wording of the chosen one, or its end."""
        row = self._row()
        if self.end.isChecked() and row.routing:
            return self.place.session.make(RemoveRouting, routing=row.routing)
        fields = self._fields()
        if row.routing:
            kept = {"to_stay": row.to_stay, "first": row.first, "last": row.last, "weekdays": row.weekdays}
            return self.place.session.make(ChangeRouting, routing=row.routing, **kept, **fields)
        return self.place.session.make(AddRouting, stay=self._stay, **fields)

    def done_words(self) -> str:
        """What was agreed."""
        return "Instruction ended" if self.end.isChecked() else "Instruction saved; it acts on later charges"

    def _row(self) -> RoutingRow:
        row = self.rows.current()
        return row if isinstance(row, RoutingRow) else NEW

    def _fields(self) -> dict[str, Any]:
        if self.what.currentData() is None:
            raise FieldRefusal("what", "Choose what is sent.")
        if self.target.currentData() is None:
            raise FieldRefusal("window", "Choose a window.", help="Open one for the payee first.")
        kind, what = self.what.currentData()
        limit = LimitKind(self.limit.currentData())
        return {
            "departments": (what,) if kind == "department" else (),
            "codes": (what,) if kind == "code" else (),
            "window": int(self.target.currentData()),
            "limit": limit,
            "value": self._value(limit),
        }

    def _value(self, limit: LimitKind) -> int:
        if limit is LimitKind.NONE:
            return 0
        if limit is not LimitKind.PERCENT:
            return amount("value", self.value.raw(), self._currency)
        try:
            return parse_percent(self.value.raw())
        except Refusal as refusal:
            raise FieldRefusal("value", refusal.title, refusal.detail, refusal.help) from None

    def _columns(self) -> list[Column[RoutingRow]]:
        return [
            Column(title="What", text=lambda row: ", ".join((*row.departments, *row.codes)) or "New instruction"),
            Column(title="To", text=lambda row: f"Window {row.window}, {row.payee}" if row.window else ""),
            Column(title="How much", text=self._how_much, width=128),
        ]

    def _how_much(self, row: RoutingRow) -> str:
        if row.limit is LimitKind.PERCENT:
            return f"{plain_percent(row.value)} %"
        if row.limit is LimitKind.NONE:
            return "everything" if row.window else ""
        return f"{wording.money(row.value, self._currency)} a {row.limit.value}"

    def _build(self) -> None:
        self.form.add("rows", "Instructions, tried from the top", self.rows)
        self.form.beside(("what", "What is sent", self.what), ("window", "To", self.target))
        self.form.beside(("limit", "How much of it", self.limit), ("value", "At most", self.value))
        self.words.setProperty("role", "sentence")
        self.words.setWordWrap(True)
        self.form.add_widget(self.end)
        self.form.add_widget(self.words)
        for window in self._windows:
            if window.kind == "guest" and window.number != 1 and not window.settled:
                self.target.addItem(f"Window {window.number}, {window.payee}", window.number)
        self.setMinimumWidth(theme.pixels(560))
        self.end.setVisible(False)
        self._limit_chosen(0)

    def _show_codes(self, codes: tuple[CodeRow, ...]) -> None:
        self._codes = codes
        self.what.addItem("Rooms", ("department", "rooms"))
        for department in sorted({code.department for code in codes} - {"rooms"}):
            self.what.addItem(wording.sentence_case(department.replace("_", " ")), ("department", department))
        for code in codes:
            self.what.addItem(f"{code.code}  {code.name}", ("code", code.code))
        self.what.setCurrentIndex(-1)
        self._chosen(self._row())

    def _show_rows(self, rows: tuple[RoutingRow, ...]) -> None:
        self.model.show([NEW, *rows])
        self.rows.choose_first()

    def _chosen(self, row: object) -> None:
        if not isinstance(row, RoutingRow):
            return
        self.end.setChecked(False)
        self.end.setVisible(bool(row.routing))
        kinds = [("department", name) for name in row.departments] + [("code", name) for name in row.codes]
        if not (kinds and choose(self.what, kinds[0])):
            self.what.setCurrentIndex(-1)
        if row.window:
            choose(self.target, row.window)
        choose(self.limit, row.limit)
        percent = row.limit is LimitKind.PERCENT
        value = plain_percent(row.value) if percent else wording.editable(row.value, self._currency)
        self.value.setText(value if row.value else "")
        self._say()

    def _limit_chosen(self, _index: int) -> None:
        limit = self.limit.currentData()
        self.form.field("value").setEnabled(limit != LimitKind.NONE)
        self.value.set_unit("%" if limit == LimitKind.PERCENT else self._currency)
        self._say()

    def _ending(self, *_: object) -> None:
        for name in ("what", "window", "limit"):
            self.form.field(name).setEnabled(not self.end.isChecked())
        self.form.field("value").setEnabled(not self.end.isChecked() and self.limit.currentData() != LimitKind.NONE)
        self._say()

    def _say(self, _value: Any = None) -> None:
        """What the instruction would do with a charge, before and after."""
        self.words.setText("")
        if self.end.isChecked():
            self.words.setText("Later charges stay on window 1.")
            return
        try:
            fields = self._fields()
        except Refusal:
            return
        limit, value = fields["limit"], fields["value"]
        sent = percent_of(EXAMPLE, value) if limit is LimitKind.PERCENT else min(EXAMPLE, value)
        if limit is LimitKind.NONE:
            sent = EXAMPLE
        whole, part, rest = (wording.money(each, self._currency) for each in (EXAMPLE, sent, EXAMPLE - sent))
        where = f"window {fields['window']}"
        self.words.setText(
            f"Of a charge of {whole}, {part} goes to {where} and {rest} stays, each with its share of the tax."
        )
