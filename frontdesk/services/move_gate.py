"""The checklist of a move: what is still open, what was ticked and by whom, what a supervisor let pass."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import select

from frontdesk.commands.room_move import OpenStep, SwitchMoveSteps, Tick
from frontdesk.domain.move_gate import (
    BY_NUMBER,
    URGENT_MINUTES,
    Gate,
    asked,
    require_given,
    require_passable,
    require_switchable,
)
from frontdesk.domain.room_move import MoveReason
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.move_order import ASKED, Order, switched_off
from frontdesk.services.move_approval import second_person
from frontdesk.services.staff import require_role
from frontdesk.services.task import add_task
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork


class Ticking(Protocol):
    """A command that brings passed steps."""

    @property
    def open_steps(self) -> tuple[OpenStep, ...]:
        """Steps that are passed unticked."""


def ticks_of(command: Ticking) -> Sequence[Tick]:
    """The steps a command ticks; an approval ticks none."""
    found: Sequence[Tick] = getattr(command, "ticks", ())
    return found


def require_gates(work: UnitOfWork, order: Order, command: Ticking, gate: Gate | None) -> None:
    """Every step that holds this transition is ticked or passed; open steps of an urgent move become tasks.

    Without a gate the command itself says that everything but its open steps was done.

    Raises:
        Refusal: names the step that is open.
    """
    for tick in ticks_of(command):
        if tick.step not in BY_NUMBER:
            raise Refusal(f"The checklist has no step {tick.step}.", help=f"Steps are 1 to {len(BY_NUMBER)}.")
    given = {tick.step for tick in ticks_of(command)} | {step.step for step in command.open_steps}
    if gate is not None:
        log = tables.move_gate
        given |= {row.step for row in work.all(select(log.c.step).where(log.c.move_id == order.id))}
        require_given(asked(switched_off(work), gate, ASKED), given)
    if order.reason == MoveReason.SAFETY:
        for step in command.open_steps:
            known = BY_NUMBER[step.step]
            about = {"stay_id": order.stay_id, "room": order.to_room, "move_id": order.id}
            add_task(work, known.who, known.words, URGENT_MINUTES, **about)


class Passing(Ticking, Protocol):
    """One that also says who lets them pass."""

    @property
    def approver(self) -> str:
        """The second person; empty if there is none."""

    @property
    def pin(self) -> str:
        """What that person typed."""


def who_passes(work: UnitOfWork, order: Order, command: Passing) -> str:
    """Who lets open steps pass: a supervisor, for an urgent move a duty manager; empty if there are none (RM-14)."""
    urgent = order.reason == MoveReason.SAFETY
    for step in command.open_steps:
        require_passable(step.step, step.why, urgent=urgent)
    if not command.open_steps:
        return ""
    lowest = Role.DUTY_MANAGER if urgent else Role.SUPERVISOR
    return second_person(work, command.approver, command.pin, (lowest, "Passing an open step"))


def keep_ticks(work: UnitOfWork, move_id: str, command: Ticking, passed_by: str) -> None:
    """Keep each step with who and when; one that was ticked before stays as it was."""
    gate, sender = tables.move_gate, work.command
    given = {tick.step: (True, tick.words, "") for tick in ticks_of(command)}
    given |= {step.step: (False, step.why, passed_by or sender.actor) for step in command.open_steps}
    if not given:
        return
    before = {row.step for row in work.all(select(gate.c.step).where(gate.c.move_id == move_id))}
    common = {"move_id": move_id, "by": sender.actor, "at": sender.made_at}
    work.add(
        gate,
        *(
            {**common, "step": step, "ticked": ticked, "words": words, "passed_by": by}
            for step, (ticked, words, by) in given.items()
            if step not in before
        ),
    )


def switch_move_steps(command: SwitchMoveSteps, work: UnitOfWork) -> None:
    """Keep which steps this house does not use (RM-15)."""
    require_role(work, Role.DUTY_MANAGER)
    require_switchable(command.off)
    said = ",".join(str(number) for number in sorted(set(command.off)))
    work.change(tables.house, {"id": 1}, {"settings": {**work.house.settings, "move_steps_off": said}})
    work.facts.update(off=said or "none")
    work.touch("house")
