"""A batch goes on where it stopped, and nothing is printed twice without the word COPY."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from frontdesk import commands as do
from frontdesk.dispatch import batch as dispatch
from frontdesk.domain.batch import Form, ItemState, Who
from frontdesk.errors import Refusal, Unavailable
from frontdesk.queries.batch import PreviewBatch, ReadBatch, SeeBatches
from frontdesk.store import tables
from tests.dispatch.watching import Watch, fake_lp, guests, logged, run, start, states
from tests.documents.reading import text
from tests.hotel import Hotel

THINKS = 30
"""Seconds of a printer that takes its time."""


def test_a_file_each_in_order_and_the_log_says_who(hotel: Hotel, tmp_path: Path) -> None:
    stays = guests(hotel)
    batch = start(hotel, Form.FILES, tmp_path / "out")
    watch = Watch()
    result = run(hotel, batch, watch)
    files = sorted((tmp_path / "out").iterdir())
    assert (result.done, result.failures, result.stopped) == (5, (), False)
    assert [file.name for file in files] == [f"{n}-10{n}-guest-1.pdf" for n in range(1, 6)]
    assert all("COPY" not in text(file.read_bytes()) for file in files)
    assert logged(hotel) == sorted((stay, 0) for stay in stays)
    assert [told.name for told in watch.told] == [f"10{n} Guest, 10{n}" for n in range(1, 6)]
    assert hotel.desk.ask(ReadBatch(batch)).closed
    with pytest.raises(Refusal, match="Nothing is left"):
        run(hotel, batch)


def test_a_stopped_batch_goes_on_where_it_stopped(hotel: Hotel, tmp_path: Path) -> None:
    stays = guests(hotel)
    batch = start(hotel, Form.FILES, tmp_path)
    first = run(hotel, batch, Watch(stop_after=2))
    made = {file.name: file.stat().st_mtime_ns for file in tmp_path.glob("*.pdf")}
    (open_batch,) = hotel.desk.ask(SeeBatches(open_only=True))
    assert (first.done, first.stopped, open_batch.done) == (2, True, 2)
    second = run(hotel, batch)
    assert (second.done, second.stopped) == (3, False)
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in made} == made
    assert logged(hotel) == sorted((stay, 0) for stay in stays)
    assert hotel.desk.ask(SeeBatches(open_only=True)) == ()


def test_one_file_has_a_bookmark_each_and_is_whole_or_not_there(hotel: Hotel, tmp_path: Path) -> None:
    stays = guests(hotel, 3)
    batch = start(hotel, Form.MERGED, tmp_path / "all.pdf", copies=2)
    assert run(hotel, batch, Watch(stop_after=2)).stopped
    assert (list(tmp_path.glob("*.pdf*")), logged(hotel)) == ([], [])
    assert run(hotel, batch).done == 3
    reader = PdfReader(tmp_path / "all.pdf")
    assert len(reader.outline) == 6
    assert logged(hotel) == sorted((stay, copy) for stay in stays for copy in (0, 1))
    assert sum("COPY" in page.extract_text() for page in reader.pages) == 3


def test_a_second_batch_of_the_same_state_says_copy(small_hotel: Hotel, tmp_path: Path) -> None:
    guests(small_hotel, 1)
    for folder in ("a", "b"):
        run(small_hotel, start(small_hotel, Form.FILES, tmp_path / folder))
    (first,), (second,) = ((tmp_path / folder).glob("*.pdf") for folder in ("a", "b"))
    assert "COPY" not in text(first.read_bytes())
    assert "COPY" in text(second.read_bytes())


def test_paper_goes_to_the_printer_in_jobs(small_hotel: Hotel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stays = guests(small_hotel, 5)
    monkeypatch.setattr(dispatch, "CHUNK", 2)
    queue = fake_lp(tmp_path, monkeypatch)
    assert run(small_hotel, start(small_hotel, Form.PRINTER, "front")).done == 5
    jobs = sorted(queue.iterdir())
    assert [len(PdfReader(job).outline) for job in jobs] == [2, 2, 1]
    assert states(small_hotel) == ["sent"] * 5
    assert logged(small_hotel) == sorted((stay, 0) for stay in stays)


def test_a_printer_that_says_no_prints_no_copy_later(
    small_hotel: Hotel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests(small_hotel, 1)
    fake_lp(tmp_path, monkeypatch, fails="lp: no such printer")
    batch = start(small_hotel, Form.PRINTER, "front")
    with pytest.raises(Unavailable, match=r"front did not take the folios.*no such printer"):
        run(small_hotel, batch)
    assert states(small_hotel) == ["failed"]
    (item,) = small_hotel.desk.ask(ReadBatch(batch)).items
    assert item.copy == 0


def test_what_may_have_been_printed_is_printed_again_as_a_copy(
    small_hotel: Hotel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays = guests(small_hotel, 2)
    batch = start(small_hotel, Form.PRINTER, "front")
    item = do.NoteBatch
    small_hotel.do(item, batch=batch, items=(dispatch.ItemDone(n=1),), state=ItemState.SENDING)
    queue = fake_lp(tmp_path, monkeypatch)
    assert run(small_hotel, batch).done == 2
    (job,) = queue.iterdir()
    said = ["COPY" in page.extract_text() for page in PdfReader(job).pages]
    assert said == [True, False]
    assert logged(small_hotel) == sorted([(stays[0], 0), (stays[0], 1), (stays[1], 0)])


def test_cancel_does_not_wait_until_the_printer_has_thought(
    small_hotel: Hotel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests(small_hotel, 1)
    fake_lp(tmp_path, monkeypatch, sleeps=THINKS)
    pressed: list[float] = []

    class Late(Watch):
        def cancelled(self) -> bool:
            if states(small_hotel) == ["sending"] and not pressed:
                pressed.append(time.monotonic())
            return bool(pressed)

    result = run(small_hotel, start(small_hotel, Form.PRINTER, "front"), Late())
    assert result.stopped
    assert time.monotonic() - pressed[0] < THINKS / 2
    assert states(small_hotel) == ["sending"]


def test_a_bad_folio_stops_no_other(small_hotel: Hotel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stays = guests(small_hotel, 3)
    honest: Callable[..., bytes] = small_hotel.desk.print

    def broken(document: object) -> bytes:
        if getattr(document, "stay", "") == stays[1]:
            raise Refusal("Its sums differ.")
        return honest(document)

    monkeypatch.setattr(small_hotel.desk, "print", broken)
    result = run(small_hotel, start(small_hotel, Form.FILES, tmp_path))
    assert (result.done, [(item.room, reason) for item, reason in result.failures]) == (
        2,
        [("102", "Its sums differ.")],
    )
    assert states(small_hotel) == ["made", "failed", "made"]
    assert len(logged(small_hotel)) == 2


def test_a_folder_that_cannot_be_written_is_said(small_hotel: Hotel, tmp_path: Path) -> None:
    guests(small_hotel, 1)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unavailable, match="cannot be written"):
        run(small_hotel, start(small_hotel, Form.FILES, tmp_path / "file"))
    assert logged(small_hotel) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"who": Who.CHECKED_OUT_TODAY}, "No folio fits that choice"),
        ({"style": "origami"}, "no folio style"),
        ({"copies": 0}, "From 1 to 9 copies"),
        ({"target": " "}, "Say where the folios go"),
    ],
)
def test_a_batch_that_cannot_be_is_refused(small_hotel: Hotel, fields: dict[str, object], said: str) -> None:
    guests(small_hotel, 1)
    with pytest.raises(Refusal, match=said):
        start(small_hotel, Form.FILES, **{"target": "out", **fields})
    assert small_hotel.rows(tables.batch) == []


def test_the_preview_is_what_starts(hotel: Hotel, tmp_path: Path) -> None:
    from frontdesk.domain.batch import Choice

    guests(hotel, 3)
    shown = hotel.desk.ask(PreviewBatch(Choice(who=Who.ROOMS, rooms=("103", "101"))))
    batch = start(hotel, Form.FILES, tmp_path, who=Who.ROOMS, rooms=("103", "101"))
    assert [each.room for each in shown] == [item.room for item in hotel.desk.ask(ReadBatch(batch)).items]


def test_a_batch_left_is_not_gone_on_with(hotel: Hotel, tmp_path: Path) -> None:
    guests(hotel, 2)
    batch = start(hotel, Form.FILES, tmp_path)
    hotel.do(do.CloseBatch, batch=batch)
    with pytest.raises(Refusal, match="Nothing is left"):
        run(hotel, batch)
