"""Reading windows for a batch, and batches for a screen."""

from collections.abc import Iterable

from sqlalchemy import BigInteger, ColumnElement, and_, cast, func, or_, select

from frontdesk.domain.batch import Candidate, Choice, ItemState, Who, chosen
from frontdesk.domain.stay import StayStatus
from frontdesk.errors import Refusal
from frontdesk.queries.batch import BatchItem, BatchView, PreviewBatch, ReadBatch, SeeBatches
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched, Reads

LONGEST_LIST = 50


def preview_batch(reader: Reader, question: PreviewBatch) -> tuple[Candidate, ...]:
    """The folios that a batch started now would hold."""
    return chosen(candidates(reader, question.choice), question.choice, reader.business_date)


def candidates(reader: Reader, choice: Choice) -> list[Candidate]:
    """Every window with lines of the stays that a choice can mean."""
    rows = reader.all(_windows(_status(reader, choice)))
    stays = {row.id for row in rows}
    rooms, printed = _rooms(reader, stays), _printed(reader, stays)
    return [_candidate(row, rooms.get(row.id, ("", 0)), printed) for row in rows]


def _status(reader: Reader, choice: Choice) -> ColumnElement[bool]:
    stay = tables.stay
    if choice.who is Who.CHECKED_OUT_TODAY:
        return and_(stay.c.status == StayStatus.CHECKED_OUT.value, stay.c.departure == reader.business_date)
    return stay.c.status == StayStatus.IN_HOUSE.value


def _windows(meant: ColumnElement[bool]) -> Reads:
    stay, guest, window, posting = tables.stay, tables.guest, tables.folio_window, tables.posting
    columns = (
        stay.c.id,
        stay.c.status,
        stay.c.arrival,
        stay.c.departure,
        guest.c.name,
        guest.c.latin,
        guest.c.company,
        window.c.number,
        window.c.payee,
    )
    return (
        select(*columns, cast(func.sum(posting.c.amount), BigInteger).label("balance"))
        .join(guest, guest.c.id == stay.c.guest_id)
        .join(tables.folio, tables.folio.c.stay_id == stay.c.id)
        .join(window, window.c.folio_id == tables.folio.c.id)
        .join(posting, posting.c.window_id == window.c.id)
        .where(meant, window.c.kind != "deposit")
        .group_by(*columns)
    )


def _rooms(reader: Reader, stays: Iterable[str]) -> dict[str, tuple[str, int]]:
    """The room and floor of each stay's newest night up to tonight."""
    night, room = tables.room_night, tables.room
    rows = reader.all(
        select(night.c.stay_id, night.c.room, room.c.floor)
        .join(room, room.c.number == night.c.room)
        .where(night.c.stay_id.in_(list(stays)), night.c.night <= reader.business_date)
        .order_by(night.c.night)
    )
    return {row.stay_id: (row.room, row.floor) for row in rows}


def _printed(reader: Reader, stays: Iterable[str]) -> dict[tuple[str, int], Fetched]:
    log = tables.print_log
    rows = reader.all(
        select(log.c.stay_id, log.c.window, func.max(log.c.printed_at, type_=log.c.printed_at.type).label("at"))
        .where(log.c.stay_id.in_(list(stays)))
        .group_by(log.c.stay_id, log.c.window)
    )
    return {(row.stay_id, row.window): row for row in rows}


def _candidate(row: Fetched, room: tuple[str, int], printed: dict[tuple[str, int], Fetched]) -> Candidate:
    last = printed.get((row.id, row.number))
    return Candidate(
        stay=row.id,
        window=row.number,
        room=room[0],
        floor=room[1],
        name=row.name,
        sort_name=row.latin or row.name,
        company=f"{row.company} {row.payee}",
        status=row.status,
        arrival=row.arrival,
        departure=row.departure,
        balance=int(row.balance),
        printed=last.at.date() if last else None,
    )


def see_batches(reader: Reader, question: SeeBatches) -> tuple[BatchView, ...]:
    """Batches with how far each has come."""
    batch, item = tables.batch, tables.batch_item
    found = select(batch).order_by(batch.c.made_at.desc()).limit(LONGEST_LIST)
    rows = reader.all(found.where(batch.c.closed.is_(False)) if question.open_only else found)
    counts: dict[str, dict[str, int]] = {}
    for each in reader.all(
        select(item.c.batch_id, item.c.state, func.count().label("many"))
        .where(item.c.batch_id.in_([row.id for row in rows]))
        .group_by(item.c.batch_id, item.c.state)
    ):
        counts.setdefault(each.batch_id, {})[each.state] = int(each.many)
    return tuple(_view(row, counts.get(row.id, {})) for row in rows)


def read_batch(reader: Reader, question: ReadBatch) -> BatchView:
    """One batch with its folios.

    Raises:
        Refusal: no batch begins like that, or several do.
    """
    batch, item = tables.batch, tables.batch_item
    rows = reader.all(select(batch).where(batch.c.id.startswith(question.batch, autoescape=True)).limit(2))
    if len(rows) != 1 or not question.batch:
        raise Refusal("There is no such batch of folios.", help="See them with: frontdesk folios --list")
    items = reader.all(select(item).where(item.c.batch_id == rows[0].id).order_by(item.c.n))
    copies = next_copies(reader, {row.stay_id for row in items})
    counts: dict[str, int] = {}
    for row in items:
        counts[row.state] = counts.get(row.state, 0) + 1
    return _view(rows[0], counts, tuple(_item(row, copies) for row in items))


def next_copies(reader: Reader, stays: Iterable[str]) -> dict[tuple[str, int], int]:
    """How often windows of stays were handed out as they stand now: the copy number of the next paper (FD-6)."""
    log, window, posting = tables.print_log, tables.folio_window, tables.posting
    stays = list(stays)
    newest = (
        select(posting.c.stay_id, window.c.number, func.max(posting.c.seq).label("seq"))
        .join(window, window.c.id == posting.c.window_id)
        .where(posting.c.stay_id.in_(stays))
        .group_by(posting.c.stay_id, window.c.number)
        .subquery()
    )
    rows = reader.all(
        select(log.c.stay_id, log.c.window, func.count().label("many"))
        .outerjoin(newest, and_(newest.c.stay_id == log.c.stay_id, newest.c.number == log.c.window))
        .where(log.c.stay_id.in_(stays), or_(log.c.state == newest.c.seq, newest.c.seq.is_(None)))
        .group_by(log.c.stay_id, log.c.window)
    )
    return {(row.stay_id, row.window): int(row.many) for row in rows}


_NUMBERED = frozenset({ItemState.FAILED.value, ItemState.MADE.value, ItemState.SENT.value})


def _item(row: Fetched, copies: dict[tuple[str, int], int]) -> BatchItem:
    """A folio with its copy number: kept where it is known that nothing else came out, else the next one."""
    kept = row.copy is not None and row.state in _NUMBERED
    names = ("n", "window", "room", "name", "style", "language", "copies", "state", "reason")
    return BatchItem(
        stay=row.stay_id,
        copy=row.copy if kept else copies.get((row.stay_id, row.window), 0),
        **{name: getattr(row, name) for name in names},
    )


def _view(row: Fetched, counts: dict[str, int], items: tuple[BatchItem, ...] = ()) -> BatchView:
    names = ("title", "form", "target", "made_at", "made_by", "workstation", "closed")
    return BatchView(
        batch=row.id,
        total=sum(counts.values()),
        done=counts.get(ItemState.MADE.value, 0) + counts.get(ItemState.SENT.value, 0),
        failed=counts.get(ItemState.FAILED.value, 0),
        items=items,
        **{name: getattr(row, name) for name in names},
    )
