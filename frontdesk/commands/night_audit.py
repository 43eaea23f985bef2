"""What a night auditor does besides closing the day."""

from dataclasses import dataclass
from datetime import date

from frontdesk.commands.base import Command
from frontdesk.domain.night_audit import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkNoShow(Command):
    """The guest who was due did not come: the room-nights are free again.

    ``fee`` is charged to window 1 with its taxes, in minor units; 0 charges nothing.
    """

    stay: str
    fee: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveArrival(Command):
    """The guest comes on another day; nights that fall away are given up, nights gained cost ``prices``, in order.

    Without a ``departure`` it stays as it is.
    """

    stay: str
    arrival: date
    reason: str = ""
    departure: date | None = None
    prices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteNightStep(Command):
    """A paper of a closed day was made and lies on a disk. Noting it again changes nothing."""

    business_date: date
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveWord(Command):
    """A sentence for the next shift; staff only."""

    words: str
