"""Is the house in order, and is the machine?"""

import importlib.metadata
import platform
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from importlib import resources

from frontdesk.cli.opening import open_desk
from frontdesk.cli.showing import why_no_window
from frontdesk.config import default_database, log_file
from frontdesk.errors import Refusal, Unavailable
from frontdesk.queries.check import CheckHouse
from frontdesk.queries.house import SeeHouse

FOUND = 1
_LIBRARIES = ("PySide6_Essentials", "SQLAlchemy", "alembic", "psycopg", "reportlab", "pypdfium2", "babel", "msgspec")


def check(database: str) -> int:
    """Print every fault; 1 if there is one."""
    with open_desk(database) as desk:
        faults = desk.ask(CheckHouse())
    for fault in faults:
        print(f"wrong: {fault.rule}: {fault.found}.")
    if not faults:
        print("All is well: ledger, rooms and journal agree with themselves.")
    return FOUND if faults else 0


def doctor(database: str) -> int:
    """Print what is fine and what is not; 1 if something is not."""
    findings = [*_versions(), *_database(database or default_database()), *_fonts(), *_printers(), *_window()]
    for fine, words in findings:
        print(f"{'fine ' if fine else 'NOT  '} {words}")
    print(f"      faults are written to {log_file()}")
    return 0 if all(fine for fine, _ in findings) else FOUND


def _versions() -> Iterator[tuple[bool, str]]:
    yield sys.version_info >= (3, 11), f"Python {platform.python_version()} on {platform.platform()}"
    yield sqlite3.sqlite_version_info >= (3, 35), f"SQLite {sqlite3.sqlite_version}"
    for name in _LIBRARIES:
        try:
            yield True, f"{name} {importlib.metadata.version(name)}"
        except importlib.metadata.PackageNotFoundError:
            yield False, f"{name} is not installed"


def _database(address: str) -> Iterator[tuple[bool, str]]:
    try:
        with open_desk(address) as desk:
            house = desk.ask(SeeHouse())
            yield True, f"database {address}: {house.name}, business date {house.business_date}, number {house.seq}"
    except (Refusal, Unavailable) as error:
        yield False, f"database {address}: {error}"


def _fonts() -> Iterator[tuple[bool, str]]:
    folder = resources.files("resources") / "fonts"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".ttf")) if folder.is_dir() else []
    yield bool(names), f"fonts for paper and screen: {', '.join(names) or 'none found'}"


def _printers() -> Iterator[tuple[bool, str]]:
    if sys.platform == "win32":
        yield True, "printers: asked of Windows when printing"
        return
    lister = shutil.which("lpstat")
    if lister is None:
        yield True, "printers: no print system (CUPS) here; folios can be saved as PDF"
        return
    answer = subprocess.run([lister, "-e"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - found by which
    queues = answer.stdout.split()
    yield True, f"printers: {', '.join(queues) or 'none set up'}"


def _window() -> Iterator[tuple[bool, str]]:
    """Whether a window can open here."""
    why = why_no_window()
    yield not why, why or "the window can open"
