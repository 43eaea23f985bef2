"""What the taxes of a stay follow from: the house's adopted rules, its codes, and the persons of the stay."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from sqlalchemy import select

from frontdesk.commands.stay import RecordStay
from frontdesk.domain.tax.assessment import Assessment
from frontdesk.domain.tax.engine import assess
from frontdesk.domain.tax.parse import parse_jurisdiction
from frontdesk.domain.tax.rules import Charge, Context, Jurisdiction, Person
from frontdesk.errors import Refusal
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

ADULT = Person(age=18)


@lru_cache(maxsize=8)
def _parsed(text: str, name: str, currency: str) -> Jurisdiction:
    return parse_jurisdiction(text, file=name, currency=currency).jurisdiction


def _adopted(reader: Reader) -> Fetched:
    """The jurisdiction file the house has adopted."""
    file, sha = tables.tax_file, reader.house.tax_sha
    found = reader.once(
        "tax_file", sha, lambda: reader.first(select(file.c.text, file.c.jurisdiction).where(file.c.sha == sha))
    )
    assert found is not None, "a house is founded with its tax rules"
    return found


def tax_rules(reader: Reader) -> Jurisdiction:
    """The tax rules the house has adopted, from its own database."""
    found = _adopted(reader)
    return _parsed(found.text, f"{found.jurisdiction}.toml", reader.house.currency)


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
    persons = tuple([ADULT] * stay.adults + [Person(age=age) for age in stay.children])
    house = reader.house
    return Context(
        service_date=service_date,
        nights_before=before,
        nights_total=total,
        persons=persons,
        category=house.category,
        zone=house.zone,
        channel=stay.channel,
        booked_on=stay.booked_on,
        day_use=total == 0,
    )


@lru_cache(maxsize=8)
def _names(text: str, name: str, currency: str) -> dict[str, str]:
    rules = _parsed(text, name, currency)
    return {rule.code: rule.name.get("en", rule.code) for rule in rules.taxes}


def tax_names(reader: Reader) -> dict[str, str]:
    """What each tax is called in English; paper uses the guest's language."""
    found = _adopted(reader)
    return _names(found.text, f"{found.jurisdiction}.toml", reader.house.currency)


def assess_night(reader: Reader, stay: Fetched | RecordStay, night: date, price: int) -> Assessment:
    """What the room charge of a night will be made of: the same function that posts it (R5)."""
    context = context_of(reader, stay, night)
    if price == 0:
        return assess(tax_rules(reader), [Charge("room", "lodging", 0)], replace(context, complimentary=True))
    return assess(tax_rules(reader), [Charge("room", "lodging", price)], context)
