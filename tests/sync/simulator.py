"""Three desks and an authority in one thread, everything that can happen decided by one seed.

The real outbox, copy, exchange, worker, recovery and rules run here on SQLite; only time, threads and the line are
played. A step may crash a desk at any named moment, lose a reply after the commit, cut a desk off, deliver twice, or
put the authority back to an earlier state. At the end everything is drained and held against the invariants and
against a separate model of the rules.
"""

import json
import random
import shutil
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, exc, func, pool, select

from frontdesk import commands as do
from frontdesk.commands.base import Command
from frontdesk.commands.blanking import GONE, blank
from frontdesk.commands.codec import restore
from frontdesk.commands.delivery import UNSPOKEN
from frontdesk.commands.stay import GuestSpec
from frontdesk.commands.work_item import Choice
from frontdesk.domain.room import Housekeeping
from frontdesk.errors import Refusal
from frontdesk.identity import child_id, new_id
from frontdesk.queries.work_item import steps
from frontdesk.services import HANDLERS
from frontdesk.services.apply import apply_command
from frontdesk.store import sharing, tables
from frontdesk.sync import copy, enrolment, exchange, points
from frontdesk.sync.classes import KINDS
from frontdesk.sync.forgetting import WORDS_GONE
from tests import hotel as hotels
from tests.sync.model import Model
from tests.sync.played import IDS, NAMES, NOW, Crash, PlayedDesk, Template, Violation, authority_at, kept, stores
from tests.sync.shared import require_invariants

OFFICE = "office"
ROOMS = ("305", "306", "404")
BETWEEN = (
    "push.before_send",
    "recover.before_requeue",
    "recover.after_requeue",
    "build.before_swap",
    "push.after_mark",
)
"""Moments at which another computer may work, since this desk keeps nothing open at the shared database."""
DARING = ("pull.after_commit", "build.before_commit", "build.before_swap", "build.after_swap", "forget.after_commit")
"""Moments that come seldom, and at which what was half done would show: power goes more often there."""

Who = dict[str, Any]
"""Id, actor, workstation and moment of a command."""


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
        self.stays, self.names = list(template.stays), dict(template.names)
        self.guests = dict(template.guests)
        self.stay_of = dict(template.stay_of)
        self.erased: list[Command] = []
        self.quiet = False
        self.house = folder / "house.db"
        shutil.copy(template.house, self.house)
        self.backup: Path | None = None
        self.authority = authority_at(self.house)
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
        if self.dice.random() < self.crashes * (6 if name in DARING else 1):
            self.hits[name] += 1
            raise Crash(name)
        if name == "push.after_commit" and self.dice.random() < self.lost:
            self.hits["reply lost"] += 1
            raise exc.OperationalError("COMMIT", None, OSError("reply lost"))
        if name in BETWEEN and self.dice.random() < 0.03:
            self._erase()

    def enough(self, _until: float) -> bool:
        """Whether a batch has held the lane for long enough: here by the dice, not by the clock."""
        return not self.quiet and self.dice.random() < 0.1

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
            elif what > 0.915:
                self._elsewhere(what, desk)
            elif what < 0.58 + 2 * self.rare and self.restores:
                self._disaster(what)
            elif desk.cut_until > self.step:
                return
            elif what < 0.62 + 2 * self.rare:
                self._deliver_again(desk)
            else:
                self._round(desk)
        except Crash:
            desk.again()

    def _elsewhere(self, what: float, desk: PlayedDesk) -> None:
        """What is done at the office, and what somebody does to a desk that is switched off."""
        if what > 0.96:
            self._erase()
        elif what > 0.94:
            self._arrive()
        elif what > 0.925:
            self._decide()
        else:
            self._lose_copy(desk)

    def _disaster(self, what: float) -> None:
        if self.backup is None and what < 0.58 + self.rare:
            self._back_up()
        elif self.backup is not None and what >= 0.58 + self.rare:
            self._restore()

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

    def _who(self, actor: str, workstation: str) -> Who:
        self.made += 1
        id_ = new_id(IDS + self.made, self.dice.getrandbits(74))
        return {"id": id_, "actor": actor, "workstation": workstation, "made_at": NOW}

    def _command(self, desk: PlayedDesk) -> Command:
        dice, template = self.dice, self.template
        if dice.random() < 0.2 and (again := self._again(desk)) is not None:
            return again
        who = self._who(template.ana, desk.name)
        stay = dice.choice(self.stays)
        return dice.choices(WANTED, WEIGHTS)[0](self, who, stay)

    def _assign(self, who: Who, stay: str) -> Command:
        return do.AssignRoom(**who, stay=stay, room=self.dice.choice(ROOMS))

    def _charge(self, who: Who, stay: str) -> Command:
        stay = self.dice.choice(self.stays[:4]) if self.dice.random() < 0.7 else stay
        return do.PostCharge(**who, stay=stay, code="3000", unit_price=self.dice.randrange(100, 900))

    def _correct(self, who: Who, _stay: str) -> Command:
        which = self.dice.randrange(len(self.template.posted))
        text = f"{self.names[self.stays[which]]} had none"
        return do.CorrectPosting(**who, posting=self.template.posted[which], reason="C-DUPL", text=text)

    def _housekeeping(self, who: Who, _stay: str) -> Command:
        state = self.dice.choice(list(Housekeeping))
        return do.SetHousekeeping(**who, room=self.dice.choice(ROOMS), state=state)

    def _note(self, who: Who, _stay: str) -> Command:
        return do.AddNote(**who, case=child_id(who["id"], "none"), to_guest="Sorry.")

    def _cancel(self, who: Who, stay: str) -> Command:
        return do.CancelReservation(**who, stay=stay, reason=f"{self.names[stay]} wrote to us")

    def _again(self, desk: PlayedDesk) -> Command | None:
        """Something to decide is tried once more, as a clerk does who reads the list in the copy of this desk."""
        item, store = sharing.work_item, desk.desks.copy.store
        if store is None:
            return None
        with store.read.connect() as connection:
            listed = connection.execute(select(item).where(item.c.state == "open").order_by(item.c.id)).all()
        tries = [step for row in listed for step in steps(row.kind, row.sides) if step.kind]
        if not tries:
            return None
        step = self.dice.choice(tries)
        mine = {**self._who(self.template.ana, desk.name), "made_at": NOW.isoformat()}
        return restore(step.kind, json.dumps({**step.fields, **mine}))

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
        guest = self.dice.choice(list(self.guests))
        if self.dice.random() < 0.5:
            who = self._who(self.template.maria, OFFICE)
            self._office(do.CancelReservation(**who, stay=self.stay_of[guest], reason="asked by letter"))
        who = self._who(self.template.maria, OFFICE)
        command = do.EraseGuest(**who, guest_id=guest, reason="asked by letter")
        if self._office(command):
            self.erased.append(command)
            self.hits["erased"] += 1

    def _arrive(self) -> None:
        """The office takes a reservation of which no desk knows yet."""
        who = self._who(self.template.maria, OFFICE)
        guest, stay, name = child_id(who["id"], "guest"), child_id(who["id"], "stay"), f"Visitor {self.made}, Bo"
        spec, last = GuestSpec(name=name), hotels.DAY + timedelta(2)
        if self._office(
            do.TakeReservation(
                **who, stay=stay, guest_id=guest, guest=spec, arrival=hotels.DAY, departure=last,
                room_type="DLX", prices=(18900, 18900),
            )
        ):  # fmt: skip
            self.guests[guest], self.names[stay], self.stay_of[guest] = name, name, stay
            self.stays.append(stay)
            self.hits["arrived"] += 1

    def _decide(self) -> None:
        """The office leaves something as it is that a person has to decide."""
        item = sharing.work_item
        with self.authority.reading() as connection:
            wanted = select(item.c.id).where(item.c.state == "open", item.c.kind == "conflict")
            listed = list(connection.execute(wanted.order_by(item.c.id)).scalars())
        if listed:
            who = self._who(self.template.maria, OFFICE)
            done = self._office(do.DecideItem(**who, item=self.dice.choice(listed), choice=Choice.KEEP))
            self.hits["decided"] += done

    def _lose_copy(self, desk: PlayedDesk) -> None:
        """Somebody deletes the copy of a desk that is switched off."""
        desk.stop()
        for file in desk.folder.glob("copy-*"):
            file.unlink()
        desk.start()
        self.hits["copy lost"] += 1

    def _office(self, command: Command) -> bool:
        try:
            with self.authority.writing() as connection:
                apply_command(connection, command, HANDLERS, NOW)
        except Refusal:
            return False
        return True

    def _ids(self, path: Path) -> set[str]:
        file = create_engine(f"sqlite:///{path}", poolclass=pool.NullPool)
        with file.connect() as connection:
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
                    select(tables.journal)
                    .where(tables.journal.c.workstation.in_((*NAMES, OFFICE)))
                    .order_by(tables.journal.c.seq)
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
        names = {self.guests[key] for key in gone}
        for table in (tables.journal, sharing.change, sharing.work_item):
            said = " ".join(str(row) for row in connection.execute(select(table)))
            assert not [name for name in names if name in said], f"F16: {table.name} names an erased guest"
        for desk in self.desks:
            said = " ".join(map(str, desk.desks.outbox.all()))
            assert not [name for name in names if name in said], f"F16: {desk.name} names an erased guest"

    def _judge_told(self, connection: Any, rows: Any) -> None:
        """After a restore, what came out differently from what a clerk was told is shown to a person."""
        shown = set(connection.execute(select(sharing.work_item.c.command_id)).scalars())
        silent = [
            row.seq for row in rows if row.id in self.told and _differs(*self.told[row.id], row) and row.id not in shown
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
        item = sharing.work_item
        items = connection.execute(select(item).where(item.c.kind == "conflict"))
        found = {row.command_id: (row.state, row.choice, row.made, row.decided_by) for row in items}
        assert found == model.items, "I8: what is to be decided is not what the model says"


WANTED = (World._assign, World._charge, World._correct, World._housekeeping, World._note, World._cancel)
WEIGHTS = (35, 25, 15, 10, 8, 7)


def _differs(outcome: str, words: str, now: Any) -> bool:
    """True if a clerk was told another outcome, or the same in other words; words go with a guest who was erased."""
    said = _words(now.facts)
    forgotten = any(text in said for text in (GONE, WORDS_GONE, UNSPOKEN)) or said == _words(blank(json.loads(words)))
    return outcome != now.outcome or (words != said and not forgotten)


def _words(facts: Any) -> str:
    return json.dumps(dict(facts), sort_keys=True)


def _basis(desk: PlayedDesk) -> int:
    place = desk.desks.copy.place()
    return place.seq if place is not None else 0


def play(seed: int, folder: Path, template: Template, *, eager: bool = False) -> World:
    """Run one seed in a folder of its own, which is removed afterwards. ``eager`` restores often."""
    place = folder / "world"
    place.mkdir()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(copy, "open_copy", kept)
            patch.setattr(copy, "open_store", lambda path, **_: kept(path))
            world = World(seed, place, template, eager=eager)
            patch.setattr(exchange, "_later_than", world.enough)
            world.run()
        return world
    finally:
        for store in stores.values():
            store.close()
        shutil.rmtree(place)
