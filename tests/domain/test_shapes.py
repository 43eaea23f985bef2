"""The worked example of every shape, S01 to S22, and the rule each belongs to."""

from datetime import date

import pytest

from frontdesk.domain.tax.differences import PostedTax, taken_back
from frontdesk.domain.tax.engine import assess
from frontdesk.domain.tax.packages import split_package
from frontdesk.domain.tax.parse import parse_jurisdiction
from frontdesk.domain.tax.rules import Charge, Context, Person
from frontdesk.errors import Refusal
from tests.domain.jurisdictions import (
    ADULT,
    NIGHT,
    TWO,
    added,
    amount,
    included,
    night,
    parts,
    room,
    rules,
    stay,
    tax,
    taxes,
)

CHILD = Person(age=12)
TOURIST = 'per = "person_night"\namount = "1.70"\nround_per = "posting"'


def test_s01_percent_included():
    assert parts(night(rules(included("VAT", "7")), 12900)) == (12056, 844)


def test_s02_percent_added():
    result = night(rules(added("OCC", "5.875"), currency="USD"), 21900)
    assert (taxes(result), result.total) == ([1287], 23187)


def test_s03_percent_on_net_lodging_only():
    berlin = rules(
        included("VAT", "7", '"lodging", "food"'),
        added("CITY", "7.5", more='base = "net"\nper = "room_night"'),
    )
    charges = [room(13900), Charge("breakfast", "food", 1400)]
    result = assess(berlin, charges, Context(service_date=NIGHT, persons=TWO))
    assert parts(result)[0] == 12991
    assert taxes(result) == [974]
    assert result.total - 1400 == 14874


def test_s04_surcharges_on_a_tax():
    paris = rules(
        amount("TOURIST", 'per = "person_night"\namount = "1.90"'),
        added("DEPARTMENT", "10", "", 'plus = ["TOURIST"]', order=30),
        added("REGION", "15", "", 'plus = ["TOURIST"]', order=40),
    )
    result = night(paris, 10000, persons=(ADULT,))
    assert taxes(result) == [190, 19, 29]
    assert [tax.charge for tax in result.added] == ["room"] * 3


QUEBEC = rules(
    added("LODGING", "3.5"),
    added("GST", "5", more='plus = ["LODGING"]', order=30),
    added("QST", "9.975", more='plus = ["LODGING"]', order=40),
    currency="CAD",
)


def test_s04_after_a_tax():
    result = night(QUEBEC, 18700)
    assert taxes(result) == [655, 968, 1931]
    assert result.added[1].base == 19355
    assert result.total == 22254


CATALONIA = rules(
    included("VAT", "10", more='plus = ["TOURIST"]'),
    amount(
        "TOURIST",
        'per = "person_night"\namount = "1.70"\nmax_nights = 7\nexempt = [ { kind = "age", below = 17 } ]',
    ),
)


def test_s04_vat_on_a_tourist_tax():
    posted = [tax for result in stay(CATALONIA, 11000, 3) for tax in result.added]
    assert sum(tax.amount for tax in posted if tax.code == "TOURIST") == 1020
    assert sum(tax.amount for tax in posted if tax.code == "VAT") == 102
    assert parts(night(CATALONIA, 11000)) == (10000, 1000)


@pytest.mark.parametrize(("round_per", "together"), [("posting", 495), ("unit", 496)])
def test_r7_tax_on_a_unit_amount(round_per: str, together: int):
    region = rules(
        included("VAT", "10", more=f'plus = ["TOURIST"]\nround_per = "{round_per}"'),
        amount("TOURIST", 'per = "person_night"\namount = "2.25"'),
    )
    assert sum(taxes(night(region, 11000))) == together


DUBAI = [
    added("SERVICE", "10", order=20),
    added("MUNICIPALITY", "7", order=30),
    amount(
        "DIRHAM",
        'per = "room_night"\nby = "category"\namounts = { "5*" = "20.00", "4*" = "15.00" }',
        order=40,
    ),
]


def test_s05_not_compounded():
    result = night(rules(*DUBAI, currency="AED"), 50000, category="5*")
    assert (taxes(result), result.total) == ([5000, 3500, 2000], 60500)


def test_s05_compounded_would_be_another_sum():
    flat = amount("DIRHAM", 'per = "room_night"\namount = "20.00"', order=10)
    wrong = [added(code, rate, more='plus = ["DIRHAM"]') for code, rate in (("SERVICE", "10"), ("MUNICIPALITY", "7"))]
    assert night(rules(flat, *wrong, currency="AED"), 50000).total == 60840


def test_s06_amount_per_person_night():
    lisbon = rules(amount("CITY", 'per = "person_night"\namount = "4.00"'))
    assert sum(taxes(*stay(lisbon, 9000, 3))) == 2400


GREECE = rules(
    tax(
        "CLIMATE",
        'kind = "amount"\nmode = "added"\non = ["lodging"]\nper = "room_night"\nby = "category"\nversions = [\n'
        '  { from = 2025-01-01, months = [4, 5, 6, 7, 8, 9, 10], amounts = { "4*" = "10.00" } },\n'
        '  { from = 2025-01-01, months = [11, 12, 1, 2, 3], amounts = { "4*" = "3.00" } },\n]',
    )
)


@pytest.mark.parametrize("heads", [1, 2, 5])
def test_s07_amount_per_room_night_by_season(heads: int):
    nights = stay(GREECE, 9000, 4, date(2025, 10, 29), category="4*", persons=(ADULT,) * heads)
    assert sum(taxes(*nights)) == 3300


def test_s07_a_category_without_amount_is_refused():
    with pytest.raises(Refusal, match="T/CLIMATE has no amount for category “2\\*”"):
        night(GREECE, 9000, category="2*")


def test_s06_by_zone_and_category_with_a_rest():
    region = rules(
        amount(
            "TOURIST",
            'per = "person_night"\nby = ["zone", "category"]\namounts = { "city/5*" = "3.50", "city/other" = "1.00", '
            '"coast/5*" = "3.00", other = "0.50" }',
        )
    )
    seen = [
        night(region, 9000, zone=zone, category=category, persons=(ADULT,)).added[0].amount
        for zone, category in (("city", "5*"), ("city", "2*"), ("coast", "5*"), ("coast", "1*"))
    ]
    assert seen == [350, 100, 300, 50]


KYOTO = rules(
    included("CT", "10"),
    tax(
        "STAY",
        'kind = "tier"\nmode = "added"\non = ["lodging"]\nmeasure = "person_night"\nbase = "net"\n'
        'tiers = [ { from = "0", amount = "200" }, { from = "6000", amount = "400" }, { from = "20000", amount = "1000" } ]',
    ),
    currency="JPY",
)


@pytest.mark.parametrize(("net", "due"), [(38000, 800), (40000, 2000)])
def test_s08_tiers_by_rate_per_person(net: int, due: int):
    assert taxes(night(KYOTO, net * 11 // 10)) == [due]


INDIA = rules(
    tax(
        "GST",
        'kind = "slab"\nmode = "added"\non = ["lodging"]\nmeasure = "room_night"\n'
        'tiers = [ { from = "0", percent = "5" }, { from = "7500.01", percent = "18" } ]',
    ),
    currency="INR",
)


@pytest.mark.parametrize(("price", "due"), [(750000, 37500), (750100, 135018)])
def test_s09_slab(price: int, due: int):
    assert taxes(night(INDIA, price)) == [due]


UNCLASSIFIED = rules(
    added(
        "TOURIST",
        "5",
        more='cap = "2.30"\ncap_per = "person_night"\nexempt = [ { kind = "age", below = 18 } ]',
    )
)


@pytest.mark.parametrize(
    ("price", "persons", "due"),
    [(8400, TWO, 420), (11000, TWO, 460), (8500, (ADULT, ADULT, CHILD), 284)],
)
def test_s10_percent_capped_per_person_night(price: int, persons: tuple[Person, ...], due: int):
    result = night(UNCLASSIFIED, price, persons=persons)
    assert taxes(result) == [due]
    assert result.added[0].part.cap_hit == (price == 11000)


def test_s11_nights_capped_per_stay():
    nights = stay(rules(amount("TOURIST", TOURIST + "\nmax_nights = 7")), 9000, 10)
    assert sum(taxes(*nights)) == 2380
    assert [item.amount for result in nights for item in result.exempted] == [340] * 3


ROME = rules(
    amount(
        "CITY",
        'per = "person_night"\namount = "7.50"\nmax_nights = 10\nmax_scope = "calendar_year"\n'
        'exempt = [ { kind = "reason", codes = ["resident", "patient"], evidence = true } ]',
    )
)


def test_s11_nights_capped_per_calendar_year():
    march = stay(ROME, 9000, 6, date(2026, 3, 1), persons=(ADULT,))
    may = [
        night(
            ROME,
            9000,
            date(2026, 5, 1 + number),
            persons=(ADULT,),
            nights_before=number,
            nights_this_year=6 + number,
        )
        for number in range(7)
    ]
    assert (sum(taxes(*march)), sum(taxes(*may))) == (4500, 3000)


def test_s11_a_new_year_counts_afresh():
    nights = stay(ROME, 9000, 22, date(2026, 12, 22), persons=(ADULT,))
    assert len(taxes(*nights)) == 20  # ten nights of December, ten of January, two free


def test_s12_exempt_by_age():
    assert (
        sum(
            tax.amount
            for r in stay(CATALONIA, 9000, 2, persons=(*TWO, CHILD))
            for tax in r.added
            if tax.code == "TOURIST"
        )
        == 680
    )


LONDON = rules(
    included("VAT", "20", more='los = { from_night = 29, effect = "forward", base_share = "0.25" }'),
    currency="GBP",
)


def test_s13_long_stay_keeps_the_net_price():
    nights = stay(LONDON, 12000, 30)
    assert parts(nights[27]) == (10000, 2000)
    assert parts(nights[28]) == (10000, 500)
    assert sum(result.total for result in nights) == 357000
    assert sum(result.charges["room"].tax for result in nights) == 57000
    assert nights[28].charges["room"].taxes[0].share_ppm == 250_000


def test_s13_long_stay_keeps_the_gross_price():
    keep_gross = rules(included("VAT", "20", more='los = { from_night = 29, base_share = "0.25", keep = "gross" }'))
    result = night(keep_gross, 10500, nights_before=28)
    assert (result.total, parts(result)) == (10500, (10000, 500))


NEW_YORK_CITY = rules(added("OCC", "5.875", more='los = { from_night = 180, effect = "retroactive" }'), currency="USD")


def test_s14_long_stay_gets_it_back_one_by_one():
    nights = stay(NEW_YORK_CITY, 14000, 180)
    posted = [
        PostedTax(key=str(n), code="OCC", service_date=NIGHT, business_date=NIGHT, amount=value)
        for n, value in enumerate(taxes(*nights))
    ]
    assert len(posted) == 179
    before = Context(service_date=NIGHT, nights_before=178)
    assert taken_back(NEW_YORK_CITY, posted, before) == ()
    back = taken_back(NEW_YORK_CITY, posted, Context(service_date=NIGHT, nights_before=179))
    assert (len(back), sum(row.amount for row in back)) == (179, -147317)


def test_s14_decided_on_the_booking_nothing_is_charged():
    booked = rules(
        added("OCC", "5.875", more='los = { from_night = 32, effect = "retroactive", decide_on = "booked" }')
    )
    assert taxes(*stay(booked, 14000, 32)) == []
    assert len(taxes(*stay(booked, 14000, 31))) == 31


def test_s15_exempt_by_reason():
    nights = stay(ROME, 9000, 4, persons=(ADULT, Person(age=50, exempt=("resident",))))
    assert sum(taxes(*nights)) == 3000
    assert sum(item.amount for result in nights for item in result.exempted) == 3000
    assert {item.reason for result in nights for item in result.exempted} == {"resident"}


BELGIUM = rules(
    tax(
        "VAT",
        'kind = "percent"\nmode = "included"\non = ["lodging"]\n'
        'versions = [ { from = 2000-01-01, to = 2026-02-28, percent = "6" }, { from = 2026-03-01, percent = "12" } ]',
    )
)


def test_s16_rate_change_inside_a_stay():
    nights = stay(BELGIUM, 15000, 3, date(2026, 2, 27))
    assert [result.charges["room"].tax for result in nights] == [849, 849, 1607]


PACKAGES = """
schema = 1
jurisdiction = "DE"
currency = "EUR"
checked_on = 2026-03-01
[[package]]
code = "BUSINESS"
versions = [ { from = 2026-01-01, parts = [ { tag = "lodging", percent = "85" }, { tag = "services", percent = "15" } ] } ]
source = ["the tests"]
[[package]]
code = "REST"
versions = [ { from = 2026-01-01, parts = [ { tag = "services", percent = "15" }, { tag = "food", amount = "3.92" } ] } ]
source = ["the tests"]
[[package]]
code = "WEIGHTS"
versions = [ { from = 2026-01-01, parts = [ { tag = "lodging", weight = "220" }, { tag = "food", weight = "70" }, { tag = "services", weight = "40" } ] } ]
source = ["the tests"]
[[package]]
code = "BOARD"
versions = [ { from = 2026-01-01, parts = [ { tag = "food", percent = "70" }, { tag = "drink", percent = "30" } ] } ]
source = ["the tests"]
[[package]]
code = "MIXED"
versions = [ { from = 2026-01-01, to = 2026-12-31, parts = [ { tag = "fee", amount = "5" }, { tag = "lodging", weight = "3" }, { tag = "food", weight = "1" } ] } ]
source = ["the tests"]
"""
GERMAN = parse_jurisdiction(PACKAGES, file="packages.toml").jurisdiction


@pytest.mark.parametrize(
    ("code", "price", "expected"),
    [
        ("BUSINESS", 18000, [("lodging", 15300), ("services", 2700)]),
        ("BUSINESS", 21990, [("lodging", 18692), ("services", 3298)]),
        ("REST", 24000, [("lodging", 20008), ("services", 3600), ("food", 392)]),
        ("WEIGHTS", 29900, [("lodging", 19933), ("food", 6343), ("services", 3624)]),
        ("BOARD", 4999, [("food", 3499), ("drink", 1500)]),
        ("MIXED", 10500, [("fee", 500), ("lodging", 7500), ("food", 2500)]),
    ],
    ids=["S17-percent", "V18", "DE-PACKAGE", "S17-weights", "all-named", "amount-and-weights"],
)
def test_s17_package(code: str, price: int, expected: list[tuple[str, int]]):
    assert [(part.tag, part.amount) for part in split_package(GERMAN, code, price, NIGHT)] == expected


@pytest.mark.parametrize(
    ("code", "price", "day"),
    [("REST", 300, NIGHT), ("MIXED", 499, NIGHT), ("NONE", 100, NIGHT), ("MIXED", 10000, date(2027, 1, 1))],
)
def test_s17_a_package_that_does_not_fit_is_refused(code: str, price: int, day: date):
    with pytest.raises(Refusal):
        split_package(GERMAN, code, price, day)


def test_s18_a_fee_that_is_itself_taxed():
    both = '"lodging", "fee"'
    oahu = rules(
        *(
            added(code, rate, both, order=n)
            for n, (code, rate) in enumerate([("STATE", "11"), ("COUNTY", "3"), ("GET", "4.712")])
        ),
        currency="USD",
    )
    charges = [room(28000), Charge("fee", "fee", 4500)]
    result = assess(oahu, charges, Context(service_date=NIGHT, persons=TWO))
    assert [tax.amount for tax in result.added if tax.charge == "room"] == [3080, 840, 1319]
    assert [tax.amount for tax in result.added if tax.charge == "fee"] == [495, 135, 212]
    assert result.total == 38581


@pytest.mark.parametrize(
    ("prepaid", "booked_on", "due"),
    [
        (True, date(2025, 12, 1), 660),
        (False, date(2025, 12, 1), 1020),
        (True, date(2026, 2, 1), 1020),
        (True, None, 1020),
    ],
)
def test_s19_rate_lock(prepaid: bool, booked_on: date | None, due: int):
    locked = rules(
        tax(
            "TOURIST",
            'kind = "amount"\nmode = "added"\non = ["lodging"]\nper = "person_night"\nlock = "booked_and_prepaid"\n'
            'versions = [ { from = 2017-04-01, to = 2025-12-31, amount = "1.10" }, { from = 2026-01-01, amount = "1.70" } ]',
        )
    )
    assert sum(taxes(*stay(locked, 9000, 3, prepaid=prepaid, booked_on=booked_on))) == due


CHANNELS = rules(
    tax(
        "LODGING",
        'mode = "added"\non = ["lodging"]\nversions = [\n  { from = 2010-01-01, kind = "percent", percent = "3.5" },\n'
        '  { from = 2010-01-01, kind = "amount", per = "room_night", amount = "3.50", channel = "intermediary" },\n]',
    ),
    currency="CAD",
)


@pytest.mark.parametrize(("channel", "due"), [("intermediary", 1050), ("direct", 1965), ("", 1965)])
def test_s20_depends_on_the_channel(channel: str, due: int):
    assert sum(taxes(*stay(CHANNELS, 18700, 3, channel=channel))) == due


@pytest.mark.parametrize("charges", [[], [room(0)]])
def test_s21_due_on_a_free_room(charges: list[Charge]):
    free = rules(amount("FLAT", 'per = "room_night"\namount = "3.50"\ncomplimentary = "due"'), added("PERCENT", "3.5"))
    results = [
        assess(
            free,
            charges,
            Context(service_date=date(2026, 5, 4 + n), persons=TWO, complimentary=True, nights_before=n),
        )
        for n in range(2)
    ]
    assert [(tax.code, tax.amount, tax.charge) for result in results for tax in result.added] == [
        ("FLAT", 350, None)
    ] * 2


def test_s21_not_due_on_a_free_room_by_default():
    result = night(rules(amount("CITY", 'per = "person_night"\namount = "4.00"')), 0, complimentary=True)
    assert taxes(result) == []
    assert [(item.reason, item.amount, item.persons) for item in result.exempted] == [("complimentary", 800, 2)]


def test_s22_new_york_stack():
    rent = 'tiers = [ { from = "0", amount = "0" }, { from = "10", amount = "0.50" }, { from = "20", amount = "1" }, { from = "30", amount = "1.50" }, { from = "40", amount = "2" } ]'
    stack = rules(
        added("OCC", "5.875", order=10),
        tax(
            "OCC_FIXED",
            f'kind = "tier"\nmode = "added"\non = ["lodging"]\nmeasure = "room_night"\n{rent}',
            order=20,
        ),
        added("SALES", "8.875", order=30),
        amount("UNIT", 'per = "room_night"\namount = "1.50"', order=40),
        currency="USD",
    )
    result = night(stack, 21900)
    assert taxes(result) == [1287, 200, 1944, 150]
    assert result.total == 25481


def test_s22_once_per_stay():
    cleaning = rules(amount("CLEANING", 'per = "stay"\namount = "30.00"'))
    assert taxes(*stay(cleaning, 9000, 4)) == [3000]
