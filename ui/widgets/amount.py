"""An amount of money as it was formatted, at the right edge of its place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget


class Amount(QLabel):
    """A figure that is never cut. ``big`` is for the one balance a screen is about."""

    def __init__(
        self, text: str = "", *, big: bool = False, strong: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("role", "big-amount" if big else "amount")
        self.setProperty("tone", "strong" if strong and not big else "")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)


class Figure(QWidget):
    """A small quiet caption over an amount, as in the foot of a bill."""

    def __init__(
        self, caption: str, text: str = "", *, big: bool = False, left: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._caption = caption
        heading = QLabel(caption)
        heading.setProperty("role", "small")
        heading.setAlignment(Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight)
        self._amount = Amount(text, big=big)
        if left:
            self._amount.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(heading)
        column.addWidget(self._amount)
        self.say(text)

    def say(self, text: str) -> None:
        """Show another amount."""
        self._amount.setText(text)
        self.setAccessibleName(f"{self._caption} {text}")
