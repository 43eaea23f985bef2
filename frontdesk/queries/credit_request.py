"""Requests for a credit that wait for somebody to decide, and how long they do."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_

from frontdesk.store import tables
from frontdesk.store.reader import Reader

HOURS = 4
"""A request waits this long unless the house's setting ``credit_hours`` says otherwise."""


def lifetime(reader: Reader) -> timedelta:
    """How long a request waits before it expires (goodwill-credits 6)."""
    text = str(reader.house.settings.get("credit_hours", HOURS))
    return timedelta(hours=int(text) if text.isdecimal() else HOURS)


def still_waiting(reader: Reader, now: datetime | None) -> ColumnElement[bool]:
    """Requests nobody has decided; those that have expired by ``now`` are not among them."""
    waits = tables.credit.c.state == "pending"
    return waits if now is None else and_(waits, tables.credit.c.asked_at > now - lifetime(reader))
