"""Fixed amounts: by category or zone (S06, S07), and by tiers and slabs of the price (S08, S09)."""

from frontdesk.domain.tax.rules import Context, Tier, Version
from frontdesk.errors import Refusal

OTHER = "other"
"""The key of `amounts` for everything that has no key of its own."""


def unit_amount(version: Version, context: Context, title: str) -> int:
    """The amount of one unit: one person-night, room-night, stay or posting.

    Raises:
        Refusal: the file has no amount for this category or zone; never a silent zero (T3).
    """
    if not version.by:
        return version.amount
    wanted = [getattr(context, dimension) for dimension in version.by]
    for key in ("/".join(wanted), "/".join([*wanted[:-1], OTHER]), OTHER):
        if key in version.amounts:
            return version.amounts[key]
    raise Refusal(
        f"{title} has no amount for {' and '.join(version.by)} “{'/'.join(wanted)}”.",
        f"Known: {', '.join(version.amounts)}.",
        "Set the category and zone of the property, or add the amount to the tax rules.",
    )


def tier_of(version: Version, price: int, heads: int) -> Tier:
    """The tier that the price per head falls into, compared exactly; the first tier starts at nothing."""
    reached = version.tiers[0]
    for tier in version.tiers:
        if price >= tier.starts * heads:
            reached = tier
    return reached
