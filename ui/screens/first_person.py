"""The first run of an empty house: its first manager chooses a name and a PIN; there is no PIN to begin with."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from frontdesk.commands import EnrolStaff
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from ui.bus import DeskBus
from ui.dialogs.base import Answer
from ui.session import Session
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card
from ui.widgets.form import Form
from ui.widgets.pin_edit import PinEdit


class FirstPerson(Card):
    """Name, PIN, PIN again. ``enrolled`` comes when the person is in the house."""

    enrolled = Signal()

    def __init__(self, bus: DeskBus, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("The first person of this house", parent=parent)
        self._bus, self._session = bus, session
        self._staff = new_id()
        self.name, self.pin, self.again = QLineEdit(), PinEdit(), PinEdit()
        self.form, self.answer = Form(), Answer()
        self._enter = KeyButton("Begin", key="Return", primary=True)
        words = QLabel("You become its general manager and add everybody else. Only you know your PIN.")
        words.setProperty("role", "quiet")
        words.setWordWrap(True)
        self.form.add("name", "Your name", self.name)
        self.form.add("pin", "Your PIN: six digits", self.pin)
        self.form.add("again", "The same PIN again", self.again)
        column = QVBoxLayout()
        column.setSpacing(12)
        for widget in (words, self.form, self.answer):
            column.addWidget(widget)
        self.body.addLayout(column)
        foot = self.add_foot()
        foot.addStretch(1)
        foot.addWidget(self._enter)
        self.setFocusProxy(self.name)
        self._enter.clicked.connect(self.submit)
        self.name.returnPressed.connect(self.pin.setFocus)
        self.pin.completed.connect(self.again.setFocus)
        self.again.completed.connect(self._enter.setFocus)

    def submit(self) -> None:
        """Enrol the person."""
        if self.pin.value() != self.again.value():
            self.again.clear()
            self._refused(Refusal("The two PINs are not the same.", help="Type the same six digits twice."))
            self.again.setFocus()
            return
        self.answer.hide()
        command = self._session.make(
            EnrolStaff, staff=self._staff, name=self.name.text(), role=Role.GENERAL_MANAGER, pin=self.pin.value()
        )
        self._bus.do(command, owner=self, done=self._enrolled, refused=self._refused)

    def _enrolled(self, _done: Any) -> None:
        self.enrolled.emit()

    def _refused(self, refusal: Refusal) -> None:
        self.answer.say(refusal)
