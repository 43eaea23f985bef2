"""A choice of one among several; what is not offered stays in view with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.picture import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose. ``locked`` is the reason why it is not offered; it stays visible."""

    id: str
    title: str
    detail: str = ""
    locked: str = ""


class Choice(QWidget):
    """A list of radio buttons; arrows move, Space chooses. ``chosen`` brings the option's id."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[Option] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(self._toggled)
        self._rows: list[_OptionRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.offer(options)

    def offer(self, options: Sequence[Option]) -> None:
        """Offer these options; what was chosen stays chosen if it is still offered."""
        before = self.value()
        for row in self._rows:
            self._group.removeButton(row.button)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_OptionRow(option, self) for option in options]
        for row in self._rows:
            self._group.addButton(row.button)
            self._column.addWidget(row)
        offered = [row.button for row in self._rows if row.button.isEnabled()]
        if offered:
            self.setFocusProxy(offered[0])
        if before is not None:
            self.choose(before)

    def value(self) -> str | None:
        """The id of what is chosen, or None."""
        return next((row.option.id for row in self._rows if row.button.isChecked()), None)

    def choose(self, option_id: str) -> None:
        """Choose an option that is offered; a locked or unknown one changes nothing."""
        for row in self._rows:
            if row.option.id == option_id and row.button.isEnabled():
                row.button.setChecked(True)

    def _toggled(self, button: QRadioButton, checked: bool) -> None:  # noqa: FBT001 - Qt's signal sends it
        for row in self._rows:
            if row.button is button:
                row.mark(on=checked)
                if checked:
                    self.chosen.emit(row.option.id)


class _OptionRow(QFrame):
    def __init__(self, option: Option, parent: QWidget) -> None:
        super().__init__(parent)
        self.option = option
        self.setProperty("role", "choice")
        self.button = QRadioButton(option.title)
        self.button.setEnabled(not option.locked)
        self.button.setAccessibleName(option.title)
        self.button.setAccessibleDescription(_second(option))
        self.button.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(2)
        column.addWidget(self.button)
        if option.locked or option.detail:
            column.addLayout(self._second_line())

    def mark(self, *, on: bool) -> None:
        """Look chosen or not."""
        theme.restyle(self, tone="selected" if on else "")
        for label in (self.button, *self.findChildren(QLabel)):
            label.style().unpolish(label)
            label.style().polish(label)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The whole row is the button."""
        if event.button() == Qt.MouseButton.LeftButton and self.button.isEnabled():
            self.button.setFocus()
            self.button.setChecked(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The focus ring goes around the row."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            theme.restyle(self, focused=event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _second_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 0, 0)
        row.setSpacing(4)
        if self.option.locked:
            row.addWidget(Picture("lock", "quiet", 12))
        words = QLabel(self.option.locked or self.option.detail)
        words.setProperty("role", "small")
        words.setWordWrap(True)
        row.addWidget(words, 1)
        return row


def _second(option: Option) -> str:
    return f"not offered: {option.locked}" if option.locked else option.detail
