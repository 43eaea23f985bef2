"""What stays in place while the tape chart scrolls: the days along the top, the rooms along the side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui import icons, theme, wording
from ui.widgets.tape_ink import TapeInk
from ui.widgets.tape_model import NO_ROOM, TapeLine, is_lane
from ui.widgets.tape_paint import Frame

STATES = {
    "inspected": ("check-circle", "Inspected"),
    "clean": ("check", "Clean"),
    "pickup": ("circle", "Pick-up"),
    "dirty": ("clock", "Dirty"),
}
SPOKEN = {"due_in": "arriving", "in_house": "in house", "checked_out": "has left", "claim": "kept for a move"}
WIDE, MIDDLE = 68, 36
"""Widths of a day that have room for its name and its count, and for its number."""
ROOM_WIDTH, HEAD_HEIGHT = 176, 44
NUMBER = 46
DAYS_A_WEEK = 7
Look = Callable[[], tuple[Frame, TapeInk]]


class DateHead(QWidget):
    """The days with the rooms still free; the business date stands out."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName("Days")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Every day in view."""
        frame, ink = self._look()
        painter = QPainter(self)
        painter.fillRect(self.rect(), ink.surface)
        first = max(0, (event.rect().left() + frame.left) // frame.day_width)
        last = min(frame.tape.days - 1, (event.rect().right() + frame.left) // frame.day_width)
        for column in range(first, last + 1):
            place = QRect(frame.x(column), 0, frame.day_width, self.height())
            day = frame.tape.day(column)
            key = ("day", day, self._free(frame, column), column == 0, day == frame.tape.today)
            ink.cell(painter, key, place, partial(self._day, frame, column))
        if frame.day_width < theme.pixels(MIDDLE):
            self._weeks(painter, frame, range(max(0, first - DAYS_A_WEEK), last + 1))
        painter.setPen(ink.line)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _free(self, frame: Frame, column: int) -> str:
        """How many rooms are free; nothing while that is still being read."""
        return str(frame.tape.free[column]) if frame.tape.free else ""

    def _day(self, frame: Frame, column: int, painter: QPainter, place: QRect) -> None:
        _, ink = self._look()
        day = frame.tape.day(column)
        today = day == frame.tape.today
        if today:
            painter.fillRect(place, ink.accent)
        strong, quiet = (ink.on_accent, ink.on_accent) if today else (ink.text, ink.quiet)
        wide, middle = frame.day_width >= theme.pixels(WIDE), frame.day_width >= theme.pixels(MIDDLE)
        name = ("Today " if today else f"{day:%a} ") if wide else ""
        month = f" {day:%b}" if wide and (day.day == 1 or column == 0) else ""
        upper, lower = place.adjusted(4, 4, -1, -place.height() // 2), place.adjusted(4, place.height() // 2, -1, -4)
        if not middle:
            return
        theme.write(painter, upper, f"{name}{day.day}{month}", theme.Ink(colour=strong, size=13, bold=True))
        free = self._free(frame, column)
        said = f"{free} free" if wide and free else free
        theme.write(painter, lower, said, theme.Ink(colour=quiet, size=12))

    def _weeks(self, painter: QPainter, frame: Frame, columns: range) -> None:
        """Narrow days: only Mondays have a name, written over the days after it; today's stands a line lower."""
        _, ink = self._look()
        half = self.height() // 2
        for column in columns:
            day = frame.tape.day(column)
            if not day.weekday():
                place = QRect(frame.x(column) + 4, 4, theme.pixels(WIDE), half - 4)
                covered = 0 <= frame.tape.column(frame.tape.today) - column < -(-place.width() // frame.day_width)
                if not covered:
                    theme.write(painter, place, f"{day.day} {day:%b}", theme.Ink(colour=ink.text, size=13, bold=True))
            if day == frame.tape.today:
                words = f"{day.day} {day:%b}"
                width = theme.pixels(WIDE)
                place = QRect(frame.x(column), half, width, self.height() - half)
                painter.fillRect(place, ink.accent)
                lettering = theme.Ink(colour=ink.on_accent, size=13, bold=True)
                theme.write(painter, place.adjusted(4, 0, 0, -4), words, lettering)


class RoomColumn(QWidget):
    """The rooms with their state, under the names of their types."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName("Rooms")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Every line in view."""
        frame, ink = self._look()
        painter = QPainter(self)
        painter.fillRect(event.rect(), ink.surface)
        for line in frame.tape.lines_between(event.rect().top() + frame.top, event.rect().bottom() + frame.top + 1):
            y, height = frame.row(line)
            shown = frame.tape.lines[line]
            room = shown.room
            closed = room is not None and _closed(frame, room.number)
            key = ("line", room.number, room.state, closed) if room else ("line", shown.heading)
            draw = partial(self._line, shown, closed)
            ink.cell(painter, key, QRect(0, y, self.width(), height), draw)
        painter.setPen(ink.line)
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())

    def _line(self, shown: TapeLine, closed: bool, painter: QPainter, place: QRect) -> None:  # noqa: FBT001 - a fact
        _, ink = self._look()
        inner = place.adjusted(16, 0, -4, -1)
        if shown.room is None:
            painter.fillRect(place, ink.group)
            theme.write(painter, inner, shown.heading, theme.Ink(colour=ink.text, size=13, bold=True))
        else:
            number = theme.pixels(NUMBER)
            theme.write(
                painter,
                inner.adjusted(0, 0, number - inner.width(), 0),
                "" if is_lane(shown.room.number) else shown.room.number,
                theme.Ink(colour=ink.text, bold=True),
            )
            if shown.room.state:
                self._state(painter, inner.adjusted(number, 0, 0, 0), closed, shown.room.state)
        painter.setPen(ink.line)
        painter.drawLine(place.left(), place.bottom(), place.right(), place.bottom())

    def _state(self, painter: QPainter, place: QRect, closed: bool, state: str) -> None:  # noqa: FBT001 - a fact to draw
        _, ink = self._look()
        icon, word = ("wrench", "Out of order") if closed else STATES[state]
        side = theme.pixels(14)
        ink.icon(painter, icon, ink.quiet, (place.left(), place.center().y() - side // 2 + 1, side))
        theme.write(painter, place.adjusted(side + 6, 0, 0, 0), word, theme.Ink(colour=ink.quiet, size=12))


def _closed(frame: Frame, room: str) -> bool:
    """Whether a room is out of order tonight."""
    return any(
        block.first <= frame.tape.today < block.until and block.kind == "out_of_order"
        for block in frame.tape.blocks.get(room, ())
    )


class Card(QWidget):
    """A few lines over the chart that say what is under the mouse, or where a bar would lie."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lines: list[tuple[str, str, bool]] = []
        self.hide()

    def say(self, lines: list[tuple[str, str, bool]], place: QRect, room: QRect) -> None:
        """Show lines of (icon, words, strong) below ``place``, or above it where there is no room in ``room``."""
        self._lines = lines
        self.setAccessibleName(". ".join(words for _, words, _ in lines))
        metrics = self.fontMetrics()
        width = max(metrics.horizontalAdvance(words) for _, words, _ in lines) + theme.pixels(64)
        height = len(lines) * theme.pixels(21) + theme.pixels(16)
        x = min(max(place.left(), room.left() + 4), max(room.left() + 4, room.right() - width - 4))
        y = place.bottom() + 6 if place.bottom() + 6 + height < room.bottom() else place.top() - height - 6
        self.setGeometry(x, max(room.top(), y), width, height)
        self.show()
        self.raise_()
        self.update()

    def text(self) -> str:
        """All it says."""
        return "" if self.isHidden() else self.accessibleName()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised box."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.edge))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 5, 5)
        step, side = theme.pixels(21), theme.pixels(14)
        for number, (icon, words, strong) in enumerate(self._lines):
            place = QRect(12, theme.pixels(8) + number * step, self.width() - 20, step)
            ink = QColor(tokens.text if strong else tokens.quiet)
            if icon:
                icons.draw(painter, QRect(place.left(), place.center().y() - side // 2 + 1, side, side), icon, ink)
            theme.write(painter, place.adjusted(side + 8, 0, 0, 0), words, theme.Ink(colour=ink, bold=strong, size=14))


def corner(parent: QWidget) -> QFrame:
    """The word over the rooms."""
    made = QFrame(parent)
    made.setProperty("role", "corner")
    label = QLabel("Room")
    label.setProperty("role", "small")
    column = QVBoxLayout(made)
    column.setContentsMargins(16, 0, 0, 0)
    column.addWidget(label)
    return made


def spoken(frame: Frame, line: int, column: int) -> str:
    """What a screen reader says of a place."""
    room = frame.tape.room_at(line)
    if room is None:
        return ""
    day = frame.tape.day(column)
    place = [NO_ROOM] if is_lane(room.number) else [f"Room {room.number}", STATES[room.state][1].lower()]
    words = [*place, wording.day(day)]
    bar = frame.tape.bar_near(room.number, day)
    block = next((found for found in frame.tape.blocks.get(room.number, ()) if found.first <= day < found.until), None)
    if bar is not None:
        words += [bar.name, SPOKEN[bar.status], wording.span(bar.arrival, bar.departure)]
        marks = (("VIP", bar.vip), ("open case", bar.case), (f"do not move: {bar.locked}", bool(bar.locked)))
        words += [mark for mark, on in marks if on]
        moved = frame.tape.goes_to.get((bar.stay, bar.room, bar.until))
        words += [f"then in {moved}"] if moved else []
    elif block is not None:
        words.append(block.words)
    else:
        words.append("free" if frame.tape.is_known(room.number) else "is still being read")
    return ", ".join(words)
