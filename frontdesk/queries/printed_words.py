"""The words of a posting in the guest's language. The ledger keeps the house's words; paper says them again (FD-4).

A line's text is the name of its code and parts behind commas: "Room, Deluxe", "Breakfast, 2 persons". What is known is
said in the guest's language; what somebody typed stays as it is. Translations are data: ``resources/codes``.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from frontdesk.domain.tax.rules import Jurisdiction
from frontdesk.queries.explanation import meaning_of
from frontdesk.store.types import Fetched
from frontdesk.words import listed, plain_amount, say

FILM = "3600"
"""A film is never named on paper (FD-1)."""
MONEY = frozenset({"payment", "deposit", "refund"})
SAID = frozenset({"correction", "allowance", "transfer", "split"})
_NUMBER = re.compile(r"\d+")


@cache
def _shipped() -> dict[str, str]:
    """The names that codes have in the house's words unless the house renamed them."""
    listed = tomllib.loads((resources.files("resources") / "codes.toml").read_text(encoding="utf-8"))["code"]
    return {entry["code"]: entry["name"] for entry in listed}


@cache
def _known(language: str) -> dict[str, dict[str, str]]:
    file = resources.files("resources") / "codes" / f"{language.split('-', maxsplit=1)[0]}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _entry(language: str, section: str, key: str) -> str:
    return _known(language).get(section, {}).get(key, "")


def phrase(text: str, language: str) -> str:
    """A word of the house such as "breakfast" or "2 persons" in a language, or the word itself."""
    found = _entry(language, "phrase", _NUMBER.sub("#", text))
    for number in _NUMBER.findall(text) if found else ():
        found = found.replace("#", number, 1)
    return found or text


def department(name: str, language: str) -> str:
    """What a department is called on paper."""
    return _entry(language, "department", name) or _entry("en", "department", name) or name


def meaning(code: str, language: str) -> str:
    """The one-line meaning of a transaction code for the explained style."""
    return (
        _entry(language, "meaning", code)
        or (_entry(language, "meaning", "tax") if not code.isdigit() else meaning_of(code, language))
        or meaning_of(code, language)
    )


def reason(code: str, language: str, house: Mapping[str, str]) -> str:
    """Why a guest was moved, in the words for the guest; a reason that the house added is in its own words."""
    return _entry(language, "reason", code) or house[code]


def tax_words(rules: Jurisdiction, language: str) -> dict[str, str]:
    """What each tax is called in a language, by its English name: the one that stands in the ledger."""
    names = (rule.name for rule in rules.taxes)
    return {name["en"]: name.get(language.split("-", maxsplit=1)[0], name["en"]) for name in names if "en" in name}


def line_text(row: Fetched, language: str, taxes: Mapping[str, str]) -> str:
    """What a posting is, in the guest's language; ``row`` has the posting's columns and its code's ``code_name``."""
    if row.kind in MONEY:
        return _money(row, language)
    text = _charge(row, language, taxes)
    return say(language, f"folio.kind_{row.kind}", text=text) if row.kind in SAID else text


def _charge(row: Fetched, language: str, taxes: Mapping[str, str]) -> str:
    name, text = row.code_name, row.text
    own = _entry(language, "code", row.code) if _shipped().get(row.code) == name else taxes.get(name, "")
    if row.code == FILM:
        return own or name
    if text != name and not text.startswith(f"{name}, "):
        return _parts(text, language)
    rest = _parts(text[len(name) + 2 :], language)
    return listed([own or name, rest], language)


def _parts(text: str, language: str) -> str:
    return listed([phrase(part, language) for part in text.split(", ")], language)


def _money(row: Fetched, language: str) -> str:
    """What came in or went back, how, and in which currency at which rate (P4)."""
    method = row.card or _entry(language, "code", row.code) or row.code_name
    said = say(language, "folio.change" if row.text.startswith("Change") else f"folio.kind_{row.kind}", method=method)
    if "handed" not in row.making:
        return said
    currency = row.making["currency"]
    handed = f"{plain_amount(row.making['handed'], currency, language)} {currency}"
    return listed([said, say(language, "folio.foreign", amount=handed, rate=row.making["rate"])], language)
