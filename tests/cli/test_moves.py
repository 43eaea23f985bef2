"""The report of moves from the command line: a few lines, one list as CSV, all of it as JSON."""

import json
from pathlib import Path

import pytest

from frontdesk.cli import run
from frontdesk.commands.room_move import SetDoNotMove
from frontdesk.domain.room_move import MoveReason
from tests.hotel import Hotel
from tests.services.moves import move


def test_the_report_as_lines_csv_and_json(
    small_hotel: Hotel, sqlite_address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    move(small_hotel, small_hotel.arrive("305", 2), "106", MoveReason.AIR)
    assert run(["moves", "-d", sqlite_address]) == 0
    said = capsys.readouterr().out
    assert said.startswith("2025-10-20 to 2025-11-19: 1 moves\ngiven: 0.00 EUR\n")
    assert run(["moves", "--part", "defects", "-d", sqlite_address]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "number,business_date,from_room,to_room,reason,minutes"
    file = tmp_path / "moves.json"
    assert run(["moves", "--from", "2025-11-19", "--out", str(file), "-d", sqlite_address]) == 0
    assert json.loads(file.read_text())["counts"][0] == {"by": "reason", "key": "Air conditioning", "moves": 1}
    capsys.readouterr()
    assert run(["ask", "ReportMoves", "last=2025-11-19", "-d", sqlite_address]) == 0
    assert json.loads(capsys.readouterr().out)["moves"] == 1


def test_no_spreadsheet_works_out_what_somebody_typed(
    small_hotel: Hotel, sqlite_address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    stay = small_hotel.arrive("305")
    small_hotel.do(SetDoNotMove, stay=stay, reason="=1+1")
    assert run(["moves", "--part", "locked", "-d", sqlite_address]) == 0
    assert ",'=1+1," in capsys.readouterr().out


@pytest.mark.parametrize("options", [["--part", "rooms"], ["--from", "today"], ["--from", "2030-01-01"]])
def test_what_cannot_be_reported_is_refused(small_hotel: Hotel, sqlite_address: str, options: list[str]) -> None:
    assert small_hotel.rows is not None
    assert run(["moves", *options, "-d", sqlite_address]) == 2
