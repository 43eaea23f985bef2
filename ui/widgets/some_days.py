"""Fields that narrow something down to some days: a date that may be left out, and days of the week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from ui.widgets.date_edit import DateEdit

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class SomeDate(QWidget):
    """A date, or none while the box beside it is empty. ``altered`` comes with each change."""

    altered = Signal()

    def __init__(self, name: str, value: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.given, self.edit = QCheckBox(), DateEdit(value)
        self.given.setAccessibleName(f"{name} is given")
        self.edit.setAccessibleName(name)
        self.edit.setEnabled(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.given)
        row.addWidget(self.edit, 1)
        self.setFocusProxy(self.given)
        self.given.toggled.connect(self.edit.setEnabled)
        self.given.toggled.connect(self._changed)
        self.edit.moved.connect(self._changed)

    def value(self) -> date | None:
        """The date, if one is given."""
        return self.edit.value() if self.given.isChecked() else None

    def set_value(self, value: date | None) -> None:
        """Give a date, or none."""
        self.given.setChecked(value is not None)
        if value is not None:
            self.edit.set_value(value)

    def _changed(self, _value: object) -> None:
        self.altered.emit()


class WeekdayBoxes(QWidget):
    """A box for each day of the week; none ticked means every day. ``altered`` comes with each change."""

    altered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = tuple(QCheckBox(name) for name in WEEKDAYS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for box in self.boxes:
            row.addWidget(box)
            box.toggled.connect(self._changed)
        row.addStretch(1)
        self.setFocusProxy(self.boxes[0])

    def value(self) -> tuple[int, ...]:
        """The days ticked, 0 is Monday."""
        return tuple(number for number, box in enumerate(self.boxes) if box.isChecked())

    def set_value(self, days: Iterable[int]) -> None:
        """Tick exactly these days."""
        for number, box in enumerate(self.boxes):
            box.setChecked(number in days)

    def _changed(self, _on: object) -> None:
        self.altered.emit()
