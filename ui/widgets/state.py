"""A state: always an icon and a word, never a colour alone."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui import theme
from ui.widgets.picture import Picture


class State(QWidget):
    """An icon and a word side by side; ``small`` takes the size of a footnote."""

    def __init__(
        self, icon: str, word: str, tone: str = "", *, small: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = Picture(icon, tone, 14 if small else 16)
        self._word = QLabel(word)
        self._word.setProperty("role", "small" if small else "")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6 if small else 8)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        self.say(icon, word, tone)

    def say(self, icon: str, word: str, tone: str = "") -> None:
        """Show another state."""
        self._icon.show_icon(icon, tone)
        self._word.setText(word)
        theme.restyle(self._word, tone=tone if tone in {"warning", "danger", "quiet"} else "")
        self.setAccessibleName(word)

    def text(self) -> str:
        """The word shown."""
        return self._word.text()
