"""How connections behave: one moment for a reader, one writer at a time, on the disk before it is said."""

import pytest
from sqlalchemy import Connection, exc, func, select, text

from frontdesk import commands as do
from frontdesk.desk import Desk
from frontdesk.store import tables
from frontdesk.store.engine import open_store, together
from frontdesk.store.reader import Reader
from tests.hotel import Hotel


def count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(tables.posting)).scalar() or 0)


def test_a_reader_sees_one_moment_from_its_first_look_to_its_last(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay)
    with hotel.desk._house.store.read.connect() as connection:
        before = count(connection)
        hotel.charge(stay)
        assert count(connection) == before
    with hotel.desk._house.store.read.connect() as connection:
        assert count(connection) == before + 1


def test_a_reader_cannot_write(hotel: Hotel) -> None:
    hotel.arrive()
    with hotel.desk._house.store.read.connect() as connection, pytest.raises(exc.DBAPIError):
        connection.execute(text("UPDATE room SET state = 'dirty'"))


def test_a_reader_does_not_wait_for_a_writer(hotel: Hotel) -> None:
    stay = hotel.arrive()
    with hotel.desk._house.store.write.begin() as writing:
        writing.execute(text("UPDATE room SET state = 'dirty'"))
        assert hotel.folio(stay).balance == 0


def test_sqlite_waits_for_the_disk_and_wipes_what_it_deletes(sqlite_address: str) -> None:
    store = open_store(sqlite_address)
    with store.write.connect() as connection:
        settings = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "secure_delete")
        }
    store.close()
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
    }


def test_what_one_desk_did_another_one_sees(address: str) -> None:
    from tests.hotel import found_hotel

    with Desk.open(address) as one, Desk.open(address, workstation="desk-2") as two:
        hotel = found_hotel(one)
        stay = hotel.arrive()
        elsewhere = Hotel(two, hotel.ana, hotel.kostas, hotel.maria)
        elsewhere.do(do.PostCharge, stay=stay, code="3000", unit_price=600)
        assert hotel.folio(stay).balance == 600


def test_an_address_never_shows_its_password(postgres_server: str) -> None:
    store = open_store(postgres_server.replace("postgres:@", "postgres:secret@"))
    assert "secret" not in store.address
    store.close()


def test_nothing_is_read_while_statements_go_together(hotel: Hotel) -> None:
    """In a pipeline an answer has not come yet: what is read would be nothing, and look like no row."""
    with hotel.desk._house.store.write.begin() as connection:
        reader = Reader(connection)
        with pytest.raises(AssertionError, match="go together"), together(connection):
            reader.founded()
        assert Reader(connection).founded() is not None
