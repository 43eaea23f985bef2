"""What a command costs the server itself: its processes' time, and how long each command keeps the lane."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from frontdesk.services import delivery
from frontdesk.sync import points

TICKS = os.sysconf("SC_CLK_TCK")
REAPED, OWN = slice(11, 15), slice(11, 13)
"""Places in /proc/PID/stat after the name: user and system time, and with them those of children that have ended."""


def server_seconds(folder: Path) -> float:
    """Processor time of a PostgreSQL since it was started, of all its processes, those ended included."""
    chief = int((folder / "postmaster.pid").read_text().splitlines()[0])
    children = Path(f"/proc/{chief}/task/{chief}/children").read_text().split()
    return _seconds(chief, REAPED) + sum(_seconds(int(child), OWN) for child in children)


def _seconds(process: int, part: slice) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[part])) / TICKS


def process_seconds(*processes: int) -> float:
    """Processor time so far of processes that are at work."""
    return sum(_seconds(process, OWN) for process in processes)


@contextmanager
def lane_times() -> Iterator[list[float]]:
    """Milliseconds from having the lane to its being free again, of each delivery of this process."""
    found: list[float] = []
    had: list[float] = []
    enter: Callable[..., Any] = delivery._enter

    def entered(*given: Any) -> Any:
        place = enter(*given)
        had.append(time.perf_counter())
        return place

    def reached(name: str) -> None:
        if name == "push.after_commit" and had:
            found.append((time.perf_counter() - had.pop()) * 1000)
            had.clear()

    leave = points.watch(reached)
    delivery._enter = entered
    try:
        yield found
    finally:
        delivery._enter = enter
        leave()
