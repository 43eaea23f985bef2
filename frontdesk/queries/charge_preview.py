"""What a charge by hand would come to, before anything is written."""

from dataclasses import dataclass

from sqlalchemy import func, select

from frontdesk.domain.money import metered
from frontdesk.domain.tax.engine import assess
from frontdesk.domain.tax.rules import Charge
from frontdesk.errors import Refusal
from frontdesk.queries.base import Question
from frontdesk.queries.stay import stay_of
from frontdesk.queries.taxing import code_of, context_of, tax_names, tax_rules
from frontdesk.store import tables
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePreview:
    """The charge in minor units: the price, the taxes on top of it by name, all together, and the balance."""

    price: int
    on_top: tuple[tuple[str, int], ...]
    total: int
    balance: int
    balance_after: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewCharge(Question[ChargePreview]):
    """A charge of today: ``quantity`` in thousandths, ``unit_price`` in minor units, both above zero."""

    stay: str
    code: str
    quantity: int
    unit_price: int


def preview_charge(reader: Reader, question: PreviewCharge) -> ChargePreview:
    """The total with its taxes, by the same rules that post it (R5).

    Raises:
        Refusal: no such stay or code, or nothing to charge.
    """
    price = metered(question.quantity, question.unit_price)
    if question.quantity <= 0 or price <= 0:
        raise Refusal("A charge must be more than nothing.", help="Type a quantity and a price above zero.")
    stay = stay_of(reader, question.stay)
    code = code_of(reader, question.code)
    context = context_of(reader, stay, reader.business_date)
    found = assess(tax_rules(reader), [Charge("1", code.tag, price)], context)
    names = tax_names(reader)
    on_top = tuple((names.get(tax.code, tax.code), tax.amount) for tax in found.added)
    total = found.charges["1"].gross + sum(amount for _, amount in on_top)
    balance = balance_of_stay(reader, stay.id)
    return ChargePreview(
        price=price,
        on_top=on_top,
        total=total,
        balance=balance,
        balance_after=balance + total,
        currency=reader.house.currency,
    )


def balance_of_stay(reader: Reader, stay_id: str) -> int:
    """The sum of a stay's postings over all windows (L4)."""
    posting = tables.posting
    found = reader.first(select(func.coalesce(func.sum(posting.c.amount), 0)).where(posting.c.stay_id == stay_id))
    return int(found[0]) if found else 0
