"""Rows as text on the way to the workstations, and back into rows."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, Table, literal

from frontdesk.store.effects import canonical
from frontdesk.store.types import Instant

WITHHELD: Mapping[str, Mapping[str, Any]] = {"staff": {"verifier": ""}}
"""Columns that never leave the shared database: a stolen copy must not let anybody guess PINs."""


def shown(table: Table, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row as workstations may have it."""
    hidden = WITHHELD.get(table.name)
    return {**row, **{name: value for name, value in hidden.items() if name in row}} if hidden else row


def readable(table: Table) -> list[ColumnElement[Any]]:
    """The columns of a table to read, with what is withheld left empty: a workstation may not even ask for it."""
    hidden = WITHHELD.get(table.name, {})
    return [literal(hidden[c.name]).label(c.name) if c.name in hidden else c for c in table.c]


def encode(table: Table, row: Mapping[str, Any]) -> str:
    """A row as canonical JSON, without what is withheld."""
    return canonical(shown(table, row))


def key_of(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The primary key of a row."""
    return {column.name: row[column.name] for column in table.primary_key}


def decode(table: Table, text: str) -> dict[str, Any]:
    """Canonical JSON back to the values the columns take."""
    return {name: _value(table, name, value) for name, value in json.loads(text).items()}


def _value(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(kind, Boolean) else value
