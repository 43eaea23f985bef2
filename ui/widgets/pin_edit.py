"""Boxes for a PIN: typed by keyboard, never shown, never spoken."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

GAP = 8
BOX = 40
LEAST = 30


class PinEdit(QWidget):
    """``length`` boxes. ``typed`` brings how many digits stand; ``completed`` comes with the last one."""

    typed = Signal(int)
    completed = Signal()

    def __init__(self, length: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = length
        self._digits = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName("PIN")
        self._describe()

    def value(self) -> str:
        """The digits typed so far."""
        return self._digits

    def is_complete(self) -> bool:
        """True when a digit stands in every box."""
        return len(self._digits) == self._length

    def clear(self) -> None:
        """Forget what was typed."""
        self._become("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits fill the boxes, Backspace takes the last one back, Delete all; other keys go on."""
        key, text = event.key(), event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and len(text) == 1 and text in "0123456789":
            if len(self._digits) < self._length:
                self._become(self._digits + text)
                if len(self._digits) == self._length:
                    self.completed.emit()
        elif key == Qt.Key.Key_Backspace:
            self._become(self._digits[:-1])
        elif key == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Square boxes with a gap between them."""
        return QSize(theme.pixels(self._length * BOX + (self._length - 1) * GAP), theme.pixels(BOX))

    def minimumSizeHint(self) -> QSize:
        """The boxes are never cut."""
        return QSize(theme.pixels(self._length * LEAST + (self._length - 1) * GAP), theme.pixels(BOX))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the next digit goes."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop showing it."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the boxes; a dot stands for a digit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(self._length):
            self._paint_box(painter, number)

    def _paint_box(self, painter: QPainter, number: int) -> None:
        tokens = theme.current()
        here = self.hasFocus() and number == min(len(self._digits), self._length - 1)
        painter.setPen(QPen(QColor(tokens.focus if here else tokens.edge), tokens.ring if here else 1))
        painter.setBrush(QColor(tokens.surface))
        box = self._box(number)
        painter.drawRoundedRect(box, 4, 4)
        if number < len(self._digits):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.text))
            painter.drawEllipse(box.center(), theme.pixels(5), theme.pixels(5))

    def _box(self, number: int) -> QRect:
        gap = theme.pixels(GAP)
        width = (self.width() - (self._length - 1) * gap) // self._length
        return QRect(number * (width + gap), 0, width, self.height()).adjusted(2, 2, -2, -2)

    def _become(self, digits: str) -> None:
        self._digits = digits
        self._describe()
        self.update()
        self.typed.emit(len(digits))

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{len(self._digits)} of {self._length} digits typed")
