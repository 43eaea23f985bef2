"""The shipped tax files against the collection of published rules: every figure and date that it names is in a file."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.domain.test_tax_files import FILES, FOLDER, loaded

FILE_OF = {
    "DE-VAT-LODGING": "DE",
    "DE-VAT-FOOD": "DE",
    "DE-PACKAGE-SPLIT": "DE",
    "DE-BERLIN-UESt": "DE-BE",
    "FR-VAT": "FR-75",
    "FR-PARIS-TDS": "FR-75",
    "IT-VAT": "IT-RM",
    "IT-ROME-CDS": "IT-RM",
    "ES-VAT": "ES-CT",
    "ES-CAT-IEET": "ES-CT",
    "PT-VAT": "PT",
    "PT-LISBON-TMT": "PT-11",
    "GB-VAT": "GB",
    "CH-VAT": "CH",
    "NL-VAT": "NL",
    "NL-AMS": "NL-AMS",
    "BE-VAT-2026": "BE",
    "GR-CCRF": "GR",
    "US-NYC": "US-NYC",
    "US-HI-OAHU": "US-HI",
    "CA-QC": "CA-QC",
    "JP-TOKYO": "JP-13",
    "JP-KYOTO": "JP-26",
    "JP-SAPPORO": "JP-01",
    "IN-GST": "IN",
    "AE-DUBAI": "AE-DU",
    "AE-RAK": "AE-RK",
}
NO_FILE = {
    "DE-HAMBURG-KTT": "its table of brackets is not in the collection",
    "US-FTC-FEES": "a rule of display, not a tax",
    "JP-ONSEN": "its amount is not in the collection",
}
"""Rules of the collection that no file can hold, and why."""

FIGURES = {"rate", "percent", "amount", "previous", "per_night", "cap_nights"}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def rules() -> list[dict[str, Any]]:
    for folder in Path(__file__).parents:
        path = folder / "shared" / "data" / "tax_rules.json"
        if path.exists():
            found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["rules"]
            return found
    return []


def figures(value: Any, name: str = "") -> Iterator[Decimal]:
    """The figures of a rule that a file must know: rates, amounts, tiers."""
    if isinstance(value, dict):
        for key, inner in value.items():
            under = name if name in {"amounts", "tiers", "per_room_day_by_rent"} else key
            yield from figures(inner, _group(under))
    elif isinstance(value, list):
        for inner in value:
            yield from figures(inner[1] if name == "tiers" else inner, name)
    elif isinstance(value, str) and name in {*FIGURES, "amounts", "tiers"} and _NUMBER.fullmatch(value):
        yield Decimal(value)


def _group(key: str) -> str:
    return "amounts" if key.startswith("amounts") else key


def days(rule: dict[str, Any]) -> set[str]:
    found = {str(rule.get("valid_from", ""))}
    parts = [part for name in ("rates", "components", "history") for part in rule.get(name, ())]
    found |= {str(part.get("from", "")) for part in parts if isinstance(part, dict)}
    return {day for day in found if _DAY.fullmatch(day)}


@pytest.fixture(scope="module", params=rules() or [None], ids=lambda rule: rule["id"] if rule else "absent")
def rule(request: pytest.FixtureRequest) -> dict[str, Any]:
    if request.param is None:
        pytest.skip("tax_rules.json is not here: it stays in the shared data folder")
    return request.param


def test_every_figure_and_day_of_the_collection_is_in_the_file(rule: dict[str, Any]):
    if rule["id"] in NO_FILE:
        assert rule["id"] not in FILE_OF
        return
    text = (FOLDER / f"{FILE_OF[rule['id']]}.toml").read_text(encoding="utf-8")
    said = {Decimal(number) for number in re.findall(r'"([0-9]+(?:\.[0-9]+)?)"', text)}
    said |= {Decimal(number) for number in re.findall(r"max_nights = ([0-9]+)", text)}
    missing = sorted({figure for figure in figures(rule) if figure not in said and figure})
    assert missing == [], f"{rule['id']}: {missing}"
    assert {day for day in days(rule) if day not in text} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_rule_names_a_source_and_every_file_how_far_it_was_checked(path: Path):
    found = loaded(path).jurisdiction
    assert all(tax.source for tax in found.taxes)
    assert (found.checked_on is None) == bool(found.status)
