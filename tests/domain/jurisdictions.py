"""Small jurisdictions written as the files are, and the nights they are asked about."""

from datetime import date, timedelta

from frontdesk.domain.tax.assessment import Assessment
from frontdesk.domain.tax.engine import assess
from frontdesk.domain.tax.parse import parse_jurisdiction
from frontdesk.domain.tax.rules import Charge, Context, Jurisdiction, Person

ADULT = Person(age=40)
TWO = (ADULT, ADULT)
NIGHT = date(2026, 5, 4)


def tax(code: str, body: str, version: str = "", order: int = 10) -> str:
    """One [[tax]] with a source; `version` holds the keys of its only version unless `body` lists versions."""
    versions = "" if "versions" in body else f"versions = [ {{ from = 2000-01-01{', ' if version else ''}{version} }} ]"
    return f'[[tax]]\ncode = "{code}"\norder = {order}\nsource = ["the tests"]\n{body}\n{versions}\n'


def included(code: str, percent: str, on: str = '"lodging"', more: str = "") -> str:
    return tax(code, f'kind = "percent"\nmode = "included"\non = [{on}]\npercent = "{percent}"\n{more}')


def added(code: str, percent: str, on: str = '"lodging"', more: str = "", order: int = 20) -> str:
    return tax(code, f'kind = "percent"\nmode = "added"\non = [{on}]\npercent = "{percent}"\n{more}', order=order)


def amount(code: str, body: str, mode: str = "added", order: int = 20) -> str:
    return tax(code, f'kind = "amount"\nmode = "{mode}"\non = ["lodging"]\n{body}', order=order)


def rules(*taxes: str, currency: str = "EUR", untaxed: str = '"paid_out"') -> Jurisdiction:
    head = (
        f'schema = 1\njurisdiction = "T"\ncurrency = "{currency}"\nuntaxed = [{untaxed}]\nchecked_on = 2026-03-01\n\n'
    )
    return parse_jurisdiction(head + "\n".join(taxes), file="test.toml").jurisdiction


def room(price: int, key: str = "room") -> Charge:
    return Charge(key, "lodging", price)


def night(jurisdiction: Jurisdiction, price: int, on: date = NIGHT, **context: object) -> Assessment:
    """One room charge on one night."""
    return assess(jurisdiction, [room(price)], Context(service_date=on, **{"persons": TWO, **context}))


def stay(
    jurisdiction: Jurisdiction, price: int, nights: int, first: date = NIGHT, **context: object
) -> list[Assessment]:
    """A room charge per night, every night assessed on its own."""
    return [
        night(
            jurisdiction,
            price,
            first + timedelta(days=number),
            **{"nights_before": number, "nights_total": nights, **context},
        )
        for number in range(nights)
    ]


def taxes(*assessments: Assessment) -> list[int]:
    """The added taxes in the order they are posted."""
    return [tax.amount for assessment in assessments for tax in assessment.added]


def parts(assessment: Assessment, key: str = "room") -> tuple[int, ...]:
    """Net and included taxes of one charge."""
    figure = assessment.charges[key]
    return (figure.net, *(part.amount for part in figure.taxes))
