"""How a price is made of a net amount and its taxes, and how it is taken apart again (T6).

Every tax of one price is a straight line over the net amount: `slope * net + constant`. A percentage has its
effective rate as slope; a fixed amount has no slope and itself as constant; a percentage on top of a fixed
amount has both. Slopes and constants are integers over one common denominator, so that every result is exact
until its single rounding (R2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from frontdesk.domain.allocation import allocate
from frontdesk.domain.money import half_up


class Ingredient(NamedTuple):
    """One tax of a price: a rate on the net amount and on the taxes it names, or a fixed amount.

    `outside` is an amount in its base that does not belong to this price, such as a flat tax of its own.
    """

    code: str
    rate: Fraction = Fraction(0)
    plus: tuple[str, ...] = ()
    fixed: int = 0
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Recipe:
    """Slopes and constants of the taxes of one price, in the order of its ingredients."""

    denominator: int
    slopes: tuple[int, ...]
    constants: tuple[int, ...]


@lru_cache(maxsize=4096)
def recipe(ingredients: tuple[Ingredient, ...]) -> Recipe:
    """The recipe of these taxes. A code in `plus` that is not an ingredient counts as nothing."""
    lines: dict[str, tuple[Fraction, Fraction]] = {}
    for ingredient in _bases_first(ingredients):
        lines[ingredient.code] = _line(ingredient, lines)
    ordered = [lines[ingredient.code] for ingredient in ingredients]
    denominator = lcm(*(part.denominator for line in ordered for part in line))
    return Recipe(
        denominator,
        tuple(int(slope * denominator) for slope, _ in ordered),
        tuple(int(constant * denominator) for _, constant in ordered),
    )


def _line(ingredient: Ingredient, lines: dict[str, tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    rate = ingredient.rate
    under = [lines[code] for code in ingredient.plus if code in lines]
    slope = rate * (1 + sum(slope for slope, _ in under))
    constant = ingredient.fixed + rate * (ingredient.outside + sum(constant for _, constant in under))
    return slope, constant


def _bases_first(ingredients: Sequence[Ingredient]) -> list[Ingredient]:
    """The ingredients ordered so that a tax stands after every tax in its base; files refuse cycles (T4)."""
    waiting, done = list(ingredients), []
    while waiting:
        blocked = {ingredient.code for ingredient in waiting}
        ready = [ingredient for ingredient in waiting if not blocked.intersection(ingredient.plus)]
        assert ready, "a cycle of taxes is refused when the file is loaded"
        done += ready
        waiting = [ingredient for ingredient in waiting if ingredient not in ready]
    return done


def take_apart(gross: int, made_of: Recipe) -> tuple[int, ...]:
    """The taxes inside a gross amount, each worked out from the exact net and rounded once (T6).

    Where the fixed parts alone are more than the gross, nothing is left for a net amount and the gross is
    shared out over the fixed parts, so that a gross of zero always means zero in every tax (C3).
    """
    unit = made_of.denominator
    over = gross * unit - sum(made_of.constants)
    if over < 0:
        return tuple(allocate(gross, made_of.constants))
    divisor = unit + sum(made_of.slopes)
    return tuple(
        half_up(slope * over + constant * divisor, unit * divisor)
        for slope, constant in zip(made_of.slopes, made_of.constants, strict=True)
    )


def put_on(net: int, made_of: Recipe) -> tuple[int, ...]:
    """The taxes that belong to a net amount, from exact fractions, each rounded once."""
    return tuple(
        half_up(slope * net + constant, made_of.denominator)
        for slope, constant in zip(made_of.slopes, made_of.constants, strict=True)
    )
