"""The rows of the house's own papers: facts, headings and tables from margin to margin."""

from collections.abc import Sequence

from frontdesk.documents.layout import Column, Row, paragraph, put, side_by_side
from frontdesk.documents.letter import grid, rule
from frontdesk.documents.page import BODY, BODY_BOLD, LABEL, LEFT, MM, RIGHT, RULE, STRONG

LANGUAGE = "en"
SPACE = 9.0


def fact(label: str, value: str) -> Row:
    """One fact: its name, and its value beside it."""
    whole = grid(LANGUAGE)
    said = paragraph(value, whole.column(LEFT + 34 * MM, RIGHT), 10, BODY)
    height = said[-1].y + 6.5
    return Row(height, (put(label, whole.whole, 10, LABEL), *said), (rule(height - 0.4, height=0.4),))


def heading(text: str) -> Row:
    """What a block is about; it stays with what follows."""
    return Row(32, (put(text, grid(LANGUAGE).whole, 25, STRONG),), keep=True, opens=True)


def columns(widths: Sequence[float | None], numbers: int) -> list[Column]:
    """Columns from margin to margin; the last ``numbers`` of them hold figures, flush right."""
    places = side_by_side(list(widths), LEFT, RIGHT, SPACE)
    first = len(places) - numbers
    return [grid(LANGUAGE).column(x, x + wide, number=at >= first) for at, (x, wide) in enumerate(places)]


def head(columns: Sequence[Column], heads: Sequence[str]) -> Row:
    """The names of columns; they stay with the first row."""
    texts = tuple(put(text, column, 8, LABEL) for text, column in zip(heads, columns, strict=True))
    return Row(14, texts, (rule(13, RULE, 0.7),), keep=True, opens=True)


def line(columns: Sequence[Column], cells: Sequence[str], *, total: bool = False) -> Row:
    """One row; words that need more room go on below, figures never do."""
    style = BODY_BOLD if total else BODY
    texts = [text for cell, column in zip(cells, columns, strict=True) for text in paragraph(cell, column, 10, style)]
    height = max(text.y for text in texts) + 6.5
    return Row(height, tuple(texts), (rule(0, RULE, 0.7) if total else rule(height - 0.4, height=0.4),))
