"""Pens, brushes, words and icons of the tape chart, made once for a theme and a scale."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen, QPixmap, QStaticText, QTextOption

from frontdesk.domain.room import BlockKind
from frontdesk.queries.room_block import RoomBlock
from frontdesk.queries.tape_chart import Bar
from ui import icons, theme

IN_HOUSE, ARRIVING, LEFT, ORDER, SERVICE, CLAIM = "in_house", "arriving", "left", "order", "service", "claim"
MOST_WORDS, MOST_CELLS = 6000, 2000
"""Shaped words kept at hand; beyond that the oldest half is let go."""
STEP, WHOLE = 12, -1
"""Words are shortened to widths in steps of so many pixels, so that scrolling needs few new ones."""


@dataclass(frozen=True, slots=True)
class Look:
    """How bars of one kind look: never told apart by colour alone."""

    pen: QPen
    brush: QBrush
    text: QColor
    strip: QColor | None = None
    hatch: QBrush | None = None


def kind_of(bar: Bar, today: date, moved_to: str) -> str:
    """How a bar is drawn: kept for a move, in house, arriving, or left, leaving today, moved away."""
    if bar.status == "claim":
        return CLAIM
    if moved_to and bar.until <= today:
        return LEFT
    if bar.status == "in_house":
        return IN_HOUSE if bar.departure > today else LEFT
    return ARRIVING if bar.status == "due_in" else LEFT


def block_kind(block: RoomBlock) -> str:
    """How a block is drawn."""
    return ORDER if block.kind == BlockKind.OUT_OF_ORDER.value else SERVICE


def marks_of(bar: Bar, kind: str, moved_to: str) -> list[str]:
    """The icons before a name."""
    if kind == CLAIM:
        return ["arrow-right"]
    if kind == LEFT:
        return ["arrow-right" if moved_to else "door-out"]
    marks = (("lock", bool(bar.locked)), ("warning", bar.case), ("star", bar.vip))
    return [name for name, on in marks if on]


class TapeInk:
    """Everything a chart paints with, in one theme at one scale."""

    def __init__(self) -> None:
        self.name, self.tokens = theme.current_name(), theme.current()
        tokens = self.tokens
        self.surface = QColor(tokens.surface)
        self.group = QColor(tokens.background if tokens.raised == tokens.surface else tokens.raised)
        self.weekend, self.line = QColor(tokens.alternate), QPen(QColor(tokens.line))
        if self.name in theme.CHART_LINES:
            line, shade = theme.CHART_LINES[self.name]
            self.line, self.group, self.weekend = QPen(QColor(line)), QColor(shade), QColor(shade)
        self.text, self.quiet = QColor(tokens.text), QColor(tokens.quiet)
        self.accent, self.on_accent = QColor(tokens.accent), QColor(tokens.on_accent)
        self.today = QPen(self.accent, 2)
        self.focus = QPen(QColor(tokens.focus), tokens.ring)
        self.looks = _looks(tokens)
        self.body, self.small = theme.font(13), theme.font(12)
        self.bold = theme.font(13, bold=True)
        self.metrics = QFontMetrics(self.body)
        self._cells: dict[Hashable, QPixmap] = {}
        self.side, self.mark = theme.pixels(16), theme.pixels(14)
        self._advances: dict[str, int] = {}
        self._words: dict[tuple[str, int], QStaticText] = {}
        self._pictures: dict[tuple[str, int, str, float], QPixmap] = {}

    def words(self, text: str, width: int) -> QStaticText:
        """One line, shortened to a width and shaped; kept for the next frame."""
        advance = self._advances.get(text)
        if advance is None:
            advance = self._advances[text] = self.metrics.horizontalAdvance(text)
        steps = WHOLE if advance <= width else width // STEP
        key = (text, steps)
        found = self._words.get(key)
        if found is None:
            if len(self._words) > MOST_WORDS:
                self._forget()
            if steps != WHOLE:
                text = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, steps * STEP + 2)
            found = self._words[key] = shaped(text)
            found.prepare(font=self.body)
        return found

    def cell(self, painter: QPainter, key: Hashable, place: QRect, draw: Callable[[QPainter, QRect], None]) -> None:
        """Something of which there are many alike, from a picture that is drawn once."""
        ratio = _ratio(painter)
        whole = (key, place.width(), place.height(), ratio)
        found = self._cells.get(whole)
        if found is None:
            if len(self._cells) > MOST_CELLS:
                self._cells.clear()
            found = self._cells[whole] = _clear(place.width(), place.height(), ratio)
            inner = QPainter(found)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(inner, QRect(0, 0, place.width(), place.height()))
            inner.end()
        painter.drawPixmap(place.topLeft(), found)

    def _forget(self) -> None:
        for old in list(self._words)[: MOST_WORDS // 2]:
            del self._words[old]
        self._advances.clear()

    def icon(self, painter: QPainter, name: str, ink: QColor, place: tuple[int, int, int]) -> None:
        """An icon at (x, y) with a side, from a picture that is drawn once."""
        x, y, side = place
        ratio = _ratio(painter)
        key = (name, side, ink.name(), ratio)
        found = self._pictures.get(key)
        if found is None:
            found = _clear(side, side, ratio)
            inner = QPainter(found)
            icons.draw(inner, QRect(0, 0, side, side), name, ink)
            inner.end()
            self._pictures[key] = found
        painter.drawPixmap(x, y, found)


def _ratio(painter: QPainter) -> float:
    device = painter.device()
    return device.devicePixelRatio() if device is not None else 1.0


def _clear(width: int, height: int, ratio: float) -> QPixmap:
    made = QPixmap(round(width * ratio), round(height * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made


def shaped(text: str) -> QStaticText:
    """Words without markup, from the left edge whatever their script."""
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    made.setTextOption(option)
    return made


def _looks(tokens: theme.Tokens) -> dict[str, Look]:
    edge, line = QColor(tokens.edge), QColor(tokens.line)
    text, quiet, accent = QColor(tokens.text), QColor(tokens.quiet), QColor(tokens.accent)
    dashed = QPen(edge, 1, Qt.PenStyle.DashLine)
    background = QBrush(QColor(tokens.background))
    hatch = QBrush(edge, Qt.BrushStyle.BDiagPattern)
    dots = QBrush(edge, Qt.BrushStyle.Dense6Pattern)
    return {
        IN_HOUSE: Look(QPen(accent), QBrush(QColor(tokens.selected)), QColor(tokens.on_selected), strip=accent),
        ARRIVING: Look(QPen(edge), QBrush(QColor(tokens.raised)), text),
        # Where lines and edges have one colour, only the kind of line tells who has left.
        LEFT: Look(QPen(line) if line != edge else QPen(line, 1, Qt.PenStyle.DotLine), background, quiet),
        ORDER: Look(QPen(edge), background, text, hatch=hatch),
        CLAIM: Look(QPen(accent, 1, Qt.PenStyle.DashLine), QBrush(QColor(tokens.surface)), text),
        SERVICE: Look(dashed, background, text, hatch=dots),
    }
