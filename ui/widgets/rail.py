"""The way between the screens: icons with words and counts along the left edge."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import icons, theme
from ui.widgets.keycap import Keycap

WIDTH = 96


class Rail(QFrame):
    """One button a screen. ``chosen`` brings the id of the screen asked for."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setFixedWidth(theme.pixels(WIDTH))
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 16)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addStretch(1)
        foot.addWidget(Keycap("F1"))
        words = QLabel("Keys")
        words.setProperty("role", "small")
        foot.addWidget(words)
        foot.addStretch(1)
        self._column.addLayout(foot)

    def add(self, screen_id: str, title: str, icon: str) -> None:
        """Put a screen at the end."""
        button = RailButton(title, icon)
        button.clicked.connect(partial(self._clicked, screen_id))
        self._group.addButton(button)
        self._buttons[screen_id] = button
        self._column.insertWidget(len(self._buttons) - 1, button)

    def mark(self, screen_id: str) -> None:
        """Show which screen is open; one that is on no rail leaves none marked."""
        marked = self._group.checkedButton()
        if screen_id in self._buttons:
            self._buttons[screen_id].setChecked(True)
        elif marked is not None:
            self._group.setExclusive(False)
            marked.setChecked(False)
            self._group.setExclusive(True)

    def count(self, screen_id: str, number: int) -> None:
        """Show how many things wait on a screen; nought shows nothing."""
        if screen_id in self._buttons:
            self._buttons[screen_id].count(number)

    def allow(self, screen_id: str, *, allowed: bool) -> None:
        """Show a screen only to those who may open it."""
        if screen_id in self._buttons:
            self._buttons[screen_id].setVisible(allowed)

    def _clicked(self, screen_id: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal sends it
        self.chosen.emit(screen_id)


class RailButton(QToolButton):
    """An icon over a word, with a count at its shoulder."""

    def __init__(self, title: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._icon = title, icon
        self.setProperty("role", "nav")
        self.setText(title)
        self.setIcon(icons.icon(icon, "quiet"))
        self.setIconSize(QSize(theme.pixels(20), theme.pixels(20)))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.pixels(60))
        self.setAccessibleName(title)
        self._badge = QLabel(self)
        self._badge.setProperty("role", "badge")
        self._badge.hide()
        self.toggled.connect(self._toggled)

    def count(self, number: int) -> None:
        """Show how many things wait."""
        self._badge.setText(str(number))
        self._badge.setVisible(number > 0)
        self._badge.adjustSize()
        self._badge.move(theme.pixels(WIDTH - 16) // 2 + 10, 4)
        self.setAccessibleName(f"{self._title}, {number} waiting" if number else self._title)

    def _toggled(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signal sends it
        self.setIcon(icons.icon(self._icon, "on-selected" if checked else "quiet"))
