"""A figure before and after what a form would do."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.widgets.amount import Figure
from ui.widgets.picture import Picture

DASH = "–"
"""What stands for a figure that is not known yet."""


class BeforeAfter(QFrame):
    """Two figures with an arrow between them; the second is the one that matters. What makes it stands below."""

    def __init__(self, before: str, after: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "figures")
        self._captions = (before, after)
        self._before, self._after = Figure(before), Figure(after, big=True)
        self._words = QLabel()
        self._words.setProperty("role", "small")
        self._words.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addStretch(1)
        row.addWidget(self._before)
        row.addWidget(Picture("arrow-right", "quiet"))
        row.addWidget(self._after)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._words)
        self._words.hide()
        self.unknown()

    def unknown(self) -> None:
        """What is typed is no figure: what stood here for the last one is not true any more."""
        self.say(DASH, DASH)

    def say(self, before: str, after: str, words: str = "") -> None:
        """Show both figures, and in words what makes the difference."""
        self._before.say(before)
        self._after.say(after)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.setAccessibleName(f"{self._captions[0]} {before}, {self._captions[1]} {after}. {words}")
