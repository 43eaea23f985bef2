"""A posting before it is written: where it goes, what it is, and the figure with its taxes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from frontdesk.domain.figure import Figure

ROOM_CODE = "1000"
"""The transaction code of a night in a room."""

CHARGES = frozenset({"charge", "fee"})
"""Kinds that can be allowed, credited or split."""

MONEY_IN = frozenset({"payment", "deposit"})
"""Kinds that a refund can name (P3)."""


MOVABLE = CHARGES | MONEY_IN | {"tax"}
"""Kinds that can be transferred; what takes a line back stays beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A posting to be made. ``quantity`` in thousandths, ``unit_price`` in minor units; empty means the amount.

    ``making`` holds what made the figure, so that explaining the line later is reading (BE-3).
    """

    id: str
    window_id: str
    stay_id: str
    kind: str
    code: str
    text: str
    figure: Figure
    quantity: int = 1000
    unit_price: int | None = None
    service_date: date | None = None
    business_date: date | None = None
    room: str = ""
    reference: str = ""
    source: str = "desk"
    source_ref: str | None = None
    reason: str = ""
    remark: str = ""
    reverses: str | None = None
    reduces: str | None = None
    parent: str | None = None
    split_of: str | None = None
    pair: str | None = None
    credit_id: str | None = None
    routed: str | None = None
    origin: str | None = None
    method: str = ""
    card: str = ""
    making: Mapping[str, Any] = field(default_factory=dict)
