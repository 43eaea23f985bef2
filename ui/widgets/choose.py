"""A closed list of words to choose one from, that never asks for more width than it is given."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox


def chooser(options: Iterable[tuple[str, object]] = (), placeholder: str = "") -> QComboBox:
    """A list of (words, value); with a placeholder nothing is chosen at first. Typing a letter finds a word."""
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    made.setMaxVisibleItems(26)
    made.setPlaceholderText(placeholder)
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
