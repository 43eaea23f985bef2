"""Many folios in one file: drawn as one document, written as they are made (FD-20 to FD-23).

Fonts, heads and the logo are shared, so a folio costs six kilobytes and memory does not grow with their number. Each
folio has its bookmark and page labels, and counts its own pages.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from frontdesk.documents import letter
from frontdesk.documents.book import Facts
from frontdesk.documents.folio import folio_pages, number
from frontdesk.documents.layout import Frame, Row, paginate, paragraph
from frontdesk.documents.letter import grid
from frontdesk.documents.page import BODY, BODY_BOLD, Sheets, open_sheets
from frontdesk.errors import Refusal
from frontdesk.queries.folio import FolioPaper
from frontdesk.words import say

log = logging.getLogger(__name__)

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A folio that is not in the file. ``position`` counts from 1; ``folio`` is number and window, where known."""

    position: int
    folio: str
    guest: str
    room: str
    reason: str


Wanted = tuple[FolioPaper, str] | Failure  # a paper and its style, or why it could not even be read


def merged(
    papers: Iterable[Wanted], target: BinaryIO, *, done: Callable[[int], None], language: str = "en"
) -> list[Failure]:
    """Write many folios as one PDF to ``target``, which is only appended to; return what could not be made.

    ``done`` is told after each folio how many are behind it; what it raises ends the work and leaves ``target`` without
    an end. A folio that fails is listed on the last page, in ``language``, and stops no other (FD-23).

    Raises:
        Refusal: there was no folio at all.
        OSError: the target cannot be written.
    """
    run = _Run(open_sheets(target), language)
    for position, wanted in enumerate(papers, start=1):
        run.take(position, wanted)
        done(position)
    if not run.count:
        raise Refusal("There is no folio to print.", help="Choose at least one.")
    return run.finish()


class _Run:
    """A file being filled: what it holds so far, and what failed."""

    def __init__(self, sheets: Sheets, language: str) -> None:
        self.count = 0
        self._sheets = sheets
        self._language = language
        self._failures: list[Failure] = []
        self._house = ""
        self._made_at = EPOCH

    def take(self, position: int, wanted: Wanted) -> None:
        """Add a folio, or remember why it is not there."""
        self.count = position
        if isinstance(wanted, Failure):
            self._failures.append(wanted)
            return
        paper, style = wanted
        try:
            pages = folio_pages(self._sheets, paper, style)
        except Refusal as refusal:
            self._failures.append(_failure(position, paper, str(refusal)))
        except Exception as error:  # whatever is wrong with this one, the others are printed
            log.exception("Folio %s could not be drawn", number(paper))
            self._failures.append(_failure(position, paper, f"{type(error).__name__}: {error}"))
        else:
            self._keep(paper, pages)

    def _keep(self, paper: FolioPaper, pages: list[bytes]) -> None:
        book = self._sheets.book
        book.begin_part(f"{_room(paper)}, {paper.guest}".removeprefix(", "), f"{number(paper)}-")
        for page in pages:
            book.add_page(page)
        self._house = self._house or paper.house.name
        self._made_at = max(self._made_at, paper.made_at)

    def finish(self) -> list[Failure]:
        """List what failed, write the end of the file, and return the list."""
        if self._failures:
            self._list_failures()
        title = say(self._language, "folio.batch", count=self.count - len(self._failures))
        self._sheets.finish(Facts(title, self._house, title, self._language, self._made_at))
        return self._failures

    def _list_failures(self) -> None:
        title = say(self._language, "folio.not_printed", count=len(self._failures))
        rows = [letter.title(title, "", self._language)]
        rows += [_failure_row(failure, self._language) for failure in self._failures]
        self._sheets.book.begin_part(title, f"{title} ")
        for placed in paginate(rows, Frame(letter.NEXT_TOP, letter.NEXT_TOP, letter.FOOT), None):
            self._sheets.page([], placed, title)


def _failure(position: int, paper: FolioPaper, reason: str) -> Failure:
    return Failure(position=position, folio=number(paper), guest=paper.guest, room=_room(paper), reason=reason)


def _room(paper: FolioPaper) -> str:
    return paper.rooms[-1][0] if paper.rooms else ""


def _failure_row(failure: Failure, language: str) -> Row:
    columns = grid(language)
    head = " · ".join(part for part in (failure.room, failure.guest, failure.folio) if part)
    texts = paragraph(head, columns.whole, 10, BODY_BOLD)
    texts += paragraph(failure.reason, columns.whole, texts[-1].y + 11, BODY)
    return Row(texts[-1].y + 9, tuple(texts))
