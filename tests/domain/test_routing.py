"""Which instruction acts and how much it takes: never more than the charge, never less than nothing (W2, W3)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.routing import Instruction, LimitKind, Supply, first_match, shares

DAY = date(2026, 3, 2)  # a Monday


def instruction(**fields: object) -> Instruction:
    return Instruction(**{"id": "r", "place": 1, "stay": "s", "window": 2, "departments": ("rooms",), **fields})


def supply(**fields: object) -> Supply:
    return Supply(**{"code": "1000", "department": "rooms", "service_date": DAY, "amount": 15000, **fields})


def test_an_instruction_names_departments_or_codes():
    assert instruction().fits(supply())
    assert instruction(departments=(), codes=("1000",)).fits(supply())
    assert not instruction(departments=("bar",), codes=("3000",)).fits(supply())


def test_both_ends_of_its_dates_are_inside():
    narrow = instruction(first=DAY, last=DAY + timedelta(days=1))
    assert [narrow.fits(supply(service_date=DAY + timedelta(days=n))) for n in (-1, 0, 1, 2)] == [
        False,
        True,
        True,
        False,
    ]


def test_weekdays_count_from_monday():
    assert [instruction(weekdays=(0, 6)).fits(supply(service_date=DAY + timedelta(days=n))) for n in (0, 1, 6)] == [
        True,
        False,
        True,
    ]


def test_only_the_first_by_place_acts():
    later, first = instruction(id="a", place=9), instruction(id="b", place=3)
    assert first_match([later, first], supply()) is first
    assert first_match([later, first], supply(department="bar")) is None


def test_v36_a_limit_of_a_hundred_a_day():
    limited = instruction(limit=LimitKind.DAY, value=10000)
    assert [part.amount for part in shares(limited, 15000, 0)] == [10000, 5000]
    assert [part.amount for part in shares(limited, 15000, 9999)] == [1, 14999]
    assert [(part.amount, part.by) for part in shares(limited, 15000, 10000)] == [(15000, None)]


@given(
    amount=st.integers(1, 10**12),
    limit=st.sampled_from(LimitKind),
    value=st.integers(1, 10**12),
    used=st.integers(-(10**9), 10**12),
)
def test_together_never_more_than_the_charge(amount: int, limit: LimitKind, value: int, used: int):
    if limit is LimitKind.PERCENT:
        value = value % 1_000_000 + 1
    parts = shares(instruction(limit=limit, value=value), amount, used)
    assert sum(part.amount for part in parts) == amount
    assert all(part.amount > 0 for part in parts)
    taken = sum(part.amount for part in parts if part.by)
    if limit in (LimitKind.DAY, LimitKind.STAY):
        assert taken <= max(0, value - used)
