"""Closing the day: the checks in their order, what will be posted, one button, and the papers of the closed day."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from frontdesk.commands.house import CloseDay
from frontdesk.commands.night_audit import LeaveWord, MarkNoShow, MoveArrival, NoteNightStep
from frontdesk.domain.night_audit import State, Step
from frontdesk.errors import Refusal, Unavailable
from frontdesk.queries.audit_pack import TABLES, AuditTable, ReadAuditPack, ReadHandOver
from frontdesk.queries.night_audit import ClosedDay, NightAudit, ReadNightAudit
from ui.dialogs.base import Answer
from ui.dialogs.reading import amount
from ui.models.table import TableModel
from ui.screens.given import Session, Shell
from ui.screens.night_audit_rows import (
    CODE_COLUMNS,
    LEDGER_COLUMNS,
    LINE_COLUMNS,
    Line,
    ledgers_of,
    lines_of,
    sums_of,
)
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card
from ui.widgets.form import Field
from ui.widgets.line import Line as Words
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.page import Column, PageFoot, PageHead, page_body
from ui.widgets.table_view import TableView
from ui.wording import clock, count, day


class ArrivalCard(Card):
    """What can be done about the arrival that is chosen in the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("This arrival did not happen", icon="door-in", parent=parent)
        self.fee_edit = MoneyEdit()
        self.why_edit = QLineEdit()
        self.fee_field = Field("Fee for the no-show", self.fee_edit, hint="Empty charges nothing.")
        self.why_field = Field("Why", self.why_edit)
        self.no_show_button = KeyButton("Mark no-show", key="Alt+N")
        self.later_button = KeyButton("Arrives tomorrow", key="Alt+T")
        for widget in (self.fee_field, self.why_field):
            self.body.addWidget(widget)
        foot = self.add_foot()
        foot.addWidget(self.no_show_button)
        foot.addWidget(self.later_button)
        foot.addStretch(1)
        self.hide()


class NightAuditPage(QWidget):
    """The night audit. ``stay_asked`` brings the stay a check points at, ``moves_asked`` one
    whose moves are to be seen; ``done`` the result of each command.
    """

    closed = Signal()
    done = Signal(object)
    stay_asked = Signal(str)
    moves_asked = Signal(str)

    def __init__(self, shell: Shell, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell, self._session = shell, session
        self._audit: NightAudit | None = None
        self._chosen: Line | None = None
        self._busy = False
        self.head = PageHead("Night audit")
        self.list = TableView(
            TableModel(LINE_COLUMNS, key=lambda row: row.key), "Checks", empty="Looking …", tall=True, head=False
        )
        self.codes = TableView(TableModel(CODE_COLUMNS, key=lambda row: row.key), "Will be posted", empty="Nothing.")
        self.ledgers = TableView(TableModel(LEDGER_COLUMNS, key=lambda row: row.key), "Ledgers", empty="Nothing.")
        self.arrival = ArrivalCard()
        self.word_edit = QLineEdit()
        self.last_words = Words(role="quiet")
        self.answer = Answer()
        self.foot = PageFoot()
        self.save_button = KeyButton("Save the papers", icon="save", key="Ctrl+S")
        self.close_button = KeyButton("Close the day", icon="moon", key="Ctrl+Enter", primary=True)
        self._lay_out()
        self._connect()
        self._update()

    def act(self, action_id: str) -> bool:
        """Esc leaves."""
        if action_id == "back":
            self.closed.emit()
        return action_id == "back"

    def showEvent(self, event: QShowEvent) -> None:
        """Look again each time the page is opened."""
        super().showEvent(event)
        self.list.setFocus()
        self._load()

    def close_day(self) -> None:
        """Close the day that is in view, once; the house itself has the last word."""
        if self._audit is None or self._busy or self._audit.blocked:
            return
        self._busy = True
        self.answer.hide()
        self._update()
        command = self._session.make(CloseDay, business_date=self._audit.business_date)
        self._shell.bus.do(command, owner=self, done=self._day_closed, refused=self._refused, ended=self._ended)

    def mark_no_show(self) -> None:
        """The guest of the chosen arrival did not come."""
        if self._is_arrival() and self._chosen is not None and self._audit is not None:
            typed = self.arrival.fee_edit.raw().strip()
            try:
                fee = amount("fee", typed, self._audit.currency) if typed else 0
            except Refusal as refusal:
                self.arrival.fee_field.complain(refusal.title)
                return
            why = self.arrival.why_edit.text().strip()
            self._do(self._session.make(MarkNoShow, stay=self._chosen.stay, fee=fee, reason=why), "Marked as no-show")

    def arrives_tomorrow(self) -> None:
        """The guest of the chosen arrival comes a day later."""
        if self._is_arrival() and self._chosen is not None and self._audit is not None:
            later = self._audit.business_date.fromordinal(self._audit.business_date.toordinal() + 1)
            why = self.arrival.why_edit.text().strip()
            command = self._session.make(MoveArrival, stay=self._chosen.stay, arrival=later, reason=why)
            self._do(command, f"Arrives {day(later)}")

    def leave_word(self) -> None:
        """Keep the sentence for the next shift."""
        if self.word_edit.text().strip():
            self._do(self._session.make(LeaveWord, words=self.word_edit.text().strip()), "Noted for the next shift")
            self.word_edit.clear()

    def save_papers(self) -> None:
        """Ask for a folder and save the papers of the newest closed day there."""
        if self._audit is not None and self._audit.last is not None:
            chosen = QFileDialog.getExistingDirectory(self, "Folder for the papers of the night", str(Path.home()))
            if chosen:
                self.save_into(Path(chosen))

    def save_into(self, folder: Path) -> None:
        """Write audit pack, tables and hand-over of the newest closed day into a folder, and note each."""
        if self._audit is None or self._audit.last is None:
            return
        self.answer.hide()
        day_closed = self._audit.last.business_date
        self._save(ReadAuditPack(day_closed), folder / f"{day_closed}-audit-pack.pdf", Step.PACK)
        for name in TABLES:
            step = Step.TABLES if name == TABLES[-1] else None
            self._save(AuditTable(day_closed, name), folder / f"{day_closed}-{name}.csv", step)
        self._save(ReadHandOver(), folder / f"{day_closed}-hand-over.pdf", Step.HAND_OVER)

    def _save(self, document: object, path: Path, step: Step | None) -> None:
        self._shell.bus.print(document, owner=self, done=partial(self._write, path, step), refused=self._refused)

    def _write(self, path: Path, step: Step | None, content: bytes) -> None:
        part = path.with_name(f"{path.name}.part")
        try:
            part.write_bytes(content)
            part.replace(path)
        except OSError as error:
            told = Unavailable(f"{path.name} could not be saved.", str(error), "Choose another folder.")
            self._shell.notices.tell(told)
            return
        if step is not None and self._audit is not None and self._audit.last is not None:
            noted = self._session.make(NoteNightStep, business_date=self._audit.last.business_date, step=step)
            self._shell.bus.do(noted, owner=self, done=self.done.emit, refused=self._refused)
        if step is Step.HAND_OVER:
            self._shell.notices.toast(f"Papers of the night saved in {path.parent.name}")

    def _do(self, command: object, words: str) -> None:
        self.answer.hide()
        self._shell.bus.do(command, owner=self, done=partial(self._did, words), refused=self._refused)

    def _did(self, words: str, result: Any) -> None:
        self.arrival.fee_edit.clear()
        self.arrival.why_edit.clear()
        self._shell.notices.toast(words)
        self.list.setFocus()
        self.done.emit(result)

    def _day_closed(self, result: Any) -> None:
        facts = result.facts
        stays, lines = int(facts.get("stays", 0)), int(facts.get("postings", 0))
        self._shell.notices.toast(f"The day is closed: {count(stays, 'stay')}, {count(lines, 'posting')}.")
        self.done.emit(result)

    def _refused(self, refusal: Refusal) -> None:
        self.answer.say(refusal)
        self._load()

    def _ended(self) -> None:
        self._busy = False
        self._load()

    @Slot(object)
    def _heard(self, _topics: frozenset[str]) -> None:
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        self._shell.bus.ask(ReadNightAudit(), owner=self, done=self._show, refused=self.answer.say, slot="audit")

    def _show(self, audit: NightAudit) -> None:
        self._audit = audit
        self.head.say("Night audit", day(audit.business_date), f"{count(audit.stays, 'stay')} sleep in the house")
        self.list.table().show(lines_of(audit.checks))
        self.list.choose_first()
        self.arrival.fee_edit.set_unit(audit.currency)
        self.codes.table().show(sums_of(audit.will_post, audit.currency))
        self.ledgers.table().show(ledgers_of(audit))
        for view in (self.codes, self.ledgers):
            view.fit_height()
        self.last_words.say(_last(audit.last))
        self._update()

    def _update(self) -> None:
        audit = self._audit
        self.close_button.setEnabled(audit is not None and not audit.blocked and not self._busy)
        self.save_button.setEnabled(audit is not None and audit.last is not None)
        self.arrival.setVisible(self._is_arrival())
        if self._busy:
            self.foot.say("clock", "Closing the day", "Posting every night and rolling the date, in one step.")
        elif audit is None:
            self.foot.say("clock", "Looking at the house")
        elif audit.blocked:
            found = sum(check.state is State.BLOCKER for check in audit.checks)
            self.foot.say("minus-circle", f"{count(found, 'check')} to clear first", "Enter opens it", tone="danger")
        else:
            more = "In a shared house this needs the shared database."
            self.foot.say("check-circle", f"{day(audit.business_date)} can be closed", more)

    def _is_arrival(self) -> bool:
        return self._chosen is not None and self._chosen.check == "arrivals" and not self._chosen.head

    def _choose(self, row: object) -> None:
        self._chosen = row if isinstance(row, Line) else None
        self._update()

    def _open(self, row: object) -> None:
        """Go to where it is put right; a check's own row leads to the first thing below it."""
        if not isinstance(row, Line) or self._audit is None:
            return
        if row.head:
            lines = lines_of(self._audit.checks)
            row = next((line for line in lines if line.check == row.check and not line.head), row)
        if row.opens == "approvals":
            self._shell.deck.start("approvals")
        elif row.opens == "moves":
            self.moves_asked.emit(row.stay)
        elif row.stay:
            self.stay_asked.emit(row.stay)

    def _connect(self) -> None:
        self._shell.bus.changed.connect(self._heard)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._open)
        self.close_button.clicked.connect(self.close_day)
        self.save_button.clicked.connect(self.save_papers)
        self.arrival.no_show_button.clicked.connect(self.mark_no_show)
        self.arrival.later_button.clicked.connect(self.arrives_tomorrow)
        self.word_edit.returnPressed.connect(self.leave_word)
        keys = {
            "Ctrl+Return": self.close_day,
            "Ctrl+Enter": self.close_day,
            "Ctrl+S": self.save_papers,
            "Alt+N": self.mark_no_show,
            "Alt+T": self.arrives_tomorrow,
        }
        for key, slot in keys.items():
            made = QShortcut(QKeySequence(key), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(slot)

    def _lay_out(self) -> None:
        whole, columns = page_body()
        checks = Card("Checks", icon="check-circle", ruled=False, flush=True)
        checks.body.addWidget(self.list)
        right = Column(width=440)
        for heading, view in (("Will be posted", self.codes), ("Ledgers now", self.ledgers)):
            card = Card(heading, ruled=False, flush=True)
            card.body.addWidget(view)
            right.cards.addWidget(card)
        words = Card("Hand-over", icon="note", ruled=False)
        words.body.addWidget(Field("For the next shift", self.word_edit, hint="Enter keeps it; staff only."))
        words.body.addWidget(self.last_words)
        right.cards.insertWidget(0, self.arrival)
        right.cards.addWidget(words)
        right.cards.addStretch(1)
        columns.addWidget(checks, 1)
        columns.addWidget(right)
        whole.addWidget(self.head)
        whole.addWidget(self.answer)
        whole.addLayout(columns, 1)
        self.foot.add(self.save_button, self.close_button)
        whole.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(whole)


def _last(closed: ClosedDay | None) -> str:
    if closed is None:
        return "No day has been closed with this program yet."
    papers = "" if len(closed.steps) == len(Step) else "; its papers are not all saved"
    return (
        f"{day(closed.business_date)} closed by {closed.by}, {clock(closed.closed_at)}{papers}. Head {closed.head[:12]}"
    )
