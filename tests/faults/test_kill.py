"""The program is killed at any moment: what it said was done is done, once, and the rest can be done again."""

import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

from frontdesk.commands.codec import encode
from frontdesk.desk import Desk
from frontdesk.store import tables
from tests.faults.busy_day import rehearse
from tests.faults.processes import context, do_lines
from tests.hotel import Hotel
from tests.seeds import seed

KILLS, COMMANDS = 20, 300
CLOCKS = {"made_at", "applied_at", "at", "due", "asked_at", "decided_at", "opened_at", "placed_at", "done_at"}
"""What the two clocks say; and what hangs on it: the hash of a link, and the fingerprint over lines with their time."""
OWN = CLOCKS | {"prev", "hash", "salt", "effects", "head", "epoch", "sha", "version"}


def said(path: Path) -> list[str]:
    """The ids that were acknowledged; one cut off in the middle was not."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [line.rstrip("\n") for line in text.splitlines(keepends=True) if line.endswith("\n")]


def state(hotel: Hotel) -> dict[str, list[str]]:
    """Every table of the house without what a clock or chance put there."""
    return {
        table.name: sorted(
            str({name: value for name, value in row._asdict().items() if name not in OWN}) for row in hotel.rows(table)
        )
        for table in tables.metadata.sorted_tables
    }


def test_what_was_acknowledged_is_there_exactly_once(address: str, tmp_path: Path) -> None:
    """Moves, swaps, credits, splits, transfers, check-ins and -outs, settling, erasing: every job of the desk."""
    chance, acknowledged = random.Random(seed()), tmp_path / "acknowledged"
    founding, day = rehearse(tmp_path, chance, COMMANDS)
    lines = [encode(command) for command in day]
    with Desk.open(tmp_path / "rehearsal.db") as desk:
        wanted = state(Hotel(desk, "", "", ""))
    with Desk.open(address) as desk:
        hotel = Hotel(desk, "", "", "")
        desk.do_all(founding)
        for number in range(KILLS):
            _kill_in_the_middle(address, lines, acknowledged, chance, len(lines) * number // KILLS)
        _require_promises(hotel, acknowledged)
        do_lines(address, lines[max(0, len(set(said(acknowledged))) - 3) :], str(acknowledged))
        assert len(set(said(acknowledged))) == len(lines)
        assert len(hotel.rows(tables.journal)) == len(founding) + len(lines)
        assert hotel.faults() == ()
        found = state(hotel)
        assert {name for name in wanted if found[name] != wanted[name]} == set(), "the house is as rehearsed"


def _require_promises(hotel: Hotel, acknowledged: Path) -> None:
    promised = set(said(acknowledged))
    stored = Counter(row.id for row in hotel.rows(tables.journal))
    assert promised
    assert all(stored[name] == 1 for name in promised)
    assert hotel.faults() == ()


def _kill_in_the_middle(address: str, lines: list[str], acknowledged: Path, chance: random.Random, upto: int) -> None:
    """Start a desk a little before the place the last one reached, and kill it while it works, past a place."""
    reached = len(set(said(acknowledged)))
    at = max(0, reached - 3)
    process: Any = context().Process(target=do_lines, args=(address, lines[at:], str(acknowledged)))
    process.start()
    waited = time.monotonic() + 60
    while len(set(said(acknowledged))) <= max(reached, upto) and process.is_alive() and time.monotonic() < waited:
        time.sleep(0.005)
    time.sleep(chance.random() * 0.05)
    process.kill()
    process.join()
