"""Buttons that show their icon, their word and their key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ui import theme
from ui.widgets.keycap import Keycap
from ui.widgets.picture import Picture


class KeyButton(QPushButton):
    """A button with icon, text and keycap. ``primary`` is filled: at most one a screen.

    The keycap is a picture of the key only; the action table binds it.
    """

    def __init__(
        self,
        text: str,
        *,
        icon: str = "",
        key: str = "",
        primary: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "primary" if primary else "")
        self._tone = "on-accent" if primary else ""
        self._words = QLabel(text)
        self._words.setProperty("role", "strong")
        # With a parent from the start: a widget without one that is told to show becomes a window of its own.
        self._picture = Picture(icon, self._tone, parent=self)
        self._picture_name = icon
        self._picture.setVisible(bool(icon))
        self._key = Keycap(key, self._tone, self)
        self._key.setVisible(bool(key))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(6)
        row.addStretch(1)
        for part in (self._picture, self._words, self._key):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
        row.addStretch(1)
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"key {key}" if key else "")
        self._paint_parts()

    def say(self, text: str) -> None:
        """Change the word on the button."""
        self._words.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_primary(self, *, on: bool) -> None:
        """Be the one filled button of the screen, or leave that to another."""
        self._tone = "on-accent" if on else ""
        theme.restyle(self, role="primary" if on else "")
        self._paint_parts()

    def set_brief(self, *, on: bool) -> None:
        """Leave the picture out where there is little room; word and key stay."""
        self._picture.setVisible(bool(self._picture_name) and not on)
        self.updateGeometry()

    def show_key(self, *, on: bool) -> None:
        """Show the keycap, or leave it to the list of keys where there is no room for it."""
        self._key.setVisible(on and bool(self._key.text()))
        self.updateGeometry()

    def caption(self) -> str:
        """The word on the button."""
        return self._words.text()

    def sizeHint(self) -> QSize:
        """Room for all parts: the word is never cut."""
        return QSize(self._row.sizeHint().width(), theme.pixels(36))

    def minimumSizeHint(self) -> QSize:
        """As little as it needs is as much as it asks."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Parts go quiet with the button."""
        if event.type() == QEvent.Type.EnabledChange:
            self._paint_parts()
        super().changeEvent(event)

    def _paint_parts(self) -> None:
        tone = self._tone if self.isEnabled() else "disabled"
        theme.restyle(self._words, tone=tone)
        theme.restyle(self._key, tone=tone)
        self._picture.show_icon(self._picture_name, tone)


def link(text: str, parent: QWidget | None = None) -> QPushButton:
    """A button that looks like quiet words, for a way aside."""
    made = QPushButton(text, parent)
    made.setProperty("role", "link")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made
