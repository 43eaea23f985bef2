"""Commands and questions as text, and one sentence for every bad line."""

import io
import json
from typing import Any
from uuid import uuid4

import pytest

from frontdesk import commands as do
from frontdesk.cli import run
from frontdesk.commands.codec import encode
from frontdesk.identity import new_id
from frontdesk.queries.house import SeeHouse
from frontdesk.queries.journal import ReadJournal
from tests.hotel import Hotel


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sqlite_address: str) -> Any:
    """Send lines to `frontdesk do` and get its exit code with one parsed result for each."""

    def send(*lines: str) -> tuple[int, list[dict[str, Any]]]:
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
        code = run(["do", "-d", sqlite_address])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return send


def test_a_line_is_done_and_a_second_time_it_is_known(small_hotel: Hotel, pipe: Any) -> None:
    stay = small_hotel.arrive()
    line = encode(small_hotel.command(do.PostCharge, stay=stay, code="3000", unit_price=600))
    assert pipe(line)[1][0]["ok"]
    code, [again] = pipe(line)
    assert (code, again["again"], len(small_hotel.lines(stay))) == (0, True, 1)


def test_a_line_without_its_moment_is_known_in_a_later_run(small_hotel: Hotel, pipe: Any) -> None:
    charge = {"kind": "PostCharge", "actor": small_hotel.ana, "stay": small_hotel.arrive(), "code": "3000"}
    line = json.dumps({**charge, "id": new_id(), "unit_price": 600})
    assert [pipe(line)[1][0]["again"], pipe(line)[1][0]["again"]] == [False, True]
    assert len(small_hotel.lines(charge["stay"])) == 1


def test_an_id_that_tells_no_time_takes_the_clock(small_hotel: Hotel, pipe: Any) -> None:
    made = small_hotel.desk.now()
    charge = {"kind": "PostCharge", "actor": small_hotel.ana, "stay": small_hotel.arrive(), "code": "3000"}
    assert pipe(json.dumps({**charge, "id": str(uuid4()), "unit_price": 600}))[0] == 0
    row = small_hotel.desk.ask(ReadJournal())[0]
    assert row.made_at >= made


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("not json", "not valid JSON"),
        ("[1]", "not a command"),
        ('{"kind": "Fly"}', "kind of command is unknown"),
        ('{"kind": "CheckIn", "v": 9, "stay": "x"}', "reads version 1"),
        ('{"kind": "CheckIn", "wings": 2}', "has no field 'wings'"),
        ('{"kind": "CheckIn", "stay": "nobody"}', "Nobody with that sign-in works here"),
        ('{"kind": "PostCharge", "stay": "s", "code": "3000", "unit_price": 1.5}', "not valid JSON"),
        ('{"kind": "PostCharge", "stay": "s", "code": "3000", "unit_price": NaN}', "not valid JSON"),
        ('{"kind": "PostCharge", "stay": "s", "code": "3000", "unit_price": 1000000000000000000}', "far too large"),
        ('{"kind": "CheckIn", "stay": "' + "x" * 300_000 + '"}', "characters long"),
        ('{"kind": "CheckIn", "stay": "a\\u0000b"}', "control character"),
        ('{"kind": "CheckIn", "stay": "a\\u202eb"}', "direction of writing"),
        ('{"kind": "CheckIn", "id": "7", "stay": "x"}', "not a UUID"),
        ('{"kind": "CheckIn", "made_at": "2025-11-19T10:00:00", "stay": "x"}', "no time zone"),
        ('{"kind": "CheckIn", "stay": "4111 1111 1111 1111"}', "Card numbers are never stored"),
    ],
)
def test_bad_lines_get_one_sentence_and_change_nothing(small_hotel: Hotel, pipe: Any, line: str, sentence: str) -> None:
    before = small_hotel.desk.ask(SeeHouse()).seq
    code, [answer] = pipe(line)
    assert code == 2
    assert sentence in answer["refused"] + answer["detail"]
    assert not answer["ok"]
    assert small_hotel.desk.ask(SeeHouse()).seq == before


def test_the_same_id_with_another_content_is_refused(small_hotel: Hotel, pipe: Any) -> None:
    stay, one_id = small_hotel.arrive(), new_id()
    line = {"kind": "PostCharge", "id": one_id, "actor": small_hotel.ana, "stay": stay, "code": "3000"}
    stamp = {"made_at": "2025-11-19T10:00:00Z", "workstation": "w"}
    assert pipe(json.dumps({**line, **stamp, "unit_price": 600}))[0] == 0
    code, [answer] = pipe(json.dumps({**line, **stamp, "unit_price": 700}))
    assert (code, answer["refused"]) == (2, "This id was used before for another command.")


def test_questions_are_answered_as_json(
    small_hotel: Hotel, sqlite_address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    small_hotel.arrive("305", name="山田 太郎")
    assert run(["ask", "SeeStay", "room=305", "-d", sqlite_address]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "山田 太郎"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ask", "Everything"], "no question 'Everything'"),
        (["ask", "SeeStay", "room"], "not field=value"),
        (["ask", "SeeStay", "roof=1"], "has no field 'roof'"),
        (["ask", "SeeFolio"], "needs stay"),
        (["ask", "SeeStay", "room=999"], "There is no room 999"),
        (["ask", "SeeStay", "room=101"], "Nobody is in house in room 101"),
        (["folio", "--room", "999", "--out", "x.pdf"], "There is no room 999"),
        (["folio", "--out", "x.pdf"], "Say whose folio"),
        (["folios", "in_house", "--file", "x.pdf"], "Say who hands out the folios. Use --person with one of: Ana,"),
        (["mail", "send", "--person", "Nobody"], "Say who sends the mail. Use --person with one of: Ana,"),
        (["night-audit", "--yes"], "Say who closes the day. Use --actor with one of:"),
        (["folio", "--room", "101", "--out", "x.pdf", "--style", "gothic"], "no folio style 'gothic'"),
        (["folio", "--room", "101", "--out", "x.pdf", "--language", "xx"], "No paper is written in 'xx'"),
        (["folio", "--room", "101", "--out", "x.pdf", "--window", "two"], "as an integer. Try: frontdesk --help"),
        (["import", "bookings", "nothing.csv", "--business-date", "tomorrow"], "not a date"),
    ],
)
def test_what_is_typed_wrong_gets_one_sentence(
    small_hotel: Hotel, sqlite_address: str, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert run([*arguments, "-d", sqlite_address]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said


def test_a_missing_hotel_is_named(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "-d", str(tmp_path / "none.db")]) == 2
    assert "There is no hotel at" in capsys.readouterr().err


def test_check_finds_an_edited_file(
    small_hotel: Hotel, sqlite_address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    import sqlite3

    small_hotel.charge(small_hotel.arrive())
    assert run(["check", "-d", sqlite_address]) == 0
    with sqlite3.connect(sqlite_address) as file:
        file.execute("DROP TRIGGER posting_no_update")
        file.execute("UPDATE posting SET amount = 1, net = 1")
    file.close()
    assert run(["check", "-d", sqlite_address]) == 1
    said = capsys.readouterr().out
    assert "posting_no_update is missing" in said
    assert "A posting is never changed" in said


def test_a_queue_without_mail_says_so(
    small_hotel: Hotel, sqlite_address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert small_hotel.rows is not None
    assert run(["mail", "list", "-d", sqlite_address]) == 0
    assert capsys.readouterr().out == "No message has been written yet.\n"
