"""The engine against the naive second implementation, on random folios.

A few thousand in every run; 100,000 with `pytest -m long tests/domain/test_naive.py`.
"""

from dataclasses import asdict
from random import Random
from typing import Any

import pytest

from frontdesk.domain.tax.engine import assess
from frontdesk.domain.tax.packages import night_charges, package_of
from frontdesk.domain.tax.parse import parse_jurisdiction
from frontdesk.domain.tax.rules import Charge, Context, Jurisdiction, Person
from tests.domain import naive
from tests.domain.folios import random_file, random_night, random_package, text_of

NIGHTS_PER_FILE = 20


def by_engine(jurisdiction: Jurisdiction, charges: list[dict[str, Any]], night: dict[str, Any]) -> dict[str, Any]:
    context = Context(
        service_date=night["date"],
        persons=tuple(Person(age=person["age"], exempt=tuple(person["exempt"])) for person in night["persons"]),
        **{
            key: night[key]
            for key in ("nights_before", "nights_total", "category", "channel", "complimentary", "day_use")
        },
    )
    result = assess(jurisdiction, [Charge(**charge) for charge in charges], context)
    free: dict[str, int] = {}
    for item in result.exempted:
        free[item.code] = free.get(item.code, 0) + item.amount
    return {
        "figures": {
            key: {
                "gross": figure.gross,
                "net": figure.net,
                "taxes": {part.code: part.amount for part in figure.taxes},
            }
            for key, figure in result.charges.items()
        },
        "added": [(row.code, row.charge, row.amount) for row in result.added],
        "free": free,
    }


def agree(folios: int, seed: int) -> int:
    """Compare so many nights; returns how many taxes were compared, to see that it was not nothing."""
    taxes = 0
    for number in range(folios // NIGHTS_PER_FILE):
        random = Random(seed + number)
        file = random_file(random)
        jurisdiction = parse_jurisdiction(text_of(file), file="random.toml").jurisdiction
        for _ in range(NIGHTS_PER_FILE):
            charges, night = random_night(random)
            ours, theirs = by_engine(jurisdiction, charges, night), naive.assess(file, charges, night)
            assert ours == theirs, f"seed {seed + number}\n{text_of(file)}\n{charges}\n{night}"
            taxes += len(ours["added"]) + sum(len(figure["taxes"]) for figure in ours["figures"].values())
    return taxes


def agree_on_packages(folios: int, seed: int) -> int:
    """The same for nights of a rate that is a package (S17); returns how many charges there were."""
    charged = 0
    for number in range(folios // NIGHTS_PER_FILE):
        random = Random(seed + number)
        file, package = random_file(random), random_package(random)
        text = text_of(file, package)
        rules = parse_jurisdiction(text, file="random.toml").jurisdiction
        for _ in range(NIGHTS_PER_FILE):
            night = {**random_night(random)[1], "complimentary": False}
            price = random.randint(3000, 40000)
            code = package_of(rules, "All in", night["date"])
            ours = [asdict(charge) for charge in night_charges(rules, code, price, night["date"])]
            theirs = naive.package_charges(package["versions"][0], price)
            assert ours == theirs, f"seed {seed + number}\n{text}\n{price}"
            assert by_engine(rules, ours, night) == naive.assess(file, theirs, night), f"{text}\n{price}\n{night}"
            charged += len(ours)
    return charged


def test_engine_and_naive_agree_on_packages():
    assert agree_on_packages(1_000, seed=1_710_000) > 2_000


def test_engine_and_naive_agree():
    assert agree(4_000, seed=20_261_122) > 10_000


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_engine_and_naive_agree_on_100_000_nights_of_packages():
    assert agree_on_packages(100_000, seed=17_000_000) > 200_000


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_engine_and_naive_agree_on_100_000_folios():
    assert agree(100_000, seed=7_000_000) > 250_000
