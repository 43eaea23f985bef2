"""A short fact in a coloured box: icon and word."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui import theme
from ui.widgets.picture import Picture

_ICON_TONES = {"": "on-selected", "quiet": ""}


class Chip(QFrame):
    """An icon and a word that mark a person or a draft, such as VIP."""

    def __init__(self, word: str, icon: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._icon = Picture("", size=14)
        self._word = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        self.say(word, icon, tone)

    def say(self, word: str, icon: str = "", tone: str = "") -> None:
        """Show another fact."""
        self._icon.setVisible(bool(icon))
        self._icon.show_icon(icon, _ICON_TONES.get(tone, tone))
        self._word.setText(word)
        theme.restyle(self, tone=tone)
        theme.restyle(self._word, tone="")
        self.setAccessibleName(word)
