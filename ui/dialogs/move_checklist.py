"""The open steps of a move in a form, each with a tick and its evidence."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from frontdesk.commands.room_move import OpenStep, Tick
from frontdesk.queries.move_order import GateRow

EVIDENCE = {
    6: "Who checked it",
    7: "Who brings it",
    8: "present, or absent: two names",
    9: "Pieces out / in",
    10: "Keys returned, issued, missing",
    11: "What was counted",
}
"""What is noted beside a step of the checklist."""


class Checklist(QWidget):
    """One below the other; writing the evidence of a step ticks it. ``name`` says whose they are, where two stand.

    ``altered`` comes with each tick.
    """

    altered = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.ticks: dict[int, tuple[QCheckBox, QLineEdit]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_steps(self, gates: Iterable[GateRow]) -> None:
        """Add these steps below those that are shown already; no step twice."""
        for gate in gates:
            if gate.step not in self.ticks:
                self._add(gate)

    def ticked(self) -> tuple[Tick, ...]:
        """What is ticked, with its evidence."""
        return tuple(
            Tick(step=number, words=edit.text().strip())
            for number, (box, edit) in self.ticks.items()
            if box.isChecked()
        )

    def left(self) -> tuple[int, ...]:
        """The steps that are not ticked."""
        return tuple(number for number, (box, _) in self.ticks.items() if not box.isChecked())

    def passed(self, why: str) -> tuple[OpenStep, ...]:
        """What is left, passed for this reason."""
        return tuple(OpenStep(step=step, why=why) for step in self.left())

    def first(self) -> QWidget | None:
        """Where the cursor begins."""
        return next((box for box, _ in self.ticks.values()), None)

    def _add(self, gate: GateRow) -> None:
        box, edit = QCheckBox(gate.words), QLineEdit()
        about = f"{self._name}: {gate.words}" if self._name else gate.words
        evidence = EVIDENCE.get(gate.step, "")
        box.setAccessibleName(about)
        edit.setPlaceholderText(evidence)
        edit.setAccessibleName(f"{about}: {evidence}")
        edit.textEdited.connect(lambda text: box.setChecked(bool(text.strip()) or box.isChecked()))
        box.toggled.connect(self.altered)
        self.ticks[gate.step] = (box, edit)
        self._column.addWidget(box)
        self._column.addWidget(edit)
