"""Guests who are not to be moved."""

from datetime import date


def bars(reason: str, until: date | None, today: date) -> bool:
    """True if do-not-move holds on a business date: it has a reason and its last date has not passed (RM-34)."""
    return bool(reason) and (until is None or today <= until)
