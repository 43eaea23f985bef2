"""A shared house for tests, its desks, and the invariants that hold whatever happened."""

import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, create_engine, select

from frontdesk.clock import utc_now
from frontdesk.desk import Desk, sharing
from frontdesk.desk.shared import SharedHouse
from frontdesk.queries.check import CheckHouse
from frontdesk.store import sharing as shared_tables
from frontdesk.store import tables
from frontdesk.sync import enrolment
from frontdesk.sync.digests import digests
from frontdesk.sync.exchange import Desks
from frontdesk.sync.joined import Joined
from frontdesk.sync.keys import sha
from tests.hotel import Hotel
from tests.sync.line import Line


class Shared:
    """A shared house: its address, a line to it, and desks that join over that line."""

    def __init__(self, folder: Path, address: str, name: str, line: Line, people: tuple[str, ...]) -> None:
        self.folder = folder
        self.address = address
        self.name = name
        self.line = line
        self.people = people
        self.hotels: list[Hotel] = []
        self._lines: list[Line] = []

    @property
    def over_the_line(self) -> str:
        return self.through(self.line)

    def through(self, line: Line) -> str:
        return f"postgresql://postgres@127.0.0.1:{line.port}/{self.name}"

    def line_of_its_own(self) -> Line:
        """Another line, for a desk that fails alone."""
        line = Line(Path(self.line._server))
        self._lines.append(line)
        return line

    def enrol(self, name: str, line: Line | None = None, *, straight: bool = False) -> Path:
        folder = self.folder / name
        code = sharing.code(self.address, clock=utc_now)
        address = self.address if straight else self.through(line or self.line)
        enrolment.join(folder, address, name, code, warn=lambda _words: None)
        self.sign_in(name)
        return folder

    def desk(self, name: str, line: Line | None = None, clock: Callable[[], Any] = utc_now) -> Hotel:
        """A joined desk, with a copy in step."""
        folder = self.folder / name
        if not folder.exists():
            self.enrol(name, line)
        desk = Desk.join(folder, clock=clock)
        hotel = Hotel(desk, *self.people)
        self.hotels.append(hotel)
        until(lambda: joined(hotel).desks.copy.store is not None, what=f"{name} has a copy")
        return hotel

    def sign_in(self, name: str) -> None:
        """Everybody has a session at this desk, as after typing their PINs."""
        folder = self.folder / name
        keys = enrolment.identity(folder, enrolment.settings_of(folder))[1]
        station = json.loads((folder / "sharing.json").read_text())["workstation"]
        with psycopg.connect(self.address, autocommit=True) as connection:
            for person in self.people:
                token = f"{name}-{person}"
                connection.execute(
                    "INSERT INTO guard.session SELECT %s, role, %s, clock_timestamp() FROM guard.desk "
                    "WHERE workstation = %s ON CONFLICT DO NOTHING",
                    (sha(token), person, station),
                )
                keys.keep(person, token)

    def leave(self, hotel: Hotel) -> None:
        self.hotels.remove(hotel)
        hotel.desk.close()

    def close(self) -> None:
        self.line.open()
        for hotel in self.hotels:
            hotel.desk.close()
        for line in self._lines:
            line.close()

    def office(self) -> Hotel:
        """A desk straight on the shared database, for looking and for people without a workstation."""
        hotel = Hotel(Desk.open(self.address, workstation="office"), *self.people)
        self.hotels.append(hotel)
        return hotel

    def journal(self) -> list[Any]:
        return self.rows(select(tables.journal).order_by(tables.journal.c.seq))

    def items(self) -> list[Any]:
        return self.rows(select(shared_tables.work_item).order_by(shared_tables.work_item.c.opened_at))

    def rows(self, statement: Any) -> list[Any]:
        engine = create_engine(self.address.replace("postgresql://", "postgresql+psycopg://"))
        try:
            with engine.connect() as connection:
                return list(connection.execute(statement))
        finally:
            engine.dispose()

    def require_invariants(self) -> None:
        """I1, I2, I4 to I7 and I9 over every open desk, once all is drained."""
        engine = create_engine(self.address.replace("postgresql://", "postgresql+psycopg://"))
        desks = [joined(hotel).desks for hotel in self.hotels if isinstance(hotel.desk._house, SharedHouse)]
        try:
            with engine.connect() as connection:
                require_invariants(connection, desks)
        finally:
            engine.dispose()
        office = self.office()
        faults = office.desk.ask(CheckHouse())
        self.leave(office)
        assert not faults, faults


def joined(hotel: Hotel) -> Joined:
    house = hotel.desk._house
    assert isinstance(house, SharedHouse)
    return house.joined


def until(true: Callable[[], Any], seconds: float = 60.0, what: str = "") -> float:
    """Wait for something; gives how long it took."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if true():
            return time.monotonic() - begun
        time.sleep(0.01)
    raise AssertionError(f"not within {seconds} s: {what}")


def drained(*hotels: Hotel, seconds: float = 60.0) -> None:
    """Wait until nothing is on its way."""
    for hotel in hotels:
        worker = joined(hotel).worker
        looked = worker.reach
        worker._line_back.set()
        worker.wake()
        until(lambda hotel=hotel: hotel.desk.status().state == "in_step", seconds, f"{hotel.desk.workstation} drained")
        # In step with what it saw when it last looked: it has to have looked since.
        until(lambda worker=worker, looked=looked: worker.reach is not looked, seconds, "a look since")
        until(lambda hotel=hotel: hotel.desk.status().state == "in_step", seconds, f"{hotel.desk.workstation} drained")


def in_step(shared: Shared, *hotels: Hotel) -> None:
    """Wait until every copy holds the newest change."""
    drained(*hotels)
    newest = shared.rows(select(tables.lane.c.seq))[0].seq
    for hotel in hotels:
        joined(hotel).worker.wake()
        until(lambda hotel=hotel: joined(hotel).desks.copy.place().seq >= newest, what=f"{hotel.desk.workstation}")


def require_invariants(authority: Connection, desks: list[Desks]) -> None:
    journal = authority.execute(select(tables.journal).order_by(tables.journal.c.seq)).all()
    ids = Counter(row.id for row in journal)
    assert max(ids.values(), default=1) == 1, "I1: a command stands twice in the journal"
    assert [row.seq for row in journal] == list(range(1, len(journal) + 1)), "I5: a gap in the order"
    outcome = {row.id: (row.outcome, row.seq) for row in journal}
    names = {desk.me.workstation for desk in desks}
    saved: set[str] = set()
    for desk in desks:
        _require_desk(desk, outcome, saved)
    phantoms = {row.id for row in journal if row.workstation in names} - saved
    assert not phantoms, "I2: commands in the journal that no outbox holds"
    nights = authority.execute(select(tables.room_night)).all()
    assert len({(row.room, row.night) for row in nights}) == len(nights), "I4: a room-night twice"
    assert len({(row.stay_id, row.night) for row in nights}) == len(nights), "I4: a stay in two rooms"
    items = {row.command_id for row in authority.execute(select(shared_tables.work_item))}
    undecided = {row.id for row in journal if row.outcome == "needs_decision"} - items
    assert not undecided, "I7: a conflict without a work item"
    theirs = digests(authority)
    for desk in desks:
        store = desk.copy.store
        assert store is not None
        with store.read.connect() as local:
            assert digests(local) == theirs, f"I6: the copy of {desk.me.workstation} differs"


def _require_desk(desk: Desks, outcome: dict[str, tuple[str, int]], saved: set[str]) -> None:
    rows = desk.outbox.all(limit=100_000)
    saved.update(row.id for row in rows)
    order = []
    for row in rows:
        if row.state == "stuck" or row.outcome == "dropped":
            assert row.id not in outcome, "a row that was put aside or given up is in the journal"
            continue
        assert row.id in outcome, f"I1: lost {row.id}"
        assert (row.outcome, row.seq) == outcome[row.id], "I7: the desk has another outcome"
        order.append(row.seq)
    assert order == sorted(order), "I9: a desk's commands out of order"
