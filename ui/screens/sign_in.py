"""Who works here? A person, the own PIN, Enter. Nothing that was typed elsewhere is touched."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from frontdesk.commands import SignIn
from frontdesk.errors import Refusal
from frontdesk.queries.staff import SeeStaff, StaffRow
from ui import theme, wording
from ui.bus import DeskBus
from ui.dialogs.base import Answer
from ui.models.table import Column, TableModel
from ui.screens.first_person import FirstPerson
from ui.session import Session
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card
from ui.widgets.pin_edit import PinEdit
from ui.widgets.table_view import TableView

WIDTH = 480
MOST_ROWS = 9
_DIGITS = frozenset("0123456789")


class SignInPage(QWidget):
    """People as a list and boxes for a PIN. ``closed`` comes when somebody has signed in, or with Esc."""

    closed = Signal()
    ready = Signal()
    """The people are shown: whatever else is to be made can be made now."""

    def __init__(self, bus: DeskBus, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bus, self._session = bus, session
        self._busy = False
        self.model: TableModel[StaffRow] = TableModel(_PEOPLE, key=lambda row: row.staff, parent=self)
        self.people = TableView(self.model, "People", head=False)
        self.pin, self.answer = PinEdit(), Answer()
        self.first = FirstPerson(bus, session)
        self.first.enrolled.connect(self._look)
        self._enter = KeyButton("Sign in", key="Return", primary=True)
        self._back = KeyButton("Back", key="Esc")
        self._kinds = QStackedWidget()
        self._lay_out()
        self._enter.clicked.connect(self.submit)
        self._back.clicked.connect(self._leave)
        self.people.opened.connect(self.submit)
        self.people.installEventFilter(self)
        self.pin.installEventFilter(self)
        self._back.setVisible(bool(session.staff))
        self.setFocusProxy(self.pin)
        self._look()

    def act(self, action_id: str) -> bool:
        """Esc and F12 go back to the page below, if somebody works here."""
        if action_id in {"back", "person"}:
            self._leave()
            return True
        return False

    def submit(self, _row: object = None) -> None:
        """Sign in the person chosen."""
        person = self.people.current()
        if not self.pin.is_complete():
            self.answer.say(Refusal("Type all six digits of your PIN."))
            self.pin.setFocus()
        elif isinstance(person, StaffRow) and not self._busy:
            self._busy = True
            self.answer.hide()
            command = self._session.make(SignIn, actor=person.staff, pin=self.pin.value())
            done = partial(self._signed_in, person)
            self._bus.do(command, owner=self, done=done, refused=self._refused, ended=self._ended)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits typed in the list go into the boxes; arrows typed in the boxes walk the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.people and event.text() and event.text() in _DIGITS:
                self.pin.setFocus()
                self.pin.keyPressEvent(event)
                return True
            if watched is self.pin and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
                self.people.keyPressEvent(event)
                return True
            if watched is self.pin and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.submit()
                return True
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        self._bus.ask(SeeStaff(), owner=self, done=self._show, slot="staff")

    def _show(self, people: tuple[StaffRow, ...]) -> None:
        self._kinds.setCurrentIndex(0 if people else 1)
        self.model.show(people)
        self.people.setFixedHeight(theme.pixels(38) * min(max(len(people), 1), MOST_ROWS) + 2)
        if not (self._session.staff and self.people.choose(self._session.staff)):
            self.people.choose_first()
        (self.pin if people else self.first).setFocus()
        self.ready.emit()

    def _signed_in(self, person: StaffRow, _done: Any) -> None:
        self.pin.clear()
        self._session.take_over(person)
        self.closed.emit()

    def _refused(self, refusal: Refusal) -> None:
        self.answer.say(refusal)
        self.pin.clear()
        self.pin.setFocus()

    def _ended(self) -> None:
        self._busy = False

    def _leave(self) -> None:
        if self._session.staff:
            self.closed.emit()

    def _lay_out(self) -> None:
        card = Card("Who works here?", flush=True)
        card.body.addWidget(self.people)
        card.add_rule()
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 16, 16, 16)
        inner.setSpacing(12)
        label = QLabel("Own PIN")
        label.setProperty("role", "field")
        for widget in (label, self.pin, self.answer):
            inner.addWidget(widget)
        card.body.addLayout(inner)
        foot = card.add_foot()
        foot.addStretch(1)
        foot.addWidget(self._back)
        foot.addWidget(self._enter)
        for page in (card, self.first):
            self._kinds.addWidget(_top(page))
        self._kinds.setFixedWidth(theme.pixels(WIDTH))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 64, 24, 24)
        row.addStretch(1)
        row.addWidget(self._kinds)
        row.addStretch(1)


class SignInDialog(QDialog):
    """The same over an open form, which keeps what it holds."""

    def __init__(self, bus: DeskBus, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Switch person")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.page = SignInPage(bus, session)
        self.page.closed.connect(self.accept)
        QVBoxLayout(self).addWidget(self.page)


def _top(page: QWidget) -> QWidget:
    """The page at the upper edge, as high as it needs to be."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(page)
    column.addStretch(1)
    made.setFocusProxy(page)
    return made


def _shown_pin(row: StaffRow) -> str:
    return f"PIN {row.shown_pin}" if row.shown_pin else ""


_PEOPLE: list[Column[StaffRow]] = [
    Column(title="Name", text=lambda row: row.name, icon=lambda _row: "user", strong=True),
    Column(title="Role", text=lambda row: wording.role_title(row.role), tone=lambda _row: "quiet", width=136),
    Column(title="PIN", text=_shown_pin, tone=lambda _row: "quiet", numeric=True, width=128),
]
