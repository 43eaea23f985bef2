"""Saying that a guest is not to be moved, and lifting that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from frontdesk.commands.room_move import LiftDoNotMove, SetDoNotMove
from frontdesk.queries.stay import StayView
from ui import theme
from ui.bus import DeskBus
from ui.dialogs.base import FormDialog, Make
from ui.dialogs.reading import words
from ui.widgets.approver import ApproverPanel
from ui.widgets.date_edit import DateEdit
from ui.widgets.text_edit import TextEdit


class DoNotMoveForm(FormDialog):
    """The reason, and until when; without a date until departure."""

    def __init__(self, bus: DeskBus, make: Make, stay: StayView, parent: Any = None) -> None:
        super().__init__(bus, f"Do not move {stay.name}", submit="Do not move", parent=parent)
        self._make, self._stay = make, stay
        self.reason, self.limited, self.until = TextEdit(), QCheckBox("Only until"), DateEdit(stay.departure)
        self.reason.setFixedHeight(theme.pixels(76))
        self.until.set_range(stay.business_date, stay.departure)
        self.until.setEnabled(False)
        self.form.add("reason", "Why", self.reason)
        self.form.add_widget(self.limited)
        self.form.add("until", "Last day", self.until)
        self.limited.toggled.connect(self.until.setEnabled)

    def command(self) -> Any:
        """The lock as typed."""
        return self._make(
            SetDoNotMove,
            stay=self._stay.stay,
            reason=words("reason", self.reason.toPlainText(), "Write why this guest stays where they are."),
            until=self.until.value() if self.limited.isChecked() else None,
        )

    def done_words(self) -> str:
        """What holds now."""
        return f"{self._stay.room} is not to be moved"


class LiftDoNotMoveForm(FormDialog):
    """A supervisor lifts it with a reason (RM-35); ``approvers`` are asked for their PIN if this person may not."""

    def __init__(self, bus: DeskBus, make: Make, stay: StayView, parent: Any = None) -> None:
        super().__init__(bus, f"{stay.name} may be moved again", submit="Lift do-not-move", parent=parent)
        self._make, self._stay = make, stay
        self.why, self.approval = QLineEdit(), ApproverPanel("A supervisor decides")
        self.approval.hide()
        said = QLabel(f"Not to be moved: {stay.do_not_move}")
        said.setWordWrap(True)
        self.form.add_widget(said)
        self.form.add("reason", "Why it is lifted", self.why)
        self.form.add_widget(self.approval)

    def offer_approvers(self, people: Sequence[tuple[str, str]]) -> None:
        """Ask one of these for the PIN; nobody if the person here may decide."""
        self.approval.offer(people)
        self.approval.setVisible(bool(people))

    def command(self) -> Any:
        """The end of the lock."""
        needed = not self.approval.isHidden()
        return self._make(
            LiftDoNotMove,
            stay=self._stay.stay,
            reason=words("reason", self.why.text(), "Write why the guest may be moved again."),
            approver=self.approval.approver() if needed else "",
            pin=self.approval.pin() if needed else "",
        )
