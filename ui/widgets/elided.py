"""A line of words that gives way when there is no room, and says all of itself when pointed at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import icons, theme


class Elided(QWidget):
    """One line in a size, weight and tone. A name in Hebrew or Arabic begins at the same edge as its neighbours."""

    def __init__(
        self,
        text: str = "",
        *,
        size: int = theme.BASE,
        bold: bool = False,
        tone: str = "",
        right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._size, self._bold, self._tone, self._right = text, size, bold, tone, right
        self._kept = 48
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say(text)

    def say(self, text: str) -> None:
        """Show other words."""
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text if self._needed() > self.width() else "")
        self.updateGeometry()
        self.update()

    def keep(self, pixels: int) -> None:
        """Never give up these pixels, at scale 1, if the words need them."""
        self._kept = pixels
        self.updateGeometry()

    def text(self) -> str:
        """The words, whole."""
        return self._text

    def sizeHint(self) -> QSize:
        """All the room the words need."""
        metrics = self._metrics()
        return QSize(self._needed(), metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Some room, so that it is never gone altogether."""
        return QSize(min(self._needed(), theme.pixels(self._kept)), self._metrics().height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        ink = theme.Ink(colour=icons.colour(self._tone), size=self._size, bold=self._bold, right=self._right)
        theme.write(QPainter(self), self.rect(), self._text, ink)

    def event(self, event: QEvent) -> bool:
        """The whole words are shown on pointing only where some are missing."""
        if event.type() == QEvent.Type.Resize:
            self.setToolTip(self._text if self._needed() > self.width() else "")
        elif event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        return super().event(event)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(theme.font(self._size, bold=self._bold))

    def _needed(self) -> int:
        return self._metrics().horizontalAdvance(self._text) + 1
