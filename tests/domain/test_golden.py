"""The published worked examples, read where they lie, each with the rules its source describes."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from frontdesk.domain.money import exponent, parse_amount, plain
from frontdesk.domain.tax.engine import assess
from frontdesk.domain.tax.packages import split_package
from frontdesk.domain.tax.parse import parse_jurisdiction
from frontdesk.domain.tax.rules import Charge, Context
from tests.domain.jurisdictions import ADULT, NIGHT, added, amount, included, night, rules, tax, taxes


def _rows() -> list[dict[str, Any]]:
    for folder in Path(__file__).resolve().parents:
        path = folder / "shared" / "data" / "golden_tax_examples.json"
        if path.is_file():
            return json.loads(path.read_text(encoding="utf-8"))
    return []


ROWS = {row["id"]: row for row in _rows()}


def golden(identity: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is given and what is expected."""
    if not ROWS:
        pytest.skip("golden_tax_examples.json is not here: it stays in the shared data folder")
    return ROWS[identity]["given"], ROWS[identity]["expect"]


def text(minor: int, currency: str = "EUR") -> str:
    return plain(minor, currency)


def money(written: str, currency: str = "EUR") -> int:
    assert exponent(currency) == 2
    return parse_amount(written, currency)


def test_us_hi_oahu_rate_display():
    given, expect = golden("US-HI-OAHU-RATE-DISPLAY")
    oahu = rules(
        *(added(f"TAX{n}", rate, '"lodging", "fee"') for n, (_, rate) in enumerate(given["added"])),
        currency="USD",
    )
    charges = [
        Charge("room", "lodging", money(given["room"])),
        Charge("fee", "fee", money(given["daily_resort_charge"])),
    ]
    result = assess(oahu, charges, Context(service_date=NIGHT, persons=(ADULT,)))
    assert [text(row.amount) for row in result.added if row.charge == "room"] == expect["room"]
    assert [text(row.amount) for row in result.added if row.charge == "fee"] == expect["daily_resort_charge"]
    assert text(result.total) == expect["total"]
    assert text(result.total - charges[0].amount) == expect["sum_taxes_and_fees"]


def test_es_cat_vat_on_tax():
    given, expect = golden("ES-CAT-VAT-ON-TAX")
    seen = []
    for unit in given["per_person_night"]:
        catalonia = rules(
            included("VAT", given["vat_percent"], more='plus = ["TOURIST"]\nround_per = "unit"'),
            amount("TOURIST", f'per = "person_night"\namount = "{unit}"'),
        )
        seen.append(text(sum(taxes(night(catalonia, 10000, persons=(ADULT,))))))
    assert seen == expect["with_vat"]


def test_de_package_2026():
    given, expect = golden("DE-PACKAGE-2026")
    parts = (
        f'[ {{ tag = "services", percent = "{given["business_package_percent"]}" }}, '
        f'{{ tag = "food", amount = "{given["breakfast_food"]}" }} ]'
    )
    file = (
        'schema = 1\njurisdiction = "DE"\ncurrency = "EUR"\nchecked_on = 2026-03-01\n[[package]]\ncode = "BUSINESS"\n'
        f'versions = [ {{ from = 2026-01-01, parts = {parts} }} ]\nsource = ["the tests"]\n'
    )
    german = parse_jurisdiction(file, file="package.toml").jurisdiction
    split = {part.tag: part.amount for part in split_package(german, "BUSINESS", money(given["gross"]), NIGHT)}
    assert text(split["services"]) == expect["at_19"]
    assert text(split["lodging"] + split["food"]) == expect["lodging_and_breakfast_food"]
    assert text(split["lodging"]) == expect["lodging_at_7"]


def test_de_lodging_included_7():
    given, expect = golden("DE-LODGING-INCLUDED-7")
    figure = night(rules(included("VAT", given["included_percent"])), money(given["gross"])).charges["room"]
    assert (text(figure.net), text(figure.tax)) == (expect["net"], expect["tax"])


def test_ca_qc_lodging_two_nights():
    given, expect = golden("CA-QC-LODGING-TWO-NIGHTS")
    quebec = rules(added("LODGING", given["lodging_tax_percent"]), currency="CAD")
    assert [text(taxes(night(quebec, money(price)))[0]) for price in given["prices"]] == expect["lodging_tax"]


def test_de_berlin_150():
    given, expect = golden("DE-BERLIN-150")
    (last, old), (first, new) = given["percent"].items()
    berlin = rules(
        tax(
            "CITY",
            'kind = "percent"\nmode = "added"\non = ["lodging"]\nbase = "net"\nversions = [\n'
            f'  {{ from = 2014-01-01, to = {last}, percent = "{old}" }},\n  {{ from = {first}, percent = "{new}" }},\n]',
        )
    )
    due = {
        day: text(taxes(night(berlin, money(given["net_lodging"]), date.fromisoformat(day)))[0])
        for day in expect["tax"]
    }
    assert due == expect["tax"]


def test_every_row_has_its_test():
    if not ROWS:
        pytest.skip("golden_tax_examples.json is not here: it stays in the shared data folder")
    tested = {name.removeprefix("test_").replace("_", "-").upper() for name in globals() if name.startswith("test_")}
    assert set(ROWS) <= tested
