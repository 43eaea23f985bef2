"""The way to the window, and the tour through it."""

import os
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from frontdesk.config import ENVIRONMENT
from frontdesk.errors import Refusal

WINDOW = "frontdesk.window"
"""The group of entry points through which the window is reached without being imported here."""


def _door(name: str) -> Any:
    found = entry_points(group=WINDOW, name=name)
    if not found:
        raise Refusal("The window is not installed with this program.", help="Install it again with: pip install .")
    return next(iter(found)).load()


def open_window(database: str, workstation: str) -> int:
    """Open the window on a database, else on the last one, and stay in it until it is closed."""
    named = database or os.environ.get(ENVIRONMENT, "")
    code: int = _door("open")([*([named] if named else []), *(["--workstation", workstation] if workstation else [])])
    return code


def why_no_window() -> str:
    """What keeps a window from opening here; nothing where it can."""
    why: str = _door("why_not")()
    return why


def tour(out: Path, database: str) -> int:
    """Drive the real windows; 1 if a step did not happen."""
    code: int = _door("tour")(out, database)
    return code
