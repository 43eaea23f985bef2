"""The table of lines: columns as wide as what stands in them, a row for each entry, totals carried over pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from frontdesk.documents.fonts import SLACK, Ink, Need, fresh_ink, ink, wrap
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
ONE_OFF = frozenset({"reference", "price", "amount"})  # hardly ever the same twice: not worth remembering
NUMBERS = frozenset({"quantity", "price", "amount"})
LEAST = {"date": 52.0}
WIDEST = {"date": 88.0, "reference": 68.0, "room": 44.0, "mark": 24.0}  # points; amounts are never held back
SPACE = 9.0
PAD = 3.2  # above and below the text of a row
BASE = PAD + BODY.size - 0.6  # the first baseline in a row
INDENT = 11.0
ONE_LINE = BODY.leading + 2 * PAD - 1  # the height of a row of one line
UNDER_ONE_LINE = (rule(ONE_LINE - 0.4, height=0.4),)
MOST_STEPS = 4096
LONGEST = 40  # lines of one description before its row is cut in two


Shaped = dict[str, Ink]  # the cells of an entry by column


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


def shaped(names: Sequence[str], entries: Sequence[Entry]) -> list[Shaped]:
    """Turn the cells of all entries into ink; what is too long for its column is wrapped later."""
    makers = [(name, fresh_ink if name in ONE_OFF else ink) for name in names]
    cells = [entry.cells for entry in entries]
    return [{name: make(cell[name], BODY.size, False) for name, make in makers if cell.get(name)} for cell in cells]


def sheet(paper: FolioPaper, names: Sequence[str], inks: Sequence[Shaped], amounts: Sequence[int]) -> Sheet:
    """Measure the columns: the text takes what the others leave; ``amounts`` is all that the last must hold."""
    language = paper.language
    filled = {name for cells in inks for name in cells}
    names = [name for name in names if name in filled or name in ALWAYS]
    heads = {name: say(language, f"folio.column_{name}") for name in names}
    heads["amount"] += f" {paper.currency}"
    widths = [None if name == "text" else _widest(name, heads[name], inks) for name in names]
    # Digits are equally wide, so the greatest and the least amount are the widest; totals are bold.
    ends = [plain_amount(minor, paper.currency, language) for minor in (max(amounts), min(amounts))]
    at = names.index("amount")
    widths[at] = max(widths[at] or 0.0, *[ink(text, BODY_BOLD.size, True).width for text in ends])
    places = zip(names, side_by_side(widths, LEFT, RIGHT, SPACE), strict=True)
    columns = grid(language)
    spread = {name: columns.column(x, x + width, number=name in NUMBERS) for name, (x, width) in places}
    return Sheet(spread, heads, paper.currency, language)


def _widest(name: str, head: str, inks: Sequence[Shaped]) -> float:
    """Return the width of a column: of its head or its widest cell, within the limits for its kind."""
    cells = [cells[name].width for cells in inks if name in cells]
    return min(max(LEAST.get(name, 0.0), ink(head, LABEL.size, False).width, *cells), WIDEST.get(name, RIGHT))


def rows(table: Sheet, entries: Sequence[Entry], inks: Sequence[Shaped]) -> list[Row]:
    """Return the rows of all entries, each with the total so far; the ends hold together."""
    made: list[Row] = []
    running = 0
    edges = _edges(table)
    for entry, cells, after in zip(entries, inks, [*entries[1:], None], strict=True):
        if entry.kind == "line":
            running += entry.amount or 0
            line = None if entry.depth or entry.notes else _line(edges, cells)
            if line:
                made.append(Row(ONE_LINE, (), UNDER_ONE_LINE, False, running, line))
            else:
                made += _line_rows(table, entry, cells, running)
        else:
            made.append(_heading(table, entry, running))
        if after and (after.depth or after.kind == "subtotal"):
            made[-1] = made[-1]._replace(keep=True)
    return keep_ends_together(made)


_Edges = list[tuple[str, float, float, bool]]  # a column: where its text begins or ends, its width, which of both
_steps: dict[float, bytes] = {}
"""The operators of moves from text to text: as amounts are equally wide, most come again and again."""


def _edges(table: Sheet) -> _Edges:
    columns = table.columns.items()
    return [(name, x + width if right else x, width + SLACK, right) for name, (x, width, right, _) in columns]


def _line(edges: _Edges, cells: Shaped) -> Line | None:
    """Return an entry as one line of finished operators, or nothing if a cell needs more than a line."""
    code: list[bytes] = []
    needs: list[frozenset[Need]] = []
    first = at = -1.0
    for name, edge, most, right in edges:
        if name not in cells:
            continue
        shown, width, wanted, missing = cells[name]
        if width > most or missing:
            return None
        x = edge - width if right else edge
        if code:
            code.append(_steps.get(x - at) or _step(x - at))
        else:
            first = x
            code.append(b" ")
        at = x
        code.append(shown)
        needs.append(wanted)
    return Line(first, BASE, b"".join(code), needs, BODY)


def _step(by: float) -> bytes:
    if len(_steps) > MOST_STEPS:
        _steps.clear()
    _steps[by] = code = b" %.2f 0 Td " % by
    return code


def _line_rows(table: Sheet, entry: Entry, cells: Shaped, running: int) -> list[Row]:
    """Return the row of an entry, or several if its text is very long. What a cell has too much goes on below."""
    texts: list[Text] = []
    below: list[Text] = []
    for name, column in table.columns.items():
        if name == "text":
            words = _words(table, entry, column)
            first = 1 + (words[0].y == words[1].y) if len(words) > 1 else 1  # with its arrow
            texts += words[:first]
            below += words[first:]
        elif name in cells:
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
        return Row(20, (name,), keep=True, running=running)
    beside = table.words._replace(right=not table.words.right)
    amount = put(table.amount(entry.amount), table.columns["amount"], BASE, BODY_BOLD)
    return Row(20, (put(entry.cells["text"], beside, BASE, NOTE), amount), running=running)


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
