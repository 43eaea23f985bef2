"""Is everything as it must be? The invariants of ledger, rooms and journal, read from the stored rows themselves."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, Text, and_, func, or_, select, text

from frontdesk.commands.checks import holds_card_number, is_id
from frontdesk.commands.codec import digest
from frontdesk.domain.room import BlockKind
from frontdesk.domain.room_move import CLAIMING
from frontdesk.domain.stay import StayStatus
from frontdesk.queries.base import Question
from frontdesk.store import tables
from frontdesk.store.effects import canonical, fingerprint
from frontdesk.store.guard import layer
from frontdesk.store.guards import guard_names
from frontdesk.store.journal import GENESIS, is_erased, left_of, link
from frontdesk.store.reader import Reader

PAGE = 2000
"""Rows read at a time: a check of twenty years does not fill the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that must not be: the rule that is broken, and what was found."""

    rule: str
    found: str


@dataclass(frozen=True, slots=True)
class CheckHouse(Question[tuple[Fault, ...]]):
    """Every invariant of the house. An empty answer means all is well."""


def check_house(reader: Reader, _question: CheckHouse) -> tuple[Fault, ...]:
    """Run every check and gather what is wrong."""
    checks = (
        _guards,
        _journal,
        _figures,
        _reductions,
        _groups,
        _dates,
        _rooms,
        _spans,
        _claims,
        _blocked,
        _settled,
        _card_numbers,
    )
    return tuple(fault for check in checks for fault in check(reader))


def _guards(reader: Reader) -> Iterator[Fault]:
    """The triggers that keep the ledger append-only are in place."""
    if reader.connection.dialect.name == "sqlite":
        found = {
            row[0] for row in reader.connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'"))
        }
    else:
        wanted = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        found = {row[0] for row in reader.connection.execute(text(wanted))}
    for name in guard_names(reader.connection.dialect.name):
        if name not in found:
            yield Fault(rule="The guards of the ledger are in place", found=f"the trigger {name} is missing")
    for table, name in layer.missing(reader.connection) if layer.is_wanted(reader.connection) else ():
        yield Fault(
            rule="The guards against workstations are in place",
            found=f"the trigger {name} of {table} is missing or off",
        )


def _journal(reader: Reader) -> Iterator[Fault]:
    """Numbers run without a gap, every row is chained to the one before, and vouches for its ledger rows."""
    journal = tables.journal
    effects = _ledger_by_seq(reader)
    left = _left_by_seq(reader)
    head, expected = GENESIS, 1
    rows = reader.connection.execution_options(yield_per=PAGE).execute(select(journal).order_by(journal.c.seq))
    for row in rows:
        if row.seq != expected:
            yield Fault(rule="The journal has no gap", found=f"number {expected} is missing, {row.seq} follows")
        values = row._asdict()
        erased = is_erased(values)
        if erased and left_of(values) != left.get(row.seq):
            yield Fault(rule="What an erasure left is never changed", found=f"number {row.seq} was altered")
        if not erased and digest(row.payload) != row.payload_sha:
            yield Fault(rule="A journal row is never changed", found=f"the command of number {row.seq} was altered")
        found = fingerprint(effects.pop(row.seq, ()))
        if found != row.effects:
            yield Fault(rule="A posting is never changed", found=f"the postings of number {row.seq} were altered")
        if row.prev != head or (not erased and row.hash != link(values)):
            yield Fault(rule="The journal is one chain", found=f"the chain breaks at number {row.seq}")
        head, expected = row.hash, row.seq + 1
    for seq in sorted(effects)[:5]:
        yield Fault(rule="Every posting has its command", found=f"postings of number {seq} have no journal row")
    lane = reader.first(select(tables.lane.c.seq, tables.lane.c.head))
    if lane is not None and (lane.seq, lane.head) != (expected - 1, head):
        yield Fault(rule="The journal is one chain", found=f"it ends at {expected - 1}, the house stands at {lane.seq}")


def _left_by_seq(reader: Reader) -> dict[int, str]:
    """What the newest erasure of each journal row left of it."""
    erased = tables.erased
    return {row.row_seq: row.sha for row in reader.all(select(erased).order_by(erased.c.seq))}


def _ledger_by_seq(reader: Reader) -> dict[int, list[str]]:
    """Every ledger row in canonical form, by the number of its command."""
    posting, part = tables.posting, tables.tax_part
    found: dict[int, list[str]] = defaultdict(list)
    for row in _paged(reader, posting):
        found[row["seq"]].append(canonical(row))
    seqs = {row.id: row.seq for row in reader.connection.execute(select(posting.c.id, posting.c.seq))}
    for row in _paged(reader, tables.erased):
        found[row["seq"]].append(canonical(row))
    for row in _paged(reader, part):
        found[seqs.get(row["posting_id"], 0)].append(canonical(row))
    return found


def _paged(reader: Reader, table: Table) -> Iterator[dict[str, Any]]:
    for row in reader.connection.execution_options(yield_per=PAGE).execute(select(table)):
        yield row._asdict()


def _figures(reader: Reader) -> Iterator[Fault]:
    """Amount = net + the taxes inside it (L3)."""
    posting, part = tables.posting, tables.tax_part
    inside = select(part.c.posting_id, func.sum(part.c.amount).label("tax")).group_by(part.c.posting_id).subquery()
    wrong = (
        select(posting.c.id, posting.c.text)
        .outerjoin(inside, inside.c.posting_id == posting.c.id)
        .where(posting.c.amount != posting.c.net + func.coalesce(inside.c.tax, 0))
        .limit(5)
    )
    for row in reader.all(wrong):
        yield Fault(rule="Amount is net and taxes", found=f"{row.text} ({row.id}) does not add up")


def _reductions(reader: Reader) -> Iterator[Fault]:
    """What was given back of a line is never more than the line (GC-16)."""
    posting = tables.posting
    by, undo = posting.alias(), posting.alias()
    wrong = (
        select(posting.c.id, posting.c.text)
        .join(by, by.c.reduces == posting.c.id)
        .outerjoin(undo, undo.c.reverses == by.c.id)
        .where(posting.c.amount > 0, undo.c.id.is_(None))
        .group_by(posting.c.id, posting.c.text, posting.c.amount)
        .having(posting.c.amount + func.sum(by.c.amount) < 0)
        .limit(5)
    )
    for row in reader.all(wrong):
        yield Fault(rule="No line is given back beyond its amount", found=f"{row.text} ({row.id})")


def _groups(reader: Reader) -> Iterator[Fault]:
    """Transfer pairs add up to zero (W1)."""
    posting = tables.posting
    wrong = (
        select(posting.c.pair, func.sum(posting.c.amount).label("total"))
        .where(posting.c.pair.is_not(None))
        .group_by(posting.c.pair)
        .having(func.sum(posting.c.amount) != 0)
        .limit(5)
    )
    for row in reader.all(wrong):
        yield Fault(rule="A transfer adds up to zero", found=f"the pair {row.pair} leaves {row.total}")


def _dates(reader: Reader) -> Iterator[Fault]:
    """No posting is dated after the open business date, none before it was made (I11), none in another currency."""
    posting, house = tables.posting, reader.house
    wrong = select(func.count()).where(
        or_(posting.c.business_date > house.business_date, posting.c.currency != house.currency)
    )
    found = reader.first(wrong)
    if found is not None and found[0]:
        yield Fault(rule="Postings are of the house's day and currency", found=f"{found[0]} are not")
    before = tables.journal
    late = (
        select(func.count())
        .select_from(posting)
        .join(before, before.c.seq == posting.c.seq - 1)
        .where(posting.c.business_date < before.c.business_date, posting.c.source != "takeover")
    )
    found = reader.first(late)
    if found is not None and found[0]:
        yield Fault(rule="A closed day is never posted to", found=f"{found[0]} lines came after its close")


def _rooms(reader: Reader) -> Iterator[Fault]:
    """A guest in house has exactly one room for each night of the stay (I4)."""
    stay, night, where = tables.stay, tables.stay_night, tables.room_night
    missing = (
        select(stay.c.confirmation, night.c.night)
        .join(night, night.c.stay_id == stay.c.id)
        .outerjoin(where, and_(where.c.stay_id == stay.c.id, where.c.night == night.c.night))
        .where(stay.c.status == StayStatus.IN_HOUSE.value, stay.c.departure > stay.c.arrival, where.c.room.is_(None))
        .limit(5)
    )
    for row in reader.all(missing):
        yield Fault(rule="A guest in house has a room each night", found=f"{row.confirmation} has none on {row.night}")


def _spans(reader: Reader) -> Iterator[Fault]:
    """No room-night lies outside its stay."""
    stay, where = tables.stay, tables.room_night
    outside = (
        select(stay.c.confirmation, where.c.room, where.c.night)
        .join(stay, stay.c.id == where.c.stay_id)
        .where(
            or_(
                where.c.night < stay.c.arrival,
                where.c.night >= stay.c.departure,
                stay.c.status.in_((StayStatus.CANCELLED.value, StayStatus.NO_SHOW.value)),
            )
        )
        .limit(5)
    )
    for row in reader.all(outside):
        yield Fault(rule="Room-nights lie inside their stay", found=f"{row.confirmation}: room {row.room}, {row.night}")


def _claims(reader: Reader) -> Iterator[Fault]:
    """Only a move that is approved or moving claims nights, and only in its own target (RM-3)."""
    move, where = tables.move_order, tables.room_night
    stray = (
        select(where.c.room, where.c.night)
        .outerjoin(move, move.c.id == where.c.move_id)
        .where(where.c.move_id.is_not(None))
        .where(or_(move.c.id.is_(None), move.c.state.not_in(CLAIMING), move.c.to_room != where.c.room))
        .limit(5)
    )
    for row in reader.all(stray):
        yield Fault(rule="Only open moves claim room-nights", found=f"room {row.room}, {row.night}")


def _blocked(reader: Reader) -> Iterator[Fault]:
    """No night of a room that is out of order is sold."""
    block, where = tables.room_block, tables.room_night
    both = (
        select(where.c.room, where.c.night)
        .join(block, and_(block.c.room == where.c.room, block.c.first <= where.c.night, block.c.until > where.c.night))
        .where(block.c.kind == BlockKind.OUT_OF_ORDER.value)
        .limit(5)
    )
    for row in reader.all(both):
        yield Fault(rule="No room that is out of order is sold", found=f"room {row.room} is, on {row.night}")


def _settled(reader: Reader) -> Iterator[Fault]:
    """A settled window stands at zero, and their numbers run without a gap (N1, N2)."""
    window, posting, counter = tables.folio_window, tables.posting, tables.counter
    wrong = (
        select(window.c.settled)
        .join(posting, posting.c.window_id == window.c.id)
        .where(window.c.settled.is_not(None))
        .group_by(window.c.settled)
        .having(func.sum(posting.c.amount) != 0)
        .limit(5)
    )
    for row in reader.all(wrong):
        yield Fault(rule="A settled window stands at zero", found=f"{row.settled} does not")
    for kind, series in (("guest", "folio"), ("credit_note", "credit_note"), ("deposit", "deposit")):
        given = reader.first(select(func.count()).where(window.c.settled.is_not(None), window.c.kind == kind))
        raised = reader.first(select(func.coalesce(func.sum(counter.c.value), 0)).where(counter.c.series == series))
        if given is not None and raised is not None and int(given[0]) != int(raised[0]):
            name = series.replace("_", " ").capitalize()
            yield Fault(rule=f"{name} numbers have no gap", found=f"{raised[0]} were given, {given[0]} are in use")


MACHINE_WRITTEN = frozenset({"journal", "tax_file", "staff"})
"""Tables whose texts no person types: the journal's own hold is that a command with a card number is refused."""


def _card_numbers(reader: Reader) -> Iterator[Fault]:
    """No card number stands in any text (I12)."""
    for table in tables.metadata.sorted_tables:
        for stored in table.columns:
            if table.name in MACHINE_WRITTEN or not isinstance(stored.type, Text):
                continue
            long_enough = select(stored).where(func.length(stored) > 12).distinct()  # noqa: PLR2004 - a card has 13 digits
            rows = reader.connection.execution_options(yield_per=PAGE).execute(long_enough)
            if any(not is_id(row[0]) and holds_card_number(row[0]) for row in rows):
                yield Fault(rule="No card number is stored", found=f"one stands in {table.name}.{stored.name}")
