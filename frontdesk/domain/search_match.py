"""What a guest is found by, what was typed, and whether the one answers to the other: the meaning of "found"."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from frontdesk.domain.search_text import (
    email_words,
    fold,
    full_names,
    name_words,
    phone_forms,
    solid,
    spelled_out,
    words,
)

LONGEST_TYPED = 200
MOST_TOKENS = 12
SHORTEST_ENDING = 4
"""Digits from which on the end of a number is looked for too: the last four of a phone."""

SUFFIX = 32
"""Letters of a word's part that the index keeps; a longer thing typed is looked up by its first ones, then compared."""


class Key(IntEnum):
    """The kinds of what few guests share (table ``search_key``)."""

    FULL_NAME = 0
    CONFIRMATION = 1
    PHONE = 2
    EMAIL = 3
    PHONE_END = 4
    CONFIRMATION_END = 5


class Match(IntEnum):
    """How a token was found; smaller is better."""

    ROOM = 0
    CONFIRMATION = 1
    NAME_WORD = 2
    NAME_START = 3
    ROOM_START = 4
    CONFIRMATION_START = 5
    PHONE_START = 6
    EMAIL_START = 7
    COMPANY_START = 8
    NAME_PART = 9
    COMPANY_PART = 10
    PHONE_END = 11
    CONFIRMATION_END = 12


class GuestText(NamedTuple):
    """What a guest is found by, folded: each field is words with spaces around, searched as one text.

    A tuple rather than a dataclass, as a keystroke makes hundreds.
    """

    name: str
    company: str
    email: str
    phone: str

    @classmethod
    def of(cls, *, name: str, latin: str, company: str, email: str, phone: str) -> "GuestText":
        """From a guest's own data."""
        named = tuple(dict.fromkeys((*name_words(name), *name_words(latin))))
        return cls(*map(_spaced, (named, name_words(company), email_words(email), phone_forms(phone))))

    @classmethod
    def read(cls, stored: str) -> "GuestText":
        """From the one text that is kept of it."""
        return cls(*stored.split("\n"))

    @property
    def stored(self) -> str:
        """As one text to keep."""
        return "\n".join(self)


def _spaced(found: tuple[str, ...]) -> str:
    return " ".join(("", *found, "")) if found else ""


@dataclass(frozen=True, slots=True)
class Keys:
    """What the index holds of one guest beside the words of name and company."""

    full_names: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    endings: tuple[str, ...]

    @classmethod
    def of(cls, text: GuestText, name: str, latin: str) -> "Keys":
        """The keys of a guest. A part of the e-mail that stands in the name is found there already."""
        phones = tuple(text.phone.split())
        return cls(
            tuple(dict.fromkeys((*full_names(name), *full_names(latin)))),
            tuple(part for part in text.email.split() if part not in text.name),
            phones,
            tuple(number[::-1] for number in phones[:1] if len(number) >= SHORTEST_ENDING),
        )


_TO_FIRST_DIGIT = re.compile(r"^\D+")


@lru_cache(maxsize=4096)
def confirmation_forms(confirmation: str) -> tuple[str, ...]:
    """A confirmation number without signs, and its digits alone where it begins with letters."""
    whole = solid(confirmation)
    digits = _TO_FIRST_DIGIT.sub("", whole)
    return tuple(dict.fromkeys(form for form in (whole, digits) if form))


@dataclass(frozen=True)
class Token:
    """One thing typed, folded."""

    text: str

    @cached_property
    def start(self) -> str:
        """As it stands at the beginning of a word."""
        return f" {self.text}"

    @cached_property
    def word(self) -> str:
        """As it stands when it is a whole word."""
        return f" {self.text} "

    @cached_property
    def digits(self) -> str:
        """The digits as numbers are kept, without leading zeros; empty if it is no number."""
        return self.text.lstrip("0") if self.text.isdecimal() else ""

    @cached_property
    def number(self) -> str:
        """The digits as they stand at the beginning of a number; what no number has if they are none."""
        return f" {self.digits}" if self.digits else "\n"

    @cached_property
    def number_end(self) -> str:
        """The digits as they stand at the end of a number; what no number has if they are too few."""
        return f"{self.ending} " if self.ending else "\n"

    @cached_property
    def ending(self) -> str:
        """The digits if there are enough to look at the end of numbers, else empty."""
        return self.text if self.text.isdecimal() and len(self.text) >= SHORTEST_ENDING else ""


_NUMBER_SIGNS = re.compile(r"[\d\s()+./-]+")
_PARTING = re.compile(r"[^\w/#:-]+|_")


def tokens(typed: str) -> tuple[Token, ...]:
    """What was typed as tokens that all have to be found; nothing in it is an error."""
    folded = fold(typed[:LONGEST_TYPED])
    if _NUMBER_SIGNS.fullmatch(folded):
        whole = _digits(folded)
        return (Token(whole),) if whole else ()
    found: list[Token] = []
    for chunk in _phone_joined(re.split(r"[\s,;]+", folded)):
        found += _chunk_tokens(chunk)
    return tuple(dict.fromkeys(found))[:MOST_TOKENS]


def is_blank(typed: str) -> bool:
    """True if there is nothing to see in what was typed: spaces, control signs, marks of direction."""
    return all(unicodedata.category(letter)[0] in "CZM" for letter in typed[:LONGEST_TYPED])


def readings(typed: str) -> tuple[tuple[Token, ...], ...]:
    """The tokens of what was typed, and once more with ü as ue where that is something else: Müller, Mueller."""
    plain = tokens(typed)
    other = plain if typed.isascii() else tokens(spelled_out(typed[:LONGEST_TYPED]))
    return (plain,) if other == plain else (plain, other)


def _digits(text: str) -> str:
    """The digits of a number; what stands for dialling abroad goes."""
    bare = "".join(letter for letter in text.replace("(0)", "") if letter.isdigit())
    return bare.lstrip("0") or bare if text.lstrip().startswith("+") else bare


def _phone_joined(chunks: list[str]) -> list[str]:
    """A phone number typed with spaces beside other words becomes one chunk."""
    joined: list[str] = []
    for chunk in chunks:
        number = _NUMBER_SIGNS.fullmatch(chunk) is not None
        if number and joined and _NUMBER_SIGNS.fullmatch(joined[-1]):
            joined[-1] += chunk
        else:
            joined.append(chunk)
    return joined


def _chunk_tokens(chunk: str) -> list[Token]:
    """A number with letters is one thing whatever signs are in it (``R-2025-17``); other signs part words."""
    if _NUMBER_SIGNS.fullmatch(chunk):
        found = [_digits(chunk)]
    else:
        pieces = _PARTING.split(chunk)
        numbered = [any(letter.isdigit() for letter in piece) for piece in pieces]
        found = [
            word
            for piece, whole in zip(pieces, numbered, strict=True)
            for word in ([solid(piece)] if whole else words(piece))
        ]
    return [Token(text) for text in found if text]


class Candidate(NamedTuple):
    """A stay that may be meant. ``room`` is empty unless the guest is in house, as only then it names somebody."""

    guest: GuestText
    confirmations: tuple[str, ...]
    room: str


def found_by(token: Token, stay: Candidate) -> Match | None:
    """The best way in which a stay answers to a token, or None."""
    for match, holds in _WAYS:
        if holds(token, stay):
            return match
    return None


_WAYS: tuple[tuple[Match, Callable[[Token, Candidate], bool]], ...] = (
    (Match.ROOM, lambda token, stay: token.text == stay.room),
    (Match.CONFIRMATION, lambda token, stay: token.text in stay.confirmations),
    (Match.NAME_WORD, lambda token, stay: token.word in stay.guest.name),
    (Match.NAME_START, lambda token, stay: token.start in stay.guest.name),
    (Match.ROOM_START, lambda token, stay: stay.room.startswith(token.text)),
    (Match.CONFIRMATION_START, lambda token, stay: any(x.startswith(token.text) for x in stay.confirmations)),
    (Match.PHONE_START, lambda token, stay: token.number in stay.guest.phone),
    (Match.EMAIL_START, lambda token, stay: token.start in stay.guest.email),
    (Match.COMPANY_START, lambda token, stay: token.start in stay.guest.company),
    (Match.NAME_PART, lambda token, stay: token.text in stay.guest.name),
    (Match.COMPANY_PART, lambda token, stay: token.text in stay.guest.company),
    (Match.PHONE_END, lambda token, stay: token.number_end in stay.guest.phone),
    (
        Match.CONFIRMATION_END,
        lambda token, stay: bool(token.ending) and any(x.endswith(token.ending) for x in stay.confirmations),
    ),
)
"""The ways to be found, best first."""
