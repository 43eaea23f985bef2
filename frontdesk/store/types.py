"""Column types that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, DateTime, Dialect, Row, Select, String, Text, TypeDecorator

Fetched = Row[*tuple[Any, ...]]
"""A row as it came, whatever its columns."""

Reads = Select[*tuple[Any, ...]]
"""A select, whatever its columns."""

Id = String(36)
"""A UUID as text, made at the workstation."""

Minor = BigInteger
"""An amount in minor units. Numeric would silently become REAL on SQLite and lose cents."""


Letters = Text().with_variant(Text(collation="C"), "postgresql")
"""Text in the order of its code points on both databases, so that a beginning is one range of an index."""


class Instant(TypeDecorator[datetime]):
    """A UTC instant: TIMESTAMPTZ on PostgreSQL, sortable ISO text on SQLite."""

    impl = String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """The native type where there is one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(String(32))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """An aware datetime to what is stored."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """What is stored to an aware datetime in UTC."""
        if value is None:
            return None
        if dialect.name == "postgresql":
            stored: datetime = value
            return stored.astimezone(UTC)
        return datetime.fromisoformat(value)


def _plain(value: Any) -> str:
    """A name of SQLAlchemy's is a kind of text of its own; nothing else odd has a place in a row."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} has no place in a row")
    return str(value)


_JSON = msgspec.json.Encoder(order="sorted", enc_hook=_plain)
_VALUES = msgspec.json.Decoder()


def plain_json(value: Any) -> str:
    """Plain values as JSON text: sorted names, no idle spaces, letters as they are; the same bytes every time."""
    return _JSON.encode(value).decode()


class Json(TypeDecorator[Any]):
    """Plain values as canonical JSON text: the same bytes on both databases, so that digests agree."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ARG002 - SQLAlchemy's signature
        """Plain values to text."""
        return plain_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Text to plain values."""
        return None if value is None else _VALUES.decode(value)
