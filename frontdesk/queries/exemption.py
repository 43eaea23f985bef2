"""The exemption record: which tax was not charged, for whom, why, and how much (T7)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from frontdesk.queries.base import Question
from frontdesk.store import tables
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionRow:
    """One entry: ``amount`` in minor units was not charged on a night; below zero it takes an earlier entry back."""

    stay: str
    confirmation: str
    code: str
    service_date: date
    business_date: date
    persons: int
    reason: str
    evidence: str
    amount: int


@dataclass(frozen=True, slots=True)
class SeeExemptions(Question[tuple[ExemptionRow, ...]]):
    """The entries of these business dates, both included; of one stay if named."""

    first: date
    last: date
    stay: str = ""


def see_exemptions(reader: Reader, question: SeeExemptions) -> tuple[ExemptionRow, ...]:
    """Entries by business date, stay and night."""
    table, stay = tables.tax_exempt, tables.stay
    wanted = (
        select(table, stay.c.confirmation)
        .join(stay, stay.c.id == table.c.stay_id)
        .where(table.c.business_date.between(question.first, question.last))
        .order_by(table.c.business_date, stay.c.confirmation, table.c.service_date, table.c.code, table.c.id)
    )
    if question.stay:
        wanted = wanted.where(table.c.stay_id == question.stay)
    names = ("confirmation", "code", "service_date", "business_date", "persons", "reason", "evidence", "amount")
    return tuple(
        ExemptionRow(stay=row.stay_id, **{name: getattr(row, name) for name in names}) for row in reader.all(wanted)
    )
