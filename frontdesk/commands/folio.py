"""Work on a folio: charges, payments, and the ways to put a line right."""

from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.commands.base import Command, secret
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.remedy import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCharge(Command):
    """Charge something to a window of a stay.

    ``quantity`` is in thousandths (2 pieces = 2000); ``unit_price`` in minor units. The taxes follow from the code.
    ``service_date`` is the day the supply belongs to; empty means the business date.
    """

    stay: str
    window: int = 1
    code: str
    quantity: int = 1000
    unit_price: int
    text: str = ""
    reference: str = ""
    items: tuple[str, ...] = ()
    taken_at: datetime | None = None
    service_date: date | None = None
    outlet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePayment(Command):
    """Money from the guest, in minor units above zero. A card leaves its brand and last four digits, nothing more.

    A ``deposit`` before arrival stands on a window of its own until check-in (P1). Cash in another currency names it
    in ``foreign`` with what was ``handed`` over in its minor units and the ``rate`` as text (P4); ``amount`` may then
    stay 0, and ``change`` is what was given back in the folio's currency.
    """

    stay: str
    window: int = 1
    method: PaymentMethod
    amount: int = 0
    brand: str = ""
    last_four: str = ""
    approval: str = ""
    deposit: bool = False
    foreign: str = ""
    handed: int = 0
    rate: str = ""
    change: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPosting(Command):
    """Undo a wrong posting of the open business date, to the minor unit and with its taxes (C1).

    Without evidence (``C-NOBK``) and above the own limit for allowances, ``approver`` and ``pin`` are needed.
    """

    posting: str
    reason: str
    text: str = ""
    approver: str = ""
    pin: str = secret()
    proposed: Operation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAllowance(Command):
    """Take back all or part of a charge of an earlier business date that was wrong (C2).

    From a settled window it becomes a credit note (N1).
    ``amount`` is gross in minor units; 0 means all that is left. Above the own limit ``approver`` and ``pin``
    are needed.
    """

    posting: str
    amount: int = 0
    reason: str
    text: str = ""
    approver: str = ""
    pin: str = secret()
    proposed: Operation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferPosting(Command):
    """Move a posting to another window of this stay, or to another stay (W1)."""

    posting: str
    to_stay: str = ""
    to_window: int
    reason: str = ""
    proposed: Operation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPosting(Command):
    """Split a posting into parts by weights; each part keeps its share of every tax (X1)."""

    posting: str
    weights: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPayment(Command):
    """Give money back to a payment of this folio (P3).

    ``window`` 0 is the payment's own window, or the credit note of it once that is settled (N1).
    """

    payment: str
    amount: int
    reason: str
    window: int = 0
    approver: str = ""
    pin: str = secret()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHold(Command):
    """Record an authorisation on a card; it never enters the ledger (P2)."""

    stay: str
    amount: int
    brand: str
    last_four: str
    approval: str = ""
    made_up_of: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHold(Command):
    """Let an authorisation go; makes no posting."""

    hold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureHold(Command):
    """Take money from an authorisation: a payment in minor units at most the hold, which it closes (P2)."""

    hold: str
    amount: int
    window: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOff(Command):
    """Give up what a window owes, or is owed: a duty manager, or one who approves here; with words.

    ``amount`` is in minor units above zero, at most the balance.
    """

    stay: str
    window: int = 1
    amount: int
    text: str
    approver: str = ""
    pin: str = secret()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWindow(Command):
    """Open a further window of a stay's folio for a payee (up to 8). ``country`` is ISO 3166-1 alpha-2."""

    stay: str
    payee: str
    address: tuple[str, ...] = ()
    tax_number: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeWindow(Command):
    """Say anew who pays a window that is not settled, as it stands on the paper; country as ISO 3166-1 alpha-2."""

    stay: str
    window: int
    payee: str
    address: tuple[str, ...] = ()
    tax_number: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleWindow(Command):
    """Close a window at balance zero: it gets the next gapless number and is frozen (N1, N2)."""

    stay: str
    window: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintFolio(Command):
    """Hand the paper of one window to a guest, and note who got it. A further print of the same state says COPY.

    ``language`` empty means the guest's; ``style`` is one of itemised, explained, by_day, by_department,
    one_line_per_stay.
    """

    stay: str
    window: int = 1
    style: str = "itemised"
    language: str = ""
