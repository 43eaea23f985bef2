"""What stands below the lines of a folio: goodwill, taxes, payments, balance, and what is held but not charged."""

from collections.abc import Iterator

from frontdesk.documents.layout import Box, Column, Row, Text, gap, paragraph, put, stack
from frontdesk.documents.letter import frame, grid, rule
from frontdesk.documents.page import BALANCE, BODY, BODY_BOLD, LABEL, LEFT, MM, NOTE, RIGHT, STRONG, TINT
from frontdesk.documents.styles import gifts, marks, payments
from frontdesk.documents.table import BASE, PAD, Sheet
from frontdesk.queries.folio import FolioPaper, PaperTax
from frontdesk.words import day, listed, moment, money, percent, say

LINE = BODY.leading + 2 * PAD - 1
TAX_COLUMNS = (68.0, 60.0, 60.0)  # points of rate, net and tax, counted from the amount's column


def apology(paper: FolioPaper, table: Sheet) -> Iterator[Row]:
    """Yield the goodwill block with its sentences and lines (GC-54)."""
    yield _block_head(say(paper.language, "folio.apology"), paper.language)
    said = stack(paper.apology, grid(paper.language).column(LEFT, RIGHT - 30 * MM), 9, BODY)
    if said:
        yield Row(said[-1].y + 6, tuple(said), keep=True)
    for line in gifts(paper):
        yield _dated(table, (day(line.service_date, paper.language), line.text, ""), line.amount)
    yield gap(6)


def _block_head(text: str, language: str, height: float = 27) -> Row:
    return Row(height, (put(text, grid(language).whole, height - 7, STRONG),), keep=True)


def _dated(table: Sheet, words: tuple[str, str, str], minor: int) -> Row:
    """Return a line of a block, kept with the next: date, what, a quiet word, and the amount below the table's."""
    columns = grid(table.language)
    date, text, quiet = words
    start = LEFT + table.before
    said, behind = columns.column(start, LEFT + 100 * MM), columns.column(LEFT + 104 * MM, RIGHT - 30 * MM)
    texts = [put(date, columns.whole, BASE, BODY), *paragraph(text, said, BASE, BODY)]
    texts += paragraph(quiet, behind, BASE, NOTE) if quiet else []
    height = max(text.y for text in texts) - BASE + LINE
    amount = put(table.amount(minor), table.columns["amount"], BASE, BODY)
    return Row(height, (*texts, amount), (rule(height - 0.4, height=0.4),), keep=True)


def taxes(paper: FolioPaper, table: Sheet) -> Iterator[Row]:
    """Yield the tax table: sums of posted rows, what is not taxed, and the total again (FD-3)."""
    if not paper.taxes:
        return
    language = paper.language
    yield _block_head(say(language, "folio.taxes"), language)
    columns = _tax_columns(table)
    heads = ("tax_name", "rate", "net", "tax", "gross")
    words = [say(language, f"folio.column_{name}") for name in heads]
    texts = tuple(put(text, column, 8, LABEL) for text, column in zip(words, columns[1:], strict=True))
    yield Row(14, texts, (rule(13, 0.55, 0.7),), keep=True)
    letters = marks(paper)
    for tax in paper.taxes:
        yield _tax_row(columns, _tax_cells(table, tax, letters[tax.name, tax.rate]))
    if paper.untaxed:
        untaxed = table.amount(paper.untaxed)
        yield _tax_row(columns, ("", say(language, "folio.untaxed"), "", untaxed, "", untaxed))
    net = sum(tax.net for tax in paper.taxes) + paper.untaxed
    sums = [table.amount(minor) for minor in (net, sum(tax.tax for tax in paper.taxes), paper.total)]
    yield _sum_row(columns, say(language, "folio.total"), sums)


def _tax_columns(table: Sheet) -> list[Column]:
    """Return mark, name, rate, net, tax, gross; the last is the table's own amount column."""
    columns = grid(table.language)
    right = RIGHT - table.behind
    edges = [right]
    for width in TAX_COLUMNS[::-1]:
        edges.insert(0, edges[0] - width)
    numbers = [columns.column(right - 60, right, number=True) for right in edges[:-1]]
    return [
        columns.column(LEFT, LEFT + 16),
        columns.column(LEFT + 18, edges[0] - 64),
        *numbers,
        table.columns["amount"],
    ]


def _tax_cells(table: Sheet, tax: PaperTax, letter: str) -> tuple[str, ...]:
    rate = "" if tax.rate is None else percent(tax.rate, table.language)
    net = table.amount(tax.net) if tax.net else ""  # a tax on what stands in another row, or by head
    return (letter, tax.name, rate, net, table.amount(tax.tax), table.amount(tax.gross))


def _tax_row(columns: list[Column], cells: tuple[str, ...]) -> Row:
    texts: list[Text] = []
    for text, column in zip(cells, columns, strict=True):
        texts += paragraph(text, column, BASE, BODY) if text else []
    height = max(text.y for text in texts) - BASE + LINE
    return Row(height, tuple(texts), (rule(height - 0.4, height=0.4),), keep=True)


def _sum_row(columns: list[Column], words: str, sums: list[str]) -> Row:
    texts = [put(words, columns[1], 11, BODY_BOLD)]
    texts += [put(text, column, 11, BODY_BOLD) for text, column in zip(sums, columns[3:], strict=True)]
    return Row(17, tuple(texts))


def paid(paper: FolioPaper, table: Sheet) -> Iterator[Row]:
    """Yield payments, deposits and refunds, as they stand in the ledger: what the guest gave is negative."""
    lines = payments(paper)
    if not lines:
        return
    yield _block_head(say(paper.language, "folio.payments"), paper.language)
    for line in lines:
        card = "" if line.card in line.text else _card(line.card)
        yield _dated(table, (day(line.business_date, paper.language), line.text, card), line.amount)


def _card(card: str) -> str:
    """Return a card as it is known: brand and last four digits, or the digits alone."""
    return f"•••• {card}" if card.isdigit() else card


def balance(paper: FolioPaper, table: Sheet) -> Row:
    """Return the balance in words and figures: due, credit or settled."""
    language = paper.language
    state = "settled" if not paper.balance else "due" if paper.balance > 0 else "credit"
    said = money(abs(paper.balance), paper.currency, language)
    columns = grid(language)
    inner = columns.column(LEFT + 8, RIGHT - 8)
    end = columns.column(LEFT + 8, RIGHT - (table.behind or 8), end=True)
    texts = (put(say(language, f"folio.balance_{state}"), inner, 28, STRONG), put(said, end, 29, BALANCE))
    return Row(42, texts, (Box(LEFT, 10, RIGHT - LEFT, 28, TINT),))


def held(paper: FolioPaper, table: Sheet) -> Iterator[Row]:
    """Yield the framed box of what is held on a card: never part of a sum."""
    if not paper.holds:
        return
    language = paper.language
    columns = grid(language)
    inner = columns.column(LEFT + 8, RIGHT - 8)
    end = columns.column(LEFT + 8, RIGHT - (table.behind or 8), end=True)
    texts = [put(say(language, "folio.held"), inner, 24, BODY_BOLD)]
    for minor, card, since, ends in paper.holds:
        y = texts[-1].y + 14
        words = say(language, "folio.held_since", card=_card(card), moment=moment(since, language)).strip()
        if ends:
            words = listed([words, say(language, "folio.held_until", day=day(ends, language))], language)
        texts += [put(words, inner, y, BODY), put(money(minor, paper.currency, language), end, y, BODY)]
    texts += paragraph(say(language, "folio.held_note"), inner, texts[-1].y + 14, NOTE)
    height = texts[-1].y + 7
    yield Row(height, tuple(texts), frame(LEFT, 10, RIGHT - LEFT, height - 10))
