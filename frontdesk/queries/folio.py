"""The guest's account: windows, lines, sums; on screen and for paper."""

from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.queries.base import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxLine:
    """One tax inside or on top of a line. ``rate`` is in parts per million, None for a fixed amount."""

    code: str
    name: str
    rate: int | None
    base: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FolioLine:
    """One posting as the desk sees it. Amounts in minor units, ``quantity`` in thousandths.

    ``kind``: charge, fee, tax, payment, deposit, refund, correction, allowance, goodwill, transfer, split,
    cash_rounding, write_off. ``state``: "" or corrected, correction, question, credited, transferred, split, payment.
    ``left`` is what remains after everything that names this line. ``under`` is the posting this line belongs below.
    """

    posting: str
    window: int
    business_date: date
    service_date: date
    room: str
    kind: str
    code: str
    text: str
    reference: str
    quantity: int
    unit_price: int
    amount: int
    net: int
    taxes: tuple[TaxLine, ...]
    state: str
    left: int
    under: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowView:
    """One window with its payee and lines in the order of the ledger, corrections under what they correct.

    ``kind``: guest (a payee's bill), deposit (money taken before arrival), credit_note (``corrects`` names the
    number of the settled window it takes back from).
    """

    number: int
    payee: str
    settled: str
    lines: tuple[FolioLine, ...]
    charges: int
    corrections: int
    credits: int
    paid: int
    balance: int
    kind: str = "guest"
    corrects: str = ""
    address: tuple[str, ...] = ()
    tax_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolioView:
    """All windows of a stay's folio. ``balance`` is the sum over the windows, always."""

    stay: str
    folio: str
    currency: str
    seq: int
    windows: tuple[WindowView, ...]
    balance: int
    held: int


@dataclass(frozen=True, slots=True)
class SeeFolio(Question[FolioView]):
    """The folio of a stay."""

    stay: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHouse:
    """What the head and foot of a paper say about the house."""

    name: str
    address: tuple[str, ...]
    contact: tuple[str, ...]
    tax_number: str
    logo: bytes = b""
    footer: tuple[str, ...] = ()


MONEY_IN = frozenset({"payment", "deposit", "refund", "cash_rounding"})
"""Kinds of postings that are money, not sales."""


def is_money(kind: str, department: str) -> bool:
    """Whether money came or went by a posting: payments, and what takes one back or moves it, too."""
    return kind in MONEY_IN or (department == "payment" and kind != "write_off")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One printed line: no staff-only text, no name of staff. ``mark`` is the letter of its tax in the tax table.

    ``meaning`` is the one-line meaning of its transaction code, for the explained style. ``department`` groups.
    ``names`` holds the id of the line it stands beneath (correction, allowance, goodwill), if any. ``gift_as_payment``
    is a goodwill credit that leaves price and tax as they are (C7). ``on_top`` is the tax, by name and rate, that was
    posted beside a line without any inside: its net stands with that tax. ``money_in`` is whether money came or went
    here (`is_money`).
    """

    posting: str
    names: str
    business_date: date
    service_date: date
    room: str
    kind: str
    code: str
    department: str
    text: str
    meaning: str
    reference: str
    quantity: int
    unit_price: int
    amount: int
    net: int
    taxes: tuple[TaxLine, ...]
    money_in: bool
    method: str = ""
    card: str = ""
    gift_as_payment: bool = False
    on_top: tuple[str, int | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTax:
    """One row of the tax block: sums of posted rows, never computed anew."""

    code: str
    name: str
    rate: int | None
    net: int
    tax: int
    gross: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeRow:
    """One line of the bill bridge in the guest's language. ``amount`` in minor units."""

    cause: str
    detail: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BillBridge:
    """From the quote to the bill (BE-13 to BE-21). Amounts in minor units.

    ``quoted`` + Σ ``causes`` = ``total``, of the whole stay; ``total`` + Σ ``rest`` = ``due``, the balance of the
    window. ``unsure`` is what was posted otherwise than agreed: while there is any, a supervisor hands the paper out.
    """

    quoted: int
    quoted_by: str
    causes: tuple[BridgeRow, ...]
    total: int
    rest: tuple[BridgeRow, ...]
    due: int
    unsure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FolioPaper:
    """Everything one window's paper needs. ``made_at`` is the instant of its newest posting: same state, same bytes.

    ``title`` is folio, invoice, credit_note or information. ``copy`` counts reprints, 0 is the first print.
    ``issued`` is the day a settled window was settled on, ``as_of`` the business date of the newest posting.
    ``rooms`` are (room, from, to). ``holds`` are (amount, card, placed at, ends at the latest). ``corrects`` is the
    number of the folio a credit note takes back from. ``latin`` is the guest's name in Latin letters, printed where
    no font draws the name. ``name_from`` is the guest's country and language: they say how the address turns the
    name. The paper is refused (FD-3) unless ``total`` is the sum of the lines that are no
    payments, and of the taxes' ``gross`` + ``untaxed``; ``paid`` is minus the sum of the payments (positive when the
    guest gave money); ``balance`` = ``total`` - ``paid``; each ``gross`` = ``net`` + ``tax``.
    """

    house: PaperHouse
    title: str
    number: str
    window: int
    copy: int
    copied_at: datetime | None
    language: str
    currency: str
    payee: str
    payee_address: tuple[str, ...]
    payee_tax_number: str
    guest: str
    confirmation: str
    arrival: date
    departure: date
    persons: tuple[int, int]
    rooms: tuple[tuple[str, date, date], ...]
    rate_plan: str
    includes: tuple[str, ...]
    lines: tuple[PaperLine, ...]
    taxes: tuple[PaperTax, ...]
    untaxed: int
    total: int
    paid: int
    balance: int
    apology: tuple[str, ...]
    holds: tuple[tuple[int, str, datetime, date | None], ...]
    made_at: datetime
    corrects: str = ""
    payee_country: str = ""
    latin: str = ""
    name_from: tuple[str, str] = ("", "")
    issued: date | None = None
    as_of: date | None = None
    bridge: BillBridge | None = None


STYLES = ("itemised", "explained", "by_day", "by_department", "one_line_per_stay", "bill_bridge")
"""How the lines of a folio can be grouped on paper."""


@dataclass(frozen=True, slots=True)
class ReadFolioPaper(Question[FolioPaper]):
    """What the paper of one window says; staff notes are not selected. ``language`` empty means the guest's."""

    stay: str
    window: int = 1
    language: str = ""
    style: str = "itemised"
    copy: int = 0
    copied_at: datetime | None = None
