"""Making a house shared, and workstations joining it."""

import json
import os
import re
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, exc, func, insert, select, update

from frontdesk.errors import Refusal, Unavailable
from frontdesk.identity import new_id
from frontdesk.store import schema, sharing, tables
from frontdesk.store.address import parameters_of, without_secret
from frontdesk.store.engine import Store
from frontdesk.store.guard import calls, layer, roles
from frontdesk.store.journal import Place, open_lane, read_place, take_lane
from frontdesk.store.reach import is_turned_away
from frontdesk.store.spoken import spoken
from frontdesk.sync import secrets as safe
from frontdesk.sync.authority import Authority, unavailable
from frontdesk.sync.exchange import Me
from frontdesk.sync.keys import Keys, new_token, sha

CODE_LASTS = timedelta(hours=24)
_SETTINGS = "sharing.json"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}")

Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a joined workstation remembers: its name and the way to the shared database, without any secret.

    ``house`` is when that house was shared first, which tells it from every other house.
    """

    workstation: str
    parameters: Mapping[str, Any]
    house: str = ""


@contextmanager
def reached(parameters: Mapping[str, Any]) -> Iterator[Authority]:
    """The shared database for one job.

    Raises:
        Unavailable: out of reach.
    """
    authority = Authority.at(parameters)
    try:
        with spoken():
            yield authority
    except (OSError, exc.InterfaceError) as error:
        raise unavailable(error) from error
    finally:
        authority.close()


def require_owner(authority: Authority) -> None:
    """Whoever is connected must be able to look after a shared house.

    Raises:
        Refusal: the roles of its workstations cannot be made or changed.
    """
    with authority.reading() as connection:
        layer.require_roles(connection)


def require_version(authority: Authority) -> None:
    """The database must be shared, and of this program's version.

    Raises:
        Refusal: it is not.
    """
    with authority.reading() as connection:
        _shared(read_place(connection))
        _require_head(connection)


def _require_head(connection: Connection) -> None:
    found = schema.current(connection)
    if found != schema.HEAD:
        raise Refusal(
            "This database belongs to another version of the program.",
            f"It has schema {found}, the program {schema.HEAD}.",
            "Bring the older one along: the database with frontdesk check -d, or this program.",
        )


def prepare(authority: Authority) -> None:
    """Give a PostgreSQL database the schema.

    Raises:
        Refusal: it holds something else, or a house of a newer program.
    """
    schema.upgrade(Store(authority.engine, authority.engine, ""))


def share(connection: Connection, now: datetime) -> None:
    """Say that the house in this database is shared: from now on its commands write down what they change.

    Raises:
        Refusal: it is shared already.
    """
    if take_lane(connection) is None:
        open_lane(connection, new_id())
    place = read_place(connection)
    assert place is not None, "the lane was just opened"
    if place.shared:
        raise Refusal("This database is shared already.", help="Let workstations join: frontdesk share code")
    connection.execute(insert(sharing.sharing).values(id=1, since=now, restored_at=None))
    if connection.dialect.name == "postgresql":
        layer.install(connection)


def restored(connection: Connection, now: datetime) -> int:
    """Say that the database was restored from a backup: a new life begins, and every desk finds out by itself.

    Gives the number of the newest change it holds.

    Raises:
        Refusal: it is not shared.
    """
    place = _shared(take_lane(connection))
    connection.execute(update(tables.lane).values(epoch=new_id()))
    connection.execute(update(sharing.sharing).values(restored_at=now))
    if connection.dialect.name == "postgresql":
        layer.install(connection)
        roles.let_in_again(connection)
    return place.seq


def make_code(connection: Connection, now: datetime) -> str:
    """A code that lets one workstation join within a day, and the role it will have at the server.

    Raises:
        Refusal: the database is not shared.
    """
    _shared(take_lane(connection))
    layer.require_roles(connection)
    roles.sweep(connection)
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(5))
    role = roles.of_code(connection, code)
    roles.make(connection, role, code, now + CODE_LASTS)
    connection.execute(
        insert(sharing.enrolment).values(
            code_sha=sha(code), made_at=now, expires=now + CODE_LASTS, used_by=None, role=role
        )
    )
    return code


def _shared(place: Place | None) -> Place:
    if place is None or not place.shared:
        raise Refusal("This database is not shared.", help="Prepare it with: frontdesk share init")
    return place


def remove(connection: Connection, workstation: str, now: datetime) -> None:
    """Let a workstation in no more: its row, its role at the server and its open connections.

    Raises:
        Refusal: there is no such workstation.
    """
    take_lane(connection)
    station = sharing.workstation
    found = connection.execute(select(station.c.retired).where(station.c.name == workstation)).first()
    if found is None or found.retired:
        raise Refusal(f"There is no workstation {workstation}.", help="List them: frontdesk share stations")
    layer.require_roles(connection)
    why = f"{workstation} was removed from this house on {now:%Y-%m-%d}."
    connection.execute(update(station).where(station.c.name == workstation).values(stopped=why, retired=True))
    roles.revoke(connection, workstation)


def size(connection: Connection) -> tuple[int, int]:
    """How many changes the house has seen, and how many rooms it has."""
    row = connection.execute(select(tables.lane.c.seq, select(func.count()).select_from(tables.room).scalar_subquery()))
    seq, rooms = row.one()
    return int(seq), int(rooms)


def workstations(connection: Connection) -> list[tuple[str, str]]:
    """Every workstation by name with the reason why it was stopped, or nothing.

    Raises:
        Refusal: the database is not shared.
    """
    _shared(read_place(connection))
    station = sharing.workstation
    rows = connection.execute(select(station.c.name, station.c.stopped).order_by(station.c.name))
    return [(row.name, row.stopped) for row in rows]


def stop(authority: Authority, why: str) -> None:
    """Let nobody deliver under this desk's name any more."""
    with authority.writing() as connection:
        take_lane(connection)
        calls.stop(connection, why)


def require_name(workstation: str) -> None:
    """A workstation's name is letters, digits and a few marks.

    Raises:
        Refusal: it is not.
    """
    if not _NAME.fullmatch(workstation):
        raise Refusal("That is no name for a workstation.", help="Use letters, digits, spaces, dots and dashes.")


def join(folder: Path, address: str, workstation: str, code: str, *, weaker_tls: str = "", warn: Warn) -> Settings:
    """Enrol this computer and remember the way. Whoever's name stands in the address, the code says which role it gets.

    Raises:
        Refusal: the name, the code or the address is not good, or the folder is a workstation's already.
        Unavailable: the shared database is out of reach, or the folder cannot be written.
    """
    require_name(workstation)
    typed = code.strip().upper()
    way = parameters_of(address, weaker_tls)
    mine = {**without_secret(way), "user": _role_of(way, typed)}
    token, password = new_token(), new_token()
    with reached({**mine, "password": typed}) as authority, _let_in(), authority.writing() as connection:
        _enrol(connection, workstation, sha(token), typed)
        settings = Settings(workstation=workstation, parameters=mine, house=_house(connection))
        _require_free(connection, folder, settings.house)
        roles.change_password(connection, mine["user"], password)
        with _written(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            safe.keep(folder, _entry(folder, workstation), {"token": token, "password": password}, warn)
            _remember(folder, settings)
    return settings


def _house(connection: Connection) -> str:
    since: datetime = connection.execute(select(sharing.sharing.c.since)).scalar_one()
    return since.isoformat()


def _require_free(connection: Connection, folder: Path, house: str) -> None:
    """A folder is joined anew only where the workstation in it is of the same house and is not let in any more.

    Raises:
        Refusal: it is another house's, whose outbox must not be sent here; or its workstation works.
    """
    if not is_joined(folder):
        return
    before = settings_of(folder)
    if before.house and before.house != house:
        raise Refusal(
            f"The folder {folder} belongs to a workstation of another house.",
            help="Name another folder with --folder, or put that one away.",
        )
    station = sharing.workstation
    wanted = select(station.c.device).where(station.c.name == before.workstation, station.c.stopped == "")
    device = connection.execute(wanted).scalar()
    if device is not None and device == _device(folder, before):
        raise Refusal(
            f"This computer is {before.workstation} of this house already.",
            help="To join under another name, first: frontdesk share remove",
        )


def _device(folder: Path, settings: Settings) -> str:
    try:
        return identity(folder, settings)[0].device
    except Unavailable:
        return ""  # its secret is gone, so it has to join again


@contextmanager
def _written(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(
            f"The folder {folder} cannot be written.", str(error), "Name another folder with --folder."
        ) from error


def _enrol(connection: Connection, workstation: str, device: str, code: str) -> None:
    wrong = calls.enrol(connection, workstation, device, code)
    if wrong == "name":
        raise Refusal(
            f"There is a workstation {workstation} already.", help="Choose another name, such as desk-3 or back-office."
        )
    if wrong:
        raise _NO_CODE
    _require_head(connection)


_NO_CODE = Refusal("That code is wrong, used or too old.", help="Make a new one with: frontdesk share code")


def _role_of(way: Mapping[str, Any], code: str) -> str:
    return roles.name_of(layer.prefix_for(str(way["dbname"])), code)


@contextmanager
def _let_in() -> Iterator[None]:
    """A server that does not let the code's role in has never heard of the code, or not for a day."""
    try:
        yield
    except exc.OperationalError as error:
        if is_turned_away(error):
            raise _NO_CODE from error
        raise


def _entry(folder: Path, workstation: str) -> str:
    return f"{workstation}@{socket.gethostname()}:{folder.resolve()}"


def _remember(folder: Path, settings: Settings) -> None:
    part = folder / (_SETTINGS + ".part")
    text = json.dumps({**asdict(settings), "parameters": dict(settings.parameters)}, indent=1)
    part.write_text(text, encoding="utf-8")
    os.replace(part, folder / _SETTINGS)  # noqa: PTH105 - the one call that replaces on every system


def is_joined(folder: Path) -> bool:
    """True if a workstation has joined a shared house with this folder."""
    return (folder / _SETTINGS).is_file()


def settings_of(folder: Path) -> Settings:
    """What this workstation remembers.

    Raises:
        Refusal: it has not joined a shared house.
    """
    try:
        return Settings(**json.loads((folder / _SETTINGS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise Refusal(
            "This workstation has not joined a shared house.", str(error), "Join with: frontdesk share join"
        ) from None


def identity(folder: Path, settings: Settings) -> tuple[Me, Keys, dict[str, Any]]:
    """Who this desk is, what it keeps in its keyring, and the whole way to the shared database.

    Raises:
        Unavailable: the secret is gone.
    """
    keys = Keys(folder, _entry(folder, settings.workstation), lambda _words: None)
    parameters = {**settings.parameters, **({"password": keys.password} if keys.password else {})}
    return Me(workstation=settings.workstation, device=sha(keys.token)), keys, parameters
