"""Why guests move: the house's own list."""

from dataclasses import dataclass

from frontdesk.commands.base import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMoveReason(Command):
    """Add a reason, say it in other words, or retire it; none is ever removed (room-moves 2).

    A new ``code`` begins with its class: MECH-, CLN-, NOI-, TYP-, GST- or OPS-. Empty ``words`` are those it has.
    """

    code: str
    words: str = ""
    retired: bool = False
