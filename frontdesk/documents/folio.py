"""The folio: a window's paper as a PDF (FD-1 to FD-9)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import accumulate

from frontdesk.documents import blocks, letter
from frontdesk.documents.book import Facts
from frontdesk.documents.bridge import bridge_rows, check_bridge
from frontdesk.documents.fonts import ink
from frontdesk.documents.layout import Frame, Placed, Row, paginate
from frontdesk.documents.page import BODY, MM, Sheets, open_sheets, report
from frontdesk.documents.styles import Entry, Style, charges, entries, gifts, payments, style_named
from frontdesk.documents.table import Sheet, carrying, head_row, rows, shaped, sheet, total_row
from frontdesk.domain.addressee import addressed
from frontdesk.errors import Refusal
from frontdesk.queries.folio import FolioPaper
from frontdesk.words import day, full_day, listed, moment, plain_amount, say

ABOVE_BRIDGE = 24.0


def folio_pdf(paper: FolioPaper, style: str = "itemised") -> bytes:
    """Return one window's folio as a PDF. The same paper and style give the same bytes.

    Raises:
        Refusal: the sums differ (FD-3), or there is no such style.
    """
    sheets = open_sheets(made := BytesIO())
    for page in folio_pages(sheets, paper, style):
        sheets.book.add_page(page)
    sheets.finish(_facts(paper))
    return made.getvalue()


def folio_pages(sheets: Sheets, paper: FolioPaper, style: str) -> list[bytes]:
    """Draw one window's folio: its pages are made before the first of them is in a file.

    Raises:
        Refusal: the sums differ (FD-3), or there is no such style.
    """
    chosen, paper = style_named(style), _legible(paper)
    told = list(entries(paper, chosen))
    check(paper, told)
    return _drawn(sheets, paper, chosen, told)


def _legible(paper: FolioPaper) -> FolioPaper:
    """Return the paper with the guest's Latin name where no font draws the other; the log names the letters (FD-5)."""
    missing = ink(paper.guest, BODY.size).missing
    if not missing or not paper.latin:
        return paper
    report(missing, f"{_title(paper)} {paper.guest}")
    return replace(paper, guest=paper.latin, payee=paper.latin if paper.payee == paper.guest else paper.payee)


def check(paper: FolioPaper, told: Iterable[Entry]) -> None:
    """Hold the printed lines, the tax blocks and the ledger against each other (FD-3).

    Raises:
        Refusal: two of them differ; nothing is printed.
    """
    printed = sum(entry.amount or 0 for entry in told if entry.kind == "line")
    printed += sum(line.amount for line in gifts(paper))
    taxed = sum(tax.gross for tax in paper.taxes) + paper.untaxed
    settled = sum(line.amount for line in payments(paper))
    _same(paper, "lines", printed, "total", paper.total)
    _same(paper, "tax blocks", taxed, "total", paper.total)
    _same(paper, "payments", -settled, "paid", paper.paid)
    _same(paper, "total less paid", paper.total - paper.paid, "balance", paper.balance)
    for tax in paper.taxes:
        _same(paper, f"{tax.name}: net and tax", tax.net + tax.tax, "gross", tax.gross)
    if paper.bridge:
        check_bridge(paper, paper.bridge)


def _same(paper: FolioPaper, what: str, found: int, other: str, wanted: int) -> None:
    if found != wanted:
        figures = [plain_amount(minor, paper.currency, "en") for minor in (found, wanted)]
        raise Refusal(
            f"Folio {paper.number} is not printed: its sums differ.",
            f"{what} {figures[0]}, {other} {figures[1]} {paper.currency}.",
            "Report it as a fault; nothing was changed.",
        )


def _facts(paper: FolioPaper) -> Facts:
    subject = f"{paper.guest}, {full_day(paper.arrival, paper.language)} – {full_day(paper.departure, paper.language)}"
    return Facts(_title(paper), paper.house.name, subject, paper.language, paper.made_at)


def number(paper: FolioPaper) -> str:
    """Return the folio's number and window as lists name it."""
    return f"{paper.number}/{paper.window}"


def _title(paper: FolioPaper) -> str:
    return f"{say(paper.language, f'folio.title_{paper.title}')} {paper.number}".strip()


def _copy(paper: FolioPaper) -> str:
    if not paper.copy:
        return ""
    words = say(paper.language, "folio.copy", number=paper.copy)
    return f"{words} · {moment(paper.copied_at, paper.language)}" if paper.copied_at else words


def _drawn(sheets: Sheets, paper: FolioPaper, style: Style, told: Sequence[Entry]) -> list[bytes]:
    """Lay a folio out on its pages, then draw them: page x of y is known before the first is drawn."""
    house, language = paper.house, paper.language
    top = _first_rows(paper)
    start = top[-1].y + top[-1].row.height
    found = shaped(style.columns, told)
    table = sheet(paper, found, _amounts(paper, told))
    frame = Frame(start, letter.NEXT_TOP, letter.FOOT - letter.foot_height(house, language) - 4)
    pages = paginate(_body(paper, table, rows(table, told, found)), frame, carrying(table))
    if style.bridge and paper.bridge:
        _add_bridge(pages, list(bridge_rows(paper, paper.bridge)), frame)
    head = letter.head(sheets, house, language)
    again = Placed(14 * MM, letter.next_head(house, f"{_title(paper)} · {paper.guest}", _copy(paper), language))
    who = f"{_title(paper)} · {say(language, 'folio.window', number=paper.window)} · {paper.guest}"
    made = []
    for page, placed in enumerate(pages, start=1):
        foot = Placed(frame.bottom + 4, letter.foot(house, who, (page, len(pages)), language))
        before = top if page == 1 else [again]
        made.append(sheets.drawn([head] if page == 1 else [], [*before, *placed, foot], _title(paper)))
    return made


def _add_bridge(pages: list[list[Placed]], bridge: list[Row], frame: Frame) -> None:
    """Put the bridge below what little may stand on the last page, else on a page of its own; never on the first."""
    end = pages[-1][-1].y + pages[-1][-1].row.height + ABOVE_BRIDGE
    whole = len(pages) > 1 and end + sum(row.height for row in bridge) <= frame.bottom
    first, *others = paginate(bridge, replace(frame, first=end if whole else frame.top), None)
    if whole:
        pages[-1] += first
    else:
        pages += [first, *others]


def _first_rows(paper: FolioPaper) -> list[Placed]:
    """Place what stands above the table on the first page; a long stay box pushes the title down."""
    language = paper.language
    window = letter.payee(paper.house, _payee(paper), language)
    facts = letter.facts(_stay(paper), language)
    title_top = max(letter.TITLE_TOP, letter.FACTS_TOP + facts.height + 6)
    return [
        Placed(letter.WINDOW[1], window),
        Placed(letter.FACTS_TOP, facts),
        Placed(title_top, letter.title(_title(paper), _copy(paper), language)),
    ]


def _payee(paper: FolioPaper) -> list[str]:
    name = addressed(paper.payee, *paper.name_from) if paper.payee == paper.guest else paper.payee
    lines = [name, *paper.payee_address]
    if paper.payee_tax_number:
        lines.append(say(paper.language, "folio.tax_number", number=paper.payee_tax_number))
    return lines


def _stay(paper: FolioPaper) -> list[tuple[str, str]]:
    """Return the facts of the stay, label and value."""
    language = paper.language
    adults, children = paper.persons
    key = "folio.persons_children" if children else "folio.persons_adults"
    persons = say(language, key, adults=adults, children=children)
    pairs = [
        _dated(paper),
        ("corrects", paper.corrects),
        ("guest", paper.guest if paper.guest != paper.payee else ""),
        ("confirmation", paper.confirmation),
        ("arrival", full_day(paper.arrival, language)),
        ("departure", full_day(paper.departure, language)),
        ("nights", str((paper.departure - paper.arrival).days)),
        ("persons", persons),
        ("room", _rooms(paper)),
        ("rate", paper.rate_plan),
        ("included", listed(paper.includes, language)),
    ]
    return [(say(language, f"folio.fact_{name}"), value) for name, value in pairs if value]


def _dated(paper: FolioPaper) -> tuple[str, str]:
    """Return the day of an invoice, or up to which day a bill that is not one is told."""
    when, label = (paper.issued, "issued") if paper.issued else (paper.as_of, "as_of")
    return label, full_day(when, paper.language) if when else ""


def _rooms(paper: FolioPaper) -> str:
    """Return the room, or a line for each room with its dates: "305 until Fri 21 Nov", "412 from Fri 21 Nov"."""
    if len(paper.rooms) < 2:
        return "".join(room for room, _, _ in paper.rooms)
    language = paper.language
    (first, _, until), *others = paper.rooms
    told = [say(language, "folio.room_until", room=first, day=day(until, language))]
    told += [say(language, "folio.room_from", room=room, day=day(since, language)) for room, since, _ in others]
    return "\n".join(told)


def _amounts(paper: FolioPaper, told: Sequence[Entry]) -> list[int]:
    """Return everything the amounts' column must hold: lines, what they add up to on the way, and totals."""
    lines = [entry.amount or 0 for entry in told if entry.kind == "line"]
    sums = [entry.amount or 0 for entry in told if entry.kind == "subtotal"]
    taxes = [tax.gross for tax in paper.taxes]
    others = [line.amount for line in paper.lines]
    return [*lines, *accumulate(lines), *sums, *taxes, *others, paper.untaxed, paper.total]


def _body(paper: FolioPaper, table: Sheet, lines: Sequence[Row]) -> Iterator[Row]:
    """Yield everything below the title, in reading order."""
    language = paper.language
    yield head_row(table)
    yield from lines
    if gifts(paper):
        yield total_row(table, say(language, "folio.charges"), sum(line.amount for line in charges(paper)))
        yield from blocks.apology(paper, table)
    yield total_row(table, say(language, "folio.total"), paper.total)
    yield from blocks.taxes(paper, table)
    yield from blocks.paid(paper, table)
    yield blocks.balance(paper, table)
    yield from blocks.held(paper, table)
