"""Taking a room out of the house for some nights, and giving it back."""

from dataclasses import dataclass
from datetime import date

from frontdesk.commands.base import Command, fresh
from frontdesk.domain.room import BlockKind, Housekeeping


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRoom(Command):
    """Keep a room free from the night ``first`` up to, not including, ``until``.

    Out of order is refused while one of these nights is sold; out of service is a note that selling minds.
    """

    block: str = fresh()
    room: str
    kind: BlockKind
    first: date
    until: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenRoom(Command):
    """The room can be slept in again: ends the named block, or without a name whatever keeps it closed tonight."""

    room: str
    block: str = ""
    state: Housekeeping = Housekeeping.DIRTY
