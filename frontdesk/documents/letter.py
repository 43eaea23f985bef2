"""What every paper of the house shares: head, payee in the envelope's window, facts, title, foot."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from frontdesk.documents.fonts import ink, wrap
from frontdesk.documents.layout import Box, Column, Placed, Row, Text, Type, paragraph, put, put_ink, stack
from frontdesk.documents.page import (
    ADDRESS,
    BODY,
    BODY_BOLD,
    FINE,
    HAIR,
    HOUSE,
    LABEL,
    LEFT,
    MM,
    NOTE,
    RIGHT,
    RULE,
    TITLE,
    WIDTH,
    Sheets,
)
from frontdesk.queries.folio import PaperHouse
from frontdesk.words import right_to_left, say

HEAD_TOP = 13 * MM
LOGO = (52 * MM, 15 * MM)  # the largest a logo is drawn
WINDOW = (LEFT, 46 * MM, 80 * MM, 44 * MM)  # x, y, width, height of what an envelope's window shows
FACTS_LEFT = 112 * MM
FACTS_TOP = 49 * MM
TITLE_TOP = 95 * MM
NEXT_TOP = 24 * MM
FOOT = 279 * MM


class Grid(NamedTuple):
    """The columns of a page for one direction of writing."""

    rtl: bool

    @lru_cache(maxsize=512)  # noqa: B019 - two grids for good, and the same few dozen columns on every paper
    def column(self, left: float, right: float, *, end: bool = False, number: bool = False) -> Column:
        """Return a column that lies from ``left`` to ``right`` on a left-to-right page."""
        column = Column(left, right - left, right=end or number, number=number)
        return column.mirrored(WIDTH) if self.rtl else column

    @property
    def whole(self) -> Column:
        """The width between the margins, from where a line begins."""
        return self.column(LEFT, RIGHT)

    @property
    def end(self) -> Column:
        """The width between the margins, flush where a line ends."""
        return self.column(LEFT, RIGHT, end=True)


@lru_cache(maxsize=64)
def grid(language: str) -> Grid:
    """Return the columns for a language."""
    return Grid(right_to_left(language))


def rule(y: float, shade: float = HAIR, height: float = 0.5) -> Box:
    """Return a rule from margin to margin."""
    return Box(LEFT, y, RIGHT - LEFT, height, shade)


@lru_cache(maxsize=32)
def _head(house: PaperHouse, language: str) -> Row:
    """Return name or logo at the beginning, address and contact at the end of the line."""
    lines = [*house.address, *house.contact]
    if house.tax_number:
        lines.append(say(language, "folio.tax_number", number=house.tax_number))
    side = grid(language).column(LEFT + 85 * MM, RIGHT, end=True)
    texts = stack(lines, side, 9, NOTE)
    if house.logo:
        texts = [*paragraph(house.name, side, 9, BODY_BOLD), *(text._replace(y=text.y + 11) for text in texts)]
    else:
        texts = [*paragraph(house.name, grid(language).column(LEFT, LEFT + 80 * MM), 13, HOUSE), *texts]
    return Row(30 * MM, tuple(texts))


def head(sheets: Sheets, house: PaperHouse, language: str) -> str:
    """Draw the head where the file has none yet, and return its name; a logo is drawn no larger than LOGO."""
    if (house, language) not in sheets.heads:
        sheets.heads[house, language] = _drawn_head(sheets, house, language)
    return sheets.heads[house, language]


def _drawn_head(sheets: Sheets, house: PaperHouse, language: str) -> str:
    drawn = b""
    if house.logo:
        name, across, down = sheets.book.add_picture(house.logo)
        scale = min(LOGO[0] / across, LOGO[1] / down)
        column = grid(language).column(LEFT, LEFT + across * scale)
        place = (across * scale, down * scale, column.x, 297 * MM - HEAD_TOP - down * scale, name.encode())
        drawn = b"q %.2f 0 0 %.2f %.2f %.2f cm /%b Do Q\n" % place
    return sheets.form([Placed(HEAD_TOP, _head(house, language))], house.name, drawn)


def payee(house: PaperHouse, lines: Sequence[str], language: str) -> Row:
    """Return the address for the window; the largest type in which every line fits. The window does not mirror."""
    x, _, width, height = WINDOW
    column = Column(x, width, right=right_to_left(language))
    sender = paragraph(" · ".join([house.name, *house.address]), column, 6, FINE)
    top = len(sender) * FINE.leading + 2
    style = next((style for style in ADDRESS if _address_height(lines, width, style) <= height - top), ADDRESS[-1])
    line = Box(x, top, width, 0.4, HAIR)
    return Row(height, (*sender, *stack(lines, column, top + 2 + style.size, style)), (line,))


def _address_height(lines: Sequence[str], width: float, style: Type) -> float:
    return sum(len(wrap(line, style.size, width, style.bold)) for line in lines) * style.leading


def facts(pairs: Sequence[tuple[str, str]], language: str) -> Row:
    """Return label and value pairs for the place beside the window; a value may have several lines."""
    wide = min(max(22 * MM, *(ink(label, LABEL.size, LABEL.bold).width for label, _ in pairs)), 34 * MM) + 2 * MM
    labels, values = Column(FACTS_LEFT, wide), Column(FACTS_LEFT + wide, RIGHT - FACTS_LEFT - wide)
    if right_to_left(language):  # the block stays beside the window, which does not mirror
        labels, values = (column.mirrored(FACTS_LEFT + RIGHT) for column in (labels, values))
    texts: list[Text] = []
    y = BODY.size
    for label, value in pairs:
        names = paragraph(label, labels, y, LABEL)
        said = stack(value.split("\n"), values, y, BODY)
        texts += [*names, *said]
        y += max(len(names), len(said)) * BODY.leading + 1.5
    return Row(y - BODY.size, tuple(texts))


def title(text: str, copy: str, language: str) -> Row:
    """Return the title; ``copy`` marks a reprint, framed at the end of the line."""
    columns = grid(language)
    texts = paragraph(text, columns.column(LEFT, 128 * MM), TITLE.size, TITLE)
    height = len(texts) * TITLE.leading + 6
    if not copy:
        return Row(height, tuple(texts))
    lines = wrap(copy, BODY_BOLD.size, 54 * MM, bold=True)
    wide = max(line.width for line in lines) + 12
    edge = columns.column(RIGHT - wide, RIGHT)
    inner = Column(edge.x + 6, edge.width - 12, edge.right)
    texts += [put_ink(line, inner, 13 + number * 11, BODY_BOLD) for number, line in enumerate(lines)]
    return Row(height, tuple(texts), frame(edge.x, 2, edge.width, len(lines) * 11 + 6))


def frame(x: float, y: float, width: float, height: float) -> tuple[Box, ...]:
    """Return four rules around a place."""
    thin = 0.8
    return (
        Box(x, y, width, thin, RULE),
        Box(x, y + height - thin, width, thin, RULE),
        Box(x, y, thin, height, RULE),
        Box(x + width - thin, y, thin, height, RULE),
    )


def next_head(house: PaperHouse, title_text: str, copy: str, language: str) -> Row:
    """Return the slim head of every page after the first."""
    columns = grid(language)
    told = " · ".join(part for part in (title_text, copy) if part)
    side = columns.column(LEFT + 62 * MM, RIGHT, end=True)
    lines = paragraph(told, side, 9, NOTE)[:2]
    return Row(20, (put(house.name, columns.whole, 9, BODY_BOLD), *lines), (rule(lines[-1].y + 7),))


@lru_cache(maxsize=32)
def _house_lines(house: PaperHouse, language: str) -> tuple[Text, ...]:
    return tuple(stack(house.footer, grid(language).whole, 10, FINE))


def foot_height(house: PaperHouse, language: str) -> float:
    """Return how far the house's own lines push the foot up."""
    return len(_house_lines(house, language)) * FINE.leading


def foot(house: PaperHouse, told: str, page: tuple[int, int], language: str) -> Row:
    """Return the foot: the house's lines, what document this is, page x of y."""
    columns = grid(language)
    own = _house_lines(house, language)
    y = 10 + len(own) * FINE.leading
    count = say(language, "folio.page", page=page[0], pages=page[1])
    return Row(y, (*own, put(told, columns.whole, y, FINE), put(count, columns.end, y, FINE)), (rule(0),))
