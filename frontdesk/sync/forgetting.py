"""What an erasure takes out of this workstation's outbox: words about the guest, in what was sent and what waits."""

import json
import re
from collections.abc import Collection, Iterator

from sqlalchemy import Connection, select

from frontdesk.commands.blanking import bare, blank
from frontdesk.commands.codec import payload_of
from frontdesk.errors import Refusal
from frontdesk.store import sharing, tables
from frontdesk.sync.copy import Copy
from frontdesk.sync.outbox import Entry, Outbox

BATCH = 500
_DONE = "erased"
_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def forget_erased(outbox: Outbox, copy: Copy) -> int:
    """Empty the rows about guests whom the copy knows as erased and this outbox does not yet; gives how many rows."""
    if copy.store is None:
        return 0
    known = set(json.loads(outbox.read(_DONE) or "[]"))
    with copy.store.read.connect() as connection:
        guests = set(connection.execute(select(tables.erasure.c.guest_id)).scalars())
        ids = _about(connection, guests - known) if guests - known else set()
    if not guests - known:
        return 0
    found = [entry for entry in _entries(outbox) if ids.intersection(_ID.findall(entry.payload))]
    outbox.empty([(entry, *_emptied(entry)) for entry in found])
    outbox.write(_DONE, json.dumps(sorted(guests | known)))
    return len(found)


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
        return payload_of(bare(entry.command())) if entry.whole() else "{}", facts
    except Refusal:
        return "{}", facts
