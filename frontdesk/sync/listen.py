"""PostgreSQL's own call that something changed: a hint to look now, on a connection of its own."""

import threading
from collections.abc import Iterator

from frontdesk.store.journal import CHANNEL
from frontdesk.sync.authority import Authority
from frontdesk.sync.deadline import Deadline

SILENCE = 2.0
"""Seconds of silence after which the line is tried."""


def hints(authority: Authority, closing: threading.Event) -> Iterator[str]:
    """A hint for each change, and one at the start because something may have been missed.

    Raises:
        psycopg.Error: the line broke.
    """
    deadline = Deadline(authority.deadline.seconds)
    try:
        with authority.driver() as line:
            line.execute(f"LISTEN {CHANNEL}")
            yield ""
            while not closing.is_set():
                for note in line.notifies(timeout=SILENCE, stop_after=1):
                    yield note.payload
                with deadline.watching(line):
                    line.execute("SELECT 1")
    finally:
        deadline.close()
