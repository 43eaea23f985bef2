from __future__ import annotations

import pytest

from frontdesk.domain.room_move import MoveReason, is_house_fault, nature_words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (MoveReason.AIR, "Defect: the house's fault; the price never rises"),
        (MoveReason.NOISE_BUILDING, "Defect: the house's fault; the price never rises"),
        (MoveReason.NOISE_GUEST, "Defect: another guest's fault"),
        (MoveReason.ROOM_CLOSED, "The house asks; the price never rises"),
        (MoveReason.SAFETY, "Safety comes first"),
        (MoveReason.UPSELL, "Wish, no defect"),
        (MoveReason.ASKED, "Wish, no defect"),
    ],
)
def test_a_reason_says_what_it_makes_of_the_move(reason: MoveReason, words: str):
    assert nature_words(reason) == words


def test_it_says_that_the_price_never_rises_exactly_where_that_is_so():
    assert {reason for reason in MoveReason if "never rises" in nature_words(reason)} == set(
        filter(is_house_fault, MoveReason)
    )
