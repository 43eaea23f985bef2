"""How a desk stands to its house."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How this desk stands to the shared house, for the badge of the window.

    Attributes:
        state: in_step, waiting, out_of_reach or stopped.
        waiting: commands saved here that are on their way.
        stuck: commands put aside that somebody has to look at.
        unseen: commands the house refused after their clerk was told they were waiting.
        decisions: open work items of the house.
        since: from when on the shared database has been out of reach.
        fresh_at: when the copy was last in step; empty if there is none yet.
        words: one sentence for the person at the desk.
        skew: how far this computer's clock is ahead of the shared database's, if that is more than two minutes; else
            nothing. No clock orders anything, but people read it.
        held: kinds of commands that cannot be done now, because they need the shared database.
    """

    state: str
    waiting: int
    stuck: int
    unseen: int
    decisions: int
    since: datetime | None
    fresh_at: datetime | None
    words: str
    skew: timedelta = timedelta(0)
    held: frozenset[str] = frozenset()
