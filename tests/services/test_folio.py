"""Charges, payments, windows and holds: what stands on the folio and what it adds up to."""

from datetime import date

import pytest

from frontdesk import commands as do
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.errors import Refusal
from frontdesk.queries.stay import SeeStay
from frontdesk.store import tables
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.services.conftest import HouseIn


def refund(hotel: Hotel, payment: str, amount: int) -> None:
    hotel.do(do.RefundPayment, payment=payment, amount=amount, reason="overpaid", approver=hotel.kostas, pin=KOSTAS_PIN)


def test_a_charge_carries_the_tax_of_its_code(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay, "3000", price=600, quantity=2000)
    (line,) = hotel.lines(stay)
    assert (line.amount, line.net) == (1200, 968)
    assert [(tax.code, tax.rate, tax.amount) for tax in line.taxes] == [("VAT_DRINK", 240_000, 232)]
    assert (line.room, line.business_date, line.service_date) == ("305", DAY, DAY)
    assert hotel.faults() == ()


def test_a_tax_on_top_stands_beneath_its_charge(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive(adults=2, children=(4, 13))
    small_hotel.charge(stay, "1100", price=6000, quantity=1000)
    late, city = small_hotel.lines(stay)
    assert (late.amount, city.kind, city.code, city.amount) == (6000, "tax", "CITY", 600)
    assert city.text == "City tax, 3 persons"


def test_a_service_of_yesterday_is_posted_today_for_yesterdays_room(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive("305", 3)
    small_hotel.close_day()
    small_hotel.do(
        do.MoveRoom,
        stay=stay,
        to_room="306",
        from_night=DAY.replace(day=20),
        reason=MoveReason.ASKED,
        words="A quieter room",
        decision=RateDecision.SAME,
        difference=0,
    )
    small_hotel.charge(stay, "3000", service_date=DAY)
    line = small_hotel.lines(stay)[-1]
    assert (line.business_date, line.service_date, line.room) == (DAY.replace(day=20), DAY, "305")


def test_a_service_of_tomorrow_is_refused(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    with pytest.raises(Refusal, match="The service date is in the future"):
        small_hotel.charge(stay, service_date=DAY.replace(day=20))


def test_a_tag_no_rule_covers_on_that_date_is_refused_and_named(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    with pytest.raises(Refusal, match=r"drink.*Tue 31 Dec 2019"):
        small_hotel.charge(stay, "3000", service_date=date(2019, 12, 31))
    assert small_hotel.lines(stay) == ()


def test_what_the_company_pays_goes_to_its_window(hotel: Hotel) -> None:
    stay = hotel.arrive(company="Nomos AG", company_pays=("rooms", "restaurant"))
    hotel.charge(stay, "2000", price=1800)
    hotel.charge(stay, "3000")
    hotel.close_day()
    guest, company = hotel.folio(stay).windows
    assert [line.code for line in company.lines] == ["2000", "1000", "CITY"]
    assert [line.code for line in guest.lines] == ["3000"]
    assert (company.payee, company.balance, guest.balance) == ("Nomos AG", 3600 + 18900 + 400, 1200)
    assert hotel.folio(stay).balance == company.balance + guest.balance


def test_t9_the_fixed_tax_of_a_free_night_stands_on_the_guests_window(house_in: HouseIn) -> None:
    hotel = house_in("CA-QC", DAY, currency="CAD")
    stay = hotel.arrive(
        nights=1, prices=(0,), channel="intermediary", company="Nomos AG", company_pays=("rooms", "tax")
    )
    hotel.close_day()
    assert ("LODGING", 350) in [(line.code, line.amount) for line in hotel.lines(stay, 1)]
    assert hotel.lines(stay, 2) == ()


def test_window_nine_is_refused(hotel: Hotel) -> None:
    stay = hotel.arrive()
    with pytest.raises(Refusal, match="This folio has no window 9"):
        hotel.charge(stay, window=9)
    for number in range(2, 9):
        hotel.do(do.OpenWindow, stay=stay, payee=f"Payee {number}")
    with pytest.raises(Refusal, match="at most eight windows"):
        hotel.do(do.OpenWindow, stay=stay, payee="Payee 9")
    assert len(hotel.folio(stay).windows) == 8


@pytest.mark.parametrize(("quantity", "price"), [(0, 600), (-1000, 600), (1000, 0), (1000, -600)])
def test_a_charge_of_nothing_or_less_is_refused(small_hotel: Hotel, quantity: int, price: int) -> None:
    stay = small_hotel.arrive()
    with pytest.raises(Refusal, match="must be more than nothing"):
        small_hotel.charge(stay, quantity=quantity, price=price)


def test_a_charge_beyond_any_bill_or_below_one_cent_is_refused(hotel: Hotel) -> None:
    stay = hotel.arrive()
    for quantity, price in ((10**15, 10**15), (10**9, 10**10), (1, 1)):
        with pytest.raises(Refusal, match=r"far too large|comes to nothing"):
            hotel.charge(stay, quantity=quantity, price=price)


def test_what_the_night_audit_posts_is_not_charged_by_hand(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    for code in ("1000", "9000", "CITY"):
        with pytest.raises(Refusal, match="not charged by hand"):
            small_hotel.charge(stay, code)


def test_a_window_settles_at_zero_with_the_next_number(hotel: Hotel) -> None:
    first, second = hotel.arrive("305"), hotel.arrive("306")
    for stay in (first, second):
        hotel.charge(stay)
    with pytest.raises(Refusal, match=r"Window 1 stands at 12\.00"):
        hotel.settle(first)
    hotel.pay(first, 1200)
    hotel.pay(second, 1200)
    assert hotel.settle(first) == "F-2025-000001"
    assert hotel.settle(second) == "F-2025-000002"
    assert hotel.folio(first).windows[0].settled == "F-2025-000001"
    assert hotel.faults() == ()


def test_v37_a_failed_settlement_leaves_no_gap_and_a_night_is_posted_once(hotel: Hotel) -> None:
    a, b, c = (hotel.arrive(room, 1) for room in ("304", "305", "306"))
    for stay in (a, b, c):
        hotel.charge(stay)
    hotel.pay(a, 1200)
    hotel.pay(c, 1200)
    first = hotel.settle(a)
    with pytest.raises(Refusal):
        hotel.settle(b)
    assert (first, hotel.settle(c)) == ("F-2025-000001", "F-2025-000002")
    hotel.close_day()
    before = len(hotel.rows(tables.posting))
    with pytest.raises(Refusal, match="business date Wed 19 Nov 2025 is not open"):
        hotel.close_day()
    assert len(hotel.rows(tables.posting)) == before
    assert hotel.faults() == ()


def test_a_settled_window_takes_nothing_more(hotel: Hotel) -> None:
    stay = hotel.arrive()
    line = hotel.charge(stay)
    paid = hotel.pay(stay, 1200)
    hotel.settle(stay)
    refused = [
        (do.SettleWindow, {"stay": stay, "window": 1}),
        (do.CorrectPosting, {"posting": line, "reason": "C-QTY"}),
        (do.SplitPosting, {"posting": line, "weights": (1, 1)}),
        (do.TransferPosting, {"posting": line, "to_window": 2}),
        (do.RefundPayment, {"payment": paid, "amount": 1, "reason": "x", "approver": hotel.kostas, "pin": KOSTAS_PIN}),
    ]
    for kind, fields in refused:
        with pytest.raises(Refusal, match="settled as F-2025-000001"):
            hotel.do(kind, **fields)
    assert hotel.folio(stay).balance == 0


def test_a_late_charge_after_settling_opens_the_next_window(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay)
    hotel.pay(stay, 1200)
    hotel.settle(stay)
    hotel.charge(stay, "3100", price=690)
    hotel.charge(stay, "3100", price=690)
    first, second = hotel.folio(stay).windows
    assert (first.balance, second.payee, second.settled, second.balance) == (0, first.payee, "", 2760)
    assert hotel.faults() == ()


def test_the_night_audit_opens_a_window_for_each_guest_who_settled_early(hotel: Hotel) -> None:
    stays = [hotel.arrive(room, 2) for room in ("305", "306")]
    for stay in stays:
        hotel.charge(stay)
        hotel.pay(stay, 1200)
        hotel.settle(stay)
    hotel.close_day()
    assert [hotel.folio(stay).windows[1].balance for stay in stays] == [19300, 19300]


def test_an_empty_window_is_not_settled(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    with pytest.raises(Refusal, match="nothing on this window"):
        small_hotel.settle(stay)


def test_v32_a_hold_changes_no_balance(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay, "3900", price=21240, quantity=1000)
    hotel.do(do.PlaceHold, stay=stay, amount=50000, brand="Visa", last_four="4242")
    seen = hotel.folio(stay)
    assert (seen.balance, seen.held) == (21240, 50000)
    hotel.pay(stay, 21240, "card", brand="Visa", last_four="4242")
    hotel.do(do.ReleaseHold, hold=hotel.desk.ask(SeeStay(stay)).holds[0].hold)
    seen = hotel.folio(stay)
    assert (seen.balance, seen.held, len(seen.windows[0].lines)) == (0, 0, 2)


def test_a_hold_is_released_once(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    small_hotel.do(do.PlaceHold, stay=stay, amount=50000, brand="Visa", last_four="4242")
    hold = small_hotel.desk.ask(SeeStay(stay)).holds[0].hold
    small_hotel.do(do.ReleaseHold, hold=hold)
    with pytest.raises(Refusal, match="not active any more"):
        small_hotel.do(do.ReleaseHold, hold=hold)


def test_of_a_card_only_four_digits_are_taken(hotel: Hotel) -> None:
    stay = hotel.arrive()
    for digits in ("42", "4242x", "١٢٣٤", "424242"):
        with pytest.raises(Refusal, match="only the last four digits"):
            hotel.pay(stay, 100, "card", brand="Visa", last_four=digits)
        with pytest.raises(Refusal, match="only the last four digits"):
            hotel.do(do.PlaceHold, stay=stay, amount=100, brand="Visa", last_four=digits)


@pytest.mark.parametrize("amount", [0, -1])
def test_money_in_is_more_than_nothing(small_hotel: Hotel, amount: int) -> None:
    stay = small_hotel.arrive()
    with pytest.raises(Refusal, match="A payment must be more than nothing"):
        small_hotel.pay(stay, amount)
    with pytest.raises(Refusal, match="A hold must be more than nothing"):
        small_hotel.do(do.PlaceHold, stay=stay, amount=amount, brand="Visa", last_four="4242")


def test_v33_a_refund_is_at_most_the_credit_balance(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay, "3900", price=30000, quantity=1000)
    card = hotel.pay(stay, 31000, "card", brand="Visa", last_four="4242")
    hotel.pay(stay, 9000)
    with pytest.raises(Refusal, match=r"At most 100\.00 can go back"):
        refund(hotel, card, 12000)
    refund(hotel, card, 10000)
    assert hotel.folio(stay).balance == 0
    assert hotel.lines(stay)[2].text == "Refund, Visa •••• 4242"
    assert hotel.faults() == ()


def test_gc3_a_refund_is_at_most_what_is_left_of_its_payment(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    cash, card = small_hotel.pay(stay, 5000), small_hotel.pay(stay, 9000, "card")
    refund(small_hotel, cash, 3000)
    with pytest.raises(Refusal, match=r"At most 20\.00"):
        refund(small_hotel, cash, 2001)
    refund(small_hotel, card, 9000)
    assert small_hotel.folio(stay).balance == -2000


def test_a_refund_names_a_payment_and_a_second_person(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    charge, payment = small_hotel.charge(stay), small_hotel.pay(stay, 5000)
    with pytest.raises(Refusal, match="goes back to a payment"):
        refund(small_hotel, charge, 100)
    with pytest.raises(Refusal, match="Nobody approves their own"):
        small_hotel.do(do.RefundPayment, payment=payment, amount=1, reason="x", approver=small_hotel.ana, pin="135790")


def test_v36_a_part_goes_to_the_company_and_back(house_in: HouseIn) -> None:
    """150.00 incl. 12 %, 100.00 of it to window 2; then that part transferred back."""
    day = date(2026, 3, 2)
    hotel = house_in("BE", day)
    stay = hotel.arrive(arrival=day, departure=day.replace(day=3), prices=(15000,), nights=1)
    whole = hotel.charge(stay, "1010", price=15000, quantity=1000)
    hotel.do(do.OpenWindow, stay=stay, payee="Nomos AG")
    hotel.do(do.SplitPosting, posting=whole, weights=(2, 1))
    mine, theirs = (next(line for line in hotel.lines(stay) if line.amount == amount) for amount in (5000, 10000))
    hotel.do(do.TransferPosting, posting=theirs.posting, to_window=2)
    (there,) = hotel.lines(stay, 2)
    assert (there.amount, there.taxes[0].amount, mine.taxes[0].amount) == (10000, 1071, 536)
    hotel.do(do.TransferPosting, posting=there.posting, to_window=1)
    assert [window.balance for window in hotel.folio(stay).windows] == [15000, 0]
    assert sum(part.amount for part in hotel.rows(tables.tax_part)) == 1607
    assert hotel.faults() == ()
