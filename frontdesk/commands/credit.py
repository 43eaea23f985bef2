"""Goodwill: a gift after a problem, on charges that were right."""

from dataclasses import dataclass
from enum import StrEnum

from frontdesk.commands.base import Command, secret
from frontdesk.domain.remedy import Operation


class CreditKind(StrEnum):
    """How the size of a credit was chosen."""

    AMOUNT = "amount"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveCredit(Command):
    """Ask for a goodwill credit over chosen lines of one window.

    ``amount`` is gross in minor units for kind *amount*; ``percent`` in parts per million for kind *percent*.
    Within the own limits it posts at once. Above them it posts if ``approver`` gives the own ``pin`` here,
    otherwise it waits for a manager (GC-20, GC-33). ``total`` is what the form showed, in minor units.
    """

    stay: str
    case: str
    lines: tuple[str, ...]
    kind: CreditKind
    amount: int = 0
    percent: int = 0
    total: int
    reason: str
    severity: int = 2
    to_guest: str
    staff_note: str = ""
    approver: str = ""
    pin: str = secret()
    proposed: Operation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideCredit(Command):
    """A manager approves or declines a waiting credit with the own PIN; never the person who asked (GC-28)."""

    credit: str
    approve: bool
    approver: str
    pin: str = secret()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCredit(Command):
    """The person who asked takes a waiting credit back."""

    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseCredit(Command):
    """Take a posted gift back, whole: every line of the credit that ``posting`` belongs to. A duty manager or above.

    ``to_guest`` is the sentence the guest reads beside it.
    """

    posting: str
    to_guest: str
