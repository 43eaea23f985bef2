"""Making a house shared, and workstations joining it."""

import hashlib
import json
import os
import re
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, exc, func, insert, select, update

from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.store import schema, sharing, tables
from frontdesk.store.engine import Store
from frontdesk.store.journal import open_lane, read_place, take_lane
from frontdesk.store.spoken import spoken
from frontdesk.sync import secrets as safe
from frontdesk.sync.address import parameters_of, without_secret
from frontdesk.sync.authority import Authority, unavailable
from frontdesk.sync.exchange import Me

CODE_LASTS = timedelta(hours=24)
_SETTINGS = "sharing.json"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}")

Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a joined workstation remembers: its name and the way to the shared database, without any secret."""

    workstation: str
    parameters: Mapping[str, Any]


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


def restored(connection: Connection, now: datetime) -> int:
    """Say that the database was restored from a backup: a new life begins, and every desk finds out by itself.

    Gives the number of the newest change it holds.

    Raises:
        Refusal: it is not shared.
    """
    place = take_lane(connection)
    if place is None or not place.shared:
        raise Refusal("This database is not shared.", help="Prepare it with: frontdesk share init")
    connection.execute(update(tables.lane).values(epoch=new_id()))
    connection.execute(update(sharing.sharing).values(restored_at=now))
    return place.seq


def make_code(connection: Connection, now: datetime) -> str:
    """A code that lets one workstation join within a day."""
    place = take_lane(connection)
    if place is None or not place.shared:
        raise Refusal("This database is not shared.", help="Prepare it with: frontdesk share init")
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    connection.execute(
        insert(sharing.enrolment).values(code_sha=_sha(code), made_at=now, expires=now + CODE_LASTS, used_by=None)
    )
    return code


def enrol(connection: Connection, workstation: str, code: str, device: str) -> None:
    """Use a code for a workstation. The database server's clock says whether it is still good.

    Raises:
        Refusal: the code is wrong, used or too old, or the name is taken.
    """
    take_lane(connection)
    clock = connection.execute(select(func.now())).scalar_one()
    codes = sharing.enrolment
    typed = _sha(code.strip().upper())
    used = connection.execute(
        update(codes)
        .where(codes.c.code_sha == typed, codes.c.used_by.is_(None), codes.c.expires > clock)
        .values(used_by=workstation)
    ).rowcount
    if used != 1:
        raise Refusal("That code is wrong, used or too old.", help="Make a new one with: frontdesk share code")
    station = sharing.workstation
    if connection.execute(select(station.c.name).where(station.c.name == workstation)).first() is not None:
        raise Refusal(
            f"There is a workstation {workstation} already.", help="Choose another name, such as desk-3 or back-office."
        )
    connection.execute(
        insert(station).values(name=workstation, device=device, enrolled_at=clock, stopped="", retired=False)
    )


def stop(authority: Authority, workstation: str, why: str) -> None:
    """Let nobody deliver under this name any more."""
    with authority.writing() as connection:
        take_lane(connection)
        station = sharing.workstation
        connection.execute(
            update(station).where(station.c.name == workstation, station.c.stopped == "").values(stopped=why)
        )


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def require_name(workstation: str) -> None:
    """A workstation's name is letters, digits and a few marks.

    Raises:
        Refusal: it is not.
    """
    if not _NAME.fullmatch(workstation):
        raise Refusal("That is no name for a workstation.", help="Use letters, digits, spaces, dots and dashes.")


def join(folder: Path, address: str, workstation: str, code: str, *, weaker_tls: str = "", warn: Warn) -> Settings:
    """Enrol this computer and remember the way.

    Raises:
        Refusal: the name, the code or the address is not good.
        Unavailable: the shared database is out of reach.
    """
    require_name(workstation)
    parameters = parameters_of(address, weaker_tls)
    token = secrets.token_urlsafe(32)
    settings = Settings(workstation=workstation, parameters=without_secret(parameters))
    with reached(parameters) as authority, authority.writing() as connection:
        if schema.current(connection) != schema.HEAD:
            raise Refusal("This database is not shared, or belongs to another version of the program.")
        enrol(connection, workstation, code, _sha(token))
        folder.mkdir(parents=True, exist_ok=True)
        secret = {"token": token, **({"password": parameters["password"]} if "password" in parameters else {})}
        safe.keep(folder, _entry(folder, workstation), secret, warn)
        _remember(folder, settings)
    return settings


def _entry(folder: Path, workstation: str) -> str:
    return f"{workstation}@{socket.gethostname()}:{folder.resolve()}"


def _remember(folder: Path, settings: Settings) -> None:
    part = folder / (_SETTINGS + ".part")
    text = json.dumps({"workstation": settings.workstation, "parameters": dict(settings.parameters)}, indent=1)
    part.write_text(text, encoding="utf-8")
    os.replace(part, folder / _SETTINGS)  # noqa: PTH105 - the one call that replaces on every system


def is_joined(folder: Path) -> bool:
    """True if this folder is a joined workstation's."""
    return (folder / _SETTINGS).is_file()


def settings_of(folder: Path) -> Settings:
    """What this workstation remembers.

    Raises:
        Refusal: it has not joined a shared house.
    """
    try:
        found = json.loads((folder / _SETTINGS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal(
            "This workstation has not joined a shared house.", str(error), "Join with: frontdesk share join"
        ) from None
    return Settings(workstation=found["workstation"], parameters=found["parameters"])


def identity(folder: Path, settings: Settings) -> tuple[Me, dict[str, Any]]:
    """Who this desk is, and the whole way to the shared database.

    Raises:
        Unavailable: the secret is gone.
    """
    secret = safe.fetch(folder, _entry(folder, settings.workstation))
    parameters = {**settings.parameters, **({"password": secret["password"]} if "password" in secret else {})}
    return Me(workstation=settings.workstation, device=_sha(secret["token"])), parameters
