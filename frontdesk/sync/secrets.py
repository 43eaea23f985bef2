"""Where a workstation keeps its secret: the system's keyring, else a file that only this person can read."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from frontdesk.errors import Unavailable

SERVICE = "FrontDesk"
_FILE = "secret.json"
NO_KEYRING = "FRONTDESK_NO_KEYRING"
"""Set in the environment, it leaves the keyring alone: for a computer whose keyring asks a person each time."""


def keep(folder: Path, name: str, secret: dict[str, str], warn: Callable[[str], None]) -> None:
    """Put a secret away; a warning is said if it has to be a file."""
    text = json.dumps(secret, sort_keys=True)
    ring = _keyring()
    if ring is not None:
        try:
            ring.set_password(SERVICE, name, text)
        except Exception as error:  # noqa: BLE001 - each system's keyring has faults of its own
            warn(f"The keyring did not take the secret ({type(error).__name__}).")
        else:
            (folder / _FILE).unlink(missing_ok=True)
            return
    _write(folder / _FILE, text)
    warn(f"This computer has no keyring that works; the secret is in {folder / _FILE}, readable by you alone.")


def fetch(folder: Path, name: str) -> dict[str, str]:
    """The secret of a workstation.

    Raises:
        Unavailable: it is not there any more.
    """
    file = folder / _FILE
    text: str | None = file.read_text(encoding="utf-8") if file.is_file() else None
    ring = None if text is not None else _keyring()
    if ring is not None:
        try:
            text = ring.get_password(SERVICE, name)
        except Exception as error:
            raise Unavailable("The keyring did not give the desk's secret.", str(error), "Unlock it.") from error
    if text is None:
        raise Unavailable(
            "This computer's secret for the shared database is gone.",
            help="Join again with a new code: frontdesk share join",
        )
    try:
        found: dict[str, str] = json.loads(text)
    except ValueError as error:
        raise Unavailable(
            "This computer's secret for the shared database cannot be read.",
            str(error),
            "Join again with a new code: frontdesk share join",
        ) from None
    return found


def _keyring() -> Any:
    """The keyring, if there is one that keeps things; None otherwise."""
    if os.environ.get(NO_KEYRING):
        return None
    try:
        import keyring
        from keyring.backends import fail, null
    except ImportError:
        return None
    found = keyring.get_keyring()
    return None if isinstance(found, fail.Keyring | null.Keyring) else found


def _write(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write(text)
