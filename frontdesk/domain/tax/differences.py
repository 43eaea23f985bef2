"""When a stay changes: what it owes against what was posted (T8), and what a long stay gets back (S14)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frontdesk.domain.allocation import allocate
from frontdesk.domain.tax.assessment import AddedTax
from frontdesk.domain.tax.in_force import day_of
from frontdesk.domain.tax.packages import ROOM
from frontdesk.domain.tax.rules import Context, DecideOn, Effect, Jurisdiction, LengthOfStay


class Settle(StrEnum):
    """How a difference is posted on the current business date (T8)."""

    POSTING = "posting"
    CORRECTION = "correction"
    ALLOWANCE = "allowance"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedTax:
    """A tax posting as it stands: what is left of it after corrections and allowances that name it.

    `charge` is the key of the charge it was made on, `window` where it stands; both may be left out.
    """

    key: str
    code: str
    service_date: date
    business_date: date
    amount: int
    charge: str | None = None
    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changes for one tax of one charge on one night. `key` names the posting that is reduced."""

    code: str
    service_date: date
    amount: int
    settle: Settle
    key: str | None = None
    charge: str | None = None


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
    rows: dict[_Place, list[PostedTax]] = {}
    for row in posted:
        rows.setdefault((row.service_date, row.code, _other(row.charge)), []).append(row)
    changes: list[Difference] = []
    for night, code, charge in sorted({*owed, *rows}):
        there = rows.get((night, code, charge), [])
        change = owed.get((night, code, charge), 0) - sum(row.amount for row in there)
        if change > 0:
            more = Difference(
                code=code, service_date=night, amount=change, settle=Settle.POSTING, charge=charge or None
            )
            changes.append(more)
        elif change:
            changes += _take_back(there, -change, business_date)
    return tuple(changes)


_Place = tuple[date, str, str]
"""A tax has its place by night, code, and the charge it is on where that is not the room."""


def _other(charge: str | None) -> str:
    """The key of a charge beside the room; a tax on the room, or on nothing, is one of the night."""
    return "" if charge in {None, ROOM} else str(charge)


def _owed(expected: Mapping[date, Iterable[AddedTax]]) -> dict[_Place, int]:
    owed: dict[_Place, int] = {}
    for night, taxes in expected.items():
        for tax in taxes:
            place = night, tax.code, _other(tax.charge)
            owed[place] = owed.get(place, 0) + tax.amount
    return owed


def _take_back(rows: Sequence[PostedTax], amount: int, business_date: date) -> list[Difference]:
    """The amount taken from the postings: of each window its share, there the latest first, each at most what is left.

    Who pays a part of a tax is given the same part of it back.
    """
    windows: dict[str, list[PostedTax]] = {}
    for row in rows:
        windows.setdefault(row.window, []).append(row)
    shares = allocate(amount, [sum(row.amount for row in there) for there in windows.values()])
    changes = []
    for there, share in zip(windows.values(), shares, strict=True):
        rest = share
        for row in reversed(there):
            part = min(rest, row.amount)
            if part > 0:
                changes.append(_reduction(row, part, business_date))
                rest -= part
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
