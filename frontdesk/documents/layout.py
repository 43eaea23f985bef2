"""From rows to pages: pure functions over measured text. Points; y grows downwards, as a reader reads.

A row is as high as its texts need and knows nothing of its page. ``paginate`` puts rows on pages, repeats the head of a
table, and writes what is carried forward.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from frontdesk.documents.fonts import Ink, Needs, ink, wrap

PART_HEADS = 46.0  # points that the heads of a part take at most where they return on the next page


class Type(NamedTuple):
    """A way to set text: size and line distance in points, weight, and quiet grey instead of ink."""

    size: float
    leading: float
    bold: bool = False
    quiet: bool = False


class Text(NamedTuple):
    """A text and where its baseline begins, from the row's top left."""

    x: float
    y: float
    ink: Ink
    type: Type


class Box(NamedTuple):
    """A filled rectangle, from the row's top; a rule is a low one. ``shade``: 0 black to 1 white."""

    x: float
    y: float
    width: float
    height: float
    shade: float


class Column(NamedTuple):
    """A strip of the page. Text is flush left, or flush right where ``right`` is set; ``number`` stays flush right."""

    x: float
    width: float
    right: bool = False
    number: bool = False

    def mirrored(self, page: float) -> "Column":
        """Return the strip as a right-to-left page of that width has it; digits keep their right edge."""
        return self._replace(x=page - self.x - self.width, right=self.number or not self.right)


class Row(NamedTuple):
    """A strip of a page that is never cut.

    ``keep`` holds it on the page of the next row. ``running`` is the total after it, in a table whose head repeats.
    ``line`` is a whole line of text in its place, which most rows of a table are instead of ``texts``.
    ``opens`` is True in the head of a part, which returns on each page that the part goes on to, False where it ends.
    """

    height: float
    texts: tuple[Text, ...] = ()
    boxes: tuple[Box, ...] = ()
    keep: bool = False
    running: int | None = None
    line: "Line | None" = None
    opens: bool | None = None


class Line(NamedTuple):
    """Texts on one baseline, already put together: ``code`` moves from text to text, beginning at ``x``, ``y``."""

    x: float
    y: float
    code: bytes
    needs: Needs
    type: Type


class Placed(NamedTuple):
    """A row and the height of its top on the page."""

    y: float
    row: Row


@dataclass(frozen=True, slots=True)
class Table:
    """What pages add to a table: its head, and the rows that carry a total over a page's end."""

    head: Row
    carried: Callable[[int], Row]
    brought: Callable[[int], Row]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where rows may stand: from ``first`` on the first page, from ``top`` on the others, down to ``bottom``."""

    first: float
    top: float
    bottom: float


def put(text: str, column: Column, y: float, style: Type) -> Text:
    """Place one line of text in a column."""
    return put_ink(ink(text, style.size, style.bold), column, y, style)


def put_ink(shaped: Ink, column: Column, y: float, style: Type) -> Text:
    """Place a line that is measured already."""
    x = column.x + column.width - shaped.width if column.right else column.x
    return _as_text((x, y, shaped, style))


_as_text = partial(tuple.__new__, Text)  # in two thirds of the time of a call


def paragraph(text: str, column: Column, y: float, style: Type) -> list[Text]:
    """Place a text that may need several lines; the first baseline is at ``y``."""
    lines = wrap(text, style.size, column.width, style.bold)
    if len(lines) == 1:
        return [put_ink(lines[0], column, y, style)]
    return [put_ink(line, column, y + number * style.leading, style) for number, line in enumerate(lines)]


def stack(texts: Iterable[str], column: Column, y: float, style: Type) -> list[Text]:
    """Place paragraphs below each other."""
    placed: list[Text] = []
    for text in texts:
        placed += paragraph(text, column, y + len(placed) * style.leading, style)
    return placed


def gap(height: float, *, keep: bool = False) -> Row:
    """Return an empty row."""
    return Row(height, keep=keep)


def side_by_side(widths: Sequence[float | None], left: float, right: float, space: float) -> list[tuple[float, float]]:
    """Spread columns of these widths from ``left`` to ``right``; the one without a width takes what is left over."""
    free = right - left - sum(width or 0 for width in widths) - space * (len(widths) - 1)
    places, x = [], left
    for width in widths:
        taken = free if width is None else width
        places.append((x, taken))
        x += taken + space
    return places


def keep_ends_together(rows: Sequence[Row]) -> list[Row]:
    """Hold the first two and the last two rows together, so that none stands alone on a page."""
    made = list(rows)
    for number in {0, max(0, len(rows) - 2)} if rows else ():
        made[number] = made[number]._replace(keep=True)
    return made


def _groups(rows: Iterable[Row], page: float) -> Iterator[tuple[float, list[Row]]]:
    """Yield runs of rows that share a page, with their height; what no page could hold comes row by row."""
    group: list[Row] = []
    height = 0.0
    for row in rows:
        if not (group or row.keep):
            yield row.height, [row]
            continue
        group.append(row)
        height += row.height
        if not row.keep:
            yield from [(height, group)] if height <= page else [(each.height, [each]) for each in group]
            group, height = [], 0.0
    if group:
        yield from [(height, group)] if height <= page else [(each.height, [each]) for each in group]


def paginate(rows: Iterable[Row], frame: Frame, table: Table | None) -> list[list[Placed]]:
    """Put rows on pages.

    A group that is kept together moves to the next page as a whole, unless it is higher than a page.
    """
    pages: list[list[Placed]] = [[]]
    y = frame.first
    reserve = table.carried(0).height if table else 0.0
    extra = PART_HEADS + (table.head.height + 2 * reserve if table else 0.0)
    for height, group in _groups(rows, frame.bottom - frame.top - extra):
        room = reserve if group[-1].running is not None else 0.0
        if y > frame.top and y + height + room > frame.bottom:
            pages.append([])
            y = _turn(pages, y, frame.top, group, table)
        page = pages[-1]
        for row in group:
            page.append(Placed(y, row))
            y += row.height
    return pages


def _turn(pages: list[list[Placed]], y: float, top: float, group: list[Row], table: Table | None) -> float:
    """Repeat the heads of a table and of a part, carry the total over; return where to go on."""
    heads = [] if group[0].opens else _open_heads(pages[-2])
    if table is not None:
        before = pages[-2][-1].row.running if pages[-2] else None
        if before is None or group[0].running is None:
            return top
        pages[-2].append(Placed(y, table.carried(before)))
        heads = [table.head, table.brought(before), *heads]
    for row in heads:
        pages[-1].append(Placed(top, row))
        top += row.height
    return top


def _open_heads(page: Sequence[Placed]) -> list[Row]:
    """Return the heads of the part that a page ends in: its name, and what its columns are called."""
    rows = [row for _, row in page]
    last = next((number for number in reversed(range(len(rows))) if rows[number].opens is not None), None)
    if last is None or not rows[last].opens:
        return []
    first = last
    while first and rows[first - 1].opens:
        first -= 1
    return rows[first : last + 1]
