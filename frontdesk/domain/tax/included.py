"""Taxes inside a price: taken out together, from exact fractions (T5, T6)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from frontdesk.domain.figure import Figure, Kind, Mode, TaxPart
from frontdesk.domain.money import PPM
from frontdesk.domain.recipe import Ingredient, put_on, recipe, take_apart
from frontdesk.domain.tax.amounts import tier_of
from frontdesk.domain.tax.fixed import NOTHING, Fixed, fixed_of, part_of
from frontdesk.domain.tax.in_force import Active, Inside
from frontdesk.domain.tax.nights import share_ppm
from frontdesk.domain.tax.rules import FULL_SHARE, Base, Charge, Per, Version
from frontdesk.domain.tax.work import Work


def taken_out(charge: Charge, inside: Inside, work: Work) -> Figure:
    """The charge as a figure: its included taxes taken out, its net the rest.

    On a long stay the gross can be less than the charge: the net price is kept and the tax falls (S13).
    """
    if inside.made_of is None:
        return _of_this_night(charge, inside, work)
    amounts = take_apart(charge.amount, inside.made_of)
    net = charge.amount - sum(amounts)
    by_code = {active.rule.code: amount for active, amount in zip(inside.actives, amounts, strict=True)}
    parts = [_part(active, net, by_code, active.version.rate_ppm) for active in inside.actives]
    return Figure(charge.amount, net, tuple(parts))


def _part(active: Active, net: int, amounts: Mapping[str, int], rate_ppm: int) -> TaxPart:
    rule, version = active.rule, active.version
    plus = tuple([code for code in rule.plus if code in amounts])
    return TaxPart(
        code=rule.code,
        rule=active.title,
        version_from=version.starts,
        amount=amounts[rule.code],
        base=net + sum([amounts[code] for code in plus]),
        rate_ppm=rate_ppm,
        kind=version.kind,
        mode=Mode.INCLUDED,
        plus=plus,
        category=rule.category,
    )


def _of_this_night(charge: Charge, inside: Inside, work: Work) -> Figure:
    """A price whose taxes depend on the night: a slab, a long stay, a fixed amount inside."""
    fixed = {active.rule.code: _fixed(active, charge, work) for active in inside.actives}
    shares = {active.rule.code: share_ppm(active.version, work.context) for active in inside.actives}
    now = recipe(tuple(_ingredient(active, charge, fixed, shares) for active in inside.actives))
    if not _keeps_net(inside.actives, shares):
        return _detailed(charge, inside, take_apart(charge.amount, now), charge.amount, (fixed, shares))
    usual = recipe(tuple(_ingredient(active, charge, fixed, {}) for active in inside.actives))
    net = charge.amount - sum(take_apart(charge.amount, usual))
    amounts = put_on(net, now)
    return _detailed(charge, inside, amounts, net + sum(amounts), (fixed, shares))


def _keeps_net(actives: Sequence[Active], shares: Mapping[str, int]) -> bool:
    return any(
        active.version.los and active.version.los.keep is Base.NET and shares[active.rule.code] != FULL_SHARE
        for active in actives
    )


def _fixed(active: Active, charge: Charge, work: Work) -> Fixed:
    """The fixed amount inside this charge; a night's amount sits in the first charge that can carry it."""
    if active.version.kind is not Kind.AMOUNT or not charge.amount:
        return NOTHING
    if active.version.per is not Per.POSTING and work.on(active)[0] != charge:
        return NOTHING
    return fixed_of(active, charge.amount, work)


def _ingredient(active: Active, charge: Charge, fixed: Mapping[str, Fixed], shares: Mapping[str, int]) -> Ingredient:
    code, version = active.rule.code, active.version
    if version.kind is Kind.AMOUNT:
        return Ingredient(code, fixed=fixed[code].amount)
    rate = _rate(version, charge.amount) * shares.get(code, FULL_SHARE)
    return Ingredient(code, Fraction(rate, PPM * FULL_SHARE), active.rule.plus)


def _rate(version: Version, price: int) -> int:
    """The rate of an included percentage, or of the slab that the price falls into (S09)."""
    return tier_of(version, price, 1).rate_ppm if version.kind is Kind.SLAB else version.rate_ppm


def _detailed(
    charge: Charge,
    inside: Inside,
    amounts: tuple[int, ...],
    gross: int,
    made: tuple[Mapping[str, Fixed], Mapping[str, int]],
) -> Figure:
    """The figure, each part with the rate, share or unit that this night gave it."""
    fixed, shares = made
    net = gross - sum(amounts)
    by_code = {active.rule.code: amount for active, amount in zip(inside.actives, amounts, strict=True)}
    parts = []
    for active in inside.actives:
        if active.version.kind is Kind.AMOUNT:
            # A price lower than its own fixed amounts cannot hold them in full: the part shows what it holds.
            part = replace(part_of(active, fixed[active.rule.code]), amount=by_code[active.rule.code])
        else:
            part = replace(
                _part(active, net, by_code, _rate(active.version, charge.amount)),
                share_ppm=shares[active.rule.code],
            )
        parts.append(part)
    return Figure(gross, net, tuple(parts))
