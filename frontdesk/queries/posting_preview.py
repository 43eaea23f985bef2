"""What charging, correcting, allowing, transferring or splitting would do: questions and their answers."""

from dataclasses import dataclass
from datetime import date

from frontdesk.queries.base import Question
from frontdesk.queries.credit import Reason
from frontdesk.queries.folio import TaxLine


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLine:
    """A line as it would be posted, in minor units; ``stay`` and ``window`` say where."""

    stay: str
    window: int
    payee: str
    kind: str
    text: str
    service_date: date
    amount: int
    net: int
    taxes: tuple[TaxLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowEffect:
    """The balance of a window before and after, in minor units; ``opens`` is True for one that does not exist yet."""

    stay: str
    window: int
    payee: str
    before: int
    after: int
    opens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxEffect:
    """A tax of the stay before and after, by code and rate in parts per million; None is a fixed amount."""

    code: str
    name: str
    rate: int | None
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Every line that would be posted, and what it does to windows and taxes."""

    lines: tuple[PlannedLine, ...] = ()
    windows: tuple[WindowEffect, ...] = ()
    taxes: tuple[TaxEffect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePreview:
    """The charge in minor units: the price, the taxes on top of it by name, all together, and the stay's balance."""

    price: int
    on_top: tuple[tuple[str, int], ...]
    total: int
    balance: int
    balance_after: int
    currency: str
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPreview:
    """What taking a whole line off would do.

    ``kind`` is *correct* for a whole line of the open business date and *allow* for an earlier one or for what is
    left of a line (C1, C2). ``most`` is what can be taken off with the taxes that follow, in minor units.
    ``credit_note`` is the number of the settled folio that a credit note would name. ``refused`` says why nothing
    can be taken off.
    """

    posting: str
    stay: str
    text: str
    service_date: date
    room: str
    kind: str
    most: int
    balance: int
    balance_after: int
    currency: str
    effect: Effect
    credit_note: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingPreview:
    """What an allowance, a transfer or a split would do to the line's stay, in minor units.

    ``left`` is what remains of the line. ``refused`` says why it cannot be done.
    """

    posting: str
    text: str
    left: int
    balance: int
    balance_after: int
    currency: str
    effect: Effect
    credit_note: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewCharge(Question[ChargePreview]):
    """A charge of today: ``quantity`` in thousandths, ``unit_price`` in minor units, both above zero."""

    stay: str
    code: str
    quantity: int
    unit_price: int
    window: int = 1


@dataclass(frozen=True, slots=True)
class PreviewCorrection(Question[CorrectionPreview]):
    """How a line would be taken off."""

    posting: str


@dataclass(frozen=True, slots=True)
class PreviewAllowance(Question[PostingPreview]):
    """An allowance of ``amount`` in minor units, tax included; 0 means all that is left."""

    posting: str
    amount: int = 0


@dataclass(frozen=True, slots=True)
class PreviewTransfer(Question[PostingPreview]):
    """A line moved to a window of its own stay or of another."""

    posting: str
    to_window: int
    to_stay: str = ""


@dataclass(frozen=True, slots=True)
class PreviewSplit(Question[PostingPreview]):
    """A line split by weights."""

    posting: str
    weights: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PreviewGiftBack(Question[PostingPreview]):
    """The gift that a line belongs to, taken back whole."""

    posting: str


@dataclass(frozen=True, slots=True)
class CorrectionReasons(Question[tuple[Reason, ...]]):
    """The reasons a line can be wrong for."""
