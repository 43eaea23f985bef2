"""A workstation of a shared house: saves here first, sends at once, reads its own copy."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Self

from frontdesk.clock import Clock
from frontdesk.commands.base import Command
from frontdesk.commands.blanking import bare
from frontdesk.commands.checks import check
from frontdesk.commands.codec import digest, payload_of
from frontdesk.commands.delivery import Done, Waiting
from frontdesk.commands.staff import SignIn
from frontdesk.errors import Refusal, Unavailable
from frontdesk.store.engine import Store
from frontdesk.sync import exchange, known
from frontdesk.sync.authority import Authority
from frontdesk.sync.classes import KINDS, held_back, may_wait, needs_reach, require_room
from frontdesk.sync.copy import Broken, Copy, Index
from frontdesk.sync.exchange import Deliver, Desks, Me
from frontdesk.sync.keys import Keys
from frontdesk.sync.outbox import Entry, Outbox
from frontdesk.sync.status import Status
from frontdesk.sync.worker import Waiter, Worker

PATIENCE = 1.5
"""Seconds a form waits for the house's word before "saved here, waiting" is shown."""

LONG_PATIENCE = 8.0
"""Seconds a form waits for a step that cannot be saved: longer than any silent line is believed."""


MOST_SKEW = timedelta(minutes=2)
"""A clock that is further off than this is said to whoever works here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a desk comes to the shared house: who it is, over which line, and by which rules."""

    me: Me
    keys: Keys
    authority: Authority
    deliver: Deliver
    index: Index


class Joined:
    """The desk's side of a shared house."""

    def __init__(self, desks: Desks, clock: Clock) -> None:
        self.desks = desks
        self._clock = clock
        self._listeners: list[Callable[[frozenset[str]], None]] = []
        self._saving = threading.Lock()
        self.worker = Worker(desks, clock, self._news)

    @classmethod
    def open(cls, folder: Path, way: Way, clock: Clock) -> Self:
        """Open the desk's own files and begin to keep in step."""
        desks = Desks(
            me=way.me,
            outbox=Outbox(folder / "outbox.db"),
            copy=Copy(folder, way.index),
            authority=way.authority,
            deliver=way.deliver,
            keys=way.keys,
        )
        joined = cls(desks, clock)
        joined.worker.start()
        return joined

    def close(self) -> None:
        """End; what is not sent stays in the outbox and is sent next time."""
        self.worker.close()
        self.desks.authority.close()
        self.desks.copy.close()
        self.desks.outbox.close()

    def on_change(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call ``listener`` with the topics that changed here or elsewhere, on the thread of the worker.

        Gives what ends it.
        """
        self._listeners.append(listener)
        return partial(self._forget, listener)

    def _forget(self, listener: Callable[[frozenset[str]], None]) -> None:
        if listener in self._listeners:
            self._listeners.remove(listener)

    def _news(self, topics: frozenset[str]) -> None:
        for listener in tuple(self._listeners):
            listener(topics)

    # --- saving ----------------------------------------------------------------------------------------------------

    def do(self, command: Command) -> Done:
        """Save a command on this disk, send it, and wait a moment for the house's word.

        Raises:
            Refusal: the house said no; or this desk must not go on before somebody has looked.
            Unavailable: the command cannot wait and the shared database is out of reach, or this disk is full.
        """
        check(command)
        known = self.desks.outbox.find(command.id)
        if known is not None:
            return self._once_more(known, command)
        waits = may_wait(command)
        if isinstance(command, SignIn) and self.worker.reach.since is not None:
            return self._sign_in_here(command)
        self._require_possible(command, waits=waits)
        waiter = self.worker.attend(command)
        try:
            self._save(command, waits=waits)
            self.worker.wake()
            return self._answer(waiter, waits=waits)
        finally:
            self.worker.leave(waiter)

    def _sign_in_here(self, command: SignIn) -> Done:
        """Out of reach, whoever has signed in at this desk lately goes on with the own PIN."""
        desks = self.desks
        if desks.keys is None:
            raise needs_reach(command)
        signing = known.Signing(person=command.actor, pin=command.pin, now=self._clock(), pepper=desks.keys.pepper)
        person = known.prove(desks.outbox, signing)
        facts = {"name": person.name, "role": person.role, "here": True}
        return Done(id=command.id, seq=0, outcome="recorded", topics=frozenset(), facts=facts)

    def _require_possible(self, command: Command, *, waits: bool) -> None:
        reach = self.worker.reach
        if reach.stopped is not None:
            raise reach.stopped
        if reach.since is not None and not waits:
            raise needs_reach(command)
        require_room(command, self.desks.outbox.count(), reach.since, self._clock())

    def _save(self, command: Command, *, waits: bool) -> None:
        with self._saving:
            self.desks.outbox.save(command, reach=KINDS[type(command)], waits=waits, basis=self._basis())

    def _basis(self) -> int:
        try:
            place = self.desks.copy.place()
        except Broken:
            return 0
        return place.seq if place is not None else 0

    def _answer(self, waiter: Waiter, *, waits: bool) -> Done:
        """What the person at the form is told."""
        if not self.worker.away:
            waiter.ended.wait(PATIENCE if waits else LONG_PATIENCE)
        command = waiter.command
        self.worker.leave(waiter)
        if waiter.done is not None:
            if waiter.done.outcome == "refused":
                self.desks.outbox.seen(command.id)
            return said(waiter.done)
        if not waits:
            raise self._unknown(waiter.error, command)
        if waiter.error is not None and not isinstance(waiter.error, Refusal | Unavailable):
            raise waiter.error
        return Done(id=command.id, seq=0, outcome="waiting", topics=frozenset({"outbox"}), facts={})

    def _unknown(self, error: Exception | None, command: Command) -> Exception:
        if isinstance(error, Refusal) or (error is not None and not isinstance(error, Unavailable)):
            return error
        base = needs_reach(command)
        return Unavailable(
            base.title,
            "Whether it was done shows as soon as the connection is back; it is not done later by itself.",
            base.help,
        )

    def _once_more(self, known: Entry, command: Command) -> Done:
        """The same id again: the stored outcome, or another moment of waiting for it."""
        if known.kind != type(command).__name__ or known.sha not in {digest(payload_of(command)), _emptied(command)}:
            raise Refusal(
                "This id was used before for another command.",
                f"It is number {known.n} of this desk.",
                "Make a new id.",
            )
        if known.outcome == "dropped":
            self._require_possible(command, waits=known.waits)
        elif known.state == "done":
            self.desks.outbox.seen(known.id)
            return said(Done(**_outcome(known), topics=frozenset(), again=True))
        waiter = self.worker.attend(command)
        try:
            if known.outcome == "dropped":
                self.desks.outbox.reopen(known.n)
            self.worker.wake()
            return self._answer(waiter, waits=known.waits)
        finally:
            self.worker.leave(waiter)

    # --- reading ---------------------------------------------------------------------------------------------------

    def store(self, patience: float = LONG_PATIENCE) -> Store:
        """The copy to read from; waits a moment for the first one.

        Raises:
            Unavailable: there is no copy yet and the shared database is out of reach.
        """
        found = self.desks.copy.store
        if found is None:
            self._wait_for_copy(patience)
            found = self.desks.copy.store
        if found is None:
            raise Unavailable(
                "This desk has no copy of the house yet.", self.worker.reach.words, "Bring the connection back first."
            )
        return found

    def _wait_for_copy(self, patience: float) -> None:
        pause = threading.Event()
        for _ in range(int(patience / 0.05)):
            if self.desks.copy.store is not None or self.worker.away:
                return
            pause.wait(0.05)

    def waiting(self) -> tuple[Waiting, ...]:
        """What is saved here and not yet done, and what was refused behind its clerk's back, in order."""
        outbox = self.desks.outbox
        rows = [*outbox.new(), *outbox.stuck(), *outbox.unseen()]
        return tuple(_waiting(row) for row in sorted(rows, key=lambda row: row.n))

    def read(self, command_id: str) -> None:
        """Somebody has read that this command was refused."""
        self.desks.outbox.seen(command_id)
        self._news(frozenset({"outbox"}))

    def send_again(self, command_id: str) -> None:
        """Send a command that was put aside once more, as it was saved.

        Raises:
            Refusal: it is not put aside, or it has been altered since it was saved.
        """
        entry = self._aside(command_id)
        if not entry.whole():
            raise Refusal(
                "This was altered on the disk after it had been saved, so it is never sent.",
                help="Do it again from the stay, and tell whoever looks after the program.",
            )
        self.desks.outbox.reopen(entry.n)
        self.worker.wake()
        self._news(frozenset({"outbox"}))

    def give_up(self, command_id: str) -> None:
        """Do not send a command that was put aside; what waits behind it goes on.

        Raises:
            Refusal: it is not put aside.
        """
        self.desks.outbox.drop(self._aside(command_id).n)
        self.worker.wake()
        self._news(frozenset({"outbox"}))

    def _aside(self, command_id: str) -> Entry:
        entry = self.desks.outbox.find(command_id)
        if entry is None or entry.state != "stuck":
            raise Refusal("This is not put aside any more.", help="Look at the list again.")
        return entry

    def status(self) -> Status:
        """How this desk stands to the shared house."""
        outbox, reach = self.desks.outbox, self.worker.reach
        waiting, stuck = outbox.count(), outbox.count("stuck")
        state = "in_step"
        if reach.stopped is not None:
            state = "stopped"
        elif reach.since is not None:
            state = "out_of_reach"
        elif waiting:
            state = "waiting"
        return Status(
            state=state,
            waiting=waiting,
            stuck=stuck,
            unseen=len(outbox.unseen()),
            decisions=self.desks.copy.decisions(),
            since=reach.since,
            fresh_at=reach.fresh_at,
            words=str(reach.stopped) if reach.stopped is not None else reach.words,
            skew=self.worker.skew if abs(self.worker.skew) > MOST_SKEW else timedelta(0),
            held=held_back() if self.worker.away else frozenset(),
        )

    def rebuild(self) -> None:
        """Make the copy anew.

        Raises:
            sqlalchemy.exc.DBAPIError: out of reach.
        """
        exchange.rebuild(self.desks)


def _emptied(command: Command) -> str:
    """What the hash of a command is after its guest was erased."""
    return digest(payload_of(bare(command)))


def said(done: Done) -> Done:
    """The outcome as it is told to the person at the form.

    Raises:
        Refusal: it is a refusal.
    """
    if done.outcome == "refused":
        raise Refusal.read(done.facts)
    if done.outcome == "dropped":
        raise Unavailable("This step did not reach the shared database in time.", help="Do it again.")
    return done


def _outcome(entry: Entry) -> dict[str, Any]:
    return {"id": entry.id, "seq": entry.seq, "outcome": entry.outcome, "facts": entry.facts}


def _waiting(entry: Entry) -> Waiting:
    try:
        values = json.loads(entry.payload)
    except ValueError:
        values = {}
    return Waiting(
        n=entry.n,
        id=entry.id,
        kind=entry.kind,
        made_at=entry.made_at,
        actor=entry.actor,
        values=values,
        state=entry.state,
        outcome=entry.outcome,
        error=entry.error or str(entry.facts.get("refused", "")),
        tries=entry.tries,
    )
