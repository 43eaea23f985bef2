"""Erasing a guest from the command line."""

from pathlib import Path

import typer

from frontdesk.cli.acting import Maker, person_of
from frontdesk.cli.opening import open_desk
from frontdesk.commands.erasure import EraseGuest
from frontdesk.config import default_database, erasure_list
from frontdesk.desk import erasures
from frontdesk.domain.authority import is_manager
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.erasure import SeeGuestToErase


def erase(confirmation: str, reason: str, person: str, database: str, *, yes: bool) -> int:
    """Erase the guest of a stay, after asking back; on a server the erasure is listed on this computer."""
    with open_desk(database) as desk:
        guest = desk.ask(SeeGuestToErase(confirmation))
        manager = person_of(desk, person, "Say which manager erases.", fits=lambda row: is_manager(Role(row.role)))
        make = Maker(desk, manager)
        if not yes:
            typer.confirm(
                f"Erase {guest.name} and the words of {guest.stays} stays? Nothing brings them back.", abort=True
            )
        command = make(EraseGuest, guest_id=guest.guest_id, reason=reason)
        done = desk.do(command)
    if isinstance(command, EraseGuest) and "://" in (database or default_database()):
        erasures.note(erasure_list(), command)
        print(f"Noted in {erasure_list()}; frontdesk share restored reads it.")
    print(f"Erased: {done.facts['stays']} stays, {done.facts['rows']} rows of the journal emptied. The accounts stay.")
    return 0


def listed(named: Path | None) -> Path:
    """The list of erasures that was named, else this computer's.

    Raises:
        Refusal: the one that was named is not there.
    """
    if named is not None and not named.is_file():
        raise Refusal(f"There is no list of erasures at {named}.", help="Look at the name of the file.")
    return named or erasure_list()
