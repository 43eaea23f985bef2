"""From a price to posted lines: which window, which taxes, which words."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from frontdesk.domain.figure import Figure
from frontdesk.domain.money import LARGEST, half_up
from frontdesk.domain.tax.assessment import Assessment
from frontdesk.domain.tax.engine import assess
from frontdesk.domain.tax.rules import Charge, Context
from frontdesk.errors import Refusal
from frontdesk.queries.taxing import tax_names, tax_rules
from frontdesk.services.ledger import Line
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

THOUSANDTHS = 1000
MOST_WINDOWS = 8


def amount_of(quantity: int, unit_price: int) -> int:
    """Quantity in thousandths × unit price in minor units, rounded once (M5, R2).

    Raises:
        Refusal: a quantity of nothing, a charge at or below zero (C6), one beyond any bill.
    """
    if quantity <= 0:
        raise Refusal("The quantity must be more than nothing.", help="To take money back, correct or allow the line.")
    if unit_price <= 0:
        raise Refusal("A charge must be more than nothing.", help="To take money back, correct or allow the line.")
    amount = half_up(quantity * unit_price, THOUSANDTHS)
    if amount == 0:
        raise Refusal("The charge comes to nothing.", help="Check the quantity and the price.")
    if amount > LARGEST:
        raise Refusal("The charge is far too large.", help="Check the quantity and the price.")
    return amount


def window_for(work: UnitOfWork, stay_id: str, department: str, asked: int = 1) -> Fetched:
    """The open window that takes a charge: by routing, else the one asked for (W2).

    A settled window is never touched: the charge goes to the next open one, which is opened if need be.

    Raises:
        Refusal: the stay has no such window, or all eight are settled.
    """
    number = _routed(work, stay_id, department) if asked == 1 else asked
    window, folio = tables.folio_window, tables.folio
    rows = work.all(
        select(window)
        .join(folio, folio.c.id == window.c.folio_id)
        .where(folio.c.stay_id == stay_id)
        .order_by(window.c.number)
    )
    chosen = next((row for row in rows if row.number == number), None)
    if chosen is None:
        raise Refusal(f"This folio has no window {number}.", help="Open the window for its payee first.")
    if chosen.settled is None:
        return chosen
    later = next((row for row in rows if row.settled is None and row.payee == chosen.payee), None)
    return later or _open_next(work, rows, chosen)


def _routed(work: UnitOfWork, stay_id: str, department: str) -> int:
    routing = tables.routing
    for row in work.all(select(routing).where(routing.c.stay_id == stay_id).order_by(routing.c.place)):
        if department in row.departments:
            number: int = row.window
            return number
    return 1


def _open_next(work: UnitOfWork, rows: list[Fetched], like: Fetched) -> Fetched:
    number = rows[-1].number + 1
    if number > MOST_WINDOWS:
        raise Refusal("All eight windows of this folio are settled.", help="Check the guest in again for new charges.")
    window_id = work.child(f"window-{like.folio_id}-{number}")  # a night audit may open one in many folios
    fresh: dict[str, Any] = {"id": window_id, "number": number, "version": 1, "settled": None, "settled_on": None}
    work.add(tables.folio_window, {**like._asdict(), **fresh})
    opened = work.first(select(tables.folio_window).where(tables.folio_window.c.id == window_id))
    assert opened is not None
    return opened


def charge_lines(work: UnitOfWork, line: Line, code: Fetched, context: Context) -> list[Line]:
    """The charge with its included taxes, and one posting for each tax on top of it (T5, T9)."""
    found = assess(tax_rules(work), [Charge("1", code.tag, line.figure.gross)], context)
    return [replace(line, figure=found.charges["1"]), *added_lines(work, line, found)]


def added_lines(work: UnitOfWork, line: Line, found: Assessment) -> list[Line]:
    """The tax postings on top of a charge; without a parent they stand on their own in window 1 (T9)."""
    names = tax_names(work)
    return [
        replace(
            line,
            id=f"{line.id[:-12]}{_suffix(line.id, n)}",
            kind="tax",
            code=tax.code,
            text=_tax_text(names.get(tax.code, tax.code), tax.part.persons),
            figure=Figure(tax.amount, 0, (replace(tax.part, amount=tax.amount),)),
            quantity=THOUSANDTHS * max(1, tax.part.persons),
            unit_price=tax.part.unit_amount if tax.part.unit_amount is not None else tax.amount,
            parent=line.id if line.figure.gross else None,
            source_ref=f"{line.source_ref}:{tax.code}" if line.source_ref else None,
            reference="",
            making={"base": tax.base},
        )
        for n, tax in enumerate(found.added, start=1)
    ]


def _suffix(line_id: str, n: int) -> str:
    """The last group of the id of the n-th tax posting of a charge."""
    return f"{(int(line_id[-12:], 16) + n) % 16**12:012x}"


def _tax_text(name: str, persons: int) -> str:
    return f"{name}, {persons} persons" if persons > 1 else name
