"""What no command may carry is refused in one sentence on both databases, and nothing changes."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from frontdesk import commands as do
from frontdesk.commands.base import Command
from frontdesk.commands.checks import check, holds_card_number
from frontdesk.commands.stay import GuestSpec
from frontdesk.domain.case import CaseKind
from frontdesk.domain.folio import PaymentMethod
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.store import tables
from tests.commands.values import any_command
from tests.hotel import DAY, Hotel


def state(hotel: Hotel) -> dict[str, int]:
    return {table.name: len(hotel.rows(table)) for table in tables.metadata.sorted_tables}


def note(hotel: Hotel, stay: str, text: str) -> Command:
    return hotel.command(do.OpenCase, case=new_id(), stay=stay, kind=CaseKind.REQUEST, words=text)


HIDING = [
    ("x" * 1_000_000, "1,000,000 characters; 4,000 is the most"),
    ("a\x00b", "control character"),
    ("a\x1b[31mb", "control character"),
    ("a\ud800b", "control character"),
    ("safe \u202eexe.fdp", "turns the direction"),
    ("\u2066hidden\u2069", "turns the direction"),
    ("my card is 4111 1111 1111 1111", "Card numbers are never stored"),
    ("5500-0000-0000-0004", "Card numbers are never stored"),
    ("room 305 4111111111111111", "Card numbers are never stored"),
    ("378282246310005.", "Card numbers are never stored"),
]


def test_a_text_that_hides_something_is_refused(hotel: Hotel) -> None:
    stay = hotel.arrive()
    before = state(hotel)
    for text, said in HIDING:
        with pytest.raises(Refusal, match=said):
            hotel.desk.do(note(hotel, stay, text))
    assert state(hotel) == before


WRITTEN = (
    "👩🏽‍🚀 arrived 🎉",
    "Ελένη",
    "山田 太郎",
    "محمد",
    "one\ntwo\tthree",
    "İstanbul",
    "e\u0301",
    "4,000 × 2 = 8,000",
)


def test_what_people_write_survives(hotel: Hotel) -> None:
    stay = hotel.arrive()
    for text in WRITTEN:
        hotel.desk.do(note(hotel, stay, text))
    assert {row.words for row in hotel.rows(tables.guest_case)} == set(WRITTEN)


@pytest.mark.parametrize(
    "text",
    [
        "+49 170 123456789",
        "+4917012345678",
        "0049 170 1234 5678",
        "1111 1111 1111 1111",
        "4111 1111 1111 1112",
        "2025-11-19 2025-11-20",
        "4111 1111 1111",
        "",
    ],
)
def test_what_is_no_card_number(text: str) -> None:
    assert not holds_card_number(text)


def test_an_id_is_never_taken_for_a_card_number() -> None:
    """One in ten of these passes the check of a card."""
    command = do.CheckIn(id=new_id(), actor="", workstation="w", made_at=datetime.now(UTC), stay=new_id())
    for number in range(3000):
        check(replace(command, stay=f"41111111-1111-7111-8{number:03d}-{number:012d}"))
    check(replace(command, stay="0000ab4a-bc41-7111-8111-0000009d9342"))  # its digits alone are such a number


NO_PAYMENT: list[tuple[dict[str, Any], str]] = [
    ({"id": "1"}, "The id is not a UUID"),
    ({"id": ""}, "The id is not a UUID"),
    ({"id": "01A20041-1111-7111-8111-1111AAAAAAAA"}, "The id is not a UUID"),
    ({"supersedes": "x"}, "The supersedes is not a UUID"),
    ({"made_at": datetime(2025, 11, 19, 12)}, "has no time zone"),  # noqa: DTZ001 - that is what is refused
    ({"made_at": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))}, "The year in made at cannot be"),
    ({"made_at": datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=12)))}, "The year in made at"),
    ({"amount": 10**18}, "far too large"),
    ({"amount": -(10**18)}, "far too large"),
    ({"amount": 2**63}, "far too large"),
    ({"amount": -0}, "must be more than nothing"),
    ({"basis": 10**18}, "far too large"),
    ({"window": 10**15}, "no window"),
    ({"window": -1}, "no window"),
    ({"brand": "V" * 17}, "17 characters; 16 is the most"),
    ({"approval": "1" * 25}, "25 characters; 24 is the most"),
    ({"workstation": "w" * 201}, "200 is the most"),
]


def test_a_payment_that_cannot_be_is_refused(hotel: Hotel) -> None:
    stay = hotel.arrive()
    before = state(hotel)
    command = hotel.command(do.TakePayment, stay=stay, method=PaymentMethod.CASH, amount=100)
    for changes, said in NO_PAYMENT:
        with pytest.raises(Refusal, match=said):
            hotel.desk.do(replace(command, **changes))
    assert state(hotel) == before


NO_RESERVATION: list[tuple[dict[str, Any], str]] = [
    ({"stay": "abc"}, "The stay is not a UUID"),
    ({"guest_id": ""}, "The guest id is not a UUID"),
    ({"room": "999"}, "There is no room 999"),
    ({"room": "9" * 11}, "11 characters; 10 is the most"),
    ({"departure": DAY - timedelta(1)}, "before the arrival"),
    ({"arrival": date.min, "departure": date.min}, "already be over"),
    ({"departure": date.max}, "longer than 730 nights"),
    ({"guest": GuestSpec(name="x" * 201)}, "200 is the most"),
    ({"guest": GuestSpec(name="Doe", country="Greece")}, "3 is the most"),
    ({"guest": GuestSpec(name="Doe", language="x" * 9)}, "8 is the most"),
    ({"guest": GuestSpec(name="Doe", phone="4111111111111111")}, "Card numbers"),
    ({"guest": GuestSpec(name="Doe", wishes=("a\x00",))}, "The text in wishes holds a control"),
    ({"channel": "c" * 25}, "24 is the most"),
    ({"confirmation": "R" * 25}, "24 is the most"),
    ({"room_type": "T" * 17}, "16 is the most"),
    ({"prices": (10**18,)}, "far too large"),
    ({"children": (10**18,)}, "far too large"),
]


def test_a_reservation_that_cannot_be_is_refused(hotel: Hotel) -> None:
    given = {
        "stay": new_id(),
        "guest_id": new_id(),
        "guest": GuestSpec(name="Doe, Jo"),
        "arrival": DAY,
        "departure": DAY + timedelta(1),
        "room_type": "DLX",
        "prices": (100,),
    }
    before = state(hotel)
    for changes, said in NO_RESERVATION:
        with pytest.raises(Refusal, match=said):
            hotel.do(do.TakeReservation, **{**given, **changes})
    assert state(hotel) == before


def test_a_guest_may_have_a_long_and_strange_name(hotel: Hotel) -> None:
    for name in ("x" * 200, "🦊" * 200, "'; DROP TABLE stay; --", "<b>Bold</b>", '"quoted"', "%s{0}{name}"):
        stay = hotel.reserve("", name=name)
        hotel.do(do.CancelReservation, stay=stay)
    assert len(hotel.rows(tables.guest)) == 6


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_command)
def test_a_command_of_any_kind_is_done_or_refused(hotel: Hotel, command: Command) -> None:
    """Nothing else ever comes out of the door, and the house stays whole."""
    with suppress(Refusal):
        hotel.desk.do(replace(command, actor=hotel.maria))


def test_the_house_is_whole_after_hundreds_of_odd_commands(small_hotel: Hotel) -> None:
    @settings(max_examples=300, deadline=None)
    @given(any_command)
    def try_it(command: Command) -> None:
        with suppress(Refusal):
            small_hotel.desk.do(replace(command, actor=small_hotel.maria))

    try_it()
    assert small_hotel.faults() == ()
