"""What the taxes of a stay follow from: the house's adopted rules, its codes, and the persons of the stay."""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import func, select

from frontdesk.commands.stay import RecordStay
from frontdesk.domain.party import Heads, exempt_from, heads_on, persons_on
from frontdesk.domain.stay import StayStatus
from frontdesk.domain.tax.assessment import Assessment
from frontdesk.domain.tax.engine import assess
from frontdesk.domain.tax.parse import parse_jurisdiction
from frontdesk.domain.tax.rules import Charge, Context, Jurisdiction, Scope
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
    codes = tables.transaction_code
    found = reader.once("code", code, lambda: reader.first(select(codes).where(codes.c.code == code)))
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


def assess_night(reader: Reader, stay: Fetched | RecordStay, night: date, price: int, *, spent: int = 0) -> Assessment:
    """What the room charge of a night will be made of: the same function that posts it (R5).

    ``spent`` is the number of nights that are over where the caller knows of more than the business date tells.
    """
    context = context_of(reader, stay, night)
    if spent > context.nights_spent:
        context = replace(context, nights_spent=spent)
    if price == 0:
        return assess(tax_rules(reader), [Charge("room", "lodging", 0)], replace(context, complimentary=True))
    return assess(tax_rules(reader), [Charge("room", "lodging", price)], context)
