"""The house's journal: everything that was done, newest first; with the values of the command in view."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from frontdesk.queries.journal import JournalRow, ReadJournal
from ui import theme
from ui.models.table import Column, TableModel
from ui.screens.given import Session, Shell
from ui.widgets.card import Card
from ui.widgets.page import PageHead, page_body
from ui.widgets.table_view import TableView
from ui.wording import moment, sentence_case

PAGE = 100
LEFT_OUT = frozenset({"id", "actor", "workstation", "made_at", "supersedes", "basis"})
SMALL = 1080
"""Values that the row itself shows, or that say nothing to a person."""


class DetailCard(Card):
    """One row in full: the sentence, who and where, and the values that were sent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Choose a row", parent=parent)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setMinimumWidth(theme.pixels(120))  # one endless word must not widen the window
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setProperty("role", "strong")
        self.values = QPlainTextEdit()
        self.values.setReadOnly(True)
        self.values.setTabChangesFocus(True)
        self.values.setAccessibleName("Values of the command")
        self._id = QLabel()
        self._id.setProperty("role", "small")
        self._id.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for widget in (self.sentence, self.values, self._id):
            self.body.addWidget(widget, 1 if widget is self.values else 0)

    def show_row(self, row: JournalRow | None) -> None:
        """Show a row, or nothing."""
        self.set_heading(f"{row.seq}  {_spaced(row.kind)}" if row else "Choose a row")
        self.sentence.setText(row.sentence if row else "")
        self.values.setPlainText(printed(row.values) if row else "")
        self._id.setText(row.id if row else "")


def _spaced(kind: str) -> str:
    """The name of a command as words: TakePayment is “Take payment”."""
    return sentence_case(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).lower())


class JournalPage(QWidget):
    """The journal, paged while scrolling, live at its head."""

    closed = Signal()
    done = Signal(object)

    def __init__(self, shell: Shell, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell, self._session = shell, session
        self.head = PageHead("Journal")
        self.head.say("Journal", "", "what was done, newest first; nothing here can be changed")
        self.model: TableModel[JournalRow] = TableModel(_COLUMNS, key=lambda row: row.seq)
        self.list = TableView(self.model, "Journal", empty="Nothing was done yet.")
        self.detail = DetailCard()
        self._lay_out()
        self.list.chosen.connect(self.detail.show_row)
        shell.bus.changed.connect(self._heard)
        self._load()

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

    @Slot(object)
    def _heard(self, _topics: frozenset[str]) -> None:
        if self.isVisible():
            self._load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window what was done keeps its room."""
        super().resizeEvent(event)
        self.list.spare({"No.", "Workstation"}, on=self.width() < theme.pixels(SMALL))

    def _load(self) -> None:
        self._shell.bus.ask(ReadJournal(limit=PAGE), owner=self, done=self._show_newest, slot="newest")

    def _show_newest(self, rows: tuple[JournalRow, ...]) -> None:
        """Put what is new above what is here; begin anew if the two do not meet."""
        here = self.model.rows()
        known = {row.seq for row in here}
        new = [row for row in rows if row.seq not in known]
        if here and len(new) < len(rows):
            self.model.show([*new, *here])
        else:
            self.model.page(rows, more=len(rows) == PAGE, pager=self._fetch)
        self.list.choose_first()

    def _fetch(self, last: JournalRow) -> None:
        question = ReadJournal(before=last.seq, limit=PAGE)
        self._shell.bus.ask(question, owner=self, done=self._append, slot="older")

    def _append(self, rows: tuple[JournalRow, ...]) -> None:
        self.model.append(rows, more=len(rows) == PAGE)

    def _lay_out(self) -> None:
        whole, columns = page_body()
        rows = Card(flush=True)
        rows.body.addWidget(self.list)
        right = QVBoxLayout()
        right.addWidget(self.detail)
        columns.addWidget(rows, 7)
        columns.addLayout(right, 3)
        whole.addWidget(self.head)
        whole.addLayout(columns, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(whole)


_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What the program knows a thing by; the sentence names it for a person."""


def printed(values: str) -> str:
    """The values of a command, one a line; lists indented below their name."""
    return "\n".join(_lines(json.loads(values), ""))


def _lines(values: dict[str, Any], indent: str) -> Iterator[str]:
    for name, value in values.items():
        if (name in LEFT_OUT and not indent) or (isinstance(value, str) and _ID.fullmatch(value)):
            continue
        words = f"{indent}{name.replace('_', ' ')}"
        if isinstance(value, dict):
            yield f"{words}:"
            yield from _lines(value, f"{indent}    ")
        elif isinstance(value, list):
            yield f"{words}: {len(value)}"
            for item in value:
                yield from _item(item, f"{indent}    ")
        else:
            yield f"{words}: {_said(value)}"


def _item(item: Any, indent: str) -> Iterator[str]:
    if isinstance(item, dict):
        yield indent + ", ".join(f"{name} {_said(value)}" for name, value in item.items())
    else:
        yield f"{indent}{_said(item)}"


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value in (None, "") else str(value)


_COLUMNS: tuple[Column[JournalRow], ...] = (
    Column(title="No.", text=lambda row: str(row.seq), numeric=True, tone=lambda _row: "quiet", width=72),
    Column(title="When", text=lambda row: moment(row.made_at), width=148),
    Column(title="Who", text=lambda row: row.actor, tip=lambda row: row.actor, width=128),
    Column(
        title="Workstation",
        text=lambda row: row.workstation,
        tip=lambda row: row.workstation,
        tone=lambda _row: "quiet",
        width=108,
    ),
    Column(
        title="What",
        text=lambda row: row.sentence,
        icon=lambda row: "warning" if row.sentence.startswith("Refused") else "",
        tip=lambda row: row.sentence,
    ),
)
