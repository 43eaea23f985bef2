"""Deciding what a person has to decide after two desks wanted different things."""

from dataclasses import dataclass
from enum import StrEnum

from frontdesk.commands.base import Command


class Choice(StrEnum):
    """What can be done about a command that came too late."""

    KEEP = "keep"
    AGAIN = "again"
    SEEN = "seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideItem(Command):
    """Close a work item: what stands there stays, or ``made`` names the new command that was done instead."""

    item: str
    choice: Choice
    made: str = ""
    note: str = ""
