"""Reading the ledger: figures as they were posted, and what is left of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import ColumnElement, select

from frontdesk.domain.figure import Figure, TaxPart, remaining
from frontdesk.errors import Refusal
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

posting = tables.posting

_AT_ONCE = 400
"""Ids in one select: both databases take more, but a longer list is no faster."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A posting read back: its row, its figure, and what is left of it after everything that names it."""

    row: Fetched
    figure: Figure
    left: Figure
    reversed: bool


def read_posted(reader: Reader, ids: Sequence[str]) -> dict[str, Posted]:
    """The postings with these ids and what is left of each (GC-10). Unknown ids are simply absent."""
    wanted = set(ids)
    rows: dict[str, Fetched] = {}
    for some in _chunks(list(wanted)):
        for named in (posting.c.id, posting.c.reverses, posting.c.reduces):
            rows.update((row.id, row) for row in reader.all(select(posting).where(named.in_(some))))
    for some in _chunks([row.id for row in rows.values() if row.reduces in wanted]):
        # What takes a reduction back makes the line whole again.
        rows.update((row.id, row) for row in reader.all(select(posting).where(posting.c.reverses.in_(some))))
    ordered = sorted(rows.values(), key=lambda row: (row.seq, row.n))
    return _read(wanted, ordered, figures_of(reader, ordered))


def read_stay(reader: Reader, stay_id: str) -> dict[str, Posted]:
    """Every posting on the folio of a stay in ledger order, with what is left of each, in two selects."""
    mine = posting.c.stay_id == stay_id
    rows = reader.all(select(posting).where(mine).order_by(posting.c.seq, posting.c.n))
    return _read({row.id for row in rows}, rows, _figures(rows, _parts_where(reader, mine)))


def _read(wanted: set[str], rows: Sequence[Fetched], figures: Mapping[str, Figure]) -> dict[str, Posted]:
    gone = {row.reverses for row in rows if row.reverses}
    against: dict[str, list[Figure]] = defaultdict(list)
    for row in rows:
        target = row.reverses or row.reduces
        if target in wanted and row.id not in gone:
            against[target].append(figures[row.id])
    return {
        row.id: Posted(row, figures[row.id], _left(figures[row.id], against.get(row.id)), row.id in gone)
        for row in rows
        if row.id in wanted
    }


def _left(figure: Figure, reductions: list[Figure] | None) -> Figure:
    return remaining(figure, reductions) if reductions else figure


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def figures_of(reader: Reader, rows: Iterable[Fetched]) -> dict[str, Figure]:
    """The figures of postings, taxes as they were posted."""
    there = list(rows)
    parts: dict[str, list[TaxPart]] = {}
    for some in _chunks([row.id for row in there]):
        parts.update(_parts_where(reader, posting.c.id.in_(some)))
    return _figures(there, parts)


def _figures(rows: Iterable[Fetched], parts: Mapping[str, list[TaxPart]]) -> dict[str, Figure]:
    return {row.id: Figure(row.amount, row.net, tuple(parts.get(row.id, ()))) for row in rows}


def _parts_where(reader: Reader, condition: ColumnElement[bool]) -> dict[str, list[TaxPart]]:
    tax = tables.tax_part
    parts: dict[str, list[TaxPart]] = defaultdict(list)
    wanted = select(tax.c.posting_id, tax.c.how).join(posting, posting.c.id == tax.c.posting_id).where(condition)
    for row in reader.all(wanted.order_by(tax.c.n)):
        parts[row.posting_id].append(msgspec.convert(row.how, TaxPart))
    return parts


def on_top_of(posted: Mapping[str, Posted]) -> dict[str, list[Posted]]:
    """What still stands on top of each charge: its tax postings."""
    found: dict[str, list[Posted]] = defaultdict(list)
    for each in posted.values():
        if each.row.parent and not each.reversed:
            found[each.row.parent].append(each)
    return found


def one_posted(reader: Reader, posting_id: str) -> Posted:
    """One posting that is there and not taken back.

    Raises:
        Refusal: there is none with this id, or it was taken back before.
    """
    found = read_posted(reader, [posting_id]).get(posting_id)
    if found is None:
        raise Refusal("There is no such line.", help="Open the folio again and choose the line.")
    if found.reversed:
        raise Refusal(
            "That line was taken back, moved or split before.", help="Choose the line that stands for it now."
        )
    return found


def added_taxes(reader: Reader, parent: str) -> list[Posted]:
    """The tax postings made on top of a charge, or what an allowance took of them, that still stand."""
    ids = [row.id for row in reader.all(select(posting.c.id).where(posting.c.parent == parent))]
    return [found for found in read_posted(reader, ids).values() if not found.reversed] if ids else []


def one_or_reversed(reader: Reader, posting_id: str) -> Fetched:
    """One posting, taken back or not.

    Raises:
        Refusal: there is none with this id.
    """
    found = reader.row(posting, posting_id)
    if found is None:
        raise Refusal("There is no such line.", help="Open the folio again and choose the line.")
    return found
