"""The only road from a screen to the desk, and back.

Commands run one at a time in the order of the clicks; questions run beside them; documents wait for the
commands that were given before them. Every answer arrives on the thread of the window.
"""

from __future__ import annotations

import gc
import itertools
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from frontdesk.errors import Refusal, Unavailable

READERS = 3
JOBS = 3
SWEEP_MS = 500
GATHER_MS = 30
"""What is heard of other workstations within this time is passed on together."""


class Done(Protocol):
    """What a command answers: at least which topics it changed."""

    @property
    def topics(self) -> frozenset[str]:
        """Names of what changed, such as "folio:…" or "house"."""


class DeskLike(Protocol):
    """The door: the verbs of a desk."""

    def do(self, command: Any, /) -> Done:
        """Change something. Raises `Refusal`."""

    def do_all(self, commands: Any, /) -> Any:
        """Change several things, or none of them. Raises `Refusal`."""

    def ask(self, question: Any, /) -> Any:
        """Read something."""

    def print(self, document: Any, /) -> Any:
        """Make a document."""


class LongDoor(DeskLike, Protocol):
    """The door for a long job: its changes stand in line with those of the window."""

    def print_merged(self, wanted: Any, target: Any, done: Any, /) -> dict[int, str]:
        """Draw many folios into one file."""
        ...


@dataclass(frozen=True, slots=True)
class _Reply:
    """Who waits for an answer, and what to call with it. ``slot`` and ``number`` tell a stale answer."""

    owner: QObject
    done: Callable[[Any], None] | None
    refused: Callable[[Any], None] | None
    ended: Callable[[], None] | None = None
    slot: str | None = None
    number: int = 0
    changes: bool = False
    in_place: bool = False


class DeskBus(QObject):
    """Runs the desk's work off the window's thread.

    ``owner`` is the widget waiting for the answer: once it is gone its callbacks are dropped, but an error
    that was meant for it goes to ``failed``. ``refused`` is called with a `Refusal`, and for a command with an
    `Unavailable` too: what cannot wait is said where it was tried. Any other error goes to ``failed``.
    """

    changed = Signal(object)
    """frozenset[str]: the topics a command has changed, here or on another workstation."""
    failed = Signal(object)
    """Exception: an error that nobody handled in place."""
    _arrived = Signal(object, object)
    _told = Signal()

    def __init__(self, desk: DeskLike, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="desk-writer")
        self._printer = ThreadPoolExecutor(1, thread_name_prefix="desk-printer")
        self._jobs = ThreadPoolExecutor(JOBS, thread_name_prefix="desk-job")
        self._stops: list[Callable[[], None]] = []
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="desk-reader")
        self._looker = ThreadPoolExecutor(1, thread_name_prefix="desk-looker")
        self._heard: set[str] = set()
        self._hearing = threading.Lock()
        self._last_write: Future[Any] | None = None
        self._numbers = itertools.count(1)
        self._newest: dict[tuple[int, str], tuple[int, Future[Any]]] = {}
        self._closed = False
        self._sweeper = _Sweeper(self)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._gatherer = QTimer(self)
        self._gatherer.setSingleShot(True)
        self._gatherer.setInterval(GATHER_MS)
        self._gatherer.timeout.connect(self._pass_on)
        self._told.connect(self._gatherer.start, Qt.ConnectionType.QueuedConnection)

    def do(
        self,
        command: object,
        *,
        owner: QObject,
        done: Callable[[Any], None] | None = None,
        refused: Callable[[Refusal], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Carry out a command after all earlier ones; ``done`` gets its whole result.

        ``ended`` is called last, whatever the outcome: a form leaves its busy state there.
        Raises `RuntimeError` after `close`, so that no change is lost in silence.
        """
        work = partial(self._desk.do, command)
        reply = _Reply(owner, done, refused, ended, changes=True, in_place=True)
        self._last_write = self._submit(self._writer, work, reply)

    def do_all(
        self,
        commands: Sequence[object],
        *,
        owner: QObject,
        done: Callable[[Any], None] | None = None,
        refused: Callable[[Refusal], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Carry out several commands as one: all of them or none. ``done`` gets the list of results."""
        work = partial(self._desk.do_all, list(commands))
        reply = _Reply(owner, done, refused, ended, changes=True, in_place=True)
        self._last_write = self._submit(self._writer, work, reply)

    def ask(
        self,
        question: object,
        *,
        owner: QObject,
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
        slot: str | None = None,
    ) -> None:
        """Ask a question. For one owner and ``slot`` only the newest answer is delivered."""
        if self._closed:
            return
        number = next(self._numbers)
        reply = _Reply(owner, done, refused, slot=slot, number=number)
        if slot is not None and (id(owner), slot) in self._newest:
            self._newest[id(owner), slot][1].cancel()
        future = self._submit(self._readers, partial(self._desk.ask, question), reply)
        if slot is not None:
            self._newest[id(owner), slot] = (number, future)

    def drop(self, owner: QObject, slot: str) -> None:
        """What was asked last for this owner and slot is not wanted any more; its answer comes to nobody."""
        asked = self._newest.pop((id(owner), slot), None)
        if asked is not None:
            asked[1].cancel()

    def print(
        self,
        document: object,
        *,
        owner: QObject,
        done: Callable[[Any], None],
        refused: Callable[[Refusal], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Make a document once the commands given before it are done, without holding up later ones."""
        if self._closed:
            return
        work = partial(_after, self._last_write, partial(self._desk.print, document))
        self._submit(self._printer, work, _Reply(owner, done, refused, ended))

    def look(
        self,
        work: Callable[[], Any],
        *,
        owner: QObject,
        done: Callable[[Any], None],
        refused: Callable[[Any], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Find out how the desk itself stands, on a thread of its own: no slow question is ever before it."""
        if not self._closed:
            self._submit(self._looker, work, _Reply(owner, done, refused, ended, in_place=True))

    def hear(self, topics: frozenset[str]) -> None:
        """Something was changed by somebody else; called on any thread, passed on through ``changed``."""
        with self._hearing:
            first = not self._heard
            self._heard |= topics
        if first and not self._closed:
            self._told.emit()

    def work(
        self,
        job: Callable[[LongDoor], Any],
        *,
        owner: QObject,
        done: Callable[[Any], None],
        stop: Callable[[], None],
        refused: Callable[[Refusal], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Do something long beside everything else; ``stop`` is called when the window closes, and must end it soon."""
        if self._closed:
            return
        self._stops.append(stop)
        self._submit(self._jobs, partial(job, _Through(self)), _Reply(owner, done, refused, ended))

    def close(self) -> None:
        """Finish what was promised, start nothing new."""
        self._closed = True
        self._looker.shutdown(wait=True, cancel_futures=True)
        for stop in self._stops:
            stop()
        self._jobs.shutdown(wait=True, cancel_futures=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._printer.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self._sweeper.stop()

    def _submit(self, pool: ThreadPoolExecutor, work: Callable[[], Any], reply: _Reply) -> Future[Any]:
        future = pool.submit(work)
        future.add_done_callback(partial(self._hop, reply))
        return future

    def _hop(self, reply: _Reply, future: Future[Any]) -> None:
        """On the worker's thread: send the finished work over to the window's thread."""
        if not future.cancelled():
            self._arrived.emit(reply, future)

    @Slot(object, object)
    def _deliver(self, reply: _Reply, future: Future[Any]) -> None:
        stale = self._is_stale(reply)
        waiting = shiboken6.isValid(reply.owner) and not stale
        error = future.exception()
        try:
            if error is not None:
                self._fail(error, reply, waiting=waiting, stale=stale)
            elif waiting and reply.done is not None:
                reply.done(future.result())
        finally:
            if reply.changes and error is None:
                result = future.result()
                several = result if isinstance(result, list) else [result]
                self._tell(frozenset[str]().union(*(one.topics for one in several)))
            if reply.ended is not None and shiboken6.isValid(reply.owner):
                reply.ended()

    def _tell(self, topics: frozenset[str]) -> None:
        """Pass on what a command here has changed; what was heard of it by the other way is not said twice."""
        with self._hearing:
            self._heard -= topics
        self.changed.emit(topics)

    @Slot()
    def _pass_on(self) -> None:
        with self._hearing:
            topics, self._heard = frozenset(self._heard), set()
        if topics and not self._closed:
            self.changed.emit(topics)

    def _fail(self, error: BaseException, reply: _Reply, *, waiting: bool, stale: bool) -> None:
        not_now = isinstance(error, Unavailable) and reply.in_place and reply.refused is not None
        if isinstance(error, Refusal) or not_now:
            if waiting and reply.refused is not None:
                reply.refused(error)
            elif not stale:
                self.failed.emit(error)
        else:
            self.failed.emit(error)

    def _is_stale(self, reply: _Reply) -> bool:
        if reply.slot is None:
            return False
        key = (id(reply.owner), reply.slot)
        if self._newest.get(key, (0,))[0] != reply.number:
            return True
        del self._newest[key]
        return False


class _Through:
    """The desk as a long job has it, on the job's own thread."""

    def __init__(self, bus: DeskBus) -> None:
        self._bus = bus
        desk: Any = bus._desk  # noqa: SLF001 - a part of the bus
        self.ask, self.print = desk.ask, desk.print

    def print_merged(self, wanted: Any, target: Any, done: Any, /) -> dict[int, str]:
        """Draw many folios into one file."""
        desk: Any = self._bus._desk  # noqa: SLF001 - as above
        made: dict[int, str] = desk.print_merged(wanted, target, done)
        return made

    def do(self, command: Any, /) -> Any:
        """Change something in line with all other changes; the screens hear of it as ever."""
        bus = self._bus
        reply = _Reply(bus, None, _told_to_the_job, changes=True)
        return bus._submit(bus._writer, partial(bus._desk.do, command), reply).result()  # noqa: SLF001 - as above

    def do_all(self, commands: Any, /) -> Any:
        """Change several things at once, likewise."""
        bus = self._bus
        reply = _Reply(bus, None, _told_to_the_job, changes=True)
        work = partial(bus._desk.do_all, list(commands))  # noqa: SLF001 - as above
        return bus._submit(bus._writer, work, reply).result()  # noqa: SLF001 - as above


def _told_to_the_job(_refusal: Refusal) -> None:
    """The job that asked has the refusal itself."""


class _Sweeper(QObject):
    """Takes out cyclic garbage on the window's thread, and nowhere else, while a bus has threads of its own.

    Python's collector runs on whichever thread happens to allocate. On a reader it would destroy widgets and
    models of a page that was closed, outside the thread they live in, and that ends the program.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._sweep)
        self._timer.start(SWEEP_MS)

    def stop(self) -> None:
        """The threads are gone: Python may collect again as it likes."""
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def _sweep(self) -> None:
        """Collect the oldest generation that is due by Python's own thresholds."""
        due = [
            age
            for age, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > limit
        ]
        if due:
            gc.collect(due[-1])


def _after(earlier: Future[Any] | None, work: Callable[[], Any]) -> Any:
    if earlier is not None:
        wait([earlier])
    return work()
