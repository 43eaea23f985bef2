"""What the tape chart knows of the house: lines of rooms under their types, bars by room, how many are free."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, groupby

from frontdesk.domain.room import BlockKind
from frontdesk.queries.room_block import RoomBlock
from frontdesk.queries.tape_chart import Bar, ChartRoom, MoveLink, TapeChart

ROW, GROUP = 34, 27
"""Heights of a room and of a type's heading, in pixels at scale 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rooms are shown; what is empty is not asked for."""

    type: str = ""
    floor: int | None = None
    state: str = ""
    feature: str = ""

    def keeps(self, room: ChartRoom) -> bool:
        """Whether a room is shown."""
        return (
            self.type in {"", room.type}
            and self.floor in {None, room.floor}
            and self.state in {"", room.state}
            and (not self.feature or self.feature in room.features)
        )


@dataclass(frozen=True, slots=True)
class TapeLine:
    """One line: a room, or the heading of the type whose rooms follow."""

    heading: str
    room: ChartRoom | None = None


@dataclass(slots=True)
class Tape:
    """The chart laid out; days are counted from ``first``, lines from the top."""

    first: date
    days: int
    today: date
    lines: tuple[TapeLine, ...] = ()
    tops: list[int] = field(default_factory=lambda: [0])
    """Upper edges of the lines in pixels, and the lower edge of the last."""
    line_of: dict[str, int] = field(default_factory=dict)
    bars: dict[str, list[Bar]] = field(default_factory=dict)
    starts: dict[str, list[date]] = field(default_factory=dict)
    blocks: dict[str, list[RoomBlock]] = field(default_factory=dict)
    moves: tuple[MoveLink, ...] = ()
    goes_to: dict[tuple[str, str, date], str] = field(default_factory=dict)
    """Where a stay goes from a room on a night."""
    free: list[int] = field(default_factory=list)

    @property
    def height(self) -> int:
        """All lines together, in pixels."""
        return self.tops[-1]

    def day(self, number: int) -> date:
        """The date of a column."""
        return self.first + timedelta(days=number)

    def column(self, day: date) -> int:
        """The column of a date, also of one that is not in view."""
        return (day - self.first).days

    def lines_between(self, top: int, bottom: int) -> range:
        """The lines that reach into a span of pixels."""
        begin = max(0, bisect_right(self.tops, top) - 1)
        return range(begin, min(len(self.lines), bisect_left(self.tops, bottom)))

    def line_at(self, y: int) -> int:
        """The line at a height, or -1."""
        found = bisect_right(self.tops, y) - 1
        return found if 0 <= found < len(self.lines) else -1

    def room_at(self, line: int) -> ChartRoom | None:
        """The room of a line; None for a heading or outside."""
        return self.lines[line].room if 0 <= line < len(self.lines) else None

    def bars_between(self, room: str, first: date, last: date) -> Iterator[Bar]:
        """The bars of a room that touch the days ``first`` to ``last``."""
        bars = self.bars.get(room)
        if bars:
            begin = max(0, bisect_right(self.starts[room], first) - 1)
            for bar in bars[begin:]:
                if bar.first > last:
                    return
                if bar.until >= first:
                    yield bar

    def bar_on(self, room: str, night: date) -> Bar | None:
        """The bar of a room that holds a night."""
        return next((bar for bar in self.bars_between(room, night, night) if bar.first <= night < bar.until), None)

    def bar_near(self, room: str, day: date) -> Bar | None:
        """The bar that a cursor on a day means: of that night, or else the one that ends on that day."""
        leaving = next((bar for bar in self.bars_between(room, day, day) if bar.until == day), None)
        return self.bar_on(room, day) or leaving

    def barrier(self, room: str, bar: Bar, first: date, until: date) -> str:
        """Why a bar cannot lie in a room on these nights: who or what is there; empty if nothing is."""
        for block in self.blocks.get(room, ()):
            if block.kind == BlockKind.OUT_OF_ORDER.value and block.first < until and block.until > first:
                return block.words
        for other in self.bars_between(room, first, until):
            if other.stay != bar.stay and other.first < until and other.until > first:
                return f"taken by {other.name}"
        return ""


def lay_out(chart: TapeChart, wanted: Wanted, row: int = ROW, group: int = GROUP) -> Tape:
    """Put the answer in the order of the screen. ``row`` and ``group`` are heights in pixels."""
    rooms = [room for room in chart.rooms if wanted.keeps(room)]
    lines: list[TapeLine] = []
    for name, some in groupby(rooms, key=lambda room: room.type_name):
        lines.append(TapeLine(name))
        lines += [TapeLine(name, room) for room in some]
    tape = Tape(chart.first, (chart.until - chart.first).days, chart.business_date, tuple(lines))
    tape.tops = [0, *accumulate(row if line.room else group for line in lines)]
    tape.line_of = {line.room.number: place for place, line in enumerate(lines) if line.room}
    for bar in chart.bars:
        if bar.room in tape.line_of:
            tape.bars.setdefault(bar.room, []).append(bar)
    tape.starts = {room: [bar.first for bar in bars] for room, bars in tape.bars.items()}
    for block in chart.blocks:
        tape.blocks.setdefault(block.room, []).append(block)
    tape.moves = tuple(move for move in chart.moves if move.from_room in tape.line_of and move.to_room in tape.line_of)
    tape.goes_to = {(move.stay, move.from_room, move.night): move.to_room for move in chart.moves}
    tape.free = _free(tape)
    return tape


def _free(tape: Tape) -> list[int]:
    """Rooms shown that nobody has and nothing closes, night by night."""
    change = [0] * (tape.days + 1)
    for room in tape.line_of:
        for first, until in (*_nights(tape.bars.get(room, ())), *_closed(tape.blocks.get(room, ()))):
            begin, end = max(0, tape.column(first)), min(tape.days, tape.column(until))
            if begin < end:
                change[begin] += 1
                change[end] -= 1
    return [len(tape.line_of) - taken for taken in accumulate(change[:-1])]


def _nights(bars: Iterable[Bar]) -> list[tuple[date, date]]:
    return [(bar.first, bar.until) for bar in bars]


def _closed(blocks: Iterable[RoomBlock]) -> list[tuple[date, date]]:
    return [(block.first, block.until) for block in blocks if block.kind == BlockKind.OUT_OF_ORDER.value]
