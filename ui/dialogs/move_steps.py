"""The later steps of a move: begin and finish with their checklist, give up, fail, another date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from frontdesk.commands.room_move import CancelMove, FailMove, FinishMove, RescheduleMove, StartMove
from frontdesk.domain.move_gate import Gate
from frontdesk.queries.move_order import GateRow, GatesOf, OpenMove, OpenMoves
from frontdesk.queries.room_move import MovePreview, PreviewMove
from ui import actions, wording
from ui.dialogs.approved import ApprovedForm
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.move_checklist import Checklist
from ui.dialogs.reading import FieldRefusal, words
from ui.widgets.choose import chooser
from ui.widgets.date_edit import DateEdit
from ui.workplace import Workplace

OLD_STATES = (("as approved", ""), ("dirty", "dirty"), ("pick-up", "pickup"), ("clean", "clean"))


class PassingForm(ApprovedForm):
    """A form with steps to tick; what is left open needs a reason, and a supervisor where the clerk is none."""

    def add_passing(self, *lists: Checklist) -> None:
        """Below the steps: why one is passed and who decides, both only once they are asked for."""
        self._lists = lists
        for steps in lists:
            steps.altered.connect(self._mind)
        self.why = QLineEdit()
        self._why_field = self.form.add("why", "Why an open step is passed", self.why)
        self.show_field(self._why_field, on=False)
        self.form.add_widget(self.approver)

    def _mind(self) -> None:
        """Nothing is left open: nobody has to pass anything."""
        if not any(steps.left() for steps in self._lists):
            self.show_field(self._why_field, on=False)
            self.approver.hide()
            self.clear_answer()

    def why_passed(self) -> str:
        """Why what is open is passed.

        Raises:
            FieldRefusal: nobody said why.
        """
        if self._why_field.isHidden():
            self.show_field(self._why_field, on=True)
            if self.place.session.role not in actions.APPROVERS:
                self.ask_approval()
            raise FieldRefusal("why", "A step is open. Tick it, or a supervisor lets it pass with a reason.")
        return words("why", self.why.text(), "Write why the open step is passed.")


class _ChecklistForm(PassingForm):
    """The open steps of one gate of a move."""

    gate: Gate

    def __init__(self, place: Workplace, move: OpenMove, *, title: str, submit: str) -> None:
        super().__init__(place, f"{title} {rooms_of(move)}", submit=submit)
        self.what = move
        self.steps = Checklist()
        self.given = QLabel("Reading the checklist …")
        self.given.setProperty("role", "quiet")
        self.given.setWordWrap(True)
        self.form.add_widget(self.given)
        self.ask(GatesOf(move.move), self._show_gates, slot="gates")

    def checked(self) -> dict[str, Any]:
        """What is ticked, and what is passed unticked, as a command names it.

        Raises:
            FieldRefusal: a step is open and nobody said why.
        """
        if not self.steps.left():
            return {"ticks": self.steps.ticked()}
        passed = self.steps.passed(self.why_passed())
        return {"ticks": self.steps.ticked(), "open_steps": passed, **self.approval()}

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the first step, whichever comes first: the checklist or the window."""
        super().showEvent(event)
        (self.steps.first() or self.submit_button).setFocus()

    def add_fields(self) -> None:
        """What else is asked before the checklist is sent."""

    def _show_gates(self, gates: tuple[GateRow, ...]) -> None:
        done = [gate for gate in gates if gate.given]
        self.given.setText(f"{wording.count(len(done), 'step')} of {len(gates)} given so far.")
        self.steps.show_steps(gate for gate in gates if gate.gate == self.gate.value and not gate.given)
        self.form.add_widget(self.steps)
        self.add_fields()
        self.add_passing(self.steps)
        (self.steps.first() or self.submit_button).setFocus()


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
            **self.checked(),
        )

    def add_fields(self) -> None:
        """What becomes of the old room."""
        self.form.beside(
            ("old_state", f"{self.what.from_room} becomes", self.old_state),
            ("work_order", "Work order, closes it", self.work_order),
        )

    def done_words(self) -> str:
        """What is under way."""
        return f"Moving {rooms_of(self.what)}"


class FinishMoveForm(_ChecklistForm):
    """The guest is in the new room: what was counted and changed, then everything follows."""

    gate = Gate.DONE

    def __init__(self, place: Workplace, move: OpenMove) -> None:
        super().__init__(place, move, title="Finish the move", submit="Finish the move")

    def command(self) -> FinishMove:
        """The end of the move."""
        return self.place.session.make(FinishMove, move=self.what.move, **self.checked())

    def done_words(self) -> str:
        """Who is where."""
        return f"Moved {rooms_of(self.what)}. Shift+F3 prints the slip."


class CancelMoveForm(DeskForm):
    """A move that will not be: its room is free again."""

    def __init__(self, place: Workplace, move: OpenMove) -> None:
        super().__init__(place, f"Cancel the move {rooms_of(move)}", submit="Cancel the move")
        self._move, self.why = move, QLineEdit()
        self.form.add("words", "Why", self.why)

    def command(self) -> CancelMove:
        """The cancellation."""
        said = words("words", self.why.text(), "Write why the move is given up.")
        return self.place.session.make(CancelMove, move=self._move.move, words=said)

    def done_words(self) -> str:
        """What is free again."""
        if self._move.pair:
            return "Exchange cancelled; both guests stay where they are"
        return f"Move cancelled; {self._move.to_room or 'nothing'} is free again"


class FailMoveForm(DeskForm):
    """A move that had begun did not happen."""

    def __init__(self, place: Workplace, move: OpenMove) -> None:
        super().__init__(place, f"The move {rooms_of(move)} failed", submit="Say that it failed")
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
    """The same move on another date, with what it costs then; of an exchange both halves."""

    def __init__(self, place: Workplace, move: OpenMove) -> None:
        super().__init__(place, f"{_what(move)} on another date", submit="Change the date")
        self._move = move
        self._other: OpenMove | None = None
        self._shown: dict[str, MovePreview] = {}
        self.on, self.at = DateEdit(move.from_night), QLineEdit(move.at)
        self.effect = QLabel()
        self.effect.setWordWrap(True)
        self.form.beside(("on", "Date", self.on), ("at", "Hour", self.at))
        self.form.add_widget(self.effect)
        self._span(move)
        self.on.moved.connect(self._look)
        if move.pair:
            self.ask(OpenMoves(), self._pair, slot="pair")
        else:
            self._look()

    def command(self) -> RescheduleMove:
        """The move on the date chosen."""
        if len(self._shown) < len(self._halves()):
            raise FieldRefusal("on", "The price for that date is not here yet.")
        return self.place.session.make(
            RescheduleMove,
            move=self._move.move,
            from_night=self.on.value(),
            at=self.at.text().strip(),
            difference=self._shown[self._move.move].difference,
            other_difference=self._shown[self._other.move].difference if self._other else None,
        )

    def done_words(self) -> str:
        """When it will be."""
        return f"{_what(self._move)} is on {wording.day(self.on.value())}"

    def _halves(self) -> list[OpenMove]:
        return [self._move, *([self._other] if self._other else [])]

    def _pair(self, rows: tuple[OpenMove, ...]) -> None:
        self._other = next((row for row in rows if row.move == self._move.pair), None)
        self._span(*self._halves())
        self._look()

    def _span(self, *halves: OpenMove) -> None:
        """From today to the last night that all of them have; the day after the one agreed is proposed."""
        today = self._move.today
        last = max(today, min(half.departure for half in halves) - timedelta(days=1))
        self.on.set_range(today, last)
        self.on.set_value(min(max(self._move.from_night, today) + timedelta(days=1), last))

    def _look(self, _date: object = None) -> None:
        self._shown = {}
        for move in self._halves():
            terms = (move.stay, move.to_room, move.reason_code, move.decision)
            question = PreviewMove(*terms, from_night=self.on.value(), waived=move.waived)
            self.ask(question, partial(self._show, move), slot=f"later {move.move}")

    def _show(self, move: OpenMove, shown: MovePreview) -> None:
        self._shown[move.move] = shown
        self.clear_answer()
        self.effect.setText(
            "\n".join(_then(self._shown[half.move]) for half in self._halves() if half.move in self._shown)
        )


def _what(move: OpenMove) -> str:
    return f"Exchange {move.from_room} and {move.to_room}" if move.pair else f"Move {rooms_of(move)}"


def _then(shown: MovePreview) -> str:
    """What a move costs on the date chosen."""
    nights = wording.count(len(shown.nights), "night")
    rooms = f"{shown.from_room} {wording.ARROW} {shown.to_room}"
    cost = f"{wording.change(shown.difference, shown.currency)} in all"
    return f"{rooms}: {nights} from {wording.day(shown.from_night)}, {cost}."


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


def rooms_of(move: OpenMove) -> str:
    """From where to where."""
    return f"{move.from_room} {wording.ARROW} {move.to_room or '…'}"
