"""What waits for a manager: the queue at the left, the facts and the decision at the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from frontdesk.commands.credit import DecideCredit
from frontdesk.errors import Refusal
from frontdesk.queries.credit import WaitingCredit, WaitingCredits
from ui import theme
from ui.dialogs.base import Answer
from ui.models.table import Column as TableColumn
from ui.models.table import TableModel
from ui.screens.given import Session, Shell
from ui.sharing import Sharing
from ui.widgets.amount import Figure
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card, clear, rule
from ui.widgets.form import Field
from ui.widgets.page import Column, PageHead, page_body
from ui.widgets.pin_edit import PinEdit
from ui.widgets.table_view import TableView
from ui.wording import count, day, moment, money, percent, with_symbol


class FactsCard(Card):
    """One request as it was asked: the sum large, then the words, then the lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Nothing waits", parent=parent)
        self.amount = Figure("Asked for", big=True)
        self.add_aside(self.amount)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(8)
        self._facts.setColumnStretch(1, 1)
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(6)
        self._lines.setColumnStretch(0, 1)
        self.body.addLayout(self._facts)
        self.body.addWidget(rule())
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def show_request(self, row: WaitingCredit | None) -> None:
        """Show a request, or that there is none."""
        clear(self._facts)
        clear(self._lines)
        self.amount.setVisible(row is not None)
        self.set_heading(f"Room {row.room}" if row else "Nothing waits")
        if row is None:
            self._put(self._facts, 0, "", "Every request is decided or has expired.")
            return
        self.amount.say(with_symbol(row.amount, row.currency))
        for at, (name, words) in enumerate(_facts(row)):
            self._put(self._facts, at, name, words)
        for at, (text, share) in enumerate(row.lines):
            self._put_line(at, text, money(-share, row.currency))

    def _put(self, grid: QGridLayout, at: int, name: str, words: str) -> None:
        heading, said = QLabel(name), QLabel(words)
        heading.setProperty("role", "quiet")
        said.setWordWrap(True)
        said.setMinimumWidth(theme.pixels(120))  # one endless word must not widen the window
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setAccessibleName(f"{name}: {words}" if name else words)
        grid.addWidget(heading, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(said, at, 1)

    def _put_line(self, at: int, text: str, share: str) -> None:
        what, figure = QLabel(text), QLabel(share)
        what.setWordWrap(True)
        what.setMinimumWidth(theme.pixels(120))
        figure.setProperty("role", "strong")
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lines.addWidget(what, at, 0)
        self._lines.addWidget(figure, at, 1)


def _id(row: WaitingCredit | None) -> str:
    return row.credit if row else ""


def _facts(row: WaitingCredit) -> tuple[tuple[str, str], ...]:
    """What GC 7 lets an approver see, in reading order."""
    base = money(row.base, row.currency)
    size = f"{percent(row.percent)} of {base}" if row.percent else f"an amount, of {base} on these lines"
    return (
        ("Guest", row.name),
        ("Size", f"{size}, {count(len(row.lines), 'line')}"),
        ("Reason", row.reason),
        ("Guest said", row.words),
        ("Guest reads", row.to_guest),
        ("Given before", f"{money(row.given_before, row.currency)} in this stay"),
        ("Leaves", day(row.departure)),
        ("Asked by", f"{row.asked_by}, {moment(row.asked_at)}, as {row.number}"),
    )


class DecisionCard(Card):
    """The own PIN, approve, or decline with a sentence."""

    approved = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Your decision", icon="lock", parent=parent)
        self.set_accent(on=True)
        self.pin_edit = PinEdit()
        self.why_edit = QLineEdit()
        self._own = QLabel("You asked for this yourself. Somebody else decides.")
        self._own.setWordWrap(True)
        self._own.hide()
        self.answer = Answer()
        self.pin_field = Field("Own PIN", self.pin_edit, hint="Counts once, for this request.")
        self.why_field = Field("To decline: what the guest can be told", self.why_edit, hint="And your PIN.")
        self.fields = QWidget()
        row = QHBoxLayout(self.fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(self.pin_field, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.why_field, 1, Qt.AlignmentFlag.AlignTop)
        for widget in (self._own, self.answer, self.fields):
            self.body.addWidget(widget)
        foot = self.add_foot()
        self.approve_button = KeyButton("Approve", icon="check", key="Enter", primary=True)
        self.decline_button = KeyButton("Decline", key="Alt+D")
        foot.addWidget(self.approve_button)
        foot.addStretch(1)
        foot.addWidget(self.decline_button)
        self.approve_button.clicked.connect(self.approved)
        self.decline_button.clicked.connect(self.declined)
        self.pin_edit.typed.connect(self._update)
        self.why_edit.textChanged.connect(self._update)
        self._offered = False

    def offer(self, row: WaitingCredit | None, *, own: bool) -> None:
        """Offer the decision on this request; never on an own one."""
        self._offered = row is not None and not own
        self._own.setVisible(own)
        self.fields.setEnabled(self._offered)
        self.approve_button.say(f"Approve {with_symbol(row.amount, row.currency)}" if row else "Approve")
        self._update()

    def hold(self) -> None:
        """Nothing can be decided at the moment."""
        self._offered = False
        self.fields.setEnabled(False)
        self._update()

    def forget(self) -> None:
        """Forget what was typed, and what was wrong with it."""
        self.pin_edit.clear()
        self.why_edit.clear()
        self.complain()

    def complain(self, pin: str = "", why: str = "") -> None:
        """Say what is wrong, and go there."""
        self.pin_field.complain(pin)
        self.why_field.complain(why)
        if pin or why:
            (self.why_edit if why else self.pin_edit).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the PIN approves."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain and self.pin_edit.hasFocus():
            self.approved.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _update(self) -> None:
        ready = self._offered and self.pin_edit.is_complete()
        self.approve_button.setEnabled(ready)
        self.decline_button.setEnabled(self._offered)


class ApprovalsPage(QWidget):
    """The queue. ``done`` brings the result of a decision; ``closed`` asks to leave."""

    closed = Signal()
    done = Signal(object)

    def __init__(
        self, shell: Shell, session: Session, sharing: Sharing | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shell, self._session, self._sharing = shell, session, sharing
        self._held = False
        self._row: WaitingCredit | None = None
        self._busy = self._just_refused = False
        self.head = PageHead("Approvals")
        self.list = TableView(
            TableModel(_COLUMNS, key=lambda row: row.credit), "Waiting credits", empty="Nothing waits.", tall=True
        )
        self.facts, self.decision = FactsCard(), DecisionCard()
        self._lay_out()
        self._connect()
        self._show(None)
        self._load()

    def act(self, action_id: str) -> bool:
        """Esc leaves."""
        if action_id == "back":
            self.closed.emit()
        return action_id == "back"

    def approve(self) -> None:
        """Approve exactly what was asked, with the own PIN."""
        if not self.decision.pin_edit.is_complete():
            self.decision.pin_edit.setFocus()
            return
        self._decide(approve=True)

    def decline(self) -> None:
        """Decline with a sentence and the own PIN; goes to what is missing."""
        if not self.decision.why_edit.text().strip():
            self.decision.complain(why="Write what the guest can be told.")
        elif not self.decision.pin_edit.is_complete():
            self.decision.complain(pin="Type your PIN as well.")
        else:
            self._decide(approve=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Look again each time the page is opened."""
        super().showEvent(event)
        self._load()
        self.list.setFocus()

    def _load(self) -> None:
        asked = WaitingCredits(self._session.now())
        self._shell.bus.ask(asked, owner=self, done=self._show_queue, slot="queue")

    @Slot(object)
    def _heard(self, topics: frozenset[str]) -> None:
        if "approvals" in topics:
            self._load()

    def _show_queue(self, rows: tuple[WaitingCredit, ...]) -> None:
        total = count(len(rows), "request")
        self.head.say("Approvals", "", f"{total}; the earliest departure first" if rows else "nothing waits")
        self.list.table().show(rows)
        self.list.choose_first()
        self._show(self.list.current())

    def _show(self, row: object) -> None:
        before, self._row = self._row, row if isinstance(row, WaitingCredit) else None
        if _id(before) != _id(self._row):
            self.decision.forget()
            self.decision.answer.setVisible(self._just_refused)
            self._just_refused = False
        self.facts.show_request(self._row)
        self._offer()

    def _offer(self) -> None:
        """Offer the decision, unless it is one's own request, or the shared database is out of reach."""
        own = self._row is not None and self._row.asked_by_id == self._session.staff
        held = self._sharing.held(DecideCredit) if self._sharing is not None and self._row is not None else None
        if held is not None:
            self.decision.answer.say(held)
        elif self._held:
            self.decision.answer.hide()
        self._held = held is not None
        self.decision.offer(self._row, own=own)
        if self._held:
            self.decision.hold()

    def _decide(self, *, approve: bool) -> None:
        if self._busy or self._row is None:
            return
        self._busy, self._just_refused = True, False
        self.decision.answer.hide()
        self.decision.complain()
        command = self._session.make(
            DecideCredit,
            credit=self._row.credit,
            approve=approve,
            approver=self._session.staff,
            pin=self.decision.pin_edit.value(),
            reason=self.decision.why_edit.text().strip(),
        )
        self._shell.bus.do(command, owner=self, done=self._decided, refused=self._refused, ended=self._ended)

    def _decided(self, result: Any) -> None:
        facts = result.facts
        self.decision.forget()
        self._shell.notices.toast(f"Credit {facts['number']} of {facts['amount']} {facts['decision']}.")
        self.list.setFocus()
        self.done.emit(result)

    def _refused(self, refusal: Refusal) -> None:
        """Say it here; the sentence stays, the PIN does not; the queue is asked anew.

        The request may be gone from it: then the words stay until a person goes on to another one.
        """
        self._just_refused = True
        self.decision.answer.say(refusal)
        self.decision.pin_edit.clear()
        self.decision.pin_edit.setFocus()
        self._load()

    def _ended(self) -> None:
        self._busy = False

    def _connect(self) -> None:
        self._shell.bus.changed.connect(self._heard)
        if self._sharing is not None:
            self._sharing.altered.connect(self._offer)
        self.list.chosen.connect(self._show)
        self.list.opened.connect(self.decision.pin_edit.setFocus)
        self.decision.approved.connect(self.approve)
        self.decision.declined.connect(self.decline)
        made = QShortcut(QKeySequence("Alt+D"), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(self.decline)

    def _lay_out(self) -> None:
        whole, columns = page_body()
        queue = Card("Waiting", ruled=False, flush=True)
        queue.body.addWidget(self.list)
        right = Column()
        right.cards.addWidget(self.facts, 1)
        right.cards.addWidget(self.decision)
        columns.addWidget(queue, 6)
        columns.addWidget(right, 7)
        whole.addWidget(self.head)
        whole.addLayout(columns, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(whole)


_COLUMNS: tuple[TableColumn[WaitingCredit], ...] = (
    TableColumn(title="Room", text=lambda row: row.room, strong=True, width=72),
    TableColumn(
        title="Guest",
        text=lambda row: row.name,
        detail=lambda row: f"{row.reason} · asked by {row.asked_by}",
        tip=lambda row: row.name,
    ),
    TableColumn(title="Leaves", text=lambda row: day(row.departure), width=108),
    TableColumn(title="Asked", text=lambda row: money(row.amount, row.currency), numeric=True, strong=True, width=108),
)
