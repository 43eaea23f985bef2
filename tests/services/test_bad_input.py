"""Whatever is wrong with a ledger command, it gets one sentence and changes nothing."""

import json
from typing import Any

import pytest

from frontdesk import commands as do
from frontdesk.commands.codec import decode
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.money import parse_amount
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.check import CheckHouse
from frontdesk.store import tables
from tests.hotel import KOSTAS_PIN, Hotel
from tests.ledgers import balance, pay, settled

HUGE = 10**18
APPROVED = {"pin": KOSTAS_PIN}
COMMANDS: dict[str, tuple[type[do.Command], dict[str, Any]]] = {
    "charge": (do.PostCharge, {"code": "3000", "unit_price": 600}),
    "payment": (do.TakePayment, {"method": PaymentMethod.CARD, "amount": 600}),
    "write_off": (do.WriteOff, {"amount": 100, "text": "gone"}),
    "hold": (do.PlaceHold, {"amount": 600, "brand": "Visa", "last_four": "4242"}),
    "window": (do.OpenWindow, {"payee": "Nomos AG"}),
    "payee": (do.ChangeWindow, {"window": 1, "payee": "Nomos AG"}),
    "settle": (do.SettleWindow, {"window": 1}),
    "routing": (do.AddRouting, {"departments": ("minibar",), "window": 1}),
    "reroute": (do.Reroute, {}),
}
"""A good command of each kind on a stay; a field is then spoilt."""

ON_LINE: dict[str, tuple[type[do.Command], dict[str, Any]]] = {
    "correct": (do.CorrectPosting, {"reason": "C-DUPL"}),
    "allow": (do.PostAllowance, {"reason": "C-DUPL", "amount": 100}),
    "transfer": (do.TransferPosting, {"to_window": 2}),
    "split": (do.SplitPosting, {"weights": (1, 1)}),
}
SPOILT: list[tuple[str, dict[str, Any], str]] = [
    ("charge", {"window": 7}, "no window 7"),
    ("charge", {"window": -1}, "no window -1"),
    ("charge", {"code": "nope"}, "no transaction code"),
    ("charge", {"code": "1000"}, "not charged by hand"),
    ("charge", {"unit_price": 0}, "more than nothing"),
    ("charge", {"unit_price": -1}, "more than nothing"),
    ("charge", {"unit_price": HUGE}, "far too large"),
    ("charge", {"quantity": HUGE}, "far too large"),
    ("charge", {"quantity": 10**10, "unit_price": 10**9}, "far too large"),
    ("charge", {"quantity": 1, "unit_price": 1}, "comes to nothing"),
    ("payment", {"window": 7}, "no window 7"),
    ("payment", {"amount": 0}, "more than nothing"),
    ("payment", {"amount": -600}, "more than nothing"),
    ("payment", {"amount": HUGE}, "far too large"),
    ("payment", {"last_four": "12"}, "last four digits"),
    ("payment", {"foreign": "USD", "handed": 100, "rate": "1"}, "in cash"),
    ("payment", {"method": PaymentMethod.CASH, "foreign": "USD", "handed": 100, "rate": "NaN"}, "not an exchange rate"),
    ("payment", {"method": PaymentMethod.CASH, "foreign": "USD", "handed": 100, "rate": "-0"}, "not an exchange rate"),
    ("payment", {"method": PaymentMethod.CASH, "foreign": "ZZZ", "handed": 100, "rate": "1"}, "not a currency"),
    ("write_off", {"window": 7}, "no window 7"),
    ("write_off", {"amount": 0}, "stands at"),
    ("write_off", {"amount": HUGE}, "far too large"),
    ("write_off", {"text": " "}, "sentence of why"),
    ("hold", {"amount": 0}, "more than nothing"),
    ("hold", {"amount": HUGE}, "far too large"),
    ("hold", {"last_four": "42424"}, "last four digits"),
    ("window", {"payee": " "}, "needs a payee"),
    ("payee", {"window": 7}, "no window 7"),
    ("payee", {"payee": ""}, "needs a payee"),
    ("settle", {"window": 7}, "no window 7"),
    ("settle", {}, "stands at"),
    ("routing", {"window": 7}, "no window 7"),
    ("routing", {"departments": ("nope",)}, "no department or code"),
    ("routing", {"departments": ()}, "names nothing"),
    ("routing", {"to_stay": "nobody"}, "no window|no such stay"),
    ("reroute", {}, "No line on window 1"),
]
SPOILT_LINES: list[tuple[str, dict[str, Any], str]] = [
    ("correct", {"reason": "G-AC"}, "reason does not fit"),
    ("correct", {"reason": "nope"}, "reason does not fit"),
    ("allow", {}, "from today"),
    ("allow", {"amount": HUGE}, "far too large|from today"),
    ("transfer", {"to_window": 7}, "no window 7"),
    ("transfer", {"to_window": 1}, "on that window already"),
    ("split", {"weights": ()}, "2 to 31 parts"),
    ("split", {"weights": (1, -1)}, "2 to 31 parts"),
    ("split", {"weights": (0, 0)}, "."),
    ("split", {"weights": (HUGE, 1)}, "far too large"),
    ("split", {"weights": (1,) * 32}, "2 to 31 parts"),
]


@pytest.fixture
def stay(small_hotel: Hotel) -> str:
    found = small_hotel.arrive()
    small_hotel.charge(found)
    return found


def state(hotel: Hotel) -> tuple[Any, ...]:
    names = ("posting", "tax_part", "folio_window", "hold", "routing", "journal", "stay")
    return tuple(sorted(map(str, hotel.rows(getattr(tables, name)))) for name in names)


def refused(hotel: Hotel, kind: type[do.Command], said: str, **fields: Any) -> None:
    before = state(hotel)
    with pytest.raises(Refusal, match=said) as caught:
        hotel.do(kind, hotel.kostas if kind is do.WriteOff else None, **fields)
    assert caught.value.title.rstrip().endswith((".", "?"))
    assert "\n" not in caught.value.title
    assert state(hotel) == before


@pytest.mark.parametrize(("name", "spoilt", "said"), SPOILT)
def test_a_spoilt_field_is_refused(small_hotel: Hotel, stay: str, name: str, spoilt: dict[str, Any], said: str) -> None:
    kind, fields = COMMANDS[name]
    refused(small_hotel, kind, said, **{"stay": stay, **fields, **spoilt})


@pytest.mark.parametrize(("name", "spoilt", "said"), SPOILT_LINES)
def test_a_spoilt_field_of_a_line_is_refused(
    small_hotel: Hotel, stay: str, name: str, spoilt: dict[str, Any], said: str
) -> None:
    kind, fields = ON_LINE[name]
    line = small_hotel.lines(stay)[0].posting
    refused(small_hotel, kind, said, **{"posting": line, **fields, **spoilt})


@pytest.mark.parametrize("name", COMMANDS)
def test_an_unknown_stay_is_refused(small_hotel: Hotel, name: str) -> None:
    kind, fields = COMMANDS[name]
    refused(small_hotel, kind, "no such stay", stay=new_id(), **fields)


@pytest.mark.parametrize("name", ON_LINE)
def test_an_unknown_line_is_refused(small_hotel: Hotel, name: str) -> None:
    kind, fields = ON_LINE[name]
    refused(small_hotel, kind, "no such line", posting=new_id(), **fields)


def test_an_unknown_payment_hold_or_instruction_is_refused(small_hotel: Hotel) -> None:
    approved = {"approver": small_hotel.kostas, **APPROVED}
    refused(small_hotel, do.RefundPayment, "no such line", payment=new_id(), amount=1, reason="r", **approved)
    refused(small_hotel, do.CaptureHold, "not active", hold=new_id(), amount=1)
    refused(small_hotel, do.ReleaseHold, "not active", hold=new_id())
    refused(small_hotel, do.RemoveRouting, "no such instruction", routing=new_id())
    refused(small_hotel, do.ChangeRouting, "no such instruction", routing=new_id(), departments=("minibar",), window=1)


@pytest.mark.parametrize("name", ["settle", "payee", "write_off"])
def test_a_closed_window_takes_nothing(small_hotel: Hotel, stay: str, name: str) -> None:
    pay(small_hotel, stay, balance(small_hotel, stay))
    settled(small_hotel, stay)
    kind, fields = COMMANDS[name]
    refused(small_hotel, kind, "is settled as", **{"stay": stay, **fields, "window": 1})


@pytest.mark.parametrize("name", ["correct", "transfer", "split"])
def test_a_line_of_a_closed_window_stays(small_hotel: Hotel, stay: str, name: str) -> None:
    line = small_hotel.lines(stay)[0].posting
    small_hotel.do(do.OpenWindow, stay=stay, payee="Nomos AG")
    pay(small_hotel, stay, balance(small_hotel, stay))
    settled(small_hotel, stay)
    kind, fields = ON_LINE[name]
    refused(small_hotel, kind, "is settled as", posting=line, **fields)


def test_a_cancelled_stay_takes_no_charge(small_hotel: Hotel) -> None:
    stay = small_hotel.reserve()
    small_hotel.do(do.CancelReservation, stay=stay, reason="ill")
    refused(small_hotel, do.PostCharge, "was cancelled", stay=stay, code="3000", unit_price=600)
    refused(small_hotel, do.CancelReservation, "was cancelled", stay=stay)
    refused(small_hotel, do.ChangeParty, "was cancelled", stay=stay, adults=1)


@pytest.mark.parametrize("text", ["1.234", "NaN", "-0", "1e3", "", "∞", "1,23,4", "10" * 20])
def test_a_typed_amount_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_amount(text, "EUR")


@pytest.mark.parametrize("number", ["1.5", "NaN", "-Infinity", '"6.00"', "null", "1e2"])
def test_a_number_of_a_file_that_is_none_is_refused(number: str) -> None:
    line = json.dumps({"kind": "PostCharge", "stay": "s", "code": "3000", "unit_price": 0}).replace(
        ": 0", f": {number}"
    )
    with pytest.raises(Refusal):
        decode(line)


def test_the_house_is_in_order_after_all_of_it(small_hotel: Hotel, stay: str) -> None:
    for name, spoilt, said in SPOILT:
        kind, fields = COMMANDS[name]
        refused(small_hotel, kind, said, **{"stay": stay, **fields, **spoilt})
    assert small_hotel.desk.ask(CheckHouse()) == ()
