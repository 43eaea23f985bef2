"""Saying that a guest is not to be moved."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit

from frontdesk.commands.room_move import SetDoNotMove
from frontdesk.queries.stay import StayView
from ui import theme
from ui.bus import DeskBus
from ui.dialogs.base import FormDialog, Make
from ui.dialogs.reading import words
from ui.widgets.date_edit import DateEdit


class DoNotMoveForm(FormDialog):
    """The reason, and until when; without a date until departure."""

    def __init__(self, bus: DeskBus, make: Make, stay: StayView, parent: Any = None) -> None:
        super().__init__(bus, f"Do not move {stay.name}", submit="Do not move", parent=parent)
        self._make, self._stay = make, stay
        self.reason, self.limited, self.until = QPlainTextEdit(), QCheckBox("Only until"), DateEdit(stay.departure)
        self.reason.setTabChangesFocus(True)
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
