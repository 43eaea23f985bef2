"""Who looks on while a batch is handed out, and a printer of the tests."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from frontdesk.commands.batch import StartBatch
from frontdesk.dispatch.batch import Progress, Result, run_batch
from frontdesk.domain.batch import Form, Who
from frontdesk.identity import new_id
from frontdesk.store import tables
from tests.hotel import Hotel


@dataclass
class Watch:
    """Stops after so many words of progress; keeps what was said."""

    stop_after: int = 10**9
    told: list[Progress] = field(default_factory=list)

    def progress(self, progress: Progress) -> None:
        self.told.append(progress)

    def cancelled(self) -> bool:
        return len(self.told) > self.stop_after


def start(hotel: Hotel, form: Form, target: object, **fields: Any) -> str:
    command = hotel.command(
        StartBatch, **{"batch": new_id(), "who": Who.IN_HOUSE, "form": form, "target": str(target), **fields}
    )
    hotel.desk.do(command)
    assert isinstance(command, StartBatch)
    return command.batch


def run(hotel: Hotel, batch: str, watch: Watch | None = None) -> Result:
    return run_batch(hotel.desk, hotel.command, batch, watch or Watch())  # type: ignore[arg-type]


def guests(hotel: Hotel, many: int = 5) -> list[str]:
    """Guests in house with something on their folio each."""
    rooms = [f"{floor}{number:02d}" for floor in (1, 2, 3, 4) for number in range(1, 8)][:many]
    stays = [hotel.arrive(room, name=f"Guest, {room}", room_type=_type(room)) for room in rooms]
    for stay in stays:
        hotel.charge(stay)
    return stays


def _type(room: str) -> str:
    number = int(room[1:])
    return "STD" if number < 4 else "STE" if number == 7 else "DLX"


def logged(hotel: Hotel) -> list[tuple[str, int]]:
    """Stay and copy number of every paper in the print log."""
    return sorted((row.stay_id, row.copy) for row in hotel.rows(tables.print_log))


def states(hotel: Hotel) -> list[str]:
    return [row.state for row in sorted(hotel.rows(tables.batch_item), key=lambda row: row.n)]


def fake_lp(folder: Path, monkeypatch: pytest.MonkeyPatch, *, fails: str = "", sleeps: float = 0) -> Path:
    """A print queue that keeps what it gets in ``folder``/queue."""
    queue = folder / "queue"
    queue.mkdir(exist_ok=True)
    script = folder / "bin" / "lp"
    script.parent.mkdir(exist_ok=True)
    script.write_text(
        f"#!{sys.executable}\n"
        "import shutil, sys, time\n"
        f"time.sleep({sleeps})\n"
        f"if {fails!r}:\n    sys.exit({fails!r})\n"
        f"import os; n = len(os.listdir({str(queue)!r}))\n"
        f"shutil.copy(sys.argv[-1], {str(queue)!r} + f'/job-{{n}}.pdf')\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    return queue
