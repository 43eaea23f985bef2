"""A second person approves at this desk with their own PIN."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QVBoxLayout, QWidget

from frontdesk.queries.staff import StaffRow
from ui import wording
from ui.widgets.pin_edit import PinEdit


class Approver(QFrame):
    """Who approves, and that person's PIN. Hidden until the house asks for one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "staff-only")
        self.setAccessibleName("Approval")
        self.who, self.pin = QComboBox(), PinEdit()
        self.who.setAccessibleName("Who approves")
        self.pin.setAccessibleName("Own PIN of who approves")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for text, role in (("A supervisor or manager approves here", "strong"), ("With the own PIN", "small")):
            label = QLabel(text)
            label.setProperty("role", role)
            column.addWidget(label)
        column.addWidget(self.who)
        column.addWidget(self.pin)
        self.hide()

    def offer(self, people: tuple[StaffRow, ...], asking: str) -> None:
        """Everybody who may approve, but never the person who asks."""
        self.who.clear()
        for person in people:
            if person.approves and person.staff != asking:
                self.who.addItem(f"{person.name}, {wording.role_title(person.role)}", person.staff)

    def chosen(self) -> str:
        """The id of who approves; nothing while nobody was asked for."""
        return str(self.who.currentData() or "") if not self.isHidden() else ""

    def digits(self) -> str:
        """The PIN typed; nothing while nobody was asked for."""
        return self.pin.value() if not self.isHidden() else ""
