"""What a seeded run stands on: a shared house as a file, and desks that can be switched off and on again."""

import itertools
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import insert, select

from frontdesk.desk import Desk
from frontdesk.desk.shared import delivering
from frontdesk.identity import new_id
from frontdesk.store import sharing, tables
from frontdesk.store.engine import Store, open_store
from frontdesk.sync import enrolment
from frontdesk.sync.authority import Authority
from frontdesk.sync.copy import Copy
from frontdesk.sync.deadline import Deadline
from frontdesk.sync.exchange import Desks, Me
from frontdesk.sync.outbox import Outbox
from frontdesk.sync.worker import Worker
from tests import hotel as hotels
from tests.hotel import found_hotel

NAMES = ("desk-1", "desk-2", "desk-3")
GUESTS = tuple(f"Guest {n}, Ada" for n in range(6))
NOW = datetime(2025, 11, 19, 12, tzinfo=UTC)
IDS = 1_700_000_000_000


class Played(Protocol):
    """The run that a desk is part of."""

    authority: Authority

    def clock(self) -> datetime:
        """What time it is in the run."""
        ...


class Crash(BaseException):
    """The desk's computer loses power."""


class Violation(AssertionError):  # noqa: N818 - the word of the simulator
    """An invariant does not hold."""


class Template:
    """A founded, shared house as a file, made once; and a copy of it as the desks have it."""

    def __init__(self, folder: Path) -> None:
        self.house, self.copy = folder / "house.db", folder / "copy-1.db"
        ids = itertools.count()
        with (
            pytest.MonkeyPatch.context() as patch,
            Desk.open(self.house, workstation="founding", clock=lambda: NOW, durable=False) as desk,
        ):
            patch.setattr(hotels, "new_id", lambda: new_id(IDS, next(ids)))
            hotel = found_hotel(desk)
            self.ana, self.maria = hotel.ana, hotel.maria
            self.names = {hotel.reserve("", 1 + n % 3, name=name): name for n, name in enumerate(GUESTS)}
            self.stays = list(self.names)
            self.posted = [hotel.charge(stay, price=500) for stay in self.stays[:3]]
            store = desk._house.store  # type: ignore[attr-defined]
            with store.write.begin() as connection:
                named = connection.execute(select(tables.guest.c.id, tables.guest.c.name).order_by(tables.guest.c.name))
                self.guests: dict[str, str] = {row.id: row.name for row in named}
                stay = tables.stay
                self.stay_of: dict[str, str] = {
                    row.guest_id: row.id for row in connection.execute(select(stay.c.id, stay.c.guest_id))
                }
                enrolment.share(connection, NOW)
                connection.execute(
                    insert(sharing.workstation),
                    [{"name": n, "device": n, "enrolled_at": NOW, "stopped": "", "retired": False} for n in NAMES],
                )
        authority = authority_at(self.house)
        place = folder / "build"
        place.mkdir()
        made = Copy(place)
        made.build(authority.snapshot, lambda _erased: None)
        made.close()
        authority.close()
        shutil.copy(place / "copy-1.db", self.copy)
        with closing(sqlite3.connect(self.copy)) as file:  # as desks keep it here, or whoever is first would convert it
            file.execute("PRAGMA journal_mode=DELETE")


stores: dict[Path, Store] = {}


def kept(path: Path) -> Store:
    """One store for each path over all seeds: its compiled statements are most of a seed's time."""
    if path not in stores:
        stores[path] = open_store(path, durable=False)
    return stores[path]


authorities: dict[Path, Authority] = {}


def authority_at(path: Path) -> Authority:
    if path not in authorities:
        authorities[path] = Authority(kept(path).write, Deadline())
    return authorities[path]


class PlayedDesk:
    """One desk that can be switched off and on again."""

    def __init__(self, name: str, folder: Path, world: "Played") -> None:
        self.name, self.folder, self.world = name, folder, world
        self.cut_until = 0
        self.start()

    def start(self) -> None:
        self.desks = Desks(
            me=Me(workstation=self.name, device=self.name),
            outbox=Outbox(self.folder / "outbox.db", durable=False),
            copy=Copy(self.folder),
            authority=self.world.authority,
            deliver=delivering(lambda: NOW),
        )
        self.worker = Worker(self.desks, self.world.clock, lambda _topics: None)

    def stop(self) -> None:
        self.desks.outbox.close()
        self.desks.copy.close()

    def again(self) -> None:
        self.stop()
        self.start()
