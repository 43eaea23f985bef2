"""Goodwill before it is given: lines, limits, effect; and what waits for a manager."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources

from frontdesk.commands.credit import CreditKind
from frontdesk.queries.base import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLine:
    """A line that may be chosen. ``left`` is what is left of it with its taxes; ``locked`` says why it may not."""

    posting: str
    window: int
    service_date: date
    room: str
    text: str
    rates: str
    left: int
    locked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditEffect:
    """What the credit takes of one line: net, tax and together, and what is left after it."""

    posting: str
    text: str
    service_date: date
    rates: str
    was: int
    net: int
    tax: int
    credit: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """One limit of the person asking: used with this credit, and the limit (None: no figure).

    In minor units; in ppm where ``percent``, as a number where ``times``.
    """

    name: str
    asked: int
    limit: int | None
    percent: bool
    within: bool
    times: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditPreview:
    """The credit as it would be. ``total`` is 0 while nothing is chosen; ``refused`` says why it cannot be given."""

    lines: tuple[CreditLine, ...]
    effects: tuple[CreditEffect, ...]
    base: int
    total: int
    rounding: str
    limits: tuple[LimitRow, ...]
    needs_approver: bool
    approvers: tuple[tuple[str, str], ...]
    balance: int
    balance_after: int
    given_before: int
    currency: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class PreviewCredit(Question[CreditPreview]):
    """What a credit over chosen lines of a stay would do, asked by ``actor``; ``case`` is empty for a new one."""

    stay: str
    actor: str
    chosen: tuple[str, ...] = ()
    kind: CreditKind = CreditKind.PERCENT
    amount: int = 0
    percent: int = 0
    reason: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCredit:
    """A credit that waits for a manager, with the facts beside it."""

    credit: str
    number: str
    stay: str
    room: str
    name: str
    amount: int
    currency: str
    percent: int
    base: int
    reason: str
    to_guest: str
    words: str
    asked_by: str
    asked_by_id: str
    asked_at: datetime
    departure: date
    given_before: int
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class WaitingCredits(Question[tuple[WaitingCredit, ...]]):
    """The queue, most pressing first: earliest departure, then oldest.

    With ``now`` what has waited for too long is left out: it is expired, though nobody has written it down yet.
    """

    now: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason code with its words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class CreditReasons(Question[tuple[Reason, ...]]):
    """The goodwill reasons of the house."""


def reason_words(code: str) -> str:
    """A reason code in words; an unknown one stands for itself."""
    return next((family[code] for family in reasons().values() if code in family), code)


@cache
def reasons() -> dict[str, dict[str, str]]:
    """The shipped reasons by family: correction, goodwill."""
    return tomllib.loads((resources.files("resources") / "reasons.toml").read_text(encoding="utf-8"))
