"""What an erasure takes out of this workstation's outbox: words about the guest, in what was sent and what waits."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, exc, select

from frontdesk.commands.blanking import GONE, bare, blank, forms, without
from frontdesk.commands.codec import payload_of
from frontdesk.commands.delivery import ERASED_BEFORE, Done
from frontdesk.errors import Refusal
from frontdesk.store import sharing, tables
from frontdesk.store.feed import decode
from frontdesk.store.types import Fetched, plain_json
from frontdesk.sync.copy import Copy
from frontdesk.sync.outbox import NOTHING, Entry, Outbox

BATCH = 500
WORDS_GONE = "This was refused; why is not known any more, since a guest was erased."
_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def erased_by(page: Sequence[Fetched]) -> set[str]:
    """The guests whom a page of changes erases."""
    return {decode(tables.erasure, row.row)["guest_id"] for row in page if row.tbl == tables.erasure.name}


def forget(outbox: Outbox, copy: Copy, guests: Collection[str]) -> None:
    """Empty the outbox's rows about these guests, and take their names out of other rows if the copy still knows them.

    It is done before the copy forgets the names, and once more afterwards; doing it again does no harm.
    """
    if not guests or copy.store is None:
        return
    guest = tables.guest
    with copy.store.read.connect() as connection:
        ids = _about(connection, guests)
        rows = connection.execute(select(guest).where(guest.c.id.in_(guests), guest.c.name != GONE)).all()
    known = forms(*(text for row in rows for text in (row.name, row.latin, row.phone, row.email)))
    outbox.empty([(entry, *left) for entry in _entries(outbox) if (left := _left(entry, ids, known))])


def forget_late(outbox: Outbox, sent: Iterable[tuple[Entry, Done]]) -> None:
    """Empty rows that came to the house after their guest had been erased: the house kept no word of them either."""
    for entry, done in sent:
        found = outbox.find(entry.id) if done.facts.get("title") == ERASED_BEFORE else None
        if found is not None:
            outbox.empty([(found, _emptied(found)[0], json.dumps(dict(found.facts), ensure_ascii=False))])


def forget_named(outbox: Outbox, copy: Copy, guests: Collection[str]) -> bool:
    """The same with a copy that is about to be made anew, while it knows the names; False if it cannot be read."""
    if not guests:
        return True
    if copy.store is None:
        return False
    try:
        forget(outbox, copy, guests)
    except exc.DBAPIError:
        return False
    return True


def forget_all(outbox: Outbox, copy: Copy, *, named: bool) -> None:
    """The same for every guest whom a copy that was made anew says is erased.

    ``named`` says that the names went before. If not, nobody here knows what to look for: of what was done, no answer
    keeps its words.
    """
    if copy.store is None:
        return
    with copy.store.read.connect() as connection:
        guests = set(connection.execute(select(tables.erasure.c.guest_id)).scalars())
    forget(outbox, copy, guests)
    if guests and not named:
        done = (entry for entry in _entries(outbox) if entry.state == "done" and entry.facts)
        outbox.empty([(entry, entry.payload, json.dumps(_wordless(entry.facts))) for entry in done])


def _wordless(facts: Mapping[str, Any]) -> dict[str, Any]:
    left: dict[str, Any] = blank(dict(facts))
    return left | {name: WORDS_GONE for name in ("refused", "title") if facts.get(name)}


def _left(entry: Entry, ids: set[str], known: Sequence[str]) -> tuple[str, str] | None:
    """What is left of payload and facts; None if the row says nothing about the guests."""
    if ids.intersection(_ID.findall(entry.payload)):
        return _emptied(entry)
    facts = json.dumps(entry.facts, ensure_ascii=False)
    if not any(text in entry.payload or text in facts for text in known):
        return None
    payload = plain_json(without(json.loads(entry.payload), known)) if entry.whole() else NOTHING
    return payload, json.dumps(without(dict(entry.facts), known), ensure_ascii=False)


def _about(connection: Connection, guests: Collection[str]) -> set[str]:
    """The ids of the guests, of their stays, and of everything that hangs on these."""
    stay = tables.stay
    stays = set(connection.execute(select(stay.c.id).where(stay.c.guest_id.in_(guests))).scalars())
    ids = {*guests, *stays}
    for table in sharing.COPIED:
        if {"id", "stay_id"} <= set(table.c.keys()):
            ids |= set(connection.execute(select(table.c.id).where(table.c.stay_id.in_(stays))).scalars())
    return ids


def _entries(outbox: Outbox) -> Iterator[Entry]:
    after = 0
    while rows := outbox.all(after, BATCH):
        after = rows[-1].n
        yield from rows


def _emptied(entry: Entry) -> tuple[str, str]:
    """Payload and facts without words. What cannot be read any more keeps nothing, and is still never sent."""
    facts = json.dumps(blank(dict(entry.facts)), ensure_ascii=False)
    try:
        return payload_of(bare(entry.command())) if entry.whole() else NOTHING, facts
    except Refusal:
        return NOTHING, facts
