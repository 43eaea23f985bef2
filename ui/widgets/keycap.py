"""A key as it is printed on the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_SIGNS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "Return": "Enter"}


class Keycap(QLabel):
    """The name of a key in a small frame."""

    def __init__(self, key: str, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__("+".join(_SIGNS.get(part, part) for part in key.split("+")), parent)
        self.setProperty("role", "keycap")
        self.setProperty("tone", tone)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"key {key}")
