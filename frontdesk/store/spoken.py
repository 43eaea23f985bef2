"""The database's errors in the words of the house, translated at one boundary."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from frontdesk.errors import Refusal, Unavailable


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
        raise Unavailable(
            "The database is out of reach at the moment.", str(error.orig).splitlines()[0], "Try again in a moment."
        ) from error
    except exc.DataError as error:
        raise Refusal("A value is too long or too large to be kept.", help="Shorten it.") from error
    except exc.DBAPIError as error:
        if "append-only" in str(error.orig):
            raise Refusal("What is written in the ledger is never changed.") from error
        raise


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
