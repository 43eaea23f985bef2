"""The night audit from the command line: looks, closes once, makes its papers once, goes on after a fall."""

import json
from pathlib import Path

import pytest

from frontdesk.cli import run
from frontdesk.desk import Desk
from frontdesk.queries.house import SeeHouse
from frontdesk.store import tables
from tests.hotel import DAY, found_hotel


@pytest.fixture
def database(sqlite_address: str) -> str:
    with Desk.open(sqlite_address) as desk:
        found_hotel(desk).arrive()
    return sqlite_address


def test_one_night_from_the_command_line(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "papers"
    assert run(["night-audit", "-d", database, "--check"]) == 0
    assert "1000     Room" in capsys.readouterr().out
    close = ["night-audit", "-d", database, "--yes", "--actor", "Kostas", "--date", DAY.isoformat(), "--out", str(out)]
    assert run(close) == 0
    made = {path.name: path.read_bytes() for path in out.iterdir()}
    assert len(made) == 7
    (out / f"{DAY}-checks.csv").unlink()
    assert run(close) == 0
    assert "Kostas at desk-1" in capsys.readouterr().out
    again = {path.name: path.read_bytes() for path in out.iterdir()}
    assert again.keys() == made.keys()
    assert {name for name in made if made[name] != again[name]} <= {f"{DAY}-hand-over.pdf"}
    with Desk.open(database) as desk:
        assert desk.ask(SeeHouse()).business_date.isoformat() == "2025-11-20"
        with desk._house.store.read.connect() as connection:
            assert len(list(connection.execute(tables.night_audit_run.select()))) == 1


def test_a_terminal_sees_how_many_rooms_are_posted(
    database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk.cli.closing._is_terminal", lambda: True)
    assert run(["night-audit", "-d", database, "--yes", "--actor", "Kostas"]) == 0
    assert capsys.readouterr().err == "\rposting 0 of 1 rooms\rposting 1 of 1 rooms\n"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--actor", "Nobody"], "Use --actor with one of: Kostas, Maria"),
        (["--actor", "Kostas", "--date", "yesterday"], "yesterday is not a date"),
        (["--actor", "Kostas", "--date", "2025-12-24"], "The business date 2025-12-24 is not open"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    database: str, asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["night-audit", "-d", database, "--yes", *asked]) == 2
    assert said in capsys.readouterr().err


def test_what_blocks_is_shown_and_nothing_is_closed(sqlite_address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with Desk.open(sqlite_address) as desk:
        found_hotel(desk).reserve()
    assert run(["night-audit", "-d", sqlite_address, "--yes", "--actor", "Kostas"]) == 1
    assert "BLOCKS   Doe, Jo should have arrived by Wed 19 Nov" in capsys.readouterr().out


def test_a_program_reads_one_object_and_nobody_is_asked(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["night-audit", "-d", database, "--actor", "Kostas", "--out", str(tmp_path / "papers")]
    assert run([*asked, "--check", "--json"]) == 0
    before = json.loads(capsys.readouterr().out)
    assert (before["blocked"], before["audit"]["business_date"]) == (False, DAY.isoformat())
    assert run(asked) == 2
    assert "Add --yes" in capsys.readouterr().err
    with Desk.open(database) as desk:
        assert desk.ask(SeeHouse()).business_date == DAY, "nothing was closed"
    assert run([*asked, "--yes", "--json"]) == 0
    after = json.loads(capsys.readouterr().out)
    assert (after["closed"]["stays"], len(after["files"])) == (1, 7)
    assert all(Path(name).is_file() for name in after["files"])


def test_a_program_is_told_what_blocks(sqlite_address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with Desk.open(sqlite_address) as desk:
        found_hotel(desk).reserve()
    assert run(["night-audit", "-d", sqlite_address, "--yes", "--json", "--actor", "Kostas"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["blocked"]
    assert [check["name"] for check in told["audit"]["checks"] if check["state"] == "blocker"] == ["arrivals"]
