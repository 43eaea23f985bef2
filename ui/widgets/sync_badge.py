"""The state of sharing in the header: icon, word, a quiet second line; a click or its key opens the list."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.picture import Picture

TONES = frozenset({"warning", "danger", "quiet"})


class SyncBadge(QPushButton):
    """A button without a frame that is as wide as its words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "link")
        self.setAccessibleDescription("key Ctrl+J")
        self.setToolTip("Sharing: what waits, what is to be decided (Ctrl+J)")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icon, self._word, self._detail = Picture("check-circle", "accent"), QLabel(), QLabel()
        self._detail.setProperty("role", "small")
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._word)
        words.addWidget(self._detail)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 0, 4, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._icon)
        self._row.addLayout(words)
        for part in (self._icon, self._word, self._detail):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.say("check-circle", "")

    def say(self, icon: str, word: str, tone: str = "accent", detail: str = "") -> None:
        """Show another state."""
        if (icon, word, tone, detail) == getattr(self, "_said", None):
            return
        self._said = (icon, word, tone, detail)
        self._icon.show_icon(icon, tone)
        self._word.setText(word)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        theme.restyle(self._word, tone=tone if tone in TONES else "")
        self.setAccessibleName(", ".join(part for part in (word, detail) if part))
        self.updateGeometry()

    def text(self) -> str:
        """The word shown."""
        return self._word.text()

    def detail(self) -> str:
        """The second line."""
        return self._detail.text()

    def sizeHint(self) -> QSize:
        """Room for the words: they are never cut."""
        return QSize(self._row.sizeHint().width(), max(theme.pixels(40), self._row.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """As little as it needs is as much as it asks."""
        return self.sizeHint()
