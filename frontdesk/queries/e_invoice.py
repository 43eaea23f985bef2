"""A settled window with a business payee, as the e-invoice tells it."""

from dataclasses import dataclass
from datetime import date

from frontdesk.domain.e_invoice import Invoice
from frontdesk.queries.base import Question
from frontdesk.queries.folio import FolioPaper

FORMS = ("pdf", "xml")
"""What an e-invoice is handed out as: the folio as PDF/A-3 with the data inside, or the data alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Seller or buyer. ``country`` is ISO 3166-1 alpha-2; ``vat`` says whether ``tax_number`` is a VAT identifier."""

    name: str
    address: tuple[str, ...]
    country: str
    tax_number: str
    vat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EInvoice:
    """Everything an e-invoice carries. Its figures are sums of the very lines that ``paper`` prints (FD-10).

    ``corrects`` and ``corrected_on`` name the folio that a credit note takes back from; ``terms`` says how what is
    still due will be paid.
    """

    paper: FolioPaper
    figures: Invoice
    seller: Party
    buyer: Party
    issued: date
    corrects: str
    corrected_on: date | None
    first: date
    last: date
    terms: str


@dataclass(frozen=True, slots=True)
class ReadEInvoice(Question[EInvoice]):
    """The e-invoice of a settled window. ``language`` empty means the guest's; ``form`` is pdf or xml.

    Asking refuses, in one sentence, what lacks a fact that the norm needs.
    """

    stay: str
    window: int
    language: str = ""
    style: str = "itemised"
    form: str = "pdf"


@dataclass(frozen=True, slots=True)
class FindSettled(Question[tuple[str, int]]):
    """The stay and the window that a folio or credit note number belongs to."""

    number: str
