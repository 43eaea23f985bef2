"""The way between the screens: icons with words and counts along the left edge."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
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

WIDTH, GAP = 96, 4
TALL, LEAST = 60, 44
"""How high an entry is where there is room, and in the lowest window; pixels at scale 1."""
TIGHT = 54
"""Below this an entry gives up the room around its picture and word."""


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
        self._column.setSpacing(GAP)
        self._column.addStretch(1)
        self._foot = foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addStretch(1)
        foot.addWidget(Keycap("F1"))
        words = QLabel("Keys")
        words.setProperty("role", "small")
        foot.addWidget(words)
        foot.addStretch(1)
        self._column.addLayout(foot)

    def minimumSizeHint(self) -> QSize:
        """Room for every entry at its lowest."""
        return QSize(self.width(), self._around() + len(self._shown()) * theme.pixels(LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the entries are lower; none is left out."""
        super().resizeEvent(event)
        self._fit()

    def add(self, screen_id: str, title: str, icon: str) -> None:
        """Put a screen at the end."""
        button = RailButton(title, icon)
        button.clicked.connect(partial(self._clicked, screen_id))
        self._group.addButton(button)
        self._buttons[screen_id] = button
        self._column.insertWidget(len(self._buttons) - 1, button)
        self._fit()

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
            self._fit()

    def _shown(self) -> list[RailButton]:
        return [button for button in self._buttons.values() if not button.isHidden()]

    def _around(self) -> int:
        """What the entries cannot have: the foot, the edges, and the gaps between them."""
        edges = self._column.contentsMargins()
        return edges.top() + edges.bottom() + self._foot.sizeHint().height() + (len(self._buttons) + 1) * GAP

    def _fit(self) -> None:
        shown = self._shown()
        if shown:
            room = (self.height() - self._around()) // len(shown)
            for button in shown:
                button.be_high(max(theme.pixels(LEAST), min(room, theme.pixels(TALL))))

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

    def be_high(self, pixels: int) -> None:
        """Take so much of the rail."""
        self.setFixedHeight(pixels)
        theme.restyle(self, tight=pixels < theme.pixels(TIGHT))

    def count(self, number: int) -> None:
        """Show how many things wait."""
        self._badge.setText(str(number))
        self._badge.setVisible(number > 0)
        self._badge.adjustSize()
        self._badge.move(theme.pixels(WIDTH - 16) // 2 + 10, 4)
        self.setAccessibleName(f"{self._title}, {number} waiting" if number else self._title)

    def _toggled(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signal sends it
        self.setIcon(icons.icon(self._icon, "on-selected" if checked else "quiet"))
