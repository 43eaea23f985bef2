"""A house that several workstations share, seen from one of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection

from frontdesk.clock import Clock
from frontdesk.commands.base import Command
from frontdesk.commands.delivery import Done, Parcel, Waiting
from frontdesk.errors import Refusal
from frontdesk.services import HANDLERS, search_index
from frontdesk.services.delivery import Enough, deliver_all
from frontdesk.store.reader import Reader
from frontdesk.store.spoken import spoken
from frontdesk.sync import enrolment
from frontdesk.sync.authority import Authority
from frontdesk.sync.exchange import Deliver
from frontdesk.sync.joined import Joined, Way
from frontdesk.sync.status import Status


def delivering(clock: Clock) -> Deliver:
    """How commands are done at the authority: the rules of this program, inside the sync's transaction."""

    def do(connection: Connection, parcels: Sequence[Parcel], enough: Enough) -> list[Done]:
        return deliver_all(connection, parcels, HANDLERS, clock(), enough)

    return do


class Findable:
    """Keeps a copy's guests findable by the same rules as the house itself."""

    def whole(self, connection: Connection) -> None:
        """Write the index of all guests anew."""
        search_index.rebuild(Reader(connection))

    def changed(self, connection: Connection, guests: Sequence[str], stays: Sequence[tuple[str, str]]) -> None:
        """Follow guests and confirmation numbers that were written."""
        reader = Reader(connection)
        for guest in guests:
            search_index.index_again(reader, guest)
        for guest, confirmation in stays:
            search_index.index_confirmation(reader, guest, confirmation)


class SharedHouse:
    """Commands go through the outbox, answers come from the copy."""

    shared = True

    def __init__(self, joined: Joined) -> None:
        self.joined = joined

    @classmethod
    def open(cls, folder: Path, clock: Clock) -> tuple[Self, str]:
        """The house of a joined workstation, and the workstation's name."""
        settings = enrolment.settings_of(folder)
        me, keys, parameters = enrolment.identity(folder, settings)
        authority = Authority.at(parameters)
        try:
            way = Way(me=me, keys=keys, authority=authority, deliver=delivering(clock), index=Findable())
            joined = Joined.open(folder, way, clock)
        except BaseException:
            authority.close()
            raise
        return cls(joined), settings.workstation

    def close(self) -> None:
        """End; what is not sent is sent next time."""
        self.joined.close()

    def do_all(self, commands: Iterable[Command]) -> list[Done]:
        """Do one command by way of the outbox.

        Raises:
            Refusal: several at once cannot be promised while the line may break between them.
        """
        listed = list(commands)
        if len(listed) > 1:
            raise Refusal(
                "Several steps in one are not possible at a workstation of a shared house.",
                help="Do them one by one, or bring data in with the address of the shared database.",
            )
        return [self.joined.do(command) for command in listed]

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the copy."""
        with spoken(), self.joined.store().read.connect() as connection:
            yield connection

    def repair_search(self) -> int:
        """The index of a workstation belongs to its copy.

        Raises:
            Refusal: always; says how the copy is made anew.
        """
        raise Refusal(
            "The search of a workstation of a shared house is made anew with its copy.",
            help="Run: frontdesk share rebuild",
        )

    def status(self) -> Status:
        """How this desk stands to the shared house."""
        return self.joined.status()

    def waiting(self) -> tuple[Waiting, ...]:
        """What was saved here and is on its way."""
        return self.joined.waiting()

    def read(self, command_id: str) -> None:
        """Somebody has read that this command was refused."""
        self.joined.read(command_id)

    def send_again(self, command_id: str) -> None:
        """Send a command that was put aside once more."""
        self.joined.send_again(command_id)

    def give_up(self, command_id: str) -> None:
        """Do not send a command that was put aside."""
        self.joined.give_up(command_id)

    def on_change(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Hear of changes at this and other desks."""
        return self.joined.on_change(listener)
