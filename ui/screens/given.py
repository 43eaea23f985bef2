"""What every page is given: the shell around it, and the person who works here."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol, TypeVar

from frontdesk.commands.base import Command
from ui.actions import ActionDeck
from ui.bus import DeskBus
from ui.notices import Notices

Made = TypeVar("Made", bound=Command)


class Shell(Protocol):
    """The part of the window's shell that a page uses."""

    @property
    def bus(self) -> DeskBus:
        """The road to the desk."""

    @property
    def deck(self) -> ActionDeck:
        """What can be started."""

    @property
    def notices(self) -> Notices:
        """The ways to tell someone."""


class Session(Protocol):
    """Who is signed in, and how a command of theirs is made."""

    @property
    def staff(self) -> str:
        """The id of the person signed in."""

    def now(self) -> datetime:
        """The instant on this workstation's clock."""

    def make(self, kind: type[Made], /, **fields: Any) -> Made:
        """A command of this person at this workstation, with its id and time."""
