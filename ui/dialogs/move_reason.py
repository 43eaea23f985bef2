"""The house's list of reasons for moves: add one, say it in other words, retire it."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from frontdesk.commands import SetMoveReason
from frontdesk.queries.move_reason import MoveReasons, ReasonRow
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.widgets.choose import chooser
from ui.workplace import Workplace

NEW = "New reason"


class MoveReasonForm(DeskForm):
    """One reason at a time; a used one is retired, never removed."""

    needs = SetMoveReason

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, "Reasons of moves", submit="Save")
        self._rows: dict[str, ReasonRow] = {}
        self.which = chooser(((NEW, ""),), NEW)
        self.code, self.words = QLineEdit(), QLineEdit()
        self.code.setMaxLength(8)
        self.code.setPlaceholderText("MECH-TV")
        self.retired = QCheckBox("Not offered any more")
        self.nature = QLabel()
        self.nature.setProperty("role", "quiet")
        self.nature.setWordWrap(True)
        self.form.add("which", "Reason", self.which)
        self.form.beside(("code", "Code", self.code), ("words", "Words", self.words))
        self.form.add_widget(self.nature)
        self.form.add_widget(self.retired)
        self.which.currentIndexChanged.connect(self._choose)
        self.ask(MoveReasons(retired=True), self._show, slot="reasons")
        self._choose(0)

    def command(self) -> SetMoveReason:
        """The reason as typed."""
        return self.place.session.make(
            SetMoveReason,
            code=self.code.text().strip(),
            words=self.words.text().strip(),
            retired=self.retired.isChecked(),
        )

    def done_words(self) -> str:
        """What is on the list now."""
        ended = " is not offered any more" if self.retired.isChecked() else " is on the list"
        return self.code.text().strip().upper() + ended

    def _show(self, rows: tuple[ReasonRow, ...]) -> None:
        self._rows = {row.code: row for row in rows}
        for row in rows:
            self.which.addItem(f"{row.code}  {row.words}" + (" (retired)" if row.retired else ""), row.code)

    def _choose(self, _at: int) -> None:
        row = self._rows.get(self.which.currentData() or "")
        self.code.setReadOnly(row is not None)
        self.code.setText(row.code if row else "")
        self.words.setText(row.words if row else "")
        self.retired.setChecked(row.retired if row else False)
        self.retired.setVisible(row is not None)
        self.nature.setText(
            f"{row.nature}. {wording.count(row.used, 'move')} so far."
            if row
            else "A code begins with MECH-, CLN-, NOI-, TYP-, GST- or OPS- and behaves like its class."
        )
