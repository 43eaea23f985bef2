"""Who pays what: sending charges to another window or stay."""

from dataclasses import dataclass
from datetime import date

from frontdesk.commands.base import Command
from frontdesk.domain.routing import LimitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRouting(Command):
    """Send charges of a stay to a window of this stay, or of ``to_stay`` (W2).

    ``departments`` or ``codes`` say which; service dates, both included, and ``weekdays`` (0 is Monday) narrow it
    down. ``value`` is in minor units for a limit by day or by stay, in parts per million for a share (W3). ``place``
    is the order in which instructions are tried; 0 puts it last. It acts on later charges only.
    """

    stay: str
    departments: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    window: int
    to_stay: str = ""
    first: date | None = None
    last: date | None = None
    weekdays: tuple[int, ...] = ()
    limit: LimitKind = LimitKind.NONE
    value: int = 0
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRouting(Command):
    """Say an instruction anew, its place among the others kept; fields as in ``AddRouting``.

    It acts on later charges only. To end it, set its ``last`` day, or remove it.
    """

    routing: str
    departments: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    window: int
    to_stay: str = ""
    first: date | None = None
    last: date | None = None
    weekdays: tuple[int, ...] = ()
    limit: LimitKind = LimitKind.NONE
    value: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveRouting(Command):
    """Take an instruction away; what it sent stays where it is."""

    routing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reroute(Command):
    """Apply the instructions of a stay to the lines already on its window 1, by transfers and splits (W2)."""

    stay: str
