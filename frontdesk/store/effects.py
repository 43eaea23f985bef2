"""The fingerprint of what a command added to the ledger, so that an edited file is found out."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Table

from frontdesk.store.types import Instant, plain_json

LEDGER = ("posting", "tax_part", "erased")
"""Tables whose rows a journal row vouches for."""


def canonical(row: Mapping[str, Any]) -> str:
    """A row as text that is the same before it is written and after it is read back, on both databases."""
    instants = {name: _instant(value) for name, value in row.items() if type(value) is datetime}
    return plain_json({**row, **instants} if instants else dict(row))


def canonical_rows(table: Table, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Rows of one table, each as ``canonical`` gives it, without a look at every value for its kind."""
    names = _moments(table)
    return [plain_json({**row, **{name: row[name] and _instant(row[name]) for name in names}}) for row in rows]


@cache
def _moments(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if isinstance(column.type, Instant))


@lru_cache(maxsize=64)
def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def fingerprint(rows: Iterable[str]) -> str:
    """SHA-256 over canonical rows, whatever order they come in; empty if there are none."""
    ordered = sorted(rows)
    return hashlib.sha256("\n".join(ordered).encode()).hexdigest() if ordered else ""
