"""A refusal that a second person's PIN would lift says so as a fact, with the lowest role that will do."""

from typing import Any

import pytest

from frontdesk import commands as do
from frontdesk.errors import Refusal
from tests.hotel import KOSTAS_PIN, Hotel
from tests.ledgers import nights, pay


def refused(hotel: Hotel, kind: Any, actor: str | None = None, /, **fields: Any) -> Refusal:
    with pytest.raises(Refusal) as told:
        hotel.do(kind, actor, **fields)
    return told.value


def test_an_allowance_names_the_lowest_role_whose_limit_covers_it(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    dear, cheap = (small_hotel.charge(stay, "3900", price=price, quantity=1000) for price in (900_000, 20_000))
    nights(small_hotel, 1)
    allow = {"reason": "C-RATE"}
    assert refused(small_hotel, do.PostAllowance, posting=cheap, **allow).approval == "supervisor"
    told = refused(small_hotel, do.PostAllowance, posting=dear, **allow)
    assert told.approval == "duty_manager"
    assert "higher limit" in told.help
    small_hotel.do(do.PostAllowance, posting=dear, approver=small_hotel.kostas, pin=KOSTAS_PIN, **allow)


def test_a_write_off_and_a_refund_need_somebody(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    small_hotel.charge(stay)
    off = {"stay": stay, "amount": 100, "text": "Gone"}
    assert refused(small_hotel, do.WriteOff, **off).approval == "duty_manager"
    assert refused(small_hotel, do.WriteOff, **{**off, "amount": 10**9}).approval == ""
    paid = pay(small_hotel, stay, 5000)
    told = refused(small_hotel, do.RefundPayment, payment=paid, amount=100, reason="Paid twice")
    assert (told.approval, told.title) == ("supervisor", "This needs a second person.")


def test_what_nobody_can_approve_says_nothing_of_it(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    assert refused(small_hotel, do.PostCharge, stay=stay, code="3000", unit_price=0).approval == ""
    own = refused(
        small_hotel, do.WriteOff, small_hotel.kostas, stay=stay, amount=1, text="x", approver=small_hotel.kostas
    )
    assert own.approval == ""


def test_a_refusal_is_read_as_it_was_stored() -> None:
    whole = Refusal("No.", "Because.", "Ask.", approval="supervisor")
    for refusal in (whole, Refusal("No.")):
        again = Refusal.read(refusal.parts())
        assert (str(again), again.approval) == (str(refusal), refusal.approval)
    assert str(Refusal.read({"refused": "No. Because."})) == "No. Because."
    assert "refused before" in Refusal.read({}).title
