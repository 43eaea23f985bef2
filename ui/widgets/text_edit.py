"""Several lines of text to type; a text nobody can mean is cut before it is laid out, which would take minutes."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit

MOST = 20_000
"""Characters that a paste brings at most: more than any command may carry, so the house still says that it is too long.
A line to type has such an end of its own (32,767)."""


class TextEdit(QPlainTextEdit):
    """A field for text; Tab leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def setPlainText(self, text: str) -> None:
        """Write a text, as much of it as has room."""
        super().setPlainText(text[:MOST])

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain text, as much of it as has room."""
        room = max(0, MOST - self.document().characterCount())
        self.insertPlainText(source.text()[:room])
