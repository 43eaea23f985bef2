"""Words in the reader's language, held against Babel and against each other."""

import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale, numbers
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.words import day, full_day, moment, money, percent, plain_amount, quantity, right_to_left, say, span

CATALOGUES = Path(__file__).parents[2] / "resources" / "translations"
LANGUAGES = ("en", "de", "fr", "es", "el", "ja", "ar")
FRIDAY = date(2025, 11, 21)


@given(st.integers(min_value=0, max_value=10**13), st.sampled_from([*LANGUAGES, "hi", "de-AT", "pt-BR"]))
def test_amounts_are_written_as_babel_writes_them(minor: int, language: str):
    where = Locale.parse(language, sep="-")
    wanted = numbers.format_decimal(Decimal(minor).scaleb(-2), "#,##0.00" if language != "hi" else "#,##,##0.00", where)
    assert plain_amount(minor, "EUR", language) == wanted


@pytest.mark.parametrize(
    ("minor", "currency", "language", "wanted"),
    [
        (123_450, "EUR", "en", "€1,234.50"), (-123_450, "EUR", "de", "−1.234,50\xa0€"), (1_234, "JPY", "en", "¥1,234"),
        (1_500, "KWD", "en", "KWD\xa01.500"), (-5, "EUR", "ar", "\u200e−0.05\xa0€"), (0, "USD", "fr", "0,00\xa0$US"),
    ],
)  # fmt: skip
def test_money(minor: int, currency: str, language: str, wanted: str):
    assert money(minor, currency, language) == wanted


@pytest.mark.parametrize(("thousandths", "wanted"), [(1_000, "1"), (2_500, "2.5"), (-750, "−0.75"), (1_234_000, "1,234")])
def test_quantity(thousandths: int, wanted: str):
    assert quantity(thousandths, "en") == wanted


def test_percent():
    assert percent(70_000, "en") == "7%"
    assert percent(99_750, "de") == "9,975\xa0%"


def test_days():
    assert day(FRIDAY, "en") == "Fri 21 Nov"
    assert full_day(FRIDAY, "de") == "Fr., 21. Nov. 2025"
    assert span(FRIDAY, date(2025, 11, 24), "en") == "21–24 Nov"
    assert span(FRIDAY, FRIDAY, "en") == "Fri 21 Nov"
    assert moment(datetime(2025, 11, 21, 14, 5, tzinfo=UTC), "en") == "Fri 21 Nov 2025, 14:05"


def test_direction():
    assert [language for language in LANGUAGES if right_to_left(language)] == ["ar"]


def test_unknown_language_is_english():
    assert say("xx", "folio.total") == "Total"
    assert say("de-AT", "folio.total") == "Summe"
    assert day(FRIDAY, "xx") == "Fri 21 Nov"


def test_unknown_phrase_is_a_fault():
    with pytest.raises(KeyError):
        say("en", "folio.nothing")


def phrases(language: str) -> dict[str, str]:
    sections = tomllib.loads((CATALOGUES / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{name}.{key}": text for name, part in sections.items() for key, text in part.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_complete_and_names_the_same_facts(language: str):
    own, english = phrases(language), phrases("en")
    assert own.keys() == english.keys()
    for key, text in own.items():
        assert {name for _, name, _, _ in Formatter().parse(text)} - {None} == {name for _, name, _, _ in Formatter().parse(english[key])} - {None}, key
        assert text.strip() == text
