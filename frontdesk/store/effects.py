"""The fingerprint of what a command added to the ledger, so that an edited file is found out."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

LEDGER = ("posting", "tax_part")
"""Tables whose rows a journal row vouches for."""


def canonical(row: Mapping[str, Any]) -> str:
    """A row as text that is the same before it is written and after it is read back, on both databases."""
    return json.dumps(dict(row), default=_iso, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    assert isinstance(value, date), f"{type(value).__name__} has no place in a ledger row"
    return value.isoformat()


def fingerprint(rows: Iterable[str]) -> str:
    """SHA-256 over canonical rows, whatever order they come in; empty if there are none."""
    ordered = sorted(rows)
    return hashlib.sha256("\n".join(ordered).encode()).hexdigest() if ordered else ""
