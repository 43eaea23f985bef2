"""Step 5 of a room move: what has to be true before it, as far as the program records it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from frontdesk.domain.move_gate import FollowUp
from frontdesk.domain.room_move import MoveReason
from frontdesk.queries.room_move import MovePreview, MoveRow
from ui.screens.move_after import AfterList
from ui.screens.move_effect import EffectCard
from ui.screens.move_rooms import STATES, RoomCard
from ui.screens.move_steps import ConsentCard, PriceCard, WhyCard
from ui.widgets.approver import ApproverPanel
from ui.widgets.buttons import link
from ui.widgets.card import Card, clear
from ui.widgets.keycap import Keycap
from ui.widgets.line import Line
from ui.widgets.picture import Picture
from ui.wording import change, day

_SAID = "Moving now says: room checked, key there, guest packed and present; luggage, keys and minibar counted."


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
    effect: EffectCard


@dataclass(frozen=True, slots=True)
class Known:
    """What the house says about it: the preview, why the guest is not to be moved, the move that is taken back."""

    shown: MovePreview | None
    locked: str
    taken_back: MoveRow | None


class GatesCard(Card):
    """The gates with a tick or an open circle each, and how many are passed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("5  Checklist", flush=True, parent=parent)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(16, 8, 16, 8)
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        note = QLabel(_SAID)
        note.setProperty("role", "small")
        note.setWordWrap(True)
        note.setContentsMargins(16, 4, 16, 8)
        self.body.addWidget(note)
        self._after = AfterList()
        self.body.addWidget(self._after)  # above the ways aside: who walks on to these with Tab has seen it
        self.swap_link, self.lock_link = link("Exchange rooms with a guest …"), link("Do not move this guest …")
        for way, key in ((self.swap_link, "Alt+S"), (self.lock_link, "Alt+N")):
            row = QHBoxLayout()
            row.setContentsMargins(4, 0, 16, 4)  # a link has a margin of its own
            row.addWidget(way)
            row.addStretch(1)
            row.addWidget(Keycap(key))
            self.body.addLayout(row)
        self.body.addStretch(1)
        self._shown: tuple[Gate, ...] = ()

    def show_after(self, given: Sequence[FollowUp]) -> None:
        """Show which tasks the move will give to whom."""
        self._after.show_tasks(given)

    def say_lock(self, locked: str) -> None:
        """Say what the link about do-not-move does now."""
        self.lock_link.setText("Let this guest be moved …" if locked else "Do not move this guest …")

    def gates_of(self, asked: Asked, known: Known) -> list[Gate]:
        """Every gate as it stands, but for the supervisor's."""
        first = (*self._of_lock(asked, known.locked), *_of_going_back(asked, known.taken_back))
        return [*first, *_of_guest(asked), *_of_room(asked, known.shown)]

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


def gate_of(approval: ApproverPanel) -> Gate:
    """The gate of the second person."""
    proved = bool(approval.approver() and approval.pin())
    return Gate("Second person at the desk", "own PIN", proved, "Who decides has to type the PIN", approval.pin_edit)


def _of_going_back(asked: Asked, first: MoveRow | None) -> list[Gate]:
    """Going back names the move it takes back (RM-7)."""
    if asked.why.reason() != MoveReason.BACK:
        return []
    missing, box = "This guest has not been moved yet", asked.why.reason_box
    return [Gate("Takes back", first.number if first else "", first is not None, missing, box)]


def _of_guest(asked: Asked) -> list[Gate]:
    why, consent = asked.why, asked.consent
    heard = (
        (why.reason_box, "Choose the reason") if why.reason() is None else (why.words_edit, "Write what the guest said")
    )
    agreed = consent.agreed
    repaired = bool(why.repair()) or not why.asks_repair()
    if why.reason() is not None and not repaired:
        heard = (why.repair_box, "Ask whether it can be put right in the room")
    said = bool(why.reason() and why.words() and repaired)
    yes = agreed.isChecked() or consent.is_absent()
    return [
        Gate("Reason heard", "", said, heard[1], heard[0]),
        Gate("Guest agrees", consent.how(), yes, "The guest has to agree", agreed),
    ]


def _of_room(asked: Asked, shown: MovePreview | None) -> list[Gate]:
    rooms, price = asked.rooms, asked.price
    difference = change(shown.difference, shown.currency) if shown else ""
    until = f" to {day(shown.departure)}" if shown else ""
    missing = "Working it out …" if rooms.room() else "Choose a room; Alt+W says why others are not offered"
    told = f"Tell the guest the difference, {difference}"
    state = STATES[shown.new_room_state][1].lower() if shown else ""
    return [
        *_of_needs(asked),
        Gate(f"{rooms.room() or 'Room'} free{until}", state, shown is not None, missing, rooms.list),
        Gate("Price told", difference, shown is not None and price.is_told(), told, price.told),
    ]


def _of_needs(asked: Asked) -> list[Gate]:
    """What must match is met by every room offered, or the guest does without it (room-moves 4, step 3)."""
    rooms = asked.rooms
    met, given_up = ", ".join(rooms.musts()), ", ".join(rooms.given_up())
    said = (("Needs met", met), ("Does without", given_up))
    return [Gate(words, detail, passed=True, missing="", where=rooms.list) for words, detail in said if detail]


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
