"""The jurisdiction files that are shipped: they load, cover every tag, and give the page's figures."""

from datetime import date
from pathlib import Path

import pytest

from frontdesk.domain.tax.engine import assess
from frontdesk.domain.tax.packages import split_package
from frontdesk.domain.tax.parse import Loaded, parse_jurisdiction
from frontdesk.domain.tax.rules import TAGS, Charge, Context, Jurisdiction, Person
from frontdesk.errors import Refusal
from tests.domain.jurisdictions import TWO, room, stay, taxes

FOLDER = Path(__file__).parents[2] / "resources" / "tax"
FILES = sorted(FOLDER.glob("*.toml"))
DAY = date(2026, 5, 4)


def load(name: str) -> Jurisdiction:
    return loaded(FOLDER / f"{name}.toml").jurisdiction


def loaded(path: Path, today: date | None = None) -> Loaded:
    return parse_jurisdiction(path.read_text(encoding="utf-8"), file=path.name, today=today)


def one_night(name: str, price: int, on: date = DAY, **context: object) -> list[tuple[str, int]]:
    result = assess(load(name), [room(price)], Context(service_date=on, **{"persons": TWO, **context}))
    return [(tax.code, tax.amount) for tax in result.added]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_loads_and_is_named_as_its_jurisdiction(path: Path):
    (warning,) = loaded(path, date(2026, 11, 22)).warnings
    assert "not compared with its sources: " in warning
    assert loaded(path).jurisdiction.name == path.stem


def test_at_least_fifteen_countries():
    assert len({path.stem.split("-")[0] for path in FILES if path.stem != "demo"}) >= 15


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_tag_is_taxed_or_listed_as_untaxed(path: Path):
    context = Context(service_date=DAY, persons=TWO, category="4*", zone="barcelona")
    for tag in TAGS:
        if path.stem == "FR-75" and tag == "lodging":
            continue  # its amounts after 2023 are to be entered; see the test below
        assert assess(loaded(path).jurisdiction, [Charge("c", tag, 10000)], context).total >= 10000


def test_a_stale_file_is_warned_about():
    path = FOLDER / "GB.toml"
    status = f'status = "{load("GB").status}"'
    checked = path.read_text(encoding="utf-8").replace(status, "checked_on = 2026-03-01")
    (warning,) = parse_jurisdiction(checked, file="GB.toml", today=date(2027, 4, 6)).warnings
    assert warning == "GB.toml: last compared with its sources on 2026-03-01, 401 days ago."
    assert parse_jurisdiction(checked, file="GB.toml", today=date(2027, 4, 5)).warnings == ()


def test_after_an_explicit_end_a_tag_is_uncovered():
    assert one_night("CH", 20000, date(2027, 12, 31)) == []
    with pytest.raises(Refusal, match="No tax rule covers “lodging” on Sat 1 Jan 2028"):
        one_night("CH", 20000, date(2028, 1, 1))


def test_paris_amounts_of_2019_and_none_invented_after_2023():
    rows = one_night("FR-75", 20000, date(2019, 6, 1), category="4*", persons=(Person(age=40),))
    assert rows == [("SEJOUR", 230), ("SEJOUR_DEPT", 23), ("SEJOUR_REGION", 35)]
    with pytest.raises(Refusal, match="no amount for category"):
        one_night("FR-75", 20000, category="4*")


def test_berlin():
    assert one_night("DE-BE", 13900) == [("CITY", 974)]
    assert one_night("DE-BE", 13900, date(2024, 12, 31)) == [("CITY", 650)]
    assert one_night("DE-BE", 13900, date(2024, 3, 1), persons=(Person(exempt=("business",)),)) == []


def test_german_business_package():
    assert [p.amount for p in split_package(load("DE"), "BUSINESS", 18000, DAY)] == [15300, 2700]
    assert [p.amount for p in split_package(load("DE"), "BUSINESS", 18000, date(2025, 12, 31))] == [
        14400,
        3600,
    ]


def test_rome():
    assert one_night("IT-RM", 20000, category="4*") == [("CITY", 1500)]
    assert one_night("IT-RM", 20000, category="4*", nights_this_year=10) == []


def test_barcelona_adds_vat_by_the_unit():
    assert one_night("ES-CT", 20000, category="4*", zone="barcelona") == [
        ("TOURIST", 340),
        ("VAT_LODGING", 34),
    ]
    old = one_night("ES-CT", 20000, date(2020, 5, 1), category="5*", zone="barcelona")
    assert old == [("TOURIST", 450), ("VAT_LODGING", 46)]
    locked = one_night("ES-CT", 20000, category="4*", zone="barcelona", prepaid=True, booked_on=date(2021, 9, 1))
    assert locked == [("TOURIST", 220), ("VAT_LODGING", 22)]


def test_lisbon():
    nights = stay(load("PT-11"), 9000, 9)
    assert sum(taxes(*nights)) == 7 * 2 * 400


def test_greece_by_season():
    assert one_night("GR", 9000, date(2025, 10, 31), category="4*") == [("CLIMATE", 1000)]
    assert one_night("GR", 9000, date(2025, 11, 1), category="4*") == [("CLIMATE", 300)]
    assert one_night("GR", 9000, date(2024, 10, 31), category="4*") == [("CLIMATE", 700)]


def test_new_york_stack():
    assert one_night("US-NYC", 21900) == [
        ("OCC", 1287),
        ("OCC_FIXED", 200),
        ("SALES_LODGING", 1944),
        ("UNIT", 150),
    ]


def test_quebec():
    assert one_night("CA-QC", 18700) == [("LODGING", 655), ("GST", 968), ("QST", 1931)]
    through = one_night("CA-QC", 18700, channel="intermediary")
    assert through == [("LODGING", 350), ("GST", 953), ("QST", 1900)]


def test_kyoto_and_tokyo():
    assert one_night("JP-26", 41800) == [("STAY", 800)]
    assert one_night("JP-26", 41800, date(2026, 2, 28)) == [("STAY", 400)]
    assert one_night("JP-13", 20000) == []


def test_india_by_slab_and_date():
    assert one_night("IN", 750000) == [("GST_ROOM", 37500)]
    assert one_night("IN", 750000, date(2025, 9, 21)) == [("GST_ROOM", 90000)]


def test_dubai_nothing_compounds():
    rows = one_night("AE-DU", 50000, category="5*")
    assert rows == [("SERVICE", 5000), ("MUNICIPALITY", 3500), ("DIRHAM", 2000), ("VAT", 2500)]
    assert ("DIRHAM", 2000) not in one_night("AE-DU", 50000, category="5*", nights_before=30)


def test_demo_hotel():
    family = (*TWO, Person(age=11))
    result = assess(load("demo"), [room(18900)], Context(service_date=DAY, persons=family))
    assert [(tax.code, tax.amount) for tax in result.added] == [("CITY", 400)]
    assert result.charges["room"].tax == 2174
    assert [(item.reason, item.amount) for item in result.exempted] == [("age", 200)]
    drink = assess(load("demo"), [Charge("bar", "drink", 1200)], Context(service_date=DAY))
    assert drink.charges["bar"].tax == 232
    assert drink.added == ()
