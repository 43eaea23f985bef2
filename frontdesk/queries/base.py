"""What a question is: a frozen value that can be asked from a window, a command line or a test."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Question(Generic[Answer]):
    """Something to read. ``desk.ask(question)`` gives the answer it is typed with."""
