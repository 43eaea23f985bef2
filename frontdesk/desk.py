"""The one door: do, ask, print. The window, the command line, the import and the tests all come through it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection

from frontdesk.commands.base import Command
from frontdesk.commands.delivery import Done
from frontdesk.commands.folio import PrintFolio
from frontdesk.queries import ANSWERS
from frontdesk.queries.base import Question
from frontdesk.queries.folio import ReadFolioPaper
from frontdesk.services import HANDLERS
from frontdesk.services.apply import KeptRefusal, apply_command
from frontdesk.store import schema
from frontdesk.store.engine import Store, open_store
from frontdesk.store.reader import Reader
from frontdesk.store.spoken import spoken

Answer = TypeVar("Answer")
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The workstation's clock as an aware UTC instant."""
    return datetime.now(UTC)


class Desk:
    """A workstation's way into one house.

    ``do`` changes something, ``ask`` reads something, ``print`` makes a PDF.
    """

    def __init__(self, store: Store, *, workstation: str = "desk-1", clock: Clock = utc_now) -> None:
        self.workstation = workstation
        self._store = store
        self._clock = clock

    @classmethod
    def open(
        cls, address: str | Path, *, workstation: str = "desk-1", clock: Clock = utc_now, durable: bool = True
    ) -> Self:
        """Open a house at a file or a PostgreSQL address, making or upgrading its schema.

        Raises:
            Refusal: not a database of this program, or one of a newer program.
            Unavailable: the file or the server is out of reach.
        """
        store = open_store(address, durable=durable)
        try:
            with spoken():
                schema.upgrade(store)
        except BaseException:
            store.close()
            raise
        return cls(store, workstation=workstation, clock=clock)

    def close(self) -> None:
        """Give the database back."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def now(self) -> datetime:
        """The instant on this workstation's clock, in UTC: what a command made here carries."""
        return self._clock()

    def do(self, command: Command) -> Done:
        """Do one command in one transaction: when this returns, it is on the disk.

        Raises:
            Refusal: the rules say no; nothing changed.
            Unavailable: the database is out of reach; whether it was done is settled by doing the same id again.
        """
        return self.do_all([command])[0]

    def do_all(self, commands: Iterable[Command]) -> list[Done]:
        """Do several commands in one transaction: all of them or none.

        Raises:
            Refusal: one of them is refused; none was done.
            Unavailable: the database is out of reach.
        """
        kept: KeptRefusal | None = None
        done: list[Done] = []
        with spoken(), self._store.write.begin() as connection:
            try:
                done.extend(apply_command(connection, command, HANDLERS, self._clock()) for command in commands)
            except KeptRefusal as refusal:
                kept = refusal
        if kept is not None:
            raise kept
        return done

    def ask(self, question: Question[Answer]) -> Answer:
        """Answer a question from one consistent view of the house.

        Raises:
            Refusal: what is asked about does not exist.
            Unavailable: the database is out of reach.
        """
        with self._reading() as connection:
            answer: Answer = ANSWERS[type(question)](Reader(connection), question)
            return answer

    def print(self, document: ReadFolioPaper | PrintFolio) -> bytes:
        """A folio as PDF. A question gives a preview; a command is noted in the print log first and may be a copy.

        Raises:
            Refusal: there is no such stay, window or style, or the sums do not tie (FD-3).
            Unavailable: the database is out of reach.
        """
        from frontdesk.documents.folio import folio_pdf  # ReportLab takes a quarter of a second to import

        question = document if isinstance(document, ReadFolioPaper) else self._handed_out(document)
        return folio_pdf(self.ask(question), question.style)

    def _handed_out(self, command: PrintFolio) -> ReadFolioPaper:
        done = self.do(command)
        copy = int(done.facts["copy"])
        return ReadFolioPaper(
            command.stay,
            command.window,
            command.language,
            command.style,
            copy,
            command.made_at if copy else None,
        )

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with spoken(), self._store.read.connect() as connection:
            yield connection
