"""The house style, and placed text to the bytes of a page: all fills, then one text object."""

import logging
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO

from frontdesk.documents.book import Book, Facts
from frontdesk.documents.fonts import MISSING, Need, codes_of
from frontdesk.documents.layout import Box, Placed, Type
from frontdesk.queries.folio import PaperHouse

log = logging.getLogger(__name__)

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT = 22 * MM, 188 * MM

TITLE = Type(17, 21, bold=True)
HOUSE = Type(13, 16, bold=True)
ADDRESS = (Type(10, 13), Type(9, 11.5), Type(8, 10), Type(7, 8.6))
STRONG = Type(9, 12, bold=True)
BODY = Type(8.5, 11)
BODY_BOLD = Type(8.5, 11, bold=True)
NOTE = Type(7.5, 9.6, quiet=True)
LABEL = Type(7.5, 11, quiet=True)
FINE = Type(6.5, 8.4, quiet=True)
BALANCE = Type(13, 17, bold=True)

INK, QUIET = 0.1, 0.4  # greys: quiet keeps 5.7 : 1 on white
RULE, HAIR, TINT = 0.55, 0.85, 0.955


@dataclass(slots=True)
class Sheets:
    """The pages of one file while they are drawn, and what their fonts must hold."""

    book: Book
    needs: set[frozenset[Need]] = field(default_factory=set)
    heads: dict[tuple[PaperHouse, str], str] = field(default_factory=dict)
    """The forms of the heads drawn so far, by house and language."""

    def page(self, forms: Iterable[str], placed: Iterable[Placed], who: str) -> None:
        """Draw a page: forms that many pages share, then rows. ``who`` names the document in the log."""
        self.book.add_page(self.drawn(forms, placed, who))

    def drawn(self, forms: Iterable[str], placed: Iterable[Placed], who: str) -> bytes:
        """Return what ``page`` would add."""
        head = b" ".join(b"/%b Do" % form.encode() for form in forms)
        return head + b"\n" + self.draw(placed, who)

    def form(self, placed: Iterable[Placed], who: str, picture: bytes = b"") -> str:
        """Draw rows once for many pages."""
        return self.book.add_form(picture + self.draw(placed, who))

    def draw(self, placed: Iterable[Placed], who: str) -> bytes:
        """Return rows as page operators. A character that no face can draw is named in the log."""
        fills: dict[float, list[bytes]] = {}
        shows: list[bytes] = [b"BT %g g %g G" % (INK, INK)]
        set_type: Type | None = None
        sets = self.needs
        for down, (_, texts, boxes, _, _, line, _) in placed:
            top = HEIGHT - down
            for box in boxes:
                before, below, behind, shade = _fill(box)
                fills.setdefault(shade, []).append(b"%b%.2f%b" % (before, top - below, behind))
            if line:
                x, y, code, wanted, style = line
                if style is not set_type:
                    shows.append(_switch(set_type, style))
                    set_type = style
                sets |= wanted
                shows.append(b"1 0 0 1 %.2f %.2f Tm %b" % (x, top - y, code))
            for x, y, ink, style in texts:
                if style is not set_type:
                    shows.append(_switch(set_type, style))
                    set_type = style
                sets.add(ink.needs)
                shows.append(b"1 0 0 1 %.2f %.2f Tm %b" % (x, top - y, ink.code))
                if ink.missing:
                    report(ink.missing, who)
        filled = [b"%g g\n%b f" % (shade, b"\n".join(boxes)) for shade, boxes in fills.items()]
        return b"\n".join([*filled, *shows, b"ET"])

    def finish(self, facts: Facts) -> None:
        """Embed the fonts and write the end of the file."""
        self.book.finish(facts, codes_of(frozenset().union(*self.needs)))


@lru_cache(maxsize=512)
def _fill(box: Box) -> tuple[bytes, float, bytes, float]:
    """Return the path of a box around its height on the page: most boxes are rules, and alike."""
    x, y, width, height, shade = box
    return b"%.2f " % x, y + height, b" %.2f %.2f re" % (width, height), shade


@lru_cache(maxsize=256)
def _switch(before: Type | None, style: Type) -> bytes:
    """Return the operators from the type before to ``style``."""
    face = b"/%b %g Tf" % (b"LB" if style.bold else b"L", style.size)
    if before and before.quiet == style.quiet:
        return face
    return face + (b" %g g" % (QUIET if style.quiet else INK))


def report(missing: str, who: str) -> None:
    """Name in the log what no font draws."""
    for char in missing:
        name = unicodedata.name(char, "no name")
        log.warning("%s: no font draws U+%04X (%s); printed as %s", who, ord(char), name, MISSING)


def open_sheets(target: BinaryIO) -> Sheets:
    """Begin a file of A4 pages that is written to ``target``."""
    return Sheets(Book(target, WIDTH, HEIGHT))
