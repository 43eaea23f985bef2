"""From a PDF to pictures of its pages, and from there to a printer."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

POINTS = 72
A4_WIDTH = 595
"""Points."""
_LOCK = threading.Lock()
"""The renderer must not be entered twice at once, from whichever thread."""


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with _LOCK:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def page_image(pdf: bytes, number: int, dots_per_point: float) -> QImage:
    """A picture of one page, ``dots_per_point`` pixels for each 1/72 inch."""
    with _LOCK:
        document = pypdfium2.PdfDocument(pdf)
        try:
            bitmap = document[number].render(scale=dots_per_point, prefer_bgrx=True)
            data = bytes(bitmap.buffer)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            bitmap.close()
        finally:
            document.close()
    return QImage(data, width, height, stride, QImage.Format.Format_RGB32).copy()


class PagePainter(QObject):
    """Renders the pages of one PDF after the other off the window's thread; the first page comes first.

    ``painted`` brings the job's number, the page's number and its picture; a newer job makes an older one stop.
    """

    painted = Signal(int, int, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="page-painter")
        self._job = 0

    def start(self, pdf: bytes, pages: int, dots_per_point: float, ratio: float) -> int:
        """Render all pages; answers the number of the job."""
        self._job += 1
        self._pool.submit(self._work, self._job, pdf, pages, (dots_per_point, ratio))
        return self._job

    def stop(self) -> None:
        """Render no more, and wait for the page under way."""
        self._job += 1
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _work(self, job: int, pdf: bytes, pages: int, scale: tuple[float, float]) -> None:
        dots, ratio = scale
        for number in range(pages):
            if job != self._job:
                return
            image = page_image(pdf, number, dots * ratio)
            image.setDevicePixelRatio(ratio)
            self.painted.emit(job, number, image)


def print_pages(pdf: bytes, printer: QPrinter) -> int:
    """Send every page to a printer as a picture at its own resolution; answers how many."""
    pages = page_count(pdf)
    painter = QPainter()
    if not painter.begin(printer):
        return 0
    try:
        for number in range(pages):
            if number:
                printer.newPage()
            image = page_image(pdf, number, printer.resolution() / POINTS)
            painter.drawImage(_fitted(painter.viewport(), image), image)
    finally:
        painter.end()
    return pages


def _fitted(sheet: QRect, image: QImage) -> QRect:
    """The picture on the sheet, as large as fits, in its own proportions."""
    size = image.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(sheet.topLeft(), size)
    place.moveCenter(sheet.center())
    return place
