"""Handing out a slip: of a room move, a goodwill credit or a payment."""

from dataclasses import dataclass

from frontdesk.commands.base import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSlip(Command):
    """Hand out a slip, and note who got it. A further print of the same slip says COPY.

    ``of`` is the number of a room move (RMV-2025-000001) or of a credit (GW-2025-000001), or the id of a payment.
    ``language`` empty means the guest's.
    """

    of: str
    language: str = ""
    guest_present: bool = True
