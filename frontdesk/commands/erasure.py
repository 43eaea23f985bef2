"""Removing what the house knows about a person."""

from dataclasses import dataclass

from frontdesk.commands.base import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseGuest(Command):
    """Remove a guest's personal data everywhere but in the accounts. ``reason`` stays, so it names nobody."""

    guest_id: str
    reason: str
