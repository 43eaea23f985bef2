"""The papers of a closed day, saved one after the other: it can be stopped between two, and goes on where it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from frontdesk.commands.night_audit import NoteNightStep
from frontdesk.domain.night_audit import STEP_WORDS, Step
from frontdesk.errors import Refusal, Unavailable
from frontdesk.queries.audit_pack import TABLES, AuditTable, ReadAuditPack, ReadHandOver
from frontdesk.queries.night_audit import ClosedDay
from ui.screens.given import Session, Shell


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """One file: what makes it, where it goes, the step it belongs to, and whether the step is done with it."""

    document: object
    path: Path
    step: Step
    last: bool = True


def _papers(day: date, folder: Path) -> list[_Paper]:
    pack = _Paper(document=ReadAuditPack(day), path=folder / f"{day}-audit-pack.pdf", step=Step.PACK)
    tables = [
        _Paper(
            document=AuditTable(day, name),
            path=folder / f"{day}-{name}.csv",
            step=Step.TABLES,
            last=name == TABLES[-1],
        )
        for name in TABLES
    ]
    sheet = _Paper(document=ReadHandOver(), path=folder / f"{day}-hand-over.pdf", step=Step.HAND_OVER)
    return [pack, *tables, sheet]


class NightPapers(QObject):
    """Saves the papers of one closed day. ``moved`` brings done, total and what is at hand; ``ended`` whether all
    are there; ``done`` the result of each note; ``refused`` why it stopped.
    """

    moved = Signal(int, int, str)
    ended = Signal(bool)
    done = Signal(object)
    refused = Signal(object)

    def __init__(self, shell: Shell, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._session = shell, session
        self._left: list[_Paper] = []
        self._made: set[Path] = set()
        self._total = 0
        self._day: date | None = None
        self.folder: Path | None = None

    @property
    def running(self) -> bool:
        """Whether a paper is being made."""
        return bool(self._left)

    def save(self, closed: ClosedDay, folder: Path) -> None:
        """Save what is not yet in the folder; each file is whole or absent, and noted once it lies there."""
        if self.running:
            return
        self._day, self.folder = closed.business_date, folder
        papers = _papers(closed.business_date, folder)
        self._total = len(papers)
        self._left = [each for each in papers if not self._is_there(each, closed)]
        self._next()

    def _is_there(self, paper: _Paper, closed: ClosedDay) -> bool:
        """It lies in the folder, and that was noted or came about at this window: never a stranger's file."""
        return paper.path.is_file() and (paper.step in closed.steps or paper.path in self._made)

    def stop(self) -> None:
        """Leave it after the paper at hand; the next `save` goes on."""
        del self._left[1:]
        self._total = 0

    def _next(self) -> None:
        if not self._left:
            self.ended.emit(self._total > 0)
            return
        paper = self._left[0]
        self.moved.emit(self._total - len(self._left), self._total, STEP_WORDS[paper.step])
        self._shell.bus.print(paper.document, owner=self, done=partial(self._write, paper), refused=self._refused)

    def _write(self, paper: _Paper, content: bytes) -> None:
        part = paper.path.with_name(f"{paper.path.name}.part")
        try:
            part.write_bytes(content)
            part.replace(paper.path)
        except OSError as error:
            told = Unavailable(f"{paper.path.name} could not be saved.", str(error), "Choose another folder.")
            self._shell.notices.tell(told)
            self._give_up()
            return
        if not paper.last:
            self._on()
            return
        noted = self._session.make(NoteNightStep, business_date=self._day, step=paper.step)
        self._shell.bus.do(noted, owner=self, done=self._noted, refused=self._refused)

    def _noted(self, result: object) -> None:
        self.done.emit(result)
        self._on()

    def _on(self) -> None:
        self._made.add(self._left.pop(0).path)
        self._next()

    def _refused(self, refusal: Refusal) -> None:
        self.refused.emit(refusal)
        self._give_up()

    def _give_up(self) -> None:
        self._left, self._total = [], 0
        self._next()
