"""Goodwill: exact to the cent, within limits alone, above them with a second person, never beyond the line."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from frontdesk import commands as do
from frontdesk.commands.credit import CreditKind
from frontdesk.commands.house import RoomTypeSpec
from frontdesk.desk import Desk
from frontdesk.errors import Refusal
from frontdesk.queries.credit import PreviewCredit, WaitingCredits
from frontdesk.store import tables
from tests.hotel import ANA_PIN, DAY, KOSTAS_PIN, MARIA_PIN, Hotel, found_hotel
from tests.services.conftest import HouseIn

MARCH = date(2025, 3, 10)
AT_150 = {"room_types": tuple(RoomTypeSpec(code=code, name=code, rank=1, sleeps=2, price=15000) for code in ("STD", "DLX", "STE"))}  # fmt: skip


def example_a(hotel: Hotel) -> tuple[str, tuple[str, ...]]:
    """The bill of goodwill-credits 10 A: two nights at 7 %, three extras at 19 %."""
    stay = hotel.arrive(arrival=MARCH, departure=MARCH.replace(day=13), prices=(11900, 12900, 12900), nights=3)
    hotel.close_day(MARCH)
    hotel.close_day(MARCH.replace(day=11))
    for code, price in (("2000", 1650), ("3000", 735), ("3100", 1285)):
        hotel.charge(stay, code, price=price, quantity=1000)
    return stay, tuple(line.posting for line in hotel.lines(stay))


def gifts(hotel: Hotel, stay: str) -> list[tuple[int, int, int]]:
    """Amount, net and tax of each gift on window 1, in ledger order."""
    rows = sorted((row for row in hotel.rows(tables.posting) if row.kind == "goodwill"), key=lambda row: row.n)
    return [(row.amount, row.net, row.amount - row.net) for row in rows if row.stay_id == stay]


def minibar(hotel: Hotel, price: int = 10000) -> tuple[str, str]:
    stay = hotel.arrive()
    return stay, hotel.charge(stay, "3000", price=price, quantity=1000)


def decide(hotel: Hotel, number: str, *, approve: bool = True, pin: str = KOSTAS_PIN, **fields: str) -> None:
    waiting = next(row for row in hotel.rows(tables.credit) if row.number == number)
    given = {"approver": hotel.kostas, **fields}
    hotel.do(do.DecideCredit, given["approver"], credit=waiting.id, approve=approve, pin=pin, **given)


def state(hotel: Hotel, number: str) -> str:
    return next(row.state for row in hotel.rows(tables.credit) if row.number == number)


def test_example_a_ten_percent_waits_and_is_posted_as_it_was_asked(house_in: HouseIn) -> None:
    hotel = house_in("DE", MARCH, **AT_150)
    stay, lines = example_a(hotel)
    done = hotel.give(stay, *lines, percent=100_000)
    assert (done.facts["amount"], done.facts["state"], gifts(hotel, stay)) == ("28.47", "pending", [])
    decide(hotel, done.facts["number"])
    assert gifts(hotel, stay) == [
        (-1190, -1112, -78),
        (-1290, -1206, -84),
        (-165, -139, -26),
        (-74, -63, -11),
        (-128, -108, -20),
    ]
    hotel.give(stay, *lines, actor=hotel.kostas, amount=25623, reason="G-AC")
    rest = gifts(hotel, stay)
    assert (sum(tax for *_, tax in rest), sum(amount for amount, *_ in rest)) == (-2208, -28470)
    assert all(line.left == 0 for line in hotel.desk.ask(PreviewCredit(stay, hotel.ana)).lines)
    assert hotel.faults() == ()


def test_example_a_as_house_expense_leaves_every_tax(house_in: HouseIn) -> None:
    hotel = house_in("DE", MARCH, settings=(("goodwill_tax", "house_expense"),), **AT_150)
    stay, lines = example_a(hotel)
    done = hotel.give(stay, *lines, percent=100_000, approver=hotel.kostas, pin=KOSTAS_PIN)
    assert done.facts["approved_by"] == "Kostas"
    assert [amount for amount, *_ in gifts(hotel, stay)] == [-1190, -1290, -165, -74, -128]
    assert sum(part.amount for part in hotel.rows(tables.tax_part)) == 2208
    assert hotel.faults() == ()


def test_the_order_of_clicking_does_not_matter(house_in: HouseIn) -> None:
    hotel = house_in("DE", MARCH)
    stay, lines = example_a(hotel)
    asked = [hotel.desk.ask(PreviewCredit(stay, hotel.ana, order, percent=100_000)) for order in (lines, lines[::-1])]
    assert asked[0].effects == asked[1].effects


def test_within_the_limits_it_posts_at_once(hotel: Hotel) -> None:
    stay, line = minibar(hotel)
    done = hotel.give(stay, line, percent=100_000)
    assert done.facts["state"] == "posted"
    assert hotel.folio(stay).balance == 9000
    (row,) = hotel.rows(tables.credit)
    assert (row.state, row.decided_how, row.decided_by) == ("posted", "own limit", hotel.ana)
    assert hotel.faults() == ()


def test_above_the_limits_it_waits_and_touches_nothing(hotel: Hotel) -> None:
    stay, line = minibar(hotel)
    done = hotel.give(stay, line, percent=100_100)
    assert (done.facts["state"], hotel.folio(stay).balance) == ("pending", 10000)
    (waiting,) = hotel.desk.ask(WaitingCredits())
    assert (waiting.amount, waiting.asked_by, waiting.given_before) == (1001, "Ana", 0)
    assert hotel.faults() == ()


def test_v31_the_limit_of_a_stay_counts_what_was_given_and_what_waits(small_hotel: Hotel) -> None:
    """A third of 189.00 for a stay of an associate: 63.00."""
    stay = small_hotel.arrive()
    first, second, third = (
        small_hotel.charge(stay, "3900", price=price, quantity=1000) for price in (32000, 31000, 100)
    )
    assert small_hotel.give(stay, first, amount=3200, reason="G-AC").facts["state"] == "posted"
    assert small_hotel.give(stay, second, amount=3100, reason="G-TV").facts["state"] == "posted"
    assert small_hotel.give(stay, third, amount=1, reason="G-NET").facts["state"] == "pending"


def test_the_right_pin_posts_at_the_clerks_desk(hotel: Hotel) -> None:
    stay, line = minibar(hotel)
    hotel.give(stay, line, percent=500_000, approver=hotel.kostas, pin=KOSTAS_PIN)
    (row,) = hotel.rows(tables.credit)
    assert (row.state, row.decided_how, row.decided_by) == ("posted", "pin", hotel.kostas)
    assert hotel.folio(stay).balance == 5000


def test_gc33_five_wrong_pins_lock_for_fifteen_minutes(address: str) -> None:
    now = datetime(2025, 11, 19, 12, tzinfo=UTC)
    with Desk.open(address, clock=lambda: now) as desk:
        hotel = found_hotel(desk)
        stay, line = minibar(hotel)
        number = hotel.give(stay, line, percent=500_000).facts["number"]
        for left in (4, 3, 2, 1):
            with pytest.raises(Refusal, match=f"not the PIN of Kostas. {left} more tries"):
                decide(hotel, number, pin="000001")
        with pytest.raises(Refusal, match="locked for 15 minutes now"):
            decide(hotel, number, pin="000001")
        with pytest.raises(Refusal, match="The PIN of Kostas is locked"):
            decide(hotel, number)
        assert state(hotel, number) == "pending"
        now += timedelta(minutes=15)
        decide(hotel, number)
        assert state(hotel, number) == "posted"
        wrong = [row for row in hotel.rows(tables.journal) if row.outcome == "refused"]
        assert [row.facts["wrong_pin"] for row in wrong] == [1, 2, 3, 4, 5]
        assert {row.workstation for row in wrong} == {"desk-1"}
        assert hotel.faults() == ()


def test_gc28_nobody_approves_the_own_request(hotel: Hotel) -> None:
    stay, line = minibar(hotel, 90000)
    number = hotel.give(stay, line, actor=hotel.kostas, amount=60000).facts["number"]
    with pytest.raises(Refusal, match="Nobody approves their own request"):
        decide(hotel, number)
    with pytest.raises(Refusal, match="Nobody approves their own request"):
        hotel.give(stay, hotel.charge(stay), percent=500_000, approver=hotel.ana, pin=ANA_PIN)
    decide(hotel, number, approver=hotel.maria, pin=MARIA_PIN)
    assert hotel.folio(stay).balance == 31200


def test_an_associate_approves_nothing(small_hotel: Hotel) -> None:
    ben = small_hotel.enrol("Ben", "associate", "864209")
    stay, line = minibar(small_hotel)
    with pytest.raises(Refusal, match="Ben may not approve this"):
        small_hotel.give(stay, line, percent=500_000, approver=ben, pin="864209")


def test_gc20_an_approvers_own_limits_must_all_hold(small_hotel: Hotel) -> None:
    """A supervisor at 189.00: 130.00 for one credit, a quarter of the lines, 190.00 for the stay."""
    hotel = small_hotel
    sofia = {"approver": hotel.enrol("Sofia", "supervisor", "975310"), "pin": "975310"}
    stay = hotel.arrive()
    line, other = (hotel.charge(stay, "3900", price=100000, quantity=1000) for _ in range(2))
    with pytest.raises(Refusal, match=r"Sofia may approve up to 130\.00"):
        hotel.give(stay, line, amount=13001, **sofia)
    with pytest.raises(Refusal, match="Sofia may approve up to 25 %"):
        hotel.give(stay, hotel.charge(stay, "3900", price=10000, quantity=1000), amount=2501, **sofia)
    hotel.give(stay, line, amount=13000, **sofia)
    number = hotel.give(stay, other, amount=6001, reason="G-AC").facts["number"]
    with pytest.raises(Refusal, match=r"Sofia may approve up to 190\.00"):
        decide(hotel, number, **sofia)
    decide(hotel, number, approve=False, reason="Ask Kostas", **sofia)
    number = hotel.give(stay, other, amount=6000, reason="G-AC").facts["number"]
    decide(hotel, number, **sofia)
    assert state(hotel, number) == "posted"


def test_gc16_never_more_than_is_left(hotel: Hotel) -> None:
    stay, line = minibar(hotel)
    sign = {"approver": hotel.kostas, "pin": KOSTAS_PIN}
    hotel.give(stay, line, amount=6000, **sign)
    with pytest.raises(Refusal, match="more than is left"):
        hotel.give(stay, line, amount=4001, reason="G-AC", **sign)
    hotel.give(stay, line, amount=4000, reason="G-AC", **sign)
    with pytest.raises(Refusal, match="nothing is left of it"):
        hotel.give(stay, line, amount=1, reason="G-TV", **sign)
    assert hotel.folio(stay).balance == 0
    assert hotel.faults() == ()


def test_two_credits_on_one_line_end_at_nothing_in_every_tax(small_hotel: Hotel) -> None:
    stay, line = minibar(small_hotel, 999)
    for amount, reason in ((333, "G-AC"), (333, "G-TV"), (333, "G-NET")):
        small_hotel.give(stay, line, amount=amount, reason=reason, approver=small_hotel.kostas, pin=KOSTAS_PIN)
    assert sum(part.amount for part in small_hotel.rows(tables.tax_part)) == 0
    assert small_hotel.faults() == ()


def test_a_line_with_a_waiting_credit_is_in_no_second_one(hotel: Hotel) -> None:
    stay, line = minibar(hotel)
    hotel.give(stay, line, percent=500_000)
    with pytest.raises(Refusal, match="a credit for it is waiting"):
        hotel.give(stay, line, percent=10_000, reason="G-AC")


def test_gc44_the_same_reason_within_48_hours_waits_whoever_gives_it(hotel: Hotel) -> None:
    ben = hotel.enrol("Ben", "associate", "864209")
    stay = hotel.arrive()
    first, second, third = (hotel.charge(stay, "3900", price=24000, quantity=1000) for _ in range(3))
    assert hotel.give(stay, first, amount=2400).facts["state"] == "posted"
    assert hotel.give(stay, second, amount=2400, actor=ben).facts["state"] == "pending"
    assert hotel.give(stay, third, amount=1500, reason="G-AC").facts["state"] == "posted"


def test_after_48_hours_the_same_reason_is_new(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    first, second = (small_hotel.charge(stay, "3900", price=24000, quantity=1000) for _ in range(2))
    small_hotel.give(stay, first, amount=2400)
    for offset in range(3):
        small_hotel.close_day(DAY + timedelta(offset))
    assert small_hotel.give(stay, second, amount=2400).facts["state"] == "posted"


def test_a_decline_needs_a_sentence_and_posts_nothing(hotel: Hotel) -> None:
    stay, line = minibar(hotel)
    number = hotel.give(stay, line, percent=500_000).facts["number"]
    for nothing in ("", "  "):
        with pytest.raises(Refusal, match="A decline needs a sentence"):
            decide(hotel, number, approve=False, reason=nothing)
    decide(hotel, number, approve=False, reason="They got a free dinner for it.")
    assert (state(hotel, number), hotel.folio(stay).balance) == ("declined", 10000)
    with pytest.raises(Refusal, match=r"is declined already by Kostas"):
        decide(hotel, number, approver=hotel.maria, pin=MARIA_PIN)
    hotel.give(stay, line, percent=100_000)


def test_only_the_person_who_asked_takes_it_back(hotel: Hotel) -> None:
    stay, line = minibar(hotel)
    number = hotel.give(stay, line, percent=500_000).facts["number"]
    (waiting,) = hotel.desk.ask(WaitingCredits())
    with pytest.raises(Refusal, match="Only the person who asked"):
        hotel.do(do.WithdrawCredit, hotel.kostas, credit=waiting.credit)
    hotel.do(do.WithdrawCredit, credit=waiting.credit)
    assert (state(hotel, number), hotel.desk.ask(WaitingCredits())) == ("withdrawn", ())
    with pytest.raises(Refusal, match="is withdrawn already"):
        hotel.do(do.WithdrawCredit, credit=waiting.credit)


def test_gc30_an_approval_after_the_lines_changed_is_refused(hotel: Hotel) -> None:
    stay, line = minibar(hotel)
    number = hotel.give(stay, line, percent=500_000).facts["number"]
    hotel.do(do.CorrectPosting, posting=line, reason="C-DUPL")
    with pytest.raises(Refusal, match="has changed since the credit was asked for"):
        decide(hotel, number)
    assert (state(hotel, number), hotel.folio(stay).balance) == ("pending", 0)


def test_gc34_the_night_audit_lets_what_waits_expire(hotel: Hotel) -> None:
    stay, line = minibar(hotel)
    number = hotel.give(stay, line, percent=500_000).facts["number"]
    assert hotel.close_day().facts["expired"] == 1
    assert state(hotel, number) == "expired"
    with pytest.raises(Refusal, match="is expired already"):
        decide(hotel, number)
    hotel.give(stay, line, percent=100_000, reason="G-AC")


def test_gc41_after_check_out_only_a_duty_manager_gives(small_hotel: Hotel) -> None:
    stay, line = minibar(small_hotel)
    small_hotel.pay(stay, 10000)
    small_hotel.do(do.CheckOut, stay=stay)
    with pytest.raises(Refusal, match="needs a duty manager"):
        small_hotel.give(stay, line, percent=100_000)
    small_hotel.give(stay, line, percent=100_000, actor=small_hotel.kostas)


def test_what_is_never_in_a_gift(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    paid_out = small_hotel.charge(stay, "5000", price=1000, quantity=1000)
    late = small_hotel.charge(stay, "1100", price=6000, quantity=1000)
    with pytest.raises(Refusal, match="never in a gift"):
        small_hotel.give(stay, paid_out, amount=1)
    for posting in (small_hotel.pay(stay, 100), small_hotel.lines(stay)[2].posting, "nowhere"):
        with pytest.raises(Refusal, match="not on this stay any more"):
            small_hotel.give(stay, posting, amount=1)
    assert small_hotel.desk.ask(PreviewCredit(stay, small_hotel.ana, (late,), percent=1_000_000)).total == 6000


def test_lines_of_two_windows_are_two_gifts(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    small_hotel.do(do.OpenWindow, stay=stay, payee="Nomos AG")
    small_hotel.charge(stay)
    small_hotel.charge(stay, window=2)
    lines = [window.lines[0].posting for window in small_hotel.folio(stay).windows]
    with pytest.raises(Refusal, match="stand on two windows"):
        small_hotel.give(stay, *lines, amount=1)


def test_a_credit_carries_case_reason_and_words(small_hotel: Hotel) -> None:
    stay, line = minibar(small_hotel)
    other = small_hotel.case(small_hotel.arrive("306"))
    for fields, said in (
        ({"case": other}, "does not belong to this stay"),
        ({"case": "nowhere"}, "There is no such case"),
        ({"reason": "C-DUPL"}, "needs a goodwill reason"),
        ({"to_guest": " "}, "The guest reads a sentence"),
        ({"total": 999}, "has changed meanwhile"),
    ):
        with pytest.raises(Refusal, match=said):
            small_hotel.give(stay, line, percent=100_000, **fields)
    assert small_hotel.rows(tables.credit) == []


@pytest.mark.parametrize(
    "size", [{"amount": 0}, {"amount": -1}, {"percent": 0}, {"percent": 99}, {"percent": 1_000_001}]
)
def test_a_credit_of_nothing_or_beyond_everything_is_refused(small_hotel: Hotel, size: dict[str, int]) -> None:
    stay, line = minibar(small_hotel)
    with pytest.raises(Refusal):
        small_hotel.give(stay, line, **size)


def test_two_desks_cannot_pass_a_limit_together(sqlite_address: str) -> None:
    """GC-21: the second desk counts what the first has given."""
    with Desk.open(sqlite_address) as one, Desk.open(sqlite_address, workstation="desk-2") as other:
        hotel = found_hotel(one)
        stay = hotel.arrive()
        first, second = (hotel.charge(stay, "3900", price=90000, quantity=1000) for _ in range(2))
        elsewhere = Hotel(other, hotel.ana, hotel.kostas, hotel.maria)
        assert hotel.give(stay, first, amount=3200, reason="G-AC").facts["state"] == "posted"
        assert elsewhere.give(stay, second, amount=3200, reason="G-TV").facts["state"] == "pending"


def test_a_gift_is_taken_back_whole_by_a_manager(hotel: Hotel) -> None:
    stay, line = minibar(hotel)
    hotel.give(stay, line, percent=100_000)
    hotel.close_day()
    gift = next(row.id for row in hotel.rows(tables.posting) if row.kind == "goodwill")
    before = hotel.folio(stay).balance
    with pytest.raises(Refusal, match="needs a duty manager"):
        hotel.do(do.ReverseCredit, posting=gift, to_guest="It was for another room.")
    with pytest.raises(Refusal, match="Only a gift"):
        hotel.do(do.ReverseCredit, hotel.kostas, posting=line, to_guest="It was for another room.")
    hotel.do(do.ReverseCredit, hotel.kostas, posting=gift, to_guest="It was for another room.")
    assert hotel.folio(stay).balance == before + 1000
    charge = next(each for each in hotel.lines(stay) if each.posting == line)
    assert charge.left == charge.amount
    (row,) = hotel.rows(tables.credit)
    assert (row.state, row.decision_text) == ("reversed", "Reversed: It was for another room.")
    with pytest.raises(Refusal, match="taken back"):
        hotel.do(do.ReverseCredit, hotel.kostas, posting=gift, to_guest="Once more.")
    assert hotel.give(stay, line, percent=100_000, reason="G-AC").facts["state"] == "posted"
    assert hotel.faults() == ()


def test_a_request_expires_after_four_hours(address: str) -> None:
    clock = [datetime(2025, 11, 19, 12, tzinfo=UTC)]
    with Desk.open(address, clock=lambda: clock[0]) as desk:
        hotel = found_hotel(desk)
        stay, line = minibar(hotel)
        hotel.give(stay, line, percent=500_000)
        (row,) = hotel.rows(tables.credit)
        clock[0] += timedelta(hours=3, minutes=59)
        assert len(hotel.desk.ask(WaitingCredits(clock[0]))) == 1
        clock[0] += timedelta(minutes=1)
        assert hotel.desk.ask(WaitingCredits(clock[0])) == ()
        with pytest.raises(Refusal, match="waited too long"):
            hotel.do(do.DecideCredit, hotel.kostas, credit=row.id, approve=True, approver=hotel.kostas, pin=KOSTAS_PIN)
        assert [each.state for each in hotel.rows(tables.credit)] == ["expired"]
        assert hotel.folio(stay).balance == 10000


def test_gc15_more_for_the_same_case_goes_to_an_approver(hotel: Hotel) -> None:
    stay, line = minibar(hotel)
    case = hotel.case(stay)
    assert hotel.give(stay, line, amount=100, case=case).facts["state"] == "posted"
    asked = PreviewCredit(stay, hotel.ana, (line,), CreditKind.AMOUNT, 100, case=case)
    shown = hotel.desk.ask(asked)
    assert (shown.needs_approver, shown.limits[-1].name, shown.refused) == (True, "Same case, same kind", "")
    assert not hotel.desk.ask(replace(asked, case="")).needs_approver
    more = hotel.give(stay, line, amount=100, case=case, reason="G-AC")
    other = replace(asked, chosen=(hotel.charge(stay, "3900", price=900),))
    assert "waiting already" in hotel.desk.ask(other).refused
    assert more.facts["state"] == "pending"
    assert more.facts["follows"].startswith("GW-")
    with pytest.raises(Refusal, match="waiting already"):
        hotel.give(stay, hotel.charge(stay, "3900", price=900), amount=100, case=case, reason="G-TV")


def test_what_only_staff_may_read_goes_to_the_case(hotel: Hotel) -> None:
    stay, line = minibar(hotel)
    case = hotel.case(stay)
    hotel.give(stay, line, amount=500, case=case, staff_note="Second time this week.")
    notes = [(row.case_id, row.text, row.by) for row in hotel.rows(tables.case_staff_note)]
    assert notes == [(case, "Second time this week.", hotel.ana)]
