"""The second person at this desk: who decides, and the own PIN."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from frontdesk.domain.authority import RANK
from frontdesk.domain.staff import Role
from frontdesk.errors import Unavailable
from frontdesk.queries.staff import StaffRow
from ui import wording
from ui.widgets.card import Card
from ui.widgets.choose import chooser
from ui.widgets.form import Form
from ui.widgets.pin_edit import PinEdit


def second_people(people: Sequence[StaffRow], asking: str, lowest: str = Role.SUPERVISOR) -> list[tuple[str, str]]:
    """Who may approve what needs a role, as (id, words): everybody of it or above, never the person who asks."""
    fit = [row for row in people if RANK[Role(row.role)] >= RANK[Role(lowest)] and row.staff != asking]
    return [(row.staff, f"{row.name}, {wording.role_title(row.role)}") for row in fit]


class ApproverPanel(Card):
    """Choose the approver, type the PIN; ``entered`` comes with Enter, ``altered`` with each change."""

    entered = Signal()
    altered = Signal()

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(heading, icon="lock", parent=parent)
        self.set_accent(on=True)
        self.who = chooser()
        self.pin_edit = PinEdit()
        self.form = Form()
        self.form.add("approver", "Approver, another person", self.who)
        self.form.add("pin", "Own PIN", self.pin_edit)
        self._why_not = QLabel()
        self._why_not.setWordWrap(True)
        self._why_not.setProperty("tone", "warning")
        self._why_not.hide()
        self._held: Callable[[], Unavailable | None] = lambda: None
        self.body.addWidget(self.form)
        self.body.addWidget(self._why_not)
        self.who.currentIndexChanged.connect(self._changed)
        self.pin_edit.typed.connect(self._changed)

    def follow(self, held: Callable[[], Unavailable | None]) -> None:
        """Ask this, now and whenever `look` is called, whether an approval can be had at all."""
        self._held = held
        self.look()

    def look(self) -> None:
        """Take no PIN while an approval cannot be had, and say why before anybody types one."""
        why = self._held()
        if why is None and self.form.isEnabled():
            return
        self.form.setEnabled(why is None)
        self._why_not.setText(f"{why.title} {why.help}" if why is not None else "")
        self._why_not.setVisible(why is not None)
        if why is not None:
            self.forget()
        self.altered.emit()

    def offer(self, people: Sequence[tuple[str, str]]) -> None:
        """Offer these people (id, words); who was chosen stays chosen."""
        if list(people) == [(self.who.itemData(at), self.who.itemText(at)) for at in range(self.who.count())]:
            return
        before = self.approver()
        self.who.blockSignals(True)
        self.who.clear()
        for person, words in people:
            self.who.addItem(words, person)
        self.who.setCurrentIndex(max(0, self.who.findData(before)) if people else -1)
        self.who.blockSignals(False)

    def approver(self) -> str:
        """The id of who decides, or nothing."""
        return str(self.who.currentData() or "")

    def pin(self) -> str:
        """The PIN typed, or nothing while digits are missing."""
        return self.pin_edit.value() if self.pin_edit.is_complete() else ""

    def forget(self) -> None:
        """Forget the PIN."""
        self.pin_edit.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter decides."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & ~_KEYPAD:
            self.entered.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _changed(self, _value: int) -> None:
        self.altered.emit()


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
