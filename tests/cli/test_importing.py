"""A file that cannot be imported leaves nothing behind, and says why in whole sentences."""

import gzip
from pathlib import Path

import pytest

from frontdesk.cli import run
from tests.intake.booking_csv import as_text, many, packed

REFUSED = 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(as_text(many(50)).encode())[:-40], "is damaged"),
        (gzip.compress(b"a,b\n1,2\n"), "lacks 23 of the columns"),
        (gzip.compress("hôtel\n".encode("utf-16")), "is not written in UTF-8"),
    ],
    ids=["cut short", "other columns", "other encoding"],
)
def test_a_refused_file_leaves_no_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    file, database = tmp_path / "bookings.csv.gz", tmp_path / "new.db"
    file.write_bytes(content)
    assert run(["import", "bookings", str(file), "--business-date", "2015-07-20", "-d", str(database)]) == REFUSED
    words = capsys.readouterr().err
    assert said in words
    assert "Traceback" not in words
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_is_called_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--business-date", "2015-07-20", "-d", str(tmp_path / "new.db")]
    assert run(["import", "bookings", str(tmp_path), *options]) == REFUSED
    assert "is a folder. Name the file in it." in capsys.readouterr().err


def test_a_refused_file_leaves_a_house_that_was_there(tmp_path: Path) -> None:
    good, bad, database = tmp_path / "good.csv.gz", tmp_path / "bad.csv.gz", tmp_path / "house.db"
    packed(good, many(3))
    bad.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    options = ["--business-date", "2015-07-20", "-d", str(database)]
    assert run(["import", "bookings", str(good), *options]) == 0
    assert run(["import", "bookings", str(bad), *options]) == REFUSED
    assert run(["check", "-d", str(database)]) == 0
