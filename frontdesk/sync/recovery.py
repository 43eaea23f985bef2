"""After the shared database was restored to an earlier state: everything this desk did since is sent again."""

from collections.abc import Iterator

from sqlalchemy import select

from frontdesk.store import tables
from frontdesk.sync import exchange, points
from frontdesk.sync.exchange import Desks

BATCH = 500


def recover(desks: Desks) -> tuple[int, int]:
    """Find what the shared database does not know any more, line it up again, and make the copy anew.

    What had been told to the clerk stays beside each command; where it comes out differently now, the authority
    opens a work item with both. Gives how many commands are sent again, and how many changes of the copy are gone.

    Raises:
        sqlalchemy.exc.DBAPIError: out of reach; beginning again does no harm.
    """
    before = desks.copy.place()
    lost = [command_id for ids in _outbox_ids(desks) for command_id in unknown(desks, ids)]
    points.reached("recover.before_requeue")
    desks.outbox.renew(lost)
    points.reached("recover.after_requeue")
    place = exchange.rebuild(desks)
    return len(lost), max(0, before.seq - place.seq) if before is not None else 0


def _outbox_ids(desks: Desks) -> Iterator[list[str]]:
    after = 0
    while rows := desks.outbox.all(after, BATCH):
        after = rows[-1].n
        yield [row.id for row in rows if row.state == "done" and row.outcome != "dropped"]


def unknown(desks: Desks, ids: list[str]) -> list[str]:
    """Those of the ids that the shared journal does not hold, in the order given."""
    journal = tables.journal
    with desks.authority.reading() as connection:
        known = set(connection.execute(select(journal.c.id).where(journal.c.id.in_(ids))).scalars())
    return [command_id for command_id in ids if command_id not in known]
