"""Working through a batch of folios: it stops within a moment, goes on where it stopped, and prints nothing twice.

What a folio was printed as is written down before it can lie in a printer's tray. A file is written under a name of
its own and then noted: done twice, it is the same file. A printer is told first in the record, then by the queue: what
was in between when the power went is printed again with the word COPY (FD-20).
"""

import os
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self

from frontdesk.commands.batch import ItemDone, NoteBatch
from frontdesk.dispatch.door import Door, Make
from frontdesk.dispatch.drawing import drawn
from frontdesk.dispatch.spooler import Stopped, spool
from frontdesk.domain.batch import OPEN, Form, ItemState
from frontdesk.errors import Refusal, Unavailable
from frontdesk.queries.batch import BatchItem, BatchView, ReadBatch
from frontdesk.queries.folio import ReadFolioPaper

CHUNK = 20
"""Folios that go to the printer as one job: few enough to stop soon, enough not to flood its queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a batch has come. ``name`` is the folio at hand; ``left`` seconds, as the pace so far has it."""

    done: int
    total: int
    name: str
    rate: float
    left: float


class Watch(Protocol):
    """Who looks on: is told how far it is, and may say stop."""

    def progress(self, progress: Progress, /) -> None:
        """Something was done."""

    def cancelled(self) -> bool:
        """Whether to stop now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a run: folios handed out by it, and each that failed with its reason (FD-23)."""

    done: int
    failures: tuple[tuple[BatchItem, str], ...]
    stopped: bool


@dataclass(slots=True)
class _Run:
    """One run over the open folios of a batch."""

    door: Door
    make: Make
    watch: Watch
    batch: BatchView
    items: Sequence[BatchItem]
    began: float = field(default_factory=time.monotonic)
    done: int = 0
    failures: list[tuple[BatchItem, str]] = field(default_factory=list)

    def tell(self, item: BatchItem, behind: int) -> None:
        """Say what is at hand, then look whether to stop.

        Raises:
            Stopped: somebody said so.
        """
        spent = max(time.monotonic() - self.began, 1e-6)
        rate = behind / spent
        left = (len(self.items) - behind) / rate if rate else 0.0
        earlier = self.batch.total - len(self.items)
        name = " ".join(filter(None, (item.room, item.name)))
        told = Progress(done=earlier + behind, total=self.batch.total, name=name, rate=rate, left=left)
        self.watch.progress(told)
        if self.watch.cancelled():
            raise Stopped

    def note(self, items: Iterable[BatchItem], state: ItemState, reason: str = "") -> None:
        """Write down what became of folios."""
        done = tuple(ItemDone(n=item.n, copy=item.copy) for item in items)
        if done:
            self.door.do(self.make(NoteBatch, batch=self.batch.batch, items=done, state=state, reason=reason))

    def fail(self, item: BatchItem, reason: str) -> None:
        """One bad folio never stops the others (FD-23)."""
        self.failures.append((item, reason))
        self.note([item], ItemState.FAILED, reason)


def run_batch(door: Door, make: Make, batch: str, watch: Watch) -> Result:
    """Hand out what is left of a batch. Started again after a stop or a crash, it goes on.

    Raises:
        Refusal: there is no such batch, it is closed, or it belongs to another workstation.
        Unavailable: the folder, the printer or the database is out of reach; what is done is noted.
    """
    found = door.ask(ReadBatch(batch))
    waiting = [item for item in found.items if ItemState(item.state) in OPEN]
    if found.closed or not waiting:
        raise Refusal("Nothing is left to do in this batch.", help="Start a new one.")
    run = _Run(door, make, watch, found, waiting)
    work = {Form.FILES: _files, Form.MERGED: _merged, Form.PRINTER: _printer}[Form(found.form)]
    stopped = False
    try:
        work(run)
    except Stopped:
        stopped = True
    return Result(done=run.done, failures=tuple(run.failures), stopped=stopped)


def papers(item: BatchItem) -> list[ReadFolioPaper]:
    """The papers of one folio of a batch: the first as numbered, each further one a copy of it."""
    return [
        ReadFolioPaper(item.stay, item.window, item.language, item.style, item.copy + further)
        for further in range(item.copies)
    ]


def file_name(item: BatchItem, total: int) -> str:
    """A name any system takes, in the order of the batch: "007-412-papadopoulou-1.pdf"."""
    family = item.name.partition(",")[0]
    plain = "".join(sign if sign.isalnum() else "-" for sign in family.lower()).strip("-")[:40]
    parts = (f"{item.n:0{len(str(total))}d}", item.room or "stay", plain, str(item.window))
    return "-".join(part for part in parts if part) + ".pdf"


def _files(run: _Run) -> None:
    folder = Path(run.batch.target)
    for behind, item in enumerate(run.items):
        run.tell(item, behind)
        try:
            pdf = _drawn(run.door, item)
        except Refusal as refusal:
            run.fail(item, str(refusal))
            continue
        with _place(folder / file_name(item, run.batch.total)) as out:
            out.file.write_bytes(pdf)
        run.note([item], ItemState.MADE)
        run.done += 1


def _drawn(door: Door, item: BatchItem) -> bytes:
    wanted = papers(item)
    if len(wanted) == 1:
        return drawn(door, wanted[0])
    with tempfile.TemporaryFile() as made:
        failed = door.print_merged(wanted, made, _nothing)
        if failed:
            raise Refusal(next(iter(failed.values())))
        made.seek(0)
        return made.read()


def _nothing(_behind: int) -> None:
    """Nobody looks on."""


def _merged(run: _Run) -> None:
    """All of a batch as one file: it is there when it is whole, and drawn anew after a stop."""
    every = [item for item in run.batch.items if item.state != ItemState.FAILED.value]
    wanted = [(item, paper) for item in every for paper in papers(item)]

    def done(behind: int) -> None:
        run.tell(wanted[min(behind, len(wanted) - 1)][0], min(behind, len(run.items)))

    run.tell(every[0], 0)
    with _place(Path(run.batch.target)) as out, out.file.open("wb") as target:
        failed = run.door.print_merged([paper for _, paper in wanted], target, done)
    bad = {wanted[place][0].n: reason for place, reason in failed.items()}
    for item in run.items:
        if item.n in bad:
            run.fail(item, bad[item.n])
    good = [item for item in run.items if item.n not in bad]
    run.note(good, ItemState.MADE)
    run.done = len(good)


def _printer(run: _Run) -> None:
    """A job for the printer at a time: drawn, written down, handed over, noted."""
    for start in range(0, len(run.items), CHUNK):
        _job(run, run.items[start : start + CHUNK], start)


def _job(run: _Run, chunk: Sequence[BatchItem], start: int) -> None:
    wanted = [(item, paper) for item in chunk for paper in papers(item)]

    def done(behind: int) -> None:
        item = wanted[min(behind, len(wanted) - 1)][0]
        run.tell(item, start + chunk.index(item))

    run.tell(chunk[0], start)
    with tempfile.TemporaryDirectory(prefix="folios-") as folder:
        file = Path(folder) / "folios.pdf"
        with file.open("wb") as target:
            failed = run.door.print_merged([paper for _, paper in wanted], target, done)
        bad = {wanted[place][0].n: reason for place, reason in failed.items()}
        for item in chunk:
            if item.n in bad:
                run.fail(item, bad[item.n])
        good = [item for item in chunk if item.n not in bad]
        if good:
            _hand_over(run, good, file)


def _hand_over(run: _Run, good: Sequence[BatchItem], file: Path) -> None:
    run.note(good, ItemState.SENDING)
    try:
        spool(file, run.batch.target, f"Folios {good[0].n} to {good[-1].n}", run.watch.cancelled)
    except Unavailable as error:
        run.note(good, ItemState.FAILED, str(error))
        raise
    run.note(good, ItemState.SENT)
    run.done += len(good)


class _place:  # noqa: N801 - reads as a word where it is used
    """A file that appears under its name when it is whole, and not at all if the work ends before.

    Raises:
        Unavailable: the place cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.file = path.with_name(path.name + ".part")

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(self._path, error) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        try:
            if kind is None:
                os.replace(self.file, self._path)  # noqa: PTH105 - the one call that replaces on every system
            else:
                self.file.unlink(missing_ok=True)
        except OSError as unwritten:
            raise _unwritable(self._path, unwritten) from unwritten
        if isinstance(error, OSError):
            raise _unwritable(self._path, error) from error


def _unwritable(path: Path, error: OSError) -> Unavailable:
    return Unavailable(f"{path} cannot be written.", error.strerror or "", "Choose another folder.")
