"""What the number of a posting is made of, and what undoing, splitting and crediting do to it (X1, C1-C7).

A figure is one price: a net amount and its taxes. Taxes inside a price are included parts; taxes posted on
top of it are added parts. `grouped` puts a charge and its added percentage taxes together, so that a credit
sees the amount the guest sees (C5); `ungrouped` gives back what is posted on the charge and what is posted as
separate tax postings.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from frontdesk.domain.allocation import allocate
from frontdesk.domain.money import PPM
from frontdesk.domain.recipe import Ingredient, Recipe, put_on, recipe, take_apart
from frontdesk.errors import Refusal


class Mode(StrEnum):
    """Whether a price contains a tax or the tax is posted on top (T5)."""

    INCLUDED = "included"
    ADDED = "added"


class Kind(StrEnum):
    """How a tax is worked out."""

    PERCENT = "percent"
    AMOUNT = "amount"
    TIER = "tier"
    SLAB = "slab"


class Treatment(StrEnum):
    """What a goodwill credit does to taxes (C7)."""

    PRICE_REDUCTION = "price_reduction"
    HOUSE_EXPENSE = "house_expense"


class Basis(StrEnum):
    """Whether a credit is given as the guest sees it or before tax (C4)."""

    GROSS = "gross"
    NET = "net"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxPart:
    """One tax of a posting with all that explains it, so that nobody ever has to work it out again.

    Amounts are minor units. `base` is what the tax was worked out on; `plus` names the taxes of the same
    price in that base and `outside` is the part of it that belongs to another posting. A percentage has
    `rate_ppm`; a fixed amount has `unit_amount`. `persons` are those who pay, out of `heads`; 0 where heads
    do not matter. `share_ppm` is the part of the base that still bears the tax on a long stay (S13).
    `follows_price` is false for per-night amounts, which a price credit leaves alone (C4).
    """

    code: str
    rule: str
    version_from: date
    amount: int
    base: int
    rate_ppm: int | None = None
    kind: Kind = Kind.PERCENT
    mode: Mode = Mode.INCLUDED
    per: str = "posting"
    unit_amount: int | None = None
    persons: int = 0
    heads: int = 0
    nights: int = 0
    cap_hit: bool = False
    round_per: str = "posting"
    share_ppm: int = PPM
    plus: tuple[str, ...] = ()
    outside: int = 0
    follows_price: bool = True
    category: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """The number of a posting: gross = net + taxes, in minor units of the folio's currency."""

    gross: int
    net: int
    taxes: tuple[TaxPart, ...] = ()

    def __post_init__(self) -> None:
        assert self.gross == self.net + self.tax, "the parts of a figure add up"

    @property
    def tax(self) -> int:
        """The sum of the taxes; a sum is never rounded (R4)."""
        return sum([part.amount for part in self.taxes])

    def amount_of(self, code: str) -> int:
        """The tax of one code, 0 if there is none."""
        return sum(part.amount for part in self.taxes if part.code == code)


def untaxed(amount: int) -> Figure:
    """A figure without taxes: a payment, a paid-out, a tax posting, a gift at the house's expense (C7)."""
    return Figure(amount, amount)


def mirror(figure: Figure) -> Figure:
    """The correction of a figure: minus everything, nothing worked out again (C1)."""
    return Figure(-figure.gross, -figure.net, tuple(_negated(part) for part in figure.taxes))


def _negated(part: TaxPart) -> TaxPart:
    return replace(part, amount=-part.amount, base=-part.base, outside=-part.outside)


def split(figure: Figure, weights: Sequence[int]) -> tuple[Figure, ...]:
    """The figure in parts: the gross and each tax shared out by the same weights, the net is the rest (X1).

    Raises:
        Refusal: the weights cannot carry the figure (see `allocate`).
    """
    grosses = allocate(figure.gross, weights)
    shared = [_split_part(part, weights) for part in figure.taxes]
    return tuple(_of(gross, [parts[index] for parts in shared]) for index, gross in enumerate(grosses))


def _split_part(part: TaxPart, weights: Sequence[int]) -> list[TaxPart]:
    columns = [allocate(number, weights) for number in (part.amount, part.base, part.outside)]
    return [
        replace(part, amount=amount, base=base, outside=outside) for amount, base, outside in zip(*columns, strict=True)
    ]


def _of(gross: int, taxes: Iterable[TaxPart]) -> Figure:
    parts = tuple(taxes)
    return Figure(gross, gross - sum(part.amount for part in parts), parts)


def merge(parts: Iterable[Figure]) -> Figure:
    """Parts put together again: sums of gross, net and each tax; the inverse of `split` (R4)."""
    whole = list(parts)
    taxes: dict[tuple[str, str, date], TaxPart] = {}
    for part in (tax for figure in whole for tax in figure.taxes):
        before = taxes.get(_identity(part))
        taxes[_identity(part)] = _joined(before, part) if before else part
    return _of(sum(figure.gross for figure in whole), taxes.values())


def _joined(one: TaxPart, other: TaxPart) -> TaxPart:
    return replace(
        one,
        amount=one.amount + other.amount,
        base=one.base + other.base,
        outside=one.outside + other.outside,
    )


def remaining(figure: Figure, reductions: Iterable[Figure]) -> Figure:
    """What is left of a figure after the corrections, allowances and credits that name it (C2).

    Reductions are negative figures; their parts are taken off by tax code and rule version.
    """
    gross, taken_off = figure.gross, dict[tuple[str, str, date], list[int]]()
    for reduction in reductions:
        gross += reduction.gross
        for part in reduction.taxes:
            sums = taken_off.setdefault(_identity(part), [0, 0])
            sums[0] += part.amount
            sums[1] += part.base
    own = {_identity(part) for part in figure.taxes}
    assert own.issuperset(taken_off), "a reduction has the taxes of the figure it names; group added taxes first"
    return _of(gross, [_less(part, *taken_off.get(_identity(part), (0, 0))) for part in figure.taxes])


def _identity(part: TaxPart) -> tuple[str, str, date]:
    return part.code, part.rule, part.version_from


def _less(part: TaxPart, amount: int, base: int) -> TaxPart:
    if not amount and not base:
        return part
    return replace(part, amount=part.amount + amount, base=part.base + base)


def grouped(charge: Figure, added: Iterable[TaxPart]) -> Figure:
    """The charge and its added percentage taxes as one price (C5). Per-night amounts stay outside (C4)."""
    on_top = tuple(part for part in added if part.follows_price)
    return Figure(charge.gross + sum(part.amount for part in on_top), charge.net, charge.taxes + on_top)


def ungrouped(figure: Figure) -> tuple[Figure, tuple[TaxPart, ...]]:
    """What is posted on the charge, and the added taxes that are posted on their own."""
    inside = [part for part in figure.taxes if part.mode is Mode.INCLUDED]
    on_top = tuple(part for part in figure.taxes if part.mode is Mode.ADDED)
    return Figure(figure.net + sum(part.amount for part in inside), figure.net, tuple(inside)), on_top


def recipe_of(taxes: Sequence[TaxPart]) -> Recipe:
    """How a price with these taxes is made, with their original rates and versions (C2)."""
    return recipe(tuple(_ingredient(part) for part in taxes))


def _ingredient(part: TaxPart) -> Ingredient:
    if part.rate_ppm is None or not part.follows_price:
        return Ingredient(part.code, fixed=part.amount)
    payers, heads = (part.persons, part.heads) if part.heads else (1, 1)
    rate = Fraction(part.rate_ppm * part.share_ppm * payers, PPM * PPM * heads)
    return Ingredient(part.code, rate, part.plus, outside=part.outside)


def taken(
    left: Figure,
    amount: int,
    *,
    basis: Basis = Basis.GROSS,
    treatment: Treatment = Treatment.PRICE_REDUCTION,
) -> Figure:
    """The allowance or goodwill credit of an amount, as a negative figure (C2, C4, C7).

    It is defined by what it leaves: the taxes of the remaining price at the original rates; the credit is
    before minus after in every part. So a row of credits that ends at zero cancels every part (C3).

    Args:
        left: what is left of the charge; `grouped` where taxes were added on top.
        amount: what is given, positive, on the basis named.
        basis: gross, as the guest sees it, or net.
        treatment: `HOUSE_EXPENSE` leaves every tax as it is.

    Raises:
        Refusal: the amount is not positive, or more than is left (C6).
    """
    _refuse_beyond(amount, left.net if basis is Basis.NET else left.gross)
    if treatment is Treatment.HOUSE_EXPENSE:
        return untaxed(-amount)
    if basis is Basis.NET:
        return _difference(_left_net(left, left.net - amount), left)
    return _difference(_left_gross(left, left.gross - amount), left)


def _refuse_beyond(amount: int, left: int) -> None:
    if amount <= 0:
        raise Refusal("A credit must be more than nothing.", "", "Give a positive amount.")
    if amount > left:
        raise Refusal(
            "This is more than is left of the charge.",
            "Corrections, allowances and credits that name it have been taken off already.",
            "Give at most what is left.",
        )


def _left_gross(left: Figure, gross: int) -> Figure:
    return _with_amounts(left, gross, take_apart(gross, recipe_of(left.taxes)))


def _left_net(left: Figure, net: int) -> Figure:
    amounts = put_on(net, recipe_of(left.taxes))
    return _with_amounts(left, net + sum(amounts), amounts)


def _with_amounts(figure: Figure, gross: int, amounts: Sequence[int]) -> Figure:
    net = gross - sum(amounts)
    by_code = {part.code: amount for part, amount in zip(figure.taxes, amounts, strict=True)}
    return Figure(gross, net, tuple(_rebased(part, net, by_code) for part in figure.taxes))


def _rebased(part: TaxPart, net: int, amounts: dict[str, int]) -> TaxPart:
    if not part.follows_price:
        return replace(part, amount=amounts[part.code])
    base = net + sum(amounts.get(code, 0) for code in part.plus) + part.outside
    return replace(part, amount=amounts[part.code], base=base)


def _difference(after: Figure, before: Figure) -> Figure:
    taxes = tuple(
        replace(was, amount=now.amount - was.amount, base=now.base - was.base)
        for now, was in zip(after.taxes, before.taxes, strict=True)
    )
    return Figure(after.gross - before.gross, after.net - before.net, taxes)
