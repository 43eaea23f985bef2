"""What is this line? Five short sentences, the numbers that made it, the evidence, and what can be done now."""

from dataclasses import dataclass
from datetime import date

from frontdesk.queries.base import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung of the ladder that makes the figure: how (2 × 4.00, 13 %), what, amount in minor units, quiet or not."""

    how: str
    what: str
    amount: int
    quiet: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One of the six checks: its name, found / not_found / not_applicable, and what was found."""

    check: str
    result: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What can be done: action id, words, change and balance after it in minor units; a refused one says why."""

    action: str
    text: str
    change: int
    balance: int
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The whole story of one line. ``sentences`` are the five, in order: what, when, why, how, now."""

    posting: str
    title: str
    amount: int
    currency: str
    business_date: date
    sentences: tuple[str, str, str, str, str]
    steps: tuple[Step, ...]
    evidence: tuple[Evidence, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ExplainLine(Question[Explanation]):
    """Explain one posting in ``language`` (empty: the house's)."""

    posting: str
    language: str = ""
