"""Moving a guest to another room."""

from dataclasses import dataclass
from datetime import date

from frontdesk.commands.base import Command, secret
from frontdesk.domain.room_move import MoveReason, RateDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRoom(Command):
    """Move a stay in house to another room for every remaining night.

    ``difference`` is what the preview showed, in minor units with tax; a commit whose preview is no longer true is
    refused. ``approver`` and ``pin`` are needed where the decision needs a supervisor.
    """

    stay: str
    to_room: str
    from_night: date
    reason: MoveReason
    words: str
    asked_by: str = "guest"
    consent: str = "at the desk"
    decision: RateDecision
    difference: int
    old_room_state: str = "dirty"
    approver: str = ""
    pin: str = secret()
