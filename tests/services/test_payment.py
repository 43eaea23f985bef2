"""Money in: deposits before arrival, foreign money, the smallest coin, captured holds, and what is written off."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from frontdesk import commands as do
from frontdesk.desk import Desk
from frontdesk.domain.folio import PaymentMethod
from frontdesk.errors import Refusal
from frontdesk.queries.deposit import SeeDeposits
from frontdesk.queries.explanation import ExplainLine
from frontdesk.queries.money_preview import PreviewCapture, PreviewPayment, PreviewRefund, SeePayments
from frontdesk.queries.stay import SeeStay
from frontdesk.store import tables
from tests.hotel import ANA_PIN, DAY, KOSTAS_PIN, Hotel, found_hotel
from tests.ledgers import balance, pay, rows, settled

CASH = PaymentMethod.CASH


def owing(hotel: Hotel, minor: int, **fields: Any) -> str:
    stay = hotel.arrive(**fields)
    hotel.charge(stay, "3900", price=minor, quantity=1000)
    return stay


def amounts(hotel: Hotel, stay: str, window: int = 1) -> list[tuple[str, int]]:
    return [(line.kind, line.amount) for line in hotel.lines(stay, window)]


def test_p1_a_deposit_stands_apart_until_check_in_and_then_moves_as_a_pair(hotel: Hotel) -> None:
    stay = hotel.reserve(arrival=DAY + timedelta(days=1), departure=DAY + timedelta(days=3), prices=(18900, 18900))
    pay(hotel, stay, 20000, deposit=True)
    pay(hotel, stay, 5000, deposit=True)
    view = hotel.folio(stay)
    assert [(window.number, window.kind, window.balance) for window in view.windows] == [
        (1, "guest", 0),
        (2, "deposit", -25000),
    ]
    held = hotel.desk.ask(SeeDeposits())
    assert ([row.held for row in held.rows], held.total) == ([25000], 25000)
    hotel.close_day()
    hotel.do(do.CheckIn, stay=stay)
    assert [window.balance for window in hotel.folio(stay).windows] == [-25000, 0]
    assert amounts(hotel, stay) == [("deposit", -20000), ("deposit", -5000)]
    assert hotel.desk.ask(SeeDeposits()).total == 0
    assert balance(hotel, stay) == -25000
    pair = rows(hotel, select(tables.posting.c.pair).where(tables.posting.c.pair.is_not(None)))
    assert len(pair) == 4
    assert len(set(pair)) == 2
    assert hotel.faults() == ()


def test_a_deposit_given_back_in_part_moves_with_the_rest(hotel: Hotel) -> None:
    stay = hotel.reserve()
    paid = pay(hotel, stay, 20000, deposit=True)
    hotel.do(do.RefundPayment, payment=paid, amount=5000, reason="fewer nights", approver=hotel.kostas, pin=KOSTAS_PIN)
    hotel.do(do.CheckIn, stay=stay)
    assert [window.balance for window in hotel.folio(stay).windows] == [-15000, 0]
    assert hotel.faults() == ()


def test_a_cancelled_reservation_keeps_its_deposit_until_it_goes_back(hotel: Hotel) -> None:
    stay = hotel.reserve()
    paid = pay(hotel, stay, 20000, deposit=True)
    hotel.do(do.CancelReservation, stay=stay, reason="ill")
    assert hotel.desk.ask(SeeDeposits()).total == 20000
    hotel.do(do.RefundPayment, payment=paid, amount=20000, reason="ill", approver=hotel.kostas, pin=KOSTAS_PIN)
    assert hotel.desk.ask(SeeDeposits()).total == 0


def test_a_deposit_in_house_is_a_line_on_the_window(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    pay(small_hotel, stay, 20000, deposit=True)
    assert amounts(small_hotel, stay) == [("deposit", -20000)]


def test_charges_and_transfers_stay_off_the_deposit_window(small_hotel: Hotel) -> None:
    stay = small_hotel.reserve()
    pay(small_hotel, stay, 20000, deposit=True)
    line = small_hotel.charge(stay)
    with pytest.raises(Refusal, match="window of a payee"):
        small_hotel.charge(stay, window=2)
    with pytest.raises(Refusal, match="window of a payee"):
        small_hotel.do(do.TransferPosting, posting=line, to_window=2)
    with pytest.raises(Refusal, match="window of a payee"):
        small_hotel.do(do.AddRouting, stay=stay, departments=("minibar",), window=2)


def test_v34_foreign_money_at_its_rate_with_change_of_its_own(hotel: Hotel) -> None:
    stay = owing(hotel, 20000)
    hotel.do(
        do.TakePayment, stay=stay, method=CASH, foreign="USD", handed=25000, rate="0.9137", amount=22843, change=2843
    )
    assert amounts(hotel, stay) == [("charge", 20000), ("payment", -22843), ("refund", 2843)]
    assert balance(hotel, stay) == 0
    payment, change = hotel.lines(stay)[1:]
    assert payment.text == "Payment, cash, 250.00 USD at 0.9137"
    assert (change.text, change.under) == ("Change, cash", payment.posting)
    said = hotel.desk.ask(ExplainLine(payment.posting)).sentences[3]
    assert said == "The amount is -228.43: 250.00 USD at 0.9137; a payment carries no tax."


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"foreign": "USD", "handed": 25000, "rate": "0.9137", "amount": 22842}, "228.43"),
        ({"foreign": "USD", "handed": 25000, "rate": "0.9137", "change": 22843}, "Change is less"),
        ({"foreign": "USD", "handed": 25000, "rate": "0.9137", "change": -1}, "Change is less"),
        ({"foreign": "USD", "handed": 25000, "rate": "nine"}, "exchange rate"),
        ({"foreign": "USD", "handed": 0, "rate": "0.9137"}, "above zero"),
        ({"foreign": "EUR", "handed": 100, "rate": "1"}, "Another currency"),
        ({"foreign": "XXX", "handed": 100, "rate": "1"}, "not a currency"),
        ({"foreign": "USD", "handed": 100, "rate": "1", "method": PaymentMethod.CARD}, "in cash"),
        ({"amount": 100, "change": 10}, "another currency"),
        ({"amount": 0}, "more than nothing"),
    ],
)
def test_foreign_money_that_does_not_fit_is_refused(small_hotel: Hotel, fields: dict[str, Any], said: str) -> None:
    stay = owing(small_hotel, 20000)
    with pytest.raises(Refusal, match=said):
        small_hotel.do(do.TakePayment, **{"stay": stay, "method": CASH, **fields})
    assert balance(small_hotel, stay) == 20000


@pytest.fixture
def swiss(sqlite_address: str) -> Any:
    with Desk.open(sqlite_address) as desk:
        settings = (("cash_step", "0.05"),)
        yield found_hotel(desk, currency="CHF", jurisdiction="CH", settings=settings)


@pytest.mark.parametrize("asked", [8743, 8745])
def test_v35_the_smallest_coin_settles_a_window(swiss: Hotel, asked: int) -> None:
    stay = owing(swiss, 8743)
    swiss.do(do.TakePayment, stay=stay, method=CASH, amount=asked)
    assert amounts(swiss, stay)[1:] == [("payment", -8745), ("cash_rounding", 2)]
    assert balance(swiss, stay) == 0
    assert settled(swiss, stay)
    assert swiss.faults() == ()


def test_a_card_pays_to_the_cent_and_cash_only_in_coins(swiss: Hotel) -> None:
    stay = owing(swiss, 8743)
    with pytest.raises(Refusal, match=r"steps of 0\.05"):
        swiss.do(do.TakePayment, stay=stay, method=CASH, amount=4003)
    swiss.do(do.TakePayment, stay=stay, method=CASH, amount=4000)
    swiss.do(do.TakePayment, stay=stay, method=PaymentMethod.CARD, amount=4741)
    assert amounts(swiss, stay)[1:] == [("payment", -4000), ("payment", -4741)]
    swiss.do(do.TakePayment, stay=stay, method=CASH, amount=2)
    assert amounts(swiss, stay)[3:] == [("cash_rounding", -2)]
    assert balance(swiss, stay) == 0


def hold(hotel: Hotel, stay: str, minor: int = 50000, **fields: Any) -> str:
    hotel.do(do.PlaceHold, stay=stay, amount=minor, brand="Visa", last_four="4242", approval="A1", **fields)
    return hotel.desk.ask(SeeStay(stay)).holds[0].hold


def test_v32_a_hold_changes_no_balance_until_it_is_captured(hotel: Hotel) -> None:
    stay = owing(hotel, 21240)
    held = hold(hotel, stay)
    assert balance(hotel, stay) == 21240
    with pytest.raises(Refusal, match=r"The hold is 500\.00"):
        hotel.do(do.CaptureHold, hold=held, amount=50001)
    with pytest.raises(Refusal):
        hotel.do(do.CaptureHold, hold=held, amount=0)
    hotel.do(do.CaptureHold, hold=held, amount=21240)
    assert balance(hotel, stay) == 0
    seen = hotel.desk.ask(SeeStay(stay))
    assert (seen.holds[0].state, seen.held) == ("captured", 0)
    assert hotel.lines(stay)[-1].text == "Payment, Visa •••• 4242"
    with pytest.raises(Refusal, match="not active"):
        hotel.do(do.CaptureHold, hold=held, amount=1)


def test_a_hold_expires_with_its_last_day(hotel: Hotel) -> None:
    stay = owing(hotel, 1000)
    held = hold(hotel, stay, expires=DAY)
    later = hold(hotel, hotel.arrive("306"), expires=DAY + timedelta(days=1))
    hotel.close_day()
    assert hotel.desk.ask(SeeStay(stay)).holds[0].state == "expired"
    with pytest.raises(Refusal, match="not active"):
        hotel.do(do.CaptureHold, hold=held, amount=100)
    hotel.do(do.CaptureHold, hold=later, amount=100)


def test_a_hold_noted_with_a_day_that_is_over_cannot_be_captured(small_hotel: Hotel) -> None:
    stay = owing(small_hotel, 1000)
    held = hold(small_hotel, stay, expires=DAY - timedelta(days=1))
    with pytest.raises(Refusal, match="expired on Tue 18 Nov 2025"):
        small_hotel.do(do.CaptureHold, hold=held, amount=100)


def test_a_manager_writes_off_what_is_owed_either_way(hotel: Hotel) -> None:
    stay = owing(hotel, 1000)
    pay(hotel, stay, 997)
    hotel.do(do.WriteOff, hotel.kostas, stay=stay, amount=3, text="Three cents, guest gone")
    assert balance(hotel, stay) == 0
    pay(hotel, stay, 5)
    hotel.do(do.WriteOff, stay=stay, amount=5, text="Unclaimed", approver=hotel.kostas, pin=KOSTAS_PIN)
    assert amounts(hotel, stay)[-3:] == [("write_off", -3), ("payment", -5), ("write_off", 5)]
    assert balance(hotel, stay) == 0


def test_a_write_off_needs_a_manager_words_and_a_balance(small_hotel: Hotel) -> None:
    stay = owing(small_hotel, 1000)
    with pytest.raises(Refusal, match="duty manager"):
        small_hotel.do(do.WriteOff, stay=stay, amount=3, text="x")
    with pytest.raises(Refusal, match="own request"):
        small_hotel.do(do.WriteOff, stay=stay, amount=3, text="x", approver=small_hotel.ana, pin=ANA_PIN)
    with pytest.raises(Refusal, match="sentence"):
        small_hotel.do(do.WriteOff, small_hotel.kostas, stay=stay, amount=3, text=" ")
    with pytest.raises(Refusal, match=r"stands at 10\.00"):
        small_hotel.do(do.WriteOff, small_hotel.kostas, stay=stay, amount=1001, text="x")
    assert balance(small_hotel, stay) == 1000


def test_v33_a_refund_is_at_most_the_payment_and_the_credit_balance(hotel: Hotel) -> None:
    stay = owing(hotel, 30000)
    card = pay(hotel, stay, 31000)
    pay(hotel, stay, 9000, "cash")
    approved = {"reason": "paid twice", "approver": hotel.kostas, "pin": KOSTAS_PIN}
    with pytest.raises(Refusal, match=r"At most 100\.00"):
        hotel.do(do.RefundPayment, payment=card, amount=12000, **approved)
    hotel.do(do.RefundPayment, payment=card, amount=10000, **approved)
    assert balance(hotel, stay) == 0


def test_r6_a_whole_credit_balance_goes_back_in_coins(swiss: Hotel) -> None:
    stay = owing(swiss, 8743)
    paid = pay(swiss, stay, 8743, method="cash")
    charge = swiss.lines(stay)[0].posting
    swiss.do(do.CorrectPosting, posting=charge, reason="C-DUPL")
    seen = swiss.desk.ask(PreviewRefund(paid, 8743))
    assert (seen.amount, seen.rounding, seen.before, seen.after) == (8745, -2, -8743, 0)
    back = {"payment": paid, "reason": "not his", "approver": swiss.kostas, "pin": KOSTAS_PIN}
    swiss.do(do.RefundPayment, amount=8743, **back)
    expected = [("charge", 8743), ("correction", -8743), ("payment", -8745), ("cash_rounding", 2), ("refund", 8745)]
    assert sorted(amounts(swiss, stay)) == sorted([*expected, ("cash_rounding", -2)])
    assert balance(swiss, stay) == 0
    assert swiss.desk.ask(SeePayments(stay)) == ()
    assert swiss.faults() == ()


def test_r6_a_part_goes_back_in_coins_or_not_at_all(swiss: Hotel) -> None:
    stay = owing(swiss, 8743)
    paid = pay(swiss, stay, 10000, method="cash")
    back = {"payment": paid, "reason": "too much", "approver": swiss.kostas, "pin": KOSTAS_PIN}
    with pytest.raises(Refusal, match=r"steps of 0\.05"):
        swiss.do(do.RefundPayment, amount=403, **back)
    with pytest.raises(Refusal, match=r"At most 12\.57"):
        swiss.do(do.RefundPayment, amount=1260, **back)
    swiss.do(do.RefundPayment, amount=400, **back)
    assert [(row.left, row.most) for row in swiss.desk.ask(SeePayments(stay))] == [(9600, 857)]
    swiss.do(do.RefundPayment, amount=857, **back)
    assert balance(swiss, stay) == 0
    assert [line.amount for line in swiss.lines(stay) if line.kind in {"refund", "cash_rounding"}] == [400, 855, 2]


def test_r6_less_than_the_smallest_coin_is_only_rounded(swiss: Hotel) -> None:
    stay = owing(swiss, 9998)
    paid = pay(swiss, stay, 10000, method="cash")
    assert balance(swiss, stay) == 0
    other = owing(swiss, 9998, room="306")
    paid = pay(swiss, other, 10000)
    assert swiss.desk.ask(PreviewRefund(paid, 2)).amount == 2
    third = owing(swiss, 9995, room="307")
    paid = pay(swiss, third, 10000, method="cash")
    swiss.do(do.PostCharge, stay=third, code="3900", unit_price=3)
    back = {"payment": paid, "reason": "too much", "approver": swiss.kostas, "pin": KOSTAS_PIN}
    swiss.do(do.RefundPayment, amount=2, **back)
    assert balance(swiss, third) == 0
    assert amounts(swiss, third)[-1] == ("cash_rounding", 2)


def test_v32_a_hold_before_it_is_captured(hotel: Hotel) -> None:
    stay = owing(hotel, 21240)
    hotel.do(do.PlaceHold, stay=stay, amount=50000, brand="Visa", last_four="4242")
    assert balance(hotel, stay) == 21240
    hold = rows(hotel, select(tables.hold.c.id))[0][0]
    seen = hotel.desk.ask(PreviewCapture(hold, 21240))
    assert (seen.before, seen.after, seen.refused) == (21240, 0, "")
    assert "The hold is 500.00" in hotel.desk.ask(PreviewCapture(hold, 50001)).refused
    hotel.do(do.CaptureHold, hold=hold, amount=21240)
    assert balance(hotel, stay) == 0
    assert "not active" in hotel.desk.ask(PreviewCapture(hold, 1)).refused


def test_a_payment_before_it_is_taken(swiss: Hotel) -> None:
    stay = owing(swiss, 8743)
    seen = swiss.desk.ask(PreviewPayment(stay=stay, method=CASH, amount=8743))
    assert (seen.amount, seen.rounding, seen.before, seen.after) == (8745, 2, 8743, 0)
    foreign = PreviewPayment(stay=stay, method=CASH, foreign="EUR", handed=10000, rate="0.9312", change=500)
    seen = swiss.desk.ask(foreign)
    assert (seen.amount, seen.change, seen.after) == (9312, 500, -69)
    assert "no such stay" in swiss.desk.ask(PreviewPayment(stay="nobody", method=CASH, amount=1)).refused


def test_another_payee_for_an_open_window(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.do(do.ChangeWindow, stay=stay, window=1, payee=" Nomos AG ", address=("Weg 1",), tax_number="DE 1")
    assert hotel.folio(stay).windows[0].payee == "Nomos AG"
    with pytest.raises(Refusal, match="needs a payee"):
        hotel.do(do.ChangeWindow, stay=stay, window=1, payee=" ")
    hotel.charge(stay)
    pay(hotel, stay, balance(hotel, stay))
    settled(hotel, stay)
    with pytest.raises(Refusal, match="is settled as"):
        hotel.do(do.ChangeWindow, stay=stay, window=1, payee="Somebody")
    assert hotel.faults() == ()
