"""Sharing: what of this desk is on its way, what the house refused behind one's back, and what a person decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from frontdesk.commands.base import Command
from frontdesk.commands.codec import restore
from frontdesk.commands.work_item import Choice, DecideItem
from frontdesk.errors import Refusal, Unavailable
from frontdesk.identity import new_id
from frontdesk.queries.waiting import WaitingRow
from frontdesk.queries.work_item import SeeWorkItems, Step, WorkItem
from ui.models.table import Column, TableModel
from ui.screens.given import Session, Shell
from ui.screens.sharing_sides import Deed, SidesCard
from ui.sharing import Sharing
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card
from ui.widgets.page import PageHead, page_body
from ui.widgets.table_view import TableView
from ui.widgets.waiting import STATES
from ui.wording import moment

Entry = WorkItem | WaitingRow

_ON_ITS_WAY = Unavailable(
    "The new try is saved on this computer and waits to be sent.",
    help="This entry closes by itself once it is done; until then there is nothing to do.",
)


class SharingPage(QWidget):
    """The list and the entry chosen. ``closed`` asks to leave, ``stay_asked`` brings a stay to open."""

    closed = Signal()
    stay_asked = Signal(str)
    join_asked = Signal()
    redo_asked = Signal(object)
    """A command that was put aside is to be done differently: brings its row."""

    def __init__(self, shell: Shell, session: Session, sharing: Sharing, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._shell, self._session, self._sharing, self._now = shell, session, sharing, now
        self._items: tuple[WorkItem, ...] = ()
        self._busy = False
        self.head = PageHead("Sharing")
        self.model: TableModel[Entry] = TableModel(_COLUMNS, key=lambda entry: entry.id)
        self.list = TableView(self.model, "On its way and to be decided", empty="Nothing waits.", tall=True)
        self.sides = SidesCard()
        self.join_button = KeyButton("Join a shared house …", icon="people")
        self._lay_out()
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._open)
        self.sides.chosen.connect(self._do)
        self.join_button.clicked.connect(self.join_asked)
        sharing.altered.connect(self._show)
        shell.bus.changed.connect(self._heard)
        self._show()
        self._load()

    def act(self, action_id: str) -> bool:
        """Esc leaves, and so does the key that opened the page."""
        if action_id in {"back", "sharing"}:
            self.closed.emit()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A number presses its button."""
        if event.text() and event.text() in "123456789":
            self.sides.press(int(event.text()))
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Look again each time the page is opened."""
        super().showEvent(event)
        self.list.setFocus()
        self._sharing.look()
        self._load()

    def _heard(self, topics: frozenset[str]) -> None:
        if topics & {"work_items", "house"}:
            self._load()

    def _load(self) -> None:
        self._shell.bus.ask(SeeWorkItems(), owner=self, done=self._show_items, slot="items")

    def _show_items(self, items: tuple[WorkItem, ...]) -> None:
        self._items = items
        self._show()

    def _show(self) -> None:
        """What needs a person stands first, then what is on its way."""
        rows = self._sharing.rows
        late = [row for row in rows if row.state != "new"]
        self.model.show([*self._items, *late, *(row for row in rows if row.state == "new")])
        self._say()
        self.list.choose_first()
        if self.list.current() is None:
            self.sides.show_entry(None)
        self._allow()

    def _say(self) -> None:
        badge = self._sharing.badge(self._now())
        parts = [badge.word, badge.detail]
        if not self._sharing.shared:
            parts = ["This computer works alone; all it does is in its own file."]
        self.head.say("Sharing", "", " · ".join(part for part in parts if part))
        self.join_button.setHidden(self._sharing.shared)

    def _choose(self, entry: object) -> None:
        self.sides.answer.hide()
        self.sides.show_entry(entry)
        self._allow()

    def _open(self, entry: object) -> None:
        stay = entry.stay if isinstance(entry, WorkItem) else next(iter(getattr(entry, "stays", ())), "")
        if stay:
            self.stay_asked.emit(stay)

    # deciding

    def _allow(self) -> None:
        """An entry of the house is decided in the house: out of reach that waits, and says so before anybody tries."""
        entry = self.list.current()
        held = self._sharing.held(DecideItem) if isinstance(entry, WorkItem) else None
        self.sides.allow(on=not self._busy and held is None)
        if held is not None:
            self.sides.answer.say(held)

    def _do(self, deed: Deed) -> None:
        entry = self.list.current()
        if isinstance(entry, WaitingRow):
            self._settle(entry, deed.act)
        elif isinstance(entry, WorkItem) and deed.step is not None and not self._busy:
            self.sides.answer.hide()
            if deed.step.choice is Choice.AGAIN:
                self._try_again(deed.step)
            else:
                self._decide(entry, deed.step.choice)

    def _settle(self, row: WaitingRow, act: str) -> None:
        self.sides.answer.hide()
        if act == "again":
            self._sharing.send_again(row.id, self, self._refused)
        elif act == "give_up":
            self._sharing.give_up(row.id, self, self._refused)
        elif act == "redo":
            self.redo_asked.emit(row)
        else:
            self._sharing.has_read(row.id)

    def _try_again(self, step: Step) -> None:
        command = repeated(self._session, step)

        def done(result: Any) -> None:
            if result.outcome == "waiting":
                self.sides.answer.say(_ON_ITS_WAY)
            else:
                self._decided(result)

        self._send(command, done)

    def _decide(self, item: WorkItem, choice: Choice) -> None:
        self._send(self._session.make(DecideItem, item=item.id, choice=choice), self._decided)

    def _send(self, command: Command, done: Callable[[Any], None]) -> None:
        self._busy = True
        self._allow()
        self._shell.bus.do(command, owner=self, done=done, refused=self._refused, ended=self._ended)

    def _decided(self, _result: Any) -> None:
        self._shell.notices.toast("Decided; the entry is closed on every workstation.")
        self._load()

    def _refused(self, refusal: Refusal | Unavailable) -> None:
        self.sides.answer.say(refusal)
        self._load()

    def _ended(self) -> None:
        self._busy = False
        self._allow()

    def _lay_out(self) -> None:
        whole, columns = page_body()
        rows = Card(flush=True)
        rows.body.addWidget(self.list)
        columns.addWidget(rows, 6)
        columns.addWidget(self.sides, 5)
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        top.addWidget(self.join_button)
        whole.addLayout(top)
        whole.addLayout(columns, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(whole)


def repeated(session: Session, step: Step) -> Command:
    """The command of a step once more: the same fields, of the person signed in, made now, with a new id."""
    who = session.make(DecideItem, item="", choice=Choice.AGAIN)
    mine = {"id": new_id(), "actor": who.actor, "workstation": who.workstation, "made_at": who.made_at.isoformat()}
    return restore(step.kind, json.dumps({**step.fields, **mine}))


def _state(entry: Entry) -> tuple[str, str, str]:
    return ("flag", "To decide", "warning") if isinstance(entry, WorkItem) else STATES[entry.state]


def _what(entry: Entry) -> str:
    return entry.wanted.sentence if isinstance(entry, WorkItem) else entry.sentence


def _more(entry: Entry) -> str:
    if isinstance(entry, WorkItem):
        return entry.title
    return entry.error or f"{moment(entry.made_at)}, {entry.actor}"


_COLUMNS: list[Column[Entry]] = [
    Column(
        title="State",
        text=lambda entry: _state(entry)[1],
        icon=lambda entry: _state(entry)[0],
        tone=lambda entry: _state(entry)[2],
        width=184,
    ),
    Column(title="What", text=_what, detail=_more, tip=_more),
    Column(title="For", text=lambda entry: entry.where, tip=lambda entry: entry.where, width=176),
]
