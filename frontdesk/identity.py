"""Ids made at the workstation: time-ordered, and never asked of a server."""

import hashlib
import secrets
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

_TIME_BITS = 48
_RANDOM_BITS = 74


def new_id(milliseconds: int | None = None, entropy: int | None = None) -> str:
    """A UUIDv7 (RFC 9562): 48 bits of Unix time in milliseconds, 74 random bits.

    A demo or a test gives both parts, so that the same seed makes the same ids.
    """
    stamp = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    noise = secrets.randbits(_RANDOM_BITS) if entropy is None else entropy
    high = (stamp & ((1 << _TIME_BITS) - 1)) << 80 | 7 << 76 | (noise >> 62 & 0xFFF) << 64
    return str(UUID(int=high | 0b10 << 62 | noise & ((1 << 62) - 1)))


def moment_of(made: str) -> datetime | None:
    """When a UUIDv7 was made, in UTC to the millisecond; None for any other text."""
    try:
        number = UUID(made)
        since = timedelta(milliseconds=number.int >> 80)
        return datetime.fromtimestamp(0, UTC) + since if number.version == 7 else None  # noqa: PLR2004 - UUIDv7
    except (ValueError, OverflowError):
        return None


def child_id(parent: str, name: str) -> str:
    """The id of something that a command makes: always the same for the same command and name.

    A UUIDv8 (RFC 9562) that keeps the time of its parent, so a replay makes the same rows and indexes stay ordered.
    """
    digest = hashlib.sha256(f"{parent}/{name}".encode()).digest()
    body = bytes((0x80 | digest[6] & 0x0F, digest[7], 0x80 | digest[8] & 0x3F)).hex() + digest[9:16].hex()
    return f"{parent[:13]}-{body[:4]}-{body[4:8]}-{body[8:]}"
