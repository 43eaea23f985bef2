"""Who pays what: the instructions of a stay; one is added, said anew or ended, all by keyboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from frontdesk.commands import AddRouting, ChangeRouting, RemoveRouting
from frontdesk.domain.money import parse_percent, plain_percent
from frontdesk.domain.routing import LimitKind
from frontdesk.errors import Refusal, quoted
from frontdesk.queries.folio import FolioView, SeeFolio, WindowView
from frontdesk.queries.routing import RoutingRow, SeeRouting
from frontdesk.queries.staff import CodeRow, SeeCodes
from frontdesk.queries.stay import SeeStay, StayView
from ui import theme, wording
from ui.dialogs import routing_words
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import FieldRefusal, amount
from ui.models.table import Column, TableModel
from ui.widgets.choose import choose, chooser
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.several_edit import SeveralEdit, Word
from ui.widgets.some_days import SomeDate, WeekdayBoxes
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

SHOWN = 4
LIMITS = (
    (LimitKind.NONE, "Everything"),
    (LimitKind.DAY, "Up to an amount a day"),
    (LimitKind.STAY, "Up to an amount a stay"),
    (LimitKind.PERCENT, "A share in percent"),
)
MONEY = "payment"
"""The department whose codes are no charges."""
NARROWED = ("first", "last", "weekdays", "room", "place")
"""Fields that most instructions do without."""
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
        self._stay, self._currency = stay, place.session.currency
        self.model: TableModel[RoutingRow] = TableModel(self._columns(), key=lambda row: row.routing, parent=self)
        self.rows = TableView(self.model, "Instructions", empty="Every charge stays on window 1.")
        self.what, self.target = SeveralEdit("Rooms, minibar, 2010 …"), chooser()
        self.limit, self.value = chooser([(title, kind) for kind, title in LIMITS]), MoneyEdit(self._currency)
        self.narrow = QCheckBox("Only on some days, or to another guest's bill")
        self.first, self.last = SomeDate("First day", stay.business_date), SomeDate("Last day", stay.departure)
        self.weekdays, self.room, self.order = WeekdayBoxes(), QLineEdit(), QLineEdit()
        self.end, self.words = QCheckBox("End this instruction; what it sent stays where it is"), QLabel()
        self._build(windows)
        self._connect()
        self.ask(SeeCodes(by_hand=False), self._show_codes, slot="codes")
        self.ask(SeeRouting(stay.stay), self._show_rows, slot="rows")

    def command(self) -> AddRouting | ChangeRouting | RemoveRouting:
        """A new instruction, another wording of the chosen one, or its end."""
        row = self._row()
        if self.end.isChecked() and row.routing:
            return self.place.session.make(RemoveRouting, routing=row.routing)
        if row.routing:
            return self.place.session.make(ChangeRouting, routing=row.routing, **self._fields())
        return self.place.session.make(AddRouting, stay=self._stay.stay, place=self._place(), **self._fields())

    def done_words(self) -> str:
        """What was agreed."""
        return (
            "Instruction ended"
            if self.end.isChecked()
            else "Instruction saved; it acts on later charges. More sends posted lines, too."
        )

    # what is typed

    def _row(self) -> RoutingRow:
        row = self.rows.current()
        return row if isinstance(row, RoutingRow) else NEW

    def _fields(self) -> dict[str, Any]:
        sent = self._sent()
        if self.target.currentData() is None:
            raise FieldRefusal("window", "Choose a window.", help="Open one for the payee first.")
        to_stay, window = self.target.currentData()
        limit = LimitKind(self.limit.currentData())
        narrow = self.narrow.isChecked()
        return {
            "departments": tuple(name for kind, name in sent if kind == "department"),
            "codes": tuple(name for kind, name in sent if kind == "code"),
            "to_stay": to_stay,
            "window": window,
            "first": self.first.value() if narrow else None,
            "last": self.last.value() if narrow else None,
            "weekdays": self.weekdays.value() if narrow else (),
            "limit": limit,
            "value": self._value(limit),
        }

    def _sent(self) -> list[Any]:
        try:
            sent = self.what.values()
        except LookupError as unknown:
            said = f"There is no department or code {quoted(unknown.args[0])}."
            raise FieldRefusal("what", said, help="Down shows all of them.") from None
        if not sent:
            raise FieldRefusal("what", "Choose what is sent.", help="Down shows all departments and codes.")
        return sent

    def _value(self, limit: LimitKind) -> int:
        if limit is LimitKind.NONE:
            return 0
        if limit is not LimitKind.PERCENT:
            return amount("value", self.value.raw(), self._currency)
        try:
            return parse_percent(self.value.raw())
        except Refusal as refusal:
            raise FieldRefusal("value", refusal.title, refusal.detail, refusal.help) from None

    def _place(self) -> int:
        typed = self.order.text().strip()
        if not typed or not self.narrow.isChecked():
            return 0
        if not (typed.isascii() and typed.isdigit() and 0 < len(typed) <= 3):
            raise FieldRefusal("place", "A place is a number, 1 for the first.", help="Leave it empty for the last.")
        return int(typed)

    # what is shown

    def _show_codes(self, codes: tuple[CodeRow, ...]) -> None:
        codes = tuple(code for code in codes if code.department != MONEY)
        names = ["rooms", *sorted({code.department for code in codes} - {"rooms"})]
        departments = [Word(routing_words.department(name), _all_of(name), ("department", name)) for name in names]
        self.what.offer(
            [*departments, *(Word(row.code, f"{row.code}  {row.name}", ("code", row.code)) for row in codes)]
        )
        self._chosen(self._row())

    def _show_rows(self, rows: tuple[RoutingRow, ...]) -> None:
        self.model.show([NEW, *rows])
        self.rows.fit_height(SHOWN)
        self.rows.choose_first()

    def _chosen(self, row: object) -> None:
        if not isinstance(row, RoutingRow):
            return
        self.end.setChecked(False)
        self.end.setVisible(bool(row.routing))
        self.what.set_values(
            [("department", name) for name in row.departments] + [("code", name) for name in row.codes]
        )
        if row.window and not choose(self.target, (row.to_stay, row.window)):
            self.target.addItem(routing_words.target(row), (row.to_stay, row.window))
            choose(self.target, (row.to_stay, row.window))
        choose(self.limit, row.limit)
        percent = row.limit is LimitKind.PERCENT
        value = plain_percent(row.value) if percent else wording.editable(row.value, self._currency)
        self.value.setText(value if row.value else "")
        self.first.set_value(row.first)
        self.last.set_value(row.last)
        self.weekdays.set_value(row.weekdays)
        self.narrow.setChecked(bool(row.first or row.last or row.weekdays or row.to_stay))
        self._narrowing()

    def _limit_chosen(self, _index: int) -> None:
        limit = self.limit.currentData()
        self.form.field("value").setEnabled(limit != LimitKind.NONE)
        self.value.set_unit("%" if limit == LimitKind.PERCENT else self._currency)
        self._say()

    def _narrowing(self, _on: object = None) -> None:
        for name in NARROWED:
            wanted = self.narrow.isChecked() and not (name == "place" and self._row().routing)
            self.show_field(self.form.field(name), on=wanted)
        self._say()

    def _ending(self, _on: object = None) -> None:
        free = not self.end.isChecked()
        for name in ("what", "window", "limit", *NARROWED):
            self.form.field(name).setEnabled(free)
        self.narrow.setEnabled(free)
        self.form.field("value").setEnabled(free and self.limit.currentData() != LimitKind.NONE)
        self._say()

    def _say(self, _value: Any = None) -> None:
        """What the instruction would do with a charge, before and after."""
        self.words.setText("")
        if self.end.isChecked():
            self.words.setText("Later charges stay on window 1.")
            return
        try:
            self.words.setText(routing_words.example(self._fields(), self._currency))
        except Refusal:
            return

    # another guest

    def _find(self, room: str) -> None:
        self.form.field("room").complain("")
        self.unask("guest")
        if room.strip():
            question = SeeStay(room=room.strip())
            self.place.bus.ask(question, owner=self, done=self._found, refused=self._nobody, slot="guest")

    def _found(self, other: StayView) -> None:
        def show(folio: FolioView) -> None:
            for window in _open(folio.windows):
                if not choose(self.target, (other.stay, window.number)):
                    words = f"Window {window.number}, {window.payee}, room {other.room}"
                    self.target.addItem(words, (other.stay, window.number))
            choose(self.target, (other.stay, _open(folio.windows)[0].number))

        if other.stay != self._stay.stay:
            self.ask(SeeFolio(other.stay), show, slot="folio")

    def _nobody(self, refusal: Refusal) -> None:
        self.form.field("room").complain(refusal.title)

    # making

    def _columns(self) -> list[Column[RoutingRow]]:
        return [
            Column(title="What", text=routing_words.what, tip=routing_words.what),
            Column(title="To", text=routing_words.target, tip=routing_words.target),
            Column(title="When", text=routing_words.when, tip=routing_words.when, width=112, small=True),
            Column(title="How much", text=lambda row: routing_words.how_much(row, self._currency), width=112),
        ]

    def _build(self, windows: tuple[WindowView, ...]) -> None:
        self.rows.fit_height(SHOWN)
        self.form.add("rows", "Instructions, tried from the top", self.rows)
        self.form.add("what", "What is sent", self.what, hint="Departments or codes, with commas; Down shows all")
        self.form.add("window", "To", self.target)
        self.form.beside(("limit", "How much of it", self.limit), ("value", "At most", self.value))
        self.form.add_widget(self.narrow)
        self.form.beside(("first", "First day of service", self.first), ("last", "Last day", self.last))
        self.form.add("weekdays", "Only on", self.weekdays)
        self.form.beside(("room", "Another guest's room", self.room), ("place", "Place in the order", self.order))
        self.order.setPlaceholderText("the last")
        self.room.setMaxLength(10)
        self.words.setProperty("role", "sentence")
        self.words.setWordWrap(True)
        self.form.add_widget(self.end)
        self.form.add_widget(self.words)
        for window in sorted(_open(windows), key=lambda window: window.number == 1):
            self.target.addItem(f"Window {window.number}, {window.payee}", ("", window.number))
        self.setMinimumWidth(theme.pixels(640))
        self.end.setVisible(False)
        self._limit_chosen(0)
        self._narrowing()

    def _connect(self) -> None:
        self.rows.chosen.connect(self._chosen)
        self.limit.currentIndexChanged.connect(self._limit_chosen)
        for signal in (self.what.textChanged, self.target.currentIndexChanged, self.value.textChanged):
            signal.connect(self._say)
        self.room.textChanged.connect(self._find)
        self.narrow.toggled.connect(self._narrowing)
        self.end.toggled.connect(self._ending)


def _all_of(name: str) -> str:
    return f"{routing_words.department(name)}, the whole department"


def _open(windows: tuple[WindowView, ...]) -> list[WindowView]:
    return [window for window in windows if window.kind == "guest" and not window.settled]
