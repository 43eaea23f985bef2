"""The fingerprint of what a command added to the ledger, so that an edited file is found out."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from frontdesk.store.types import plain_json

LEDGER = ("posting", "tax_part", "erased")
"""Tables whose rows a journal row vouches for."""


def canonical(row: Mapping[str, Any]) -> str:
    """A row as text that is the same before it is written and after it is read back, on both databases."""
    instants = {name: _instant(value) for name, value in row.items() if type(value) is datetime}
    return plain_json({**row, **instants} if instants else dict(row))


@lru_cache(maxsize=64)
def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def fingerprint(rows: Iterable[str]) -> str:
    """SHA-256 over canonical rows, whatever order they come in; empty if there are none."""
    ordered = sorted(rows)
    return hashlib.sha256("\n".join(ordered).encode()).hexdigest() if ordered else ""
