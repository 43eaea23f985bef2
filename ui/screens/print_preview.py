"""The folio as it will be on paper: style, language, save, print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from frontdesk.commands import PrintFolio
from frontdesk.errors import Refusal
from frontdesk.queries.e_invoice import ReadEInvoice
from frontdesk.queries.folio import STYLES, FolioView, ReadFolioPaper, SeeFolio
from frontdesk.queries.stay import SeeStay, StayView
from ui import handing, theme, wording
from ui.dialogs.base import Answer
from ui.dialogs.email import EmailForm
from ui.screens.paper_pages import PaperPages, language_box
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card
from ui.widgets.form import Form
from ui.workplace import Workplace


class PrintPreview(QWidget):
    """Pages at the left, choices at the right. Looking prints nothing; saving or printing is noted in the journal."""

    closed = Signal()

    def __init__(self, place: Workplace, stay: str, lines: tuple[str, ...] = (), parent: QWidget | None = None) -> None:  # noqa: ARG002 - a page maker is given the chosen lines too
        super().__init__(parent)
        self._place, self._stay = place, stay
        self._view: StayView | None = None
        self.sheets = PaperPages("Folio")
        self.window_choice, self.style_choice, self.language = QComboBox(), QComboBox(), language_box()
        self.answer = Answer()
        self.print_button = KeyButton("Print", icon="printer", key="Ctrl+Enter", primary=True)
        self.save_button = KeyButton("Save as PDF", icon="save", key="Ctrl+S")
        self.mail_button = KeyButton("E-mail", icon="note", key="Shift+F5")
        self.issue_button = KeyButton("E-invoice", icon="bill", key="Ctrl+E")
        self.issue_button.hide()
        self._business: frozenset[int] = frozenset()
        self._lay_out()
        self._connect()
        place.bus.ask(SeeStay(stay), owner=self, done=self._show_stay, refused=self._refused, slot="stay")
        place.bus.ask(SeeFolio(stay), owner=self, done=self._show_windows, refused=self._refused, slot="folio")

    @property
    def pdf(self) -> bytes:
        """What is shown."""
        return self.sheets.pdf

    def act(self, action_id: str) -> bool:
        """Esc closes the preview; the folio can leave by mail from here."""
        if action_id == "back":
            self.closed.emit()
        elif action_id == "email":
            self.mail_it()
        return action_id in {"back", "email"}

    def suggested_name(self) -> str:
        """A file name any system takes: "folio-412-papadopoulou-2025-11-24.pdf"."""
        if self._view is None:
            return "folio.pdf"
        name = _plain(self._view.latin or self._view.name) or self._view.confirmation
        return f"folio-{self._view.room or 'stay'}-{name}-{self._view.departure.isoformat()}.pdf"

    def save(self) -> None:
        """Ask where to, then save an original or a copy."""
        path = handing.ask_where(self, "Save the folio", self.suggested_name())
        if path is not None:
            self._hand_out(partial(self._write, path))

    def mail_it(self) -> None:
        """Open the message with this folio."""
        wanted = self._question()
        EmailForm(self._place, self._stay, wanted.window, style=wanted.style, language=wanted.language).open()

    def issue(self) -> None:
        """Ask where to, then save the e-invoice of a settled window: as XML if the name says so."""
        name = self.suggested_name().replace("folio-", "invoice-", 1)
        path = handing.ask_where(self, "Save the e-invoice", name, "PDF with data (*.pdf);;XML (*.xml)")
        if path is not None:
            self.issue_to(path)

    def issue_to(self, path: Path) -> None:
        """Save the e-invoice here."""
        wanted = self._question()
        form = "xml" if path.suffix.lower() == ".xml" else "pdf"
        question = ReadEInvoice(wanted.stay, wanted.window, wanted.language, wanted.style, form)
        self._place.bus.print(question, owner=self, done=partial(self._write, path), refused=self._refused)

    def print_it(self) -> None:
        """Ask for a printer, then print an original or a copy."""
        handing.ask_printer(self, self._hand_out, self._place.notices)

    def _question(self) -> ReadFolioPaper:
        return ReadFolioPaper(
            stay=self._stay,
            window=int(self.window_choice.currentData() or 1),
            language=str(self.language.currentData() or ""),
            style=str(self.style_choice.currentData()),
        )

    def _look(self, _choice: int = 0) -> None:
        self.answer.hide()
        self.issue_button.setVisible(self.window_choice.currentData() in self._business)
        self._place.bus.print(self._question(), owner=self, done=self.sheets.show_pdf, refused=self._refused)

    def _hand_out(self, done: Callable[[bytes], None]) -> None:
        """Note that the paper goes to the guest, and give its bytes on."""
        question = self._question()
        command = self._place.session.make(
            PrintFolio, stay=self._stay, window=question.window, style=question.style, language=question.language
        )
        self._place.bus.print(command, owner=self, done=done, refused=self._refused)

    def _write(self, path: Path, pdf: bytes) -> None:
        handing.write(path, pdf, self._place.notices)

    def _show_stay(self, stay: StayView) -> None:
        self._view = stay
        self.sheets.set_heading(f"Folio of {stay.name}")
        name = wording.language(stay.language) if stay.language else ""
        self.language.setItemText(0, f"The guest’s: {name}" if name else "The guest’s")

    def _show_windows(self, folio: FolioView) -> None:
        self._business = frozenset(
            window.number
            for window in folio.windows
            if window.settled and window.tax_number and window.kind != "deposit"
        )
        self.window_choice.blockSignals(True)
        self.window_choice.clear()
        for window in folio.windows:
            self.window_choice.addItem(f"{window.number} {window.payee}", window.number)
        self.window_choice.blockSignals(False)
        self._look()

    def _refused(self, refusal: Refusal) -> None:
        self.answer.say(refusal)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        row.addWidget(self.sheets, 1)
        row.addWidget(self._choices())
        self.setFocusProxy(self.sheets)

    def _choices(self) -> QWidget:
        for style in STYLES:
            self.style_choice.addItem(wording.sentence_case(style.replace("_", " ")), style)
        form = Form()
        form.add("window", "Window", self.window_choice)
        form.add("style", "Style", self.style_choice)
        form.add("language", "Language", self.language)
        card = Card("On paper")
        card.setFixedWidth(theme.pixels(292))
        for widget in (form, self.answer):
            card.body.addWidget(widget)
        card.body.addStretch(1)
        back = KeyButton("Back", key="Esc")
        back.clicked.connect(self.closed)
        for button in (self.print_button, self.save_button, self.mail_button, self.issue_button, back):
            card.body.addWidget(button)
        return card

    def _connect(self) -> None:
        for choice in (self.window_choice, self.style_choice, self.language):
            choice.currentIndexChanged.connect(self._look)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print_it)
        self.mail_button.clicked.connect(self.mail_it)
        self.issue_button.clicked.connect(self.issue)
        keys = (
            ("Ctrl+S", self.save),
            ("Ctrl+Return", self.print_it),
            ("Ctrl+Enter", self.print_it),
            ("Ctrl+E", self.issue_button.click),
        )
        for key, call in keys:
            QShortcut(QKeySequence(key), self).activated.connect(call)


def _plain(name: str) -> str:
    """Lower-case letters and digits of a name, joined by hyphens; the family name first as it stands."""
    family = name.partition(",")[0]
    ascii_only = unicodedata.normalize("NFKD", family).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", ascii_only.lower()))
