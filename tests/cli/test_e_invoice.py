"""The e-invoice from the command line: a file, or one sentence and exit 2."""

from pathlib import Path

import pytest

from frontdesk import commands as do
from frontdesk.cli import run
from frontdesk.desk import Desk
from frontdesk.domain.folio import PaymentMethod
from tests.documents.norm import broken_rules
from tests.hotel import found_hotel


@pytest.fixture
def settled(sqlite_address: str) -> tuple[str, str]:
    with Desk.open(sqlite_address) as desk:
        hotel = found_hotel(desk, tax_number="EL 000000000")
        stay = hotel.arrive()
        hotel.do(do.ChangeWindow, stay=stay, window=1, payee="Nordwerk", tax_number="DE123456789")
        hotel.charge(stay)
        hotel.do(do.TakePayment, stay=stay, method=PaymentMethod.BANK, amount=1200)
        return sqlite_address, hotel.settle(stay)


def test_the_name_of_the_file_says_the_form(settled: tuple[str, str], tmp_path: Path) -> None:
    address, number = settled
    xml, pdf = tmp_path / "one.xml", tmp_path / "one.pdf"
    for out, given in ((xml, ["--number", number]), (pdf, ["--room", "305", "--window", "1"])):
        assert run(["e-invoice", "--out", str(out), *given, "-d", address]) == 0
    assert broken_rules(xml.read_bytes()) == []
    assert xml.read_bytes()[:5] == b"<?xml"
    assert pdf.read_bytes()[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--number", "F-1999-000001"], "No settled window has the number F-1999-000001."),
        (["--room", "305", "--window", "3"], "This folio has no window 3."),
        (["--room", "305", "--style", "origami"], "There is no folio style 'origami'."),
        ([], "Say whose folio."),
    ],
)
def test_what_is_not_there_is_one_sentence(
    settled: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[str], said: str
) -> None:
    out = tmp_path / "one.pdf"
    assert run(["e-invoice", "--out", str(out), *given, "-d", settled[0]]) == 2
    assert said in capsys.readouterr().err
    assert not out.exists()
