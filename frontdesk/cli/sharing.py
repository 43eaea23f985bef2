"""Making a house shared and joining it, from the command line."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from frontdesk.cli.exits import FOUND
from frontdesk.clock import utc_now
from frontdesk.config import joined_folder
from frontdesk.desk import erasures, sharing
from frontdesk.desk.shared import SharedHouse

_GIVEN_UP = 10.0


@dataclass(frozen=True, slots=True)
class Place:
    """Which shared database, and how its way may be weaker than usual."""

    address: str
    weaker_tls: str


def init(place: Place, source: Path | None) -> int:
    """Prepare the database, with a progress line while a house is moved."""
    made = sharing.init(place.address, source, clock=utc_now, weaker_tls=place.weaker_tls, progress=_progress)
    print(f"The house is shared now: {made.rooms:,} rooms, {made.seq:,} changes so far.")
    if source is not None:
        print(f"{source} is as it was; put it away, and work on the shared house from now on.")
    print("Let each workstation join: frontdesk share code, then there: frontdesk share join")
    return 0


def _progress(name: str, done: int, total: int) -> None:
    if sys.stderr.isatty() or done == total:
        print(f"{name:<20} {done:>9,} of {total:,}", file=sys.stderr)


def code(place: Place) -> int:
    """Print a code for one workstation."""
    print(sharing.code(place.address, clock=utc_now, weaker_tls=place.weaker_tls))
    print("Good for one workstation, for 24 hours.", file=sys.stderr)
    return 0


def join(place: Place, workstation: str, typed: str, folder: Path | None) -> int:
    """Enrol this computer."""
    where = folder or joined_folder()
    sharing.join(where, place.address, workstation, typed, weaker_tls=place.weaker_tls, warn=_warn)
    print(f"This computer is {workstation} now; its files are in {where}.")
    return 0


def _warn(words: str) -> None:
    print(f"Note: {words}", file=sys.stderr)


def remove(place: Place, workstation: str) -> int:
    """Let a workstation in no more."""
    sharing.remove(place.address, workstation, clock=utc_now, weaker_tls=place.weaker_tls)
    print(f"{workstation} is let in no more; what it had not sent stays on its disk.")
    return 0


def stations(place: Place) -> int:
    """List the workstations of the house."""
    for name, stopped in sharing.workstations(place.address, weaker_tls=place.weaker_tls):
        print(f"{name}: {stopped or 'enrolled'}")
    return 0


def restored(place: Place, erased: Path) -> int:
    """Begin a new life of a database that was restored from a backup."""
    count = len(erasures.read(erased))
    seq = sharing.restored(place.address, clock=utc_now, weaker_tls=place.weaker_tls, listed=erased)
    print(f"The database stands at change {seq:,}. Each workstation sends again what it did since, by itself.")
    if count:
        print(f"The {count:,} erasures listed in {erased} are in force again.")
    else:
        print(f"No erasure is listed in {erased}; if there is a list elsewhere, name it with --erased.")
    return 0


def stand(folder: Path, *, rebuild: bool = False) -> sharing.Report:
    """How a joined workstation stands, after a moment to find out."""
    return sharing.report(folder, clock=utc_now, rebuild=rebuild, wait=_settle)


def status(folder: Path | None, *, rebuild: bool = False) -> int:
    """Say how this workstation stands; 1 if somebody should look."""
    found = stand(folder or joined_folder(), rebuild=rebuild)
    stands = found.status
    print(f"{found.workstation}: {stands.state.replace('_', ' ')}, copy at change {found.seq:,}")
    if stands.fresh_at is not None:
        print(f"copy in step at {stands.fresh_at.astimezone():%Y-%m-%d %H:%M:%S}")
    print(f"{stands.waiting} waiting, {stands.stuck} put aside, {stands.decisions} to be decided")
    if stands.words:
        print(stands.words)
    for when, what in found.incidents:
        print(f"{when[:19]} {what}")
    return FOUND if stands.stuck or stands.state in {"out_of_reach", "stopped"} else 0


def _settle(house: SharedHouse) -> None:
    """Give the desk a moment to find out how it stands."""
    until = time.monotonic() + _GIVEN_UP
    while time.monotonic() < until:
        stands = house.status()
        if stands.state in {"out_of_reach", "stopped"} or (stands.fresh_at is not None and not stands.waiting):
            return
        time.sleep(0.05)
