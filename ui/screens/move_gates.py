"""Step 5 of a room move: what has to be true before it, as far as the program records it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from frontdesk.domain.room_move import MoveReason
from frontdesk.queries.room_move import MovePreview
from ui.screens.move_rooms import RoomCard
from ui.screens.move_steps import ConsentCard, PriceCard, WhyCard
from ui.widgets.buttons import link
from ui.widgets.card import Card, clear
from ui.widgets.keycap import Keycap
from ui.widgets.line import Line
from ui.widgets.picture import Picture
from ui.wording import change, day

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


@dataclass(frozen=True, slots=True)
class Asked:
    """The cards in which a move is asked for."""

    why: WhyCard
    consent: ConsentCard
    price: PriceCard
    rooms: RoomCard


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

    def say_lock(self, locked: str) -> None:
        """Say what the link about do-not-move does now."""
        self.lock_link.setText("Let this guest be moved …" if locked else "Do not move this guest …")

    def gates_of(self, asked: Asked, shown: MovePreview | None, locked: str) -> list[Gate]:
        """Every gate as it stands, but for the supervisor's."""
        return [*self._of_lock(asked, locked), *_of_guest(asked), *_of_room(asked, shown)]

    def _of_lock(self, asked: Asked, locked: str) -> list[Gate]:
        """Do-not-move holds the move back until a supervisor lifts it; what is urgent passes."""
        if not locked or asked.why.reason() == MoveReason.SAFETY:
            return []
        return [Gate("May be moved", "", passed=False, missing=f"Not to be moved: {locked}", where=self.lock_link)]

    def show_gates(self, gates: Sequence[Gate]) -> None:
        """Show how each gate stands."""
        if tuple(gates) == self._shown:
            return
        self._shown = tuple(gates)
        clear(self._rows)
        for gate in gates:
            self._rows.addWidget(_GateRow(gate))
        self.set_aside(f"{sum(gate.passed for gate in gates)} of {len(gates)} given")


def _of_guest(asked: Asked) -> list[Gate]:
    why, consent = asked.why, asked.consent
    heard = (
        (why.reason_box, "Choose the reason") if why.reason() is None else (why.words_edit, "Write what the guest said")
    )
    agreed = consent.agreed
    return [
        Gate("Reason heard", "", bool(why.reason() and why.words()), heard[1], heard[0]),
        Gate("Guest agrees", consent.how(), agreed.isChecked(), "The guest has to agree", agreed),
    ]


def _of_room(asked: Asked, shown: MovePreview | None) -> list[Gate]:
    rooms, price = asked.rooms, asked.price
    difference = change(shown.difference, shown.currency) if shown else ""
    until = f" to {day(shown.departure)}" if shown else ""
    missing = "Working it out …" if rooms.room() else "Choose a room"
    told = f"Tell the guest the difference, {difference}"
    return [
        Gate(f"{rooms.room() or 'Room'} free{until}", "", shown is not None, missing, rooms.list),
        Gate("Price told", difference, shown is not None and price.is_told(), told, price.told),
    ]


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
