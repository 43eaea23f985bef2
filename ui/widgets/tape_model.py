"""What the tape chart knows of the house: lines of rooms under their types, bars by room, how many are free."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, groupby
from operator import itemgetter

from frontdesk.domain.room import BlockKind
from frontdesk.queries.room_block import RoomBlock
from frontdesk.queries.tape_chart import Bar, ChartRoom, MoveLink, TapeChart
from ui import theme

LANE, NO_ROOM = "—", "Without a room"
"""The number of a line that holds stays without a room begins so; and its heading."""
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


Placed = tuple[int, int, Bar | RoomBlock, str, str]
"""First column, the one after the last, what it is, its kind, and the room a moved guest went to."""


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
    blocks: dict[str, list[RoomBlock]] = field(default_factory=dict)
    moves: tuple[MoveLink, ...] = ()
    goes_to: dict[tuple[str, str, date], str] = field(default_factory=dict)
    """Where a stay goes from a room on a night."""
    free: list[int] = field(default_factory=list)
    placed: dict[str, tuple[list[Placed], list[Placed]]] = field(default_factory=dict)
    """Blocks and bars of the rooms that were in view, by column."""
    known: frozenset[str] | None = None
    """The rooms whose nights have been read; None means all."""

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

    def is_known(self, room: str) -> bool:
        """Whether the nights of a room have been read."""
        return self.known is None or room in self.known or is_lane(room)

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
            begin = max(0, bisect_right(bars, first, key=itemgetter(1)) - 1)
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
        if is_lane(room):
            return "" if room == bar.room else "choose a room"
        if not self.is_known(room):
            return "is still being read"
        for block in self.blocks.get(room, ()):
            if block.kind == BlockKind.OUT_OF_ORDER.value and block.first < until and block.until > first:
                return block.words
        for other in self.bars_between(room, first, until):
            if other.stay != bar.stay and other.first < until and other.until > first:
                return f"taken by {other.name}"
        return ""


def lay_out(chart: TapeChart, wanted: Wanted, row: int = ROW, group: int = GROUP) -> Tape:
    """Put the answer in the order of the screen. ``row`` and ``group`` are heights in pixels."""
    lanes = list(_lanes(chart.waiting)) if wanted == Wanted() else []
    rooms = [*(lane for lane, _ in lanes), *(room for room in chart.rooms if wanted.keeps(room))]
    lines: list[TapeLine] = []
    for name, some in groupby(rooms, key=lambda room: room.type_name):
        lines.append(TapeLine(name))
        lines += [TapeLine(name, room) for room in some]
    tape = Tape(chart.first, (chart.until - chart.first).days, chart.business_date, tuple(lines))
    tape.tops = [0, *accumulate(row if line.room else group for line in lines)]
    tape.line_of = {line.room.number: place for place, line in enumerate(lines) if line.room}
    for number, bars in groupby(chart.bars, key=itemgetter(0)):
        if number in tape.line_of:
            tape.bars.setdefault(number, []).extend(map(_readable, bars))
    tape.bars |= {lane.number: bars for lane, bars in lanes}
    for block in chart.blocks:
        tape.blocks.setdefault(block.room, []).append(block)
    tape.moves = tuple(move for move in chart.moves if move.from_room in tape.line_of and move.to_room in tape.line_of)
    tape.goes_to = {(move.stay, move.from_room, move.night): move.to_room for move in chart.moves}
    tape.known = chart.known
    tape.free = _free(tape)
    return tape


def _free(tape: Tape) -> list[int]:
    """Rooms shown that nobody has and nothing closes, night by night; nothing while rooms are still being read."""
    if tape.known is not None:
        return []
    change = [0] * (tape.days + 1)
    rooms = [number for number in tape.line_of if not is_lane(number)]
    taken = [bar for number in rooms for bar in tape.bars.get(number, ())]
    closed = [one for number in rooms for one in tape.blocks.get(number, ()) if one.kind == BlockKind.OUT_OF_ORDER]
    begins = Counter(map(itemgetter(1), taken)) + Counter(max(one.first, tape.first) for one in closed)
    ends = Counter(map(itemgetter(2), taken)) + Counter(max(one.until, tape.first) for one in closed)
    for counted, sign in ((begins, 1), (ends, -1)):
        for day, many in counted.items():
            change[min(tape.column(day), tape.days)] += sign * many
    return [len(rooms) - taken_now for taken_now in accumulate(change[:-1])]


def is_lane(room: str) -> bool:
    """Whether a line holds stays that wait for a room."""
    return room.startswith(LANE)


def _lanes(waiting: Iterable[Bar]) -> Iterator[tuple[ChartRoom, list[Bar]]]:
    """Stays without a room, each in the first line where there is space for it."""
    lanes: list[list[Bar]] = []
    for bar in waiting:
        lane = next((lane for lane in lanes if lane[-1].until <= bar.first), None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(bar)
    for number, bars in enumerate(lanes, 1):
        name = f"{LANE}{number}"
        room = ChartRoom(number=name, type="", type_name=NO_ROOM, rank=-1, floor=0, features=(), state="")
        yield room, [_readable(bar)._replace(room=name) for bar in bars]


def _readable(bar: Bar) -> Bar:
    """The bar with the name as the screen can draw it."""
    shown = theme.readable(bar.name, bar.latin)
    return bar if shown is bar.name else bar._replace(name=shown)
