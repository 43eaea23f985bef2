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
        raise _not_now(str(error.orig).splitlines()[0]) from error
    except exc.DataError as error:
        raise Refusal("A value is too long or too large to be kept.", help="Shorten it.") from error
    except exc.DBAPIError as error:
        if "append-only" in str(error.orig):
            said = "What is written in the ledger is never changed."
            raise Refusal(said, help="Put it right with a line of its own.") from error
        raise


_AGAIN = "Try again in a moment."


def _not_now(said: str) -> Unavailable:
    """What keeps the database from working, in a sentence, and what would help."""
    for part, title, help_ in (
        ("is full", "The disk is full; nothing was changed.", "Make room on the disk, then try again."),
        (
            "readonly",
            "The database file cannot be written; nothing was changed.",
            "Let it be written to, then try again.",
        ),
        ("is locked", "Another program holds the database; nothing was changed.", _AGAIN),
        (
            "disk I/O error",
            "The disk does not answer; nothing was changed.",
            "See that it is still there, then try again.",
        ),
    ):
        if part in said:
            return Unavailable(title, help=help_)
    return Unavailable("The database is out of reach at the moment.", said, _AGAIN)


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
