"""Opening the desk that a command works on."""

from datetime import date
from pathlib import Path

from frontdesk.config import default_database
from frontdesk.desk import Desk
from frontdesk.errors import Refusal
from frontdesk.store.engine import POSTGRES


def open_desk(database: str, workstation: str = "desk-1", *, must_exist: bool = True) -> Desk:
    """The desk on the database named, else on the usual one; a folder is a workstation of a shared house.

    Raises:
        Refusal: a file that must be there is not.
    """
    address = database or default_database()
    if not address.startswith(POSTGRES) and Path(address).is_dir():
        return Desk.join(Path(address))
    if must_exist and not address.startswith(POSTGRES) and not Path(address).is_file():
        raise Refusal(f"There is no hotel at {address}.", help="Make the demo hotel with: frontdesk demo")
    return Desk.open(address, workstation=workstation)


def new_file(database: str) -> Path | None:
    """The file that opening this database would make; nothing if it is there, or on a server."""
    address = database or default_database()
    return None if address.startswith(POSTGRES) or Path(address).exists() else Path(address)


def parsed_date(text: str) -> date:
    """A date as a person types it.

    Raises:
        Refusal: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"{text} is not a date.", help="Write it as 2025-11-21.") from None
