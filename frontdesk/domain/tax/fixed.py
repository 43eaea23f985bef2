"""Amounts per posting, room-night, person-night or stay (S06, S07, S22), and by tiers of the price (S08)."""

from collections.abc import Sequence
from dataclasses import dataclass

from frontdesk.domain.figure import Kind, TaxPart
from frontdesk.domain.tax.amounts import tier_of, unit_amount
from frontdesk.domain.tax.exemptions import Payers, payers, registered
from frontdesk.domain.tax.in_force import Active
from frontdesk.domain.tax.nights import due, not_charged
from frontdesk.domain.tax.rules import Base, Charge, Context, Per, Version
from frontdesk.domain.tax.work import Work


@dataclass(frozen=True, slots=True)
class Fixed:
    """So many units of one amount; `price` is what a tier was looked up by."""

    unit: int
    count: int
    heads: int = 0
    price: int = 0

    @property
    def amount(self) -> int:
        """All units together."""
        return self.unit * self.count


NOTHING = Fixed(0, 0)


def add_fixed(active: Active, work: Work) -> None:
    """Post a fixed amount on top: for each charge, or once for the night or stay."""
    charges = work.on(active)
    if active.version.per is Per.POSTING:
        for charge in charges:
            if charge.amount:
                _add(active, [charge], charge.key, work)
    elif charges or not work.charges:
        paid = [charge.key for charge in charges if charge.amount]
        _add(active, charges, paid[0] if paid else None, work)


def _add(active: Active, charges: Sequence[Charge], parent: str | None, work: Work) -> None:
    fixed = fixed_of(active, price_of(active.version, charges, work), work)
    work.add(part_of(active, fixed), parent)


def price_of(version: Version, charges: Sequence[Charge], work: Work) -> int:
    """The price that tiers and slabs look at: of the charges in `on`, before or with their taxes."""
    figures = [work.figures[charge.key] for charge in charges]
    if version.base is Base.NET:
        return sum([figure.net for figure in figures])
    return sum([figure.gross for figure in figures])


def fixed_of(active: Active, price: int, work: Work) -> Fixed:
    """The units due this night; what is not charged is noted as exempt (T7)."""
    version, context = active.version, work.context
    if not due(version, context):
        return NOTHING
    who = _who(active, context)
    unit = _unit(active, price, who, context)
    by_head = version.per is Per.PERSON_NIGHT
    count = who.paying if by_head else min(who.paying, 1)
    reason = not_charged(version, context)
    if reason:
        work.exempt(active.rule.code, reason, unit * count, count if by_head else 0)
        return NOTHING
    work.exempt_heads(active.rule.code, who, unit * (who.heads - count) if by_head else unit - unit * count)
    return Fixed(unit, count, who.heads if by_head else 0, price)


def _who(active: Active, context: Context) -> Payers:
    """Those who pay; a tax by room is free only when everybody in it is exempt."""
    version = active.version
    if version.per is Per.PERSON_NIGHT or (version.kind is Kind.TIER and version.measure is Per.PERSON_NIGHT):
        return registered(version, context, active.title)
    if version.exempt and context.persons:
        return payers(version, context)
    return Payers(1, 1)


def _unit(active: Active, price: int, who: Payers, context: Context) -> int:
    version = active.version
    if version.kind is Kind.TIER:
        heads = who.heads if version.measure is Per.PERSON_NIGHT else 1
        return tier_of(version, price, heads).amount
    return unit_amount(version, context, active.title)


def part_of(active: Active, fixed: Fixed) -> TaxPart:
    """The tax part of a fixed amount."""
    rule, version = active.rule, active.version
    by_head = version.per is Per.PERSON_NIGHT
    return TaxPart(
        code=rule.code,
        rule=active.title,
        version_from=version.starts,
        amount=fixed.amount,
        base=fixed.price if version.kind is Kind.TIER else 0,
        kind=version.kind,
        mode=rule.mode,
        per=version.per,
        unit_amount=fixed.unit,
        persons=fixed.count if by_head else 0,
        heads=fixed.heads,
        nights=1 if version.per in (Per.PERSON_NIGHT, Per.ROOM_NIGHT) else 0,
        follows_price=False,
        category=rule.category,
    )
