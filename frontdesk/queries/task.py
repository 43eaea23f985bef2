"""What the departments have to do."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from frontdesk.queries.base import Question
from frontdesk.store import tables
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A task: for whom, what, where, until when. ``was_room`` is the room before a move. Times are UTC."""

    task: str
    topic: str
    words: str
    stay: str
    room: str
    was_room: str
    move: str
    due: datetime
    done_at: datetime | None
    done_by: str
    done_words: str


@dataclass(frozen=True, slots=True)
class SeeTasks(Question[tuple[TaskRow, ...]]):
    """Tasks by the time they are due: of one department, one stay, or one move if named; done ones on request."""

    topic: str = ""
    stay: str = ""
    move: str = ""
    done: bool = False


def see_tasks(reader: Reader, question: SeeTasks) -> tuple[TaskRow, ...]:
    """The tasks asked for, the most urgent first."""
    task, staff = tables.task, tables.staff
    wanted = select(task, staff.c.name).outerjoin(staff, staff.c.id == task.c.done_by).order_by(task.c.due, task.c.id)
    for column, value in (
        (task.c.topic, question.topic),
        (task.c.stay_id, question.stay),
        (task.c.move_id, question.move),
    ):
        if value:
            wanted = wanted.where(column == value)
    if not question.done:
        wanted = wanted.where(task.c.done_at.is_(None))
    return tuple(
        TaskRow(
            task=row.id,
            topic=row.topic,
            words=row.words,
            stay=row.stay_id or "",
            room=row.room,
            was_room=row.was_room,
            move=row.move_id or "",
            due=row.due,
            done_at=row.done_at,
            done_by=row.name or "",
            done_words=row.done_words,
        )
        for row in reader.all(wanted)
    )
