"""The append-only record of commands done, in words."""

from dataclasses import dataclass
from datetime import datetime

from frontdesk.queries.base import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """One change: its number, when, who, where, and what in words; ``values`` is the command as it was sent (JSON)."""

    seq: int
    id: str
    kind: str
    made_at: datetime
    actor: str
    workstation: str
    sentence: str
    values: str


@dataclass(frozen=True, slots=True)
class ReadJournal(Question[tuple[JournalRow, ...]]):
    """Journal rows newest first; of one stay if named; those before ``before`` for the next page."""

    stay: str = ""
    before: int = 0
    limit: int = 100
