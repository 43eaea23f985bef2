"""Moving a guest to another room."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frontdesk.commands.base import Command, secret


class MoveReason(StrEnum):
    """Why a guest moves: the shipped codes of the house list."""

    AIR = "MECH-AC"
    WATER = "MECH-WAT"
    POWER = "MECH-ELE"
    LOCK = "MECH-LOK"
    NETWORK = "MECH-NET"
    DIRT = "CLN-DIRT"
    SMELL = "CLN-SMEL"
    PEST = "CLN-PEST"
    NOISE_GUEST = "NOI-GST"
    NOISE_BUILDING = "NOI-BLDG"
    WRONG_TYPE = "TYP-WRNG"
    BED = "TYP-BED"
    CONNECTING = "TYP-CONN"
    VIEW = "TYP-VIEW"
    ACCESSIBLE = "TYP-ACC"
    SMOKING = "TYP-SMOK"
    ASKED = "GST-ASK"
    UPSELL = "UPSELL"
    UPGRADE = "UPGRADE"
    DOWNGRADE = "DOWNGRD"
    GROUP = "OPS-GRP"
    ROOM_CLOSED = "OPS-OOO"
    BACK = "OPS-BACK"
    SAFETY = "SAFETY"


class RateDecision(StrEnum):
    """How the price behaves after the move; one of four, no free typing."""

    SAME = "SAME"
    UPGRADE_KEEP = "UPGRADE_KEEP"
    UPSELL_NEW = "UPSELL_NEW"
    DOWNGRADE_DIFFERENCE = "DOWNGRADE_DIFFERENCE"


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
