"""Reading the keys of a jurisdiction file, one by one, and saying in which line something is wrong."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from frontdesk.domain.money import parse_amount, parse_percent
from frontdesk.errors import Refusal

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")


class TaxFileError(Refusal):
    """A jurisdiction file that cannot be used: which file, which line, why."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(
            f"{file}, line {line}: {reason}",
            "The tax rules were not changed.",
            "Correct the file and load it again.",
        )
        self.file = file
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, to find the line of a key in it again: the TOML reader forgets lines."""

    file: str
    text: str
    currency: str = ""

    def block(self, header: str, index: int) -> tuple[int, int]:
        """The first line and the one after the last line of the nth [[tax]] or [[package]]."""
        lines = self.text.splitlines()
        heads = [number for number, line in enumerate(lines) if re.match(r"\s*\[", line)]
        own = [number for number in heads if re.match(rf"\s*\[\[\s*{header}\s*\]\]", lines[number])]
        start = own[index]
        later = [number for number in heads if number > start]
        return start, later[0] if later else len(lines)

    def line_of(self, block: tuple[int, int], key: str, nth: int = 0) -> int:
        """The line, from 1, of a key's nth appearance in a block; the block's own if it is not there."""
        lines = self.text.splitlines()[block[0] : block[1]]
        written = re.compile(rf"(?<![\w-]){re.escape(key)}\s*=")
        found = [number for number, line in enumerate(lines) if written.search(line.split("#")[0])]
        if not found:
            return block[0] + 1
        return block[0] + 1 + found[min(nth, len(found) - 1)]


@dataclass(slots=True)
class Keys:
    """The keys of one table: each is taken once, what is left over at the end is unknown.

    `nth` says which of several versions in the block is read, to name the right line.
    """

    values: dict[str, Any]
    source: Source
    block: tuple[int, int]
    nth: int = 0

    def wrong(self, key: str, reason: str) -> TaxFileError:
        """The error to raise about a key."""
        return TaxFileError(self.source.file, self.source.line_of(self.block, key, self.nth), reason)

    def take(self, key: str, read: Callable[[Any], Value], default: Any = None) -> Value:
        """One value, read; without a default the key must be there."""
        if key not in self.values:
            if default is None:
                raise self.wrong(key, f"“{key}” is missing.")
            return default  # type: ignore[no-any-return]  # of the same type by agreement
        value = self.values.pop(key)
        try:
            return read(value)
        except Refusal as refusal:
            raise self.wrong(key, f"“{key}”: {refusal}") from refusal

    def maybe(self, key: str, read: Callable[[Any], Value]) -> Value | None:
        """One value, or None where the key is not there."""
        return self.take(key, read) if key in self.values else None

    def amount(self, value: Any) -> int:
        """Minor units of an amount, which must be a string (M2)."""
        return parse_amount(text(value), self.source.currency)

    def done(self) -> None:
        """Refuse what nobody asked for: a misspelt key would silently change a tax."""
        for key in self.values:
            raise self.wrong(key, f"unknown key “{key}”.")


def text(value: Any) -> str:
    """A string; numbers are refused, because 7.5 as a number has already been rounded."""
    if not isinstance(value, str):
        raise Refusal(f"{value!r} must be written as a string, in quotes.")
    return value


def percent(value: Any) -> int:
    """Parts per million of a percentage written as a string (M5)."""
    return parse_percent(text(value))


def fraction(value: Any) -> int:
    """Parts per million of a share between "0" and "1", written as a string."""
    match = re.fullmatch(r"(0|1)(?:\.([0-9]{1,6}))?", text(value))
    ppm = int(match[1] + (match[2] or "").ljust(6, "0")) if match else -1
    if not match or ppm > 10**6:
        raise Refusal(f"“{value}” is not a share between 0 and 1.")
    return ppm


def whole(value: Any) -> int:
    """A count: nights, an age, an order."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refusal(f"{value!r} is not a whole number.")
    return value


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Refusal(f"{value!r} must be true or false.")
    return value


def day(value: Any) -> date:
    """A date without a time."""
    if type(value) is not date:
        raise Refusal(f"{value!r} is not a date such as 2026-01-31.")
    return value


def texts(value: Any) -> tuple[str, ...]:
    """A list of strings."""
    if not isinstance(value, list):
        raise Refusal(f"{value!r} must be a list.")
    return tuple(text(item) for item in value)


def tables(value: Any) -> tuple[dict[str, Any], ...]:
    """A list of tables."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Refusal(f"{value!r} must be a list of tables.")
    return tuple(value)


def table(value: Any) -> dict[str, Any]:
    """One table."""
    if not isinstance(value, dict):
        raise Refusal(f"{value!r} must be a table.")
    return value


def choice(options: type[Choice]) -> Callable[[Any], Choice]:
    """One of the words of an enumeration."""

    def read(value: Any) -> Choice:
        try:
            return options(text(value))
        except ValueError:
            raise Refusal(f"“{value}” is none of {', '.join(options)}.") from None

    return read


def one_of(*options: str) -> Callable[[Any], str]:
    """One of these words."""

    def read(value: Any) -> str:
        if text(value) not in options:
            raise Refusal(f"“{value}” is none of {', '.join(options)}.")
        return text(value)

    return read


def list_of(read: Callable[[Any], Value]) -> Callable[[Any], tuple[Value, ...]]:
    """A list whose items are read the same way."""

    def read_all(value: Any) -> tuple[Value, ...]:
        if not isinstance(value, list):
            raise Refusal(f"{value!r} must be a list.")
        return tuple(read(item) for item in value)

    return read_all


def mapping_of(read: Callable[[Any], Value]) -> Callable[[Any], Mapping[str, Value]]:
    """A table whose values are read the same way."""
    return lambda value: {key: read(item) for key, item in table(value).items()}


def overlap(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether two lists of months or the like share something; an empty list means all."""
    return not one or not other or bool(set(one).intersection(other))


def known(words: Iterable[str], what: str) -> Callable[[Any], tuple[str, ...]]:
    """A list of strings that must all be known."""
    allowed = tuple(words)

    def read(value: Any) -> tuple[str, ...]:
        for word in texts(value):
            if word not in allowed:
                raise Refusal(f"unknown {what} “{word}”.", help=f"Known: {', '.join(allowed)}.")
        return texts(value)

    return read
