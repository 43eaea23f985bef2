"""Bringing in a hotel: the demo, or the bookings of another system."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.cli.exits import NO_SCREEN
from frontdesk.cli.opening import new_file, open_desk, parsed_date
from frontdesk.cli.showing import open_window
from frontdesk.desk import Desk
from frontdesk.errors import Refusal, Unavailable

if TYPE_CHECKING:
    from frontdesk.intake.bookings import ImportReport


def demo(path: str, *, seed: int, force: bool, show: bool) -> int:
    """Make the demo hotel, and open it if asked; one that is there already is opened as it is."""
    from frontdesk.intake.demo import make_demo

    if force or not show or not Path(path).is_file():
        made = make_demo(path, open_desk=Desk.open, seed=seed, overwrite=force)
        print(f"{made.name}, {made.business_date}: {made.rooms} rooms, {made.in_house} in house, at {made.address}")
        print("Sign in with: " + ", ".join(f"{name} {pin}" for name, pin in made.pins))
    if not show:
        return 0
    code = open_window(path, "")
    if code != NO_SCREEN:
        return code
    print("The hotel is ready all the same. Pictures of the program without a screen: frontdesk tour --out tour")
    return 0


def bookings(file: Path, business_date: str, database: str, *, seed: int, rejects: Path | None) -> int:
    """Import with a progress line; refused rows go to the screen or to a file, and the totals add up."""
    from frontdesk.intake.bookings import import_bookings

    day = parsed_date(business_date)
    with _only_if_taken(database), open_desk(database, must_exist=False) as desk:
        report = import_bookings(desk, file, business_date=day, seed=seed, progress=_progress)
    print(file=sys.stderr)
    _list(report, rejects)
    print(
        f"{report.read:,} rows read: {report.taken:,} taken, {len(report.refused):,} refused; "
        f"{report.rows_per_second:,.0f} rows a second."
    )
    return 0


@contextmanager
def _only_if_taken(database: str) -> Iterator[None]:
    """Leave no empty house behind where the file was refused before anything of it was taken."""
    path = new_file(database)
    try:
        yield
    except Refusal:
        if path is not None:
            for ending in ("", "-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
        raise


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty() or done == total:
        width = 30
        filled = width * done // max(total, 1)
        print(f"\r[{'#' * filled}{'.' * (width - filled)}] {done:,}/{total:,}", end="", file=sys.stderr)


def _list(report: "ImportReport", rejects: Path | None) -> None:
    if rejects is None:
        for row in report.refused:
            print(f"line {row.line}: {row.reason}")
        return
    try:
        with rejects.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["line", "reason"])
            writer.writerows((row.line, row.reason) for row in report.refused)
    except OSError as error:
        raise Unavailable(f"{rejects} cannot be written.", error.strerror or "", "Choose another folder.") from None
