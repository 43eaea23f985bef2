"""Commands of every kind made at random from the fields of their dataclasses."""

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from frontdesk.commands import COMMANDS, Command

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Nd"))
SHORT = st.text(LETTERS, max_size=3)

_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: SHORT,
    bool: st.booleans(),
    int: st.integers(-(10**15), 10**15),
    date: st.dates(),
    datetime: st.datetimes(datetime(1901, 1, 1), datetime(8999, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - zone beside it
}


def of_type(kind: Any) -> st.SearchStrategy[Any]:
    """Values of an annotation."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return st.lists(of_type(inner[0]), max_size=3).map(tuple)
        return st.tuples(*map(of_type, inner))
    if get_origin(kind) in {Union, types.UnionType}:
        return st.one_of(*(st.none() if part is type(None) else of_type(part) for part in get_args(kind)))
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    assert is_dataclass(kind), f"{kind} needs a strategy"
    return st.builds(kind, **fields_of(kind))


def fields_of(kind: Any) -> dict[str, st.SearchStrategy[Any]]:
    """A strategy for each field of a dataclass; ids are ids."""
    hints = get_type_hints(kind)
    ids = {"id", *(field.name for field in fields(kind) if field.metadata.get("new_id"))}
    return {
        field.name: st.uuids().map(str)
        if field.name in ids
        else st.none() | st.uuids().map(str)
        if field.name == "supersedes"
        else of_type(hints[field.name])
        for field in fields(kind)
    }


def commands(kind: type[Command]) -> st.SearchStrategy[Command]:
    """Commands of one kind."""
    return st.builds(kind, **fields_of(kind))


any_command = st.one_of(*map(commands, COMMANDS.values()))
