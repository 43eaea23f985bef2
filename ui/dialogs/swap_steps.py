"""Carrying out an exchange of two rooms that was planned: both guests at once, each with a checklist."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from frontdesk.commands.room_move import FinishSwap
from frontdesk.domain.move_gate import NEW_ROOM
from frontdesk.errors import Refusal
from frontdesk.queries.move_order import GateRow, GatesOf, OpenMove
from ui.dialogs.move_checklist import Checklist
from ui.dialogs.move_steps import CancelMoveForm, PassingForm, RescheduleForm, StepForm, rooms_of
from ui.workplace import Workplace


class FinishSwapForm(PassingForm):
    """Both guests of an exchange that was planned go at once: what was ticked for each stands beside the other."""

    def __init__(self, place: Workplace, move: OpenMove) -> None:
        super().__init__(place, f"Exchange {rooms_of(move)}", submit="Exchange now")
        self._move = move
        other = move.in_target or "The other guest"
        self.empty = QCheckBox(f"{move.from_room} and {move.to_room} are empty and made up")
        self.lists = {move.move: Checklist(move.name), move.pair: Checklist(other)}
        halves = ((move.move, f"To {move.to_room}: {move.name}"), (move.pair, f"To {move.from_room}: {other}"))
        self.form.add_widget(self.empty)
        row = QHBoxLayout()
        row.setSpacing(24)
        for half, words in halves:
            row.addLayout(_headed(words, self.lists[half]), 1)
            self.ask(GatesOf(half), partial(self._show_gates, half), slot=half)
        both = QWidget()
        both.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.form.add_widget(both)
        self.add_passing(*self.lists.values())

    def command(self) -> FinishSwap:
        """Both at once."""
        if not self.empty.isChecked():
            raise Refusal("Both rooms have to be empty and made up first.", help="Then tick it.")
        mine, others = self.lists[self._move.move], self.lists[self._move.pair]
        why = self.why_passed() if mine.left() or others.left() else ""
        return self.place.session.make(
            FinishSwap,
            move=self._move.move,
            both_empty=True,
            ticks=mine.ticked(),
            other_ticks=others.ticked(),
            open_steps=mine.passed(why),
            other_open_steps=others.passed(why),
            **self.approval(),
        )

    def done_words(self) -> str:
        """Who is where."""
        return f"Exchanged {rooms_of(self._move)}"

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with what is said of both rooms."""
        super().showEvent(event)
        self.empty.setFocus()

    def _show_gates(self, half: str, gates: tuple[GateRow, ...]) -> None:
        """Every step but the one that is said of both rooms."""
        self.lists[half].show_steps(gate for gate in gates if not gate.given and gate.step != NEW_ROOM)


def _headed(words: str, steps: Checklist) -> QVBoxLayout:
    column, heading = QVBoxLayout(), QLabel(words)
    heading.setProperty("role", "heading")
    heading.setWordWrap(True)
    column.addWidget(heading)
    column.addWidget(steps)
    column.addStretch(1)
    return column


SWAP_STEPS: tuple[tuple[str, StepForm], ...] = (
    ("Exchange now …", FinishSwapForm),
    ("Another date …", RescheduleForm),
    ("Cancel the move …", CancelMoveForm),
)
"""What can be done with an exchange of two rooms that was planned; both halves go together."""
