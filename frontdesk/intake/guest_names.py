"""Made-up names for bookings that carry none: the same row always gets the same guest, whatever came before."""

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from frontdesk.intake.countries import ELSEWHERE, LOCALES

if TYPE_CHECKING:
    from faker import Faker

_SPACED = frozenset({"ja_JP", "zh_CN", "zh_TW", "ko_KR"})


@cache
def _names(locale: str) -> "Faker":
    from faker import Faker  # a fifth of a second that only an import needs

    return Faker(locale, providers=["faker.providers.person"])


def names_version() -> str:
    """The version of the names: part of what a seed means."""
    from faker import VERSION

    return f"Faker {VERSION}"


def guest_name(country: str, seed: int) -> tuple[str, str]:
    """A name as the guest writes it, and its Latin form where the names come with one."""
    locale = LOCALES.get(country, ELSEWHERE)
    names = _names(locale)
    names.seed_instance(seed)
    if locale == "ja_JP":
        family, given = names.last_name_pair(), names.first_name_pair()
        return f"{family[0]} {given[0]}", f"{family[2]}, {given[2]}"
    joint = " " if locale in _SPACED else ", "
    return f"{names.last_name()}{joint}{names.first_name()}", ""


def language_of(country: str) -> str:
    """The language of a guest, from the country."""
    return LOCALES.get(country, ELSEWHERE).split("_")[0]


def email_of(name: str, number: int) -> str:
    """An address in a domain that is reserved for examples (RFC 2606)."""
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(sign for sign in plain.casefold() if sign.isascii() and sign.isalpha())
    return f"{letters or 'guest'}.{number}@example.com"


def phone_of(number: int) -> str:
    """A number from a range kept free for fiction (Ofcom: 07700 900000 to 900999)."""
    return f"+44 7700 900{number % 1000:03d}"
