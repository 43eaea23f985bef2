"""PostgreSQL's own call that something changed: a hint to look now, on a connection of its own."""

import threading
from collections.abc import Iterator

from frontdesk.store.journal import CHANNEL
from frontdesk.sync.authority import Authority
from frontdesk.sync.deadline import Deadline

GLANCE = 0.5
"""Seconds between two looks at whether the desk is closing."""

SILENCE = 4
"""Glances of silence after which the line is tried."""


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
            silent = 0
            while not closing.is_set():
                silent += 1
                for note in line.notifies(timeout=GLANCE, stop_after=1):
                    silent = 0
                    yield note.payload
                if silent >= SILENCE:
                    silent = 0
                    with deadline.watching(line):
                        line.execute("SELECT 1")
    finally:
        deadline.close()
