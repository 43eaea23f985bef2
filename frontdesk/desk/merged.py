"""Many folios in one file: read one by one, drawn as one document."""

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from frontdesk.errors import Refusal
from frontdesk.queries.folio import FolioPaper, ReadFolioPaper


def draw_merged(
    ask: Callable[[ReadFolioPaper], FolioPaper],
    wanted: Sequence[ReadFolioPaper],
    target: BinaryIO,
    done: Callable[[int], None],
) -> dict[int, str]:
    """Draw into ``target``; gives the places of the folios that failed, with the reason."""
    from frontdesk.documents.folio import check, folios_pdf  # ReportLab takes a quarter of a second to import
    from frontdesk.documents.styles import entries, style_named

    failed: dict[int, str] = {}
    papers: list[FolioPaper] = []
    for place, question in enumerate(wanted):
        done(place // 2)
        try:
            papers.append(ask(question))
            check(papers[-1], entries(papers[-1], style_named(question.style)))
        except Refusal as refusal:
            failed[place] = str(refusal)
    if papers:
        target.write(folios_pdf(_Told(papers, done), wanted[0].style, papers[0].language))
    return failed


class _Told(list[FolioPaper]):
    """Papers that say when one is taken up, so that drawing can be stopped between two."""

    def __init__(self, papers: list[FolioPaper], done: Callable[[int], None]) -> None:
        super().__init__(papers)
        self._done = done

    def __iter__(self) -> Iterator[FolioPaper]:
        for number, paper in enumerate(super().__iter__()):
            self._done((len(self) + number) // 2)
            yield paper
