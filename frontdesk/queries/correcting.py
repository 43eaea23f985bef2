"""Putting a wrong line right, before it is done: correction or allowance, how much, and the balance after it."""

from dataclasses import dataclass
from datetime import date

from frontdesk.domain.figure import grouped
from frontdesk.queries.base import Question
from frontdesk.queries.charge_preview import balance_of_stay
from frontdesk.queries.credit import Reason, reasons
from frontdesk.queries.ledger import Posted, added_taxes, one_posted
from frontdesk.store.reader import Reader

_CHARGES = frozenset({"charge", "fee"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPreview:
    """What taking a line off would do.

    ``kind`` is *correct* for a whole line of the open business date and *allow* for an earlier one or for what is
    left of a line (C1, C2). ``most`` is what can be taken off with the taxes that follow, in minor units.
    ``refused`` says why nothing can be taken off.
    """

    posting: str
    stay: str
    text: str
    service_date: date
    room: str
    kind: str
    most: int
    balance: int
    currency: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class PreviewCorrection(Question[CorrectionPreview]):
    """How a line would be taken off."""

    posting: str


@dataclass(frozen=True, slots=True)
class CorrectionReasons(Question[tuple[Reason, ...]]):
    """The reasons a line can be wrong for."""


def correction_reasons(_reader: Reader, _question: CorrectionReasons) -> tuple[Reason, ...]:
    """The correction reasons in the order of the house's list."""
    return tuple(Reason(code=code, label=label) for code, label in reasons()["correction"].items())


def preview_correction(reader: Reader, question: PreviewCorrection) -> CorrectionPreview:
    """Which of the two ways fits the line, and what is left of it.

    Raises:
        Refusal: there is no such line, or it was taken back before.
    """
    found = one_posted(reader, question.posting)
    today = found.row.business_date == reader.business_date and found.left == found.figure
    kind = "correct" if today else "allow"
    return CorrectionPreview(
        posting=found.row.id,
        stay=found.row.stay_id,
        text=found.row.text,
        service_date=found.row.service_date,
        room=found.row.room,
        kind=kind,
        most=_most(reader, found, kind),
        balance=balance_of_stay(reader, found.row.stay_id),
        currency=reader.house.currency,
        refused=_refused(found, kind),
    )


def _most(reader: Reader, found: Posted, kind: str) -> int:
    taxes = added_taxes(reader, found.row.id)
    if kind == "correct":
        return found.left.gross + sum(tax.left.gross for tax in taxes)
    following = [tax.left.taxes[0] for tax in taxes if tax.left.taxes and tax.left.taxes[0].follows_price]
    return grouped(found.left, following).gross


def _refused(found: Posted, kind: str) -> str:
    if kind == "correct":
        undone = found.row.kind in {"correction", "transfer", "split", "tax"}
        return "A line like this goes with the charge it belongs to." if undone else ""
    if found.row.kind not in _CHARGES:
        return "Only a charge can be allowed."
    return "Nothing is left of this line." if found.left.gross <= 0 else ""
