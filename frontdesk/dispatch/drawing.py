"""Drawing one paper among many: whatever is wrong with it, the others go on (FD-23)."""

import logging
from typing import Any

from frontdesk.dispatch.door import Door
from frontdesk.errors import Refusal, Unavailable

log = logging.getLogger(__name__)


def drawn(door: Door, document: Any) -> bytes:
    """One document.

    Raises:
        Refusal: it cannot be made, be it by a rule or by a fault of the program, which is logged.
        Unavailable: the database is out of reach.
    """
    try:
        return door.print(document)
    except (Refusal, Unavailable):
        raise
    except Exception as error:
        log.exception("%s could not be drawn", document)
        raise Refusal(
            "This paper could not be drawn.",
            f"{type(error).__name__}: {error}",
            "Try it again; if it stays so, tell whoever looks after the program.",
        ) from error
