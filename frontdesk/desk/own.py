"""A house in one database that this desk works on directly: a file of its own, or a PostgreSQL for a job."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection

from frontdesk.clock import Clock
from frontdesk.commands.base import Command
from frontdesk.commands.delivery import Done, Waiting
from frontdesk.commands.erasure import EraseGuest
from frontdesk.desk import erasures
from frontdesk.queries.erasure import erasures_done
from frontdesk.services import HANDLERS
from frontdesk.services.apply import KeptRefusal, apply_command, apply_each
from frontdesk.store import schema
from frontdesk.store.engine import POSTGRES, Store, forget_pages, open_store, take_time
from frontdesk.store.reader import Reader
from frontdesk.store.spoken import spoken
from frontdesk.sync.status import Status


class OwnHouse:
    """The authority is at hand: an outcome is immediate, and nothing ever waits."""

    shared = False

    def __init__(self, store: Store, clock: Clock, listed: Path | None = None) -> None:
        self.store = store
        self._clock = clock
        self._listed = listed

    @classmethod
    def open(cls, address: str | Path, clock: Clock, *, durable: bool) -> Self:
        """Open the database, making or upgrading its schema.

        Raises:
            Refusal: not a database of this program, or one of a newer program.
            Unavailable: the file or the server is out of reach.
        """
        store = open_store(address, durable=durable)
        try:
            with spoken():
                schema.upgrade(store)
            listed = None if str(address).startswith(POSTGRES) else erasures.list_beside(Path(address))
            house = cls(store, clock, listed)
            if listed is not None:
                house._meet(listed)
        except BaseException:
            store.close()
            raise
        return house

    def close(self) -> None:
        """Give the database back."""
        self.store.close()

    def do_all(self, commands: Iterable[Command]) -> list[Done]:
        """Do commands in one transaction: all of them or none."""
        listed = list(commands)
        if len(listed) < 2:  # noqa: PLR2004 - one alone may keep what its refusal wrote
            return [self._do(command) for command in listed]
        done: list[Done] = []
        try:
            with spoken(), self.store.write.begin() as connection:
                done.extend(apply_each(connection, listed, HANDLERS, self._clock))
        except KeptRefusal:
            self._do(listed[len(done)])  # a wrong PIN counts, though nothing of the rest was done
            raise
        return done

    def _do(self, command: Command) -> Done:
        kept: KeptRefusal | None = None
        with spoken(), self.store.write.begin() as connection:
            try:
                done = apply_command(connection, command, HANDLERS, self._clock())
            except KeptRefusal as refusal:
                kept = refusal
        if kept is not None:
            raise kept
        if isinstance(command, EraseGuest):
            self._forget(command)
        return done

    def _forget(self, command: EraseGuest) -> None:
        """After an erasure: no old page of the file keeps what was overwritten, and no backup brings it back."""
        forget_pages(self.store)
        if self._listed is not None and command.id not in {known.id for known in erasures.read(self._listed)}:
            erasures.note(self._listed, command)

    def _meet(self, listed: Path) -> None:
        """Erase again whom a restored backup brought back; list what a power cut kept from being listed."""
        erasures.erase_again(listed, lambda command: not self._do(command).again)
        with spoken(), self.store.read.connect() as connection:
            done = erasures_done(Reader(connection))
        known = {command.id for command in erasures.read(listed)} if done else set()
        for command in done:
            if command.id not in known:
                erasures.note(listed, command)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view to read from."""
        with spoken(), self.store.read.connect() as connection:
            yield connection

    def repair_search(self) -> int:
        """Write the search index anew; gives how many guests."""
        from frontdesk.services import search_index

        with spoken(), self.store.write.begin() as connection:
            take_time(connection)
            return search_index.rebuild(Reader(connection))

    def status(self) -> Status:
        """Always in step with itself."""
        return Status(
            state="in_step",
            waiting=0,
            stuck=0,
            unseen=0,
            decisions=0,
            since=None,
            fresh_at=self._clock(),
            words="",
        )

    def waiting(self) -> tuple[Waiting, ...]:
        """Nothing ever waits here."""
        return ()

    def read(self, command_id: str) -> None:
        """Nothing was ever refused behind anybody's back."""

    def send_again(self, _command_id: str) -> None:
        """Nothing is ever put aside here."""

    def give_up(self, _command_id: str) -> None:
        """Nothing is ever put aside here."""

    def on_change(self, _listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """There is no other desk to hear from."""
        return lambda: None
