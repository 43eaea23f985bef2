"""What a room move left behind for its slip: luggage, keys, movers, who was told, the old room, the payer."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from frontdesk.domain.posting import ROOM_CODE
from frontdesk.domain.room_move import MoveState
from frontdesk.domain.routing import Supply
from frontdesk.queries.printed_words import department, phrase
from frontdesk.queries.routing import instructions_of
from frontdesk.queries.slip import Told
from frontdesk.queries.taxing import code_of
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

PRESENT, LUGGAGE, KEYS = 8, 9, 10
"""Steps of the checklist whose evidence stands on the slip."""

_NUMBER = re.compile(r"\d+")


def move_facts(reader: Reader, row: Fetched, language: str) -> dict[str, Any]:
    """The fields of a move slip that come from its checklist, its states and its tasks; ``row`` is the finished move.

    What nobody noted is None or empty, and left open on paper.
    """
    said = _evidence(reader, row.id)
    luggage, keys = _counts(said.get(LUGGAGE, "")), _counts(said.get(KEYS, ""))
    return {
        "luggage": luggage[:2] if len(luggage) > 1 else None,
        "keys": keys[:3] if len(keys) > 2 else None,  # noqa: PLR2004 - returned, issued, missing
        "moved_by": tuple(_movers(reader, row.id, said.get(PRESENT, ""))),
        "departments": tuple(_told(reader, row.id, language)),
        "old_room": _old_room(reader, row.id, language),
        "payer": _payer(reader, row),
    }


def _evidence(reader: Reader, move: str) -> dict[int, str]:
    gate = tables.move_gate
    rows = reader.all(select(gate.c.step, gate.c.words).where(gate.c.move_id == move, gate.c.ticked.is_(True)))
    return {row.step: row.words for row in rows}


def _counts(words: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBER.findall(words))


def _movers(reader: Reader, move: str, present: str) -> Iterable[str]:
    """Who carried it through, each once; with the guest absent the two names given in place of them (step 8)."""
    log, staff = tables.move_state, tables.staff
    rows = reader.all(
        select(log.c.by, staff.c.name)
        .outerjoin(staff, staff.c.id == log.c.by)
        .where(log.c.move_id == move, log.c.state.in_((MoveState.MOVING.value, MoveState.DONE.value)))
        .order_by(log.c.n)
    )
    absent = present.partition(":")[2] if present.lower().startswith("absent:") else ""
    names = [name.strip() for name in absent.split(",") if name.strip()]
    return dict.fromkeys(names or [row.name or row.by for row in rows])


def _told(reader: Reader, move: str, language: str) -> Iterable[Told]:
    """Each department that got a task, the first time it was told, and who has done one of them already."""
    task, staff = tables.task, tables.staff
    rows = reader.all(
        select(task.c.topic, task.c.words, task.c.made_at, task.c.done_by, staff.c.name)
        .outerjoin(staff, staff.c.id == task.c.done_by)
        .where(task.c.move_id == move)
        .order_by(task.c.made_at, task.c.topic, task.c.due, task.c.id)
    )
    for topic in dict.fromkeys(row.topic for row in rows):
        mine = [row for row in rows if row.topic == topic]
        yield Told(
            department=department(topic, language),
            at=reader.local(mine[0].made_at),
            reader=next((row.name or row.done_by for row in mine if row.done_by), ""),
            remark="; ".join(row.words for row in mine),
        )


def _old_room(reader: Reader, move: str, language: str) -> str:
    order = tables.move_order
    found = reader.first(select(order.c.old_room_state, order.c.work_order).where(order.c.id == move))
    if found is None:
        return ""
    return " · ".join(part for part in (phrase(found.old_room_state, language), found.work_order) if part)


def _payer(reader: Reader, row: Fetched) -> str:
    """Whose window the room's charge goes to: by the first instruction that names it, else the stay's first one."""
    supply = Supply(code=ROOM_CODE, department=code_of(reader, ROOM_CODE).department, service_date=row.night, amount=0)
    by = next((found for found in instructions_of(reader, row.stay_id) if found.fits(supply)), None)
    window, folio = tables.folio_window, tables.folio
    wanted = select(window.c.payee).join(folio, folio.c.id == window.c.folio_id).order_by(window.c.number).limit(1)
    if by is not None:
        wanted = wanted.where(folio.c.stay_id == by.stay, window.c.number == by.window)
    else:
        wanted = wanted.where(folio.c.stay_id == row.stay_id)
    found = reader.first(wanted)
    return str(found.payee) if found else ""
