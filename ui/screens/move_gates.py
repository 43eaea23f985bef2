"""Step 5 of a room move: what has to be true before it, as far as the program records it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.widgets.buttons import link
from ui.widgets.card import Card, clear
from ui.widgets.keycap import Keycap
from ui.widgets.line import Line
from ui.widgets.picture import Picture

_SAID = (
    "Who moves the guest now says with it: the new room is checked and the key is there; the guest is present and "
    "packed; luggage is counted; old keys are ended, new ones made; the minibar is counted."
)


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that holds the move back until it is given; ``where`` is the field that gives it."""

    words: str
    detail: str
    passed: bool
    missing: str
    where: QWidget


class GatesCard(Card):
    """The gates with a tick or an open circle each, and how many are passed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("5  Checklist", flush=True, parent=parent)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(16, 8, 16, 8)
        self._rows.setSpacing(4)
        self.body.addLayout(self._rows)
        note = QLabel(_SAID)
        note.setProperty("role", "small")
        note.setWordWrap(True)
        note.setContentsMargins(16, 4, 16, 8)
        self.body.addWidget(note)
        self.swap_link, self.lock_link = link("Exchange rooms with a guest …"), link("Do not move this guest …")
        for way, key in ((self.swap_link, "Alt+S"), (self.lock_link, "Alt+N")):
            row = QHBoxLayout()
            row.setContentsMargins(16, 0, 16, 4)
            row.addWidget(way)
            row.addStretch(1)
            row.addWidget(Keycap(key))
            self.body.addLayout(row)
        self.body.addStretch(1)
        self._shown: tuple[Gate, ...] = ()

    def show_gates(self, gates: Sequence[Gate]) -> None:
        """Show how each gate stands."""
        if tuple(gates) == self._shown:
            return
        self._shown = tuple(gates)
        clear(self._rows)
        for gate in gates:
            self._rows.addWidget(_GateRow(gate))
        self.set_aside(f"{sum(gate.passed for gate in gates)} of {len(gates)} given")


class _GateRow(QWidget):
    def __init__(self, gate: Gate) -> None:
        super().__init__()
        words, detail = Line(gate.words), QLabel(gate.detail)
        detail.setProperty("role", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        row.addWidget(Picture("check-circle" if gate.passed else "circle", "accent" if gate.passed else "quiet"))
        row.addWidget(words, 1)
        row.addWidget(detail)
        self.setAccessibleName(f"{gate.words}: {'given' if gate.passed else 'open'}")
