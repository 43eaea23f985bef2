"""A line for an amount or a percentage, given on as it was typed: what it means is decided elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from ui import theme

EDGE = 12
"""Border and padding of a line of text in the stylesheet, which grow with no scale."""


class MoneyEdit(QLineEdit):
    """A right-aligned line with its unit, such as EUR or %, behind the figure."""

    def __init__(self, unit: str = "", *, big: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "big-amount" if big else "")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self._unit = QLabel(unit, self)
        self._unit.setProperty("role", "quiet")
        self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_unit(unit)

    def raw(self) -> str:
        """What was typed, with nothing changed but the spaces around it."""
        return self.text().strip()

    def set_unit(self, unit: str) -> None:
        """Show another unit."""
        self._unit.setText(unit)
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the unit at the right edge."""
        super().resizeEvent(event)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size needs other room for the unit."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_unit"):
            self._settle()

    def _settle(self) -> None:
        self._unit.adjustSize()
        room = self._unit.width() + theme.pixels(6) if self._unit.text() else 0
        self.setTextMargins(0, 0, room, 0)
        at = self.width() - self._unit.width() - EDGE
        self._unit.move(at, (self.height() - self._unit.height()) // 2)
