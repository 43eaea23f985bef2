"""What the taxes of a stay follow from: the house's adopted rules, its codes, and the persons of the stay."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from frontdesk.commands.stay import RecordStay
from frontdesk.domain.party import Heads, exempt_from, heads_on, persons_on
from frontdesk.domain.stay import StayStatus
from frontdesk.domain.tax.assessment import Assessment
from frontdesk.domain.tax.engine import assess
from frontdesk.domain.tax.packages import night_charges, package_of
from frontdesk.domain.tax.parse import parse_jurisdiction
from frontdesk.domain.tax.rules import Context, Jurisdiction, Scope
from frontdesk.errors import Refusal
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

_BY_SHA: dict[tuple[str, str], Jurisdiction] = {}
"""Parsed rules by the hash of their text and the currency: a text with that hash can never be another one."""


def tax_rules(reader: Reader) -> Jurisdiction:
    """The tax rules the house has adopted, from its own database."""
    house = reader.house
    key = (house.tax_sha, house.currency)
    if key not in _BY_SHA:
        file = tables.tax_file
        found = reader.first(select(file.c.text, file.c.jurisdiction).where(file.c.sha == key[0]))
        assert found is not None, "a house is founded with its tax rules"
        _BY_SHA[key] = parse_jurisdiction(found.text, file=f"{found.jurisdiction}.toml", currency=key[1]).jurisdiction
    return _BY_SHA[key]


def code_of(reader: Reader, code: str) -> Fetched:
    """A transaction code.

    Raises:
        Refusal: the house has no such code.
    """
    found = reader.once("code", code, lambda: reader.row(tables.transaction_code, code))
    if found is None:
        raise Refusal(f"There is no transaction code {code}.", help="Choose one from the list of codes.")
    return found


def context_of(reader: Reader, stay: Fetched | RecordStay, service_date: date) -> Context:
    """What taxes must know about a stay on a date (T1)."""
    total = (stay.departure - stay.arrival).days
    before = min(max((service_date - stay.arrival).days, 0), total)
    house = reader.house
    # A stay taken over from another system brings its heads, but neither their history nor exemptions.
    heads = heads_on(service_date, Heads(stay.adults, tuple(stay.children)), getattr(stay, "party", ()))
    by_year = _counts_by_year(tax_rules(reader))
    return Context(
        service_date=service_date,
        nights_before=before,
        nights_total=total,
        nights_spent=min(max((reader.business_date - stay.arrival).days, 0), total),
        nights_this_year=_nights_this_year(reader, stay.guest_id, service_date) if by_year else 0,
        persons=persons_on(service_date, heads, exempt_from(getattr(stay, "exempt", ()))),
        category=house.category,
        zone=house.zone,
        channel=stay.channel,
        booked_on=stay.booked_on,
        day_use=total == 0,
    )


@lru_cache(maxsize=8)
def _counts_by_year(rules: Jurisdiction) -> bool:
    return any(version.max_scope is Scope.CALENDAR_YEAR for rule in rules.taxes for version in rule.versions)


def _nights_this_year(reader: Reader, guest_id: str, service_date: date) -> int:
    """The nights this guest spent here in the calendar year before this one, earlier stays among them (S11)."""
    stay, night = tables.stay, tables.stay_night
    stayed = (StayStatus.IN_HOUSE.value, StayStatus.CHECKED_OUT.value)
    first, last = date(service_date.year, 1, 1), service_date - timedelta(days=1)
    found = reader.first(
        select(func.count(night.c.night.distinct()))
        .join(stay, stay.c.id == night.c.stay_id)
        .where(stay.c.guest_id == guest_id, stay.c.status.in_(stayed), night.c.night.between(first, last))
        .where(stay.c.departure > stay.c.arrival)
    )
    return int(found[0]) if found else 0


@lru_cache(maxsize=8)
def _names(rules: Jurisdiction) -> dict[str, str]:
    return {rule.code: rule.name.get("en", rule.code) for rule in rules.taxes}


def tax_names(reader: Reader) -> dict[str, str]:
    """What each tax is called in English; paper uses the guest's language."""
    return _names(tax_rules(reader))


def assess_night(
    reader: Reader,
    stay: Fetched | RecordStay,
    night: date,
    price: int,
    *,
    spent: int | None = None,
    package: str | None = None,
) -> Assessment:
    """What the charges of a night will be made of: the same function that posts them (R5).

    ``spent`` is the number of nights that are over where the caller knows better than the business date tells: more
    of them for a night that has become a long stay's, none for a quote. ``package`` is what the night was sold as;
    nothing, what the rate of the stay is sold as now (S17).

    Raises:
        Refusal: the package does not fit the price.
    """
    rules, context = tax_rules(reader), context_of(reader, stay, night)
    if spent is not None:
        context = replace(context, nights_spent=spent)
    if price == 0:
        context = replace(context, complimentary=True)
    sold_as = package_of(rules, stay.rate_plan, night) if package is None else package
    return assess(rules, night_charges(rules, sold_as, price, night), context)


def sold_as(reader: Reader, stay: Fetched | RecordStay, night: date, price: int) -> dict[str, Any]:
    """What a night's charges keep of the price they were sold at: the rate, what is in it, and its package (S17)."""
    story: dict[str, Any] = {"rate_plan": stay.rate_plan, "includes": list(stay.includes)}
    package = package_of(tax_rules(reader), stay.rate_plan, night)
    return {**story, "package": package, "price": price} if package and price else story


def require_sellable(reader: Reader, stay_id: str, prices: Mapping[date, int]) -> None:
    """Each night's price holds the parts of its package, so that no night audit stumbles over it (S17).

    Raises:
        Refusal: one does not.
    """
    rules = tax_rules(reader)
    if not any(package.rate_plans for package in rules.packages):
        return
    found = reader.row(tables.stay, stay_id)
    assert found is not None, "nights belong to a stay"
    for night, price in prices.items():
        night_charges(rules, package_of(rules, found.rate_plan, night), price, night)
