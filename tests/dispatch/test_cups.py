"""Handing over to a real print system: a private CUPS with a queue whose printer is a file."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.dispatch.spooler import printers, spool
from frontdesk.errors import Unavailable
from tests.documents.papers import whole_stay
from tests.documents.reading import text

CUPSD = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
LPADMIN = shutil.which("lpadmin", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
WAIT = 60.0
QUEUE = "folios"

pytestmark = pytest.mark.skipif(
    CUPSD is None or LPADMIN is None or shutil.which("lp") is None or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="a CUPS of one's own needs cupsd, lpadmin and lp, and root to start it",
)


def _until(true: object, what: str) -> None:
    until = time.monotonic() + WAIT
    while not true():  # type: ignore[operator]
        assert time.monotonic() < until, what
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def _configure(folder: Path, port: int) -> Path:
    for name in ("spool/tmp", "cache", "state", "log", "root", "lib/backend"):
        (folder / name).mkdir(parents=True)
    (folder / "root" / "cups-files.conf").write_text(
        f"ServerBin {folder}/lib\nServerRoot {folder}/root\nRequestRoot {folder}/spool\nTempDir {folder}/spool/tmp\nCacheDir {folder}/cache\n"
        f"StateDir {folder}/state\nAccessLog {folder}/log/access\nErrorLog {folder}/log/error\nPageLog {folder}/log/page\n"
        "User lp\nGroup lp\nSystemGroup root\n"
    )
    (folder / "root" / "cupsd.conf").write_text(
        f"Listen 127.0.0.1:{port}\nBrowsing Off\nDefaultAuthType None\nWebInterface No\n"
        "<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
        "<Policy default>\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n"
    )
    return folder / "root" / "cupsd.conf"


def _printer(folder: Path, out: Path) -> None:
    """A backend as CUPS starts one: it is given the job's file, or its bytes as input."""
    backend = folder / "lib" / "backend" / "tray"
    backend.write_text(f"#!/bin/sh\n[ $# -eq 0 ] || cat ${{6:+\"$6\"}} >> '{out}'\n")
    (folder / "lib" / "daemon").symlink_to("/usr/lib/cups/daemon")
    out.touch()
    out.chmod(0o666)
    for path in (backend, *backend.parents):
        if folder in path.parents:
            path.chmod(0o755)


@pytest.fixture
def tray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that holds what came out of the only printer of a private print system."""
    assert CUPSD is not None
    assert LPADMIN is not None
    port, folder = _free_port(), tmp_path / "cups"
    conf = _configure(folder, port)
    out = tmp_path / "tray.pdf"
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_uid == os.geteuid() and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o011)  # the queue works as another user
    for path in (*folder.rglob("*"), folder):
        shutil.chown(path, group="lp")
        path.chmod(0o660 if path.is_file() else 0o770)
    _printer(folder, out)
    monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{port}")
    files = folder / "root" / "cups-files.conf"
    with subprocess.Popen([CUPSD, "-f", "-c", str(conf), "-s", str(files)]) as daemon:
        try:
            _until(lambda: _answers(port), "cupsd does not answer")
            subprocess.run([LPADMIN, "-p", QUEUE, "-v", "tray:/", "-E"], check=True, capture_output=True)
            yield out
        finally:
            daemon.terminate()


def test_a_folio_goes_through_the_systems_own_queue(tray: Path, tmp_path: Path) -> None:
    from frontdesk.documents.folio import folio_pdf

    assert printers() == (QUEUE,)
    folio = tmp_path / "folio.pdf"
    folio.write_bytes(folio_pdf(whole_stay()))
    spool(folio, QUEUE, "Folio 2025-004711", lambda: False)
    _until(lambda: tray.stat().st_size >= folio.stat().st_size, "nothing came out of the queue")
    assert tray.read_bytes() == folio.read_bytes()
    assert "Balance due €254.70" in text(tray.read_bytes())


def test_an_unknown_queue_is_said_in_a_sentence(tray: Path, tmp_path: Path) -> None:
    folio = tmp_path / "folio.pdf"
    folio.write_bytes(b"%PDF-1.4\n")
    with pytest.raises(Unavailable, match="nowhere did not take the folios"):
        spool(folio, "nowhere", "Folio", lambda: False)
    assert tray.stat().st_size == 0
