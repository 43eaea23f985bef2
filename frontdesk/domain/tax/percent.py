"""Percentages on top of prices and of other taxes (S02-S05, S09, S10, S18)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from frontdesk.domain.figure import Figure, Kind, Mode, TaxPart
from frontdesk.domain.money import PPM, half_up
from frontdesk.domain.tax.amounts import tier_of
from frontdesk.domain.tax.assessment import AddedTax
from frontdesk.domain.tax.exemptions import Payers, payers, registered
from frontdesk.domain.tax.fixed import price_of
from frontdesk.domain.tax.in_force import Active
from frontdesk.domain.tax.nights import due, not_charged, share_ppm
from frontdesk.domain.tax.rules import FULL_SHARE, Base, Charge, Per, Version
from frontdesk.domain.tax.work import Work


@dataclass(frozen=True, slots=True)
class Priced:
    """What a percentage is taken of: a price, the taxes in its base, and what lies outside its figure."""

    parent: str | None
    base: int
    plus: tuple[str, ...] = ()
    outside: int = 0
    on_price: bool = True
    taxes: tuple[AddedTax, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A percentage worked out: the tax of those who pay, what all heads would have paid, and how."""

    amount: int
    unexempted: int
    by_unit: bool = False
    cap_hit: bool = False


def add_percent(active: Active, work: Work) -> None:
    """Post a percentage on top: of each charge or of the night's charges, and of the taxes in `plus` (T4)."""
    if not due(active.version, work.context):
        return
    charges = work.on(active) if active.rule.mode is Mode.ADDED else []
    rate = _rate(active.version, charges, work)
    for priced in _bases(active, charges, work):
        _add(active, rate, priced, work)


def _rate(version: Version, charges: Sequence[Charge], work: Work) -> int:
    """The rate, for a slab that of the night's whole price (S09)."""
    if version.kind is not Kind.SLAB:
        return version.rate_ppm
    heads = max(len(work.context.persons), 1) if version.measure is Per.PERSON_NIGHT else 1
    return tier_of(version, price_of(version, charges, work), heads).rate_ppm


def _bases(active: Active, charges: Sequence[Charge], work: Work) -> list[Priced]:
    """One base per charge, or one for the night; then the taxes in `plus` that no charge accounts for."""
    by_charge = active.version.per is Per.POSTING
    groups = [[charge] for charge in charges] if by_charge else [charges] if charges else []
    plus = active.rule.plus
    if not plus:
        return [_priced(active, group, (), work) for group in groups]
    taxes = [tax for tax in work.added if tax.code in plus]
    keys = {charge.key for charge in charges}
    priced = [_priced(active, group, _of(group, taxes), work) for group in groups]
    orphans = [tax for tax in taxes if tax.charge not in keys]
    parents = dict.fromkeys([tax.charge for tax in orphans])
    return priced + [_orphaned([tax for tax in orphans if tax.charge == parent]) for parent in parents]


def _of(charges: Sequence[Charge], taxes: Sequence[AddedTax]) -> list[AddedTax]:
    keys = [charge.key for charge in charges]
    return [tax for tax in taxes if tax.charge in keys]


def _orphaned(taxes: Sequence[AddedTax]) -> Priced:
    base = sum([tax.amount for tax in taxes])
    return Priced(taxes[0].charge, base, outside=base, on_price=False, taxes=tuple(taxes))


def _priced(active: Active, charges: Sequence[Charge], taxes: Sequence[AddedTax], work: Work) -> Priced:
    """The base of these charges; what is not the first charge's own price and taxes is outside its figure."""
    parent = charges[0].key
    own = work.figures[parent]
    names = [part.code for part in _inside(active, own)]
    base, outside = _included_base(active, own), 0
    for charge in charges[1:]:
        outside += _included_base(active, work.figures[charge.key])
    for tax in taxes:
        if tax.charge == parent and tax.part.follows_price:
            base += tax.amount
            names.append(tax.code)
        else:
            outside += tax.amount
    return Priced(parent, base + outside, tuple(names), outside)


def _inside(active: Active, figure: Figure) -> Sequence[TaxPart]:
    """The included taxes that count in the base: all on a gross base, else those named in `plus`."""
    if active.version.base is Base.GROSS:
        return figure.taxes
    plus = active.rule.plus
    return [part for part in figure.taxes if part.code in plus] if plus else ()


def _included_base(active: Active, figure: Figure) -> int:
    return figure.net + sum([part.amount for part in _inside(active, figure)])


def _add(active: Active, rate: int, priced: Priced, work: Work) -> None:
    version = active.version
    who = _who(active, priced, work)
    share = share_ppm(version, work.context)
    reason = not_charged(version, work.context)
    result = _work_out(version, priced, (rate, share or FULL_SHARE), who)
    if reason:
        work.exempt(active.rule.code, reason, result.amount, who.paying)
        return
    work.exempt_heads(active.rule.code, who, result.unexempted - result.amount)
    work.add(_part(active, (rate, share), priced, who, result), priced.parent)


def _who(active: Active, priced: Priced, work: Work) -> Payers:
    """Those who pay, where heads matter; an exempt head frees its share of the price."""
    version = active.version
    if version.per_person and priced.on_price:
        return registered(version, work.context, active.title)
    if version.exempt and work.context.persons:
        return payers(version, work.context)
    return Payers(1, 1)


def _work_out(version: Version, priced: Priced, rates: tuple[int, int], who: Payers) -> Result:
    """The tax of those who pay and of all heads, capped; units are rounded, then multiplied (R7, S10)."""
    rate, share = rates
    numerator, denominator = priced.base * rate * share, PPM * FULL_SHARE
    if priced.taxes and version.round_per == "unit":
        amount = _of_units(priced.taxes, rate)
        result = Result(amount, amount, by_unit=True)
    elif priced.on_price and version.by_unit:
        unit = half_up(numerator, denominator * who.heads)
        if version.cap_by_head and version.cap is not None and unit > version.cap:
            return Result(version.cap * who.paying, version.cap * who.heads, by_unit=True, cap_hit=True)
        result = Result(unit * who.paying, unit * who.heads, by_unit=True)
    else:
        whole = half_up(numerator, denominator)
        paid = whole if who.paying == who.heads else half_up(numerator * who.paying, denominator * who.heads)
        result = Result(paid, whole)
    return result if version.cap_by_head and priced.on_price else _capped(result, version.cap)


def _capped(result: Result, cap: int | None) -> Result:
    """The cap of a whole room, night or posting."""
    if cap is None or result.amount <= cap:
        return result if cap is None else replace(result, unexempted=min(result.unexempted, cap))
    return Result(cap, min(result.unexempted, cap), cap_hit=True)


def _of_units(taxes: Iterable[AddedTax], rate: int) -> int:
    """The percentage of one unit of each tax, rounded, times its units (R7)."""
    total = 0
    for tax in taxes:
        unit = tax.part.unit_amount or tax.amount
        total += half_up(unit * rate, PPM) * (tax.amount // unit)
    return total


def _part(active: Active, rates: tuple[int, int], priced: Priced, who: Payers, result: Result) -> TaxPart:
    rule, version = active.rule, active.version
    # A cap of the whole room is not shared by heads.
    by_head = result.by_unit if result.cap_hit else version.per_person or who.paying != who.heads
    return TaxPart(
        code=rule.code,
        rule=active.title,
        version_from=version.starts,
        amount=result.amount,
        base=priced.base,
        rate_ppm=rates[0],
        kind=version.kind,
        mode=Mode.ADDED,
        per=version.per,
        unit_amount=version.cap if result.cap_hit else None,
        persons=who.paying if by_head else 0,
        heads=who.heads if by_head else 0,
        nights=0 if version.per is Per.POSTING else 1,
        cap_hit=result.cap_hit,
        round_per="unit" if result.by_unit else "posting",
        share_ppm=rates[1],
        plus=priced.plus,
        outside=priced.outside,
        follows_price=priced.on_price and not result.cap_hit,
        category=rule.category,
    )
