"""A slip as it will be on paper: of a move, a credit or a payment; language, save, print."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from frontdesk.commands.slip import PrintSlip
from frontdesk.errors import Refusal, Unavailable
from frontdesk.queries.slip import AnySlip, CreditSlip, ReadSlip
from ui import printing, theme, wording
from ui.dialogs.base import Answer
from ui.screens.print_preview import LANGUAGES, PAPER
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card, clear
from ui.widgets.choose import chooser
from ui.widgets.form import Form
from ui.workplace import Workplace


class SlipPreview(QWidget):
    """Pages at the left, choices at the right. Looking prints nothing; saving or printing is noted in the journal.

    ``lines`` holds the number of a move or a credit, or the id of a line on the bill.
    """

    closed = Signal()

    def __init__(self, place: Workplace, stay: str, lines: tuple[str, ...] = (), parent: QWidget | None = None) -> None:  # noqa: ARG002 - a page maker is given the stay too
        super().__init__(parent)
        self._place, self._of = place, lines[0] if lines else ""
        self._number = self._of
        self.pdf = b""
        self.pages: list[QLabel] = []
        self._job = 0
        self._painter = printing.PagePainter(self)
        self._painter.painted.connect(self._painted)
        self.destroyed.connect(partial(_let_go, self._painter))
        names = [(wording.language(code), code) for code in LANGUAGES]
        self.language = chooser([("The guest's", ""), *names])
        self.present = QCheckBox("The guest is here to sign")
        self.present.setChecked(True)
        self.present.hide()
        self.answer = Answer()
        self._sheets = QVBoxLayout()
        self.print_button = KeyButton("Print", icon="printer", key="Ctrl+Enter", primary=True)
        self.save_button = KeyButton("Save as PDF", icon="save", key="Ctrl+S")
        self._lay_out()
        self._connect()
        place.bus.ask(self._question(), owner=self, done=self._show_slip, refused=self.answer.say, slot="slip")
        self._look()

    def act(self, action_id: str) -> bool:
        """Esc closes the preview."""
        if action_id == "back":
            self.closed.emit()
        return action_id == "back"

    def suggested_name(self) -> str:
        """A file name any system takes: "RMV-2025-00001.pdf"."""
        return f"{self._number}.pdf"

    def save(self) -> None:
        """Ask where to, then save an original or a copy."""
        folder = str(Path.home() / self.suggested_name())
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the slip", folder, "PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Save an original or a copy here."""
        self._hand_out(partial(self._write, path))

    def print_it(self) -> None:
        """Ask for a printer, then print an original or a copy."""
        dialog = QPrintDialog(QPrinter(QPrinter.PrinterMode.HighResolution), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._hand_out(partial(self._to_printer, dialog.printer())))
        QDialog.open(dialog)

    def _question(self) -> ReadSlip:
        return ReadSlip(self._of, str(self.language.currentData() or ""), guest_present=self.present.isChecked())

    def _look(self, _choice: object = None) -> None:
        self.answer.hide()
        self._place.bus.print(self._question(), owner=self, done=self._show_pdf, refused=self._refused)

    def _show_slip(self, slip: AnySlip) -> None:
        self._number = slip.number
        self._card.set_heading(f"Slip {slip.number}, {slip.guest}")
        self.present.setVisible(isinstance(slip, CreditSlip))

    def _show_pdf(self, pdf: bytes) -> None:
        self.pdf = pdf
        clear(self._sheets)
        self.pages = [_sheet(number) for number in range(printing.page_count(pdf))]
        for page in self.pages:
            self._sheets.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._sheets.addStretch(1)
        dots = PAPER * theme.pixels(100) / 100
        self._job = self._painter.start(pdf, len(self.pages), dots, self.devicePixelRatioF())

    def _painted(self, job: int, number: int, image: QImage) -> None:
        if job == self._job and number < len(self.pages):
            self.pages[number].setPixmap(QPixmap.fromImage(image))

    def _hand_out(self, done: Callable[[bytes], None]) -> None:
        """Note that the paper goes to the guest, and give its bytes on."""
        asked = self._question()
        command = self._place.session.make(
            PrintSlip, of=self._of, language=asked.language, guest_present=asked.guest_present
        )
        self._place.bus.print(command, owner=self, done=done, refused=self._refused)

    def _write(self, path: Path, pdf: bytes) -> None:
        try:
            path.write_bytes(pdf)
        except OSError as error:
            told = Unavailable(f"{path.name} could not be saved.", str(error), "Choose another place.")
            self._place.notices.tell(told)
        else:
            self._place.notices.toast(f"Saved as {path.name}")

    def _to_printer(self, printer: QPrinter, pdf: bytes) -> None:
        pages = printing.print_pages(pdf, printer)
        if pages:
            where = printer.printerName() or "the printer"
            self._place.notices.toast(f"{wording.count(pages, 'page')} sent to {where}")
        else:
            self._place.notices.tell(Unavailable("The printer did not take the pages.", help="Choose another printer."))

    def _refused(self, refusal: Refusal) -> None:
        self.answer.say(refusal)
        for button in (self.print_button, self.save_button):
            button.setEnabled(bool(self.pdf))

    def _lay_out(self) -> None:
        paper, scroll = QFrame(), QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName("Pages")
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        paper.setProperty("role", "paper")
        self._sheets = QVBoxLayout(paper)
        self._sheets.setContentsMargins(24, 24, 24, 24)
        self._sheets.setSpacing(16)
        scroll.setWidget(paper)
        self._card = Card("Slip", icon="printer", flush=True)
        self._card.body.addWidget(scroll)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        row.addWidget(self._card, 1)
        row.addWidget(self._choices())
        self.setFocusProxy(scroll)

    def _choices(self) -> QWidget:
        form = Form()
        form.add("language", "Language", self.language)
        card = Card("On paper")
        card.setFixedWidth(theme.pixels(292))
        for widget in (form, self.present, self.answer):
            card.body.addWidget(widget)
        card.body.addStretch(1)
        back = KeyButton("Back", key="Esc")
        back.clicked.connect(self.closed)
        for button in (self.print_button, self.save_button, back):
            card.body.addWidget(button)
        return card

    def _connect(self) -> None:
        self.language.currentIndexChanged.connect(self._look)
        self.present.toggled.connect(self._look)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print_it)
        for key, call in (("Ctrl+S", self.save), ("Ctrl+Return", self.print_it), ("Ctrl+Enter", self.print_it)):
            made = QShortcut(QKeySequence(key), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(call)


def _sheet(number: int) -> QLabel:
    made = QLabel()
    made.setAccessibleName(f"Page {number + 1}")
    made.setProperty("role", "sheet")
    return made


def _let_go(painter: printing.PagePainter, _page: QObject | None = None) -> None:
    painter.stop()
