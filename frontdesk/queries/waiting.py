"""What is saved at this workstation and on its way, in words: laid over what is confirmed, never mixed into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, select

from frontdesk import words
from frontdesk.commands.delivery import Waiting
from frontdesk.domain.money import half_up
from frontdesk.queries.base import Question
from frontdesk.queries.room_night import room_beside
from frontdesk.store import tables
from frontdesk.store.reader import Reader

LANGUAGE = "en"
_MONEY = frozenset({"amount", "total", "unit_price", "difference"})
_OF_A_STAY: tuple[tuple[str, Table], ...] = (
    ("posting", tables.posting),
    ("payment", tables.posting),
    ("case", tables.guest_case),
    ("credit", tables.credit),
    ("hold", tables.hold),
)
"""Things a command may name instead of a stay, and the table that knows whose they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """One command on its way.

    Attributes:
        n: place in the workstation's outbox.
        state: new (on its way), stuck (put aside), or refused (after its clerk had been told that it was waiting).
        sentence: what it is meant to do.
        actor: name of who made it.
        stays: the stays it is about.
        where: room and guest of the first of them, as far as the copy knows.
        tries: how often the rules of the program have failed on it.
        error: what was said to the last try, or why it was refused.
        values: the fields of the command as they were saved.
    """

    n: int
    id: str
    kind: str
    state: str
    sentence: str
    made_at: datetime
    actor: str
    stays: tuple[str, ...]
    where: str
    tries: int
    error: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SeeWaiting(Question[tuple[WaitingRow, ...]]):
    """What `Desk.waiting` gave, in words, in the same order."""

    waiting: tuple[Waiting, ...]


def see_waiting(reader: Reader, question: SeeWaiting) -> tuple[WaitingRow, ...]:
    """Each command with what it means, whose stay it touches, and how far it has come."""
    if not question.waiting:
        return ()
    staff = tables.staff
    names = {row.id: row.name for row in reader.all(select(staff.c.id, staff.c.name))}
    stays = [_stays(reader, one.values) for one in question.waiting]
    where = places(reader, sorted({stay for found in stays for stay in found}))
    return tuple(
        WaitingRow(
            n=one.n,
            id=one.id,
            kind=one.kind,
            state="refused" if one.outcome == "refused" else one.state,
            sentence=intention(reader, one.kind, one.values),
            made_at=datetime.fromisoformat(one.made_at),
            actor=names.get(one.actor, one.actor) or "The program",
            stays=found,
            where=where.get(found[0], "") if found else "",
            tries=one.tries,
            error=one.error,
            values=one.values,
        )
        for one, found in zip(question.waiting, stays, strict=True)
    )


def intention(reader: Reader, kind: str, values: Mapping[str, Any]) -> str:
    """What a command is meant to do, in words; what the copy does not know stays out."""
    facts = {name: str(value) for name, value in values.items() if isinstance(value, str | int)}
    house = reader.founded()
    if house is not None:
        for name in _MONEY & facts.keys():
            facts[name] = words.money(int(values[name]), house.currency, LANGUAGE)
        if kind == "PostCharge":
            sum_ = half_up(int(values.get("quantity", 1000)) * int(values.get("unit_price", 0)), 1000)
            facts["amount"] = words.money(sum_, house.currency, LANGUAGE)
            facts["text"] = facts.get("text") or _name(reader, tables.transaction_code, "code", values.get("code"))
    if "posting" in values:
        facts["text"] = _name(reader, tables.posting, "id", values["posting"], "text")
    guest = values.get("guest")
    if isinstance(guest, Mapping):
        facts["name"] = str(guest.get("name", ""))
    return words.intention(kind, facts)


def _name(reader: Reader, table: Table, key: str, value: object, column: str = "name") -> str:
    found = reader.first(select(table.c[column]).where(table.c[key] == value)) if value else None
    return str(found[0]) if found is not None else str(value or "")


def _stays(reader: Reader, values: Mapping[str, Any]) -> tuple[str, ...]:
    named = [values[field] for field in ("stay", "to_stay") if values.get(field)]
    for field, table in _OF_A_STAY:
        if values.get(field):
            owner: Column[Any] = table.c.stay_id
            found = reader.first(select(owner).where(table.c.id == values[field]))
            named += [found.stay_id] if found is not None and found.stay_id else []
    return tuple(dict.fromkeys(named))


def places(reader: Reader, stays: Sequence[str]) -> dict[str, str]:
    """Room and guest of each stay."""
    stay, guest = tables.stay, tables.guest
    if reader.founded() is None:
        return {}
    rows = reader.all(
        select(stay.c.id, guest.c.name, room_beside(reader.business_date).label("room"))
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(stay.c.id.in_(stays))
    )
    return {row.id: f"{row.room or ''} {row.name}".strip() for row in rows}
