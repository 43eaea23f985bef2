"""Three desks and an authority in one thread, everything that can happen decided by one seed.

The real outbox, copy, exchange, worker, recovery and rules run here on SQLite; only time, threads and the line are
played. A step may crash a desk at any named moment, lose a reply after the commit, cut a desk off, deliver twice, or
put the authority back to an earlier state. At the end everything is drained and held against the invariants and
against a separate model of the rules.
"""

import itertools
import json
import random
import shutil
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, exc, func, insert, pool, select

from frontdesk import commands as do
from frontdesk.commands.base import Command
from frontdesk.commands.blanking import GONE
from frontdesk.desk import Desk
from frontdesk.desk.shared import delivering
from frontdesk.domain.room import Housekeeping
from frontdesk.errors import Refusal
from frontdesk.identity import child_id, new_id
from frontdesk.services import HANDLERS
from frontdesk.services.apply import apply_command
from frontdesk.store import sharing, tables
from frontdesk.store.engine import Store, open_store
from frontdesk.sync import copy, enrolment, exchange, points
from frontdesk.sync.authority import Authority
from frontdesk.sync.classes import KINDS
from frontdesk.sync.copy import Copy
from frontdesk.sync.deadline import Deadline
from frontdesk.sync.exchange import Desks, Me
from frontdesk.sync.outbox import Outbox
from frontdesk.sync.worker import Worker
from tests import hotel as hotels
from tests.hotel import found_hotel
from tests.sync.model import Model
from tests.sync.shared import require_invariants

NAMES = ("desk-1", "desk-2", "desk-3")
ROOMS = ("305", "306", "404")
GUESTS = tuple(f"Guest {n}, Ada" for n in range(6))
NOW = datetime(2025, 11, 19, 12, tzinfo=UTC)
_IDS = 1_700_000_000_000


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
            patch.setattr(hotels, "new_id", lambda: new_id(_IDS, next(ids)))
            hotel = found_hotel(desk)
            self.ana, self.maria = hotel.ana, hotel.maria
            self.names = {hotel.reserve("", 1 + n % 3, name=name): name for n, name in enumerate(GUESTS)}
            self.stays = list(self.names)
            self.posted = [hotel.charge(stay, price=500) for stay in self.stays[:3]]
            store = desk._house.store  # type: ignore[attr-defined]
            with store.write.begin() as connection:
                named = connection.execute(select(tables.guest.c.id, tables.guest.c.name).order_by(tables.guest.c.name))
                self.guests: dict[str, str] = {row.id: row.name for row in named}
                enrolment.share(connection, NOW)
                connection.execute(
                    insert(sharing.workstation),
                    [{"name": n, "device": n, "enrolled_at": NOW, "stopped": "", "retired": False} for n in NAMES],
                )
        authority = _authority(self.house)
        place = folder / "build"
        place.mkdir()
        made = Copy(place)
        made.build(authority.snapshot)
        made.close()
        authority.close()
        shutil.copy(place / "copy-1.db", self.copy)


_stores: dict[Path, Store] = {}


def _kept(path: Path) -> Store:
    """One store for each path over all seeds: its compiled statements are most of a seed's time."""
    if path not in _stores:
        _stores[path] = open_store(path, durable=False)
    return _stores[path]


_authorities: dict[Path, Authority] = {}


def _authority(path: Path) -> Authority:
    if path not in _authorities:
        _authorities[path] = Authority(_kept(path).write, Deadline())
    return _authorities[path]


class PlayedDesk:
    """One desk that can be switched off and on again."""

    def __init__(self, name: str, folder: Path, world: "World") -> None:
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


class World:
    """One seed's run."""

    def __init__(self, seed: int, folder: Path, template: Template, steps: int = 60, *, eager: bool = False) -> None:
        self.dice = random.Random(seed)
        self.template = template
        self.steps = steps
        self.step = 0
        self.crashes = self.dice.choice([0.0, 0.003, 0.02])
        self.lost = self.dice.choice([0.0, 0.02, 0.1])
        self.restores = self.dice.random() < 0.35 or eager
        self.rare = 0.06 if eager else 0.02
        self.hits: Counter[str] = Counter()
        self.acknowledged: set[str] = set()
        self.attended: set[str] = set()
        self.read: set[str] = set()
        self.told: dict[str, tuple[str, str]] = {}
        self.forced_no: set[str] = set()
        self.made = 0
        self.erased: list[Command] = []
        self.quiet = False
        self.house = folder / "house.db"
        shutil.copy(template.house, self.house)
        self.backup: Path | None = None
        self.authority = _authority(self.house)
        self.desks = []
        for name in NAMES:
            (folder / name).mkdir()
            shutil.copy(template.copy, folder / name / "copy-1.db")
            self.desks.append(PlayedDesk(name, folder / name, self))

    def clock(self) -> datetime:
        return NOW + timedelta(seconds=self.step)

    def observe(self, name: str) -> None:
        if self.quiet:
            return
        if self.dice.random() < self.crashes:
            self.hits[name] += 1
            raise Crash(name)
        if name == "push.after_commit" and self.dice.random() < self.lost:
            self.hits["reply lost"] += 1
            raise exc.OperationalError("COMMIT", None, OSError("reply lost"))

    # --- what happens ----------------------------------------------------------------------------------------------

    def run(self) -> None:
        leave = points.watch(self.observe)
        try:
            for step in range(self.steps):
                self.step = step
                self._one_step()
            self._drain()
            self._judge()
        finally:
            leave()
            for desk in self.desks:
                desk.stop()
            self.authority.close()

    def _one_step(self) -> None:
        desk = self.dice.choice(self.desks)
        what = self.dice.random()
        try:
            if what < 0.5:
                self._save(desk)
            elif what < 0.58:
                desk.cut_until = self.step + self.dice.randrange(25)
            elif what < 0.58 + self.rare and self.backup is None and self.restores:
                self._back_up()
            elif what < 0.58 + 2 * self.rare and self.backup is not None:
                self._restore()
            elif what > 0.95:
                self._erase()
            elif desk.cut_until > self.step:
                return
            elif what < 0.62 + 2 * self.rare:
                self._deliver_again(desk)
            else:
                self._round(desk)
        except Crash:
            desk.again()

    def _save(self, desk: PlayedDesk) -> None:
        command = self._command(desk)
        attended = self.dice.random() < 0.3 and desk.cut_until <= self.step
        waiter = desk.worker.attend(command) if attended else None
        try:
            desk.desks.outbox.save(command, reach=KINDS[type(command)], waits=True, basis=_basis(desk))
            self.acknowledged.add(command.id)
            if waiter is not None:
                self.attended.add(command.id)
                self._round(desk)
        finally:
            if waiter is not None:
                desk.worker.leave(waiter)
                if waiter.done is not None:
                    self.read.add(command.id)
                    desk.desks.outbox.seen(command.id)

    def _command(self, desk: PlayedDesk) -> Command:
        self.made += 1
        dice, template = self.dice, self.template
        who = {
            "id": new_id(_IDS + self.made, dice.getrandbits(74)),
            "actor": template.ana,
            "workstation": desk.name,
            "made_at": NOW,
        }
        kind = dice.random()
        stay = dice.choice(template.stays)
        if kind < 0.35:
            return do.AssignRoom(**who, stay=stay, room=dice.choice(ROOMS))
        if kind < 0.60:
            return do.PostCharge(**who, stay=stay, code="3000", unit_price=dice.randrange(100, 900))
        if kind < 0.75:
            return do.CorrectPosting(**who, posting=dice.choice(template.posted), reason="C-DUPL", text="Twice.")
        if kind < 0.85:
            return do.SetHousekeeping(**who, room=dice.choice(ROOMS), state=dice.choice(list(Housekeeping)))
        if kind < 0.93:
            return do.AddNote(**who, case=child_id(who["id"], "none"), to_guest="Sorry.")
        return do.CancelReservation(**who, stay=stay, reason=f"{template.names[stay]} wrote to us")

    def _round(self, desk: PlayedDesk) -> None:
        desk.worker._compare_at = self.clock() + timedelta(hours=1)
        if self.dice.random() < 0.02:
            desk.worker._compare_at = self.clock()
        desk.worker._round()

    def _deliver_again(self, desk: PlayedDesk) -> None:
        rows = [row for row in desk.desks.outbox.all() if row.state == "done"]
        if rows:
            entry = self.dice.choice(rows)
            with suppress(Exception):  # a desk may not know yet that the house was restored
                exchange.push(desk.desks, entry, epoch=desk.desks.copy.place().epoch)

    def _back_up(self) -> None:
        self.backup = self.house.with_name("backup.db")
        shutil.copy(self.house, self.backup)

    def _restore(self) -> None:
        """Put the backup back; what was refused by then stays refused."""
        assert self.backup is not None
        known = self._ids(self.house) - self._ids(self.backup)
        for desk in self.desks:
            rows = [row for row in desk.desks.outbox.all() if row.id in known and row.state == "done"]
            self.forced_no |= {row.id for row in rows if row.outcome in {"refused", "needs_decision"}}
            self.told |= {row.id: (row.outcome, _words(row.facts)) for row in rows}
        self.authority.forget()
        shutil.copy(self.backup, self.house)
        self.backup = None
        with self.authority.writing() as connection:
            enrolment.restored(connection, NOW)
        for command in self.erased:  # as the list of erasures beside a backup is done again
            self._office(command)

    def _erase(self) -> None:
        """The office erases a guest, if the rules let it: the stay was given up, and nothing is owed or waits."""
        self.made += 1
        command = do.EraseGuest(
            id=new_id(_IDS + self.made, self.dice.getrandbits(74)),
            actor=self.template.maria,
            workstation="office",
            made_at=NOW,
            guest_id=self.dice.choice(list(self.template.guests)),
            reason="asked by letter",
        )
        if self._office(command):
            self.erased.append(command)
            self.hits["erased"] += 1

    def _office(self, command: Command) -> bool:
        try:
            with self.authority.writing() as connection:
                apply_command(connection, command, HANDLERS, NOW)
        except Refusal:
            return False
        return True

    def _ids(self, path: Path) -> set[str]:
        engine = create_engine(f"sqlite:///{path}", poolclass=pool.NullPool)
        with engine.connect() as connection:
            return set(connection.execute(select(tables.journal.c.id)).scalars())

    # --- the end ---------------------------------------------------------------------------------------------------

    def _drain(self) -> None:
        self.quiet = True
        for _ in range(4):
            for desk in self.desks:
                desk.worker._compare_at = self.clock() + timedelta(hours=1)
                desk.worker._round()
        for desk in self.desks:
            for entry in desk.desks.outbox.stuck():
                raise Violation(f"{desk.name} put {entry.kind} aside: {entry.error}")
            if desk.desks.outbox.count():
                raise Violation(f"{desk.name} does not drain: {desk.worker.reach}")

    def _judge(self) -> None:
        """Every invariant, and the journal against the model."""
        try:
            with self.authority.snapshot() as connection:
                rows = connection.execute(
                    select(tables.journal).where(tables.journal.c.workstation.in_(NAMES)).order_by(tables.journal.c.seq)
                ).all()
                require_invariants(connection, [desk.desks for desk in self.desks])
                self._judge_journal(rows)
                self._judge_told(connection, rows)
                self._judge_state(connection, rows)
                self._judge_erased(connection)
        except AssertionError as error:
            raise Violation(str(error)) from error

    def _judge_journal(self, rows: Any) -> None:
        ids = {row.id for row in rows}
        assert not self.acknowledged - ids, "I1: something acknowledged is not in the books"
        refused = {row.id for row in rows if row.outcome == "refused"}
        assert not refused - self.attended, "I7: a refusal without anybody at a form, and no work item"
        unseen = {row.id for desk in self.desks for row in desk.desks.outbox.unseen()}
        assert not refused - self.read - unseen, "I7: a refusal that nobody read is not shown"

    def _judge_erased(self, connection: Any) -> None:
        """No name of an erased guest is left in any table of the house, and in no outbox."""
        guest = tables.guest
        gone = set(connection.execute(select(tables.erasure.c.guest_id)).scalars())
        rows = connection.execute(select(guest).where(guest.c.id.in_(gone))).all()
        assert {row.name for row in rows} <= {GONE}, "F16: an erased guest has a name"
        names = {self.template.guests[key] for key in gone}
        for table in (tables.journal, sharing.change, sharing.work_item):
            said = " ".join(str(row) for row in connection.execute(select(table)))
            assert not [name for name in names if name in said], f"F16: {table.name} names an erased guest"
        for desk in self.desks:
            said = " ".join(f"{row.payload} {row.facts}" for row in desk.desks.outbox.all())
            assert not [name for name in names if name in said], f"F16: {desk.name} names an erased guest"

    def _judge_told(self, connection: Any, rows: Any) -> None:
        """After a restore, what came out differently from what a clerk was told is shown to a person."""
        shown = set(connection.execute(select(sharing.work_item.c.command_id)).scalars())
        silent = [
            row.seq
            for row in rows
            if self.told.get(row.id, (row.outcome, _words(row.facts))) != (row.outcome, _words(row.facts))
            and row.id not in shown
        ]
        assert not silent, f"I7: {silent} came out differently after the restore, and nobody is told"

    def _judge_state(self, connection: Any, rows: Any) -> None:
        """I3 and I8."""
        stay, posting, room = tables.stay, tables.posting, tables.room
        model = Model(
            rooms=set(connection.execute(select(room.c.number)).scalars()),
            stays={row.id: (row.arrival, row.departure) for row in connection.execute(select(stay))},
            postings={
                key: (owner, 1000) for key, owner in zip(self.template.posted, self.template.stays, strict=False)
            },
        )
        wrong = model.replay(rows, self.forced_no)
        assert not wrong, f"I8: {wrong}"
        nights = {(row.room, row.night): row.stay_id for row in connection.execute(select(tables.room_night))}
        assert nights == model.nights, "I8: the rooms are not what the model says"
        sums = select(posting.c.stay_id, func.sum(posting.c.amount).label("sum")).group_by(posting.c.stay_id)
        stored = {row.stay_id: row.sum for row in connection.execute(sums) if row.sum}
        assert stored == model.balances(), "I3: the ledger is not what the model says"
        states = {row.number: row.state for row in connection.execute(select(room)) if row.number in model.states}
        assert states == model.states, "I8: the rooms' states are not what the model says"


def _words(facts: Any) -> str:
    return json.dumps(dict(facts), sort_keys=True)


def _basis(desk: PlayedDesk) -> int:
    place = desk.desks.copy.place()
    return place.seq if place is not None else 0


def play(seed: int, folder: Path, template: Template, *, eager: bool = False) -> World:
    """Run one seed in a folder of its own, which is removed afterwards. ``eager`` restores often."""
    place = folder / "world"
    place.mkdir()
    real, copy.open_copy = copy.open_copy, _kept
    try:
        world = World(seed, place, template, eager=eager)
        world.run()
        return world
    finally:
        copy.open_copy = real
        for store in _stores.values():
            store.close()
        shutil.rmtree(place)
