"""The workstation's clock. The hotel's day is another thing: only the night audit moves it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the instant it is, in UTC."""


def utc_now() -> datetime:
    """The instant it is, as an aware value in UTC."""
    return datetime.now(UTC)
