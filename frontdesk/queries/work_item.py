"""What a person has to decide, with both sides."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from frontdesk.commands.work_item import Choice
from frontdesk.queries.base import Question
from frontdesk.queries.journal import sentence
from frontdesk.queries.waiting import intention, places
from frontdesk.store import sharing, tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a work item: who, where, when, and what in words and values."""

    actor: str
    workstation: str
    made_at: datetime | None
    kind: str
    sentence: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a choice does: the label of its button, a sentence, and kind and fields of a new command, if any."""

    choice: Choice
    label: str
    words: str
    kind: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """Something to decide. ``wanted`` came too late; ``first`` was before it; ``stands`` says what is true now.

    ``kind`` is conflict or difference (after a restore). ``told`` is what the clerk had been told, for a difference.
    """

    id: str
    command: str
    kind: str
    stay: str
    where: str
    title: str
    opened_at: datetime
    wanted: Side
    first: Side | None
    stands: Mapping[str, Any]
    told: Mapping[str, Any]
    steps: tuple[Step, ...]


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
    rows = reader.all(wanted)
    where = places(reader, sorted({row.stay_id for row in rows if row.stay_id}))
    return tuple(_item(reader, row, names, where.get(row.stay_id, "")) for row in rows)


def _item(reader: Reader, row: Fetched, names: Mapping[str, str], where: str) -> WorkItem:
    sides = row.sides
    first, wanted = sides["first"], sides["wanted"]
    values = json.loads(wanted["payload"])
    said = intention(reader, wanted["kind"], values)
    return WorkItem(
        id=row.id,
        command=row.command_id,
        kind=row.kind,
        stay=row.stay_id,
        where=where,
        title=row.title,
        opened_at=row.opened_at,
        wanted=_side(wanted, names, said, values),
        first=_side(first, names, _done(reader, first["seq"]), {"seq": first["seq"]}) if first else None,
        stands=sides["stands"],
        told=sides.get("told", {}),
        steps=steps(row.kind, sides),
    )


def _done(reader: Reader, seq: int) -> str:
    """What a change of the house did, in the words of the journal."""
    journal = tables.journal
    row = reader.first(select(journal.c.kind, journal.c.facts, journal.c.outcome).where(journal.c.seq == seq))
    return sentence(row.kind, row.facts, row.outcome) if row is not None else ""


def _side(side: Mapping[str, Any], names: Mapping[str, str], said: str, values: Mapping[str, Any]) -> Side:
    return Side(
        actor=names.get(side["actor"], side["actor"]),
        workstation=side["workstation"],
        made_at=datetime.fromisoformat(side["made_at"]),
        kind=side["kind"],
        sentence=said,
        values=values,
    )


def steps(kind: str, sides: Mapping[str, Any]) -> tuple[Step, ...]:
    """The choices of a work item, each with its effect. ``kind`` is conflict or difference; ``sides`` as stored."""
    if kind == "difference":
        return (
            Step(
                choice=Choice.SEEN, label="I have seen it", words="Nothing changes; this entry is closed for everybody."
            ),
        )
    wanted = sides["wanted"]
    return (
        Step(
            choice=Choice.KEEP,
            label="Leave it as it is",
            words=f"{sides['stands']['title']} It stays like that; what {wanted['workstation']} wanted is not done.",
        ),
        Step(
            choice=Choice.AGAIN,
            label="Try it once more",
            words="It is tried now in your name, as a new step. If the house still says no, nothing changes and this "
            "stays open.",
            kind=wanted["kind"],
            fields=_fields_again(wanted),
        ),
    )


def _fields_again(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a new command: those of the old one without who, where and when, naming the old one."""
    payload: dict[str, Any] = json.loads(wanted["payload"])
    own = {name: value for name, value in payload.items() if name not in {"id", "actor", "workstation", "made_at"}}
    return {**own, "basis": 0, "supersedes": payload["id"]}
