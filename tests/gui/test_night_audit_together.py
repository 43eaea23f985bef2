"""The night audit of a shared house: the date rolls on every desk, and a broken line closes no day twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from frontdesk.errors import Refusal, Unavailable
from frontdesk.services import night_audit
from frontdesk.store import sharing, tables
from frontdesk.store.bulk import MANY
from tests.gui.shared_house import Window, Windows
from tests.sync.conftest import _no_keyring, house_template, shared  # noqa: F401 - fixtures of the shared house
from tests.sync.shared import Shared, in_step

pytestmark = pytest.mark.postgres
ROOMS = ("104", "105", "106", "204", "205", "206", "304", "305")


@pytest.fixture
def windows(qtbot: QtBot, shared: Shared) -> Iterator[Windows]:  # noqa: F811 - the fixture imported above
    made = Windows(qtbot, shared)
    yield made
    shared.line.open()
    made.close()


def date_in_header(window: Window) -> str:
    said = [label.text() for label in window.station.window.header.findChildren(QLabel)]
    return next((text for text in said if "Nov" in text), "")


def full(window: Window) -> None:
    """Guests enough that the rows of a night go by the database's own road for many."""
    for room in ROOMS:
        window.hotel.arrive(room, name=f"Guest {room}")


def closed(shared: Shared) -> int:  # noqa: F811 - the fixture imported above
    return int(shared.rows(select(func.count()).select_from(tables.night_audit_run))[0][0])


def test_the_new_date_is_on_the_other_desk_without_a_key(windows: Windows) -> None:
    one, two = windows.open("desk-1", "Kostas"), windows.open("desk-2", "Ana")
    full(one)
    in_step(windows.shared, one.hotel, two.hotel)
    for shown in (one, two):
        windows.wait(lambda shown=shown: "19" in date_in_header(shown))
    page = one.station.window.go("night_audit")
    windows.wait(page.close_button.isEnabled)
    page.close_button.click()
    assert "Closing the day" in page.foot.text()
    for shown in (two, one):
        windows.wait(lambda shown=shown: "20" in date_in_header(shown))
    in_step(windows.shared, one.hotel, two.hotel)
    written = windows.shared.rows(select(func.count()).select_from(sharing.change))[0][0]
    assert written >= MANY
    windows.shared.require_invariants()


def test_a_night_whose_answer_was_lost_is_closed_once_and_says_so(
    shared: Shared,  # noqa: F811 - the fixture imported above
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hotel = shared.desk("desk-1")
    for room in ROOMS:
        hotel.arrive(room, name=f"Guest {room}")
    in_step(shared, hotel)
    whole = night_audit._note_run

    def armed(*given: Any) -> None:
        """The next COMMIT is the night audit's own."""
        whole(*given)
        shared.line.swallow()

    monkeypatch.setattr(night_audit, "_note_run", armed)
    with suppress(Unavailable):
        hotel.close_day()
    shared.line.open()
    in_step(shared, hotel)
    assert (shared.line.swallowed, closed(shared)) == (1, 1), "committed, and nobody heard of it"
    with pytest.raises(Refusal, match=r"Wed 19 Nov 2025 is not open\. Kostas closed it at desk-1"):
        hotel.close_day()
    posted = select(func.count()).where(tables.posting.c.code == "1000")
    assert shared.rows(posted)[0][0] == len(ROOMS)
    shared.require_invariants()


def test_of_two_who_close_at_once_one_does_and_the_other_is_told(windows: Windows) -> None:
    one, two = windows.open("desk-1", "Kostas"), windows.open("desk-2", "Kostas")
    full(one)
    in_step(windows.shared, one.hotel, two.hotel)
    pages = [window.station.window.go("night_audit") for window in (one, two)]
    for page in pages:
        windows.wait(lambda page=page: page.close_button.isEnabled() and "19" in page.head.text())
    for page in pages:
        page.close_day()
    for page in pages:
        windows.wait(lambda page=page: "20" in page.head.text())
    told = "Wed 19 Nov 2025 is not open. Kostas closed it at desk-"
    windows.wait(lambda: sum(told in page.answer.text() for page in pages) == 1)
    first, second = sorted(pages, key=lambda page: told in page.answer.text())
    windows.wait(lambda: first.steps.text("nights").endswith("8 stays, 16 postings"))
    assert second.close_button.isVisible(), "the other sees the day that is open now"
    in_step(windows.shared, one.hotel, two.hotel)
    assert closed(windows.shared) == 1
    windows.shared.require_invariants()
