"""Who works here, and signing in."""

from dataclasses import dataclass

from frontdesk.commands.base import Command, fresh, secret
from frontdesk.domain.staff import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolStaff(Command):
    """Add a person. The first one of a new house needs no actor and must be a manager.

    ``pin`` is at least 6 digits; only a verifier of it is kept.
    """

    staff: str = fresh()
    name: str
    role: Role
    pin: str = secret()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn(Command):
    """A person takes over this workstation with their own PIN. ``actor`` is that person."""

    pin: str = secret()
