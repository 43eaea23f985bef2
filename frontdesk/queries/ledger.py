"""Reading the ledger: figures as they were posted, and what is left of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import or_, select

from frontdesk.domain.figure import Figure, TaxPart, remaining
from frontdesk.errors import Refusal
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

posting = tables.posting


@dataclass(frozen=True, slots=True)
class Posted:
    """A posting read back: its row, its figure, and what is left of it after everything that names it."""

    row: Fetched
    figure: Figure
    left: Figure
    reversed: bool


def read_posted(reader: Reader, ids: Sequence[str]) -> dict[str, Posted]:
    """The postings with these ids and what is left of each (GC-10). Unknown ids are simply absent."""
    rows = reader.all(
        select(posting).where(or_(posting.c.id.in_(ids), posting.c.reverses.in_(ids), posting.c.reduces.in_(ids)))
    )
    figures = figures_of(reader, [row.id for row in rows])
    undone = _reversed_among(reader, [row.id for row in rows if row.reduces in ids])
    against: dict[str, list[Figure]] = defaultdict(list)
    gone: set[str] = set()
    for row in rows:
        if row.reverses in ids:
            against[row.reverses].append(figures[row.id])
            gone.add(row.reverses)
        elif row.reduces in ids and row.id not in undone:
            against[row.reduces].append(figures[row.id])
    return {
        row.id: Posted(row, figures[row.id], remaining(figures[row.id], against[row.id]), row.id in gone)
        for row in rows
        if row.id in ids
    }


def _reversed_among(reader: Reader, ids: Sequence[str]) -> frozenset[str]:
    """Those of these postings that were taken back themselves: they reduce nothing any more."""
    if not ids:
        return frozenset()
    return frozenset(row.reverses for row in reader.all(select(posting.c.reverses).where(posting.c.reverses.in_(ids))))


def figures_of(reader: Reader, ids: Sequence[str]) -> dict[str, Figure]:
    """The figures of postings, taxes as they were posted."""
    parts: dict[str, list[TaxPart]] = defaultdict(list)
    tax = tables.tax_part
    for row in reader.all(select(tax.c.posting_id, tax.c.how).where(tax.c.posting_id.in_(ids)).order_by(tax.c.n)):
        parts[row.posting_id].append(msgspec.convert(row.how, TaxPart))
    amounts = reader.all(select(posting.c.id, posting.c.amount, posting.c.net).where(posting.c.id.in_(ids)))
    return {row.id: Figure(row.amount, row.net, tuple(parts[row.id])) for row in amounts}


def one_posted(reader: Reader, posting_id: str) -> Posted:
    """One posting that is there and not taken back.

    Raises:
        Refusal: there is none with this id, or it was taken back before.
    """
    found = read_posted(reader, [posting_id]).get(posting_id)
    if found is None:
        raise Refusal("There is no such line.", help="Open the folio again and choose the line.")
    if found.reversed:
        raise Refusal("That line has been taken back before.", help="Look at the line beneath it.")
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
    found = reader.first(select(posting).where(posting.c.id == posting_id))
    if found is None:
        raise Refusal("There is no such line.", help="Open the folio again and choose the line.")
    return found
