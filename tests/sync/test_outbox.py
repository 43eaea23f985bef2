"""The file of what was saved here is damaged at random (F9): whatever is whole is as it was saved, the rest is never sent."""

import random
from datetime import UTC, datetime
from pathlib import Path

from frontdesk.commands import SetHousekeeping
from frontdesk.commands.delivery import Kind
from frontdesk.domain.room import Housekeeping
from frontdesk.errors import Unavailable
from frontdesk.identity import new_id
from frontdesk.sync.outbox import Outbox

ROWS, TIMES = 20, 300


def saved(path: Path) -> dict[str, str]:
    """An outbox with some rows; gives the payloads by id."""
    outbox = Outbox(path, durable=False)
    for _ in range(ROWS):
        command = SetHousekeeping(
            id=new_id(),
            actor="ana",
            workstation="desk-1",
            made_at=datetime.now(UTC),
            room="305",
            state=Housekeeping.DIRTY,
        )
        outbox.save(command, reach=Kind.FACT, waits=True, basis=1)
    kept = {entry.id: entry.payload for entry in outbox.all()}
    outbox.close()
    return kept


def test_bits_that_flip_are_found_before_anything_is_sent(tmp_path: Path, seed: int) -> None:
    dice, kept = random.Random(seed), saved(tmp_path / "outbox.db")
    whole = (tmp_path / "outbox.db").read_bytes()
    found = unreadable = 0
    for number in range(TIMES):
        stored = bytearray(whole)
        if number % 10 == 9:
            del stored[dice.randrange(len(stored)) :]  # cut short
        for _ in range(dice.choice((1, 8, 64))):
            if stored:
                stored[dice.randrange(len(stored))] ^= 1 << dice.randrange(8)
        path = tmp_path / f"{number}.db"
        path.write_bytes(stored)
        try:
            outbox = Outbox(path, durable=False)
        except Unavailable:
            unreadable += 1
            continue
        try:
            entries = [*outbox.new(), *outbox.stuck()]
        except Unavailable:
            unreadable += 1
        else:
            sound = [entry for entry in entries if entry.whole()]
            found += len(entries) - len(sound)
            assert all(kept.get(entry.id) == entry.payload for entry in sound)
        finally:
            outbox.close()
    assert found > 0, "some damage is inside a row"
    assert unreadable > 0, "some of it is in the file's own structure"
