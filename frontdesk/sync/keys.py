"""What a workstation keeps in its keyring: who it is, and the sessions of the people who signed in here."""

import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from frontdesk.commands.base import Command
from frontdesk.commands.staff import EnrolStaff, SignIn
from frontdesk.sync import secrets as safe

_SESSION = "session:"


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's PIN, typed for a command: their own sign-in, or their word for somebody else's step."""

    person: str
    pin: str = field(repr=False)


def claim_of(command: Command) -> Claim | None:
    """Whose PIN was typed for a command; None if nobody's, or if it is a new one."""
    pin: str = getattr(command, "pin", "")
    if not pin or isinstance(command, EnrolStaff):
        return None
    return Claim(command.actor if isinstance(command, SignIn) else getattr(command, "approver", ""), pin)


class Keys:
    """The keyring's entry of one workstation."""

    def __init__(self, folder: Path, entry: str, warn: Callable[[str], None]) -> None:
        self._folder = folder
        self._entry = entry
        self._warn = warn
        self._lock = threading.Lock()
        self._kept = safe.fetch(folder, entry)

    @property
    def token(self) -> str:
        """The secret this workstation is known by."""
        return self._kept["token"]

    @property
    def password(self) -> str | None:
        """The password of its role at the server."""
        return self._kept.get("password")

    @property
    def pepper(self) -> bytes:
        """What is mixed into everything that is kept of a PIN here, so that the disk alone is of no use."""
        return hashlib.sha256(f"pepper:{self.token}".encode()).digest()

    def session(self, person: str) -> str:
        """The token of somebody's session here; empty if there is none."""
        return self._kept.get(_SESSION + person, "")

    def keep(self, person: str, token: str) -> None:
        """Somebody has signed in here."""
        with self._lock:
            self._kept = {**self._kept, _SESSION + person: token}
            safe.keep(self._folder, self._entry, self._kept, self._warn)


def new_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(32)


def sha(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
