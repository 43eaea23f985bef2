"""What is painted of the tape chart, kept: a scroll moves it and paints only what comes into view."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap

from ui.widgets import tape_paint
from ui.widgets.tape_ink import TapeInk
from ui.widgets.tape_paint import Frame


class Sheet:
    """A picture as large as the view: ground, move links, today's line, bars. What lies over them is not in it."""

    def __init__(self) -> None:
        self._picture = QPixmap()
        self._frame: Frame | None = None
        self._ink: TapeInk | None = None

    def bring(self, frame: Frame, ink: TapeInk, ratio: float) -> QPixmap:
        """The picture of what is in view; ``ratio`` is the number of pixels of the screen for one of the chart."""
        before = self._frame
        kept = before is not None and self._ink is ink and _alike(before, frame) and self._is_size(frame, ratio)
        if not kept or before is None or not self._move(before, frame, ratio):
            self._begin(frame, ratio)
            self._paint(frame, ink, [QRect(0, 0, frame.width, frame.height)])
        elif bare := _bare(before, frame):
            self._paint(frame, ink, bare)
        self._frame, self._ink = frame, ink
        return self._picture

    def forget(self) -> None:
        """Let the picture go; the next one is painted whole."""
        self._frame = None

    def _is_size(self, frame: Frame, ratio: float) -> bool:
        size = self._picture.size()
        return (size.width(), size.height()) == (round(frame.width * ratio), round(frame.height * ratio))

    def _begin(self, frame: Frame, ratio: float) -> None:
        if not self._is_size(frame, ratio):
            self._picture = QPixmap(round(frame.width * ratio), round(frame.height * ratio))
        self._picture.setDevicePixelRatio(ratio)

    def _move(self, before: Frame, frame: Frame, ratio: float) -> bool:
        """Move the picture along; False if nothing of it would be left, or its pixels would not meet."""
        across, down = (before.left - frame.left) * ratio, (before.top - frame.top) * ratio
        size = self._picture.size()
        if abs(across) >= size.width() or abs(down) >= size.height():
            return False
        if not across.is_integer() or not down.is_integer():
            return False
        if across or down:
            self._picture.scroll(int(across), int(down), self._picture.rect())
        return True

    def _paint(self, frame: Frame, ink: TapeInk, bare: list[QRect]) -> None:
        painter = QPainter(self._picture)
        for clip in bare:
            painter.setClipRect(clip)
            tape_paint.paint_ground(painter, frame, ink, clip)
            if frame.tape.lines:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                tape_paint.paint_moves(painter, frame, ink, clip)
                tape_paint.paint_today(painter, frame, ink)
                tape_paint.paint_bars(painter, frame, ink, tape_paint.in_view(frame, clip))
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.end()


def _alike(before: Frame, frame: Frame) -> bool:
    """Whether two frames show the same answer at the same size, however far they are scrolled."""
    sizes = [(one.day_width, one.width, one.height) for one in (before, frame)]
    return before.tape is frame.tape and sizes[0] == sizes[1]


def _bare(before: Frame, frame: Frame) -> list[QRect]:
    """What comes into view from one frame to the next: a strip at a side, and one above or below."""
    across, down = before.left - frame.left, before.top - frame.top
    side = QRect(0 if across > 0 else frame.width + across, 0, abs(across), frame.height)
    end = QRect(0, 0 if down > 0 else frame.height + down, frame.width, abs(down))
    return [strip for strip in (side, end) if not strip.isEmpty()]
