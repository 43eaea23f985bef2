"""What handing out needs of a desk; the desk itself stands above this package."""

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, Protocol, TypeVar

from frontdesk.commands.base import Command
from frontdesk.queries.base import Question
from frontdesk.queries.folio import ReadFolioPaper

Answer = TypeVar("Answer")
Kind = TypeVar("Kind", bound=Command)


class Door(Protocol):
    """A desk: its three verbs, and many folios drawn as one file."""

    def do(self, command: Any, /) -> Any:
        """Change something."""
        ...

    def ask(self, question: Question[Answer], /) -> Answer:
        """Answer a question."""
        ...

    def print(self, document: Any, /) -> bytes:
        """Make a document."""
        ...

    def print_merged(
        self, wanted: Sequence[ReadFolioPaper], target: BinaryIO, done: Callable[[int], None], /
    ) -> dict[int, str]:
        """Draw many folios into one file; gives the places, from 0, of those that failed, with the reason."""
        ...


class Make(Protocol):
    """Makes a command of the person who hands out, with a new id, made now."""

    def __call__(self, kind: type[Kind], /, **fields: Any) -> Kind:
        """Make it."""
        ...
