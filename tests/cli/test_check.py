"""The check of a house says what is wrong, and the search can be mended."""

import pytest
from sqlalchemy import delete

from frontdesk.cli import run
from frontdesk.store import tables
from tests.hotel import Hotel


def test_a_lost_guest_is_found_by_the_check_and_again_after_the_repair(
    small_hotel: Hotel, sqlite_address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    small_hotel.arrive(name="Lost, Guest")
    assert run(["check", "-d", sqlite_address]) == 0
    assert "every guest can be found" in capsys.readouterr().out
    with small_hotel.desk._house.store.write.begin() as connection:
        connection.execute(delete(tables.search_guest))
    assert run(["check", "-d", sqlite_address]) == 1
    assert "1 cannot. Repair it with: frontdesk check --repair-search" in capsys.readouterr().out
    assert run(["check", "--repair-search", "-d", sqlite_address]) == 0
    assert "written anew for 1 guests" in capsys.readouterr().out
    assert small_hotel.desk.unfindable() == 0


def test_the_search_is_mended_on_both_databases(hotel: Hotel) -> None:
    hotel.arrive(name="Lost, Guest")
    with hotel.desk._house.store.write.begin() as connection:
        connection.execute(delete(tables.search_guest))
    assert (hotel.desk.unfindable(), hotel.desk.repair_search(), hotel.desk.unfindable()) == (1, 1, 0)
