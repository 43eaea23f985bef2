"""What happens to a house's file while it is open, said in one sentence; nothing confirmed is lost."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from frontdesk.desk import Desk
from frontdesk.errors import Unavailable
from frontdesk.queries.journal import ReadJournal
from frontdesk.store import engine
from tests.hotel import Hotel, found_hotel


@pytest.fixture
def alone(sqlite_address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hotel]:
    monkeypatch.setattr(engine, "_COMMON", ("busy_timeout=100", *engine._COMMON[1:]))
    with Desk.open(sqlite_address) as desk:
        yield found_hotel(desk)


def pragma(hotel: Hotel, *words: str) -> None:
    """Set these on the one connection that writes."""
    with closing(hotel.desk._house.store.write.raw_connection()) as connection:
        for each in words:
            connection.driver_connection.execute(f"PRAGMA {each}").fetchall()


def refused(hotel: Hotel, stay: str) -> str:
    with pytest.raises(Unavailable) as said:
        hotel.charge(stay)
    return str(said.value)


def test_another_program_that_holds_the_file_is_waited_for_and_then_named(alone: Hotel, sqlite_address: str) -> None:
    stay = alone.arrive()
    with closing(sqlite3.connect(sqlite_address, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert refused(alone, stay).startswith("Another program holds the database; nothing was changed. Try again")
        other.execute("ROLLBACK")
    alone.charge(stay)
    assert alone.folio(stay).balance == 1200


def test_a_full_disk_and_a_file_that_must_not_be_written(alone: Hotel) -> None:
    stay = alone.arrive()
    pragma(alone, "max_page_count=1")
    before = alone.folio(stay).balance
    said = ""
    for _ in range(200):
        try:
            alone.charge(stay, text="x" * 200)
            before += 1200
        except Unavailable as full:
            said = str(full)
            break
    assert said == "The disk is full; nothing was changed. Make room on the disk, then try again."
    assert alone.folio(stay).balance == before
    pragma(alone, "max_page_count=1000000", "query_only=ON")
    assert refused(alone, stay).startswith("The database file cannot be written; nothing was changed.")
    pragma(alone, "query_only=OFF")
    alone.charge(stay)
    assert alone.folio(stay).balance == before + 1200


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of an open file")
def test_whoever_looks_first_rescues_what_had_been_saved(alone: Hotel, sqlite_address: str) -> None:
    stay = alone.arrive()
    alone.charge(stay)
    path = Path(sqlite_address)
    path.rename(path.with_name("moved.db"))
    with pytest.raises(Unavailable, match="rescued"):
        alone.folio(stay)
    with Desk.open(path.with_name(f"{path.stem}-rescued{path.suffix}")) as again:
        assert Hotel(again, alone.ana, alone.kostas, alone.maria).folio(stay).balance == 1200


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of an open file")
def test_a_file_deleted_while_it_is_open_takes_nothing_with_it(alone: Hotel, sqlite_address: str) -> None:
    stay = alone.arrive()
    alone.charge(stay)
    path = Path(sqlite_address)
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    said = refused(alone, stay)
    rescued = path.with_name(f"{path.stem}-rescued{path.suffix}")
    assert said.startswith(f"{path.name} was deleted or replaced while it was in use; nothing is saved any more.")
    assert rescued.name in said
    with pytest.raises(Unavailable, match="deleted or replaced"):
        alone.folio(stay)
    assert [left.name for left in path.parent.glob(f"{path.name}*")] == [], "no empty file stands in its place"
    alone.desk.close()
    with Desk.open(rescued) as again:
        assert Hotel(again, alone.ana, alone.kostas, alone.maria).folio(stay).balance == 1200


def test_a_clock_set_back_an_hour_changes_no_order(sqlite_address: str) -> None:
    now = [datetime(2025, 11, 21, 15, 0, tzinfo=UTC)]
    with Desk.open(sqlite_address, clock=lambda: now[0]) as desk:
        hotel = found_hotel(desk)
        stay = hotel.arrive()
        hotel.charge(stay)
        now[0] -= timedelta(hours=1)
        hotel.charge(stay, price=700)
        assert [line.amount for line in hotel.lines(stay)] == [1200, 1400]
        assert "14.00" in desk.ask(ReadJournal(stay=stay))[0].sentence
