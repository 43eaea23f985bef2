"""The import from end to end: every row counted, doing it again changes nothing, killed at any point it completes."""

import gzip
import itertools
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from frontdesk.desk import Desk
from frontdesk.errors import Refusal
from frontdesk.intake.bookings import BATCH, ImportReport, import_bookings
from frontdesk.queries.check import CheckHouse
from frontdesk.queries.house import SeeHouse
from frontdesk.queries.search import Find
from tests.intake.booking_csv import PATTERN, as_text, many, packed, row

TODAY = date(2015, 7, 20)
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


def take(database: Path | str, file: Path, today: date = TODAY) -> ImportReport:
    with Desk.open(database, clock=lambda: NOON, durable=False) as desk:
        return import_bookings(desk, file, business_date=today)


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with sqlite3.connect(database) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)  # names from the schema itself
            for name in tables
        }
    connection.close()
    return found


def balances(database: Path) -> Counter[int]:
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT sum(amount) FROM posting GROUP BY stay_id").fetchall()
    connection.close()
    return Counter(balance for (balance,) in rows)


def test_every_row_is_taken_or_refused_with_its_line_and_reason(tmp_path: Path):
    rows = [
        row(),
        row(month="Juli"),
        row(adults=0, adr="0"),
        row(status="Canceled", until="2015-01-05"),
        row(status="No-Show"),
        row(adr="x"),
        row(adults=40, status="Canceled"),
        row(country="Atlantis"),
        row(company="110\u202e"),
    ]
    text = as_text(rows) + "too,short\n\n"
    file = tmp_path / "bookings.csv"
    file.write_text(text, encoding="utf-8")
    report = take(tmp_path / "house.db", file)
    assert [(refused.line, refused.reason.split(".")[0]) for refused in report.refused] == [
        (3, "The month “Juli” is not an English month"),
        (7, "“x” is not an amount"),
        (11, "The line has 2 values; the header has 32"),
        (12, "The line is empty"),
        (10, "The text in company holds a hidden mark that turns the direction of writing"),
    ]
    assert (report.read, report.taken, report.again) == (11, 6, 0)
    assert dict(report.flagged) == {"country unknown": 1, "group": 1, "no rate": 1, "one adult assumed": 1}


def test_the_business_date_decides_who_is_past_in_house_and_expected(tmp_path: Path):
    rows = [
        row(day=17, until="2015-07-19"),
        row(day=18, until="2015-07-20"),
        row(day=19, until="2015-07-21"),
        row(day=20, until="2015-07-22"),
        row(day=21, until="2015-07-23"),
        row(day=18, until="2015-07-20", adults=6),
    ]
    database = tmp_path / "house.db"
    take(database, packed(tmp_path / "b.csv.gz", rows))
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT arrival, status FROM stay ORDER BY confirmation").fetchall()
        posted = connection.execute("SELECT count(*), max(business_date) FROM posting WHERE code = '1000'").fetchone()
    connection.close()
    assert [status for _, status in found] == ["checked_out", "in_house", "in_house", "due_in", "due_in", "due_in"]
    assert posted == (5, "2015-07-19")
    with Desk.open(database) as desk:
        house = desk.ask(SeeHouse())
    assert [(stay.departure.day, stay.due_out) for stay in house.in_house] == [(21, False), (20, True)]


def test_sums_of_a_whole_file(tmp_path: Path):
    database = tmp_path / "house.db"
    rows = many(300)
    report = take(database, packed(tmp_path / "b.csv.gz", rows), date(2015, 9, 1))
    assert (report.read, report.taken, report.refused) == (300, 300, ())
    stays = [values for values in rows if values["reservation_status"] == "Check-Out"]
    expected = sum(int(values["adr"].replace(".", "")) * int(values["stays_in_week_nights"]) for values in stays)
    with sqlite3.connect(database) as connection:
        sold = connection.execute("SELECT sum(amount), count(*) FROM posting WHERE code = '1000'").fetchone()
        torn = connection.execute(
            "SELECT count(*) FROM posting p WHERE p.amount <> p.net + "
            "(SELECT coalesce(sum(t.amount), 0) FROM tax_part t WHERE t.posting_id = p.id)"
        ).fetchone()
        taxes = connection.execute("SELECT sum(t.amount) FROM tax_part t WHERE t.code = 'VAT_LODGING'").fetchone()
        nights = connection.execute("SELECT count(*) FROM room_night").fetchone()
    connection.close()
    count = sum(int(values["stays_in_week_nights"]) for values in stays)
    assert sold == (expected, count)
    assert nights == (count,)
    assert torn == (0,)
    # Half-up per night: price × 6 ÷ 106.
    assert taxes == (
        sum(
            (int(values["adr"].replace(".", "")) * 12 + 106) // 212 * int(values["stays_in_week_nights"])
            for values in stays
        ),
    )
    found = balances(database)
    assert 0.9 < found[0] / found.total() < 0.99
    assert all(balance >= 0 for balance in found)


def test_doing_it_again_changes_nothing(tmp_path: Path):
    file, database = packed(tmp_path / "b.csv.gz", many(60)), tmp_path / "house.db"
    first = take(database, file)
    before = contents(database)
    renamed = file.rename(tmp_path / "other name.csv.gz")
    second = take(database, renamed)
    assert contents(database) == before
    assert (first.taken, first.again) == (60, 0)
    assert (second.read, second.taken, second.again) == (60, 60, 60)
    assert second.flagged == first.flagged


def test_the_house_is_sound_and_everybody_is_found_by_name_and_number(tmp_path: Path):
    database = tmp_path / "house.db"
    take(database, packed(tmp_path / "b.csv.gz", many(60)))
    with sqlite3.connect(database) as connection:
        stays = connection.execute(
            "SELECT s.id, s.confirmation, g.name FROM stay s JOIN guest g ON g.id = s.guest_id"
        ).fetchall()
    connection.close()
    with Desk.open(database) as desk:
        assert desk.ask(CheckHouse()) == ()
        for stay, confirmation, name in stays:
            for typed in (confirmation, name):
                assert stay in {row.stay for row in desk.ask(Find(typed))}


def test_equal_rows_are_different_bookings(tmp_path: Path):
    report = take(tmp_path / "house.db", packed(tmp_path / "b.csv.gz", [row()] * 5))
    assert (report.taken, report.again, report.rooms) == (5, 0, 5)


def test_progress_is_told_after_each_batch_and_may_stop_the_import(tmp_path: Path):
    file, database = packed(tmp_path / "b.csv.gz", many(BATCH + 50)), tmp_path / "house.db"
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise KeyboardInterrupt

    with Desk.open(database, clock=lambda: NOON, durable=False) as desk:
        with pytest.raises(KeyboardInterrupt):
            import_bookings(desk, file, business_date=TODAY, progress=stop)
        assert told == [(BATCH, BATCH + 50)]
        report = import_bookings(desk, file, business_date=TODAY, progress=lambda *step: told.append(step))
    assert told[1:] == [(BATCH, BATCH + 50), (BATCH + 50, BATCH + 50)]
    assert (report.taken, report.again) == (BATCH + 50, BATCH)


KILLED = """
import itertools, os, signal, sys
from datetime import UTC, date, datetime
from pathlib import Path
from frontdesk.desk import Desk
from frontdesk.intake.bookings import import_bookings

steps = itertools.count()
def clock():
    # Asked once for each command inside the transaction: the process dies in the middle of one.
    if next(steps) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    return datetime(2026, 1, 2, 12, tzinfo=UTC)

with Desk.open(sys.argv[1], clock=clock, durable=False) as desk:
    import_bookings(desk, Path(sys.argv[2]), business_date=date(2015, 7, 20))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_at_any_point_and_run_again_it_is_as_if_nothing_had_happened(tmp_path: Path):
    file = packed(tmp_path / "b.csv.gz", many(BATCH + 80))
    take(tmp_path / "calm.db", file)
    database = tmp_path / "killed.db"
    for step in (0, 3, BATCH // 2, BATCH + 20):
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(database), str(file), str(step)],
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == -signal.SIGKILL
    report = take(database, file)
    assert report.again == BATCH
    assert contents(database) == contents(tmp_path / "calm.db")


def _latin(text: str) -> bytes:
    return gzip.compress(text.replace("Resort Hotel", "Hôtel").encode("latin-1"))


@pytest.mark.parametrize(
    ("name", "made", "said"),
    [
        ("b.csv.gz", lambda text: gzip.compress(text.encode())[:-200], "is damaged"),
        ("b.csv.gz", lambda text: gzip.compress(text.encode())[:-4], "is damaged"),
        ("b.csv.gz", lambda text: gzip.compress(text.encode())[:400] + b"\0" * 400, "is damaged"),
        ("b.csv.gz", lambda text: text.encode(), "is not a gzip file"),
        ("b.csv.gz", _latin, "is not written in UTF-8"),
        ("b.csv", lambda text: text.encode("utf-16"), "is not written in UTF-8"),
        ("b.csv", lambda _: b"", "is empty"),
        ("b.csv.gz", lambda _: gzip.compress(b""), "is empty"),
        ("b.csv", lambda text: text.replace("adr,", "rate,", 1).encode(), "lacks 1 of the columns"),
        ("b.csv", lambda _: b"\x89PNG\n", "is not written in UTF-8"),
        ("b.csv", lambda _: b"guest;price\n", "lacks 23 of the columns"),
        ("b.csv", lambda text: text.splitlines()[0].encode(), "holds no booking"),
        ("b.csv", lambda text: text.replace("July", "Jul").encode(), "holds no booking"),
    ],
)
def test_a_damaged_file_is_one_refusal_and_nothing_is_written(
    tmp_path: Path, name: str, made: Callable[[str], bytes], said: str
):
    file, database = tmp_path / name, tmp_path / "house.db"
    # Distinct rows, so that a cut file is damaged somewhere in its middle.
    file.write_bytes(made(as_text(many(300))))
    with pytest.raises(Refusal) as refused:
        take(database, file)
    assert said in refused.value.title
    assert refused.value.help
    with Desk.open(database) as desk, pytest.raises(Refusal, match="no house"):
        desk.ask(SeeHouse())


def test_a_missing_file_is_one_refusal(tmp_path: Path):
    for place, said in ((tmp_path / "nowhere.csv", "There is no file"), (tmp_path, "is a folder")):
        with pytest.raises(Refusal, match=said):
            take(tmp_path / "house.db", place)


def test_another_date_seed_or_file_is_refused_in_the_same_database(tmp_path: Path):
    file, database = packed(tmp_path / "b.csv.gz", many(20)), tmp_path / "house.db"
    take(database, file)
    before = contents(database)
    other = packed(tmp_path / "c.csv.gz", many(21))
    with pytest.raises(Refusal, match="cannot go into this database"):
        take(database, file, date(2015, 7, 21))
    with pytest.raises(Refusal, match="cannot go into this database"):
        take(database, other)
    with Desk.open(database) as desk, pytest.raises(Refusal, match="cannot go into this database"):
        import_bookings(desk, file, business_date=TODAY, seed=1)
    assert contents(database) == before


def test_columns_may_stand_in_another_order_with_others_between_and_a_mark_in_front(tmp_path: Path):
    file = tmp_path / "b.csv"
    columns = ["extra", *reversed(PATTERN)]
    file.write_text("\ufeff" + as_text([row(extra="…")] * 3, columns), encoding="utf-8")
    assert take(tmp_path / "house.db", file).taken == 3


def test_the_same_on_both_databases(address: str, tmp_path: Path):
    file = packed(tmp_path / "b.csv.gz", many(60))
    with Desk.open(address, clock=lambda: NOON) as desk:
        report = import_bookings(desk, file, business_date=TODAY)
        again = import_bookings(desk, file, business_date=TODAY)
        house = desk.ask(SeeHouse())
    assert (report.read, report.taken, again.again) == (60, 60, 60)
    calm = tmp_path / "calm.db"
    take(calm, file)
    with Desk.open(calm) as desk:
        assert desk.ask(SeeHouse()) == house


def _real() -> Path | None:
    for folder in Path(__file__).resolve().parents:
        file = folder / "shared" / "data" / "bookings" / "resort_2015-07_2016-06.csv.gz"
        if file.is_file():
            return file
    return None


REAL = _real()
needs_real = pytest.mark.skipif(REAL is None, reason="the folder shared/data with the real bookings is not here")


@needs_real
def test_the_first_rows_of_the_real_bookings(tmp_path: Path):
    assert REAL is not None
    with gzip.open(REAL, "rt", encoding="utf-8") as lines:
        head = "".join(itertools.islice(lines, 401))
    file = tmp_path / "head.csv"
    file.write_text(head, encoding="utf-8")
    report = take(tmp_path / "house.db", file, date(2015, 9, 1))
    assert (report.read, report.taken, report.refused) == (400, 400, ())


@needs_real
@pytest.mark.long
@pytest.mark.timeout(600)
def test_all_real_bookings(tmp_path: Path):
    assert REAL is not None
    database = tmp_path / "house.db"
    report = take(database, REAL, date(2016, 3, 25))
    assert (report.read, report.taken, report.refused, report.rooms) == (17_534, 17_534, (), 201)
    assert dict(report.flagged) == {
        "group": 16,
        "left early": 11,
        "many children": 1,
        "no rate": 408,
        "no room of this type": 2,
        "one adult assumed": 6,
    }
    with sqlite3.connect(database) as connection:
        status = dict(connection.execute("SELECT status, count(*) FROM stay GROUP BY status").fetchall())
        rooms = dict(connection.execute("SELECT type, count(*) FROM room GROUP BY type").fetchall())
        fullest = connection.execute("SELECT count(*) FROM room_night WHERE night = '2016-03-25'").fetchone()
    connection.close()
    assert (status["cancelled"], status["no_show"]) == (4_271, 139)
    assert status["checked_out"] + status["in_house"] + status["due_in"] == 13_124
    assert rooms == {"A": 71, "B": 1, "C": 13, "D": 53, "E": 33, "F": 12, "G": 9, "H": 3, "I": 6}
    assert fullest == (187,)
    found = balances(database)
    past = found.total() - status["in_house"]
    assert abs(found[0] / past - 0.95) < 0.015
