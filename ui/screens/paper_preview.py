"""Any paper of the house before it is handed out: a slip, a receipt, the audit pack, the hand-over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from frontdesk.commands import PrintSlip
from frontdesk.errors import Refusal
from frontdesk.queries.audit_pack import ReadAuditPack, ReadHandOver
from frontdesk.queries.slip import ReadSlip
from ui import handing, theme
from ui.dialogs.base import Answer
from ui.screens.paper_pages import PaperPages, language_box
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card
from ui.widgets.form import Form
from ui.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper: what to look at in a language ("" is the reader's own), and what hands it out.

    ``hand_out`` makes the command that notes the print and gives the bytes; without it looking and taking are the
    same. ``file`` is the name to save it under. ``told`` says that it can be read in other languages.
    """

    title: str
    file: str
    look: Callable[[str], object]
    hand_out: Callable[[str], object] | None = None
    told: bool = False


class PaperPreview(QWidget):
    """Pages at the left, which paper and what becomes of it at the right. Looking prints nothing."""

    closed = Signal()

    def __init__(self, place: Workplace, papers: Sequence[Paper], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place, self._papers = place, tuple(papers)
        self.sheets, self.answer = PaperPages(), Answer()
        self.paper_choice, self.language = QComboBox(), language_box()
        self.print_button = KeyButton("Print", icon="printer", key="Ctrl+Enter", primary=True)
        self.save_button = KeyButton("Save as PDF", icon="save", key="Ctrl+S")
        self.back_button = KeyButton("Back", key="Esc")
        self._lay_out()
        self._connect()
        self._look()

    def act(self, action_id: str) -> bool:
        """Esc closes the preview."""
        if action_id == "back":
            self.closed.emit()
        return action_id == "back"

    def save(self) -> None:
        """Ask where to, then save."""
        path = handing.ask_where(self, "Save the paper", self._paper().file)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Save an original or a copy here."""
        self._give(partial(self._write, path))

    def print_it(self) -> None:
        """Ask for a printer, then print an original or a copy."""
        handing.ask_printer(self, self._give, self._place.notices)

    def _paper(self) -> Paper:
        return self._papers[max(0, self.paper_choice.currentIndex())]

    def _look(self, _choice: int = 0) -> None:
        self.answer.hide()
        paper = self._paper()
        self.sheets.set_heading(paper.title)
        self._fields.field("language").setVisible(paper.told)
        document = paper.look(str(self.language.currentData()))
        self._place.bus.print(document, owner=self, done=self.sheets.show_pdf, refused=self._refused)

    def _give(self, done: Callable[[bytes], None]) -> None:
        paper = self._paper()
        make = paper.hand_out or paper.look
        document = make(str(self.language.currentData()))
        self._place.bus.print(document, owner=self, done=done, refused=self._refused)

    def _write(self, path: Path, pdf: bytes) -> None:
        handing.write(path, pdf, self._place.notices)

    def _refused(self, refusal: Refusal) -> None:
        self.answer.say(refusal)

    def _lay_out(self) -> None:
        for paper in self._papers:
            self.paper_choice.addItem(paper.title)
        self._fields = Form()
        self._fields.add("paper", "Paper", self.paper_choice).setVisible(len(self._papers) > 1)
        self._fields.add("language", "Language", self.language)
        card = Card("On paper")
        card.setFixedWidth(theme.pixels(292))
        for widget in (self._fields, self.answer):
            card.body.addWidget(widget)
        card.body.addStretch(1)
        for button in (self.print_button, self.save_button, self.back_button):
            card.body.addWidget(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        row.addWidget(self.sheets, 1)
        row.addWidget(card)
        self.setFocusProxy(self.sheets)

    def _connect(self) -> None:
        for choice in (self.paper_choice, self.language):
            choice.currentIndexChanged.connect(self._look)
        self.print_button.clicked.connect(self.print_it)
        self.save_button.clicked.connect(self.save)
        self.back_button.clicked.connect(self.closed)
        for key, call in (("Ctrl+S", self.save), ("Ctrl+Return", self.print_it), ("Ctrl+Enter", self.print_it)):
            QShortcut(QKeySequence(key), self).activated.connect(call)


def slip(place: Workplace, of: str, title: str) -> Paper:
    """The slip of a room move or a credit by its number, or the receipt of a payment by its id."""

    def hand_out(language: str) -> Any:
        return place.session.make(PrintSlip, of=of, language=language)

    file = f"{title.lower().replace(' ', '-')}-{of.lower()}.pdf"
    return Paper(title=title, file=file, look=partial(ReadSlip, of), hand_out=hand_out, told=True)


def night_papers(closed: date) -> tuple[Paper, Paper]:
    """The audit pack and the hand-over of a day that is closed."""
    pack = Paper(title="Audit pack", file=f"{closed}-audit-pack.pdf", look=lambda _language: ReadAuditPack(closed))
    sheet = Paper(title="Hand-over", file=f"{closed}-hand-over.pdf", look=lambda _language: ReadHandOver())
    return pack, sheet


def show_papers(place: Workplace, *papers: Paper) -> PaperPreview:
    """Open the preview over the page in view; Esc goes back to it."""
    page = PaperPreview(place, papers)

    def leave() -> None:
        place.uncover(page)

    page.closed.connect(leave)
    place.cover(page)
    page.setFocus()
    return page
