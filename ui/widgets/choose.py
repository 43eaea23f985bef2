"""A closed list of words to choose one from, that never asks for more width than it is given."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget


class Chooser(QComboBox):
    """A box whose words are shortened at their end where there is no room, instead of cut through a letter."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(26)
        self.setPlaceholderText(placeholder)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box as the style draws it, then the words in the room that is left."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        if self.currentIndex() < 0:
            quiet = option.palette.color(QPalette.ColorRole.PlaceholderText)
            option.palette.setColor(QPalette.ColorRole.Text, quiet)
            option.palette.setColor(QPalette.ColorRole.ButtonText, quiet)
            option.currentText = self.placeholderText()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        words = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, field.width() - 4)
        option.currentText = words
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def chooser(options: Iterable[tuple[str, object]] = (), placeholder: str = "") -> Chooser:
    """A list of (words, value); with a placeholder nothing is chosen at first. Typing a letter finds a word."""
    made = Chooser(placeholder)
    for words, value in options:
        made.addItem(words, value)
    if placeholder:
        made.setCurrentIndex(-1)
    return made


def choose(box: QComboBox, value: object) -> bool:
    """Choose by value; False when it is not offered. Compares by equality, which Qt's own search does not."""
    for at in range(box.count()):
        if box.itemData(at) == value:
            box.setCurrentIndex(at)
            return True
    return False
