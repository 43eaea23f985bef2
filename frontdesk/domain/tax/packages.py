"""One package price over its supplies: by percent, by weight, by amount; the rest is lodging (S17).

A night of a package is posted as one charge for each supply, for a charge has one set of rates: what is given back of
it later is worked out on them (C2), and a line of an e-invoice has one category and rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from frontdesk.domain.allocation import allocate
from frontdesk.domain.money import PPM
from frontdesk.domain.tax.rules import LODGING, Charge, Jurisdiction, PackageVersion, Share
from frontdesk.errors import Refusal, dated

ROOM = "room"
"""The key of the charge for the room among the charges of a night; another supply has its tag as key."""


@dataclass(frozen=True, slots=True)
class PackagePart:
    """A supply of a package and its part of the price."""

    tag: str
    amount: int


def split_package(jurisdiction: Jurisdiction, code: str, amount: int, day: date) -> tuple[PackagePart, ...]:
    """The parts of a package price on a service date; they add up to the price (A2).

    Raises:
        Refusal: the package is unknown or not valid on that day, or its fixed parts cost more than the price.
    """
    parts = _with_rest(_version(jurisdiction, code, day).parts)
    fixed = sum(share.amount for share in parts if share.amount is not None)
    amounts = _weighted(amount, fixed, parts) if _by_weight(parts) else _by_percent(amount, fixed, parts)
    if min(amounts) < 0:
        raise Refusal(
            f"The package {code} costs less than its fixed parts.",
            "Its parts with a fixed amount come out of lodging, which cannot be less than nothing.",
            "Raise the price or choose another package.",
        )
    return tuple(PackagePart(share.tag, part) for share, part in zip(parts, amounts, strict=True) if part)


def package_of(jurisdiction: Jurisdiction, rate_plan: str, day: date) -> str:
    """The package that a rate is sold as on a service date; empty if none is in force then (T3)."""
    for package in jurisdiction.packages:
        if rate_plan in package.rate_plans and any(version.in_force(day) for version in package.versions):
            return package.code
    return ""


def night_charges(jurisdiction: Jurisdiction, package: str, price: int, day: date) -> tuple[Charge, ...]:
    """The charges of a night at a price: the room alone, or the room first and each other supply of its package.

    Raises:
        Refusal: as `split_package`, or nothing of the price is left for the room.
    """
    if not package or not price:
        return (Charge(ROOM, LODGING, price),)
    sums = {LODGING: 0}
    for part in split_package(jurisdiction, package, price, day):
        sums[part.tag] = sums.get(part.tag, 0) + part.amount
    if not sums[LODGING]:
        raise Refusal(
            f"The package {package} leaves nothing of this price for the room.",
            "Taxes by night and head belong to the room.",
            "Raise the price or choose another rate.",
        )
    return tuple(Charge(ROOM if tag == LODGING else tag, tag, amount) for tag, amount in sums.items())


def _version(jurisdiction: Jurisdiction, code: str, day: date) -> PackageVersion:
    for package in jurisdiction.packages:
        for version in package.versions if package.code == code else ():
            if version.in_force(day):
                return version
    raise Refusal(
        f"There is no package {code} on {dated(day)}.", f"Rules of {jurisdiction.name}.", "Choose another rate."
    )


def _by_weight(parts: Sequence[Share]) -> bool:
    return any(share.weight is not None for share in parts)


def _with_rest(parts: tuple[Share, ...]) -> tuple[Share, ...]:
    """The parts, with lodging for what the percentages leave, first in line as the main supply."""
    named = sum(share.rate_ppm or 0 for share in parts)
    if _by_weight(parts) or named == PPM:
        return parts
    return (Share(tag=LODGING, rate_ppm=PPM - named), *parts)


def _weighted(amount: int, fixed: int, parts: Sequence[Share]) -> list[int]:
    """Fixed parts first, then the rest by reference prices (A3)."""
    shares = allocate(amount - fixed, [share.weight or 0 for share in parts])
    return [share.amount or part for share, part in zip(parts, shares, strict=True)]


def _by_percent(amount: int, fixed: int, parts: Sequence[Share]) -> list[int]:
    """Percentages of the whole price; fixed parts come out of lodging."""
    shares = allocate(amount, [share.rate_ppm or 0 for share in parts])
    lodging = next((place for place, share in enumerate(parts) if share.tag == LODGING and share.rate_ppm), None)
    if lodging is not None:
        shares[lodging] -= fixed
    return [part if share.amount is None else share.amount for share, part in zip(parts, shares, strict=True)]
