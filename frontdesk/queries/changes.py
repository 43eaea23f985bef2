"""What has changed since a screen last looked, on this workstation or on another."""

from dataclasses import dataclass

from sqlalchemy import select

from frontdesk.queries.base import Question
from frontdesk.store import tables
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The number of the newest journal row, and the topics of all rows after the one asked about."""

    seq: int
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChangesSince(Question[Changes]):
    """What came after journal row ``seq``; cheap while nothing did."""

    seq: int


def newest(reader: Reader) -> int:
    """The number of the newest journal row: what a screen has seen."""
    found = reader.first(select(tables.lane.c.seq))
    return int(found.seq) if found else 0


def changes_since(reader: Reader, question: ChangesSince) -> Changes:
    """The topics touched after a journal row: what the screens of this workstation look at again."""
    now = newest(reader)
    if now == question.seq:
        return Changes(seq=now, topics=frozenset())
    topic = tables.journal_topic
    rows = reader.all(select(topic.c.topic).where(topic.c.seq > question.seq).distinct())
    return Changes(seq=now, topics=frozenset(row.topic for row in rows))
