"""Killed in the middle of a batch: it goes on, and what may lie in a tray already says COPY."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from frontdesk.desk import Desk
from frontdesk.queries.batch import SeeBatches
from frontdesk.store import tables
from tests.dispatch.watching import guests
from tests.hotel import Hotel, found_hotel

ROOT = Path(__file__).resolve().parents[2]
MANY = 24


@pytest.fixture
def house(sqlite_address: str) -> Iterator[Hotel]:
    with Desk.open(sqlite_address) as desk:
        hotel = found_hotel(desk)
        guests(hotel, MANY)
        yield hotel


def folios(address: str, *given: str, **environment: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "frontdesk", "folios", *given, "-d", address, "--person", "Ana"],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )


def copies(hotel: Hotel) -> list[int]:
    return sorted(row.copy for row in hotel.rows(tables.print_log))


def test_files_are_neither_lost_nor_doubled(house: Hotel, sqlite_address: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    running = folios(sqlite_address, "in_house", "--folder", str(out))
    until = time.monotonic() + 60
    while len(list(out.glob("*.pdf"))) < 3 and time.monotonic() < until:
        time.sleep(0.002)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    (batch,) = house.desk.ask(SeeBatches(open_only=True))
    assert 2 <= batch.done < MANY, "the kill came in the middle"
    assert folios(sqlite_address, "--resume", batch.batch).wait() == 0
    assert len(list(out.glob("*.pdf"))) == MANY
    assert copies(house) == [0] * MANY
    assert house.faults() == ()


def test_a_job_that_may_have_been_printed_comes_again_as_copies(
    house: Hotel, sqlite_address: str, tmp_path: Path
) -> None:
    queue = tmp_path / "queue"
    queue.mkdir()
    lp = tmp_path / "lp"
    lp.write_text(
        f"#!{sys.executable}\nimport os, shutil, signal, sys\nn = len(os.listdir({str(queue)!r}))\n"
        f"shutil.copy(sys.argv[-1], {str(queue)!r} + f'/job-{{n}}.pdf')\n"
        "if n == 0:\n    os.kill(os.getppid(), signal.SIGKILL)\n"
    )
    lp.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    assert folios(sqlite_address, "in_house", "--printer", "front", PATH=path).wait() == -signal.SIGKILL
    (batch,) = house.desk.ask(SeeBatches(open_only=True))
    assert batch.done == 0
    assert folios(sqlite_address, "--resume", batch.batch, PATH=path).wait() == 0
    jobs = [PdfReader(job) for job in sorted(queue.iterdir())]
    said = [["COPY" in page.extract_text() for page in job.pages] for job in jobs]
    assert said == [[False] * 20, [True] * 20, [False] * 4]
    assert copies(house) == [0] * MANY + [1] * 20
