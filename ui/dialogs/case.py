"""A case of a guest, and a note in it: what the guest may read and what staff alone may read never share a field."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout

from frontdesk.commands import AddNote, OpenCase
from frontdesk.domain.case import KIND_WORDS, CaseKind
from frontdesk.identity import new_id
from frontdesk.queries.stay import CaseRow
from ui import theme
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import FieldRefusal, words
from ui.widgets.state import State
from ui.widgets.text_edit import TextEdit
from ui.workplace import Workplace


class CaseForm(DeskForm):
    """What the guest said, in the guest's words; ``posting`` is the line of the bill it is about."""

    def __init__(
        self, place: Workplace, stay: str, *, kind: CaseKind = CaseKind.REQUEST, posting: str = "", about: str = ""
    ) -> None:
        super().__init__(place, "New case", submit="Open case")
        self._stay, self._posting = stay, posting
        self.kind, self.about, self.words = QComboBox(), QLineEdit(about), TextEdit()
        for one in CaseKind:
            self.kind.addItem(KIND_WORDS[one], one)
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.words.setFixedHeight(theme.pixels(112))
        self.form.add("words", "What the guest said", self.words, hint="In the guest's words; they are never rewritten")
        self.form.beside(("kind", "Kind", self.kind), ("about", "What it is about", self.about))

    def command(self) -> OpenCase:
        """The case as typed."""
        return self.place.session.make(
            OpenCase,
            case=new_id(),
            stay=self._stay,
            kind=CaseKind(self.kind.currentData()),
            words=words("words", self.words.toPlainText(), "Type what the guest said."),
            nature=self.about.text().strip(),
            posting=self._posting,
        )

    def done_words(self) -> str:
        """What was done."""
        return "Case opened"


class NoteForm(DeskForm):
    """One entry: to the guest, or for staff only."""

    def __init__(self, place: Workplace, case: CaseRow) -> None:
        super().__init__(place, f"Note in {case.number}", submit="Write note")
        self._case = case.case
        self.to_guest, self.promise, self.staff_only = TextEdit(), QLineEdit(), TextEdit()
        for text in (self.to_guest, self.staff_only):
            text.setFixedHeight(theme.pixels(76))
        guest, staff = _Box("to-guest", "people", "The guest may read this"), _Box("staff-only", "lock", "Staff only")
        self.form.add("to_guest", "Said or written to the guest", self.to_guest)
        self.form.add("promise", "Promised", self.promise, hint="What, and by when")
        self.form.add("staff_only", "Among us; never on paper or a turned screen", self.staff_only)
        for box, names in ((guest, ("to_guest", "promise")), (staff, ("staff_only",))):
            for name in names:
                box.column.addWidget(self.form.field(name))
            self.form.add_widget(box)

    def command(self) -> AddNote:
        """The entry as typed."""
        to_guest, staff_only = self.to_guest.toPlainText().strip(), self.staff_only.toPlainText().strip()
        if not to_guest and not staff_only:
            raise FieldRefusal("to_guest", "Write to the guest, or for staff.")
        return self.place.session.make(
            AddNote, case=self._case, to_guest=to_guest, staff_only=staff_only, promise=self.promise.text().strip()
        )

    def done_words(self) -> str:
        """What was done."""
        return "Note written"


class _Box(QFrame):
    """What one kind of reader may see, one below the other."""

    def __init__(self, role: str, icon: str, title: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 16)
        self.column.setSpacing(8)
        self.column.addWidget(State(icon, title))
