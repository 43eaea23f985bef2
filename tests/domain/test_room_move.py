"""How the price of a night behaves when the guest moves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.room_move import (
    REASON_WORDS,
    REQUIRED_APPROVAL,
    MoveReason,
    NightBefore,
    RateDecision,
    Target,
    is_house_fault,
    is_noise,
    new_price,
    why_not,
)

SAME, KEEP, UPSELL, DOWN = RateDecision
HIGHER, EQUAL, LOWER = (Target(charged_rank=2, rank=rank, list_price=28900) for rank in (3, 2, 1))


def offered(target: Target, reason: MoveReason) -> list[RateDecision]:
    return [decision for decision in RateDecision if not why_not(decision, target, reason)]


@pytest.mark.parametrize(
    ("target", "reason", "decisions"),
    [
        (EQUAL, MoveReason.AIR, [SAME]),
        (EQUAL, MoveReason.ASKED, [SAME]),
        (HIGHER, MoveReason.ASKED, [KEEP, UPSELL]),
        (HIGHER, MoveReason.AIR, [KEEP]),
        (HIGHER, MoveReason.NOISE_BUILDING, [KEEP]),
        (HIGHER, MoveReason.NOISE_GUEST, [KEEP, UPSELL]),
        (LOWER, MoveReason.AIR, [DOWN]),
        (LOWER, MoveReason.DOWNGRADE, [DOWN]),
    ],
)
def test_rm6_what_is_offered(target: Target, reason: MoveReason, decisions: list[RateDecision]) -> None:
    assert offered(target, reason) == decisions


@pytest.mark.parametrize("reason", sorted(filter(is_house_fault, MoveReason)))
@given(price=st.integers(0, 10**9), listed=st.integers(0, 10**9), charged=st.integers(0, 10**9), rank=st.integers(0, 4))
def test_rm21_a_fault_of_the_house_never_raises_a_price(
    reason: MoveReason, price: int, listed: int, charged: int, rank: int
) -> None:
    target = Target(charged_rank=2, rank=rank, list_price=listed)
    night = NightBefore(night=date(2025, 3, 2), price=price, charged_price=charged)
    for decision in offered(target, reason):
        assert new_price(decision, night, target) <= price


def test_rm6_an_upsell_adds_the_difference_of_the_types() -> None:
    night = NightBefore(night=date(2025, 3, 2), price=17000, charged_price=18900)
    assert new_price(UPSELL, night, HIGHER) == 27000
    assert new_price(KEEP, night, HIGHER) == new_price(SAME, night, EQUAL) == 17000


def test_a_price_never_falls_below_zero() -> None:
    night = NightBefore(night=date(2025, 3, 2), price=1000, charged_price=18900)
    assert new_price(DOWN, night, Target(charged_rank=2, rank=1, list_price=12900)) == 0


def test_what_gives_value_away_needs_a_second_person() -> None:
    assert frozenset({KEEP, DOWN}) == REQUIRED_APPROVAL


def test_every_reason_has_words_and_noise_is_noise() -> None:
    assert set(REASON_WORDS) == set(MoveReason)
    assert all(REASON_WORDS.values())
    assert {reason for reason in MoveReason if is_noise(reason)} == {MoveReason.NOISE_GUEST, MoveReason.NOISE_BUILDING}
    assert all(len(reason.value) <= 8 for reason in MoveReason)
