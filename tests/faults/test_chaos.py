"""A minute of everything at once: lines that fail, a server that dies, desks that are killed; asked for with -m long."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from frontdesk import commands as do
from frontdesk.errors import Refusal
from tests.faults.cluster import Cluster
from tests.hotel import Hotel
from tests.seeds import seed
from tests.sync.shared import Shared, in_step

pytestmark = [pytest.mark.postgres, pytest.mark.long]
ROOT = Path(__file__).parents[2]
SECONDS = float(os.environ.get("FRONTDESK_CHAOS_SECONDS", "60"))


def busy(hotel: Hotel, stays: list[str], over: threading.Event, ticked: list[str], dice: random.Random) -> None:
    while not over.is_set():
        command = hotel.command(
            do.PostCharge, stay=dice.choice(stays), code="3000", unit_price=dice.randrange(100, 900)
        )
        try:
            hotel.desk.do(command)
        except Refusal:  # so much waits that only notes are taken: not ticked, not done
            time.sleep(0.2)
        else:
            ticked.append(command.id)
        time.sleep(dice.random() / 5)


def killed(house: Shared, name: str, stay: str, ticked: list[str], dice: random.Random) -> None:
    """A desk in a process of its own, killed at a moment nobody chose."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sync.desk_process", str(house.folder / name), "charge", stay, house.people[0]],
        cwd=ROOT,
        env={**os.environ, "CRASH_AT": "never", "FRONTDESK_NO_KEYRING": "1", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    time.sleep(1.5 + 2 * dice.random())
    process.send_signal(signal.SIGKILL)
    out, _ = process.communicate()
    ticked += [json.loads(line)["id"] for line in out.splitlines() if line.endswith("}")]


def break_something(cluster: Cluster, house: Shared, dice: random.Random) -> None:
    what = dice.choice(["cut", "hole", "swallow", "slow", "immediate", "kill"])
    if what == "immediate":
        cluster.stop("immediate")
        cluster.start()
    elif what == "kill":
        cluster.kill()
        cluster.start()
    elif what == "slow":
        house.line.delay = 0.05
        time.sleep(1)
        house.line.delay = 0.0
    else:
        getattr(house.line, what)()
        time.sleep(dice.random() * 3)
        house.line.swallow(0)
        house.line.open()


@pytest.mark.timeout(600)
def test_a_minute_of_chaos(cluster: Cluster, house: Shared):
    first = seed()
    dice = random.Random(first)
    desks = [house.desk(f"desk-{n}") for n in (1, 2)]
    stays = [desks[0].arrive(room) for room in ("305", "306", "404")]
    house.enrol("desk-3", house.line)
    in_step(house, *desks)
    over, ticked = threading.Event(), []
    threads = [
        threading.Thread(target=busy, args=(hotel, stays, over, ticked, random.Random(first + n)))
        for n, hotel in enumerate(desks)
    ]
    for thread in threads:
        thread.start()
    until = time.monotonic() + SECONDS
    kills = 0
    try:
        while time.monotonic() < until:
            break_something(cluster, house, dice)
            killed(house, "desk-3", dice.choice(stays), ticked, dice)
            kills += 1
    finally:
        over.set()
        for thread in threads:
            thread.join()
    desks.append(house.desk("desk-3"))
    in_step(house, *desks)
    posted = {row.id for row in house.journal() if row.kind == "PostCharge"}
    assert set(ticked) <= posted, "what was ticked off is in the books"
    assert len(posted) - len(ticked) <= kills, "and at most what was under way when a desk was killed"
    house.require_invariants()
