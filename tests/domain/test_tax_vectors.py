"""Test vectors V03 to V22 that are about working out taxes, and V34, V35."""

from datetime import date, timedelta

import pytest

from frontdesk.domain.money import cash_rounded, convert, metered
from frontdesk.domain.tax.differences import Difference, PostedTax, Settle, differences, taken_back
from frontdesk.domain.tax.engine import assess
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
from tests.domain.test_shapes import UNCLASSIFIED


@pytest.mark.parametrize(
    ("currency", "percent", "gross", "expected"),
    [("EUR", "7", 8475, (7921, 554)), ("EUR", "22", 1, (1, 0)), ("JPY", "10", 9999, (9090, 909))],
)
def test_v03_included(currency: str, percent: str, gross: int, expected: tuple[int, int]):
    assert parts(night(rules(included("VAT", percent), currency=currency), gross)) == expected


@pytest.mark.parametrize(
    ("currency", "percent", "price", "due"), [("USD", "5.875", 14000, 823), ("KWD", "10", 45005, 4501)]
)
def test_v04_added(currency: str, percent: str, price: int, due: int):
    assert taxes(night(rules(added("TAX", percent), currency=currency), price)) == [due]


@pytest.mark.parametrize(
    ("gross", "files", "expected"),
    [
        (
            34500,
            [included("SERVICE", "12.5"), included("VAT", "15", more='plus = ["SERVICE"]')],
            (26667, 3333, 4500),
        ),
        (1735, [included("A", "6"), included("B", "6")], (1549, 93, 93)),
    ],
    ids=["compound", "equal"],
)
def test_v05_several_included(gross: int, files: list[str], expected: tuple[int, ...]):
    assert parts(night(rules(*files), gross)) == expected


def test_v06_a_fixed_amount_inside():
    both = rules(amount("FLAT", 'amount = "3.50"', "included", 5), included("VAT", "10", more='plus = ["FLAT"]'))
    assert parts(night(both, 9100)) == (7923, 350, 827)


def test_t6_a_fixed_amount_inside_by_room_night_sits_in_one_charge():
    both = rules(
        amount("FLAT", 'amount = "6.00"\nper = "room_night"', "included", 5),
        included("VAT", "12", more='plus = ["FLAT"]'),
    )
    result = assess(both, [room(26800), room(5600, "extra bed")], Context(service_date=NIGHT, persons=TWO))
    assert parts(result) == (23329, 600, 2871)
    assert parts(result, "extra bed") == (5000, 0, 600)


def test_v07_compound_after_a_tax():
    quebec = rules(
        added("LODGING", "3.5"),
        added("GST", "5", more='plus = ["LODGING"]', order=30),
        added("QST", "9.975", more='plus = ["LODGING"]', order=40),
        currency="CAD",
    )
    result = night(quebec, 23330)
    assert (taxes(result), result.total) == ([817, 1207, 2409], 27763)


def test_v08_not_compounded():
    dubai = rules(
        added("SERVICE", "10"),
        added("MUNICIPALITY", "7"),
        amount("DIRHAM", 'per = "room_night"\namount = "15.00"'),
        currency="AED",
    )
    assert night(dubai, 42000).total == 50640


def test_v09_children_are_free():
    city = rules(amount("CITY", 'per = "person_night"\namount = "4.00"\nexempt = [ { kind = "age", below = 13 } ]'))
    assert sum(taxes(*stay(city, 9000, 2, persons=(*TWO, Person(age=12), Person(age=13))))) == 2400


def test_v10_room_nights_by_season():
    season = rules(
        tax(
            "CLIMATE",
            'kind = "amount"\nmode = "added"\non = ["lodging"]\nper = "room_night"\nversions = [\n'
            '  { from = 2025-01-01, to = 2025-10-31, amount = "10.00" },\n  { from = 2025-11-01, amount = "3.00" },\n]',
        )
    )
    nights = stay(season, 9000, 4, date(2025, 10, 29))
    assert 2 * sum(taxes(*nights)) == 6600


TIERS = rules(
    tax(
        "STAY",
        'kind = "tier"\nmode = "added"\non = ["lodging"]\nmeasure = "person_night"\n'
        'tiers = [ { from = "0", amount = "200" }, { from = "6000", amount = "400" }, { from = "20000", amount = "1000" } ]',
    ),
    currency="JPY",
)


@pytest.mark.parametrize(("price", "due"), [(11998, 400), (12000, 800), (39998, 800), (40000, 2000), (11999, 400)])
def test_v11_tiers(price: int, due: int):
    assert taxes(night(TIERS, price)) == [due]


@pytest.mark.parametrize(("price", "due"), [(750000, 37500), (750001, 135000)])
def test_v12_slab(price: int, due: int):
    slab = 'tiers = [ { from = "0", percent = "5" }, { from = "7500.01", percent = "18" } ]'
    india = rules(tax("GST", f'kind = "slab"\nmode = "added"\non = ["lodging"]\n{slab}'), currency="INR")
    assert taxes(night(india, price)) == [due]


@pytest.mark.parametrize(("price", "persons", "due"), [(9700, (ADULT, ADULT, Person(age=12)), 324), (14000, TWO, 460)])
def test_v13_capped_percent(price: int, persons: tuple[Person, ...], due: int):
    assert taxes(night(UNCLASSIFIED, price, persons=persons)) == [due]


def test_v14_nights_at_most():
    city = rules(amount("CITY", 'per = "person_night"\namount = "1.20"\nmax_nights = 7'))
    assert sum(taxes(*stay(city, 9000, 9, persons=(ADULT,) * 3))) == 2520


def test_v15_long_stay():
    los = 'los = { from_night = 29, effect = "forward", base_share = "0.25", keep = "net" }'
    nights = stay(rules(included("VAT", "20", more=los), currency="GBP"), 9600, 32)
    assert sum(result.total for result in nights) == 302400
    assert sum(result.charges["room"].tax for result in nights) == 46400


def test_v16_a_long_stay_gets_every_posting_back():
    city = rules(added("OCC", "5.875", more='los = { from_night = 180, effect = "retroactive" }'), currency="USD")
    nights = stay(city, 14000, 180)
    assert nights[179].added == ()
    rows = [
        PostedTax(key=str(n), code="OCC", service_date=NIGHT, business_date=NIGHT, amount=value)
        for n, value in enumerate(taxes(*nights))
    ]
    back = taken_back(city, rows, Context(service_date=NIGHT + timedelta(days=179), nights_before=179))
    assert (len(back), sum(row.amount for row in back)) == (179, -147317)
    assert sum(row.amount for row in rows) + sum(row.amount for row in back) == 0


def test_s14_other_taxes_and_other_rules_keep_what_they_have():
    stack = rules(
        added("OCC", "5.875", more='los = { from_night = 3, effect = "retroactive" }'),
        added("FORWARD", "2", more="los = { from_night = 3 }"),
        added("SALES", "8.875"),
        currency="USD",
    )
    rows = [
        PostedTax(key=code, code=code, service_date=NIGHT, business_date=NIGHT, amount=value)
        for code, value in (("OCC", 823), ("FORWARD", 280), ("SALES", 1243))
    ]
    back = taken_back(stack, rows, Context(service_date=NIGHT, nights_before=2))
    assert [(row.key, row.amount, row.settle) for row in back] == [("OCC", -823, Settle.CORRECTION)]


def test_an_amount_per_posting():
    envelope = rules(amount("STAMP", 'per = "posting"\namount = "0.30"'), included("VAT", "7", '"lodging", "other"'))
    charges = [room(9000), room(0, "free"), room(1000, "extra"), Charge("other", "other", 500)]
    result = assess(envelope, charges, Context(service_date=NIGHT))
    assert [(row.charge, row.amount) for row in result.added] == [("room", 30), ("extra", 30)]


def test_a_reason_that_the_rule_does_not_know_exempts_nobody():
    assert taxes(night(CITY, 9000, persons=(ADULT, Person(age=40, exempt=("resident",))))) == [800]


def test_v17_rate_change():
    belgium = rules(
        tax(
            "VAT",
            'kind = "percent"\nmode = "included"\non = ["lodging"]\n'
            'versions = [ { from = 2000-01-01, to = 2026-02-28, percent = "6" }, { from = 2026-03-01, percent = "12" } ]',
        )
    )
    figures = [result.charges["room"] for result in stay(belgium, 8850, 4, date(2026, 2, 27))]
    assert (sum(f.net for f in figures), sum(f.tax for f in figures)) == (32502, 2898)


def test_v18_package_taxes():
    german = rules(included("VAT_LODGING", "7"), included("VAT_STD", "19", '"services"'))
    charges = [room(18692), Charge("package", "services", 3298)]
    result = assess(german, charges, Context(service_date=NIGHT))
    assert [figure.tax for figure in result.charges.values()] == [1223, 527]


def test_v19_a_taxed_fee():
    oahu = rules(
        *(added(code, rate, '"lodging", "fee"') for code, rate in (("STATE", "11"), ("COUNTY", "3"), ("GET", "4.712"))),
        currency="USD",
    )
    result = assess(oahu, [room(19900), Charge("fee", "fee", 3500)], Context(service_date=NIGHT, persons=TWO))
    assert (sum(taxes(result)), result.total) == (4379, 27779)


def test_v20_a_free_room():
    free = rules(amount("FLAT", 'per = "room_night"\namount = "3.50"\ncomplimentary = "due"'), added("LEVY", "3.5"))
    nights = stay(free, 0, 2, complimentary=True)
    assert [(item.code, item.amount) for result in nights for item in result.added] == [("FLAT", 350)] * 2


def test_v21_an_uncovered_tag_is_refused():
    later = rules(
        tax(
            "VAT",
            'kind = "percent"\nmode = "included"\non = ["lodging"]\nversions = [ { from = 2025-07-01, percent = "7" } ]',
        )
    )
    with pytest.raises(Refusal, match="“lodging” on Mon 30 Jun 2025"):
        night(later, 10000, date(2025, 6, 30))
    assert night(later, 10000, date(2025, 7, 1)).total == 10000


CITY = rules(
    amount("CITY", 'per = "person_night"\namount = "4.00"\nexempt = [ { kind = "reason", codes = ["patient"] } ]')
)


def test_v22_a_guest_turns_out_exempt():
    nights = [NIGHT + timedelta(days=n) for n in range(3)]
    before = stay(CITY, 9000, 3)
    posted = [
        PostedTax(key=f"tax {n}", code="CITY", service_date=day, business_date=day, amount=before[n].added[0].amount)
        for n, day in enumerate(nights)
    ]
    exempt = night(CITY, 9000, persons=(ADULT, Person(age=40, exempt=("patient",))))
    expected = {nights[0]: exempt.added, nights[1]: before[1].added, nights[2]: before[2].added}
    assert differences(expected, posted, nights[2]) == (
        Difference(code="CITY", service_date=nights[0], amount=-400, settle=Settle.ALLOWANCE, key="tax 0"),
    )
    assert [(item.reason, item.amount, item.persons, item.nights) for item in exempt.exempted] == [
        ("patient", 400, 1, 1)
    ]


def test_t8_more_heads_a_night_less_and_a_night_that_agrees():
    second, third = NIGHT + timedelta(days=1), NIGHT + timedelta(days=2)
    rows = [
        PostedTax(key=key, code="CITY", service_date=day, business_date=day, amount=value)
        for key, day, value in (("a", NIGHT, 400), ("b", second, 500), ("c", second, 300), ("d", third, 800))
    ]
    two = night(CITY, 9000).added
    assert differences({NIGHT: two, third: two}, rows, second) == (
        Difference(code="CITY", service_date=NIGHT, amount=400, settle=Settle.POSTING),
        Difference(code="CITY", service_date=second, amount=-300, settle=Settle.CORRECTION, key="c"),
        Difference(code="CITY", service_date=second, amount=-500, settle=Settle.CORRECTION, key="b"),
    )


def test_v34_currency_conversion_is_half_up():
    assert convert(25000, "USD", "0.9137", "EUR") == 22843
    assert convert(1000, "JPY", "0.0061", "EUR") == 610
    assert convert(45000, "KWD", "3.25", "USD") == 14625


@pytest.mark.parametrize("rate", ["", "0", "0.000", "-1", "1e3", "NaN", "1,5"])
def test_p4_what_is_not_a_rate_is_refused(rate: str):
    with pytest.raises(Refusal, match="not an exchange rate"):
        convert(100, "USD", rate, "EUR")


def test_v35_cash_rounding():
    assert cash_rounded(8743, 5) == (8745, 2)
    assert cash_rounded(-8743, 5) == (-8745, -2)


def test_m5_a_metered_quantity_is_rounded_once():
    assert metered(1_255, 300) == 377


def test_t9_an_unknown_age_counts_as_adult_and_is_flagged():
    city = rules(amount("CITY", 'per = "person_night"\namount = "4.00"\nexempt = [ { kind = "age", below = 13 } ]'))
    result = night(city, 9000, persons=(ADULT, Person()))
    assert (taxes(result), result.flags) == ([800], ("age_unknown",))
    assert night(city, 9000).flags == ()


@pytest.mark.parametrize(("age_on", "due"), [("arrival", 400), ("night", 800)])
def test_t9_age_on_arrival_or_on_the_night(age_on: str, due: int):
    city = rules(
        amount(
            "CITY",
            f'per = "person_night"\namount = "4.00"\nage_on = "{age_on}"\nexempt = [ {{ kind = "age", below = 13 }} ]',
        )
    )
    turns_thirteen = Person(age=12, born=date(2013, 5, 4))
    assert taxes(night(city, 9000, persons=(ADULT, turns_thirteen))) == [due]
    assert taxes(night(city, 9000, date(2026, 5, 3), persons=(ADULT, turns_thirteen))) == [400]


def test_t2_day_use_has_no_night():
    mixed = [included("VAT", "7"), amount("CITY", 'per = "person_night"\namount = "4.00"')]
    assert night(rules(*mixed), 9000, day_use=True).added == ()
    willing = rules(included("VAT", "7"), amount("CITY", 'per = "person_night"\namount = "4.00"\nday_use = true'))
    assert taxes(night(willing, 9000, day_use=True)) == [800]


def test_t5_a_charge_of_another_tag_brings_no_night_tax():
    both = rules(included("VAT", "7", '"lodging", "food"'), amount("CITY", 'per = "person_night"\namount = "4.00"'))
    minibar = assess(both, [Charge("minibar", "food", 700)], Context(service_date=NIGHT, persons=TWO))
    assert minibar.added == ()


def test_nobody_registered_is_refused():
    with pytest.raises(Refusal, match="Nobody is registered"):
        night(CITY, 9000, persons=())


@pytest.mark.parametrize("charges", [[room(-1)], [room(1), room(2)]], ids=["negative", "same key"])
def test_odd_charges_are_refused(charges: list[Charge]):
    with pytest.raises(Refusal):
        assess(CITY, charges, Context(service_date=NIGHT, persons=TWO))


def test_a_room_tax_is_free_only_when_everybody_is_exempt():
    unit = rules(
        amount("UNIT", 'per = "room_night"\namount = "1.50"\nexempt = [ { kind = "reason", codes = ["un"] } ]')
    )
    guest = Person(age=40, exempt=("un",))
    assert taxes(night(unit, 9000, persons=(ADULT, guest))) == [150]
    free = night(unit, 9000, persons=(guest, guest))
    assert taxes(free) == []
    assert [(item.reason, item.amount, item.persons) for item in free.exempted] == [("un", 150, 2)]


def test_an_exempt_head_frees_its_share_of_a_percentage():
    levy = rules(added("LEVY", "5", more='exempt = [ { kind = "reason", codes = ["business"] } ]'))
    result = night(levy, 10000, persons=(ADULT, ADULT, Person(exempt=("business",))))
    assert (taxes(result), result.exempted[0].amount) == ([333], 167)
    part = result.added[0].part
    assert (part.persons, part.heads) == (2, 3)


def test_a_room_percentage_over_two_charges_is_one_posting():
    levy = rules(added("LEVY", "5", more='per = "room_night"'))
    result = assess(levy, [room(10010), room(2010, "extra bed")], Context(service_date=NIGHT, persons=TWO))
    (tax_row,) = result.added
    assert (tax_row.amount, tax_row.base, tax_row.charge, tax_row.part.outside) == (601, 12020, "room", 2010)


def test_a_cap_per_room_night():
    capped = rules(added("LEVY", "5", more='per = "room_night"\ncap = "3.00"'))
    result = night(capped, 10000)
    assert (taxes(result), result.added[0].part.cap_hit) == ([300], True)


def test_a_percentage_by_head_rounded_by_the_unit():
    by_unit = rules(added("LEVY", "5", more='per = "person_night"\nround_per = "unit"'))
    assert taxes(night(by_unit, 8510, persons=(ADULT,) * 3)) == [426]
    by_posting = rules(added("LEVY", "5", more='per = "person_night"'))
    assert taxes(night(by_posting, 8500, persons=(ADULT,) * 3)) == [425]


def test_a_long_stay_frees_an_added_percentage_and_says_so():
    long = rules(added("SALES", "8.875", more="los = { from_night = 90 }"))
    result = night(long, 10000, nights_before=89)
    assert (taxes(result), [(item.reason, item.amount) for item in result.exempted]) == (
        [],
        [("length_of_stay", 888)],
    )


def test_a_slab_inside_a_price():
    slab = 'tiers = [ { from = "0", percent = "5" }, { from = "100", percent = "25" } ]'
    both = rules(tax("VAT", f'kind = "slab"\nmode = "included"\non = ["lodging"]\n{slab}'))
    assert parts(night(both, 9999)) == (9523, 476)
    assert parts(night(both, 10000)) == (8000, 2000)


def test_gross_base_contains_the_included_tax():
    levy = rules(included("VAT", "10"), added("LEVY", "5"))
    result = night(levy, 11000)
    assert (taxes(result), result.added[0].part.plus) == ([550], ("VAT",))


def test_an_orphaned_tax_of_a_free_night_still_bears_its_own_tax():
    free = rules(
        amount("FLAT", 'per = "room_night"\namount = "3.50"\ncomplimentary = "due"'),
        added("GST", "5", more='plus = ["FLAT"]', order=30),
    )
    result = night(free, 0, complimentary=True)
    assert [(row.code, row.amount, row.charge) for row in result.added] == [
        ("FLAT", 350, None),
        ("GST", 18, None),
    ]
