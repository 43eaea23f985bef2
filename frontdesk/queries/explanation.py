"""What is this line? Five short sentences, the numbers that made it, the evidence, and what can be done now."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources

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
class Accepted:
    """When the line was explained and the guest accepted, and by whom."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The whole story of one line. ``sentences`` are the five, in order: what, when, why, how, now.

    ``accepted`` is each time the guest accepted it, the newest first; for the staff, since it names a person (BE-4).
    """

    posting: str
    title: str
    amount: int
    currency: str
    business_date: date
    sentences: tuple[str, str, str, str, str]
    steps: tuple[Step, ...]
    evidence: tuple[Evidence, ...]
    options: tuple[Option, ...]
    accepted: tuple[Accepted, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainLine(Question[Explanation]):
    """Explain one posting in ``language`` (empty: the house's)."""

    posting: str
    language: str = ""


def line_topic(posting: str) -> str:
    """What the journal files under a line of the bill."""
    return f"line:{posting}"


@cache
def _texts(language: str) -> dict[str, dict[str, str]]:
    file = resources.files("resources") / "explanations" / f"{language}.toml"
    if not file.is_file():
        return _texts("en")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def meaning_of(code: str, language: str) -> str:
    """The one-line meaning of a transaction code in a language, else in English; taxes share one."""
    texts = _texts(language)["meaning"]
    return texts.get(code) or texts["tax"]


def kind_text(kind: str, language: str) -> str:
    """What a line of this kind is, where the kind says more than its code; else an empty text."""
    return _texts(language)["kind"].get(kind, "")


def policy_of(code: str, language: str) -> str:
    """The house's rule for a code, or an empty text."""
    texts = _texts(language)["policy"]
    return texts.get(code, "" if code.isdigit() else texts["tax"])
