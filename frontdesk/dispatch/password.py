"""The mail server's password: in the system's keyring, never in the house's database."""

import os
from typing import Any

from frontdesk.domain.mail import Server
from frontdesk.errors import Unavailable

SERVICE = "FrontDesk mail"
ENVIRONMENT = "FRONTDESK_MAIL_PASSWORD"
"""Gives the password where a computer has no keyring, such as a server without a screen."""


def keep_password(server: Server, password: str) -> None:
    """Put the password away for a server's user.

    Raises:
        Unavailable: this computer has no keyring that works.
    """
    try:
        _keyring().set_password(SERVICE, _name(server), password)
    except Exception as error:
        raise Unavailable(
            "This computer's keyring did not take the password.", str(error), f"Set {ENVIRONMENT} instead."
        ) from error


def password_of(server: Server) -> str:
    """The password for a server's user; nothing if it asks for no sign-in.

    Raises:
        Unavailable: it is not there.
    """
    if not server.user:
        return ""
    found: str | None = os.environ.get(ENVIRONMENT)
    if found is None:
        try:
            found = _keyring().get_password(SERVICE, _name(server))
        except Exception as error:
            raise Unavailable("The keyring did not give the mail password.", str(error), "Unlock it.") from error
    if found is None:
        raise Unavailable(
            f"The mail password of {server.user} is not on this computer.", help="Type it in: frontdesk mail server"
        )
    return found


def _name(server: Server) -> str:
    return f"{server.user}@{server.host}"


def _keyring() -> Any:
    import keyring  # asks the system's services, so only when a password is needed

    return keyring
