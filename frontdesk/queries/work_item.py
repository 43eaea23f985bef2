"""What a person has to decide, with both sides."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from frontdesk.commands.work_item import Choice
from frontdesk.queries.base import Question
from frontdesk.store import sharing, tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a work item: who, where, when, and what in words or values."""

    actor: str
    workstation: str
    made_at: datetime | None
    kind: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """Something to decide. ``wanted`` came too late; ``first`` was before it; ``stands`` says what is true now.

    ``kind`` is conflict or difference (after a restore). ``told`` is what the clerk had been told, for a difference.
    """

    id: str
    command: str
    kind: str
    stay: str
    title: str
    opened_at: datetime
    wanted: Side
    first: Side | None
    stands: Mapping[str, Any]
    told: Mapping[str, Any]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SeeWorkItems(Question[tuple[WorkItem, ...]]):
    """Open work items, oldest first; of one stay if named."""

    stay: str = ""


def see_work_items(reader: Reader, question: SeeWorkItems) -> tuple[WorkItem, ...]:
    """Every open work item with both sides."""
    item = sharing.work_item
    wanted = select(item).where(item.c.state == "open").order_by(item.c.opened_at, item.c.id)
    if question.stay:
        wanted = wanted.where(item.c.stay_id == question.stay)
    names: dict[str, str] = {row.id: row.name for row in reader.all(select(tables.staff.c.id, tables.staff.c.name))}
    return tuple(_item(row, names) for row in reader.all(wanted))


def _item(row: Fetched, names: Mapping[str, str]) -> WorkItem:
    sides = row.sides
    first = sides["first"]
    values = json.loads(sides["wanted"]["payload"])
    return WorkItem(
        id=row.id,
        command=row.command_id,
        kind=row.kind,
        stay=row.stay_id,
        title=row.title,
        opened_at=row.opened_at,
        wanted=_side(sides["wanted"], names, values),
        first=_side(first, names, {"seq": first["seq"]}) if first else None,
        stands=sides["stands"],
        told=sides.get("told", {}),
        choices=(Choice.KEEP, Choice.AGAIN) if row.kind == "conflict" else (Choice.SEEN,),
    )


def _side(side: Mapping[str, Any], names: Mapping[str, str], values: Mapping[str, Any]) -> Side:
    return Side(
        actor=names.get(side["actor"], side["actor"]),
        workstation=side["workstation"],
        made_at=datetime.fromisoformat(side["made_at"]),
        kind=side["kind"],
        values=values,
    )
