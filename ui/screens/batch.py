"""Many folios at once: choose, look, hand out; stop at any moment, go on later."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from frontdesk.commands import CloseBatch, StartBatch
from frontdesk.dispatch.batch import Progress, Result, run_batch
from frontdesk.dispatch.spooler import printers
from frontdesk.domain.batch import Candidate
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.batch import BatchItem, BatchView, PreviewBatch, ReadBatch, SeeBatches
from ui import theme, wording
from ui.bus import LongDoor
from ui.dialogs.base import Answer
from ui.models.table import Column, TableModel
from ui.screens.batch_choice import BatchChoice
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card
from ui.widgets.line import Line
from ui.widgets.page import PageHead, page_body
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

STATES = {"waiting": "", "sending": "on its way", "made": "made", "sent": "printed", "failed": "not made"}
_ICONS = {"made": "check-circle", "sent": "check-circle", "failed": "warning", "sending": "clock"}
SHOWN = 1000
"""Thousandths of the bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One folio in the list, before or after it was handed out."""

    key: tuple[str, int]
    room: str
    name: str
    window: int
    balance: str = ""
    state: str = ""
    reason: str = ""


class Watcher(QObject):
    """Brings progress over from the job's thread, and the wish to stop the other way."""

    told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = threading.Event()

    def progress(self, progress: Progress) -> None:
        """On the job's thread: say how far it is."""
        self.told.emit(progress)

    def cancelled(self) -> bool:
        """On the job's thread: whether to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Stop after the folio at hand."""
        self._stop.set()


class BatchPage(QWidget):
    """Choices at the left, the folios they mean at the right, progress below them."""

    closed = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._open: BatchView | None = None
        self._watcher: Watcher | None = None
        self._batch = ""
        self.head = PageHead("Hand out folios")
        self.choice, self.answer = BatchChoice(), Answer()
        self.model: TableModel[Row] = TableModel(_COLUMNS, key=lambda row: row.key)
        self.list = TableView(self.model, "Folios", empty="No folio fits that choice.")
        self.bar, self.words, self.pace = QProgressBar(), Line(), QLabel()
        self.start_button = KeyButton("Hand out", icon="printer", key="Ctrl+Enter", primary=True)
        self.stop_button = KeyButton("Stop", icon="x", key="Esc")
        self.resume_button = KeyButton("Go on", key="Ctrl+G")
        self.leave_button = KeyButton("Leave it")
        self._lay_out()
        self._connect()
        self._settle()

    def act(self, action_id: str) -> bool:
        """Esc stops what runs."""
        if action_id == "back" and self._watcher is not None:
            self.stop()
            return True
        if action_id == "back":
            self.closed.emit()
        return action_id == "back"

    def showEvent(self, event: QShowEvent) -> None:
        """Look again each time the page is opened."""
        super().showEvent(event)
        self._look()
        if self._watcher is None:
            self._preview()

    def start(self) -> None:
        """Store the list of folios, then hand them out."""
        if self._watcher is not None or not self._place.session.staff:
            return
        self.answer.hide()
        command = self._place.session.make(StartBatch, batch=new_id(), **self.choice.start())
        self._place.bus.do(command, owner=self, done=lambda _done: self._run(command.batch), refused=self.answer.say)

    def resume(self) -> None:
        """Go on with the batch that was stopped."""
        if self._open is not None and self._watcher is None:
            self.answer.hide()
            self._run(self._open.batch)

    def leave(self) -> None:
        """The batch that was stopped is not gone on with."""
        if self._open is not None and self._watcher is None:
            command = self._place.session.make(CloseBatch, batch=self._open.batch)
            self._place.bus.do(command, owner=self, refused=self.answer.say)

    def stop(self) -> None:
        """Stop after the folio at hand."""
        if self._watcher is not None:
            self._watcher.stop()
            self.words.say("Stopping …")

    # the run

    def _run(self, batch: str) -> None:
        self._batch = batch
        self.bar.setValue(0)
        self.words.say("")
        self._watcher = watcher = Watcher(self)
        watcher.told.connect(self._told)
        self._settle()
        self._read()
        self._place.bus.work(
            partial(self._job, batch, watcher),
            owner=self,
            done=self._finished,
            stop=watcher.stop,
            refused=self.answer.say,
            ended=self._ended,
        )

    def _job(self, batch: str, watcher: Watcher, door: LongDoor) -> Result:
        return run_batch(door, self._place.session.make, batch, watcher)

    def _told(self, progress: Progress) -> None:
        if self._watcher is None or self._watcher.cancelled():
            return
        self.bar.setValue(SHOWN * progress.done // max(progress.total, 1))
        self.words.say(f"{progress.done} of {progress.total}  {progress.name}")
        left = wording.count(max(1, round(progress.left)), "second")
        self.pace.setText(f"{progress.rate:.0f} a second, {left} left" if progress.rate else "")

    def _finished(self, result: Result) -> None:
        if result.stopped and not result.done:
            self.words.say("Stopped; nothing was handed out. Go on draws them all.")
            return
        said = f"{wording.count(result.done, 'folio')} handed out"
        if result.failures:
            said += f", {len(result.failures)} could not be made"
        self.words.say(f"{said}; stopped" if result.stopped else said)
        self.bar.setValue(self.bar.value() if result.stopped else SHOWN)
        self._place.notices.toast(said)

    def _ended(self) -> None:
        self._watcher = None
        self.pace.setText("")
        self._settle()
        self._read()
        self._look()

    # reading

    def _preview(self) -> None:
        self._batch = ""
        question = PreviewBatch(self.choice.choice())
        self._place.bus.ask(question, owner=self, done=self._show_preview, refused=self._nobody, slot="list")

    def _show_preview(self, found: tuple[Candidate, ...]) -> None:
        self.answer.hide()
        currency = self._place.session.currency
        self._show([_of_candidate(each, currency) for each in found])

    def _nobody(self, refusal: Refusal) -> None:
        self.answer.say(refusal)
        self._show([])

    def _read(self) -> None:
        if self._batch:
            self._place.bus.ask(ReadBatch(self._batch), owner=self, done=self._show_batch, slot="list")

    def _show_batch(self, batch: BatchView) -> None:
        failed_last = sorted(batch.items, key=lambda item: (item.state == "failed", item.n))
        self._show([_of_item(item) for item in failed_last])

    def _show(self, rows: list[Row]) -> None:
        self.model.show(rows)
        self._rows.set_aside(wording.count(len(rows), "folio"))
        self._settle()

    def _look(self) -> None:
        self._place.bus.ask(SeeBatches(open_only=True), owner=self, done=self._show_open, slot="open")

    def _show_open(self, batches: tuple[BatchView, ...]) -> None:
        mine = [batch for batch in batches if batch.workstation == self._place.session.workstation]
        self._open = mine[0] if mine else None
        if self._open is not None:
            done = f"{self._open.done} of {self._open.total} done"
            self._stopped.say(f"{wording.sentence_case(self._open.title)}: {done}")
        self._settle()

    def _heard(self, topics: frozenset[str]) -> None:
        if self.isVisible() and "batches" in topics:
            self._look()

    def _settle(self) -> None:
        """Only what can be done now can be pressed."""
        running = self._watcher is not None
        self.choice.setEnabled(not running)
        self.start_button.setEnabled(not running and self.model.rowCount() > 0)
        self.start_button.setHidden(running)
        self.stop_button.setVisible(running)
        self._course.setVisible(bool(self._batch))
        self._again.setVisible(self._open is not None and not running)

    # looks

    def _lay_out(self) -> None:
        self.head.say("Hand out folios", "", "stopped or broken off, a batch goes on where it was")
        whole, columns = page_body()
        left = Card("Which", icon="people")
        left.setFixedWidth(theme.pixels(340))
        for widget in (self._stopped_strip(), self.choice, self.answer):
            left.body.addWidget(widget)
        left.body.addStretch(1)
        self._rows = Card("Folios", icon="bill", flush=True)
        self._rows.body.addWidget(self.list, 1)
        self._course = self._progress()
        self._rows.body.addWidget(self._course)
        foot = self._rows.add_foot()
        foot.addStretch(1)
        for button in (self.stop_button, self.start_button):
            foot.addWidget(button)
        columns.addWidget(left)
        columns.addWidget(self._rows, 1)
        whole.addWidget(self.head)
        whole.addLayout(columns, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(whole)
        self.setFocusProxy(self.choice)

    def _stopped_strip(self) -> QWidget:
        self._again, self._stopped = QWidget(), Line()
        column = QVBoxLayout(self._again)
        column.setContentsMargins(0, 0, 0, 8)
        head = QLabel("Stopped before its end")
        head.setProperty("role", "strong")
        buttons = QHBoxLayout()
        for button in (self.resume_button, self.leave_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addWidget(head)
        column.addWidget(self._stopped)
        column.addLayout(buttons)
        return self._again

    def _progress(self) -> QWidget:
        self.bar.setRange(0, SHOWN)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.pixels(8))
        self.bar.setAccessibleName("Progress")
        self.pace.setProperty("role", "quiet")
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 12, 16, 12)
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.pace)
        column.addWidget(self.bar)
        column.addLayout(row)
        return box

    def _connect(self) -> None:
        self.choice.altered.connect(self._preview)
        self.start_button.clicked.connect(self.start)
        self.stop_button.clicked.connect(self.stop)
        self.resume_button.clicked.connect(self.resume)
        self.leave_button.clicked.connect(self.leave)
        for key, call in (("Ctrl+Return", self.start), ("Ctrl+Enter", self.start), ("Ctrl+G", self.resume)):
            QShortcut(QKeySequence(key), self).activated.connect(call)
        bus = self._place.bus
        bus.changed.connect(self._heard)
        bus.work(lambda _door: printers(), owner=self, done=self.choice.show_printers, stop=_nothing)


def _nothing() -> None:
    """Asking for printers ends by itself."""


def _of_candidate(each: Candidate, currency: str) -> Row:
    balance = wording.money(each.balance, currency) if currency else ""
    return Row(key=(each.stay, each.window), room=each.room, name=each.name, window=each.window, balance=balance)


def _of_item(item: BatchItem) -> Row:
    return Row(
        key=(item.stay, item.window),
        room=item.room,
        name=item.name,
        window=item.window,
        state=item.state,
        reason=item.reason,
    )


def _told_of(row: Row) -> str:
    return row.reason or STATES.get(row.state, "")


def _tone(row: Row) -> str:
    return "warning" if row.state == "failed" else ""


_COLUMNS: tuple[Column[Any], ...] = (
    Column(title="Room", text=lambda row: row.room, strong=True, width=72),
    Column(title="Guest", text=lambda row: row.name),
    Column(title="Window", text=lambda row: str(row.window), width=72, numeric=True),
    Column(title="Balance", text=lambda row: row.balance, width=110, numeric=True),
    Column(title="", text=_told_of, icon=lambda row: _ICONS.get(row.state, ""), tone=_tone, tip=_told_of, width=220),
)
