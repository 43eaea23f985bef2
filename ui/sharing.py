"""How this workstation stands to its house, for the badge and the screens; read off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from frontdesk.commands.base import Command
from frontdesk.errors import Unavailable
from frontdesk.queries.waiting import SeeWaiting, WaitingRow
from ui import wording
from ui.bus import DeskBus

EVERY_MS = 2000
"""How often the desk is asked how it stands, though nothing was heard: ages are shown in minutes."""


class SharedDesk(Protocol):
    """The part of a desk that tells how it stands."""

    @property
    def shared(self) -> bool:
        """True at a workstation of a shared house."""

    def status(self) -> Any:
        """How it stands."""

    def waiting(self) -> Any:
        """What is on its way."""

    def ask(self, question: Any, /) -> Any:
        """Read something."""

    def read(self, command_id: str, /) -> None:
        """Somebody has read a refusal."""

    def send_again(self, command_id: str, /) -> None:
        """Send once more what was put aside."""

    def give_up(self, command_id: str, /) -> None:
        """Do not send what was put aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """Icon, word, a quiet second line, and tone."""

    icon: str
    word: str
    detail: str = ""
    tone: str = "accent"


@dataclass(frozen=True, slots=True)
class Standing:
    """One reading: the desk's status, and what is on its way in words."""

    status: Any
    rows: tuple[WaitingRow, ...]


class Sharing(QObject):
    """Keeps the newest reading. ``altered`` comes when it is another one."""

    altered = Signal()

    def __init__(self, bus: DeskBus, desk: SharedDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus, self._desk = bus, desk
        self.shared = desk.shared
        """True at a workstation of a shared house."""
        self.standing: Standing | None = None
        self._asked = self._again = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look now, when something changes, and now and then."""
        self._bus.changed.connect(self._heard)
        if self.shared:
            self._timer.start()
        self.look()

    def stop(self) -> None:
        """Look no more; an answer still on its way is said to nobody: the window may be gone when it comes."""
        self._timer.stop()
        self.blockSignals(True)

    def look(self) -> None:
        """Ask the desk how it stands; a wish that comes meanwhile is asked afterwards, once."""
        if self._asked:
            self._again = True
            return
        self._asked = True
        self._bus.look(self._read, owner=self, done=self._show, ended=self._ended)

    def rows_of(self, stay: str) -> tuple[WaitingRow, ...]:
        """What is on its way, or was refused behind its clerk's back, for a stay."""
        return tuple(row for row in self.rows if stay in row.stays)

    @property
    def rows(self) -> tuple[WaitingRow, ...]:
        """All that is on its way, in order."""
        return self.standing.rows if self.standing else ()

    def held(self, kind: type[Command]) -> Unavailable | None:
        """Why commands of a kind cannot be done now, if they cannot: they need the shared database."""
        status = self.standing.status if self.standing else None
        if status is None or kind.__name__ not in status.held:
            return None
        since = f" since {wording.clock(status.since)}" if status.since else ""
        return Unavailable(
            f"This needs the shared database, which is out of reach{since}.",
            help="It can be done as soon as the connection is back; notes, moves and charges are saved here meanwhile.",
        )

    def has_read(self, command_id: str) -> None:
        """Somebody has read that this command was refused."""
        self._bus.look(lambda: self._desk.read(command_id), owner=self, done=lambda _done: self.look())

    def send_again(self, command_id: str, owner: QObject, refused: Callable[[Any], None]) -> None:
        """Send a command that was put aside once more; ``refused`` hears why not."""
        self._settle(lambda: self._desk.send_again(command_id), owner, refused)

    def give_up(self, command_id: str, owner: QObject, refused: Callable[[Any], None]) -> None:
        """Do not send a command that was put aside; ``refused`` hears why not."""
        self._settle(lambda: self._desk.give_up(command_id), owner, refused)

    def _settle(self, work: Callable[[], None], owner: QObject, refused: Callable[[Any], None]) -> None:
        self._bus.look(work, owner=owner, done=lambda _done: self.look(), refused=refused)

    def badge(self, now: datetime) -> Badge:
        """What the header says."""
        return badge(self.standing.status, now) if self.standing else Badge(icon="circle", word="Looking …")

    def _read(self) -> Standing:
        status, waiting = self._desk.status(), self._desk.waiting()
        return Standing(status, self._desk.ask(SeeWaiting(waiting)) if waiting else ())

    def _show(self, standing: Standing) -> None:
        self.standing = standing
        self.altered.emit()

    def _ended(self) -> None:
        self._asked = False
        if self._again:
            self._again = False
            self.look()

    def _heard(self, _topics: object) -> None:
        self.look()


def badge(status: Any, now: datetime) -> Badge:
    """A status in words, the most pressing first: stopped, out of reach, to be decided, waiting, in step."""
    waiting = wording.count(status.waiting, "command") + " waiting" if status.waiting else ""
    if status.state == "stopped":
        return Badge(icon="x", word="Stopped", detail=_first_sentence(status.words), tone="danger")
    if status.state == "out_of_reach":
        parts = (f"{status.waiting} waiting" if status.waiting else "", f"copy {age(status.fresh_at, now)}")
        word = f"Out of reach since {wording.clock(status.since)}"
        return Badge(icon="warning", word=word, detail=" · ".join(filter(None, parts)), tone="warning")
    if pressing(status):
        return Badge(
            icon="flag", word=f"{wording.count(pressing(status), 'thing')} to decide", detail=waiting, tone="warning"
        )
    if status.waiting:
        return Badge(icon="sync", word=f"{status.waiting} waiting to be sent", detail="on this computer’s disk")
    return Badge(icon="check-circle", word="In step")


def pressing(status: Any) -> int:
    """How many things a person has to look at."""
    return int(status.decisions + status.stuck + status.unseen)


def age(fresh_at: datetime | None, now: datetime) -> str:
    """How old the copy is, in words."""
    if fresh_at is None:
        return "not there yet"
    minutes = int((now - fresh_at) / timedelta(minutes=1))
    if minutes < 1:
        return "under a minute old"
    if minutes < 120:
        return f"{minutes} min old"
    return f"{minutes // 60} h old" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days old"


def said(words: str, done: Any) -> str:
    """What the toast says of something done: that it is done, or that it is safe here and on its way."""
    if done.outcome != "waiting":
        return words
    return f"{words.rstrip('.')}: saved on this computer, waiting to be sent."


def _first_sentence(text: str) -> str:
    head, dot, _rest = text.partition(". ")
    return head + dot.strip()
