"""The stay itself: how to reach the guest, what was booked, and each night."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from frontdesk.queries.stay import NightRow, StayView
from ui import wording
from ui.models.table import Column, TableModel
from ui.widgets.card import clear, rule
from ui.widgets.table_view import TableView


class FactsPart(QWidget):
    """Facts in two columns, nights below them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency = ""
        self._grid = QGridLayout()
        self._grid.setContentsMargins(16, 12, 16, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self.model: TableModel[NightRow] = TableModel(self._columns(), key=lambda row: row.night, parent=self)
        self.nights = TableView(self.model, "Nights", empty="No night: a stay of one day.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._grid)
        column.addWidget(rule())
        column.addWidget(self.nights, 1)

    def show_stay(self, stay: StayView) -> None:
        """Show everything that is known; what is not known is left out."""
        self._currency = stay.currency
        clear(self._grid)
        known = [(name, text) for name, text in facts(stay) if text]
        half = (len(known) + 1) // 2
        for number, (name, text) in enumerate(known):
            place, side = number % half, 2 * (number // half)
            self._grid.addWidget(_label(name, "field"), place, side, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(_label(text, ""), place, side + 1, Qt.AlignmentFlag.AlignTop)
        self.model.show(stay.nights)

    def _columns(self) -> list[Column[NightRow]]:
        return [
            Column(title="Night", text=lambda row: wording.day(row.night), width=112),
            Column(title="Room", text=lambda row: row.room or wording.DASH, width=72, strong=True),
            Column(title="Charged as", text=lambda row: row.type_name),
            Column(
                title="State",
                text=lambda row: "On the bill" if row.posted else "To come",
                icon=lambda row: "check-circle" if row.posted else "clock",
                tone=lambda _row: "quiet",
                small=True,
                width=112,
            ),
            Column(title="Price", text=self._price, numeric=True, strong=True, width=104),
        ]

    def _price(self, row: NightRow) -> str:
        return wording.money(row.price, self._currency)


def facts(stay: StayView) -> list[tuple[str, str]]:
    """What there is to say about a stay, by name."""
    return [
        ("Confirmation", stay.confirmation),
        ("Room type", stay.room_type),
        ("Rate", stay.rate_plan),
        ("Included", ", ".join(stay.includes)),
        ("Party", wording.party(stay.adults, stay.children)),
        ("Note", stay.note),
        ("Phone", stay.phone),
        ("E-mail", stay.email),
        ("Company", stay.company),
        ("Language", wording.language(stay.language) if stay.language else ""),
        ("Country", stay.country),
    ]


def _label(text: str, role: str) -> QLabel:
    made = QLabel(text)
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
