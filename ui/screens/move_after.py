"""What comes after a move: which department gets which task, and by when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from frontdesk.domain.move_gate import FollowUp
from ui.widgets.card import clear, rule
from ui.wording import count, sentence_case


class AfterList(QWidget):
    """The tasks that departments will be given; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(0)
        self._heading = QLabel()
        self._heading.setProperty("role", "small")
        self._heading.setContentsMargins(16, 6, 16, 6)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(16, 4, 16, 0)
        self._rows.setSpacing(4)
        column.addWidget(rule())
        column.addWidget(self._heading)
        column.addLayout(self._rows)
        self._shown: tuple[FollowUp, ...] = ()
        self.hide()

    def show_tasks(self, given: Sequence[FollowUp]) -> None:
        """One row for each task: to whom, what, within how many minutes."""
        if tuple(given) == self._shown:
            return
        self._shown = tuple(given)
        clear(self._rows)
        for task in given:
            self._rows.addWidget(_task_row(task))
        self._heading.setText(f"Afterwards, {count(len(given), 'task')}")
        self.setVisible(bool(given))


def _task_row(task: FollowUp) -> QWidget:
    made, words, due = QWidget(), QLabel(task.words), QLabel(f"{task.minutes} min")
    whole = f"{sentence_case(task.who)}: {task.words}, in {task.minutes} minutes"
    words.setText(f"{sentence_case(task.who)}: {task.words[:1].lower()}{task.words[1:]}")
    words.setWordWrap(True)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for label in (words, due):
        label.setProperty("role", "small")
        row.addWidget(label, int(label is words), Qt.AlignmentFlag.AlignTop)
    made.setAccessibleName(whole)
    return made
