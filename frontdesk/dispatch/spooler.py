"""Handing PDF files to the system's own print queue, which takes a 600-page file in some 20 ms."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from frontdesk.errors import Unavailable

LONGEST = 60.0
"""Seconds after which a print queue that has not answered is taken to be stuck."""
_LOOK = 0.05
WINDOWS = "win32"


class Stopped(Exception):  # noqa: N818 - a person's wish, not an error
    """Somebody cancelled; what was on its way may or may not have arrived."""


def printers() -> tuple[str, ...]:
    """The print queues this computer knows; none where there is no print system, or on Windows, which asks itself."""
    lister = shutil.which("lpstat")
    if lister is None or sys.platform == WINDOWS:
        return ()
    answer = subprocess.run([lister, "-e"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - found by which
    return tuple(answer.stdout.split())


def spool(file: Path, printer: str, title: str, cancelled: Callable[[], bool]) -> None:
    """Give one PDF to a print queue; ``printer`` empty means the system's usual one.

    Raises:
        Unavailable: there is no print system, or it did not take the file: nothing will be printed.
        Stopped: cancelled while the queue was being asked; nobody knows whether it took the file.
    """
    if sys.platform == WINDOWS:
        os.startfile(str(file), "print")  # type: ignore[attr-defined,unused-ignore]  # noqa: S606 - Windows' own way
        return
    lp = shutil.which("lp")
    if lp is None:
        raise Unavailable("This computer has no print system.", help="Save the folios as files, or install CUPS.")
    named = ["-d", printer] if printer else []
    with subprocess.Popen(  # noqa: S603 - found by which; the names are arguments, not a shell's text
        [lp, *named, "-t", title, "--", str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as asked:
        _wait(asked, cancelled)
        said = (asked.stderr.read() if asked.stderr else "").strip()
    if asked.returncode:
        raise Unavailable(
            f"The printer {printer or 'of this computer'} did not take the folios.", said, "Look at its queue."
        )


def _wait(asked: "subprocess.Popen[str]", cancelled: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST
    while asked.poll() is None:
        if cancelled() or time.monotonic() > until:
            asked.kill()
            raise Stopped
        time.sleep(_LOOK)
