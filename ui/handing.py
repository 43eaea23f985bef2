"""Where the bytes of a paper go from the window: into a file, or to a printer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from frontdesk.errors import Unavailable
from ui import printing, settings, wording
from ui.notices import Notices

Give = Callable[[Callable[[bytes], None]], None]
"""Notes that a paper is handed out, and gives its bytes to what it is called with."""


def write(path: Path, pdf: bytes, notices: Notices) -> None:
    """Write a paper to a file and say so."""
    try:
        path.write_bytes(pdf)
    except OSError as error:
        notices.tell(Unavailable(f"{path.name} could not be saved.", str(error), "Choose another place."))
    else:
        notices.toast(f"Saved as {path.name}")


def ask_where(parent: QWidget, title: str, name: str, kinds: str = "PDF (*.pdf)") -> Path | None:
    """Ask for a file to save a paper in; nothing if the person thought better of it."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name), kinds)
    return Path(chosen) if chosen else None


def ask_printer(parent: QWidget, give: Give, notices: Notices) -> None:
    """Ask for a printer, the one of this workstation first, then print what ``give`` brings."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    usual = settings.read_machine().printer
    if usual:
        printer.setPrinterName(usual)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(partial(_accepted, dialog, give, notices))
    QDialog.open(dialog)


def _accepted(dialog: QPrintDialog, give: Give, notices: Notices) -> None:
    give(partial(_print, dialog.printer(), notices))


def _print(printer: QPrinter, notices: Notices, pdf: bytes) -> None:
    pages = printing.print_pages(pdf, printer)
    if pages:
        notices.toast(f"{wording.count(pages, 'page')} sent to {printer.printerName() or 'the printer'}")
    else:
        notices.tell(Unavailable("The printer did not take the pages.", help="Choose another printer."))
