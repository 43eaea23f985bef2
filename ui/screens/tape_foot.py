"""Below the tape chart: what the bars mean, and the keys."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui import theme
from ui.widgets.keycap import Keycap
from ui.widgets.picture import Picture
from ui.widgets.tape_ink import ARRIVING, IN_HOUSE, LEFT, ORDER, SERVICE, TapeInk

BARS = (
    (IN_HOUSE, "In house"),
    (ARRIVING, "Arriving"),
    (LEFT, "Left or leaves today"),
    (ORDER, "Out of order"),
    (SERVICE, "Out of service"),
)
MARKS = (("arrow-right", "Moved"), ("lock", "Do not move"), ("warning", "Open case"), ("star", "VIP"))
KEYS = (("F3", "carry"), ("Enter", "open"), ("+", ""), ("-", "zoom"))


class TapeFoot(QFrame):
    """The legend."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(6)
        for kind, words in BARS:
            row.addWidget(_Sample(kind))
            row.addWidget(_small(words))
            row.addSpacing(8)
        for icon, words in MARKS:
            row.addWidget(Picture(icon, "quiet", 14))
            row.addWidget(_small(words))
            row.addSpacing(8)
        row.addStretch(1)
        for key, words in KEYS:
            row.addWidget(Keycap(key))
            if words:
                row.addWidget(_small(words))
        self._row = row

    def minimumSizeHint(self) -> QSize:
        """The legend never widens the window."""
        return QSize(0, super().minimumSizeHint().height())


class _Sample(QWidget):
    """A small bar."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as the words beside it."""
        return QSize(theme.pixels(22), theme.pixels(14))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """As on the chart."""
        look = TapeInk().looks[self._kind]
        painter = QPainter(self)
        place = QRect(0, 0, self.width() - 1, self.height() - 1)
        painter.setPen(look.pen)
        for brush in (look.brush, look.hatch):
            if brush is not None:
                painter.setBrush(brush)
                painter.drawRect(place)
        if look.strip is not None:
            painter.fillRect(0, 0, 4, self.height(), look.strip)


def _small(words: str) -> QLabel:
    made = QLabel(words)
    made.setProperty("role", "small")
    return made
