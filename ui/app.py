"""The composition root: settings, then the desk, then the window. Qt is loaded here and not before."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.config import demo_file
from frontdesk.errors import Refusal, Unavailable
from ui import linux, settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from frontdesk.desk import Desk

FAILED = 1
NO_SCREEN = 69
"""Exit code where a window cannot be shown at all (sysexits: EX_UNAVAILABLE)."""


def open_window(argv: Sequence[str] | None = None) -> int:
    """Open the window of a workstation and run it; answers the exit code.

    Where Qt cannot be loaded or has no screen, says in one sentence what is missing.
    """
    asked = _parser().parse_args(argv)
    why = why_no_window()
    if why:
        sys.stderr.write(why + "\n")
        return NO_SCREEN
    return _run(asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="front desk", description="Open the window of the front desk.")
    parser.add_argument("house", nargs="?", default="", help="a database file or a PostgreSQL address; else the last")
    parser.add_argument("--demo", action="store_true", help="open the demonstration hotel")
    parser.add_argument("--workstation", default="", help="name of this workstation")
    parser.add_argument("--theme", choices=("light", "dark", "contrast"), help="colours")
    parser.add_argument("--scale", type=float, help="size of text, 1.0 to 2.0")
    return parser


def why_no_window() -> str:
    """What keeps a window from opening here, and what would help; nothing where it can open."""
    if not sys.platform.startswith("linux"):
        return ""
    try:
        from PySide6.QtCore import QLibraryInfo
        from PySide6.QtWidgets import QApplication  # noqa: F401 - loading it is the test
    except ImportError as error:
        said = linux.explain_import(error)
        if not said:
            raise
        return said
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    return linux.explain_screen(linux.environment(), plugins)


def _run(asked: argparse.Namespace) -> int:
    from ui.start import application, show_refusal

    choices, machine = settings.read_choices(), settings.read_machine()
    choices = replace(choices, theme=asked.theme or choices.theme, scale=asked.scale or choices.scale)
    app = application(choices)
    try:
        address = _address(app, asked, machine)
        desk = _open(address, asked.workstation or machine.workstation)
    except (Refusal, Unavailable) as error:
        sys.stderr.write(f"{error}\n")
        show_refusal(app, error)
        return FAILED
    settings.keep(replace(machine, last_house=address))
    with desk:
        return _work(app, desk, choices)


def _address(app: QApplication, asked: argparse.Namespace, machine: settings.Machine) -> str:
    """The house to open: the one asked for, the last one, or the demonstration hotel, which is made if need be."""
    known = asked.house or ("" if asked.demo else machine.last_house)
    if known and (asked.house or "://" in known or Path(known).exists()):
        return str(known)
    demo = demo_file()
    if not demo.exists():
        from ui.start import while_waiting

        while_waiting(app, "Making the demonstration hotel. This happens once.", lambda: _make_demo(demo))
    return str(demo)


def _make_demo(path: Path) -> None:
    from frontdesk.desk import Desk
    from frontdesk.intake.demo import make_demo

    path.parent.mkdir(parents=True, exist_ok=True)
    make_demo(path, open_desk=Desk.open)


def _open(address: str, workstation: str) -> Desk:
    from frontdesk.desk import Desk

    return Desk.open(address, workstation=workstation)


def _work(app: QApplication, desk: Desk, choices: settings.Choices) -> int:
    from ui.notices import install_hook
    from ui.workstation import Workstation

    station = Workstation(desk, desk.workstation, desk.now)
    install_hook(station.window.notices)
    station.window.theme_changed.connect(lambda theme: settings.keep(replace(choices, theme=theme)))
    station.open()
    logging.getLogger("frontdesk.window").info("the window is open")
    try:
        return app.exec()
    finally:
        station.close()
