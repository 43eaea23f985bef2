"""Many folios from the command line: a line of progress, Ctrl+C stops, and the same command goes on."""

import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from frontdesk.cli.acting import Maker, person_of
from frontdesk.cli.exits import FOUND, STOPPED
from frontdesk.cli.opening import open_desk
from frontdesk.cli.papers import require_language, require_style
from frontdesk.commands.batch import StartBatch
from frontdesk.desk import Desk
from frontdesk.dispatch.batch import Progress, Result, run_batch
from frontdesk.domain.batch import Form, Order, Who
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.batch import ReadBatch, SeeBatches


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which folios, and how they look."""

    who: Who | None
    company: str
    rooms: tuple[str, ...]
    skip_zero: bool
    order: Order
    style: str
    language: str
    copies: int


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done: a new batch, one to go on with, or a list."""

    wanted: Wanted
    folder: Path | None
    file: Path | None
    printer: str | None
    person: str
    resume: str
    listed: bool


class _Line:
    """A line of progress on the terminal; Ctrl+C says stop."""

    def __init__(self) -> None:
        self._stop = False

    def stop(self, *_signal: object) -> None:
        """Stop after the folio at hand."""
        self._stop = True

    def cancelled(self) -> bool:
        """Whether somebody pressed Ctrl+C."""
        return self._stop

    def progress(self, told: Progress) -> None:
        """Say what is at hand."""
        if sys.stderr.isatty():
            words = f"{told.done:>5,} of {told.total:,}  {told.left:>4.0f} s left  {told.name[:40]:<40}"
            print(f"\r{words}", end="", file=sys.stderr)


def folios(job: Job, database: str, workstation: str) -> int:
    """List batches, or start one, or go on with one; 1 if a folio failed, 130 if it was stopped."""
    with open_desk(database, workstation) as desk:
        if job.listed:
            return _list(desk)
        make = Maker(desk, person_of(desk, job.person, "Say who hands out the folios."))
        batch = desk.ask(ReadBatch(job.resume)).batch if job.resume else _start(desk, make, job)
        line = _Line()
        before = signal.signal(signal.SIGINT, line.stop)
        try:
            result = run_batch(desk, make, batch, line)
        finally:
            signal.signal(signal.SIGINT, before)
    return _told(result, batch)


def _start(desk: Desk, make: Maker, job: Job) -> str:
    wanted = job.wanted
    require_style(wanted.style)
    require_language(wanted.language)
    if wanted.who is None:
        raise Refusal("Say whose folios.", help="One of: " + ", ".join(who.value for who in Who) + ".")
    form, target = _target(job)
    command = make(
        StartBatch,
        batch=new_id(),
        who=wanted.who,
        company=wanted.company,
        rooms=wanted.rooms,
        skip_zero=wanted.skip_zero,
        order=wanted.order,
        style=wanted.style,
        language=wanted.language,
        copies=wanted.copies,
        form=form,
        target=target,
    )
    desk.do(command)
    return command.batch


def _target(job: Job) -> tuple[Form, str]:
    given = [
        (form, str(target.absolute() if isinstance(target, Path) else target))
        for form, target in ((Form.FILES, job.folder), (Form.MERGED, job.file), (Form.PRINTER, job.printer))
        if target is not None
    ]
    if len(given) != 1:
        raise Refusal("Say where the folios go.", help="One of --folder, --file and --printer.")
    return given[0]


def _list(desk: Desk) -> int:
    for batch in desk.ask(SeeBatches()):
        state = "finished" if batch.closed else "can be gone on with"
        failed = f", {batch.failed} failed" if batch.failed else ""
        at = f"{batch.made_at.astimezone():%Y-%m-%d %H:%M}"
        print(f"{batch.batch}  {at}  {batch.title}: {batch.done} of {batch.total}{failed}; {state}; {batch.target}")
    return 0


def _told(result: Result, batch: str) -> int:
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(f"{result.done:,} folios handed out.")
    for item, reason in result.failures:
        print(f"not handed out: {item.room} {item.name}, window {item.window}: {reason}")
    if result.stopped:
        print(f"Stopped. Go on with: frontdesk folios --resume {batch}")
        return STOPPED
    return FOUND if result.failures else 0
