"""What this program remembers: a user's choices, and apart from them the state of this machine."""

from __future__ import annotations

import json
import socket
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from platformdirs import user_config_path, user_state_path

NAME = "frontdesk"
Kept = TypeVar("Kept", "Choices", "Machine")
SCALES = (1.0, 2.0)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a user has chosen: the theme's name, and the size of text from 1.0 to 2.0."""

    theme: str = "light"
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Machine:
    """What this machine is: its name as a workstation, the house it opened last, and the printer it uses for folios."""

    workstation: str = ""
    last_house: str = ""
    printer: str = ""


def choices_file() -> Path:
    """Where the user's choices are kept."""
    return user_config_path(NAME, appauthor=False) / "choices.json"


def machine_file() -> Path:
    """Where the machine's state is kept."""
    return user_state_path(NAME, appauthor=False) / "machine.json"


def read_choices(path: Path | None = None) -> Choices:
    """The user's choices; a file that cannot be read gives the usual ones."""
    found = _read(Choices, path or choices_file())
    low, high = SCALES
    return Choices(theme=found.theme, scale=min(max(found.scale, low), high))


def read_machine(path: Path | None = None) -> Machine:
    """The machine's state; a new machine is named after its host."""
    found = _read(Machine, path or machine_file())
    return found if found.workstation else replace(found, workstation=socket.gethostname()[:40] or "desk-1")


def keep(value: Choices | Machine, path: Path | None = None) -> None:
    """Write choices or state; a place that cannot be written to is no reason to stop."""
    where = path or (choices_file() if isinstance(value, Choices) else machine_file())
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(json.dumps(asdict(value), indent=2) + "\n", encoding="utf-8")
    except OSError:
        return


def _read(kind: type[Kept], path: Path) -> Kept:
    usual = kind()
    try:
        values: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return usual
    if not isinstance(values, dict):
        return usual
    known = {field.name: values[field.name] for field in fields(kind) if field.name in values}
    fitting = {name: value for name, value in known.items() if isinstance(value, type(getattr(usual, name)))}
    return kind(**fitting)
