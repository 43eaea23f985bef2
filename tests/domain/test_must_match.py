"""What a room must have: needs among the wishes, and the wish that the reason makes a need."""

import pytest

from frontdesk.domain.must_match import has, lacks, meets, musts_of
from frontdesk.domain.room_move import MoveReason


@pytest.mark.parametrize(
    ("wishes", "reason", "musts"),
    [
        (("Accessible bathroom", "high floor"), MoveReason.ASKED, ("accessible",)),
        (("non-smoking",), MoveReason.ASKED, ("non-smoking",)),
        (("Smoking room",), MoveReason.ASKED, ("smoking",)),
        (("Pet: a cat",), MoveReason.ASKED, ("pet",)),
        (("no carpet", "twin beds", "sea view"), MoveReason.ASKED, ()),
        (("twin beds",), MoveReason.BED, ("twin beds",)),
        (("sea view",), MoveReason.VIEW, ("sea view",)),
        ((), MoveReason.VIEW, ("view",)),
        ((), MoveReason.CONNECTING, ("connecting",)),
        (("connecting to 305",), MoveReason.CONNECTING, ("connecting",)),
        ((), MoveReason.ACCESSIBLE, ("accessible",)),
        ((), MoveReason.BED, ()),
        ((), MoveReason.SMOKING, ()),
    ],
)
def test_with_a_reason_of_its_class_the_wish_becomes_a_must(
    wishes: tuple[str, ...], reason: MoveReason, musts: tuple[str, ...]
) -> None:
    assert musts_of(wishes, reason) == musts
    assert musts_of(wishes, reason, musts) == ()


@pytest.mark.parametrize(
    ("must", "beds", "features", "met"),
    [
        ("smoking", "", ("smoking",), True),
        ("smoking", "", ("non-smoking",), False),
        ("smoking", "", (), False),
        ("non-smoking", "", (), True),
        ("non-smoking", "", ("smoking",), False),
        ("pet", "", ("Pets welcome",), True),
        ("pet", "", ("carpet",), False),
        ("accessible", "", ("Accessible",), True),
        ("connecting", "", ("connecting to 306",), True),
        ("twin beds", "TWIN", (), True),
        ("twin beds", "king", (), False),
        ("sea view", "", ("part sea view",), True),
        ("view", "", ("sea view",), True),
    ],
)
def test_a_room_meets_a_need_or_not(must: str, beds: str, features: tuple[str, ...], *, met: bool) -> None:
    room = has(beds, features)
    assert meets(room, must) is met
    assert lacks(room, (must,)) == ("" if met else must)
