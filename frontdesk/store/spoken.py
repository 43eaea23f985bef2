"""The database's errors in the words of the house, translated at one boundary."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from frontdesk.errors import Refusal, Unavailable
from frontdesk.store.reach import unreachable

_NO_TABLES = frozenset({"42P01", "3F000"})
_NOT_ALLOWED = "42501"

_AGAIN = "Try again in a moment."
_OF_A_FILE = (
    ("is full", "The disk is full; nothing was changed.", "Make room on the disk, then try again."),
    ("readonly", "The database file cannot be written; nothing was changed.", "Let it be written to, then try again."),
    ("is locked", "Another program holds the database; nothing was changed.", _AGAIN),
    ("disk I/O error", "The disk does not answer; nothing was changed.", "See that it is still there, then try again."),
)


@contextmanager
def spoken() -> Iterator[None]:
    """Translate what the database says.

    Raises:
        Refusal: a rule of the database says no.
        Unavailable: the database is out of reach.
    """
    try:
        yield
    except exc.IntegrityError as error:
        raise refusal_of(error) from error
    except exc.OperationalError as error:
        raise _not_now(error) from error
    except exc.DataError as error:
        raise Refusal("A value is too long or too large to be kept.", help="Shorten it.") from error
    except exc.DBAPIError as error:
        if "append-only" in str(error.orig):
            said = "What is written in the ledger is never changed."
            raise Refusal(said, help="Put it right with a line of its own.") from error
        refusal = no_house(error)
        if refusal is None:
            raise
        raise refusal from error


def no_house(error: BaseException) -> Refusal | None:
    """What it means that the tables of a house are not there, or not for whoever is connected; else nothing."""
    said = getattr(error, "orig", None)
    state = getattr(said, "sqlstate", None)
    if state in _NO_TABLES:
        return Refusal(
            "There is no house in this database.", help="Make one with: frontdesk share init, or restore it."
        )
    if state == _NOT_ALLOWED:
        what = str(said).splitlines()[0]
        return Refusal("This name may not do that in this database.", what, "Use the name that owns the database.")
    return None


def _not_now(error: exc.OperationalError) -> Unavailable:
    """What keeps the file, or the server, from working, in a sentence, and what would help."""
    said = str(error.orig)
    for sign, title, helps in _OF_A_FILE:
        if sign in said:
            return Unavailable(title, help=helps)
    return unreachable(error, "The database is out of reach at the moment.", _AGAIN)


def refusal_of(error: exc.IntegrityError) -> Refusal:
    """What a broken rule of the database means to a person."""
    return Refusal(_integrity(str(error.orig)), help="Look at the stay again and repeat the step.")


def _integrity(said: str) -> str:
    for part, sentence in (
        ("settled", "The window is settled; nothing can be posted to it."),
        ("business date is closed", "That business date is closed; nothing can be posted to it."),
        ("append-only", "What is written in the ledger is never changed."),
        ("reverses", "That line was taken back, moved or split before."),
        ("room_night", "Somebody else has just taken that room for one of these nights."),
    ):
        if part in said:
            return sentence
    return "The database refused the change because it breaks a rule of the house."
