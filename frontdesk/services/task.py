"""Tasks of the departments."""

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, select

from frontdesk.commands.task import FinishTask
from frontdesk.errors import Refusal
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork

task = tables.task


def add_task(work: UnitOfWork, topic: str, words: str, minutes: int, **about: Any) -> None:
    """Give a department something to do within so many minutes; ``about`` names stay, room and move."""
    add_tasks(work, new_task(work, topic, words, minutes, **about))


def add_tasks(work: UnitOfWork, *rows: dict[str, Any]) -> None:
    """Give departments several things to do, written at once."""
    work.add(task, *rows)
    work.touch(*(f"task:{row['topic']}" for row in rows))


def new_task(work: UnitOfWork, topic: str, words: str, minutes: int, **about: Any) -> dict[str, Any]:
    """The row of a task that is still to be added."""
    command = work.command
    return {
        "id": work.child(f"task-{about.get('stay_id')}-{topic}-{words}"),
        "topic": topic,
        "words": words,
        "stay_id": about.get("stay_id"),
        "room": about.get("room", ""),
        "was_room": about.get("was_room", ""),
        "move_id": about.get("move_id"),
        "due": command.made_at + timedelta(minutes=minutes),
        "made_by": command.actor,
        "made_at": command.made_at,
        "business_date": work.business_date,
        "done_at": None,
        "done_by": "",
        "done_words": "",
        "version": 1,
    }


def carry_tasks(work: UnitOfWork, stay_id: str, old: str, new: str) -> None:
    """Open tasks of a guest who moved show the new room and keep the old one beside it (room-moves 8)."""
    mine = and_(task.c.stay_id == stay_id, task.c.room == old, task.c.done_at.is_(None))
    for row in work.all(select(task.c.id).where(mine)):
        work.change(task, {"id": row.id}, {"room": new, "was_room": old})


def finish_task(command: FinishTask, work: UnitOfWork) -> None:
    """Note who did it and when; a task is done once."""
    found = work.row(task, command.task)
    if found is None:
        raise Refusal("There is no such task.", help="Look at the list of tasks again.")
    if found.done_at is not None:
        raise Refusal("That task is done already.", found.done_words, "Look at the list of tasks again.")
    values = {"done_at": command.made_at, "done_by": command.actor, "done_words": command.words.strip()}
    work.change(task, {"id": found.id}, values, version=found.version)
    work.facts.update(words=found.words, room=found.room)
    work.touch("house", f"task:{found.topic}", *([f"stay:{found.stay_id}"] if found.stay_id else []))
