"""Nights are half-open, dates in order, prices one for each night."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.stay import LONGEST, Span, StayStatus, nights_between, require_prices, require_status
from frontdesk.errors import Refusal

MARCH = date(2025, 3, 2)


def test_t2_departure_is_no_night() -> None:
    assert Span(MARCH, date(2025, 3, 5)).nights == (date(2025, 3, 2), date(2025, 3, 3), date(2025, 3, 4))
    assert Span(MARCH, MARCH).nights == ()
    assert list(nights_between(date(2024, 2, 28), date(2024, 3, 1))) == [date(2024, 2, 28), date(2024, 2, 29)]
    assert list(nights_between(MARCH, MARCH - timedelta(1))) == []


def test_a_span_that_cannot_be() -> None:
    with pytest.raises(
        Refusal, match=r"departure is before the arrival. Arrival Sun 2 Mar 2025, departure Sat 1 Mar 2025"
    ):
        Span(MARCH, date(2025, 3, 1))
    Span(MARCH, MARCH + timedelta(LONGEST))
    with pytest.raises(Refusal, match="longer than 730 nights"):
        Span(MARCH, MARCH + timedelta(LONGEST + 1))
    with pytest.raises(Refusal, match="longer than 730 nights"):
        Span(date.min, date.max)


@given(st.dates(date(1, 1, 1), date(9990, 1, 1)), st.integers(0, LONGEST))
def test_a_span_has_as_many_nights_as_days_between(arrival: date, length: int) -> None:
    nights = Span(arrival, arrival + timedelta(length)).nights
    assert len(nights) == len(set(nights)) == length
    assert all(arrival <= night < arrival + timedelta(length) for night in nights)


def test_prices_are_one_for_each_night_and_never_below_zero() -> None:
    require_prices((0, 1), 2)
    with pytest.raises(Refusal, match="There are 3 nights and 2 prices"):
        require_prices((1, 1), 3)
    with pytest.raises(Refusal, match="below zero"):
        require_prices((1, -1), 2)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (StayStatus.DUE_IN, "has not arrived yet"),
        (StayStatus.CHECKED_OUT, "has left already"),
        (StayStatus.CANCELLED, "was cancelled"),
        (StayStatus.NO_SHOW, "did not arrive"),
    ],
)
def test_a_refusal_says_where_the_guest_is(status: StayStatus, said: str) -> None:
    require_status(status, StayStatus.IN_HOUSE, status)
    with pytest.raises(Refusal, match=f"the guest {said}"):
        require_status(status.value, StayStatus.IN_HOUSE)
