"""The preview equals what is posted, to the minor unit (room-moves 7)."""

from collections.abc import Iterator
from datetime import date

import pytest

from frontdesk import commands as do
from frontdesk.commands.case import AddNote
from frontdesk.commands.house import RoomSpec, RoomTypeSpec
from frontdesk.desk import Desk
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.domain.tax.parse import parse_jurisdiction
from frontdesk.errors import Refusal
from frontdesk.queries.night_posting import plan_night, sleeping
from frontdesk.queries.room_move import MovesOf, PreviewMove
from frontdesk.services import HANDLERS, house
from frontdesk.services.ledger import open_windows, post
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork
from tests.hotel import DAY, KOSTAS_PIN, Hotel, found_hotel
from tests.services.moves import finish, move, plan, start

JUNE = date(2026, 6, 5)
RULES = """
schema = 1
jurisdiction = "{name}"
currency = "{currency}"
checked_on = 2026-03-01
[[tax]]
code = "TAX"
name = {{ en = "Tax" }}
order = 10
kind = "percent"
mode = "{mode}"
on = ["lodging"]
versions = [ {{ from = 2020-01-01, percent = "{percent}" }} ]
einvoice = {{ category = "S" }}
source = ["the vector of the specification"]
"""


@pytest.fixture
def under(sqlite_address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Found a house under one percentage tax, with two types of room."""
    opened: list[Desk] = []

    def found(currency: str, mode: str, percent: str, prices: tuple[int, int]) -> Hotel:
        text = RULES.format(name="demo", currency=currency, mode=mode, percent=percent)
        rules = parse_jurisdiction(text, file="demo.toml", currency=currency).jurisdiction
        monkeypatch.setattr(house, "_tax_rules", lambda *_: (text, rules))
        opened.append(Desk.open(sqlite_address))
        types = tuple(
            RoomTypeSpec(code=code, name=code, rank=rank, sleeps=2, price=price)
            for rank, (code, price) in enumerate(zip(("LOW", "HIGH"), prices, strict=True))
        )
        rooms = tuple(RoomSpec(number=number, type=kind, floor=2) for number, kind in (("204", "LOW"), ("311", "HIGH")))
        return found_hotel(opened[0], currency=currency, business_date=JUNE, room_types=types, rooms=rooms)

    yield found
    for desk in opened:
        desk.close()


def arrive(hotel: Hotel, room: str, kind: str, prices: tuple[int, ...]) -> str:
    return hotel.arrive(
        room, len(prices), arrival=JUNE, departure=JUNE.replace(day=5 + len(prices)), room_type=kind, prices=prices
    )


def test_an_upsell_of_45_with_13_875_percent_on_top(under: object) -> None:
    hotel: Hotel = under("USD", "added", "13.875", (18900, 23400))  # type: ignore[operator]
    stay = arrive(hotel, "204", "LOW", (18900, 19900, 21900))
    shown = hotel.desk.ask(PreviewMove(stay, "311", MoveReason.UPSELL, RateDecision.UPSELL_NEW))
    assert [(n.old_price, n.old_tax, n.new_price, n.new_tax, n.difference) for n in shown.nights] == [
        (18900, 2622, 23400, 3247, 5125),
        (19900, 2761, 24400, 3386, 5125),
        (21900, 3039, 26400, 3663, 5124),
    ]
    assert shown.difference == 15374
    kept = hotel.desk.ask(PreviewMove(stay, "311", MoveReason.UPGRADE, RateDecision.UPGRADE_KEEP))
    assert {night.difference for night in kept.nights} == {0}
    move(hotel, stay, "311", MoveReason.UPSELL, decision=RateDecision.UPSELL_NEW)
    for day in (5, 6, 7):
        hotel.close_day(JUNE.replace(day=day))
    assert hotel.folio(stay).balance == 60700 + 8422 + 15374


def test_a_downgrade_in_yen_with_10_percent_inside(under: object) -> None:
    hotel: Hotel = under("JPY", "included", "10", (18500, 22000))  # type: ignore[operator]
    stay = arrive(hotel, "311", "HIGH", (22000, 22000))
    shown = hotel.desk.ask(PreviewMove(stay, "204", MoveReason.DOWNGRADE, RateDecision.DOWNGRADE_DIFFERENCE))
    assert [(n.old_tax, n.new_tax, n.difference) for n in shown.nights] == [(2000, 1682, -3500)] * 2
    assert shown.difference == -7000
    decided = {"decision": RateDecision.DOWNGRADE_DIFFERENCE, "approver": hotel.kostas, "pin": KOSTAS_PIN}
    move(hotel, stay, "204", MoveReason.DOWNGRADE, **decided)
    for day in (5, 6):
        hotel.close_day(JUNE.replace(day=day))
    assert hotel.folio(stay).balance == 37000


def test_a_night_without_a_price_stops_the_move_and_is_named(under: object) -> None:
    hotel: Hotel = under("EUR", "included", "10", (18500, 0))  # type: ignore[operator]
    stay = arrive(hotel, "204", "LOW", (18500,))
    options = hotel.desk.ask(PreviewMove(stay, "311", MoveReason.UPSELL)).decisions
    assert options[2].why_not == "the rate plan has no price for the night of Fri 5 Jun 2026"
    typed = {
        "decision": RateDecision.UPSELL_NEW,
        "prices": (20000,),
        "price_reason": "agreed",
        "approver": hotel.kostas,
    }
    move(hotel, stay, "311", MoveReason.UPSELL, **typed, pin=KOSTAS_PIN)
    assert [row.price for row in hotel.rows(tables.stay_night)] == [20000]


def charge_tonight(hotel: Hotel, stay: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Post the open date's room charge without rolling the date."""

    def charged(_command: AddNote, work: UnitOfWork) -> None:
        mine = next(row for row in sleeping(work) if row.id == stay)
        night = plan_night(work, mine, work.child)
        open_windows(work, night.plan)
        post(work, night.plan.lines)

    monkeypatch.setitem(HANDLERS, AddNote, charged)
    hotel.do(AddNote, case="x", to_guest="charged before the audit")


@pytest.mark.parametrize("decision", [RateDecision.UPSELL_NEW, RateDecision.UPGRADE_KEEP])
def test_a_charge_of_the_open_date_is_taken_back_and_posted_again(
    hotel: Hotel, monkeypatch: pytest.MonkeyPatch, decision: RateDecision
) -> None:
    stay = hotel.arrive("305", 2)
    charge_tonight(hotel, stay, monkeypatch)
    before = hotel.folio(stay).balance
    shown = hotel.desk.ask(PreviewMove(stay, "307", MoveReason.UPSELL, decision))
    assert [night.posted for night in shown.nights] == [True, False]
    move(hotel, stay, "307", MoveReason.UPSELL, decision=decision, approver=hotel.kostas, pin=KOSTAS_PIN)
    assert hotel.folio(stay).balance == before + shown.nights[0].difference
    assert [(line.room, line.amount > 0) for line in hotel.lines(stay) if line.code == "1000"] == [
        ("305", True), ("305", False), ("307", True),
    ]  # fmt: skip
    move(hotel, stay, "407", MoveReason.ASKED, approver=hotel.kostas, pin=KOSTAS_PIN)
    assert hotel.folio(stay).balance == before + shown.nights[0].difference
    assert hotel.faults() == ()


def test_a_hotel_reason_never_raises_a_typed_price(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive("305", 1)
    with pytest.raises(Refusal, match="would rise, and the reason lies with the house"):
        small_hotel.desk.ask(PreviewMove(stay, "306", MoveReason.AIR, RateDecision.SAME, prices=(18901,)))
    with pytest.raises(Refusal, match="1 nights left and 2 prices"):
        small_hotel.desk.ask(PreviewMove(stay, "306", MoveReason.AIR, RateDecision.SAME, prices=(1, 2)))


def test_a_change_after_the_approval_makes_the_preview_untrue(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive("305", 2)
    planned = plan(small_hotel, stay, "307", MoveReason.UPSELL, decision=RateDecision.UPSELL_NEW)
    small_hotel.do(do.ChangeDeparture, stay=stay, departure=DAY.replace(day=22), prices=(18900,))
    start(small_hotel, planned)
    with pytest.raises(Refusal, match=r"preview is no longer true\. The difference is 300\.00 now, not 200\.00"):
        finish(small_hotel, planned)
    finish(small_hotel, planned, difference=30000)
    assert small_hotel.desk.ask(MovesOf(stay))[0].difference == 30000
