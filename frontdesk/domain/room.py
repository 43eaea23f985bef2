"""Rooms and their states."""

from datetime import date
from enum import StrEnum

from frontdesk.errors import Refusal, dated


class Housekeeping(StrEnum):
    """State of a room for housekeeping."""

    INSPECTED = "inspected"
    CLEAN = "clean"
    PICKUP = "pickup"
    DIRTY = "dirty"


class BlockKind(StrEnum):
    """Why a room is kept free: out of order cannot be sold, out of service only if need be (RM-17)."""

    OUT_OF_ORDER = "out_of_order"
    OUT_OF_SERVICE = "out_of_service"


BLOCK_WORDS = {BlockKind.OUT_OF_ORDER: "out of order", BlockKind.OUT_OF_SERVICE: "out of service"}
"""How a block is said in a sentence."""

LONGEST_BLOCK = 730
"""Nights; a room closed for longer is no room of the house."""


def require_block(first: date, until: date, today: date, reason: str) -> None:
    """A block has a reason, begins today or later, and has at least one night.

    Raises:
        Refusal: it has not; says which.
    """
    if not reason.strip():
        raise Refusal("A closed room needs a reason.", help="Write what is wrong with it.")
    if first < today:
        raise Refusal("The block would begin in the past.", f"The business date is {dated(today)}.", "Begin it today.")
    if until <= first:
        raise Refusal("The block has no night.", help="Let it end at least a day after it begins.")
    if (until - first).days > LONGEST_BLOCK:
        raise Refusal(f"The block is longer than {LONGEST_BLOCK} nights.", help="Check the year of its end.")
