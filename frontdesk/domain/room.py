"""Rooms and their states."""

from enum import StrEnum


class Housekeeping(StrEnum):
    """State of a room for housekeeping."""

    INSPECTED = "inspected"
    CLEAN = "clean"
    PICKUP = "pickup"
    DIRTY = "dirty"
