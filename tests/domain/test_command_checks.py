from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from frontdesk.commands import AddNote
from frontdesk.commands.checks import check
from frontdesk.errors import Refusal

NOTE = AddNote(
    id="01a201bc-a6aa-7b55-993e-ba64ee08c1b6",
    actor="ana",
    workstation="desk-1",
    made_at=datetime(2025, 11, 20, tzinfo=UTC),
    case="c",
    to_guest="Sorry",
)


def test_an_id_whose_digits_look_like_a_card_number_passes():
    check(replace(NOTE, case="0000ab4a-bc41-7111-8111-0000009d9342"))


@pytest.mark.parametrize("text", ["4111 1111 1111 1111", "my card 4111-1111-1111-1111, please"])
def test_a_card_number_in_words_is_refused(text: str):
    with pytest.raises(Refusal, match="Card numbers are never stored"):
        check(replace(NOTE, to_guest=text))
