"""Many folios in one file: read one by one, drawn as one document, never all in memory."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from frontdesk.errors import Refusal
from frontdesk.queries.folio import FolioPaper, ReadFolioPaper

if TYPE_CHECKING:
    from frontdesk.documents.batch import Wanted


def draw_merged(
    ask: Callable[[ReadFolioPaper], FolioPaper],
    wanted: Sequence[ReadFolioPaper],
    target: BinaryIO,
    done: Callable[[int], None],
) -> dict[int, str]:
    """Draw into ``target``; gives the places of the folios that failed, with the reason."""
    from frontdesk.documents.batch import Failure, merged  # ReportLab takes a quarter of a second to import

    def read() -> "Iterator[Wanted]":
        for position, question in enumerate(wanted, start=1):
            try:
                yield ask(question), question.style
            except Refusal as refusal:
                yield Failure(position=position, folio="", guest="", room="", reason=str(refusal))

    return {failure.position - 1: failure.reason for failure in merged(read(), target, done=done)}
