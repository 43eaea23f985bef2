"""Closing the day: the checks in their order, what will be posted, one button, and the papers of the closed day."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from frontdesk.commands.house import CloseDay
from frontdesk.commands.night_audit import LeaveWord, MoveArrival
from frontdesk.domain.night_audit import STEP_WORDS
from frontdesk.errors import Refusal
from frontdesk.queries.night_audit import NightAudit, ReadNightAudit
from frontdesk.queries.trial_balance import CodeRow, ReadTrialBalance, TrialBalance
from ui.dialogs.base import Answer
from ui.models.table import TableModel
from ui.screens.given import Session, Shell
from ui.screens.night_arrival import ArrivalCard
from ui.screens.night_audit_rows import (
    CODE_COLUMNS,
    LEDGER_COLUMNS,
    LINE_COLUMNS,
    Line,
    ledgers_of,
    lines_of,
    sums_of,
)
from ui.screens.night_papers import NightPapers
from ui.screens.night_steps import NIGHTS, NightSteps, last_words, standing, step_words
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card
from ui.widgets.form import Field
from ui.widgets.line import Line as Words
from ui.widgets.page import Column, PageFoot, PageHead, page_body
from ui.widgets.table_view import TableView
from ui.wording import count, day


class NightAuditPage(QWidget):
    """The night audit. ``stay_asked`` brings the stay a check points at, ``moves_asked`` one whose moves are to be
    seen, ``papers_asked`` the closed day whose papers are to be looked at; ``approvals_asked`` and ``folios_asked``
    those pages; ``done`` the result of each command.
    """

    closed = Signal()
    done = Signal(object)
    stay_asked = Signal(str)
    approvals_asked = Signal()
    folios_asked = Signal()
    moves_asked = Signal(str)
    papers_asked = Signal(object)

    def __init__(self, shell: Shell, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell, self._session = shell, session
        self._audit: NightAudit | None = None
        self._chosen: Line | None = None
        self._busy = False
        self._posted = (0, 0)
        self.head = PageHead("Night audit")
        self.list = TableView(
            TableModel(LINE_COLUMNS, key=lambda row: row.key), "Checks", empty="Looking …", tall=True, head=False
        )
        self.codes = TableView(TableModel(CODE_COLUMNS, key=lambda row: row.key), "Will be posted", empty="Nothing.")
        self.checks = Card("Checks", icon="check-circle", ruled=False, flush=True)
        self.sums = Card("Will be posted", ruled=False, flush=True)
        self.ledgers = TableView(TableModel(LEDGER_COLUMNS, key=lambda row: row.key), "Ledgers", empty="Nothing.")
        self.arrival, self.steps = ArrivalCard(), NightSteps()
        self.papers = NightPapers(shell, session, self)
        self._closed: date | None = None
        self._back_soon = False
        self.word_edit = QLineEdit()
        self.last_words = Words(role="quiet")
        self.answer = Answer()
        self.foot = PageFoot()
        self.look_button = KeyButton("Papers", key="Ctrl+L")
        self.stop_button = KeyButton("Stop", icon="x", key="Esc")
        self.save_button = KeyButton("Save papers", icon="save", key="Ctrl+S")
        self.folios_button = KeyButton("Folios", icon="printer", key="Alt+F")
        self.close_button = KeyButton("Close the day", icon="moon", key="Ctrl+Enter", primary=True)
        self._lay_out()
        self.setFocusProxy(self.list)
        self._connect()
        self._update()

    def act(self, action_id: str) -> bool:
        """Esc stops what is being saved; then it leaves the closed day for the open one."""
        if action_id != "back":
            return False
        if self.papers.running:
            self.papers.stop()
        elif self._closed is not None:
            self._closed = None
            self._load()
        else:
            self.closed.emit()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Look again each time the page is opened; the closed day stays in view while its papers are looked at."""
        super().showEvent(event)
        if not (self._back_soon or event.spontaneous()):
            self._closed = None
        self._back_soon = False
        self.list.setFocus()
        self._load()

    def close_day(self) -> None:
        """Close the day that is in view, once; the house itself has the last word."""
        if self._audit is None or self._busy or self._audit.blocked:
            return
        self._busy, self._posted = True, (0, 0)
        self.answer.hide()
        self._update()
        command = self._session.make(CloseDay, business_date=self._audit.business_date)
        self._shell.bus.do(
            command,
            owner=self,
            done=self._day_closed,
            refused=self._refused,
            ended=self._ended,
            watch=self._posting,
        )

    def _posting(self, done: int, total: int) -> None:
        """How far the one step is."""
        self._posted = (done, total)
        self._update()

    def mark_no_show(self) -> None:
        """The guests who are meant did not come."""
        try:
            marked = self.arrival.no_shows(self._session) if self._is_arrival() else []
        except Refusal as refusal:
            self.arrival.complain(refusal)
            return
        self._decide(marked, f"{count(len(marked), 'no-show')} marked")

    def cancel(self) -> None:
        """The reservations that are meant are taken back."""
        given_up = self.arrival.cancellations(self._session) if self._is_arrival() else []
        self._decide(given_up, f"{count(len(given_up), 'reservation')} cancelled")

    def arrives_tomorrow(self) -> None:
        """The guest of the chosen arrival comes a day later."""
        if self._is_arrival() and self._chosen is not None and self._audit is not None:
            why = self.arrival.why_edit.text().strip()
            later = self._audit.next_date
            moved = self._session.make(MoveArrival, stay=self._chosen.stay, arrival=later, reason=why)
            self._decide([moved], f"Arrives {day(later)}")

    def _decide(self, commands: list[Any], words: str) -> None:
        """All of them or none, so that one refusal leaves nothing half decided."""
        if commands:
            self.answer.hide()
            self._shell.bus.do_all(commands, owner=self, done=partial(self._did, words), refused=self._refused)

    def leave_word(self) -> None:
        """Keep the sentence for the next shift."""
        if self.word_edit.text().strip():
            self._do(self._session.make(LeaveWord, words=self.word_edit.text().strip()), "Noted for the next shift")
            self.word_edit.clear()

    def look_at_papers(self) -> None:
        """Ask for the preview of audit pack and hand-over of the newest closed day."""
        if self._audit is not None and self._audit.last is not None:
            self._back_soon = True
            self.papers_asked.emit(self._audit.last.business_date)

    def save_papers(self) -> None:
        """Ask for a folder and save the papers of the newest closed day there."""
        if self._audit is not None and self._audit.last is not None:
            chosen = QFileDialog.getExistingDirectory(self, "Folder for the papers of the night", str(Path.home()))
            if chosen:
                self.save_into(Path(chosen))

    def save_into(self, folder: Path) -> None:
        """Save audit pack, tables and hand-over of the newest closed day; what is there already stays."""
        if self._audit is not None and self._audit.last is not None:
            self.answer.hide()
            self.papers.save(self._audit.last, folder)
            self._update()

    def print_folios(self) -> None:
        """Go on to the folios of the night."""
        self._back_soon = True
        self.folios_asked.emit()

    def _saving(self, done: int, total: int, name: str) -> None:
        step = next(step for step, word in STEP_WORDS.items() if word == name)
        self.steps.at_work(step, done, total)
        self.foot.say("clock", f"Saving {name.lower()}", f"{done} of {total}; Esc stops after this one.")

    def _saved(self, whole: bool) -> None:  # noqa: FBT001 - Qt's signal sends it
        folder = self.papers.folder
        if whole and folder is not None:
            self._shell.notices.toast(f"Papers of the night saved in {folder.name}")
        self.steps.rest()
        self._load()

    def _do(self, command: object, words: str) -> None:
        self.answer.hide()
        self._shell.bus.do(command, owner=self, done=partial(self._did, words), refused=self._refused)

    def _did(self, words: str, result: Any) -> None:
        self.arrival.clear()
        self._shell.notices.toast(words)
        self.list.setFocus()
        for each in result if isinstance(result, list) else [result]:
            self.done.emit(each)

    def _day_closed(self, result: Any) -> None:
        facts = result.facts
        stays, lines = int(facts.get("stays", 0)), int(facts.get("postings", 0))
        self._shell.notices.toast(f"The day is closed: {count(stays, 'stay')}, {count(lines, 'posting')}.")
        self._closed = date.fromisoformat(facts["business_date"])
        self.done.emit(result)

    def _refused(self, refusal: Refusal) -> None:
        self.answer.say(refusal)
        self._load()

    def _ended(self) -> None:
        self._busy = False
        self.steps.rest()
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
        self.checks.set_heading("Checks" if self._closed is None else f"What {day(audit.business_date)} will ask for")
        self.arrival.show_missing(audit.missing, audit.currency)
        self.ledgers.table().show(ledgers_of(audit))
        self.ledgers.fit_height()
        self.last_words.say(last_words(audit.last))
        if self._closed is None:
            self.steps.show_open(audit)
            self._show_sums("Will be posted", audit.will_post, "To be posted")
        else:
            asked = ReadTrialBalance(self._closed)
            self._shell.bus.ask(asked, owner=self, done=self._show_posted, refused=self.answer.say, slot="posted")
        self._update()

    def _show_posted(self, trial: TrialBalance) -> None:
        """What the day that was just closed holds, until somebody leaves it."""
        audit = self._audit
        if audit is None or audit.last is None or self._closed != trial.business_date:
            return
        self.steps.show_closed(audit.last)
        self._show_sums(f"Posted on {day(trial.business_date)}", trial.codes, "All postings of the day")
        self._update()

    def _show_sums(self, heading: str, codes: tuple[CodeRow, ...], total: str) -> None:
        assert self._audit is not None, "sums are of a day that was looked at"
        self.sums.set_heading(heading)
        self.codes.table().show(sums_of(codes, self._audit.currency, total))
        self.codes.fit_height()

    def _update(self) -> None:
        audit, saving, after = self._audit, self.papers.running, self._closed is not None
        idle = audit is not None and not self._busy and not saving
        self.close_button.setEnabled(idle and audit is not None and not audit.blocked and not after)
        self.close_button.setVisible(not after)
        for button in (self.look_button, self.save_button):
            button.setEnabled(idle and audit is not None and audit.last is not None)
            button.setVisible(after or (audit is not None and audit.unsaved))
        self.folios_button.setVisible(after)
        self.stop_button.setVisible(saving)
        self.arrival.setVisible(self._is_arrival())
        if self._busy:
            self.steps.at_work(NIGHTS, *self._posted)
            self.foot.say("clock", "Closing the day", step_words(self._posted, audit))
        elif not saving:
            self.foot.say(*standing(audit, self._closed))

    def _is_arrival(self) -> bool:
        return self._chosen is not None and self._chosen.check == "arrivals" and not self._chosen.head

    def _all(self) -> None:
        if self._is_arrival() and not self.arrival.all_box.isHidden():
            self.arrival.all_box.toggle()

    def _choose(self, row: object) -> None:
        self._chosen = row if isinstance(row, Line) else None
        self.arrival.choose(self._chosen.stay if self._chosen is not None else "")
        self._update()

    def _open(self, row: object) -> None:
        """Go to where it is put right; a check's own row leads to the first thing below it."""
        if not isinstance(row, Line) or self._audit is None:
            return
        if row.head:
            lines = lines_of(self._audit.checks)
            row = next((line for line in lines if line.check == row.check and not line.head), row)
        if row.opens == "approvals":
            self.approvals_asked.emit()
        elif row.opens == "moves":
            self.moves_asked.emit(row.stay)
        elif row.stay:
            self.stay_asked.emit(row.stay)

    def _connect(self) -> None:
        self._shell.bus.changed.connect(self._heard)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._open)
        self.close_button.clicked.connect(self.close_day)
        self.look_button.clicked.connect(self.look_at_papers)
        self.save_button.clicked.connect(self.save_papers)
        self.folios_button.clicked.connect(self.print_folios)
        self.stop_button.clicked.connect(self.papers.stop)
        self.papers.moved.connect(self._saving)
        self.papers.ended.connect(self._saved)
        self.papers.done.connect(self.done)
        self.papers.refused.connect(self.answer.say)
        self.arrival.no_show_button.clicked.connect(self.mark_no_show)
        self.arrival.cancel_button.clicked.connect(self.cancel)
        self.arrival.later_button.clicked.connect(self.arrives_tomorrow)
        self.word_edit.returnPressed.connect(self.leave_word)
        keys = {
            "Ctrl+Return": self.close_day,
            "Ctrl+Enter": self.close_day,
            "Ctrl+L": self.look_at_papers,
            "Ctrl+S": self.save_papers,
            "Alt+F": self.print_folios,
            "Alt+N": self.mark_no_show,
            "Alt+C": self.cancel,
            "Alt+A": self._all,
            "Alt+T": self.arrives_tomorrow,
        }
        for key, slot in keys.items():
            made = QShortcut(QKeySequence(key), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(slot)

    def _lay_out(self) -> None:
        whole, columns = page_body()
        self.checks.body.addWidget(self.list)
        right = Column(width=424)
        right.cards.addWidget(self.steps)
        for card, view in ((self.sums, self.codes), (Card("Ledgers now", ruled=False, flush=True), self.ledgers)):
            card.body.addWidget(view)
            right.cards.addWidget(card)
        words = Card("Hand-over", icon="note", ruled=False)
        words.body.addWidget(Field("For the next shift", self.word_edit, hint="Enter keeps it; staff only."))
        words.body.addWidget(self.last_words)
        right.cards.insertWidget(0, self.arrival)
        right.cards.addWidget(words)
        right.cards.addStretch(1)
        columns.addWidget(self.checks, 1)
        columns.addWidget(right)
        whole.addWidget(self.head)
        whole.addWidget(self.answer)
        whole.addLayout(columns, 1)
        self.foot.add(self.stop_button, self.look_button, self.save_button, self.folios_button, self.close_button)
        whole.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(whole)
