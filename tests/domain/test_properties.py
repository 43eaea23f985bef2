"""What must hold for every amount, every split, every row of credits and every order of rules."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.domain.allocation import allocate
from frontdesk.domain.credit import Line, share_out
from frontdesk.domain.figure import (
    Basis,
    Figure,
    Mode,
    TaxPart,
    grouped,
    merge,
    mirror,
    recipe_of,
    remaining,
    split,
    taken,
)
from frontdesk.domain.money import (
    EXPONENTS,
    LARGEST,
    PPM,
    half_up,
    parse_amount,
    parse_percent,
    plain,
    plain_percent,
)
from frontdesk.domain.recipe import take_apart
from frontdesk.domain.tax.engine import assess
from frontdesk.domain.tax.parse import parse_jurisdiction
from frontdesk.domain.tax.rules import Charge, Context, Person
from tests.domain.figures import fixed, inside, on_top, percent, sums
from tests.domain.folios import random_file, random_night, text_of
from tests.domain.test_naive import by_engine

amounts = st.integers(-LARGEST, LARGEST)
prices = st.integers(1, 10_000_000)
rates = st.sampled_from(["0", "3.5", "5", "5.875", "7", "9.975", "13", "19", "25"])
weights = st.lists(st.integers(0, 10**7), min_size=1, max_size=12).filter(any)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """A price with one tax, two side by side, two on each other, a fixed amount inside, or one on top."""
    one, other, gross = draw(rates), draw(rates), draw(prices)
    return draw(
        st.sampled_from(
            [
                inside(gross),
                inside(gross, percent("A", one)),
                inside(gross, percent("A", one), percent("B", other)),
                inside(gross, percent("A", one), percent("B", other, plus=("A",))),
                inside(gross, fixed("F", draw(st.integers(0, 900))), percent("B", other, plus=("F",))),
                on_top(gross, "T", one),
            ]
        )
    )


@given(amounts, weights)
def test_a2_shares_add_up_and_are_within_one_unit(amount: int, weights: list[int]):
    shares = allocate(amount, weights)
    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(amount * weight, sum(weights))) < 1
        assert weight or not share
        assert share * amount >= 0


@given(st.integers(-(10**20), 10**20), st.integers(1, 10**9))
def test_r1_half_up_is_nearest_and_symmetric(numerator: int, denominator: int):
    rounded, exact = half_up(numerator, denominator), Fraction(numerator, denominator)
    assert abs(rounded - exact) <= Fraction(1, 2)
    assert half_up(-numerator, denominator) == -rounded
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


@given(st.sampled_from(sorted(EXPONENTS)), amounts)
def test_m3_what_is_written_is_read_back(currency: str, minor: int):
    assert parse_amount(plain(minor, currency), currency) == minor


@given(st.integers(0, 10**9))
def test_m5_percentages_are_read_back(ppm: int):
    assert parse_percent(plain_percent(ppm)) == ppm


@given(figures(), weights)
def test_x1_split_and_merge_are_inverse(figure: Figure, weights: list[int]):
    parts = split(figure, weights)
    assert merge(parts) == figure
    assert merge([figure, mirror(figure), *parts]) == figure


@given(figures(), st.lists(st.integers(1, 10_000_000), max_size=6))
def test_c3_a_row_of_credits_that_ends_at_zero_cancels_everything(figure: Figure, wishes: list[int]):
    left = figure
    for wish in [*wishes, figure.gross]:
        if left.gross:
            credit = taken(left, min(wish, left.gross))
            left = remaining(left, [credit])
            assert left.gross == left.net + left.tax
    assert set(sums(left)) == {0}


@given(prices, rates, st.data())
def test_gc49_with_one_tax_no_part_of_a_credit_is_negative(gross: int, rate: str, data: st.DataObject):
    left = inside(gross, percent("A", rate))
    credit = taken(left, data.draw(st.integers(1, gross)))
    assert credit.net <= 0
    assert credit.tax <= 0


@given(st.lists(figures(), min_size=1, max_size=6), st.data())
def test_gc48_a_credit_adds_up_and_never_passes_a_line(chosen: list[Figure], data: st.DataObject):
    lines = [Line(str(number), figure) for number, figure in enumerate(chosen)]
    total = data.draw(st.integers(1, sum(figure.gross for figure in chosen)))
    parts = share_out(lines, total)
    assert sum(part.figure.gross for part in parts) == -total
    for part in parts:
        assert remaining(chosen[int(part.key)], [part.figure]).gross >= 0


@given(st.lists(prices, min_size=1, max_size=6), rates, st.data())
def test_gc51_posted_taxes_stay_near_a_fresh_calculation(grosses: list[int], rate: str, data: st.DataObject):
    chosen = [inside(gross, percent("A", rate)) for gross in grosses]
    total = data.draw(st.integers(1, sum(grosses)))
    lines = [Line(str(number), figure) for number, figure in enumerate(chosen)]
    reductions = {part.key: [part.figure] for part in share_out(lines, total)}
    left = [remaining(line.left, reductions.get(line.key, [])) for line in lines]
    fresh = inside(sum(figure.gross for figure in left), percent("A", rate)).tax
    assert abs(sum(figure.tax for figure in left) - fresh) <= Fraction(len(left) + 1, 2)


@given(prices, rates, st.data())
def test_c4_the_whole_net_takes_the_whole_charge(net: int, rate: str, data: st.DataObject):
    left = on_top(net, "T", rate)
    first = taken(left, data.draw(st.integers(1, net)), basis=Basis.NET)
    left = remaining(left, [first])
    if left.net:
        left = remaining(left, [taken(left, left.net, basis=Basis.NET)])
    assert set(sums(left)) == {0}


@pytest.mark.parametrize("seed", range(150))
def test_t4_the_order_of_rules_changes_no_amount(seed: int):
    random = Random(seed)
    file = random_file(random)
    shuffled = [dict(rule, order=random.randint(0, 9)) for rule in random.sample(file, len(file))]
    one, other = (parse_jurisdiction(text_of(rules), file="r.toml").jurisdiction for rules in (file, shuffled))
    for _ in range(10):
        charges, night = random_night(random)
        ours, theirs = by_engine(one, charges, night), by_engine(other, charges, night)
        ours["added"].sort(key=str)
        theirs["added"].sort(key=str)
        assert ours == theirs


@pytest.mark.parametrize("seed", range(150))
def test_every_tax_part_explains_its_own_amount(seed: int):
    random = Random(1000 + seed)
    jurisdiction = parse_jurisdiction(text_of(random_file(random)), file="r.toml").jurisdiction
    for _ in range(10):
        charges, night = random_night(random)
        people = tuple(Person(age=person["age"], exempt=tuple(person["exempt"])) for person in night["persons"])
        names = ("nights_before", "nights_total", "category", "channel", "complimentary", "day_use")
        context = Context(service_date=night["date"], persons=people, **{name: night[name] for name in names})
        result = assess(jurisdiction, [Charge(**charge) for charge in charges], context)
        for row in result.added:
            assert row.amount == row.part.amount == explained(row.part), row
        for part in (part for figure in result.charges.values() for part in figure.taxes):
            assert abs(part.amount - explained(part)) <= 1, part
            assert msgspec.json.decode(msgspec.json.encode(part), type=TaxPart) == part


@pytest.mark.parametrize("seed", range(150))
def test_c3_what_the_engine_posts_can_be_credited_to_nothing(seed: int):
    random = Random(2000 + seed)
    jurisdiction = parse_jurisdiction(text_of(random_file(random)), file="r.toml").jurisdiction
    for _ in range(5):
        charges, night = random_night(random)
        people = tuple(Person(age=person["age"], exempt=tuple(person["exempt"])) for person in night["persons"])
        names = ("nights_before", "nights_total", "category", "channel", "complimentary", "day_use")
        context = Context(service_date=night["date"], persons=people, **{name: night[name] for name in names})
        result = assess(jurisdiction, [Charge(**charge) for charge in charges], context)
        for key, figure in result.charges.items():
            group = grouped(figure, [row.part for row in result.added if row.charge == key])
            afresh = take_apart(group.gross, recipe_of(group.taxes))
            for part, amount in zip(group.taxes, afresh, strict=True):
                assert abs(part.amount - amount) <= 2, (part, amount)
            left = group
            while left.gross:
                left = remaining(left, [taken(left, random.randint(1, left.gross))])
            assert set(sums(left)) <= {0}


def explained(part: TaxPart) -> int:
    """The amount of a tax from nothing but what its part says."""
    heads = part.heads or 1
    payers = part.persons if part.heads else 1
    if part.rate_ppm is None or part.cap_hit:
        assert part.unit_amount is not None
        return part.unit_amount * payers
    numerator, denominator = part.base * part.rate_ppm * part.share_ppm, PPM * PPM
    if part.round_per == "unit":
        return half_up(numerator, denominator * heads) * payers
    return half_up(numerator * payers, denominator * heads)


@settings(max_examples=200)
@given(prices, st.sampled_from(["7", "13", "20"]), st.sampled_from(["3.5", "7.5", "10"]))
def test_c5_a_group_of_price_and_added_tax_ends_at_zero(price: int, vat: str, levy: str):
    charge = inside(price, percent("VAT", vat))
    tax = percent("LEVY", levy, half_up(charge.net * parse_percent(levy), PPM), mode=Mode.ADDED)
    group = Figure(charge.gross + tax.amount, charge.net, (*charge.taxes, replace(tax, base=charge.net)))
    half = taken(group, max(group.gross // 2, 1))
    left = remaining(group, [half])
    assert left.gross == 0 or set(sums(remaining(left, [taken(left, left.gross)]))) == {0}
