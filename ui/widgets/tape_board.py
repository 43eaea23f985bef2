"""The ground of the tape chart: what is in view of it, how wide its days are, and its painting."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui import theme
from ui.widgets import tape_paint
from ui.widgets.tape_edges import HEAD_HEIGHT, ROOM_WIDTH, DateHead, RoomColumn, corner
from ui.widgets.tape_ink import TapeInk
from ui.widgets.tape_model import ROW, Tape
from ui.widgets.tape_paint import Frame
from ui.widgets.tape_sheet import Sheet

WIDTHS = (14, 20, 28, 40, 56, 79, 112, 160)
USUAL = 5


class TapeBoard(QAbstractScrollArea):
    """Scrolls and zooms. ``neared`` brings the first day in view once an edge of what is known comes near."""

    neared = Signal(object)
    zoomed = Signal(int)
    scrolled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tape = Tape(date(2000, 1, 1), 1, date(2000, 1, 1), free=[0])
        self._zoom = USUAL
        self._cursor = (-1, 0)
        self._ink: TapeInk | None = None
        self._sheet = Sheet()
        self.head, self.rooms, self._corner = DateHead(self.look, self), RoomColumn(self.look, self), corner(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._settle()

    def look(self) -> tuple[Frame, TapeInk]:
        """What is in view, and what to paint it with."""
        if self._ink is None or self._ink.name != theme.current_name():
            self._ink = TapeInk()
        port = self.viewport()
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        return Frame(self.tape, self.day_width(), left, top, port.width(), port.height()), self._ink

    def day_width(self) -> int:
        """How wide a day is, in pixels."""
        return theme.pixels(WIDTHS[self._zoom])

    def first_day(self) -> date:
        """The first day that is wholly in view."""
        return self.tape.day(-(-self.horizontalScrollBar().value() // self.day_width()))

    def last_day(self) -> date:
        """The last day in view."""
        return self.first_day() + timedelta(days=max(0, self.viewport().width() // self.day_width() - 1))

    def go_to(self, day: date) -> None:
        """Scroll until this day stands at the left edge."""
        self.horizontalScrollBar().setValue(self.tape.column(day) * self.day_width())

    def zoom(self, step: int) -> None:
        """Wider or narrower days, around the cursor if it is in view; 0 is the usual width."""
        wanted = min(max(self._zoom + step, 0), len(WIDTHS) - 1) if step else USUAL
        at, column = self.first_day(), self._cursor[1]
        x = column * self.day_width() - self.horizontalScrollBar().value()
        self._zoom = wanted
        self._range()
        if 0 <= x < self.viewport().width():
            self.horizontalScrollBar().setValue(column * self.day_width() - x)
        else:
            self.go_to(at)
        self._update_all()
        self.zoomed.emit(wanted)

    def paint_anew(self) -> None:
        """Paint everything, as if nothing had been painted before."""
        self._sheet.forget()
        self._update_all()

    def paint_over(self, painter: QPainter, frame: Frame, ink: TapeInk) -> None:
        """What lies over the bars: the ring of the keyboard."""
        if self.hasFocus():
            tape_paint.paint_cursor(painter, frame, ink, self._cursor)

    # painting and places

    def paintEvent(self, event: QPaintEvent) -> None:
        """The part of the chart that is asked for."""
        frame, ink = self.look()
        clip, ratio = event.rect(), self.viewport().devicePixelRatioF()
        painter = QPainter(self.viewport())
        kept = self._sheet.bring(frame, ink, ratio)
        painter.drawPixmap(
            QRectF(clip), kept, QRectF(clip.x() * ratio, clip.y() * ratio, clip.width() * ratio, clip.height() * ratio)
        )
        if self.tape.lines:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            tape_paint.paint_edge(painter, frame, ink)
            self.paint_over(painter, frame, ink)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the edges in their places."""
        super().resizeEvent(event)
        self._range()
        port = self.viewport().geometry()
        self._corner.setGeometry(0, 0, port.left(), port.top())
        self.head.setGeometry(port.left(), 0, port.width(), port.top())
        self.rooms.setGeometry(0, port.top(), port.left(), port.height())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted and paint only what comes into view."""
        self.scrolled.emit()
        self.viewport().update()
        if dx:
            self.head.scroll(dx, 0)
            self._near_edge()
        if dy:
            self.rooms.scroll(0, dy)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme or text size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self._ink = None
            if hasattr(self, "_corner"):
                self._settle()

    def _settle(self) -> None:
        self.setViewportMargins(theme.pixels(ROOM_WIDTH), theme.pixels(HEAD_HEIGHT), 0, 0)
        self._range()

    def _range(self) -> None:
        port = self.viewport()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, self.tape.days * self.day_width() - port.width()))
        across.setPageStep(port.width())
        across.setSingleStep(self.day_width())
        down.setRange(0, max(0, self.tape.height - port.height()))
        down.setPageStep(port.height())
        down.setSingleStep(theme.pixels(ROW))

    def _near_edge(self) -> None:
        bar = self.horizontalScrollBar()
        if self.tape.lines and (bar.value() <= bar.minimum() or bar.value() >= bar.maximum()):
            self.neared.emit(self.first_day())

    def _update_all(self) -> None:
        for part in (self.viewport(), self.head, self.rooms):
            part.update()

    def _mapped(self, box: QRect) -> QRect:
        return box.intersected(self.viewport().rect()).translated(self.viewport().pos())
