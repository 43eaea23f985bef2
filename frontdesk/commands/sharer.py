"""A guest who leaves a shared room for another one alone."""

from dataclasses import dataclass

from frontdesk.commands.base import Command, fresh, secret
from frontdesk.commands.stay import GuestSpec
from frontdesk.domain.room_move import MoveReason


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSharer(Command):
    """Some guests of a stay in house go to another room tonight: a linked stay with a folio of its own (RM-5).

    ``to_stay`` is the new stay, ``guest`` who it is for, ``adults`` and ``children`` who goes. ``prices`` holds one
    price in minor units for each night left, as the guest was told. ``postings`` are the lines that were agreed to go
    along to the new folio.
    """

    stay: str
    to_stay: str = fresh()
    guest_id: str = fresh()
    guest: GuestSpec
    adults: int = 1
    children: tuple[int, ...] = ()
    to_room: str
    prices: tuple[int, ...]
    reason: str = MoveReason.ASKED
    words: str
    asked_by: str = "guest"
    consent: str = "at the desk"
    given_up: tuple[str, ...] = ()
    postings: tuple[str, ...] = ()
    approver: str = ""
    pin: str = secret()
