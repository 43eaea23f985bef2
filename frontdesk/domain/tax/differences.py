"""When a stay changes: what it owes against what was posted (T8), and what a long stay gets back (S14)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frontdesk.domain.tax.assessment import AddedTax
from frontdesk.domain.tax.in_force import day_of
from frontdesk.domain.tax.rules import Context, DecideOn, Effect, Jurisdiction, LengthOfStay


class Settle(StrEnum):
    """How a difference is posted on the current business date (T8)."""

    POSTING = "posting"
    CORRECTION = "correction"
    ALLOWANCE = "allowance"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedTax:
    """A tax posting as it stands: what is left of it after corrections and allowances that name it."""

    key: str
    code: str
    service_date: date
    business_date: date
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changes for one tax on one night, in one posting. `key` names the posting that is reduced."""

    code: str
    service_date: date
    amount: int
    settle: Settle
    key: str | None = None


def differences(
    expected: Mapping[date, Iterable[AddedTax]], posted: Sequence[PostedTax], business_date: date
) -> tuple[Difference, ...]:
    """What to post so that every night bears the tax it owes; posted rows stay as they are (T8).

    Args:
        expected: per service date what `assess` gives for the stay as it is now.
        posted: the tax postings of the stay, each with what is left of it.
        business_date: the current one, on which the differences are posted.
    """
    owed = _owed(expected)
    rows: dict[tuple[date, str], list[PostedTax]] = {}
    for row in posted:
        rows.setdefault((row.service_date, row.code), []).append(row)
    changes: list[Difference] = []
    for night, code in sorted({*owed, *rows}):
        there = rows.get((night, code), [])
        change = owed.get((night, code), 0) - sum(row.amount for row in there)
        if change > 0:
            changes.append(Difference(code=code, service_date=night, amount=change, settle=Settle.POSTING))
        else:
            changes += _take_back(there, -change, business_date)
    return tuple(changes)


def _owed(expected: Mapping[date, Iterable[AddedTax]]) -> dict[tuple[date, str], int]:
    owed: dict[tuple[date, str], int] = {}
    for night, taxes in expected.items():
        for tax in taxes:
            owed[night, tax.code] = owed.get((night, tax.code), 0) + tax.amount
    return owed


def _take_back(rows: Sequence[PostedTax], amount: int, business_date: date) -> list[Difference]:
    """The amount taken from the postings, the latest first, each at most what is left of it."""
    changes = []
    for row in reversed(rows):
        part = min(amount, row.amount)
        if part > 0:
            changes.append(_reduction(row, part, business_date))
            amount -= part
    return changes


def _reduction(row: PostedTax, amount: int, business_date: date) -> Difference:
    return Difference(
        code=row.code,
        service_date=row.service_date,
        amount=-amount,
        settle=Settle.CORRECTION if row.business_date == business_date else Settle.ALLOWANCE,
        key=row.key,
    )


def taken_back(jurisdiction: Jurisdiction, posted: Sequence[PostedTax], context: Context) -> tuple[Difference, ...]:
    """The tax postings that a stay gets back on the night it becomes long, one by one (S14).

    Args:
        jurisdiction: the rules.
        posted: the tax postings of the stay, each with what is left of it.
        context: the night now spent; its service date also stands for the business date.
    """
    codes = {active.rule.code for active in day_of(jurisdiction, context).on_top if _turns(active.version.los, context)}
    return tuple(
        _reduction(row, row.amount, context.service_date) for row in posted if row.code in codes and row.amount > 0
    )


def _turns(los: LengthOfStay | None, context: Context) -> bool:
    """Whether the nights spent have reached the length that frees the stay from its first night."""
    if los is None or los.effect is not Effect.RETROACTIVE or los.decide_on is not DecideOn.ACTUAL:
        return False
    return max(context.nights_before + 1, context.nights_spent) >= los.from_night
