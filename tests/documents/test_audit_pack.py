"""The papers of a closed day: the same bytes each time, sums that tie, and nothing a spreadsheet would run."""

import csv
import io
from datetime import timedelta

import pytest

from frontdesk import commands as do
from frontdesk.errors import Refusal
from frontdesk.queries.audit_pack import TABLES, AuditTable, ReadAuditPack, ReadHandOver
from frontdesk.queries.night_audit import ReadClosedDay
from tests.documents.reading import text as text_of
from tests.hotel import DAY, Hotel


def table(hotel: Hotel, name: str) -> list[list[str]]:
    content = hotel.desk.print(AuditTable(DAY, name)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))


def test_the_pack_says_what_the_day_was(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive("305", name="Παπαδοπούλου, Ελένη")
    small_hotel.do(do.PlaceHold, stay=stay, amount=100, brand="Visa", last_four="1111", approval="A1")
    small_hotel.charge(stay)
    small_hotel.do(do.MarkNoShow, stay=small_hotel.reserve("306"), reason="No call")
    small_hotel.close_day()
    closed = small_hotel.desk.ask(ReadClosedDay())
    assert closed is not None
    pack = small_hotel.desk.print(ReadAuditPack(DAY))
    told = text_of(pack)
    for words in (
        closed.head,
        "Kostas",
        "Every arrival is in.",
        "Παπαδοπούλου, Ελένη",
        "No call",
        "205.00",
        "staff only",
    ):
        assert words in told
    small_hotel.close_day(DAY + timedelta(1))
    assert small_hotel.desk.print(ReadAuditPack(DAY)) == pack


def test_the_tables_tie(small_hotel: Hotel) -> None:
    small_hotel.charge(small_hotel.arrive("305"))
    small_hotel.close_day()
    ledgers, codes = table(small_hotel, "trial-balance"), table(small_hotel, "postings-by-code")
    cents = [int(row[2].replace(".", "")) for row in ledgers[1:]]
    assert sum(cents) == sum(int(row[6].replace(".", "")) for row in codes[1:]) == 20500
    assert [row[0] for row in table(small_hotel, "checks")[1:3]] == ["due_out", "arrivals"]
    with pytest.raises(Refusal, match="There is no table 'secrets'"):
        small_hotel.desk.print(AuditTable(DAY, "secrets"))
    assert len(TABLES) == 5


def test_a_name_is_never_a_formula(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive("305", name='=HYPERLINK("x")')
    minus = small_hotel.arrive("306", name="-1+1")
    small_hotel.give(minus, small_hotel.charge(minus, price=90000), amount=50000)
    small_hotel.give(stay, small_hotel.charge(stay, price=90000), amount=50000)
    small_hotel.close_day()
    cells = {cell for row in table(small_hotel, "checks") for cell in row}
    assert {'\'=HYPERLINK("x")', "'-1+1"} <= cells


def test_an_open_day_has_no_pack(small_hotel: Hotel) -> None:
    with pytest.raises(Refusal, match="Wed 19 Nov 2025 has not been closed"):
        small_hotel.desk.print(ReadAuditPack(DAY))


def test_the_hand_over_lists_what_is_open(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive("305")
    small_hotel.case(stay)
    small_hotel.do(do.LeaveWord, words="Lift 2 is noisy.")
    told = text_of(small_hotel.desk.print(ReadHandOver()))
    for words in ("Lift 2 is noisy. (Ana)", "They drill above me since seven", "Arrivals today"):
        assert words in told
    with pytest.raises(Refusal, match="nothing to tell"):
        small_hotel.do(do.LeaveWord, words="  ")


def test_papers_show_the_clock_of_the_hotel(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive("305")
    small_hotel.do(do.PrintFolio, stay=stay)
    small_hotel.close_day()
    pack = small_hotel.desk.ask(ReadAuditPack(DAY))
    printed = next(done for heading, done in pack.done if heading == "Folios handed out")[0]
    sheet = small_hotel.desk.ask(ReadHandOver())
    assert {at.utcoffset() for at in (pack.closed.closed_at, printed.at, sheet.made_at)} == {timedelta(hours=2)}
    told = text_of(small_hotel.desk.print(ReadAuditPack(DAY)))
    assert f"{pack.closed.closed_at:%H:%M} · journal number" in told
    assert f"{printed.at:%H:%M} Ana" in told
    assert " UTC" not in told + text_of(small_hotel.desk.print(ReadHandOver()))
