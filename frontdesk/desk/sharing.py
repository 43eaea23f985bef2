"""The jobs around a shared house: preparing it, joining it, looking after it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from frontdesk.clock import Clock
from frontdesk.commands.base import Command
from frontdesk.desk import erasures
from frontdesk.desk.shared import Findable, SharedHouse
from frontdesk.services import HANDLERS
from frontdesk.services.apply import apply_command
from frontdesk.store.address import parameters_of
from frontdesk.store.spoken import spoken
from frontdesk.sync import enrolment, moving
from frontdesk.sync.authority import Authority
from frontdesk.sync.moving import Progress
from frontdesk.sync.status import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A database that is shared now: how many changes the house has, and how many rooms."""

    seq: int
    rooms: int


def init(address: str, source: Path | None, *, clock: Clock, weaker_tls: str = "", progress: Progress) -> Prepared:
    """Prepare a PostgreSQL database for several workstations; ``source`` moves a house from its file onto it first.

    Raises:
        Refusal: the address is not safe, the database is shared already or holds something else.
        Unavailable: out of reach.
    """
    with enrolment.reached(parameters_of(address, weaker_tls)) as authority:
        enrolment.require_owner(authority)
        enrolment.prepare(authority)
        if source is not None:
            moving.move(source, authority, progress)
        with authority.writing() as connection:
            if source is not None:
                Findable().whole(connection)
            enrolment.share(connection, clock())
            seq, rooms = enrolment.size(connection)
    return Prepared(seq=seq, rooms=rooms)


def code(address: str, *, clock: Clock, weaker_tls: str = "") -> str:
    """A single-use code for one workstation, good for a day."""
    with enrolment.reached(parameters_of(address, weaker_tls)) as authority:
        return authority.patient(lambda connection: enrolment.make_code(connection, clock()))


def join(
    folder: Path, address: str, workstation: str, code: str, *, warn: Callable[[str], None], weaker_tls: str = ""
) -> None:
    """Enrol this computer under a name with a code. ``warn`` is told where the secret had to be kept.

    Raises:
        Refusal: the name, the code or the address is not good.
        Unavailable: out of reach.
    """
    enrolment.join(folder, address, workstation, code, weaker_tls=weaker_tls, warn=warn)


def restored(address: str, *, clock: Clock, weaker_tls: str = "", listed: Path | None = None) -> int:
    """Begin a new life of the database after a backup was restored; gives the number of its newest change.

    Guests on the list of erasures whom the backup brought back are erased again, before any workstation comes.
    """
    with enrolment.reached(parameters_of(address, weaker_tls)) as authority:
        enrolment.require_version(authority)
        enrolment.require_owner(authority)
        if listed is not None:
            erasures.erase_again(listed, partial(_erase, authority, clock))
        return authority.patient(lambda connection: enrolment.restored(connection, clock()))


def _erase(authority: Authority, clock: Clock, command: Command) -> bool:
    return authority.patient(lambda connection: not apply_command(connection, command, HANDLERS, clock()).again)


def remove(address: str, workstation: str, *, clock: Clock, weaker_tls: str = "") -> None:
    """Let a workstation in no more.

    Raises:
        Refusal: there is no such workstation.
        Unavailable: out of reach.
    """
    with enrolment.reached(parameters_of(address, weaker_tls)) as authority:
        authority.patient(lambda connection: enrolment.remove(connection, workstation, clock()))


def workstations(address: str, *, weaker_tls: str = "") -> list[tuple[str, str]]:
    """Every workstation with the reason why it was stopped, if it was."""
    with enrolment.reached(parameters_of(address, weaker_tls)) as authority, authority.reading() as connection:
        return enrolment.workstations(connection)


def is_joined(folder: Path) -> bool:
    """True if this is the folder of a workstation that has joined a shared house."""
    return enrolment.is_joined(folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a joined workstation stands, and what went wrong and was put right lately."""

    workstation: str
    status: Status
    seq: int
    incidents: tuple[tuple[str, str], ...]


def report(folder: Path, *, clock: Clock, rebuild: bool = False, wait: Callable[[SharedHouse], None]) -> Report:
    """Open a joined workstation, let it look once (``wait``), say how it stands; ``rebuild`` makes its copy anew."""
    house, workstation = SharedHouse.open(folder, clock)
    try:
        wait(house)
        if rebuild:
            with spoken():
                house.joined.rebuild()
        place = house.joined.desks.copy.place()
        return Report(
            workstation=workstation,
            status=house.status(),
            seq=place.seq if place is not None else 0,
            incidents=tuple(house.joined.desks.outbox.incidents()),
        )
    finally:
        house.close()
