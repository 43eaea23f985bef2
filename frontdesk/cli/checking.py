"""Is the house in order, and is the machine?"""

import importlib.metadata
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from frontdesk.cli.exits import FOUND
from frontdesk.cli.opening import open_desk
from frontdesk.cli.sharing import stand
from frontdesk.cli.showing import why_no_window
from frontdesk.config import default_database, joined_folder, log_file
from frontdesk.desk.sharing import is_joined
from frontdesk.dispatch.spooler import printers
from frontdesk.errors import Refusal, Unavailable
from frontdesk.queries.check import CheckHouse
from frontdesk.queries.house import SeeHouse

_LIBRARIES = ("PySide6_Essentials", "SQLAlchemy", "alembic", "psycopg", "reportlab", "pypdfium2", "babel", "msgspec")


def check(database: str, *, repair_search: bool = False) -> int:
    """Print every fault; 1 if there is one. ``repair_search`` writes the search index anew first."""
    with open_desk(database) as desk:
        if repair_search:
            print(f"The search index was written anew for {desk.repair_search()} guests.")
        faults = desk.ask(CheckHouse())
        lost = desk.unfindable()
    for fault in faults:
        print(f"wrong: {fault.rule}: {fault.found}.")
    if lost:
        print(f"wrong: Every guest can be found: {lost} cannot. Repair it with: frontdesk check --repair-search")
    if not faults and not lost:
        print("All is well: ledger, rooms and journal agree with themselves, and every guest can be found.")
    return FOUND if faults or lost else 0


def doctor(database: str) -> int:
    """Print what is fine and what is not; 1 if something is not. At a joined workstation also how it stands."""
    address = database or _usual()
    house = _workstation(Path(address)) if is_joined(Path(address)) else _database(address)
    findings = [*_versions(), *house, *_fonts(), *_printers(), *_window()]
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


def _usual() -> str:
    """Where this computer's house is, if nobody says: its joined workstation, else the usual database."""
    return str(joined_folder()) if is_joined(joined_folder()) else default_database()


def _workstation(folder: Path) -> Iterator[tuple[bool, str]]:
    """How a workstation of a shared house stands, and what is wrong with it."""
    try:
        found = stand(folder)
    except (Refusal, Unavailable) as error:
        yield False, f"workstation in {folder}: {error}"
        return
    stands = found.status
    said = f"workstation {found.workstation}: {stands.state.replace('_', ' ')}, copy at change {found.seq:,}"
    yield stands.state in {"in_step", "waiting"}, f"{said}. {stands.words}".rstrip(". ")
    yield not stands.stuck, f"{stands.waiting} waiting to be sent, {stands.stuck} put aside"
    if stands.state in {"out_of_reach", "stopped"}:
        return
    ahead = round(stands.skew.total_seconds())
    yield not ahead, f"clock: {abs(ahead)} s {'behind' if ahead < 0 else 'ahead'}" if ahead else "clock: as the house's"
    for when, what in found.incidents[:3]:
        yield True, f"put right at {when[:19]}: {what}"


def _fonts() -> Iterator[tuple[bool, str]]:
    folder = resources.files("resources") / "fonts"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".ttf")) if folder.is_dir() else []
    yield bool(names), f"fonts for paper and screen: {', '.join(names) or 'none found'}"


def _printers() -> Iterator[tuple[bool, str]]:
    if sys.platform == "win32":
        yield True, "printers: asked of Windows when printing"
        return
    if shutil.which("lpstat") is None:
        yield True, "printers: no print system (CUPS) here; folios can be saved as PDF"
        return
    yield True, f"printers: {', '.join(printers()) or 'none set up'}"


def _window() -> Iterator[tuple[bool, str]]:
    """Whether a window can open here."""
    why = why_no_window()
    yield not why, why or "the window can open"
