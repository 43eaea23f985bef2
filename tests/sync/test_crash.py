"""Killed at every named moment of saving, sending, fetching, building and recovering; begun again, nothing is missing."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from frontdesk.sync import points
from tests.sync.shared import Shared, in_step

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).parents[2]

SAVING = [name for name in points.NAMES if name.startswith(("save.", "push."))]
FETCHING = [name for name in points.NAMES if name.startswith(("pull.", "build."))]
RECOVERING = [name for name in points.NAMES if name.startswith("recover.")]


def killed(shared: Shared, name: str, at: str, job: str, stay: str) -> list[str]:
    """Run a desk in a process of its own that dies at a moment; gives the ids it had ticked off before."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.sync.desk_process", str(shared.folder / name), job, stay, shared.people[0]],
        cwd=ROOT,
        env={**os.environ, "CRASH_AT": at, "FRONTDESK_NO_KEYRING": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == -signal.SIGKILL, f"{at} was not reached: {answer.stderr}"
    return [json.loads(line)["id"] for line in answer.stdout.splitlines()]


@pytest.mark.parametrize("at", SAVING)
def test_killed_while_saving_or_sending(shared: Shared, at: str):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    in_step(shared, one)
    shared.leave(one)
    ticked = killed(shared, "desk-1", at, "charge", stay)
    again = shared.desk("desk-1")
    in_step(shared, again)
    posted = {row.id for row in shared.journal() if row.kind == "PostCharge"}
    assert set(ticked) <= posted, "what was ticked off is in the books"
    assert len(posted) - len(ticked) <= 1, "and at most the one that was under way"
    shared.require_invariants()


@pytest.mark.parametrize("at", FETCHING)
def test_killed_while_fetching(shared: Shared, at: str):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    in_step(shared, one)
    shared.leave(one)
    other = shared.desk("desk-2")
    for _ in range(3):
        other.charge(stay)
    killed(shared, "desk-1", at, "rebuild" if at.startswith("build.") else "fetch", stay)
    again = shared.desk("desk-1")
    in_step(shared, again, other)
    assert again.lines(stay) == other.lines(stay)
    shared.require_invariants()


@pytest.mark.parametrize("at", RECOVERING)
def test_killed_while_recovering(shared: Shared, at: str):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    one.charge(stay)
    in_step(shared, one)
    shared.leave(one)
    killed(shared, "desk-1", at, "recover", stay)
    again = shared.desk("desk-1")
    in_step(shared, again)
    shared.require_invariants()


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("at", [*SAVING, *FETCHING, *RECOVERING])
def test_killed_twenty_times_at_each_moment(shared: Shared, at: str):
    """The same desk dies twenty times in a row at one moment, and begins again each time."""
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    in_step(shared, one)
    shared.leave(one)
    other = shared.desk("desk-2")
    jobs = {"save": "charge", "push": "charge", "pull": "fetch", "build": "rebuild", "recover": "recover"}
    ticked: list[str] = []
    for _ in range(20):
        other.charge(stay)
        ticked += killed(shared, "desk-1", at, jobs[at.split(".", maxsplit=1)[0]], stay)
    again = shared.desk("desk-1")
    in_step(shared, again, other)
    assert set(ticked) <= {row.id for row in shared.journal()}
    shared.require_invariants()
