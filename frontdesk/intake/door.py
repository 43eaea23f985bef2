"""What an import or the demonstration needs of a desk; the desk itself stands above this package."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

from frontdesk.clock import Clock
from frontdesk.commands.base import Command
from frontdesk.queries.base import Question

Answer = TypeVar("Answer")


class Outcome(Protocol):
    """What came of one command; ``again`` is True if it had been done before."""

    @property
    def again(self) -> bool:
        """True if nothing was done twice."""
        ...


class Door(Protocol):
    """A desk: changes in one transaction, and answers."""

    def do_all(self, commands: Iterable[Command]) -> Sequence[Outcome]:
        """Do all of them or none."""
        ...

    def ask(self, question: Question[Answer]) -> Answer:
        """Answer a question."""
        ...

    def now(self) -> datetime:
        """The instant on this workstation's clock, in UTC."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...


class OpenDesk(Protocol):
    """How a desk is opened at a file or an address."""

    def __call__(self, address: str | Path, *, workstation: str, clock: Clock, durable: bool) -> Door:
        """Open it."""
        ...
