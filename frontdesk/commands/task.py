"""What a department has to do."""

from dataclasses import dataclass

from frontdesk.commands.base import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTask(Command):
    """Say that a task is done; ``words`` is what was found or said."""

    task: str
    words: str = ""
