"""A PDF as pages one below the other, painted off the window's thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from frontdesk.words import LANGUAGES
from ui import printing, theme, wording
from ui.widgets.card import Card
from ui.widgets.card import clear as empty

PAPER = 1.3
"""Pixels of the preview for each point of paper, at scale 1."""

AROUND = 76
"""Pixels beside a page that the panel, its edges and its scroll bar take."""


class PaperPages(Card):
    """A panel with the pages of one PDF. ``pdf`` are its bytes, ``pages`` a label for each page."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(heading, icon="printer", flush=True, parent=parent)
        self.pdf = b""
        self.pages: list[QLabel] = []
        self._job = 0
        self._painter = printing.PagePainter(self)
        self._painter.painted.connect(self._painted)
        self.destroyed.connect(partial(_let_go, self._painter))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName("Pages")
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        paper = QFrame()
        paper.setProperty("role", "paper")
        self._sheets = QVBoxLayout(paper)
        self._sheets.setContentsMargins(24, 24, 24, 24)
        self._sheets.setSpacing(16)
        scroll.setWidget(paper)
        self.body.addWidget(scroll)
        self.setFocusProxy(scroll)

    def show_pdf(self, pdf: bytes) -> None:
        """Show another PDF."""
        self.pdf = pdf
        empty(self._sheets)
        self.pages = [_sheet(number) for number in range(printing.page_count(pdf))]
        for page in self.pages:
            self._sheets.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._sheets.addStretch(1)
        room = (self.width() - AROUND) / printing.A4_WIDTH
        dots = min(PAPER * theme.pixels(100) / 100, max(room, 1.0))
        self._job = self._painter.start(pdf, len(self.pages), dots, self.devicePixelRatioF())

    def _painted(self, job: int, number: int, image: QImage) -> None:
        if job == self._job and number < len(self.pages):
            self.pages[number].setPixmap(QPixmap.fromImage(image))


def language_box() -> QComboBox:
    """The languages that paper is printed in; the first choice, "", is the guest's own."""
    made = QComboBox()
    made.addItem("The guest’s", "")
    for code in LANGUAGES:
        made.addItem(wording.language(code), code)
    return made


def _sheet(number: int) -> QLabel:
    made = QLabel()
    made.setAccessibleName(f"Page {number + 1}")
    made.setProperty("role", "sheet")
    return made


def _let_go(painter: printing.PagePainter, _page: QObject | None = None) -> None:
    painter.stop()
