"""The composition root: settings, then the desk, then the window. Qt is loaded here and not before."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.config import demo_file
from frontdesk.errors import Refusal, Unavailable
from ui import linux, settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from frontdesk.desk import Desk
    from ui.workstation import Workstation

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
    parser.add_argument(
        "house",
        nargs="?",
        default="",
        help="a database file, a PostgreSQL address, or a joined workstation’s folder; else the last",
    )
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
    from ui.start import application

    choices, machine = settings.read_choices(), settings.read_machine()
    choices = replace(choices, theme=asked.theme or choices.theme, scale=asked.scale or choices.scale)
    return Program(application(choices), asked, choices, machine).run()


class Program:
    """What lives from the start to the end: the house being opened, then its desk and the window."""

    def __init__(
        self, app: QApplication, asked: argparse.Namespace, choices: settings.Choices, machine: settings.Machine
    ) -> None:
        from ui.start import Opening

        self.station: Workstation | None = None
        self._app, self._choices, self._machine = app, choices, machine
        self._fault: BaseException | None = None
        self._opening = Opening(partial(_open_house, asked, machine))
        self._opening.opened.connect(self._opened)
        self._opening.failed.connect(self._failed)

    def run(self) -> int:
        """Open the house, work in it until the window is closed; answers the exit code."""
        self._opening.begin()
        try:
            code = self._app.exec()
        finally:
            self._end()
        if self._fault is not None:
            raise self._fault
        return code

    def _opened(self, found: tuple[str, Desk]) -> None:
        address, desk = found
        try:
            settings.keep(replace(self._machine, last_house=address))
            self.station = _show(desk, self._choices)
        except BaseException as fault:  # noqa: BLE001 - without a window there is nobody to tell: it ends the program
            self._failed(fault)
        self._opening.close()

    def _failed(self, error: BaseException) -> None:
        from ui.start import show_refusal

        if isinstance(error, Refusal | Unavailable):
            sys.stderr.write(f"{error}\n")
            show_refusal(self._app, error, FAILED)
        else:
            self._fault = error
            self._app.exit(FAILED)
        self._opening.close()

    def _end(self) -> None:
        """Also of a house that was opened after the panel had been closed."""
        if self.station is not None:
            self.station.close()
        found = self._opening.result()
        if isinstance(found, tuple):
            found[1].close()


def _open_house(asked: argparse.Namespace, machine: settings.Machine, say: Callable[[str], None]) -> tuple[str, Desk]:
    """The address and its desk: work that may take long, so it is done beside the window's thread."""
    address = _address(asked, machine, say)
    return address, _open(address, asked.workstation or machine.workstation)


def _address(asked: argparse.Namespace, machine: settings.Machine, say: Callable[[str], None]) -> str:
    """The house to open: the one asked for, the last one, or the demonstration hotel, which is made if need be."""
    known = asked.house or ("" if asked.demo else machine.last_house)
    if known and (asked.house or "://" in known or Path(known).exists()):
        return str(known)
    demo = demo_file()
    if not demo.exists():
        say("Making the demonstration hotel. This happens once.")
        _make_demo(demo)
    return str(demo)


def _make_demo(path: Path) -> None:
    from frontdesk.desk import Desk
    from frontdesk.intake.demo import make_demo

    path.parent.mkdir(parents=True, exist_ok=True)
    make_demo(path, open_desk=Desk.open)


def _open(address: str, workstation: str) -> Desk:
    from frontdesk.desk import Desk

    if "://" not in address and Path(address).is_dir():
        return Desk.join(Path(address))
    return Desk.open(address, workstation=workstation)


def _show(desk: Desk, choices: settings.Choices) -> Workstation:
    from ui.notices import install_hook
    from ui.workstation import Workstation as Station

    station = Station(desk, desk.workstation, desk.now)
    install_hook(station.window.notices)
    station.window.theme_changed.connect(lambda theme: settings.keep(replace(choices, theme=theme)))
    station.join_asked.connect(partial(_ask_join, station))
    station.open()
    logging.getLogger("frontdesk.window").info("the window is open")
    return station


def _ask_join(station: Workstation) -> None:
    """The form with which this computer becomes a workstation of a shared house."""
    from ui.dialogs.join import JoinForm

    form = JoinForm(station.bus, _join, station.session.workstation, station.window)
    form.saved.connect(partial(_joined, station))
    form.open()


def _join(address: str, name: str, code: str) -> str:
    from frontdesk.config import joined_folder
    from frontdesk.desk import sharing

    warnings: list[str] = []
    sharing.join(joined_folder(), address, name, code, warn=warnings.append)
    return " ".join(warnings)


def _joined(station: Workstation, warning: str) -> None:
    """The next start opens the shared house; the one in view stays until the window is closed."""
    from frontdesk.config import joined_folder

    settings.keep(replace(settings.read_machine(), last_house=str(joined_folder())))
    words = "This computer has joined. Close the window and open it again: then it works in the shared house."
    station.window.notices.banner(f"{words} {warning}".strip(), act="Close now", on_act=partial(_close, station))


def _close(station: Workstation) -> None:
    station.window.close()
