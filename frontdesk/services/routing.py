"""Sending charges where they are paid: instructions, and applying them to lines already posted (W2, W3)."""

from typing import Any

from sqlalchemy import select

from frontdesk.commands.routing import AddRouting, ChangeRouting, RemoveRouting, Reroute
from frontdesk.domain.routing import Instruction, require_sound
from frontdesk.errors import Refusal
from frontdesk.queries.rerouting import plan_reroute
from frontdesk.queries.routing import instructions_of
from frontdesk.queries.stay import stay_of
from frontdesk.queries.window import numbered
from frontdesk.services.folio import touch_folio
from frontdesk.services.ledger import write
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork


def add_routing(command: AddRouting, work: UnitOfWork) -> None:
    """Note an instruction; it acts on charges from now on (W2)."""
    stay = stay_of(work, command.stay)
    others = instructions_of(work, stay.id)
    place = command.place or max((other.place for other in others), default=0) + 1
    if any(other.place == place for other in others):
        raise Refusal(f"Place {place} is taken.", help="Choose another place, or leave it empty.")
    row = _sound_row(command, work, stay.id, (work.child("routing"), place))
    work.add(tables.routing, row)
    touch_folio(work, stay.id)


def change_routing(command: ChangeRouting, work: UnitOfWork) -> None:
    """Say an instruction anew, at its place; it acts on charges from now on (W2)."""
    found = _instruction_row(work, command.routing)
    row = _sound_row(command, work, found.stay_id, (found.id, found.place))
    values = {name: value for name, value in row.items() if name not in {"id", "stay_id", "place"}}
    work.change(tables.routing, {"id": found.id}, values)
    touch_folio(work, found.stay_id)


def _sound_row(
    command: AddRouting | ChangeRouting, work: UnitOfWork, stay_id: str, key: tuple[str, int]
) -> dict[str, Any]:
    """The instruction as its row, if its target and what it sends are there; ``key`` is its id and its place."""
    target = numbered(work, command.to_stay or stay_id, command.window)
    if target.kind != "guest":
        raise Refusal("Charges are sent to a window of a payee.", help="Choose one of the guest's windows.")
    codes = work.all(select(tables.transaction_code.c.code, tables.transaction_code.c.department))
    names = ("departments", "codes", "first", "last", "weekdays", "window", "limit", "value")
    said = {name: getattr(command, name) for name in names}
    instruction = Instruction(id=key[0], place=key[1], stay=target.stay, **said)
    require_sound(instruction, [row.department for row in codes], [row.code for row in codes])
    work.facts.update(what=_said(command.departments, command.codes), window=target.number, payee=target.payee)
    return {
        "id": key[0],
        "stay_id": stay_id,
        "place": key[1],
        "departments": list(command.departments),
        "codes": list(command.codes),
        "first": command.first,
        "last": command.last,
        "weekdays": list(command.weekdays),
        "to_stay": None if target.stay == stay_id else target.stay,
        "window": command.window,
        "limit_kind": command.limit.value,
        "limit_value": command.value,
    }


def _said(departments: tuple[str, ...], codes: tuple[str, ...]) -> str:
    return ", ".join((*departments, *codes))


def remove_routing(command: RemoveRouting, work: UnitOfWork) -> None:
    """Take an instruction away; what it sent stays where it is."""
    found = _instruction_row(work, command.routing)
    work.remove(tables.routing, tables.routing.c.id == found.id)
    work.facts.update(what=_said(tuple(found.departments), tuple(found.codes)), window=found.window)
    touch_folio(work, found.stay_id)


def _instruction_row(work: UnitOfWork, routing_id: str) -> Fetched:
    found = work.row(tables.routing, routing_id)
    if found is None:
        raise Refusal("There is no such instruction.", help="Open the stay again.")
    return found


def reroute(command: Reroute, work: UnitOfWork) -> None:
    """Apply the instructions to the whole lines on window 1, oldest first, by transfers and splits (W2)."""
    stay = stay_of(work, command.stay)
    sent, plan = plan_reroute(work, stay.id, work.child)
    write(work, plan)
    work.facts.update(lines=len(sent))
    for reached in dict.fromkeys((stay.id, *(line.stay_id for line in plan.lines))):
        touch_folio(work, reached)
