"""The database's errors in the words of the house, translated at one boundary."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from frontdesk.errors import Refusal
from frontdesk.store.reach import unreachable

_NO_TABLES = frozenset({"42P01", "3F000"})
_NOT_ALLOWED = "42501"


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
        raise unreachable(error, "The database is out of reach at the moment.", "Try again in a moment.") from error
    except exc.DataError as error:
        raise Refusal("A value is too long or too large to be kept.", help="Shorten it.") from error
    except exc.DBAPIError as error:
        if "append-only" in str(error.orig):
            raise Refusal("What is written in the ledger is never changed.") from error
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


def refusal_of(error: exc.IntegrityError) -> Refusal:
    """What a broken rule of the database means to a person."""
    return Refusal(_integrity(str(error.orig)), help="Look at the stay again and repeat the step.")


def _integrity(said: str) -> str:
    for part, sentence in (
        ("settled", "The window is settled; nothing can be posted to it."),
        ("business date is closed", "That business date is closed; nothing can be posted to it."),
        ("append-only", "What is written in the ledger is never changed."),
        ("reverses", "That line has been taken back before."),
        ("room_night", "Somebody else has just taken that room for one of these nights."),
    ):
        if part in said:
            return sentence
    return "The database refused the change because it breaks a rule of the house."
