"""Below the tape chart: what the bars mean, and the keys."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui import theme
from ui.widgets.keycap import Keycap
from ui.widgets.picture import Picture
from ui.widgets.tape_ink import ARRIVING, CLAIM, IN_HOUSE, LEFT, ORDER, SERVICE, TapeInk

BARS = (
    (IN_HOUSE, "In house"),
    (ARRIVING, "Arriving"),
    (LEFT, "Left or leaves today"),
    (ORDER, "Out of order"),
    (SERVICE, "Out of service"),
    (CLAIM, "Kept for a move"),
)
MARKS = (("arrow-right", "Moved"), ("lock", "Do not move"), ("warning", "Open case"), ("star", "VIP"))
KEYS = (("F3", "carry"), ("Enter", "open"), ("Space", "read"), ("-", "and + zoom"))
EDGE, GAP = 16, 12


class TapeFoot(QFrame):
    """The legend."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, 8, EDGE, 8)
        row.setSpacing(GAP)
        self._entries = [_entry(_Sample(kind), words) for kind, words in BARS]
        self._entries += [_entry(Picture(icon, "quiet", 14), words) for icon, words in MARKS]
        for entry in self._entries:
            row.addWidget(entry)
        row.addStretch(1)
        for key, words in KEYS:
            keys = _entry(Keycap(key), words)
            self._entries.append(keys)
            row.addWidget(keys)

    def minimumSizeHint(self) -> QSize:
        """The legend never widens the window."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for all of it, whole entries are left out, the keys first; no word is cut."""
        super().resizeEvent(event)
        room = self.width() - 2 * EDGE
        for entry in self._entries:
            room -= entry.sizeHint().width() + GAP
            entry.setVisible(room >= 0)


class _Sample(QWidget):
    """A small bar."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as the words beside it."""
        return QSize(theme.pixels(22), theme.pixels(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
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


def _entry(sign: QWidget, words: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(sign)
    row.addWidget(_small(words))
    return made


def _small(words: str) -> QLabel:
    made = QLabel(words)
    made.setProperty("role", "small")
    return made
