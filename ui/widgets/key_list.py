"""F1: everything a person can start, with its key, in groups over the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import actions
from ui.widgets.keycap import Keycap

BASICS = (
    ("↑ ↓", "choose a line"),
    ("Enter", "open"),
    ("Alt+1", "a tab"),
    ("Tab", "next field"),
    ("Space", "tick, choose"),
    ("Ctrl+Enter", "send a form"),
)


class KeyList(QFrame):
    """The list of keys. Any of Esc, F1 and Enter closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "overlay")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Keys")
        self._before: QWidget | None = None
        title = QLabel("Keys")
        title.setProperty("role", "title")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(title)
        row = QHBoxLayout()
        row.setSpacing(24)
        keyed = {
            name: _group(name, [(action.key, action.title) for action in group if action.key])
            for name, group in actions.groups().items()
        }
        first = next(iter(keyed.values()))
        first.insertSpacing(first.count() - 1, 12)
        first.insertLayout(first.count() - 1, _group("In lists and forms", list(BASICS)))
        for group in keyed.values():
            row.addLayout(group)
        column.addLayout(row)
        column.addWidget(_by_name())
        parent.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Show it in the middle of the window, or take it away again and give the keyboard back."""
        if self.isVisible():
            self.hide()
            if self._before is not None:
                self._before.setFocus()
            return
        self._before = self.window().focusWidget()
        self.show()
        self._settle()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by the keys a hand would try."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        self.adjustSize()
        host = self.window()
        self.move((host.width() - self.width()) // 2, (host.height() - self.height()) // 2)


def _by_name() -> QLabel:
    """What has no key of its own is found by its name."""
    names = " · ".join(action.title for action in actions.ACTIONS if not action.key)
    made = QLabel(f"Without a key, by name after Ctrl+K: {names}")
    made.setProperty("role", "quiet")
    made.setWordWrap(True)
    return made


def _group(name: str, pairs: list[tuple[str, str]]) -> QVBoxLayout:
    heading = QLabel(name)
    heading.setProperty("role", "heading")
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    for number, (key, title) in enumerate(pairs):
        grid.addWidget(Keycap(key), number, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(QLabel(title), number, 1)
    column = QVBoxLayout()
    column.setSpacing(12)
    column.addWidget(heading)
    column.addLayout(grid)
    column.addStretch(1)
    return column
