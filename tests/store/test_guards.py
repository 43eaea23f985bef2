"""What is written in the ledger is never changed, whatever code tries it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, exc, text

from frontdesk import commands as do
from frontdesk.domain.night_audit import Step
from frontdesk.store import guards, tables
from tests.hotel import DAY, Hotel
from tests.ledgers import CITY, TWELVE, under_rules

TODAY = DAY + timedelta(days=1)


@pytest.fixture
def full(hotel: Hotel) -> Hotel:
    """A house with a row in every append-only table."""
    from frontdesk.domain.room_move import MoveReason, RateDecision

    under_rules(hotel, TWELVE, CITY)
    stay = hotel.arrive("305")
    shown = {"guest": "Doe, Jo", "reason": "resident", "evidence": "Identity card seen"}
    hotel.do(do.ExemptGuest, stay=stay, **shown)
    hotel.close_day(DAY)
    hotel.do(do.NoteNightStep, hotel.kostas, business_date=DAY, step=Step.PACK)
    hotel.do(do.LeaveWord, hotel.kostas, words="The lift is out of order.")
    line = hotel.charge(stay)
    case = hotel.case(stay)
    hotel.do(do.AddNote, case=case, to_guest="We are on it")
    hotel.do(do.AddNote, case=case, staff_only="Again")
    hotel.give(stay, line, percent=100_000)
    hotel.do(do.PrintFolio, stay=stay)
    given = {"from_night": TODAY, "reason": MoveReason.ASKED, "words": "x", "decision": RateDecision.SAME}
    hotel.do(do.MoveRoom, stay=stay, to_room="306", difference=0, **given)
    hotel.do(do.LeaveWord, words="The lift is slow")
    hotel.do(do.NoteNightStep, hotel.kostas, business_date=DAY, step=Step.PACK)
    gone = hotel.reserve("101", name="Gone, Al")
    hotel.do(do.CancelReservation, stay=gone, reason="Asked")
    (guest,) = [row.id for row in hotel.rows(tables.guest) if row.name == "Gone, Al"]
    hotel.do(do.EraseGuest, hotel.maria, guest_id=guest, reason="Asked")
    return hotel


@pytest.fixture
def writing(full: Hotel) -> Iterator[Connection]:
    """A transaction of the program's own, rolled back afterwards."""
    with full.desk._house.store.write.connect() as connection:
        yield connection
        connection.rollback()


def refused(connection: Connection, statement: str) -> str:
    """Why the database says no; what failed is undone."""
    with pytest.raises(exc.DBAPIError) as error, connection.begin_nested():
        connection.execute(text(statement))
    return str(error.value.orig)


def test_every_append_only_table_refuses_every_change(writing: Connection) -> None:
    sqlite = writing.dialect.name == "sqlite"
    for table in guards.APPEND_ONLY:
        columns = tables.metadata.tables[table].primary_key.columns
        assert writing.execute(text(f"SELECT count(*) FROM {table}")).scalar(), f"{table} has a row to guard"
        attempts = [f"UPDATE {table} SET {columns[0].name} = {columns[0].name}", f"DELETE FROM {table}"]
        attempts.append(
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} ORDER BY rowid DESC LIMIT 1"
            if sqlite
            else f"TRUNCATE {table} CASCADE"
        )
        for attempt in attempts:
            assert "append-only" in refused(writing, attempt), attempt


def test_a_change_of_no_row_is_harmless(writing: Connection) -> None:
    if writing.dialect.name == "sqlite":
        writing.execute(text("UPDATE posting SET amount = 1 WHERE id = 'nothing'"))
    else:
        assert "append-only" in refused(writing, "UPDATE posting SET amount = 1 WHERE id = 'nothing'")


def copy_of_a_posting(connection: Connection, **changes: str) -> str:
    """An INSERT of a further posting like the first, with some columns written otherwise."""
    values = {column.name: column.name for column in tables.posting.columns}
    values |= {"id": "'new'", "reverses": "NULL", "reduces": "NULL", "n": "99"}
    values |= {"business_date": "(SELECT business_date FROM house)", **changes}
    return (
        f"INSERT INTO posting ({', '.join(values)}) SELECT {', '.join(values.values())} FROM posting ORDER BY n LIMIT 1"
    )


@pytest.mark.parametrize("column", ["amount", "net", "unit_price", "quantity"])
def test_sqlite_takes_whole_minor_units_only(small_hotel: Hotel, column: str) -> None:
    small_hotel.charge(small_hotel.arrive())
    with small_hotel.desk._house.store.write.connect() as connection:
        for value in ("12.5", "'12.50'", "'x'"):
            assert "whole minor units" in refused(connection, copy_of_a_posting(connection, **{column: value}))
        connection.execute(text(copy_of_a_posting(connection, **{column: "1200"})))
        connection.rollback()


def test_amounts_of_nothing_and_beyond_every_bill_are_refused(writing: Connection) -> None:
    for value in ("0", str(10**15 + 1), str(-(10**15) - 1)):
        assert "ck_posting" in refused(writing, copy_of_a_posting(writing, amount=value))


def test_a_settled_window_takes_no_posting(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay)
    hotel.pay(stay, 1200)
    hotel.settle(stay)
    with hotel.desk._house.store.write.connect() as connection:
        assert "the window is settled" in refused(connection, copy_of_a_posting(connection))


def test_a_settled_window_is_never_opened_again(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay)
    hotel.pay(stay, 1200)
    hotel.settle(stay)
    with hotel.desk._house.store.write.connect() as connection:
        for change in ("settled = NULL", "settled = 'F-2025-000009'", "payee = 'Somebody else'"):
            said = refused(connection, f"UPDATE folio_window SET {change} WHERE settled IS NOT NULL")
            assert "the window is settled" in said
        assert "the window is settled" in refused(connection, "DELETE FROM folio_window")


@pytest.mark.parametrize("offset", [-1, 1])
def test_only_the_open_business_date_takes_postings(hotel: Hotel, offset: int) -> None:
    hotel.charge(hotel.arrive())
    day = DAY + timedelta(offset)
    with hotel.desk._house.store.write.connect() as connection:
        assert "business date is closed" in refused(connection, copy_of_a_posting(connection, business_date=f"'{day}'"))


def test_a_line_is_taken_back_once(hotel: Hotel) -> None:
    stay = hotel.arrive()
    line = hotel.charge(stay)
    hotel.do(do.CorrectPosting, posting=line, reason="C-DUPL")
    with hotel.desk._house.store.write.connect() as connection:
        assert "reverses" in refused(connection, copy_of_a_posting(connection, reverses=f"'{line}'"))


def test_a_room_night_has_one_stay(hotel: Hotel) -> None:
    first, second = hotel.arrive("305", 1), hotel.arrive("306", 1)
    with hotel.desk._house.store.write.connect() as connection:
        refused(connection, f"INSERT INTO room_night (room, night, stay_id) VALUES ('305', '{DAY}', '{second}')")
        refused(connection, f"INSERT INTO room_night (room, night, stay_id) VALUES ('307', '{DAY}', '{first}')")


def test_nobody_decides_the_own_request_even_in_the_database(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.give(stay, hotel.charge(stay), percent=900_000)
    with hotel.desk._house.store.write.connect() as connection:
        said = refused(connection, "UPDATE credit SET state = 'posted', decided_by = asked_by, decided_how = 'pin'")
        assert "second_person" in said


def test_a_refused_write_is_said_in_the_houses_words(hotel: Hotel) -> None:
    """The handler's own check is the first guard; this is what the second one sounds like."""
    from frontdesk.errors import Refusal
    from frontdesk.store.spoken import spoken

    hotel.charge(hotel.arrive())
    with (
        pytest.raises(Refusal, match=r"What is written in the ledger is never changed"),
        spoken(),
        hotel.desk._house.store.write.begin() as connection,
    ):
        connection.execute(text("DELETE FROM posting"))


def test_every_guard_is_in_place_and_named(full: Hotel) -> None:
    assert full.faults() == ()
    assert len(guards.guard_names(full.desk._house.store.dialect)) >= len(guards.APPEND_ONLY)
