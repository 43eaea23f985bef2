"""Painting the tape chart: ground, move links, bars, today's line. Only what is in view is touched."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from math import floor
from operator import itemgetter

from PySide6.QtCore import QLine, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygon

from frontdesk.queries.room_block import RoomBlock
from frontdesk.queries.tape_chart import Bar
from ui import theme
from ui.widgets.tape_ink import LEFT, STEP, Look, TapeInk, block_kind, kind_of, marks_of
from ui.widgets.tape_model import Placed, Tape, is_lane

INSET, PAD = 4, 8
NARROW, LONG = 28, 900
"""Below this width a bar is a plain box without words."""
ROUND = 3
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """What is in view: scrolled by (left, top), columns ``day_width`` wide, on a surface of ``size``."""

    tape: Tape
    day_width: int
    left: int
    top: int
    width: int
    height: int

    def x(self, column: float) -> int:
        """The left edge of a column on the surface; half a column further is midday."""
        return floor(column * self.day_width) - self.left

    def row(self, line: int) -> tuple[int, int]:
        """Upper edge and height of a line on the surface."""
        tops = self.tape.tops
        return tops[line] - self.top, tops[line + 1] - tops[line]

    def box(self, line: int, first: int, until: int) -> QRect:
        """The place of a bar: from midday of its first night to midday of the day it ends."""
        y, height = self.row(line)
        x = self.x(first + 0.5) + 1
        return QRect(x, y + INSET, self.x(until + 0.5) - 2 - x, height - 2 * INSET)


Drawn = tuple[QRect, Bar | RoomBlock, str, str]
"""Place, what it is, its kind, and the room a moved guest went to."""


def paint_ground(painter: QPainter, frame: Frame, ink: TapeInk, clip: QRect) -> None:
    """Headings, weekends and the grid."""
    tape = frame.tape
    painter.fillRect(clip, ink.surface)
    columns = range(max(0, (clip.left() + frame.left) // frame.day_width), _last_column(frame, clip) + 1)
    for column in columns:
        if tape.day(column).weekday() >= SATURDAY:
            painter.fillRect(frame.x(column), clip.top(), frame.day_width, clip.height(), ink.weekend)
    edges: list[QLine] = []
    for line in tape.lines_between(clip.top() + frame.top, clip.bottom() + frame.top + 1):
        y, height = frame.row(line)
        room = tape.lines[line].room
        if room is None or not tape.is_known(room.number):
            painter.fillRect(clip.left(), y, clip.width(), height, ink.group)
        edges.append(QLine(clip.left(), y + height - 1, clip.right(), y + height - 1))
    for column in columns:
        x = frame.x(column)
        edges.append(QLine(x, clip.top(), x, clip.bottom()))
    painter.setPen(ink.line)
    painter.drawLines(edges)


def _last_column(frame: Frame, clip: QRect) -> int:
    return min(frame.tape.days - 1, (clip.right() + frame.left) // frame.day_width)


def placed(tape: Tape, room: str) -> tuple[list[Placed], list[Placed]]:
    """What closes a room and who has it, by column; worked out when the room first comes into view."""
    found = tape.placed.get(room)
    if found is None:
        end = tape.day(tape.days)
        closed: list[Placed] = [
            (tape.column(block.first), tape.column(min(block.until, end)), block, block_kind(block), "")
            for block in tape.blocks.get(room, ())
        ]
        bars: list[Placed] = []
        for bar in tape.bars.get(room, ()):
            moved = tape.goes_to.get((bar.stay, bar.room, bar.until), "")
            bars.append((tape.column(bar.first), tape.column(bar.until), bar, kind_of(bar, tape.today, moved), moved))
        found = tape.placed[room] = (closed, bars)
    return found


def in_view(frame: Frame, clip: QRect) -> Iterator[Drawn]:
    """Every bar and block that reaches into a part of the surface, line by line."""
    tape, width = frame.tape, frame.day_width
    first = (clip.left() + frame.left) // width - 1
    last = _last_column(frame, clip) + 1
    half = width // 2 - frame.left
    for line in tape.lines_between(clip.top() + frame.top, clip.bottom() + frame.top + 1):
        room = tape.lines[line].room
        if room is None:
            continue
        y, height = frame.row(line)
        closed, bars = placed(tape, room.number)
        begin = max(0, bisect_right(bars, first, key=itemgetter(0)) - 1)
        for column, until, what, kind, moved in (*closed, *islice(bars, begin, None)):
            if column > last:
                if isinstance(what, Bar):
                    break
                continue
            if until >= first:
                x = column * width + half + 1
                place = QRect(x, y + INSET, (until - column) * width - 3, height - 2 * INSET)
                yield place, what, kind, moved


def paint_bars(painter: QPainter, frame: Frame, ink: TapeInk, drawn: Iterable[Drawn], *, at_edge: bool = False) -> None:
    """Boxes kind by kind, so that pens change seldom; then the words, ``at_edge`` inside the view's left edge."""
    shown = list(drawn)
    by_kind: dict[str, list[QRect]] = {}
    for place, _, kind, _ in shown:
        cut = _cut(place, frame.width)
        if not cut.isEmpty():
            by_kind.setdefault(kind, []).append(cut)
    for kind, places in by_kind.items():
        _boxes(painter, places, kind, ink)
    painter.setFont(ink.body)
    colour: QColor | None = None
    for place, what, kind, moved in shown:
        look = ink.looks[kind]
        if place.width() < NARROW:
            continue
        if look.text is not colour:
            colour = look.text
            painter.setPen(colour)
        left = max(place.left(), 0) if at_edge else place.left()
        inside = QRect(left, place.top(), place.right() + 1 - left, place.height())
        if isinstance(what, Bar):
            words = moved if kind == LEFT and moved else what.name
            _label(painter, (inside, words, marks_of(what, kind, moved)), ink, colour)
        else:
            _block_label(painter, inside, what, ink)


def paint_edge(painter: QPainter, frame: Frame, ink: TapeInk) -> None:
    """Bars that begin left of the view once more, with their names at its edge."""
    edge = QRect(0, 0, 1, frame.height)
    drawn = [one for one in in_view(frame, edge) if one[0].left() < 0 and one[0].right() >= NARROW]
    paint_bars(painter, frame, ink, drawn, at_edge=True)


def _cut(place: QRect, width: int) -> QRect:
    """A bar of many nights is not drawn far outside the view."""
    if place.width() < LONG:
        return place
    return place.intersected(QRect(-10, place.top(), width + 20, place.height()))


def _boxes(painter: QPainter, places: list[QRect], kind: str, ink: TapeInk) -> None:
    look = ink.looks[kind]
    draw = partial(_rounded, look)
    for place in places:
        if place.width() < LONG:
            # Most stays are a few nights long, so most boxes are alike.
            ink.cell(painter, ("box", kind), place, draw)
        else:
            _rounded(look, painter, place)


def _rounded(look: Look, painter: QPainter, place: QRect) -> None:
    """A bar with its hatching and its strip; a narrow one has plain corners."""
    painter.setPen(look.pen)
    painter.setBrush(look.brush)
    if place.width() < NARROW:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawRect(place.adjusted(0, 0, -1, -1))
    else:
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
    if look.hatch is not None:
        painter.fillRect(place.adjusted(1, 1, -1, -1), look.hatch)
    if look.strip is not None:
        painter.fillRect(place.left(), place.top(), 4, place.height(), look.strip)


Label = tuple[QRect, str, list[str]]


def _label(painter: QPainter, label: Label, ink: TapeInk, colour: QColor) -> None:
    """Icons and name."""
    place, words, marks = label
    x, side = place.left() + PAD + 2, ink.mark
    right = place.right() - PAD
    for mark in marks:
        if x + side > right:
            return
        ink.icon(painter, mark, colour, (x, place.center().y() - side // 2 + 1, side))
        x += side + 5
    if right - x >= 3 * STEP:
        made = ink.words(words, right - x)
        painter.drawStaticText(x, place.top() + (place.height() - int(made.size().height())) // 2, made)


def _block_label(painter: QPainter, place: QRect, block: RoomBlock, ink: TapeInk) -> None:
    """The words stand on a plain ground, so that the hatching does not run through them."""
    look = ink.looks[block_kind(block)]
    words = block.words[:1].upper() + block.words[1:]
    room = place.width() - 2 * PAD - ink.mark
    width = min(room, ink.metrics.horizontalAdvance(words) + ink.mark + 3 * PAD)
    if width > 2 * STEP:
        ground = QRect(place.left() + 2, place.top() + 2, width, place.height() - 4)
        painter.fillRect(ground, look.brush)
    _label(painter, (place, words, ["wrench"]), ink, look.text)


def paint_today(painter: QPainter, frame: Frame, ink: TapeInk) -> None:
    """A line at midday of the business date, where one guest leaves and the next arrives."""
    x = frame.x(frame.tape.column(frame.tape.today) + 0.5)
    painter.setPen(ink.today)
    painter.drawLine(x, 0, x, frame.height)


def paint_moves(painter: QPainter, frame: Frame, ink: TapeInk, clip: QRect) -> None:
    """From the end of the bar in the old room to the begin of the one in the new room, behind other bars."""
    tape = frame.tape
    painter.setPen(QPen(ink.accent, 2))
    for move in tape.moves:
        x = frame.x(tape.column(move.night) + 0.5)
        if not clip.left() - 8 <= x <= clip.right() + 8:
            continue
        from_y, height = frame.row(tape.line_of[move.from_room])
        to_y, _ = frame.row(tape.line_of[move.to_room])
        down = to_y > from_y
        begin = from_y + (height - INSET if down else INSET)
        end = to_y + (INSET if down else height - INSET)
        if max(begin, end) < clip.top() - 8 or min(begin, end) > clip.bottom() + 8:
            continue
        painter.drawLine(x, begin, x, end)
        painter.setBrush(ink.accent)
        painter.drawEllipse(QPoint(x, begin), 3, 3)
        tip = -6 if down else 6
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygon([QPoint(x - 5, end + tip), QPoint(x, end), QPoint(x + 5, end + tip)]))


@dataclass(frozen=True, slots=True)
class Carried:
    """A bar on its way to a room. Of a guest in house go the nights that are left, ``offset`` of them later.

    An arrival goes whole: to another room on its own days, in its own room to other days.
    If it is stretched only its end goes, by ``offset`` days.
    """

    bar: Bar
    room: str
    offset: int = 0
    stretch: bool = False

    def span(self, tape: Tape) -> tuple[int, int]:
        """The columns it would take."""
        first, until = tape.column(self.bar.first), tape.column(self.bar.until)
        begin, today = max(first, tape.column(tape.today)), tape.column(tape.today)
        if self.stretch:
            return first, max(first + 1, today, until + self.offset)
        if self.bar.status != "in_house":
            by = max(self.offset, tape.column(tape.today) - first) if self.room == self.bar.room else 0
            return first + by, until + by
        return min(max(begin, begin + self.offset), until - 1), until


def can_carry(bar: Bar, tape: Tape, *, stretch: bool = False) -> bool:
    """Whether a bar has nights to come that can go to another room, or an end that can be moved."""
    last = bar.until == bar.departure
    if stretch:
        return last and bar.status in {"due_in", "in_house"} and not is_lane(bar.room)
    return bar.status == "due_in" or (bar.status == "in_house" and last and bar.until > tape.today)


def paint_carried(painter: QPainter, frame: Frame, ink: TapeInk, carried: Carried) -> None:
    """The old place as a dashed outline, the target row framed, and the bar there, the one bright shape."""
    tape, bar = frame.tape, carried.bar
    old = frame.box(tape.line_of[bar.room], tape.column(bar.first), tape.column(bar.until))
    painter.setPen(QPen(QColor(ink.tokens.edge), 1, Qt.PenStyle.DashLine))
    painter.setBrush(ink.surface)
    painter.drawRoundedRect(old.adjusted(0, 0, -1, -1), ROUND, ROUND)
    line = tape.line_of[carried.room]
    y, height = frame.row(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(ink.tokens.edge)))
    painter.drawRect(0, y, frame.width - 1, height - 1)
    place = frame.box(line, *carried.span(tape))
    painter.setPen(QPen(ink.text, 2))
    painter.setBrush(ink.accent)
    painter.drawRoundedRect(QRectF(place).adjusted(0, 0, -1, -1), ROUND, ROUND)
    nights = carried.span(tape)[1] - carried.span(tape)[0]
    said = f"{nights} night" if nights == 1 else f"{nights} nights"
    aside = ink.metrics.horizontalAdvance(said) + 2 * PAD
    theme.write(painter, place.adjusted(PAD + 2, 0, -aside, 0), bar.name, theme.Ink(colour=ink.on_accent, bold=True))
    if place.width() > 2 * aside:
        theme.write(painter, place.adjusted(0, 0, -PAD, 0), said, theme.Ink(colour=ink.on_accent, size=12, right=True))


def paint_cursor(painter: QPainter, frame: Frame, ink: TapeInk, cursor: tuple[int, int]) -> None:
    """The ring of the keyboard: around the bar it stands on, or around the day."""
    line, column = cursor
    room = frame.tape.room_at(line)
    if room is None:
        return
    bar = frame.tape.bar_near(room.number, frame.tape.day(column))
    y, height = frame.row(line)
    place = (
        frame.box(line, frame.tape.column(bar.first), frame.tape.column(bar.until))
        if bar
        else QRect(frame.x(column), y, frame.day_width, height - 1)
    )
    painter.setPen(ink.focus)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(_cut(place, frame.width).adjusted(-1, -1, 0, 0), ROUND, ROUND)
