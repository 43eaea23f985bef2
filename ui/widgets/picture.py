"""An icon that stands beside words; it follows the theme and the screen's sharpness."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import icons, theme


class Picture(QWidget):
    """A line icon of ``size`` pixels in a tone. Silent to screen readers: the words beside it speak."""

    def __init__(self, name: str, tone: str = "", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tone, self._side = name, tone, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, tone: str = "") -> None:
        """Show another icon, or the same in another tone; an empty name shows nothing."""
        self._name, self._tone = name, tone
        self.update()

    def sizeHint(self) -> QSize:
        """A square that grows with the text."""
        side = theme.pixels(self._side)
        return QSize(side, side + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon in the colour in force now."""
        if self._name:
            tone = self._tone if self.isEnabled() else "disabled"
            side = theme.pixels(self._side)
            place = QRect(0, 0, side, side)
            place.moveCenter(self.rect().center())
            place.translate(0, 1)  # letters stand a little below the middle of their line
            icons.draw(QPainter(self), place, self._name, icons.colour(tone))

    def changeEvent(self, event: QEvent) -> None:
        """Another text size needs another room."""
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.updateGeometry()
        super().changeEvent(event)
