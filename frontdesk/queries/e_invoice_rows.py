"""Reading a window for its e-invoice: the printed lines once more, with what the norm asks beside them."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from frontdesk.domain import e_invoice
from frontdesk.domain.e_invoice import Invoice, Row, Rule, Tax, compact, country_of
from frontdesk.domain.money import exponent, plain
from frontdesk.errors import Refusal
from frontdesk.queries.e_invoice import EInvoice, FindSettled, Party, ReadEInvoice
from frontdesk.queries.folio import FolioPaper, PaperLine, ReadFolioPaper
from frontdesk.queries.folio_paper import read_paper
from frontdesk.queries.folio_view import taxes_of
from frontdesk.queries.taxing import tax_rules
from frontdesk.queries.window import Window, numbered
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

MOST_DECIMALS = 2
"""The decimals of amounts in EN 16931 (BR-DEC-01 and those that follow it)."""
ON_ACCOUNT = "9300"
"""A window paid by an invoice to the company is still owed."""


def read_e_invoice(reader: Reader, question: ReadEInvoice) -> EInvoice:
    """The e-invoice of a settled window.

    Raises:
        Refusal: the window is open or no bill, or a fact that the norm needs is missing.
    """
    window = numbered(reader, question.stay, question.window)
    if window.settled is None or window.kind == "deposit":
        raise Refusal(
            f"Window {window.number} is not settled yet.", help="An e-invoice carries the number of a settled window."
        )
    found = draft(reader, question, window)
    require_whole(found)
    return found


def draft(reader: Reader, question: ReadEInvoice, window: Window) -> EInvoice:
    """The e-invoice of a window as far as its facts go."""
    paper = read_paper(reader, ReadFolioPaper(question.stay, question.window, question.language, question.style))
    figures = _figures(reader, question.stay, paper)
    dates = [line.service_date for line in paper.lines if not line.money_in] or [reader.business_date]
    return EInvoice(
        paper=paper,
        figures=figures,
        seller=_seller(reader),
        buyer=_party(window.payee, paper.payee_address, window.tax_number, window.country),
        issued=window.settled_on or reader.business_date,
        corrects=window.corrects,
        corrected_on=_settled_on(reader, window.corrects),
        first=min(dates),
        last=max(dates),
        terms=reader.house.settings.get("payment_terms", "") or "Payable on receipt of this invoice",
    )


def require_whole(invoice: EInvoice) -> None:
    """Nothing the norm needs is missing, and paper and data say the same (FD-10).

    Raises:
        Refusal: names what is missing.
    """
    if exponent(invoice.paper.currency) > MOST_DECIMALS:
        raise Refusal(
            f"The norm for e-invoices has no room for amounts in {invoice.paper.currency}.", help="Hand the folio out."
        )
    for who, party in (("hotel", invoice.seller), ("payee", invoice.buyer)):
        missing = [
            name for name, value in (("tax number", party.tax_number), ("country", party.country)) if not value.strip()
        ]
        if missing:
            raise Refusal(
                f"The {who}'s {' and '.join(missing)} must be known for an e-invoice.",
                help="Enter it in the house's facts." if who == "hotel" else "Enter it before the window is settled.",
            )
    _require_same(invoice.paper, invoice.figures)


def _require_same(paper: FolioPaper, figures: Invoice) -> None:
    sign = -1 if paper.title == "credit_note" else 1
    waived = sum(line.amount for line in paper.lines if line.kind == "write_off" or line.gift_as_payment)
    shown = sign * (paper.total - waived)
    if shown != figures.total:
        amounts = [plain(minor, paper.currency) for minor in (shown, figures.total)]
        raise Refusal(
            "The folio and its e-invoice do not say the same.",
            f"The paper says {amounts[0]}, the data {amounts[1]} {paper.currency}.",
            "Report it as a fault; nothing was issued.",
        )


def find_settled(reader: Reader, question: FindSettled) -> tuple[str, int]:
    """Where a folio number belongs.

    Raises:
        Refusal: no window has it.
    """
    window, folio = tables.folio_window, tables.folio
    found = reader.first(
        select(folio.c.stay_id, window.c.number)
        .join(folio, folio.c.id == window.c.folio_id)
        .where(window.c.settled == question.number)
    )
    if found is None:
        raise Refusal(f"No settled window has the number {question.number}.", help="Write it as F-2025-000042.")
    return found.stay_id, found.number


def _figures(reader: Reader, stay: str, paper: FolioPaper) -> Invoice:
    links = _links(reader, stay)
    rows = [_row(line, links) for line in paper.lines]
    printed = {row.id for row in rows}
    return e_invoice.invoice_of(
        rows,
        _rules(reader),
        known=[row for row in _others(reader, stay) if row.id not in printed],
        credit_note=paper.title == "credit_note",
        unit=10 ** exponent(paper.currency),
    )


def _rules(reader: Reader) -> dict[str, Rule]:
    return {
        rule.code: Rule(category=rule.category, reason=rule.category_reason, plus=rule.plus)
        for rule in tax_rules(reader).taxes
    }


def _links(reader: Reader, stay: str) -> dict[str, str]:
    """The charge that each tax on top belongs to."""
    posting = tables.posting
    found = reader.all(
        select(posting.c.id, posting.c.parent).where(posting.c.stay_id == stay, posting.c.parent.is_not(None))
    )
    return {row.id: row.parent for row in found}


def _row(line: PaperLine, links: Mapping[str, str]) -> Row:
    return Row(
        id=line.posting,
        role=_role(line),
        text=line.text,
        quantity=line.quantity,
        amount=line.amount,
        net=line.net,
        taxes=tuple(Tax(code=tax.code, rate=tax.rate, amount=tax.amount) for tax in line.taxes),
        service_date=line.service_date,
        parent=links.get(line.posting, ""),
        names=line.names,
    )


def _role(line: PaperLine) -> str:
    if line.kind == "cash_rounding":
        return "rounding"
    if line.kind == "write_off" or line.gift_as_payment:
        return "waived"
    if line.money_in:
        return "on_account" if line.code == ON_ACCOUNT else "paid"
    return "gift" if line.kind == "goodwill" else "line"


def _others(reader: Reader, stay: str) -> list[Row]:
    """Every charge and tax of the stay, for lines whose taxes stand on another window."""
    posting = tables.posting
    taxes = taxes_of(reader, stay)
    names = ("id", "text", "quantity", "amount", "net", "service_date", "parent", "reverses", "reduces")
    found = reader.all(select(*(posting.c[name] for name in names)).where(posting.c.stay_id == stay))
    return [_other(row, tuple(Tax(code=t.code, rate=t.rate, amount=t.amount) for t in taxes[row.id])) for row in found]


def _other(row: Fetched, taxes: tuple[Tax, ...]) -> Row:
    return Row(
        id=row.id,
        role="line",
        text=row.text,
        quantity=row.quantity,
        amount=row.amount,
        net=row.net,
        taxes=taxes,
        service_date=row.service_date,
        parent=row.parent or "",
        names=row.reverses or row.reduces or "",
    )


def _seller(reader: Reader) -> Party:
    house = reader.house
    return _party(house.name, tuple(house.address), house.tax_number, house.country or "")


def _party(name: str, address: tuple[str, ...], tax_number: str, country: str) -> Party:
    number = compact(tax_number)
    from_number = country_of(number)
    return Party(name=name, address=address, country=country or from_number, tax_number=number, vat=bool(from_number))


def _settled_on(reader: Reader, number: str) -> date | None:
    window = tables.folio_window
    found = reader.first(select(window.c.settled_on).where(window.c.settled == number)) if number else None
    return found.settled_on if found else None
