"""Which folios, in which order, and where they go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from frontdesk.domain.batch import Choice, Form, Order, Who
from frontdesk.queries.folio import STYLES
from ui import settings, wording
from ui.screens.paper_pages import language_box
from ui.widgets.buttons import KeyButton
from ui.widgets.form import Form as Fields

WHO = {
    Who.DUE_OUT_TOMORROW: "Due out tomorrow",
    Who.DUE_OUT_TODAY: "Due out today",
    Who.IN_HOUSE: "Everybody in house",
    Who.CHECKED_OUT_TODAY: "Checked out today",
    Who.LONG_STAYS: "Long stays, last print 7 days ago",
    Who.COMPANY: "One company",
    Who.ROOMS: "Chosen rooms",
}
ORDERS = {Order.ROOM: "By room", Order.NAME: "By name", Order.FLOOR: "By floor"}
FORMS = {Form.MERGED: "One file with bookmarks", Form.FILES: "A file each", Form.PRINTER: "On the printer"}
MOST_COPIES = 9


class BatchChoice(QWidget):
    """The choices of a batch. ``altered`` says that other folios may be meant now."""

    altered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.who, self.order, self.style_choice = _combo(WHO), _combo(ORDERS), QComboBox()
        self.language, self.form_choice, self.printer = language_box(), _combo(FORMS), QComboBox()
        self.named, self.target = QLineEdit(), QLineEdit(str(Path.home() / "folios"))
        self.zero = QCheckBox("Zero balances, too")
        self.copies = _combo({number: str(number) for number in range(1, MOST_COPIES + 1)})
        self.fields = Fields()
        self._lay_out()
        self._connect()
        self._fit()

    def choice(self) -> Choice:
        """Which folios are meant."""
        who = Who(self.who.currentData())
        named = self.named.text()
        return Choice(
            who=who,
            company=named.strip() if who is Who.COMPANY else "",
            rooms=tuple(named.replace(",", " ").split()) if who is Who.ROOMS else (),
            skip_zero=not self.zero.isChecked(),
            order=Order(self.order.currentData()),
        )

    def start(self) -> dict[str, Any]:
        """What the command to start carries."""
        choice = self.choice()
        form = Form(self.form_choice.currentData())
        printer = str(self.printer.currentData() or "")
        return {
            **{name: getattr(choice, name) for name in ("who", "company", "rooms", "skip_zero", "order")},
            "style": str(self.style_choice.currentData()),
            "language": str(self.language.currentData() or ""),
            "copies": int(self.copies.currentData()),
            "form": form,
            "target": printer if form is Form.PRINTER else self._path(form),
        }

    def show_printers(self, names: tuple[str, ...]) -> None:
        """The queues this computer knows."""
        for name in names:
            self.printer.addItem(name, name)
        self.printer.setCurrentIndex(max(0, self.printer.findData(settings.read_machine().printer)))

    def _path(self, form: Form) -> str:
        typed = self.target.text().strip()
        return f"{typed}.pdf" if typed and form is Form.MERGED and not typed.lower().endswith(".pdf") else typed

    def _browse(self) -> None:
        if self.form_choice.currentData() == Form.FILES:
            chosen = QFileDialog.getExistingDirectory(self, "Folder for the folios", self.target.text())
        else:
            chosen, _ = QFileDialog.getSaveFileName(self, "All folios in one file", self.target.text(), "PDF (*.pdf)")
        self.target.setText(chosen or self.target.text())

    def _lay_out(self) -> None:
        for style in STYLES:
            self.style_choice.addItem(wording.sentence_case(style.replace("_", " ")), style)
        self.printer.addItem("The usual one", "")
        self.browse = KeyButton("Choose …")
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.target, 1)
        row.addWidget(self.browse)
        self.target.setAccessibleName("Where to")
        fields = self.fields
        fields.add("who", "Whose folios", self.who)
        self._named = fields.add("named", "Which", self.named)
        fields.add_widget(self.zero)
        fields.beside(("order", "Order", self.order), ("copies", "Copies", self.copies))
        fields.beside(("style", "Style", self.style_choice), ("language", "Language", self.language))
        fields.add("form", "What becomes of them", self.form_choice)
        self._target = fields.add("target", "Where to", place)
        self._printer = fields.add("printer", "Printer", self.printer)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(fields)
        self.setFocusProxy(self.who)

    def _connect(self) -> None:
        for combo in (self.who, self.order):
            combo.currentIndexChanged.connect(self._altered)
        self.named.textChanged.connect(self._altered)
        self.zero.toggled.connect(self._altered)
        self.form_choice.currentIndexChanged.connect(self._fit)
        self.browse.clicked.connect(self._browse)

    def _altered(self, _value: object = None) -> None:
        self._fit()
        self.altered.emit()

    def _fit(self, _index: int = 0) -> None:
        """Only the fields that say something now."""
        who = Who(self.who.currentData())
        self._named.setVisible(who in {Who.COMPANY, Who.ROOMS})
        printing = self.form_choice.currentData() == Form.PRINTER
        self._target.setHidden(printing)
        self._printer.setVisible(printing)


def _combo(words: dict[Any, str]) -> QComboBox:
    made = QComboBox()
    for value, text in words.items():
        made.addItem(text, value)
    return made
