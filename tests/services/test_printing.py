"""The first paper of a state is the original, each further one a copy."""

import pytest

from frontdesk import commands as do
from frontdesk.errors import Refusal
from frontdesk.store import tables
from tests.hotel import Hotel


def printed(hotel: Hotel, stay: str, **fields: object) -> int:
    copy: int = hotel.do(do.PrintFolio, stay=stay, **fields).facts["copy"]
    return copy


def test_a_reprint_of_the_same_state_is_a_copy(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay)
    assert [printed(hotel, stay) for _ in range(3)] == [0, 1, 2]
    assert printed(hotel, stay, style="explained", language="de") == 3
    hotel.charge(stay)
    assert [printed(hotel, stay), printed(hotel, stay)] == [0, 1]


def test_each_window_counts_its_own_copies(hotel: Hotel) -> None:
    stay = hotel.arrive(company="Nomos AG", company_pays=("rooms",))
    hotel.close_day()
    assert [printed(hotel, stay, window=window) for window in (1, 2, 1, 2)] == [0, 0, 1, 1]


def test_the_log_says_who_printed_what_where(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    printed(small_hotel, stay, language="el")
    (row,) = small_hotel.rows(tables.print_log)
    assert (row.stay_id, row.window, row.style, row.language) == (stay, 1, "itemised", "el")
    assert (row.printed_by, row.workstation) == (small_hotel.ana, "desk-1")


@pytest.mark.parametrize(
    ("fields", "said"), [({"style": "origami"}, "no folio style 'origami'"), ({"window": 2}, "no window 2")]
)
def test_what_is_not_there_is_not_printed(small_hotel: Hotel, fields: dict[str, object], said: str) -> None:
    stay = small_hotel.arrive()
    with pytest.raises(Refusal, match=said):
        printed(small_hotel, stay, **fields)
    assert small_hotel.rows(tables.print_log) == []
