"""When to try: one thread that keeps this desk and the shared database in step, and one that listens for hints."""

import logging
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import exc

from frontdesk.clock import Clock
from frontdesk.commands.base import Command
from frontdesk.commands.delivery import Done, Halt
from frontdesk.errors import Refusal, Unavailable
from frontdesk.store.guard import calls
from frontdesk.store.spoken import no_house
from frontdesk.sync import enrolment, exchange, recovery
from frontdesk.sync.authority import is_busy, is_out_of_reach, unavailable
from frontdesk.sync.copy import Broken
from frontdesk.sync.exchange import Desks, Interrupted, Sent
from frontdesk.sync.outbox import Entry

POLL = 2.0
BREATH, LONGEST_BREATH = 4.0, 0.25
"""After fetching others' changes a desk lets that many times as long pass, but no more than these seconds, before it
fetches what is called out next: what comes meanwhile comes together. Who saves something here waits for nothing."""
COMPARE_EVERY = timedelta(minutes=10)
SHORTEST, LONGEST = 0.2, 30.0
KEPT_DAYS = 90
_REMOVED = Refusal(
    "The shared house does not let this workstation in any more.",
    "It was removed, or joined after the backup that was restored; what is saved here and was not sent stays here.",
    "Join again with a new code, and it is sent: frontdesk share join",
)
_log = logging.getLogger("frontdesk.sync")


@dataclass(slots=True, eq=False)
class Waiter:
    """Somebody at a form who waits for the outcome of a command; the command keeps what was typed in secret."""

    command: Command
    ended: threading.Event = field(default_factory=threading.Event)
    done: Done | None = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How this desk stands to the shared database. ``stopped`` is why nothing is sent until somebody has looked."""

    since: datetime | None = None
    words: str = ""
    stopped: Refusal | None = None
    fresh_at: datetime | None = None


class Worker:
    """Pushes, pulls and compares in a thread of its own, as often as is useful and no oftener."""

    def __init__(self, desks: Desks, clock: Clock, changed: Callable[[frozenset[str]], None]) -> None:
        self.desks = desks
        self.reach = Reach()
        self.skew = timedelta(0)
        self._clock = clock
        self._changed = changed
        self._wake = threading.Event()
        self._asked = False
        self._heard = 0
        self._next_fetch = 0.0
        self._line_back = threading.Event()
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._waiters: dict[str, Waiter] = {}
        self._pause = SHORTEST
        self._compare_at: datetime | None = None
        self._thread = threading.Thread(target=self._run, name="desk-sync", daemon=True)
        self._listener = threading.Thread(target=self._listen, name="desk-listen", daemon=True)

    def start(self, *, listen: bool = True) -> None:
        """Begin."""
        self._thread.start()
        if listen and self.desks.authority.engine.dialect.name == "postgresql":
            self._listener.start()

    def close(self) -> None:
        """Finish the step under way and end; what is not sent stays in the outbox."""
        self._closing.set()
        self._wake.set()
        self._line_back.set()
        for thread in (self._thread, self._listener):
            if thread.is_alive():
                thread.join()

    def wake(self) -> None:
        """Look now."""
        self._asked = True
        self._wake.set()

    def _hear(self, hint: str) -> None:
        """A change was called out, by its number; a hint without one says that some may have been missed."""
        if not hint.isdigit():
            self._line_back.set()
            self.wake()
            return
        self._heard = max(self._heard, int(hint))
        self._line_back.set()
        self._wake.set()

    @property
    def away(self) -> bool:
        """True while the shared database is out of reach or this desk is stopped."""
        return self.reach.since is not None or self.reach.stopped is not None

    # --- people at forms -------------------------------------------------------------------------------------------

    def attend(self, command: Command) -> Waiter:
        """Somebody waits for this command, which is about to be saved."""
        waiter = Waiter(command)
        with self._lock:
            self._waiters[command.id] = waiter
        return waiter

    def leave(self, waiter: Waiter) -> None:
        """Nobody waits any more."""
        with self._lock:
            if self._waiters.get(waiter.command.id) is waiter:
                del self._waiters[waiter.command.id]

    def _attended(self, entry: Entry) -> Waiter | None:
        with self._lock:
            return self._waiters.get(entry.id)

    def _settle(self, waiter: Waiter | None, *, done: Done | None = None, error: Exception | None = None) -> None:
        if waiter is not None:
            waiter.done, waiter.error = done, error
            waiter.ended.set()

    def _send_home(self, error: Exception) -> None:
        """Out of reach: everybody who waits is told at once."""
        with self._lock:
            waiters = list(self._waiters.values())
        for waiter in waiters:
            if not waiter.ended.is_set():
                self._settle(waiter, error=error)

    # --- the thread ------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._closing.is_set():
            self._asked, self._heard = False, 0  # what was heard by now, this round fetches
            self._line_back.clear()
            pause = self._round()
            if self.away:  # a save must not turn a dead line into a storm of tries: the pause is kept
                self._line_back.wait(pause)
            else:
                self._rest(pause)

    def _rest(self, pause: float) -> None:
        """Wait until somebody asks, or news that is not here yet may be fetched, or the pause is over."""
        until = time.monotonic() + pause
        while not self._asked and not self._closing.is_set():
            if self._heard > self._here():
                until = min(until, self._next_fetch)
            left = until - time.monotonic()
            if left <= 0:
                return
            self._wake.wait(left)
            self._wake.clear()

    def _here(self) -> int:
        try:
            place = self.desks.copy.place()
        except Broken:
            return 0  # the next round finds it, and makes the copy anew
        return place.seq if place is not None else 0

    def _round(self) -> float:
        """One round; gives how long to wait before the next."""
        try:
            self._keep_in_step()
        except Halt as halt:
            return self._halted(halt)
        except Broken as broken:
            return self._broken(str(broken))
        except Refusal as refusal:
            self._stop(refusal)
            return LONGEST
        except Exception as error:  # noqa: BLE001 - the thread must outlive whatever one round brings
            return self._failed(error)
        self._pause = SHORTEST
        self.reach = Reach(fresh_at=self._clock())
        return POLL

    def _keep_in_step(self) -> None:
        desks = self.desks
        here = desks.copy.place()
        if here is None:
            exchange.look(desks)
            recovery.recover(desks)  # who lost the copy may have missed a restore as well
            here = desks.copy.place()
            self._tell(frozenset({"house"}))
        elif self.reach.fresh_at is None or self.away:
            self._pull()  # a house that was put back shows in its chain, before anything is added to it
        assert here is not None, "there is a copy, or recovering has made one"
        if not self._push_abreast(here.epoch):
            self._pull()
        self._compare_if_due()

    def _push_abreast(self, epoch: str) -> bool:
        """Send; before anything goes that may name a guest who was erased since, the news is fetched and heeded."""
        try:
            return self._push(epoch)
        except Halt as halt:
            if halt.reason != "behind":
                raise
        self._pull()
        return self._push(epoch)

    def _push(self, epoch: str) -> bool:
        """Send what is saved here; True if the copy was brought in step behind the last of it."""
        desks = self.desks
        shown = False
        entries = exchange.sendable(desks.outbox.new(), desks.outbox.stuck())
        while entries and not self._closing.is_set():
            waiter = self._attended(entries[0])
            if waiter is not None or not entries[0].waits:
                sent = [exchange.push(desks, entries[0], epoch=epoch, typed=waiter.command if waiter else None)]
            else:
                sent = exchange.push_all(desks, self._together(entries), epoch=epoch)
            entries = entries[len(sent) :]
            if sent[-1].done is None:
                self._kept_back(waiter, sent[-1])
                return False
            shown = waiter is not None and self._show_own(waiter, sent[-1].done)
            if waiter is None:
                self._tell(frozenset({"outbox"}))
        return shown

    def _together(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those at the front of the queue that nobody waits for: they may go in one transaction."""
        return list(takewhile(lambda entry: entry.waits and self._attended(entry) is None, entries[: exchange.BATCH]))

    def _kept_back(self, waiter: Waiter | None, sent: Sent) -> None:
        """The rules themselves failed on a command: the log gets the fault, the row is tried again or put aside."""
        if not isinstance(sent.fault, Refusal):
            _log.error("command %s could not be done", sent.entry.id, exc_info=sent.fault)
        self._settle(waiter, error=sent.fault)
        self._tell(frozenset({"outbox"}))

    def _show_own(self, waiter: Waiter, done: Done) -> bool:
        """Who made a change sees it in the copy before the form closes, if the line holds that long."""
        try:
            self._pull()
        except (exc.DBAPIError, OSError, Broken):
            _log.info("the outcome came, the copy will follow", exc_info=True)
            return False
        finally:
            self._settle(waiter, done=done)
        return True

    def _pull(self) -> None:
        begun = time.monotonic()
        topics = exchange.pull(self.desks)
        ended = time.monotonic()
        self._next_fetch = ended + min(LONGEST_BREATH, BREATH * (ended - begun))
        self._tell(topics)
        self.reach = Reach(stopped=self.reach.stopped, fresh_at=self._clock())  # reading does not end a stop

    def _compare_if_due(self) -> None:
        now = self._clock()
        if self._compare_at is None:
            self._measure_skew()
        if self._compare_at is None or abs(now - self._compare_at) > 2 * COMPARE_EVERY:
            self._compare_at = now + COMPARE_EVERY  # the first time, and when the clock was set
        if now < self._compare_at:
            return
        self._compare_at = now + COMPARE_EVERY
        self._measure_skew()
        try:
            wrong = exchange.compare(self.desks, lambda: bool(self._waiters))
        except Interrupted:
            self._compare_at = now + timedelta(minutes=1)
            return
        self.desks.outbox.purge(now - timedelta(days=KEPT_DAYS))
        if wrong:
            raise Broken(f"the copy differs in {', '.join(wrong)}")

    def _measure_skew(self) -> None:
        clock = self.desks.authority.clock()
        self.skew = self._clock() - clock if clock is not None else timedelta(0)

    # --- what can go wrong -----------------------------------------------------------------------------------------

    def _broken(self, why: str) -> float:
        """The copy does not fit: find what the shared database has lost, send it again, make the copy anew."""
        try:
            again, gone = recovery.recover(self.desks)
        except Exception as error:  # noqa: BLE001 - recovery begins again with the next round
            return self._failed(error)
        self.desks.outbox.report(self._clock(), f"{why}; copy made anew, {again} sent again, {gone} changes were gone")
        self._compare_at = self._clock()
        self._tell(frozenset({"house", "outbox"}))
        return 0.0

    def _halted(self, halt: Halt) -> float:
        if halt.reason == "epoch":
            return self._broken(halt.title)
        if halt.reason == "behind":
            return SHORTEST  # one more came in the same moment
        if halt.reason == "clone":
            self._stop_the_other(halt)
        self._stop(halt)
        return LONGEST

    def _stop_the_other(self, halt: Halt) -> None:
        """Nobody can tell which of two computers is the copy: neither may go on under this name."""
        try:
            enrolment.stop(self.desks.authority, f"{halt.title} {halt.detail}")
        except (exc.DBAPIError, OSError):
            _log.info("the other computer is stopped when the line is back", exc_info=True)

    def _stop(self, refusal: Refusal) -> None:
        self.reach = Reach(stopped=refusal, fresh_at=self.reach.fresh_at)
        self._send_home(refusal)
        self._tell(frozenset({"outbox"}))

    def _failed(self, error: Exception) -> float:
        if isinstance(error, exc.DBAPIError) and is_busy(error):
            return SHORTEST
        if "not permitted to log in" in str(error) or calls.is_unknown(error):
            self._stop(_REMOVED)
            return LONGEST
        said = _words_of(error)
        if not is_out_of_reach(error) and not isinstance(said, Refusal) and said is not error:
            _log.error("a round of sharing failed", exc_info=error)
        since = self.reach.since or self._clock()
        first = self.reach.since is None
        self.reach = Reach(since=since, words=str(said), fresh_at=self.reach.fresh_at)
        self._send_home(said)
        self.desks.authority.forget()
        if first:
            self._tell(frozenset({"outbox"}))
        self._pause = min(LONGEST, self._pause * 2)
        return self._pause * random.uniform(0.5, 1.0)

    def _tell(self, topics: frozenset[str]) -> None:
        if topics:
            try:
                self._changed(topics)
            except Exception:  # noqa: BLE001 - a screen's fault must not end the sharing
                _log.exception("a screen could not take the news")

    # --- hints -----------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Wait for hints that something changed; without them the poll finds it a little later."""
        from frontdesk.sync.listen import hints

        while not self._closing.is_set():
            try:
                for hint in hints(self.desks.authority, self._closing):
                    self._hear(hint)
            except Exception:  # noqa: BLE001 - a hint is a comfort, never a need: without it the poll finds out
                _log.debug("no hints at the moment", exc_info=True)
            self._closing.wait(min(2 * self._pause, POLL * 5))


def _words_of(error: Exception) -> Refusal | Unavailable:
    """What a failed round means here. While a backup is put back, its tables and rights are not there."""
    if isinstance(error, Unavailable):
        return error
    return _REMOVED if calls.is_shut_out(error) else no_house(error) or unavailable(error)
