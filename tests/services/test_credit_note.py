"""A settled window stays as it is: what was wrong in it, or is given for it, stands on a credit note (N1)."""

from typing import Any

import pytest
from sqlalchemy import select

from frontdesk import commands as do
from frontdesk.commands.credit import CreditKind
from frontdesk.domain.case import CaseKind
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.credit import PreviewCredit
from frontdesk.queries.explanation import ExplainLine
from frontdesk.queries.folio import ReadFolioPaper
from frontdesk.store import tables
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.ledgers import balance, done, nights, pay, rows, settled, shown, taxes

TOLD = {"reason": "G-NOIB", "to_guest": "We are sorry for the noise."}


def gone(hotel: Hotel, *prices: int, room: str = "305") -> tuple[str, list[str], str, str]:
    """A guest whose window 1 is settled: stay, lines, payment, number."""
    stay = hotel.arrive(room, nights=2)
    lines = [hotel.charge(stay, "3900", price=price, quantity=1000) for price in prices]
    paid = pay(hotel, stay, sum(prices))
    return stay, lines, paid, settled(hotel, stay)


def refund(hotel: Hotel, payment: str, minor: int, **fields: Any) -> None:
    given = {"reason": "credit note", "approver": hotel.kostas, "pin": KOSTAS_PIN, **fields}
    hotel.do(do.RefundPayment, payment=payment, amount=minor, **given)


def test_an_allowance_names_the_line_and_stands_on_a_note_with_a_series_of_its_own(hotel: Hotel) -> None:
    stay, lines, paid, number = gone(hotel, 6000, 2000)
    before = hotel.folio(stay).windows[0]
    hotel.do(do.PostAllowance, posting=lines[0], amount=2000, reason="C-INCL")
    hotel.do(do.PostAllowance, posting=lines[1], reason="C-DUPL")
    view = hotel.folio(stay).windows
    assert [(window.kind, window.corrects, window.balance) for window in view] == [
        ("guest", "", 0),
        ("credit_note", number, -4000),
    ]
    assert [(line.posting, line.amount) for line in view[0].lines] == [
        (line.posting, line.amount) for line in before.lines
    ]
    assert [line.left for line in view[0].lines] == [4000, 0, -8000]
    assert shown(hotel, stay, 2) == [("allowance", -2000, -387), ("allowance", -2000, -387)]
    with pytest.raises(Refusal, match=r"stands at -40\.00"):
        settled(hotel, stay, 2)
    refund(hotel, paid, 4000)
    assert settled(hotel, stay, 2) == "CN-2025-000001"
    assert balance(hotel, stay) == 0
    assert hotel.faults() == ()


def test_a_second_note_follows_a_settled_one_and_numbers_have_no_gap(hotel: Hotel) -> None:
    stay, lines, paid, number = gone(hotel, 6000, 2000)
    for line in lines:
        hotel.do(do.PostAllowance, posting=line, amount=500, reason="C-QTY")
        refund(hotel, paid, 500)
        settled(hotel, stay, len(hotel.folio(stay).windows))
    assert [(window.settled, window.corrects) for window in hotel.folio(stay).windows] == [
        (number, ""),
        ("CN-2025-000001", number),
        ("CN-2025-000002", number),
    ]
    assert gone(hotel, 100, room="306")[3] == "F-2025-000002"
    assert hotel.faults() == ()


def test_a_note_never_gives_more_than_is_left(hotel: Hotel) -> None:
    _, (line,), paid, _ = gone(hotel, 3000)
    hotel.do(do.PostAllowance, posting=line, amount=2500, reason="C-QTY")
    with pytest.raises(Refusal, match="more than is left"):
        hotel.do(do.PostAllowance, posting=line, amount=501, reason="C-QTY")
    with pytest.raises(Refusal, match=r"At most 25\.00"):
        refund(hotel, paid, 2501)
    assert taxes(hotel) == {"VAT_STD": 97}


def test_correcting_moving_or_splitting_a_settled_line_is_refused(small_hotel: Hotel) -> None:
    stay, (line,), _, number = gone(small_hotel, 3000)
    small_hotel.do(do.OpenWindow, stay=stay, payee="Friend")
    for kind, fields in (
        (do.CorrectPosting, {"reason": "C-QTY"}),
        (do.TransferPosting, {"to_window": 2}),
        (do.SplitPosting, {"weights": (1, 1)}),
    ):
        with pytest.raises(Refusal, match=f"settled as {number}"):
            small_hotel.do(kind, posting=line, **fields)


def test_a_refund_of_a_settled_payment_without_a_note_is_refused(small_hotel: Hotel) -> None:
    _, _, paid, number = gone(small_hotel, 3000)
    with pytest.raises(Refusal, match=f"settled as {number}"):
        refund(small_hotel, paid, 100)


def give(hotel: Hotel, actor: str, stay: str, line: str, **fields: Any) -> Any:
    case = new_id()
    words = {"kind": CaseKind.COMPLAINT, "words": "They drilled above me"}
    done(hotel, do.OpenCase, hotel.ana, case=case, stay=stay, **words)
    shown_total = hotel.desk.ask(PreviewCredit(stay, hotel.kostas, (line,), CreditKind.AMOUNT, 500)).total
    given = {"case": case, "lines": (line,), "kind": CreditKind.AMOUNT, "amount": 500, "total": shown_total}
    return done(hotel, do.GiveCredit, actor, stay=stay, **{**given, **TOLD, **fields})


def test_row_9_a_gift_after_settling_needs_a_duty_manager_and_stands_on_a_note(hotel: Hotel) -> None:
    stay, (line,), _, number = gone(hotel, 6000)
    with pytest.raises(Refusal, match=f"settled as {number}"):
        give(hotel, hotel.ana, stay, line)
    given = give(hotel, hotel.kostas, stay, line)
    assert given.facts["corrects"] == number
    note = hotel.folio(stay).windows[1]
    assert (note.kind, note.credits, note.balance) == ("credit_note", -500, -500)
    assert hotel.folio(stay).windows[0].lines[0].state == "credited"
    assert hotel.faults() == ()


def test_the_paper_of_a_note_names_the_folio_it_corrects(small_hotel: Hotel) -> None:
    stay, (line,), _, number = gone(small_hotel, 3000)
    small_hotel.do(do.PostAllowance, posting=line, amount=500, reason="C-QTY")
    paper = small_hotel.desk.ask(ReadFolioPaper(stay, 2))
    assert (paper.title, paper.corrects, paper.total) == ("credit_note", number, -500)
    assert small_hotel.desk.ask(ReadFolioPaper(stay, 1)).total == 3000


def test_a_gift_in_a_settled_night_is_offered_on_a_note(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive(nights=2)
    nights(small_hotel, 1)
    pay(small_hotel, stay, balance(small_hotel, stay))
    settled(small_hotel, stay)
    room = small_hotel.lines(stay)[0].posting
    options = {option.action: option for option in small_hotel.desk.ask(ExplainLine(room)).options}
    assert [action for action, option in options.items() if not option.refused] == ["keep", "allow", "credit"]
    assert options["allow"].text == "Take it off: an allowance on a credit note"
    assert "credit note names its number" in options["transfer"].refused


def test_a_failed_settling_leaves_no_gap_in_the_numbers(hotel: Hotel) -> None:
    """V37: settle A, an attempt on B that fails, settle C."""
    _, _, _, first = gone(hotel, 3000)
    stay = hotel.arrive("306")
    hotel.charge(stay)
    with pytest.raises(Refusal, match=r"stands at 12\.00"):
        settled(hotel, stay)
    pay(hotel, stay, 1200)
    assert (first, settled(hotel, stay)) == ("F-2025-000001", "F-2025-000002")


def test_a_night_audit_for_one_date_run_twice_posts_once(hotel: Hotel) -> None:
    """V37, L6."""
    hotel.arrive("306")
    hotel.close_day()
    count = len(rows(hotel, select(tables.posting.c.id)))
    with pytest.raises(Refusal, match="is not open"):
        hotel.close_day(DAY)
    assert len(rows(hotel, select(tables.posting.c.id))) == count
