"""Jurisdiction files that must be refused, each with the line and the reason a person needs to mend it."""

import pytest

from frontdesk.domain.tax.parse import parse_jurisdiction
from frontdesk.domain.tax.reading import TaxFileError

GOOD = """schema = 1
jurisdiction = "T"
currency = "EUR"
untaxed = ["paid_out"]
checked_on = 2026-03-01

[[tax]]
code = "VAT"
order = 10
kind = "percent"
mode = "included"
on = ["lodging"]
versions = [
  { from = 2020-01-01, to = 2024-12-31, percent = "7" },
  { from = 2025-01-01, percent = "9" },
]
einvoice = { category = "S" }
source = ["the tests"]

[[tax]]
code = "CITY"
order = 20
kind = "amount"
mode = "added"
per = "person_night"
on = ["lodging"]
amount = "2.00"
versions = [ { from = 2020-01-01 } ]
source = ["the tests"]

[[tax]]
code = "SURCHARGE"
order = 30
kind = "percent"
mode = "added"
on = []
plus = ["CITY"]
percent = "10"
versions = [ { from = 2020-01-01 } ]
source = ["the tests"]

[[package]]
code = "BOARD"
versions = [
  { from = 2020-01-01, to = 2024-12-31, parts = [ { tag = "food", percent = "70" }, { tag = "drink", percent = "30" } ] },
  { from = 2025-01-01, parts = [ { tag = "food", weight = "70" }, { tag = "drink", weight = "30" } ] },
]
source = ["the tests"]
"""


def refusal(content: str, currency: str | None = None) -> TaxFileError:
    with pytest.raises(TaxFileError) as caught:
        parse_jurisdiction(content, file="t.toml", currency=currency)
    return caught.value


def line_of(content: str, text: str) -> int:
    return next(number for number, line in enumerate(content.splitlines(), 1) if text in line)


def test_the_good_file_is_good():
    loaded = parse_jurisdiction(GOOD, file="t.toml", currency="EUR")
    assert [rule.code for rule in loaded.jurisdiction.taxes] == ["VAT", "CITY", "SURCHARGE"]
    assert len(loaded.jurisdiction.fingerprint) == 64


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("schema = 1", "schema = 2", "only schema 1"),
        ("schema = 1\n", "", "“schema” is missing"),
        ('currency = "EUR"', 'currency = "EURO"', "not a currency"),
        ('currency = "EUR"', 'colour = "red"\ncurrency = "EUR"', "unknown key “colour”"),
        ("checked_on = 2026-03-01", 'checked_on = "2026-03-01"', "is not a date"),
        ("checked_on = 2026-03-01", "", "say either the day"),
        ("checked_on = 2026-03-01", 'checked_on = 2026-03-01\nstatus = "a guess"', "say either the day"),
        ("checked_on = 2026-03-01", "checked_on = 2026-03-01T10:00:00", "is not a date"),
        ('untaxed = ["paid_out"]', 'untaxed = ["parking"]', "unknown tag “parking”"),
        ('untaxed = ["paid_out"]', 'untaxed = "paid_out"', "must be a list"),
        ('percent = "9"', "percent = 9", "must be written as a string"),
        ('percent = "9"', "percent = 9.5", "must be written as a string"),
        ('percent = "9"', 'percent = "9.12345"', "is not a percentage"),
        ('percent = "9"', 'percent = "9", amount = "1.00"', "unknown key “amount”"),
        ('percent = "9"', 'percent = "9", cap_per = "person_night"', "there is no cap"),
        ('percent = "9"', 'percent = "9", max_nights = 7', "knows no exemption"),
        ('percent = "9"', 'percent = "9", max_nights = -1', "is not a whole number"),
        ('percent = "9"', 'percent = "9", day_use = 1', "must be true or false"),
        ('percent = "9"', 'percent = "9", per = "room_night"', "worked out per posting"),
        ('percent = "9"', 'percent = "9", months = [13]', "is not a month"),
        ('percent = "9"', 'percent = "9", months = "May"', "must be a list"),
        ('percent = "9"', 'percent = "9", los = { from_night = 29, base_share = "1.5" }', "not a share"),
        ('percent = "9"', 'percent = "9", los = { from_night = 29, base_share = "half" }', "not a share"),
        ('percent = "9"', 'percent = "9", los = "long"', "must be a table"),
        ('percent = "9"', 'percent = "9", exempt = "all"', "must be a list of tables"),
        ("from = 2025-01-01, percent", "from = 2024-12-31, percent", "overlap on 2024-12-31"),
        (
            "from = 2025-01-01, percent",
            "from = 2025-01-03, percent",
            "no version is valid from 2025-01-01 to 2025-01-02",
        ),
        (
            "from = 2025-01-01, percent",
            "from = 2025-01-02, percent",
            "no version is valid from 2025-01-01 to 2025-01-01",
        ),
        ("to = 2024-12-31, percent", "to = 2019-12-31, percent", "ends before it starts"),
        ('on = ["lodging"]\nversions', 'on = ["bed"]\nversions', "unknown tag “bed”"),
        ('on = ["lodging"]\nversions', "versions", "“on” is missing"),
        ('mode = "included"', 'mode = "inside"', "is none of included, added"),
        ('category = "S"', 'category = "X"', "is none of S, Z, E"),
        ('category = "S"', 'category = "E"', "needs a reason"),
        ('amount = "2.00"', 'amount = "2.001"', "more decimals"),
        ('amount = "2.00"', "amount = 2", "must be written as a string"),
        ('amount = "2.00"', 'by = "stars"\namounts = { }', "neither category nor zone"),
        ('amount = "2.00"', 'amount = "2.00"\nplus = ["VAT"]', "only a percentage"),
        (
            'amount = "2.00"',
            'amount = "2.00"\nlos = { from_night = 9, base_share = "0.5" }',
            "no base to share",
        ),
        (
            'per = "person_night"\non = ["lodging"]',
            'per = "person_night"\non = []',
            "without charges in “on”",
        ),
        (
            'kind = "amount"\nmode = "added"',
            'kind = "amount"\nmode = "included"\nbase = "net"',
            "an amount has no base",
        ),
        ('plus = ["CITY"]', 'plus = ["TOWN"]', "unknown code “TOWN”"),
        ('plus = ["CITY"]', 'plus = ["SURCHARGE"]', "a cycle"),
        ('on = []\nplus = ["CITY"]', 'on = ["lodging"]\nplus = ["VAT"]', "inside its gross base already"),
        ('percent = "10"\n', 'percent = "10"\nper = "stay"\n', "cannot be due per stay"),
        ('code = "SURCHARGE"', 'code = "CITY"', "used twice"),
        ('tag = "food", percent = "70"', 'tag = "bread", percent = "70"', "unknown tag “bread”"),
        ('tag = "food", percent = "70"', 'tag = "food", percent = "71"', "more than 100"),
        ('tag = "food", percent = "70"', 'tag = "food", weight = "70"', "do not mix"),
        ('tag = "food", percent = "70"', 'tag = "food"', "exactly one of"),
        (
            'tag = "food", percent = "70" }',
            'tag = "food", percent = "70" }, { tag = "fee", amount = "1" }',
            "nothing is left",
        ),
        ('weight = "70" }, { tag = "drink", weight = "30"', 'weight = "0"', "at least one weight"),
        (
            'parts = [ { tag = "food", weight = "70" }, { tag = "drink", weight = "30" } ]',
            "parts = []",
            "has parts",
        ),
        ("from = 2025-01-01, parts", "from = 2024-06-01, parts", "overlap"),
        ("from = 2025-01-01, parts", "from = 2025-06-01, parts", "no version is valid"),
    ],
)
def test_refused(old: str, new: str, reason: str):
    assert GOOD.count(old) >= 1
    content = GOOD.replace(old, new, 1)
    problem = refusal(content)
    assert reason in problem.reason
    assert problem.file == "t.toml"
    assert problem.title == f"t.toml, line {problem.line}: {problem.reason}"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('percent = "9"', "percent = 9", "percent = 9 "),
        ('amount = "2.00"', "amount = 2", "amount = 2"),
        ('plus = ["CITY"]', 'plus = ["TOWN"]', "TOWN"),
        ("from = 2025-01-01, percent", "from = 2024-12-31, percent", "from = 2024-12-31"),
        ('code = "SURCHARGE"', 'code = "CITY"\ncolour = "red"', "colour"),
    ],
)
def test_the_line_is_the_one_to_mend(old: str, new: str, line: str):
    content = GOOD.replace(old, new, 1)
    assert refusal(content).line == line_of(content, line)


@pytest.mark.parametrize("nth", [0, 1, 2, 3])
def test_a_rule_or_package_without_a_source_is_refused(nth: int):
    pieces = GOOD.split('source = ["the tests"]\n')
    content = "".join(
        piece + ("" if number == nth else 'source = ["the tests"]\n') for number, piece in enumerate(pieces[:-1])
    )
    problem = refusal(content)
    assert "source" in problem.reason
    header = line_of(content, f'code = "{["VAT", "CITY", "SURCHARGE", "BOARD"][nth]}"') - 1
    assert problem.line == header


@pytest.mark.parametrize("source", ["[]", '[" "]'])
def test_an_empty_source_is_no_source(source: str):
    assert "source" in refusal(GOOD.replace('["the tests"]', source, 1)).reason


def test_another_currency_than_the_property_is_refused():
    problem = refusal(GOOD, currency="USD")
    assert (problem.line, "books in USD" in problem.reason) == (3, True)


def test_a_longer_cycle_is_refused():
    content = GOOD.replace('kind = "amount"', 'kind = "percent"').replace(
        'amount = "2.00"', 'percent = "2"\nplus = ["SURCHARGE"]'
    )
    assert "a cycle" in refusal(content).reason


def test_what_is_not_toml_is_refused_with_its_line():
    problem = refusal(GOOD.replace("order = 20", "order = = 20"))
    assert (problem.line, "not valid TOML" in problem.reason) == (line_of(GOOD, "order = 20"), True)
    assert refusal('schema = 1\nname = "').line == 2


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            'kind = "amount"\nmode = "added"',
            'kind = "tier"\nmode = "included"\ntiers = [ { from = "0", amount = "1" } ]',
            "cannot be inside",
        ),
        ('kind = "amount"', 'kind = "tier"\ntiers = [ { from = "5", amount = "1" } ]', "start at “0”"),
        ('kind = "amount"', 'kind = "tier"\ntiers = [ ]', "start at “0”"),
        (
            'kind = "amount"',
            'kind = "slab"\ntiers = [ { from = "0", percent = "1" }, { from = "0", percent = "2" } ]',
            "start at “0”",
        ),
        (
            'kind = "amount"',
            'kind = "tier"\ntiers = [ { from = "0", percent = "1" } ]',
            "“amount” is missing",
        ),
    ],
)
def test_refused_tiers(old: str, new: str, reason: str):
    content = GOOD.replace(old, new, 1).replace('amount = "2.00"\n', "").replace('plus = ["CITY"]', 'plus = ["CITY"]')
    assert reason in refusal(content).reason


def test_no_versions_is_refused():
    assert (
        "at least one version"
        in refusal(GOOD.replace("versions = [ { from = 2020-01-01 } ]", "versions = []", 1)).reason
    )


def test_a_package_without_versions_is_refused():
    head = GOOD.split("[[package]]", maxsplit=1)[0]
    content = head + '[[package]]\ncode = "BOARD"\nversions = []\nsource = ["the tests"]\n'
    assert "at least one version" in refusal(content).reason


@pytest.mark.parametrize("parts", ['{ tag = "food", percent = "100" }', '{ tag = "food", weight = "7" }'])
def test_a_rate_for_a_night_has_something_for_the_room(parts: str):
    head = GOOD.split("[[package]]", maxsplit=1)[0]
    package = '[[package]]\ncode = "P"\nsource = ["the tests"]\nrate_plans = ["All in"]\n'
    versions = f"versions = [ {{ from = 2020-01-01, parts = [ {parts} ] }} ]\n"
    assert "a part for lodging" in refusal(head + package + versions).reason


def test_a_rate_is_one_package():
    head = GOOD.split("[[package]]", maxsplit=1)[0]
    package = '[[package]]\ncode = "P"\nsource = ["the tests"]\nrate_plans = ["All in"]\n'
    versions = 'versions = [ { from = 2020-01-01, parts = [ { tag = "food", percent = "7" } ] } ]\n'
    both = head + package + versions + package.replace('"P"', '"Q"') + versions
    assert "“All in” is named by two packages" in refusal(both).reason
    assert refusal(both).line == both.count("\n") - 1


def test_overlap_is_allowed_for_another_channel_or_season():
    channel = GOOD.replace(
        'percent = "9" }', 'percent = "9" },\n  { from = 2025-01-01, percent = "5", channel = "agent" }'
    )
    assert len(parse_jurisdiction(channel, file="t.toml").jurisdiction.taxes[0].versions) == 3
    season = GOOD.replace(
        "versions = [ { from = 2020-01-01 } ]",
        "versions = [ { from = 2020-01-01, months = [1, 2] }, { from = 2020-01-01, months = [7] } ]",
        1,
    )
    assert len(parse_jurisdiction(season, file="t.toml").jurisdiction.taxes[1].versions) == 2
