"""The styles of a folio as data, and a paper's lines as entries in the order of a style (FD-2, BE-26, BE-27, BE-30)."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from frontdesk.errors import Refusal
from frontdesk.queries.folio import FolioPaper, PaperLine
from frontdesk.words import amounts, day, full_day, listed, plain_amount, quantity, say, span

GIFT = "goodwill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the lines stand: ``group`` by "", day or department; like lines ``merged``; each with its ``meaning``.

    ``bridge`` adds a page that leads from the quote to the bill, where the paper has one.
    """

    columns: tuple[str, ...] = ("date", "text", "reference", "room", "quantity", "price", "amount", "mark")
    group: str = ""
    merged: bool = False
    meaning: bool = False
    bridge: bool = False


STYLES = {
    "itemised": Style(),
    "explained": Style(meaning=True, bridge=True),
    "by_day": Style(columns=("text", "reference", "room", "quantity", "price", "amount", "mark"), group="day"),
    "by_department": Style(group="department"),
    "one_line_per_stay": Style(columns=("date", "text", "quantity", "price", "amount", "mark"), merged=True),
    "bill_bridge": Style(bridge=True),
}


def style_named(name: str) -> Style:
    """Return the style called ``name``.

    Raises:
        Refusal: there is no such style.
    """
    if name not in STYLES:
        raise Refusal("There is no such folio style.", f"Asked for: {name}.", f"Choose one of {', '.join(STYLES)}.")
    return STYLES[name]


class Entry(NamedTuple):
    """One printed line. ``amount`` in minor units, None where a line says something without an amount.

    ``kind``: line, group (a heading), subtotal. ``depth`` 1 stands beneath the line it corrects. ``notes`` are quiet.
    """

    cells: dict[str, str]
    amount: int | None = None
    kind: str = "line"
    depth: int = 0
    notes: tuple[str, ...] = ()


def charges(paper: FolioPaper) -> list[PaperLine]:
    """Return what is neither paid nor given: the lines of the table."""
    return [line for line in paper.lines if line.kind != GIFT and not line.money_in]


def gifts(paper: FolioPaper) -> list[PaperLine]:
    """Return the goodwill lines."""
    return [line for line in paper.lines if line.kind == GIFT]


def payments(paper: FolioPaper) -> list[PaperLine]:
    """Return payments, deposits and refunds, with what takes one back."""
    return [line for line in paper.lines if line.money_in]


def entries(paper: FolioPaper, style: Style) -> list[Entry]:
    """Return the table of a paper in a style: lines with what undoes them beneath, moves, headings, subtotals."""
    teller = _Teller(paper, style, marks(paper))
    lines = charges(paper)
    if not lines:
        return [*teller.included(), teller.nothing()]
    if style.merged:
        return [teller.entry(same, 0) for same in _alike(lines)] + teller.included()
    families = _families(lines)
    told = teller.grouped(families) if style.group else teller.with_moves(families, teller.moves())
    return [*told, *teller.included()]


Family = list[tuple[PaperLine, int]]  # a line and, one deep, what undoes it


def _families(lines: list[PaperLine]) -> list[Family]:
    """Put each line that names another of these lines beneath it."""
    known = {line.posting for line in lines}
    beneath: dict[str, list[PaperLine]] = {}
    roots = []
    for line in lines:
        if line.names in known and line.names != line.posting:
            beneath.setdefault(line.names, []).append(line)
        else:
            roots.append(line)
    return [list(_descend(root, 0, beneath)) if root.posting in beneath else [(root, 0)] for root in roots]


def _descend(line: PaperLine, depth: int, beneath: dict[str, list[PaperLine]]) -> Iterator[tuple[PaperLine, int]]:
    yield line, depth
    for child in beneath.get(line.posting, ()):
        yield from _descend(child, 1, beneath)


def _alike(lines: list[PaperLine]) -> list[list[PaperLine]]:
    """Gather lines with the same code, words, price and taxes; what undoes them is gathered beside them."""
    found: dict[object, list[PaperLine]] = {}
    for line in lines:
        taxes = tuple((tax.code, tax.rate) for tax in line.taxes)
        found.setdefault((line.kind, line.code, line.text, line.unit_price, taxes), []).append(line)
    return list(found.values())


def marks(paper: FolioPaper) -> dict[tuple[str, int | None], str]:
    """Return the letter of each tax by name and rate, in the order of the tax table."""
    taxes = dict.fromkeys((tax.name, tax.rate) for tax in paper.taxes)
    return {tax: chr(ord("A") + number % 26) for number, tax in enumerate(taxes)}


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells the lines of one paper in one style."""

    paper: FolioPaper
    style: Style
    letters: dict[tuple[str, int | None], str]

    def moves(self) -> list[tuple[date, Entry]]:
        """Say each room move once, without an amount; a credit note is not the place."""
        told: list[tuple[date, Entry]] = []
        if self.paper.title == "credit_note":
            return told
        language = self.paper.language
        for (before, _, _), (after, since, _) in pairwise(self.paper.rooms):
            text = say(language, "folio.moved", before=before, after=after)
            told.append((since, Entry(cells={"date": day(since, language), "text": text})))
        return told

    def included(self) -> list[Entry]:
        """Say what the rate includes, at 0."""
        if not self.paper.includes:
            return []
        language = self.paper.language
        text = say(language, "folio.in_your_rate_are", things=listed(self.paper.includes, language))
        nothing = plain_amount(0, self.paper.currency, language)
        return [Entry(cells={"text": text, "amount": nothing}, amount=0)]

    def nothing(self) -> Entry:
        """Say that there is no line yet: a guest who has just arrived."""
        return Entry(cells={"text": say(self.paper.language, "folio.nothing_yet")})

    def with_moves(self, families: list[Family], moves: list[tuple[date, Entry]]) -> Iterator[Entry]:
        """Yield lines, and each move before the first line of its day."""
        waiting = deque(moves)
        for family in families:
            while waiting and family[0][0].service_date >= waiting[0][0]:
                yield waiting.popleft()[1]
            for line, depth in family:
                yield self.entry([line], depth)
        for _, move in waiting:
            yield move

    def grouped(self, families: list[Family]) -> Iterator[Entry]:
        """Yield each group with heading and subtotal; days in order, departments as they first come."""
        by_day = self.style.group == "day"
        moves = self.moves() if by_day else []
        groups: dict[date | str, list[Family]] = {}
        for family in families:
            line = family[0][0]
            groups.setdefault(line.service_date if by_day else line.department, []).append(family)
        order = sorted(groups, key=str) if by_day else list(groups)
        for key in order:
            name = full_day(key, self.paper.language) if isinstance(key, date) else key
            due = [move for move in moves if str(move[0]) <= str(key) or key == order[-1]]
            moves = moves[len(due) :]
            yield Entry(cells={"text": name}, kind="group")
            yield from self.with_moves(groups[key], due)
            total = sum(line.amount for family in groups[key] for line, _ in family)
            text = say(self.paper.language, "folio.subtotal", name=name)
            yield Entry(cells={"text": text}, amount=total, kind="subtotal")

    def entry(self, lines: list[PaperLine], depth: int) -> Entry:
        """Return one printed line for one posting, or for several alike."""
        line, language, currency = lines[0], self.paper.language, self.paper.currency
        count, amount, first, last = line.quantity, line.amount, line.service_date, line.service_date
        written = amounts(currency, language)
        if len(lines) > 1:
            count, amount = sum(each.quantity for each in lines), sum(each.amount for each in lines)
            first, last = min(each.service_date for each in lines), max(each.service_date for each in lines)
        price = line.unit_price
        priced = abs(count) not in {0, 1000} or (price and abs(price) != abs(amount))
        cells = {
            "date": span(first, last, language),
            "text": line.text,
            "reference": line.reference,
            "room": line.room,
            "quantity": quantity(count, language) if priced else "",
            "price": written(price) if priced else "",
            "amount": written(amount),
            "mark": self._mark(line),
        }
        return Entry(cells, amount, "line", depth, self._notes(line))

    def _mark(self, line: PaperLine) -> str:
        if line.on_top:
            return self.letters[line.on_top]
        return "".join([self.letters.get((tax.name, tax.rate), "") for tax in line.taxes])

    def _notes(self, line: PaperLine) -> tuple[str, ...]:
        meaning = (line.meaning,) if self.style.meaning and line.meaning else ()
        free = line.amount == 0 and line.kind == "charge"
        return (*meaning, say(self.paper.language, "folio.in_your_rate")) if free else meaning
