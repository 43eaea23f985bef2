"""The bill bridge on paper: from the quote, cause by cause, to the bill and to what is to pay here (FD-2, BE-13)."""

from collections.abc import Iterator

from frontdesk.documents.layout import Column, Row, Type, gap, paragraph, put
from frontdesk.documents.letter import grid, rule
from frontdesk.documents.page import BODY, BODY_BOLD, LABEL, LEFT, MM, NOTE, RIGHT, RULE, TITLE
from frontdesk.errors import Refusal
from frontdesk.queries.folio import BillBridge, BridgeRow, FolioPaper
from frontdesk.words import plain_amount, say

BASE = 11.0  # the first baseline in a row
UNDER = 4.6  # below the last one
CAUSE = 50 * MM  # the width of the causes
AMOUNT = 30 * MM


def check_bridge(paper: FolioPaper, bridge: BillBridge) -> None:
    """Hold the bridge against itself and against the balance of the window (BE-13, BE-20).

    Raises:
        Refusal: it does not lead there; nothing is printed.
    """
    reached = bridge.quoted + sum(row.amount for row in bridge.causes)
    paid = bridge.total + sum(row.amount for row in bridge.rest)
    if not (reached == bridge.total and paid == bridge.due == paper.balance):
        raise Refusal(
            f"Folio {paper.number} is not printed: its bill bridge does not add up.",
            help="Report it as a fault; nothing was changed.",
        )


def bridge_rows(paper: FolioPaper, bridge: BillBridge) -> Iterator[Row]:
    """Yield the page: quoted total, causes, actual total, and from there to the amount to pay."""
    language = paper.language

    def words(key: str) -> str:
        return say(language, f"bridge.{key}")

    yield Row(30, (put(words("title"), grid(language).whole, 16, TITLE),), keep=True)
    head = put(f"{say(language, 'folio.column_amount')} {paper.currency}", _columns(language)[2], 8, LABEL)
    yield Row(14, (head,), (rule(13, RULE, 0.7),), keep=True)
    yield _row(paper, BridgeRow(cause=words("quoted"), detail=bridge.quoted_by, amount=bridge.quoted), BODY_BOLD)
    yield from _lines(paper, bridge.causes)
    yield _row(paper, BridgeRow(cause=words("total"), detail="", amount=bridge.total), BODY_BOLD)
    difference = plain_amount(bridge.total - bridge.quoted, paper.currency, language)
    said = say(language, "bridge.difference", amount=difference)
    yield Row(BASE + UNDER, tuple(paragraph(said, grid(language).whole, BASE, NOTE)))
    yield gap(8)
    yield from _lines(paper, bridge.rest)
    yield _row(paper, BridgeRow(cause=words("due"), detail="", amount=bridge.due), BODY_BOLD)


def _lines(paper: FolioPaper, rows: tuple[BridgeRow, ...]) -> Iterator[Row]:
    """Yield lines; a cause that several of them share is said once."""
    before = ""
    for row in rows:
        shown = BridgeRow(cause="" if row.cause == before else row.cause, detail=row.detail, amount=row.amount)
        yield _row(paper, shown, BODY)
        before = row.cause


def _row(paper: FolioPaper, row: BridgeRow, style: Type) -> Row:
    cause, detail, amount = _columns(paper.language)
    texts = [*paragraph(row.cause, cause, BASE, style)] if row.cause else []
    texts += paragraph(row.detail, detail, BASE, BODY) if row.detail else []
    texts.append(put(plain_amount(row.amount, paper.currency, paper.language), amount, BASE, style))
    height = max(text.y for text in texts) + UNDER
    strong = style is BODY_BOLD
    return Row(height, tuple(texts), (rule(height - 0.4, RULE if strong else 0.85, 0.4),), keep=strong)


def _columns(language: str) -> tuple[Column, Column, Column]:
    columns = grid(language)
    return (
        columns.column(LEFT, LEFT + CAUSE - 4 * MM),
        columns.column(LEFT + CAUSE, RIGHT - AMOUNT - 2 * MM),
        columns.column(RIGHT - AMOUNT, RIGHT, number=True),
    )
