"""The tape chart worked by hand: walked by arrows, a bar carried to another place, by key or by mouse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from frontdesk.queries.tape_chart import Bar
from ui import theme
from ui.widgets import tape_paint
from ui.widgets.tape_board import TapeBoard
from ui.widgets.tape_edges import Card, spoken
from ui.widgets.tape_ink import TapeInk
from ui.widgets.tape_model import ROW, Tape
from ui.widgets.tape_paint import Carried, Frame, can_carry
from ui.widgets.tape_words import card_lines, target_words

HOVER_MS, EDGE, WEEK = 350, 6, 7
BEFORE = timedelta(days=2)
"""Days in view before the business date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A bar was let go over a room: it would lie there from the night ``first`` up to ``until``.

    ``stretch`` means that only its end was moved.
    """

    bar: Bar
    room: str
    first: date
    until: date
    stretch: bool = False


class TapeView(TapeBoard):
    """Rooms × dates. It changes nothing by itself: ``dropped`` and ``opened`` say what a person wants.

    ``chosen`` brings the bar under the cursor or None, ``carrying`` the place over which a bar is held or None.
    """

    opened = Signal(object)
    chosen = Signal(object)
    dropped = Signal(object)
    carrying = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._carried: Carried | None = None
        self._pressed: tuple[QPoint, Bar, bool] | None = None
        self._tip_more = ""
        self.card = Card(self)
        self._hover = QTimer(self)
        self._hover.setSingleShot(True)
        self._hover.setInterval(HOVER_MS)
        self._hover.timeout.connect(self._show_card)
        self._under: tuple[Bar, QRect] | None = None
        self.setAccessibleName("Tape chart")
        self.viewport().setMouseTracking(True)
        self.scrolled.connect(self._scrolled)

    # what it shows

    def show_tape(self, tape: Tape) -> None:
        """Show the house as it is now; the day at the left edge and the cursor stay where they are."""
        known, at, room = bool(self.tape.lines), self.first_day(), self.tape.room_at(self._cursor[0])
        day = self.tape.day(self._cursor[1])
        top = self.verticalScrollBar().value()
        self.tape = tape
        if self._carried is not None and not self._still(self._carried):
            self.put_back()
        self._range()
        if known:
            self._cursor = (tape.line_of.get(room.number, -1) if room else -1, tape.column(day))
            self.go_to(at)
            self.verticalScrollBar().setValue(top)
        else:
            self._cursor = (1 if tape.lines else -1, tape.column(tape.today))
            self.go_to(tape.today - BEFORE)
        self._update_all()
        self._show_tip()  # what is carried may lie over a room that somebody has taken meanwhile
        self._tell()

    def paint_over(self, painter: QPainter, frame: Frame, ink: TapeInk) -> None:
        """The bar that is carried, or the ring of the keyboard."""
        if self._carried is not None:
            tape_paint.paint_carried(painter, frame, ink, self._carried)
        else:
            super().paint_over(painter, frame, ink)

    # the cursor

    def bar(self) -> Bar | None:
        """The bar the cursor stands on."""
        room = self.tape.room_at(self._cursor[0])
        return self.tape.bar_near(room.number, self.tape.day(self._cursor[1])) if room else None

    def choose(self, room: str, day: date) -> None:
        """Put the cursor somewhere and bring it into view."""
        self._cursor = (self.tape.line_of.get(room, -1), self.tape.column(day))
        self._reveal()
        self._tell()

    def carry(self) -> None:
        """Pick up the bar under the cursor, if it has nights to come; arrows then carry it."""
        bar = self.bar()
        if bar is not None and self._carried is None and can_carry(bar, self.tape):
            self._carry(Carried(bar, bar.room))

    def is_carrying(self) -> bool:
        """True while a bar is held over the chart."""
        return self._carried is not None

    def holds(self, stay: str, room: str) -> bool:
        """Whether the bar of this stay is held over this room."""
        carried = self._carried
        return carried is not None and (carried.bar.stay, carried.room) == (stay, room)

    def put_back(self) -> None:
        """Let the bar go where it was."""
        self._carry(None)
        self._pressed = None

    def drop(self) -> None:
        """Let the bar go here."""
        carried = self._carried
        self.put_back()
        if carried is not None:
            first, until = (self.tape.day(column) for column in carried.span(self.tape))
            same = carried.room == carried.bar.room and until == carried.bar.until
            if not same or carried.stretch:
                self.dropped.emit(
                    Drop(bar=carried.bar, room=carried.room, first=first, until=until, stretch=carried.stretch)
                )

    def say_more(self, words: str) -> None:
        """Add to the tip of the bar that is carried, such as what the room costs."""
        self._tip_more = words
        self._show_tip()

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk or carry, Enter opens or drops, Space shows the card of a bar, + and - zoom."""
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = Qt.Key(event.key())
        step = _STEPS.get(key)
        if key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self._walk(0, self._page() if key == Qt.Key.Key_PageDown else -self._page())
        elif step is not None:
            self._walk(step[0] * (WEEK if held else 1), step[1])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._enter()
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0}:
            self.zoom({Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}.get(key, 1))
        elif key == Qt.Key.Key_Space:
            self._show_cursor_card()
        elif key == Qt.Key.Key_Home:
            self._walk(self.tape.column(self.tape.today) - self._cursor[1], 0)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _enter(self) -> None:
        if self._carried is not None:
            self.drop()
        elif (bar := self.bar()) is not None:
            self.opened.emit(bar)

    def _page(self) -> int:
        return max(1, self.viewport().height() // theme.pixels(ROW) - 1)

    def _walk(self, days: int, lines: int) -> None:
        if self._carried is not None:
            carried = self._carried
            line = self._room_line(self.tape.line_of[carried.room], lines)
            room = self.tape.room_at(line)
            assert room is not None, "a step leads to a room"
            self._carry(Carried(carried.bar, room.number, carried.offset + days))
            self._cursor = (line, self._cursor[1] + days)
        else:
            self._cursor = (self._room_line(self._cursor[0], lines), self._cursor[1] + days)
        self._cursor = (self._cursor[0], min(max(self._cursor[1], 0), self.tape.days - 1))
        if self._carried is None:
            self._hide_card()
        self._reveal()
        self._tell()

    def _room_line(self, line: int, step: int) -> int:
        """The room ``step`` lines further; headings are stepped over, the ends hold."""
        way = 1 if step >= 0 else -1
        at = min(max(line + step, 0), len(self.tape.lines) - 1)
        while 0 <= at < len(self.tape.lines) and self.tape.room_at(at) is None:
            at += way
        return at if self.tape.room_at(at) is not None else line

    def _reveal(self) -> None:
        line, column = self._cursor
        if line >= 0:
            frame, _ = self.look()
            y, height = frame.row(line)
            x, width = frame.x(column), self.day_width()
            across, down = self.horizontalScrollBar(), self.verticalScrollBar()
            down.setValue(down.value() + min(y, 0) + max(y + height - frame.height, 0))
            across.setValue(across.value() + min(x, 0) + max(x + width - frame.width, 0))
        self._update_all()

    def _tell(self) -> None:
        frame, _ = self.look()
        self.setAccessibleDescription(spoken(frame, *self._cursor))
        self.chosen.emit(self.bar())

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is there; a bar may be on its way to another place."""
        place = event.position().toPoint()
        self._hide_card()
        frame, _ = self.look()
        line = self.tape.line_at(place.y() + frame.top)
        if event.button() != Qt.MouseButton.LeftButton or self.tape.room_at(line) is None:
            return
        hit = self._hit(place)
        column = (place.x() + frame.left) // frame.day_width
        if hit:
            # A bar begins and ends at midday: left of it the day is still that of the guest before.
            column = min(max(column, self.tape.column(hit[0].first)), self.tape.column(hit[0].until) - 1)
            stretch = hit[1].right() - place.x() <= EDGE
            if can_carry(hit[0], self.tape, stretch=stretch):
                self._pressed = (place, hit[0], stretch)
        self._cursor = (line, min(max(column, 0), self.tape.days - 1))
        self._update_all()
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry a bar that is held, or look at what is under the mouse."""
        place = event.position().toPoint()
        if self._pressed is None:
            self._look_under(place)
            return
        begin, bar, stretch = self._pressed
        far = (place - begin).manhattanLength() >= 8
        if self._carried is None and not far:
            return
        frame, _ = self.look()
        room = self.tape.room_at(self.tape.line_at(place.y() + frame.top))
        offset = round((place.x() - begin.x()) / frame.day_width)
        number = bar.room if stretch else room.number if room else self._carried.room if self._carried else bar.room
        self._carry(Carried(bar, number, offset, stretch))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let it go."""
        carried = self._carried
        self._pressed = None
        if carried is not None:
            self.drop()
        self.put_back()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the stay."""
        hit = self._hit(event.position().toPoint())
        if hit:
            self.opened.emit(hit[0])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms, Shift goes along the days."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (event.angleDelta().y() or event.angleDelta().x()))
            event.accept()
        else:
            super().wheelEvent(event)

    def _hit(self, place: QPoint) -> tuple[Bar, QRect] | None:
        frame, _ = self.look()
        room = self.tape.room_at(self.tape.line_at(place.y() + frame.top))
        if room is None:
            return None
        line, day = self.tape.line_of[room.number], self.tape.day((place.x() + frame.left) // frame.day_width)
        for bar in self.tape.bars_between(room.number, day - timedelta(days=1), day):
            box = frame.box(line, self.tape.column(bar.first), self.tape.column(bar.until))
            if box.left() <= place.x() <= box.right():
                return bar, box
        return None

    def _look_under(self, place: QPoint) -> None:
        under = self._hit(place)
        at_end = under is not None and under[1].right() - place.x() <= EDGE
        self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if at_end else Qt.CursorShape.ArrowCursor)
        if under != self._under:
            self._hide_card()
            self._under = under
            if under:
                self._hover.start()

    def _show_card(self) -> None:
        if self._under is not None and self._carried is None:
            bar, box = self._under
            self.card.say(card_lines(bar, self.tape), self._mapped(box), self.rect())

    def _show_cursor_card(self) -> None:
        """What a hand over the bar would read, by keyboard; once more, or a step, takes it away."""
        bar, shown = self.bar(), not self.card.isHidden()
        if self._carried is not None:
            return
        self._hide_card()
        if bar is not None and not shown:
            frame, _ = self.look()
            columns = self.tape.column(bar.first), self.tape.column(bar.until)
            box = frame.box(self.tape.line_of[bar.room], *columns)
            self.card.say(card_lines(bar, self.tape), self._mapped(box), self.rect())

    def _hide_card(self) -> None:
        self._hover.stop()
        self._under = None
        self.card.hide()

    def _scrolled(self) -> None:
        self._hide_card()
        self._show_tip()

    # a bar on its way

    def _carry(self, carried: Carried | None) -> None:
        if carried == self._carried:
            return
        moved = carried is None or self._carried is None or carried.room != self._carried.room
        self._carried = carried
        if moved:
            self._tip_more = ""
            self.carrying.emit(carried)
        self.viewport().update()
        self._show_tip()

    def _still(self, carried: Carried) -> bool:
        """Whether what is carried is still there after the house has changed."""
        return carried.bar in self.tape.bars.get(carried.bar.room, ()) and carried.room in self.tape.line_of

    def _show_tip(self) -> None:
        carried = self._carried
        if carried is None:
            self.card.hide()
            return
        frame, _ = self.look()
        box = frame.box(self.tape.line_of[carried.room], *carried.span(self.tape))
        words, free = target_words(carried, self.tape)
        said = ", ".join(part for part in (words, self._tip_more if free else "") if part)
        hint = "Enter or a drop opens the form · Esc puts it back"
        self.card.say(
            [("check-circle" if free else "warning", said, True), ("", hint, False)], self._mapped(box), self.rect()
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring appears."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And goes."""
        super().focusOutEvent(event)
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse."""
        super().leaveEvent(event)
        if self._carried is None:
            self._hide_card()


_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
