"""Mail to guests: what an address and a server's settings may be, and when a message is tried again."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from frontdesk.errors import Refusal

_ADDRESS = re.compile(
    r"[^\s@,;:<>\"\\()\[\]]{1,64}@(?:[^\s@,;:<>\"\\()\[\].-][^\s@,;:<>\"\\()\[\].]{0,62}\.)+[^\W\d_]{2,63}"
)
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,252})")
THIS_HOST = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_TRIES = 12
_LONGEST_WAIT = 60
_LARGEST_PORT = 65_535


class Security(StrEnum):
    """How the way to the mail server is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class MailState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The house's mail server; ``user`` empty means that it asks for no sign-in. The password is not kept here."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""


def require_address(text: str) -> str:
    """One e-mail address.

    Raises:
        Refusal: it is none, or more than one.
    """
    address = text.strip()
    if not _ADDRESS.fullmatch(address):
        raise Refusal(f"“{address[:60]}” is not an e-mail address.", help="Write it like name@example.com.")
    return address


def require_server(server: Server) -> None:
    """A server that can be written to; without TLS only on this computer itself.

    Raises:
        Refusal: it cannot be one, or guests' papers would travel in the clear.
    """
    if not _HOST.fullmatch(server.host):
        raise Refusal(f"“{server.host[:60]}” is not the name of a mail server.", help="Such as smtp.example.com.")
    if not 1 <= server.port <= _LARGEST_PORT:
        raise Refusal(f"{server.port} is no port of a mail server.", help="Usually 587, or 465 for TLS at once.")
    if server.security is Security.NONE and server.host not in THIS_HOST:
        raise Refusal(
            "Mail leaves this computer only through TLS.",
            "A folio would travel readable for anybody on the way.",
            "Choose starttls (port 587) or tls (port 465).",
        )
    require_address(server.sender)


def due(tries: int, tried_at: datetime | None, now: datetime) -> bool:
    """Whether a message is tried (again) now: after 2, 4, 8 … minutes, an hour at most."""
    if tried_at is None or tries == 0:
        return True
    return now >= tried_at + timedelta(minutes=min(2**tries, _LONGEST_WAIT))
