"""The one door: do, ask, print. The window, the command line, the import and the tests all come through it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, Self, TypeVar

from sqlalchemy import Connection

from frontdesk.clock import Clock, utc_now
from frontdesk.commands.base import Command
from frontdesk.commands.delivery import Done, Waiting
from frontdesk.desk.own import OwnHouse
from frontdesk.queries import ANSWERS
from frontdesk.queries.base import Question
from frontdesk.store.reader import Reader
from frontdesk.sync.status import Status

if TYPE_CHECKING:
    from frontdesk.queries.folio import ReadFolioPaper

Answer = TypeVar("Answer")


class House(Protocol):
    """Where a desk's commands go and its answers come from."""

    @property
    def shared(self) -> bool:
        """True if other workstations work in the same house, and their changes are told."""

    def do_all(self, commands: Iterable[Command]) -> list[Done]:
        """Do commands, all of them or none."""

    def reading(self) -> AbstractContextManager[Connection]:
        """One consistent view to read from."""

    def status(self) -> Status:
        """How the desk stands to its house."""

    def repair_search(self) -> int:
        """Write the search index anew; gives how many guests."""

    def waiting(self) -> tuple[Waiting, ...]:
        """What was saved at this desk and is on its way."""

    def read(self, command_id: str) -> None:
        """Somebody has read that a command was refused after it had waited."""

    def send_again(self, command_id: str) -> None:
        """Send a command that was put aside once more."""

    def give_up(self, command_id: str) -> None:
        """Do not send a command that was put aside."""

    def on_change(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call ``listener`` with what changed at other desks; gives what ends it."""

    def close(self) -> None:
        """Give everything back."""


class Desk:
    """A workstation's way into one house.

    ``do`` changes something, ``ask`` reads something, ``print`` makes a PDF.
    """

    def __init__(self, house: House, *, workstation: str = "desk-1", clock: Clock = utc_now) -> None:
        self.workstation = workstation
        self._house = house
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
        return cls(OwnHouse.open(address, clock, durable=durable), workstation=workstation, clock=clock)

    @classmethod
    def join(cls, folder: Path, *, clock: Clock = utc_now) -> Self:
        """Open a workstation that has joined a shared house; it works on while the shared database is out of reach.

        Raises:
            Refusal: this folder is not a joined workstation's.
            Unavailable: the workstation's secret is gone, or its disk cannot be written.
        """
        from frontdesk.desk.shared import SharedHouse  # a house of one's own needs nothing of sharing

        house, workstation = SharedHouse.open(folder, clock)
        return cls(house, workstation=workstation, clock=clock)

    def status(self) -> Status:
        """How this desk stands to its house: in step, waiting, out of reach or stopped, and how old its copy is."""
        return self._house.status()

    def waiting(self) -> tuple[Waiting, ...]:
        """What was saved here and is on its way, in order, for showing beside the confirmed answers."""
        return self._house.waiting()

    @property
    def shared(self) -> bool:
        """True at a workstation of a shared house: what others do is told to `on_change`, and nobody has to ask."""
        return self._house.shared

    def read(self, command_id: str) -> None:
        """Somebody has read that this command, which had waited, was refused: it is shown no more."""
        self._house.read(command_id)

    def send_again(self, command_id: str) -> None:
        """Send a command that was put aside at this workstation once more, as it was saved.

        Raises:
            Refusal: it is not put aside, or it has been altered since it was saved.
        """
        self._house.send_again(command_id)

    def give_up(self, command_id: str) -> None:
        """Do not send a command that was put aside; it stays on this computer as a record.

        Raises:
            Refusal: it is not put aside.
        """
        self._house.give_up(command_id)

    def on_change(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call ``listener`` with topics that changed at this or another desk; on a thread that is not the caller's.

        ``outbox`` is among the topics when what is waiting, or how this desk stands, has changed. Gives what ends it.
        """
        return self._house.on_change(listener)

    def close(self) -> None:
        """Give the database back."""
        self._house.close()

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

        In a shared house the outcome may be *waiting*: saved on this workstation, and on its way.

        Raises:
            Refusal: the rules say no; nothing changed.
            Unavailable: the database is out of reach; whether it was done is settled by doing the same id again.
        """
        return self._house.do_all([command])[0]

    def do_all(self, commands: Iterable[Command]) -> list[Done]:
        """Do several commands in one transaction: all of them or none.

        Raises:
            Refusal: one of them is refused; none was done.
            Unavailable: the database is out of reach.
        """
        return self._house.do_all(commands)

    def ask(self, question: Question[Answer]) -> Answer:
        """Answer a question from one consistent view of the house.

        Raises:
            Refusal: what is asked about does not exist.
            Unavailable: the database is out of reach.
        """
        with self._house.reading() as connection:
            answer: Answer = ANSWERS[type(question)](Reader(connection), question)
            return answer

    def unfindable(self) -> int:
        """How many guests the search index has lost; none, if all is well."""
        from frontdesk.services import search_index

        with self._house.reading() as connection:
            return len(search_index.missing(Reader(connection)))

    def repair_search(self) -> int:
        """Write the search index anew from guests and stays; gives how many guests.

        Raises:
            Refusal: this is a workstation of a shared house, whose copy is made anew as a whole.
            Unavailable: the database is out of reach.
        """
        return self._house.repair_search()

    def print(self, document: Question[Any] | Command) -> bytes:
        """A paper as PDF, or a table of the night audit as CSV. A question gives a preview; a command is noted
        in the print log first.

        A command that hands out what was handed out before gives a copy, and says so on the paper.

        The e-invoice of a settled window is the folio as PDF/A-3 with its data inside, or the data alone.

        Raises:
            Refusal: there is no such stay, window, style or slip, or the sums do not tie (FD-3).
            Unavailable: the database is out of reach.
        """
        from frontdesk.desk.handing_out import HANDED_OUT
        from frontdesk.documents.making import MAKERS  # ReportLab takes a quarter of a second to import

        question: Question[Any]
        question = (
            HANDED_OUT[type(document)](document, self.do(document)) if isinstance(document, Command) else document
        )
        return MAKERS[type(question)](question, self.ask(question))

    def print_merged(
        self, wanted: "Sequence[ReadFolioPaper]", target: BinaryIO, done: Callable[[int], None]
    ) -> dict[int, str]:
        """Draw many folios into one file with a bookmark each (FD-21).

        ``done`` is told how many are behind it before each folio; what it raises ends the work. Gives the places, from
        0, of the folios that could not be made, with the reason (FD-23).

        Raises:
            Refusal: there is no folio at all.
            Unavailable: the database is out of reach.
        """
        from frontdesk.desk.merged import draw_merged

        return draw_merged(self.ask, wanted, target, done)
