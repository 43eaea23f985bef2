"""A row of tabs: words with an optional count; arrows walk them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QWidget

from ui import theme

PAD = 14
"""Room at both sides of a word: the sheet's padding and a little more."""


class Tabs(QWidget):
    """One of several parts of a page is in view. ``turned`` brings its number."""

    turned = Signal(int)

    def __init__(self, titles: Sequence[str], role: str = "tab", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._toggled)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addStretch(1)
        self._buttons: list[QPushButton] = []
        self.offer(titles)

    def offer(self, titles: Sequence[str]) -> None:
        """Show these tabs; the one in view stays in view."""
        while len(self._buttons) > len(titles):
            button = self._buttons.pop()
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        while len(self._buttons) < len(titles):
            self._add()
        for button, title in zip(self._buttons, titles, strict=True):
            button.setText(title)
            button.setAccessibleName(title)
            # The one in view is bold, which Qt does not reckon with when it asks how wide it wants to be.
            bold = QFontMetrics(theme.font(bold=True))
            button.setMinimumWidth(bold.horizontalAdvance(title) + 2 * PAD)

    def count(self) -> int:
        """How many tabs there are."""
        return len(self._buttons)

    def turn(self, number: int) -> None:
        """Bring a tab into view; there is no such number: nothing happens."""
        if 0 <= number < len(self._buttons):
            self._buttons[number].setChecked(True)

    def current(self) -> int:
        """The number of the tab in view, -1 when there is none."""
        return self._group.checkedId()

    def titles(self) -> list[str]:
        """What the tabs say."""
        return [button.text() for button in self._buttons]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk the tabs."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self._buttons:
            number = (self.current() + step) % len(self._buttons)
            self.turn(number)
            self._buttons[number].setFocus()
        else:
            super().keyPressEvent(event)

    def in_view(self) -> QPushButton | None:
        """The tab in view."""
        return self._buttons[self.current()] if self.current() >= 0 else None

    def tallest(self) -> int:
        """The height that every tab has room in, whatever letters it shows."""
        hints = (hint for each in self._buttons for hint in (each.sizeHint(), each.minimumSizeHint()))
        return max((hint.height() for hint in hints), default=0)

    def _add(self) -> None:
        button = QPushButton()
        button.setProperty("role", self._role)
        button.setCheckable(True)
        button.setAutoDefault(False)
        number = len(self._buttons)
        button.clicked.connect(partial(self.turn, number))
        self._buttons.append(button)
        self._group.addButton(button, number)
        self._row.insertWidget(number, button)
        if number == 0:
            button.setChecked(True)

    def _toggled(self, number: int, checked: bool) -> None:  # noqa: FBT001 - Qt's signal sends it
        if checked:
            self.turned.emit(number)


class TabStrip(QScrollArea):
    """Tabs that may be more than there is room for: they scroll sideways, and the one in view is seen."""

    def __init__(self, tabs: Tabs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs = tabs
        self.setWidget(tabs)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tabs.turned.connect(self.look)

    def look(self, _number: int = 0) -> None:
        """Bring the tab in view into sight, and take the room that the tabs need now."""
        bar = self.horizontalScrollBar().sizeHint().height()
        crowded = self._tabs.minimumSizeHint().width() > self.width()
        height = self._tabs.tallest() + (bar if crowded else 0)
        if height != self.height():
            self.setFixedHeight(height)
        shown = self._tabs.in_view()
        if shown is not None:
            self.ensureWidgetVisible(shown, theme.pixels(PAD), 0)

    def minimumSizeHint(self) -> QSize:
        """One tab wide is enough."""
        return QSize(theme.pixels(100), self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Other words, or letters of another size: the tabs need other room."""
        handled = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.look()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other room, other tabs in sight."""
        super().resizeEvent(event)
        self.look()
