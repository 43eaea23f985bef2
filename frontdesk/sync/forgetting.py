"""What an erasure takes out of this workstation's outbox: words about the guest, in what was sent and what waits.

It is done before the copy that says so counts: whoever loses power in between begins again with the copy of before.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from frontdesk.commands.blanking import GONE, bare, blank, forms, without
from frontdesk.commands.codec import payload_of
from frontdesk.commands.delivery import UNSPOKEN, Done
from frontdesk.errors import Refusal
from frontdesk.store import sharing, tables
from frontdesk.store.feed import decode
from frontdesk.store.types import Fetched, plain_json
from frontdesk.sync.outbox import NOTHING, Entry, Left, Outbox

BATCH = 500
WORDS_GONE = "This was refused; why is not known any more, since a guest was erased."
_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Guests who were erased, as far as this workstation can tell.

    Attributes:
        ids: theirs, of their stays, and of everything that hangs on these.
        names: how their names, numbers and addresses were written, as the copy knew them.
        unknown: of one of them the copy knew no name; nobody here knows what to look for.
    """

    ids: frozenset[str]
    names: tuple[str, ...] = ()
    unknown: bool = True

    def and_in(self, connection: Connection, guests: Collection[str]) -> "Erased":
        """The same with what hangs on these guests in another state of the house."""
        return replace(self, ids=self.ids | _about(connection, guests))


def erased_by(page: Sequence[Fetched]) -> set[str]:
    """The guests whom a page of changes erases."""
    return {decode(tables.erasure, row.row)["guest_id"] for row in page if row.tbl == tables.erasure.name}


def erased_in(connection: Connection) -> set[str]:
    """The guests who are erased in a state of the house."""
    return set(connection.execute(select(tables.erasure.c.guest_id)).scalars())


def known_in(connection: Connection, guests: Collection[str]) -> Erased:
    """What a copy still knows of guests of whom it has not heard yet that they are erased."""
    guest = tables.guest
    rows = [
        row
        for some in _in_parts(guests)
        for row in connection.execute(select(guest).where(guest.c.id.in_(some), guest.c.name != GONE))
    ]
    names = forms(*(text for row in rows for text in (row.name, row.latin, row.phone, row.email)))
    return Erased(ids=_about(connection, guests), names=names, unknown=len(rows) < len(guests))


def forget(outbox: Outbox, erased: Erased) -> None:
    """Empty the outbox's rows about these guests, and take their names out of other rows; again does no harm.

    Where a name is not known here, of what was done no answer keeps its words: it may hold that name.
    """
    written = [json.dumps(text, ensure_ascii=False)[1:-1] for text in erased.names]
    outbox.empty([(entry, left) for entry in _entries(outbox) if (left := _left(entry, erased, written)) is not None])


def forget_unspoken(outbox: Outbox, sent: Iterable[tuple[Entry, Done]]) -> None:
    """Empty rows of which the house kept no word, since their guest had been erased before they came.

    It goes before their outcome is noted: a row without words can be sent again, one that is done is not looked at.
    """
    late = [entry for entry, done in sent if done.facts.get(UNSPOKEN)]
    if late:
        outbox.empty([(entry, _bare(entry)) for entry in late])


def _left(entry: Entry, erased: Erased, written: Sequence[str]) -> Left | None:
    """What is left of a row; None if it says nothing about the guests."""
    if erased.ids.intersection(_ID.findall(entry.payload)):
        return _bare(entry)
    said = f"{entry.payload} {_said(entry.facts)} {_said(entry.was.facts if entry.was else {})} {entry.error}"
    named = any(text in said for text in written)
    if not named and not (erased.unknown and (entry.facts or entry.was or entry.error)):
        return None
    payload = entry.payload
    if named:
        payload = plain_json(without(json.loads(payload), erased.names)) if entry.whole() else NOTHING
    clean = _wordless if erased.unknown else partial(without, known=erased.names)
    return Left(
        payload=payload,
        facts=clean(dict(entry.facts)),
        was=replace(entry.was, facts=clean(dict(entry.was.facts))) if entry.was else None,
        error=_reason(entry),
    )


def _said(facts: Mapping[str, Any]) -> str:
    return json.dumps(dict(facts), ensure_ascii=False)


def _bare(entry: Entry) -> Left:
    """A row without words. What cannot be read any more keeps nothing, and is still never sent."""
    try:
        payload = payload_of(bare(entry.command())) if entry.whole() else NOTHING
    except Refusal:
        payload = NOTHING
    was = replace(entry.was, facts=blank(dict(entry.was.facts))) if entry.was else None
    return Left(payload=payload, facts=blank(dict(entry.facts)), was=was, error=_reason(entry))


def _wordless(facts: dict[str, Any]) -> dict[str, Any]:
    left: dict[str, Any] = blank(facts)
    return left | {name: WORDS_GONE for name in ("refused", "title") if facts.get(name)}


def _reason(entry: Entry) -> str:
    """Why a row is put aside, without what a fault of the program said about its content."""
    return entry.error.partition(":")[0]


def _about(connection: Connection, guests: Collection[str]) -> frozenset[str]:
    """The ids of the guests, of their stays, and of everything that hangs on these."""
    stay = tables.stay
    stays = _ids(connection, stay.c.id, stay.c.guest_id, guests)
    hang = (table for table in sharing.COPIED if {"id", "stay_id"} <= set(table.c.keys()))
    return frozenset(guests).union(stays, *(_ids(connection, t.c.id, t.c.stay_id, stays) for t in hang))


def _ids(connection: Connection, wanted: Any, of: Any, owners: Collection[str]) -> set[str]:
    parts = (connection.execute(select(wanted).where(of.in_(some))) for some in _in_parts(owners))
    return {found for rows in parts for found in rows.scalars()}


def _in_parts(ids: Collection[str]) -> Iterator[list[str]]:
    """Ids some at a time: a statement takes only so many."""
    listed = sorted(ids)
    return (listed[n : n + BATCH] for n in range(0, len(listed), BATCH))


def _entries(outbox: Outbox) -> Iterator[Entry]:
    after = 0
    while rows := outbox.all(after, BATCH):
        after = rows[-1].n
        yield from rows
