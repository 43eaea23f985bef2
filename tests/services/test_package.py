"""A rate that is a package: one price, posted as the room and each other supply of it (S17, A3)."""

from datetime import date, timedelta

import pytest

from frontdesk import commands as do
from frontdesk.commands.stay import GuestSpec
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.domain.routing import LimitKind
from frontdesk.domain.stay import StayStatus
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.departure import PreviewDeparture
from frontdesk.queries.explanation import ExplainLine, Explanation
from frontdesk.queries.folio import ReadFolioPaper
from frontdesk.queries.room_move import PreviewMove
from frontdesk.queries.walk_in import PreviewWalkIn, RatePlans
from frontdesk.store import tables
from tests.domain.jurisdictions import added, included
from tests.hotel import DAY, Hotel
from tests.ledgers import CITY, balance, nights, revenue, settled, shown, taxes, under_rules
from tests.services.conftest import HouseIn
from tests.services.moves import move

PLAN = "Business package"
SPLIT = '{ tag = "lodging", percent = "85" }, { tag = "services", percent = "15" }'
SEVEN = included("LODGE", "7")
NINETEEN = included("STD", "19", '"services", "fee", "other", "drink", "food"')


def package(parts: str = SPLIT, dates: str = "from = 2020-01-01") -> str:
    return (
        f'[[package]]\ncode = "BUSINESS"\nrate_plans = ["{PLAN}"]\nsource = ["the tests"]\n'
        f"versions = [ {{ {dates}, parts = [ {parts} ] }} ]\n"
    )


def german(hotel: Hotel, *more: str, parts: str = SPLIT) -> None:
    under_rules(hotel, SEVEN, NINETEEN, *more, package(parts))


def arrive(hotel: Hotel, price: int, count: int = 3, **fields: object) -> str:
    return hotel.arrive(nights=count, prices=(price,) * count, rate_plan=PLAN, **fields)


@pytest.mark.parametrize(
    ("price", "lines"),
    [
        (21990, [("charge", 18692, 1223), ("charge", 3298, 527)]),
        (18000, [("charge", 15300, 1001), ("charge", 2700, 431)]),
    ],
)
def test_v18_the_night_audit_posts_each_supply_with_its_own_tax(
    hotel: Hotel, price: int, lines: list[tuple[str, int, int]]
) -> None:
    german(hotel)
    stay = arrive(hotel, price)
    nights(hotel, 1)
    assert shown(hotel, stay) == lines
    assert balance(hotel, stay) == price
    assert [line.text for line in hotel.lines(stay)] == ["Room, Deluxe", "Room, services in your rate"]
    assert hotel.faults() == ()


def test_a3_reference_prices_share_the_price(hotel: Hotel) -> None:
    parts = '{ tag = "lodging", weight = "220" }, { tag = "food", weight = "70" }, { tag = "services", weight = "40" }'
    german(hotel, parts=parts)
    stay = arrive(hotel, 29900)
    nights(hotel, 1)
    assert [(line.text, line.amount) for line in hotel.lines(stay)] == [
        ("Room, Deluxe", 19933),
        ("Room, food in your rate", 6343),
        ("Room, services in your rate", 3624),
    ]


def test_taxes_by_night_and_head_belong_to_the_room(hotel: Hotel) -> None:
    german(hotel, CITY, added("SALES", "10", '"lodging", "services"'))
    stay = arrive(hotel, 10000)
    nights(hotel, 1)
    texts = {line.posting: line.text for line in hotel.lines(stay)}
    on_top = {(row.code, texts[row.parent]): row.amount for row in hotel.rows(tables.posting) if row.kind == "tax"}
    assert on_top == {
        ("CITY", "Room, Deluxe"): 800,
        ("SALES", "Room, Deluxe"): 850,
        ("SALES", "Room, services in your rate"): 150,
    }


def test_a_rate_that_is_no_package_or_not_yet_one_is_lodging(hotel: Hotel) -> None:
    under_rules(hotel, SEVEN, NINETEEN, package(dates="from = 2025-11-20"))
    stay = arrive(hotel, 10000)
    other = hotel.arrive("306", prices=(10000,) * 5)
    free = hotel.arrive("307", prices=(0,) * 5, rate_plan=PLAN)
    nights(hotel, 2)
    assert shown(hotel, stay) == [("charge", 10000, 654), ("charge", 8500, 556), ("charge", 1500, 239)]
    assert shown(hotel, other) == [("charge", 10000, 654)] * 2
    assert shown(hotel, free) == []


def test_w3_the_supplies_of_a_night_share_the_limit_of_an_instruction(hotel: Hotel) -> None:
    german(hotel)
    stay = arrive(hotel, 21990)
    hotel.do(do.OpenWindow, stay=stay, payee="Nomos AG")
    given = {"departments": ("rooms",), "window": 2, "limit": LimitKind.DAY, "value": 20000}
    hotel.do(do.AddRouting, stay=stay, **given)
    nights(hotel, 1)
    assert [line.amount for line in hotel.lines(stay, 2)] == [18692, 1308]
    assert [line.amount for line in hotel.lines(stay)] == [1990]
    assert taxes(hotel) == {"LODGE": 1223, "STD": 527}


def test_c1_each_supply_is_put_right_alone_and_to_the_last_cent(hotel: Hotel) -> None:
    german(hotel, added("SALES", "10", '"lodging", "services"'))
    stay = arrive(hotel, 21990)
    nights(hotel, 1)
    part = next(line for line in hotel.lines(stay) if "services" in line.text and line.kind == "charge")
    for amount in (1000, 1000, part.left + 330 - 2000):
        hotel.do(do.PostAllowance, hotel.maria, posting=part.posting, amount=amount, reason="C-RATE")
    assert taxes(hotel) == {"LODGE": 1223, "SALES": 1869}
    assert revenue(hotel)["1000"] == 18692 - 1223
    room = hotel.lines(stay)[0]
    hotel.do(do.SplitPosting, posting=room.posting, weights=(1, 2, 4))
    assert taxes(hotel) == {"LODGE": 1223, "SALES": 1869}
    assert hotel.faults() == ()


BOOKED = 'los = { from_night = 3, effect = "retroactive", base_share = "0.25", decide_on = "booked" }'


def test_s13_a_package_is_charged_anew_supply_by_supply(hotel: Hotel) -> None:
    under_rules(hotel, included("LODGE", "20", more=BOOKED), NINETEEN, CITY, package())
    stay = arrive(hotel, 12000)
    nights(hotel, 1)
    assert shown(hotel, stay)[:2] == [("charge", 8925, 425), ("tax", 800, 800)]
    before = (balance(hotel, stay), taxes(hotel))
    seen = hotel.desk.ask(PreviewDeparture(stay, DAY + timedelta(days=2)))
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(days=2))
    assert seen.balance_after == balance(hotel, stay) == 12800
    assert taxes(hotel) == {"LODGE": 1700, "STD": 287, "CITY": 800}
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(days=3), prices=(12000,))
    assert (balance(hotel, stay), taxes(hotel)) == before
    assert [line.amount for line in hotel.lines(stay) if "services" in line.text] == [1800]
    assert hotel.faults() == ()


def test_t8_a_corrected_supply_is_not_charged_again(hotel: Hotel) -> None:
    german(hotel, CITY)
    stay = arrive(hotel, 12000)
    nights(hotel, 1)
    part = next(line for line in hotel.lines(stay) if "services" in line.text)
    hotel.do(do.PostAllowance, hotel.maria, posting=part.posting, amount=part.amount, reason="C-RATE")
    hotel.do(do.ChangeParty, stay=stay, adults=1)
    assert (balance(hotel, stay), taxes(hotel)) == (10200 + 400, {"LODGE": 667, "CITY": 400})


def test_t8_a_posted_night_stays_what_it_was_sold_as(hotel: Hotel) -> None:
    german(hotel, CITY)
    stay = arrive(hotel, 12000)
    nights(hotel, 1)
    under_rules(hotel, SEVEN, NINETEEN, CITY, package().replace(PLAN, "Another rate"))
    hotel.do(do.ChangeParty, stay=stay, adults=1)
    assert taxes(hotel) == {"LODGE": 667, "STD": 287, "CITY": 400}
    nights(hotel, 1, DAY + timedelta(days=1))
    assert taxes(hotel) == {"LODGE": 667 + 785, "STD": 287, "CITY": 800}


def test_s13_a_night_charged_anew_keeps_the_package_it_was_sold_as(hotel: Hotel) -> None:
    rules = (included("LODGE", "20", more=BOOKED), NINETEEN)
    under_rules(hotel, *rules, package())
    stay = arrive(hotel, 12000)
    nights(hotel, 1)
    under_rules(hotel, *rules, package().replace(PLAN, "Another rate"))
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(days=2))
    assert taxes(hotel) == {"LODGE": 1700, "STD": 287}


def test_t8_a_package_that_is_made_otherwise_now_leaves_posted_nights_alone(hotel: Hotel) -> None:
    german(hotel, CITY)
    stay = arrive(hotel, 12000)
    nights(hotel, 1)
    other = package('{ tag = "lodging", percent = "85" }, { tag = "food", percent = "15" }')
    under_rules(hotel, SEVEN, NINETEEN, CITY, other)
    hotel.do(do.ChangeParty, stay=stay, adults=1)
    assert taxes(hotel) == {"LODGE": 667, "STD": 287, "CITY": 400}


FIXED = '{ tag = "food", amount = "24.00" }'


def test_a_price_that_does_not_hold_the_package_is_refused_when_it_is_given(hotel: Hotel) -> None:
    german(hotel, parts=FIXED)
    for price in (2399, 2400):
        with pytest.raises(Refusal, match="package BUSINESS"):
            arrive(hotel, price)
    assert hotel.rows(tables.stay) == []
    stay = arrive(hotel, 2401)
    assert "package BUSINESS" in hotel.desk.ask(PreviewDeparture(stay, DAY + timedelta(days=4), (2000,))).refused
    with pytest.raises(Refusal, match="package BUSINESS"):
        hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(days=4), prices=(2000,))
    nights(hotel, 1)
    assert [line.amount for line in hotel.lines(stay)] == [1, 2400]


def test_rm26_a_move_shows_what_the_package_will_differ_by(hotel: Hotel) -> None:
    german(hotel, added("SALES", "8.875", '"lodging"'))
    stay = arrive(hotel, 21990, 2, room_type="DLX")
    seen = hotel.desk.ask(PreviewMove(stay, "307", MoveReason.UPSELL, RateDecision.UPSELL_NEW))
    assert seen.nights[0].old_tax == 1223 + 527 + 1659
    before = seen.difference
    move(hotel, stay, "307", MoveReason.UPSELL, decision=RateDecision.UPSELL_NEW)
    nights(hotel, 2)
    assert balance(hotel, stay) == 2 * (21990 + 1659) + before


def test_rm25_a_rate_decision_below_the_package_is_not_offered(hotel: Hotel) -> None:
    german(hotel, parts='{ tag = "food", amount = "150.00" }')
    stay = arrive(hotel, 18900, 2)
    options = hotel.desk.ask(PreviewMove(stay, "301", MoveReason.DOWNGRADE)).decisions
    down = next(each for each in options if each.decision is RateDecision.DOWNGRADE_DIFFERENCE)
    assert (down.allowed, down.why_not) == (False, "The package BUSINESS costs less than its fixed parts.")


def test_r5_who_walks_in_pays_what_was_shown(hotel: Hotel) -> None:
    german(hotel, CITY)
    leaves = DAY + timedelta(days=1)
    seen = hotel.desk.ask(PreviewWalkIn(room="305", departure=leaves, adults=2, price=21990, rate_plan=PLAN))
    stay = new_id()
    guest = {"guest_id": new_id(), "guest": GuestSpec(name="Roe, Ri")}
    terms = {"departure": leaves, "prices": (21990,), "adults": 2, "room": "305", "rate_plan": PLAN}
    hotel.do(do.WalkIn, stay=stay, **guest, **terms)
    nights(hotel, 1)
    assert (seen.inside, seen.on_top, seen.total) == (1223 + 527, 800, balance(hotel, stay))


def test_only_packages_in_force_today_are_sold_beside_the_room_alone(hotel: Hotel) -> None:
    under_rules(hotel, SEVEN, NINETEEN, package(dates="from = 2020-01-01, to = 2025-11-19"))
    assert hotel.desk.ask(RatePlans()) == ("Flexible", PLAN)
    hotel.close_day()
    assert hotel.desk.ask(RatePlans()) == ("Flexible",)


def test_a_stay_taken_over_is_posted_by_its_package(hotel: Hotel) -> None:
    german(hotel)
    first = DAY - timedelta(days=1)
    hotel.do(
        do.RecordStay,
        source="old",
        line=1,
        stay=new_id(),
        guest_id=new_id(),
        guest=GuestSpec(name="Roe, Ri"),
        confirmation="OLD-1",
        arrival=first,
        departure=DAY + timedelta(days=1),
        adults=1,
        prices=(21990, 21990),
        type_booked="DLX",
        type_given="DLX",
        room="305",
        rate_plan=PLAN,
        booked_on=first,
        channel="direct",
        status=StayStatus.IN_HOUSE,
    )
    assert taxes(hotel) == {"LODGE": 1223, "STD": 527}
    nights(hotel, 1)
    assert taxes(hotel) == {"LODGE": 2446, "STD": 1054}


def test_explain_tells_the_price_that_a_supply_is_a_part_of(hotel: Hotel) -> None:
    german(hotel)
    stay = arrive(hotel, 21990)
    nights(hotel, 1)
    room, part = (line.posting for line in hotel.lines(stay))
    told: Explanation = hotel.desk.ask(ExplainLine(part))
    assert told.sentences[0] == "This is what your rate holds besides the room, at its share of the whole price."
    assert told.sentences[3] == "It is 32.98 of 219.90, the whole price of the night at this rate."
    assert sum(step.amount for step in told.steps if step.quiet) == 3298
    assert hotel.desk.ask(ExplainLine(room)).sentences[3].startswith("It is 186.92 of 219.90,")


@pytest.mark.parametrize("style", ["itemised", "explained", "by_day", "by_department", "bill_bridge"])
def test_every_paper_of_a_package_adds_up_in_the_guests_words(hotel: Hotel, style: str) -> None:
    german(hotel, CITY)
    stay = arrive(hotel, 21990, includes=("breakfast",))
    nights(hotel, 1)
    paper = hotel.desk.ask(ReadFolioPaper(stay, 1, "de", style))
    assert [line.text for line in paper.lines][:3:2] == ["Zimmer, Deluxe", "Zimmer, Leistungen in Ihrer Rate"]
    assert sum(tax.gross for tax in paper.taxes) == paper.total == 21990 + 800
    assert paper.includes == ("Frühstück",)


def test_s17_the_shipped_german_package_by_its_date(house_in: HouseIn) -> None:
    last = date(2025, 12, 31)
    hotel = house_in("DE", last)
    stay = hotel.arrive(
        arrival=last, departure=last + timedelta(days=2), prices=(18000, 18000), rate_plan="Business package"
    )
    nights(hotel, 2, last)
    assert shown(hotel, stay) == [
        ("charge", 14400, 942),
        ("charge", 3600, 575),
        ("charge", 15300, 1001),
        ("charge", 2700, 431),
    ]
    hotel.pay(stay, balance(hotel, stay), "bank")
    settled(hotel, stay)
