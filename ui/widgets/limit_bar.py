"""A limit as a picture: how much is used, where the limit stands, what goes beyond."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.state import State

HEIGHT = 16
BAR = 8


class Bar(QWidget):
    """A bar filled up to ``used`` with a mark at ``limit``; what is beyond the limit is hatched as well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._used, self._limit = 0, 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def measure(self, used: int, limit: int) -> None:
        """Both in the same unit, such as minor units of a currency; neither below nought."""
        self._used, self._limit = max(used, 0), max(limit, 0)
        self.update()

    def sizeHint(self) -> QSize:
        """Low and as wide as there is room."""
        return QSize(160, theme.pixels(HEIGHT))

    def parts(self, width: int) -> tuple[int, int]:
        """Where the filling ends and where the mark stands, in pixels of a bar of this width."""
        full = max(self._used, self._limit, 1)
        return self._used * width // full, self._limit * width // full

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, filling, hatching, mark."""
        tokens, painter = theme.current(), QPainter(self)
        height = theme.pixels(BAR)
        bar = QRect(0, (self.height() - height) // 2, self.width() - 1, height)
        filled, mark = self.parts(bar.width())
        accent = QColor(tokens.accent)
        painter.fillRect(bar, QColor(tokens.background))
        painter.setPen(QColor(tokens.line))
        painter.drawRect(bar)
        painter.fillRect(QRect(bar.left(), bar.top(), min(filled, mark), height), accent)
        if filled > mark:
            beyond = QRect(bar.left() + mark, bar.top(), filled - mark, height)
            painter.fillRect(beyond, QColor(tokens.surface))
            painter.fillRect(beyond, QBrush(accent, Qt.BrushStyle.BDiagPattern))
            painter.setPen(accent)
            painter.drawRect(beyond)
        painter.setPen(QPen(QColor(tokens.text), 2))
        at = min(max(bar.left() + mark, 1), bar.right())
        painter.drawLine(at, bar.top() - 3, at, bar.bottom() + 4)


class LimitBar(QWidget):
    """A limit with its name, its figures, the bar, and in words whether it holds."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._used = QLabel()
        self._used.setProperty("role", "strong")
        self._of = QLabel()
        self._of.setProperty("role", "quiet")
        self.bar = Bar()
        self._words = State("check-circle", "", small=True)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(QLabel(name))
        head.addStretch(1)
        head.addWidget(self._used)
        head.addWidget(self._of)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self._words, 0, Qt.AlignmentFlag.AlignLeft)

    def show_limit(self, used: int, limit: int, *, used_text: str, of_text: str, words: str) -> None:
        """Two figures for the picture, and the words that say the same; beyond the limit with a warning."""
        over = used > limit
        self.bar.measure(used, limit)
        self._used.setText(used_text)
        self._of.setText(of_text)
        self._words.say("warning" if over else "check-circle", words, "warning" if over else "accent")
        self.setAccessibleName(f"{self._name}: {used_text} {of_text}, {words}")
