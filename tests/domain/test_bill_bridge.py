"""The causes of a bill: the worked example with tax on top, and any postings at all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.bill_bridge import Cause, Fact, Night, Step, bridge, require_whole
from frontdesk.errors import Refusal

FOURTH = date(2026, 6, 4)


def fact(n: int, amount: int, code: str = "3000", **facts: object) -> Fact:
    kind = {"id": f"p{n}", "kind": "charge", "department": "minibar", "service_date": FOURTH, "text": "Minibar"}
    return Fact(**{**kind, "code": code, "amount": amount, **facts})  # type: ignore[arg-type]


def room(n: int, night: int, amount: int) -> Fact:
    return fact(n, amount, "1000", department="rooms", service_date=FOURTH + timedelta(night))


def tax(n: int, amount: int, code: str) -> Fact:
    return fact(n, amount, code, department="tax", kind="tax")


def test_the_worked_example_sums_to_the_difference():
    """816.00 + 100.00 + 127.10 quoted, 984.77 in the end."""
    prices, moved = (18_900, 18_900, 21_900, 21_900), Step(rooms="204 → 311", change=4_500)
    agreed = (18_900, 23_400, 24_400, None)
    steps = ((), (moved,), (moved,), ())
    nights = [
        Night(night=FOURTH + timedelta(n), quoted=prices[n], agreed=agreed[n], steps=steps[n], stands=(agreed[n] or 0,))
        for n in range(4)
    ]
    facts = [
        *(room(n, n, amount) for n, amount in enumerate((18_900, 23_400, 24_400))),
        fact(10, 4_763, "2010", department="restaurant"),
        fact(11, 1_850),
        fact(12, 2_400, "3100", department="laundry"),
        fact(13, 6_000, "1100", department="rooms", text="Late check-out"),
        *(fact(14 + n, 2_500, "3900", kind="fee", department="other", text="Destination fee") for n in range(3)),
        fact(20, -2_340, "1000", department="rooms", kind="goodwill", names="p1", service_date=FOURTH + timedelta(1)),
        tax(30, 9_255 + 1_874 - 325, "OCC"),
        tax(31, 800, "SALES"),
    ]
    # The quoted fee counts as quoted taxes do: it is no night.
    found = bridge(nights, facts, {"OCC": 12_710}, {})
    sums = {cause: sum(entry.amount for entry in found if entry.cause is cause) for cause in Cause}
    assert sums[Cause.NIGHTS_DROPPED] == -21_900
    assert (sums[Cause.RATE], sums[Cause.MOVE], sums[Cause.CHECK]) == (-2_000, 9_000, 0)
    assert (sums[Cause.EXTRAS], sums[Cause.CREDITS]) == (4_763 + 1_850 + 2_400, -2_340)
    assert sums[Cause.FEES] - 10_000 == 3_500
    assert sums[Cause.TAXES] == -1_106
    moves = [entry for entry in found if entry.cause is Cause.MOVE]
    assert [(entry.first, entry.last, entry.amount) for entry in moves] == [
        (FOURTH + timedelta(1), FOURTH + timedelta(2), 9_000)
    ]
    require_whole(104_310 - 10_000, found, 98_477)


def test_a_correction_goes_where_its_line_went():
    found = bridge([], [fact(1, 600), fact(2, -600, kind="correction", names="p1", whole=True)], {}, {})
    assert [(entry.cause, entry.amount, entry.up, entry.down) for entry in found] == [(Cause.EXTRAS, 0, 600, -600)]


def test_a_night_charged_anew_is_one_night():
    night = Night(night=FOURTH, quoted=10_000, agreed=10_000, stands=(10_000,))
    again = fact(3, 10_000, "1000", department="rooms", replaces=("p1",))
    back = fact(2, -10_000, "1000", department="rooms", kind="allowance", names="p1")
    assert bridge([night], [room(1, 0, 10_000), back, again], {}, {}) == ()


def test_posted_otherwise_than_agreed_is_to_be_checked():
    night = Night(night=FOURTH, quoted=10_000, agreed=10_000, stands=(10_000,))
    found = bridge([night], [room(1, 0, 12_000)], {}, {})
    assert [(entry.cause, entry.amount) for entry in found] == [(Cause.CHECK, 2_000)]


def test_a_bridge_with_a_gap_is_refused():
    with pytest.raises(Refusal, match="does not add up"):
        require_whole(100, (), 101)


KINDS = st.sampled_from(["charge", "fee", "tax", "correction", "allowance", "goodwill", "write_off"])
CODES = st.sampled_from(
    [("1000", "rooms"), ("1100", "rooms"), ("3000", "minibar"), ("VAT", "tax"), ("4000", "paid_out")]
)


@st.composite
def any_facts(draw: st.DrawFn) -> list[Fact]:
    made: list[Fact] = []
    for n in range(draw(st.integers(0, 12))):
        code, department = draw(CODES)
        names = draw(st.sampled_from(["", *(each.id for each in made)]))
        when = FOURTH + timedelta(draw(st.integers(0, 3)))
        made.append(
            fact(
                n,
                draw(st.integers(-9_999, 9_999)),
                code,
                department=department,
                kind=draw(KINDS),
                names=names,
                service_date=when,
                whole=draw(st.booleans()),
                foreign=draw(st.booleans()),
                text=f"text {n % 3}",
            )
        )
    return made


PRICE = st.none() | st.integers(0, 50_000)


@given(any_facts(), st.lists(st.tuples(PRICE, PRICE), min_size=4, max_size=4), st.integers(0, 5_000))
def test_whatever_was_posted_the_causes_sum_to_the_difference(
    facts: list[Fact], prices: list[tuple[int | None, int | None]], quoted_tax: int
):
    nights = [
        Night(night=FOURTH + timedelta(n), quoted=quoted, agreed=agreed, stands=(agreed or 0,))
        for n, (quoted, agreed) in enumerate(prices)
    ]
    found = bridge(nights, facts, {"VAT": quoted_tax}, {})
    quoted = sum(night.quoted or 0 for night in nights) + quoted_tax
    require_whole(quoted, found, sum(fact.amount for fact in facts))
