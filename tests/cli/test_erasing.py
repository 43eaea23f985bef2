"""Erasing a guest from the command line."""

from pathlib import Path

import pytest

from frontdesk import commands as do
from frontdesk.cli import run
from frontdesk.desk import Desk
from frontdesk.store import tables
from tests.hotel import found_hotel


@pytest.fixture
def left(sqlite_address: str) -> tuple[str, str]:
    """A house that a guest has cancelled in: its address, and the confirmation number."""
    with Desk.open(sqlite_address) as desk:
        hotel = found_hotel(desk)
        stay = hotel.reserve("305", name="Xylander, Qaplaquin")
        hotel.do(do.CancelReservation, stay=stay, reason="Asked")
        return sqlite_address, str(hotel.rows(tables.stay)[0].confirmation)


def test_a_guest_is_erased_and_listed(left: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    address, number = left
    given = ["erase", number, "--reason", "Asked by letter", "--person", "Maria", "--yes", "-d", address]
    assert run(given) == 0
    assert "1 stays" in capsys.readouterr().out
    assert Path(f"{address}.erased").read_text().count("EraseGuest") == 1
    assert run(["check", "-d", address]) == 0
    assert b"Qaplaquin" not in Path(address).read_bytes()


@pytest.mark.parametrize(
    ("person", "number", "said"),
    [("Ana", "", "Say which manager erases"), ("Maria", "R-9", "No stay has the confirmation number R-9")],
)
def test_what_is_refused(
    left: tuple[str, str], person: str, number: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    address, confirmation = left
    given = ["erase", number or confirmation, "--reason", "Asked", "--person", person, "--yes", "-d", address]
    assert run(given) == 2
    assert said in capsys.readouterr().err
