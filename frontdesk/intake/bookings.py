"""Importing another system's bookings: read and checked first, then taken over in batches that may be repeated."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from frontdesk.commands.house import SetUpHouse
from frontdesk.commands.stay import RecordStay
from frontdesk.errors import Refusal
from frontdesk.identity import child_id, new_id
from frontdesk.intake.booking_file import RawRow, read_rows, sha_of
from frontdesk.intake.booking_row import HIGH_RATE, Booking, read_booking
from frontdesk.intake.booking_stay import WORKSTATION, Takeover, command_of
from frontdesk.intake.door import Door
from frontdesk.intake.guest_names import names_version
from frontdesk.intake.house_of_bookings import Plan, Rooms, plan_house

SEED = 20_150_701
BATCH = 250
"""Rows of one transaction."""

Progress = Callable[[int, int], None]
"""Told after each batch how many rows are done, and of how many; what it raises stops the import between batches."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken: its line in the file and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What came of an import. ``read`` = ``taken`` + refused, always; ``again`` of the taken were there before."""

    source: str
    read: int
    taken: int
    again: int
    refused: tuple[RefusedRow, ...]
    flagged: tuple[tuple[str, int], ...]
    rooms: int
    seconds: float

    @property
    def rows_per_second(self) -> float:
        """How fast it went, reading and planning included."""
        return self.read / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Import:
    """One import under way."""

    desk: Door
    path: Path
    takeover: Takeover
    plan: Plan
    high_rate: int
    counts: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)
    refused: list[RefusedRow] = field(default_factory=list)


def import_bookings(
    desk: Door,
    path: Path | str,
    *,
    business_date: date,
    seed: int = SEED,
    high_rate: int = HIGH_RATE,
    progress: Progress | None = None,
) -> ImportReport:
    """Take over every booking of a file as it stands on a business date. Doing it again changes nothing.

    The whole file is read before anything is written. An empty database gets the house that the bookings need.
    ``high_rate`` is the night's price in minor units above which a rate is flagged.

    Raises:
        Refusal: the file is none, is damaged or lacks columns, or the database holds another house.
        Unavailable: the file or the database is out of reach; running again goes on where it stopped.
    """
    began = time.perf_counter()
    file = Path(path)
    takeover = _takeover(sha_of(file), business_date, seed)
    needed = Rooms(seed)
    total = _survey(file, needed, high_rate)
    plan = plan_house(needed)
    _found(desk, takeover, plan)
    job = _Import(desk=desk, path=file, takeover=takeover, plan=plan, high_rate=high_rate)
    for rows in _batches(read_rows(file)):
        _take(job, rows)
        if progress is not None:
            progress(job.counts["read"], total)
    return ImportReport(
        source=takeover.source,
        read=job.counts["read"],
        taken=job.counts["taken"],
        again=job.counts["again"],
        refused=tuple(job.refused),
        flagged=tuple(sorted(job.flagged.items())),
        rooms=len(plan.rooms),
        seconds=time.perf_counter() - began,
    )


def _takeover(sha: str, business_date: date, seed: int) -> Takeover:
    """All ids follow from the file's bytes; the instant from the business date, so that a repetition is equal."""
    made_at = datetime(business_date.year, business_date.month, business_date.day, tzinfo=UTC)
    milliseconds = max(0, int(made_at.timestamp()) * 1000)
    return Takeover(
        source=f"bookings {sha[:8]}",
        sha=sha,
        parent=new_id(milliseconds, int(sha[:18], 16)),
        seed=seed,
        business_date=business_date,
        made_at=made_at,
    )


def _survey(file: Path, needed: Rooms, high_rate: int) -> int:
    """Read the whole file once: damage shows before anything is written, and the rooms are counted."""
    rows, first_reason = 0, ""
    for raw in read_rows(file):
        rows += 1
        try:
            needed.note(read_booking(raw, high_rate=high_rate))
        except Refusal as refusal:
            first_reason = first_reason or f"Line {raw.line}: {refusal}"
    if not needed.prices:
        raise Refusal(
            f"{file.name} holds no booking that can be taken over.",
            first_reason or "It has a header and no rows.",
            "Choose the bookings file of the other system.",
        )
    return rows


def _found(desk: Door, takeover: Takeover, plan: Plan) -> None:
    """Found the house of these bookings, or find it founded by an earlier run of the same file."""
    command = SetUpHouse(
        id=child_id(takeover.parent, "house"),
        actor="",
        workstation=WORKSTATION,
        made_at=takeover.made_at,
        name="Resort hotel",
        currency="EUR",
        timezone="Europe/Lisbon",
        jurisdiction="PT",
        business_date=takeover.business_date,
        room_types=plan.types,
        rooms=plan.rooms,
        settings=(("bookings", takeover.sha), ("bookings_seed", str(takeover.seed)), ("names", names_version())),
    )
    try:
        desk.do_all([command])
    except Refusal as refusal:
        raise Refusal(
            "The bookings cannot go into this database.",
            str(refusal),
            "Import into a new database, or repeat the import with the same file, business date and seed.",
        ) from None


def _batches(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _take(job: _Import, rows: list[RawRow]) -> None:
    """Take the rows of one batch in one transaction; if one is refused, each on its own."""
    commands: list[RecordStay] = []
    for raw in rows:
        job.counts["read"] += 1
        try:
            commands.append(_command(job, raw))
        except Refusal as refusal:
            job.refused.append(RefusedRow(raw.line, refusal.title))
    try:
        _do(job, commands)
    except Refusal:
        for command in commands:
            try:
                _do(job, [command])
            except Refusal as refusal:
                job.refused.append(RefusedRow(command.line, str(refusal)))


def _command(job: _Import, raw: RawRow) -> RecordStay:
    booking: Booking = read_booking(raw, high_rate=job.high_rate)
    return command_of(job.takeover, booking, job.plan.placed.get(booking.number))


def _do(job: _Import, commands: list[RecordStay]) -> None:
    outcomes = job.desk.do_all(commands)
    job.counts["taken"] += len(outcomes)
    job.counts["again"] += sum(outcome.again for outcome in outcomes)
    job.flagged.update(flag.partition(":")[0] for command in commands for flag in command.flags)
