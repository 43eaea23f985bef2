"""The table of lines: columns as wide as what stands in them, a row for each entry, totals carried over pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from frontdesk.documents.fonts import SLACK, Ink, Inks, Needs, ink, inks, wrap
from frontdesk.documents.layout import (
    Column,
    Line,
    Row,
    Table,
    Text,
    Type,
    keep_ends_together,
    put,
    put_ink,
    side_by_side,
)
from frontdesk.documents.letter import grid, rule
from frontdesk.documents.page import BODY, BODY_BOLD, LABEL, LEFT, NOTE, RIGHT, RULE
from frontdesk.documents.styles import Entry
from frontdesk.queries.folio import FolioPaper
from frontdesk.words import plain_amount, say

ALWAYS = frozenset({"date", "text", "amount"})  # other columns are left out when nothing stands in them
NUMBERS = frozenset({"quantity", "price", "amount"})
LEAST = {"date": 52.0}
WIDEST = {"date": 88.0, "reference": 68.0, "room": 44.0, "mark": 24.0}  # points; amounts are never held back
SPACE = 9.0
PAD = 3.2  # above and below the text of a row
BASE = PAD + BODY.size - 0.6  # the first baseline in a row
INDENT = 11.0
ONE_LINE = BODY.leading + 2 * PAD - 1  # the height of a row of one line
UNDER_ONE_LINE = (rule(ONE_LINE - 0.4, height=0.4),)
LONGEST = 40  # lines of one description before its row is cut in two


Shaped = dict[str, Inks]  # by column, one for each entry; without width where a cell is empty


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table's columns by name, and what is needed to fill them."""

    columns: dict[str, Column]
    heads: dict[str, str]
    currency: str
    language: str

    @property
    def words(self) -> Column:
        """Where the words of a total stand: from the margin to the amount."""
        return grid(self.language).column(LEFT, RIGHT - self.behind - self.columns["amount"].width - SPACE)

    @property
    def behind(self) -> float:
        """How far the amounts end before the margin: the tax mark stands there."""
        return self.columns["mark"].width + SPACE if "mark" in self.columns else 0.0

    @property
    def before(self) -> float:
        """How far from the margin the words of a dated line begin, in the table and in the blocks below it."""
        return (self.columns["date"].width if "date" in self.columns else WIDEST["date"] - SPACE) + SPACE

    def amount(self, minor: int) -> str:
        """Return an amount as the table prints it."""
        return plain_amount(minor, self.currency, self.language)


def shaped(names: Sequence[str], entries: Sequence[Entry]) -> Shaped:
    """Turn the cells of all entries into ink, column by column; what is too long is wrapped later."""
    cells = [entry.cells for entry in entries]
    columns = {name: [cell.get(name, "") for cell in cells] for name in names}
    return {name: inks(texts, BODY.size) for name, texts in columns.items() if name in ALWAYS or any(texts)}


def sheet(paper: FolioPaper, found: Shaped, amounts: Sequence[int]) -> Sheet:
    """Measure the columns: the text takes what the others leave; ``amounts`` is all that the last must hold."""
    language = paper.language
    heads = _heads(tuple(found), paper.currency, language)
    widths = {name: _widest(name, heads[name], found[name].widths) for name in found}
    # Digits are equally wide, so the greatest and the least amount are the widest; totals are bold.
    ends = [plain_amount(minor, paper.currency, language) for minor in (max(amounts), min(amounts))]
    widths["amount"] = max(widths["amount"], *[ink(text, BODY_BOLD.size, True).width for text in ends])
    spread = side_by_side([None if name == "text" else widths[name] for name in found], LEFT, RIGHT, SPACE)
    column = grid(language).column
    places = zip(found, spread, strict=True)
    columns = {name: column(x, x + width, number=name in NUMBERS) for name, (x, width) in places}
    return Sheet(columns, heads, paper.currency, language)


@lru_cache(maxsize=64)
def _heads(names: tuple[str, ...], currency: str, language: str) -> dict[str, str]:
    heads = {name: say(language, f"folio.column_{name}") for name in names}
    return {**heads, "amount": f"{heads['amount']} {currency}"}


def _widest(name: str, head: str, cells: Sequence[float]) -> float:
    """Return the width of a column: of its head or its widest cell, within the limits for its kind."""
    widest = max(ink(head, LABEL.size, False).width, *cells, LEAST.get(name, 0.0))
    return min(widest, WIDEST.get(name, RIGHT))


def rows(table: Sheet, entries: Sequence[Entry], found: Shaped) -> list[Row]:
    """Return the rows of all entries, each with the total so far; the ends hold together."""
    made: list[Row] = []
    running = 0
    for number, (entry, line) in enumerate(zip(entries, _lines(table, found), strict=True)):
        if made and (entry.depth or entry.kind == "subtotal"):
            made[-1] = made[-1]._replace(keep=True)
        if entry.kind != "line":
            made.append(_heading(table, entry, running))
            continue
        running += entry.amount or 0
        if line and not (entry.depth or entry.notes):
            made.append(Row(ONE_LINE, (), UNDER_ONE_LINE, False, running, line))
        else:
            made += _line_rows(table, entry, {name: cells.one(number) for name, cells in found.items()}, running)
    return keep_ends_together(made)


def _lines(table: Sheet, found: Shaped) -> list[Line | None]:
    """Return each entry as one line of finished operators; nothing where a cell needs more than a line."""
    fits = [True] * len(found["amount"].codes)
    places = []
    for name, (x, width, right, _) in table.columns.items():
        _, widths, _, missing = found[name]
        edge, most = x + width, width + SLACK
        places.append([(edge - wide if right else x) if wide else None for wide in widths])
        if missing or max(widths) > most:
            lacking = missing or len(fits) * [""]
            fits = [fit and wide <= most and not lack for fit, wide, lack in zip(fits, widths, lacking, strict=True)]
    codes = [found[name].codes for name in table.columns]
    needs = frozenset().union(*[cells.needs for cells in found.values()])
    drawn = zip(fits, zip(*places, strict=True), zip(*codes, strict=True), strict=True)
    return [_as_line(_steps(at), shown, needs) if fit else None for fit, at, shown in drawn]


def _as_line(frame: tuple[float, bytes], shown: tuple[bytes, ...], needs: Needs) -> Line:
    first, operators = frame
    return Line(first, BASE, operators % shown, needs, BODY)


@lru_cache(maxsize=4096)
def _steps(places: tuple[float | None, ...]) -> tuple[float, bytes]:
    """Return where a line begins and a frame for its operators that leaves empty cells out.

    As amounts are equally wide, the same few frames come again and again.
    """
    frame, first, at = b"", 0.0, None
    for place in places:
        if place is None:
            frame += b"%.0b"
        elif at is None:
            frame += b"%b"
            first = at = place
        else:
            frame += b" %.2f 0 Td %%b" % (place - at)
            at = place
    return first, frame


def _line_rows(table: Sheet, entry: Entry, cells: dict[str, Ink], running: int) -> list[Row]:
    """Return the row of an entry, or several if its text is very long. What a cell has too much goes on below."""
    texts: list[Text] = []
    below: list[Text] = []
    for name, column in table.columns.items():
        if name == "text":
            words = _words(table, entry, column)
            first = 1 + (words[0].y == words[1].y) if len(words) > 1 else 1  # with its arrow
            texts += words[:first]
            below += words[first:]
        elif cells[name].width:
            cell = cells[name]
            if cell.width > column.width + SLACK:
                cell, *more = wrap(entry.cells[name], BODY.size, column.width)
                below += _below(more, column, BASE + BODY.leading, BODY)
            texts.append(put_ink(cell, column, BASE, BODY))
    if not below:
        return [Row(ONE_LINE, tuple(texts), UNDER_ONE_LINE, False, running)]
    below.sort(key=itemgetter(1))
    parts = [below[start : start + LONGEST] for start in range(0, len(below), LONGEST)]
    return [_row([*texts, *parts[0]], running), *(_row(_raised(part), running) for part in parts[1:])]


def _raised(texts: list[Text]) -> list[Text]:
    up = texts[0].y - BASE
    return [text._replace(y=text.y - up) for text in texts]


def _row(texts: list[Text], running: int) -> Row:
    height = max(text.y for text in texts) - BASE + ONE_LINE
    return Row(height, tuple(texts), (rule(height - 0.4, height=0.4),), False, running)


def _words(table: Sheet, entry: Entry, column: Column) -> list[Text]:
    """Place what a line is, and its notes beneath; what undoes a line is set in."""
    if entry.depth:
        column = _set_in(column, INDENT)
    said = _below(wrap(entry.cells["text"], BODY.size, column.width), column, BASE, BODY)
    if not (entry.depth or entry.notes):
        return said
    if entry.depth and not column.right:
        said.insert(0, put("↳", table.columns["text"], BASE, NOTE))  # one of the row's first line
    wide = _over_empty_cells(table, entry, column)
    for note in entry.notes:
        said += _below(wrap(note, NOTE.size, wide.width), wide, said[-1].y + NOTE.leading + 0.4, NOTE)
    return said


def _over_empty_cells(table: Sheet, entry: Entry, column: Column) -> Column:
    """Widen a column over those behind it whose cells have one line at most, up to the numbers."""
    more = 0.0
    for name in ("reference", "room"):
        if name in table.columns and ink(entry.cells.get(name, ""), BODY.size).width <= table.columns[name].width:
            more += SPACE + table.columns[name].width
        elif name in table.columns:
            break
    return column._replace(x=column.x - more if column.right else column.x, width=column.width + more)


def _below(lines: Sequence[Ink], column: Column, y: float, style: Type) -> list[Text]:
    return [put_ink(line, column, y + number * style.leading, style) for number, line in enumerate(lines)]


def _set_in(column: Column, by: float) -> Column:
    return column._replace(x=column.x if column.right else column.x + by, width=column.width - by)


def _heading(table: Sheet, entry: Entry, running: int) -> Row:
    """Return the row of a group's name or of its subtotal."""
    if entry.amount is None:
        name = put(entry.cells["text"], grid(table.language).whole, 14, BODY_BOLD)
        return Row(20, (name,), keep=True, running=running, opens=True)
    beside = table.words._replace(right=not table.words.right)
    amount = put(table.amount(entry.amount), table.columns["amount"], BASE, BODY_BOLD)
    return Row(20, (put(entry.cells["text"], beside, BASE, NOTE), amount), running=running, opens=False)


def total_row(table: Sheet, words: str, minor: int, style: Type = BODY_BOLD) -> Row:
    """Return a total under the table's amounts, with a rule above it."""
    texts = (put(words, table.words, 12, style), put(table.amount(minor), table.columns["amount"], 12, BODY_BOLD))
    return Row(20, texts, (rule(0, RULE, 0.7),))


def head_row(table: Sheet) -> Row:
    """Return the row of column heads."""
    texts = tuple(put(table.heads[name], column, 8, LABEL) for name, column in table.columns.items())
    return Row(14, texts, (rule(13, RULE, 0.7),), keep=True)


def carrying(table: Sheet) -> Table:
    """Return what pages add to this table."""

    def carry(key: str, running: int) -> Row:
        row = total_row(table, say(table.language, key), running, NOTE)
        return row._replace(boxes=())

    return Table(
        head_row(table),
        lambda running: carry("folio.carried", running),
        lambda running: carry("folio.brought", running),
    )
