"""A disk is full: the desk's outbox, its copy, or the server's data; no tick without a row, and it goes on with room."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from frontdesk import commands as do
from frontdesk.errors import Unavailable
from tests.faults.cluster import Cluster
from tests.faults.shared_house import share_on
from tests.sync.shared import Shared, in_step, joined, until

pytestmark = pytest.mark.postgres


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system in memory of that size; needs root."""
    folder.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if made.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {made.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, *, leave: int = 0) -> Path:
    """Fill the disk up to some kilobytes."""
    ballast = folder / "ballast"
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_bsize - leave * 1024
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while free > 0:
            file.write(b"\0" * min(4096, free))
            free -= 4096
    return ballast


def test_a_full_disk_at_the_desk(house: Shared):
    office = house.office()
    stay = office.arrive("305")
    with small_disk(house.folder / "desk-1", 40):
        folder = house.folder / "desk-1"
        house.enrol("desk-1")
        one = house.desk("desk-1")
        in_step(house, one)
        house.line.cut()
        until(lambda: one.desk.status().state == "out_of_reach")
        ballast = fill(folder)
        ticked, refused = [], 0
        for _ in range(200):
            command = one.command(do.PostCharge, stay=stay, code="3000", unit_price=100)
            try:
                one.desk.do(command)
            except Unavailable as error:
                refused += "cannot write down" in str(error)
                if refused == 3:
                    break
            else:
                ticked.append(command.id)
        assert refused == 3
        saved = [row.id for row in joined(one).desks.outbox.all()]
        assert saved == ticked, "no tick without a row, no row without a tick"
        ballast.unlink()
        one.do(do.PostCharge, stay=stay, code="3000", unit_price=100)
        house.line.open()
        in_step(house, one)
        assert set(ticked) < {row.id for row in house.journal()}
        house.require_invariants()
        house.leave(one)


def test_a_copy_without_room_does_not_hold_the_outbox_back(house: Shared):
    office = house.office()
    stay = office.arrive("305")
    with small_disk(house.folder / "desk-1", 40):
        house.enrol("desk-1")
        one = house.desk("desk-1")
        in_step(house, one)
        ballast = fill(house.folder / "desk-1", leave=400)
        for _ in range(40):
            office.do(do.PostCharge, stay=stay, code="3000", unit_price=100)
        with suppress(Unavailable):
            one.do(do.PostCharge, stay=stay, code="3000", unit_price=777)
        ballast.unlink()
        in_step(house, one)
        saved = {row.id for row in joined(one).desks.outbox.all()}
        assert saved <= {row.id for row in house.journal()}
        house.require_invariants()
        house.leave(one)


def test_a_full_disk_at_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FRONTDESK_NO_KEYRING", "1")
    with small_disk(Path("/tmp") / f"frontdesk-small-{os.getpid()}", 200) as disk:
        cluster = Cluster(disk)
        cluster.make("--wal-segsize=1", "-c", "max_wal_size=8MB", "-c", "min_wal_size=2MB", "-c", "wal_recycle=off")
        house = share_on(cluster, tmp_path)
        one = house.desk("desk-1")
        stay = one.arrive("305")
        in_step(house, one)
        ballast = fill(disk)
        told = []
        until_full = time.monotonic() + 40
        while time.monotonic() < until_full:
            told.append(one.do(do.PostCharge, stay=stay, code="3000", unit_price=100))
            if told[-1].outcome == "waiting" and len(told) > 3:
                break
        assert told[-1].outcome == "waiting", "the server has no room, and the desk goes on"
        ballast.unlink()
        time.sleep(0.5)
        if not cluster.alive():
            with suppress(subprocess.CalledProcessError):
                cluster.stop("immediate")
            cluster.start()
        in_step(house, one)
        assert {done.id for done in told} == {row.id for row in house.journal() if row.kind == "PostCharge"}
        house.require_invariants()
        house.close()
        house.line.close()
        cluster.destroy()
    Path(disk).rmdir()
