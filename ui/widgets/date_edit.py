"""A field for a date, shown in words and changed by keys or from a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QWidget


class DateEdit(QDateEdit):
    """A date such as "Fri 21 Nov 2025". ``moved`` brings the new one."""

    moved = Signal(object)

    def __init__(self, value: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCalendarPopup(True)
        self.setDisplayFormat("ddd d MMM yyyy")
        self.set_value(value)
        self.dateChanged.connect(self._changed)

    def value(self) -> date:
        """The date chosen."""
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def set_value(self, value: date) -> None:
        """Choose a date."""
        self.setDate(QDate(value.year, value.month, value.day))

    def set_range(self, first: date, last: date) -> None:
        """Offer only dates from ``first`` to ``last``."""
        self.setDateRange(QDate(first.year, first.month, first.day), QDate(last.year, last.month, last.day))

    def _changed(self, _chosen: QDate) -> None:
        self.moved.emit(self.value())
