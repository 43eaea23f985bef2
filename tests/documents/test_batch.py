"""Many folios in one file: what fails is listed, nothing is held in memory, progress is told (FD-20 to FD-23)."""

import io
import logging
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import pytest

from frontdesk.documents.batch import Failure, Wanted, merged
from frontdesk.queries.folio import FolioPaper
from tests.documents.papers import line as posted
from tests.documents.papers import paper, whole_stay, with_house
from tests.documents.reading import pages, reader


def nobody(_count: int) -> None:
    """Progress that no one looks at."""


def short(number: int) -> FolioPaper:
    """A folio of a page."""
    lines = [posted(n, f"Bar {number}-{n}", 100 + n) for n in range(3)]
    return paper(lines, number=f"F-{number}", guest=f"Guest {number}")


class Nowhere(io.RawIOBase):
    """A target that forgets, so that only the writer's own memory is seen."""

    def write(self, _data: object) -> int:
        """Take no part in it."""
        return 0


def test_progress_counts_what_is_behind():
    told: list[int] = []
    assert merged([(short(1), "itemised"), (short(2), "explained")], io.BytesIO(), done=told.append) == []
    assert told == [1, 2]


def test_each_folio_has_its_own_style():
    made = io.BytesIO()
    merged([(whole_stay(), "itemised"), (whole_stay(), "by_day")], made, done=nobody)
    said = "\n".join(pages(made.getvalue()))
    assert said.count("Subtotal") >= 4


def test_bad_folios_of_any_kind_are_listed_and_the_others_printed(caplog: pytest.LogCaptureFixture):
    unread = Failure(position=2, folio="F-2/1", guest="Ada", room="9", reason="This folio has no window 2.")
    broken = with_house(short(4), logo=b"no picture")
    wanted: list[Wanted] = [
        (short(1), "itemised"),
        unread,
        (replace(short(3), total=1), "itemised"),
        (broken, "itemised"),
        (short(5), "no such style"),
        (short(6), "itemised"),
    ]
    made = io.BytesIO()
    with caplog.at_level(logging.CRITICAL):
        failures = merged(wanted, made, done=nobody)
    assert [failure.position for failure in failures] == [2, 3, 4, 5]
    first, last, listed = pages(made.getvalue())
    assert "Folio F-1" in first.replace("Invoice", "Folio")
    assert "Guest 6" in last
    assert "Not printed: 4" in listed
    assert "9 · Ada · F-2/1" in listed
    assert "cannot identify image file" in listed
    assert [mark.title for mark in reader(made.getvalue()).outline][-1] == "Not printed: 4"  # type: ignore[union-attr]


def test_stopping_from_progress_ends_the_work():
    seen: list[int] = []

    def stop(count: int) -> None:
        seen.append(count)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        merged([(short(1), "itemised"), (short(2), "itemised")], io.BytesIO(), done=stop)
    assert seen == [1]


def _peak(folios: int) -> int:
    def papers() -> Iterator[Wanted]:
        for _ in range(folios):
            yield one, "itemised"  # always the same words: caches of words have a size of their own

    one = short(1)
    tracemalloc.start()
    try:
        merged(papers(), Nowhere(), done=nobody)  # type: ignore[arg-type]
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_folios():
    """Each folio leaves its bookmark and the places of its objects behind, not its pages (3 KB each)."""
    _peak(20)
    assert _peak(450) - _peak(150) < 300 * 1_000
