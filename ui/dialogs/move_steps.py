"""The later steps of a move: begin and finish with their checklist, give up, fail, another date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from frontdesk.commands.room_move import (
    CancelMove,
    FailMove,
    FinishMove,
    OpenStep,
    RescheduleMove,
    StartMove,
    Tick,
)
from frontdesk.domain.move_gate import Gate
from frontdesk.queries.move_order import GateRow, GatesOf, OpenMove
from frontdesk.queries.room_move import MovePreview, PreviewMove
from ui import actions, wording
from ui.dialogs.approved import ApprovedForm
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import FieldRefusal, words
from ui.widgets.choose import chooser
from ui.widgets.date_edit import DateEdit
from ui.workplace import Workplace

EVIDENCE = {
    6: "Who checked it",
    7: "Who brings it",
    8: "present, or absent: two names",
    9: "Pieces out / in",
    10: "Keys returned, issued, missing",
    11: "What was counted",
}
"""What is noted beside a step of the checklist."""
OLD_STATES = (("as approved", ""), ("dirty", "dirty"), ("pick-up", "pickup"), ("clean", "clean"))


class _ChecklistForm(ApprovedForm):
    """The open steps of one gate, each with a tick and its evidence; what is left open needs a reason and a PIN."""

    gate: Gate

    def __init__(self, place: Workplace, move: OpenMove, *, title: str, submit: str) -> None:
        super().__init__(place, f"{title} {_rooms(move)}", submit=submit)
        self.what = move
        self.ticks: dict[int, tuple[QCheckBox, QLineEdit]] = {}
        self.given = QLabel("Reading the checklist …")
        self.given.setProperty("role", "quiet")
        self.given.setWordWrap(True)
        self.form.add_widget(self.given)
        self.ask(GatesOf(move.move), self._show_gates, slot="gates")

    def steps(self) -> dict[str, Any]:
        """What is ticked, and what is passed unticked, as a command names it.

        Raises:
            FieldRefusal: a step is open and nobody said why.
        """
        ticked = tuple(
            Tick(step=number, words=edit.text().strip())
            for number, (box, edit) in self.ticks.items()
            if box.isChecked()
        )
        left = [number for number, (box, _) in self.ticks.items() if not box.isChecked()]
        if not left:
            return {"ticks": ticked}
        if self._why_field.isHidden():
            self._offer_passing()
            raise FieldRefusal("why", "A step is open. Tick it, or a supervisor lets it pass with a reason.")
        why = words("why", self.why.text(), "Write why the open step is passed.")
        return {"ticks": ticked, "open_steps": tuple(OpenStep(step=step, why=why) for step in left), **self.approval()}

    def add_fields(self) -> None:
        """What else is asked before the checklist is sent."""

    def _offer_passing(self) -> None:
        self.show_field(self._why_field, on=True)
        if self.place.session.role not in actions.APPROVERS:
            self.ask_approval()

    def _show_gates(self, gates: tuple[GateRow, ...]) -> None:
        done = [gate for gate in gates if gate.given]
        self.given.setText(f"{wording.count(len(done), 'step')} of {len(gates)} given so far.")
        for gate in gates:
            if gate.gate == self.gate.value and not gate.given and gate.step not in self.ticks:
                self._add_step(gate)
        self.add_fields()
        self.why = QLineEdit()
        self._why_field = self.form.add("why", "Why an open step is passed", self.why)
        self.show_field(self._why_field, on=False)
        self.form.add_widget(self.approver)
        first = next(iter(self.ticks.values()), None)
        (first[0] if first else self.submit_button).setFocus()

    def _add_step(self, gate: GateRow) -> None:
        box, edit = QCheckBox(gate.words), QLineEdit()
        edit.setPlaceholderText(EVIDENCE.get(gate.step, ""))
        edit.setAccessibleName(f"{gate.words}: {EVIDENCE.get(gate.step, '')}")
        edit.textEdited.connect(lambda text: box.setChecked(bool(text.strip()) or box.isChecked()))
        self.ticks[gate.step] = (box, edit)
        self.form.add_widget(box)
        self.form.add_widget(edit)


class StartMoveForm(_ChecklistForm):
    """The date has come: the new room is ready, the key is on its way, the old room's state is chosen."""

    gate = Gate.MOVING

    def __init__(self, place: Workplace, move: OpenMove) -> None:
        self.old_state, self.work_order = chooser(OLD_STATES), QLineEdit()
        super().__init__(place, move, title="Start the move", submit="Start the move")

    def command(self) -> StartMove:
        """The beginning."""
        return self.place.session.make(
            StartMove,
            move=self.what.move,
            old_room_state=str(self.old_state.currentData()),
            work_order=self.work_order.text().strip(),
            **self.steps(),
        )

    def add_fields(self) -> None:
        """What becomes of the old room."""
        self.form.beside(
            ("old_state", f"{self.what.from_room} becomes", self.old_state),
            ("work_order", "Work order, closes it", self.work_order),
        )

    def done_words(self) -> str:
        """What is under way."""
        return f"Moving {_rooms(self.what)}"


class FinishMoveForm(_ChecklistForm):
    """The guest is in the new room: what was counted and changed, then everything follows."""

    gate = Gate.DONE

    def __init__(self, place: Workplace, move: OpenMove) -> None:
        super().__init__(place, move, title="Finish the move", submit="Finish the move")

    def command(self) -> FinishMove:
        """The end of the move."""
        return self.place.session.make(FinishMove, move=self.what.move, **self.steps())

    def done_words(self) -> str:
        """Who is where."""
        return f"Moved {_rooms(self.what)}. Shift+F3 prints the slip."


class CancelMoveForm(DeskForm):
    """A move that will not be: its room is free again."""

    def __init__(self, place: Workplace, move: OpenMove) -> None:
        super().__init__(place, f"Cancel the move {_rooms(move)}", submit="Cancel the move")
        self._move, self.why = move, QLineEdit()
        self.form.add("words", "Why", self.why)

    def command(self) -> CancelMove:
        """The cancellation."""
        said = words("words", self.why.text(), "Write why the move is given up.")
        return self.place.session.make(CancelMove, move=self._move.move, words=said)

    def done_words(self) -> str:
        """What is free again."""
        return f"Move cancelled; {self._move.to_room or 'nothing'} is free again"


class FailMoveForm(DeskForm):
    """A move that had begun did not happen."""

    def __init__(self, place: Workplace, move: OpenMove) -> None:
        super().__init__(place, f"The move {_rooms(move)} failed", submit="Say that it failed")
        self._move, self.why = move, QLineEdit()
        self.back = QCheckBox(f"The guest is in {move.from_room} again")
        self.keys = QCheckBox("The keys are changed back")
        self.form.add("words", "What happened", self.why)
        self.form.add_widget(self.back)
        self.form.add_widget(self.keys)

    def command(self) -> FailMove:
        """The failure."""
        return self.place.session.make(
            FailMove,
            move=self._move.move,
            words=words("words", self.why.text(), "Write what happened."),
            back_in_old_room=self.back.isChecked(),
            keys_changed_back=self.keys.isChecked(),
        )

    def done_words(self) -> str:
        """Where the guest is."""
        return f"The guest stays in {self._move.from_room}; {self._move.to_room} is dirty"


class RescheduleForm(DeskForm):
    """The same move on another date, with what it costs then."""

    def __init__(self, place: Workplace, move: OpenMove) -> None:
        super().__init__(place, f"Move {_rooms(move)} on another date", submit="Change the date")
        self._move = move
        self._shown: MovePreview | None = None
        last = max(move.today, move.departure - timedelta(days=1))
        self.on, self.at = DateEdit(min(max(move.from_night, move.today) + timedelta(days=1), last)), QLineEdit(move.at)
        self.on.set_range(move.today, last)
        self.effect = QLabel()
        self.effect.setWordWrap(True)
        self.form.beside(("on", "Date", self.on), ("at", "Hour", self.at))
        self.form.add_widget(self.effect)
        self.on.moved.connect(self._look)
        self._look()

    def command(self) -> RescheduleMove:
        """The move on the date chosen."""
        if self._shown is None:
            raise FieldRefusal("on", "The price for that date is not here yet.")
        return self.place.session.make(
            RescheduleMove,
            move=self._move.move,
            from_night=self.on.value(),
            at=self.at.text().strip(),
            difference=self._shown.difference,
        )

    def done_words(self) -> str:
        """When it will be."""
        return f"The move {_rooms(self._move)} is on {wording.day(self.on.value())}"

    def _look(self, _date: object = None) -> None:
        self._shown = None
        move = self._move
        terms = (move.stay, move.to_room, move.reason_code, move.decision)
        question = PreviewMove(*terms, from_night=self.on.value(), waived=move.waived)
        self.ask(question, self._show, slot="later")

    def _show(self, shown: MovePreview) -> None:
        self._shown = shown
        self.clear_answer()
        nights = wording.count(len(shown.nights), "night")
        self.effect.setText(
            f"{nights} from {wording.day(shown.from_night)}, {wording.change(shown.difference, shown.currency)} in all."
        )


StepForm = Callable[[Workplace, OpenMove], DeskForm]

STEPS: dict[str, tuple[tuple[str, StepForm], ...]] = {
    "draft": (("Cancel the move …", CancelMoveForm),),
    "approved": (
        ("Start …", StartMoveForm),
        ("Another date …", RescheduleForm),
        ("Cancel the move …", CancelMoveForm),
    ),
    "moving": (("Finish …", FinishMoveForm), ("It failed …", FailMoveForm)),
}
"""What can be done with a move in each of its states, the next step first."""


def _rooms(move: OpenMove) -> str:
    return f"{move.from_room} {wording.ARROW} {move.to_room or '…'}"
