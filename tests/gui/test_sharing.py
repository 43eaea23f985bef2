"""Sharing as the desk sees it: what others do is on the screen without a key, and what waits is said."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType, SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from frontdesk import commands as do
from frontdesk.domain.room_move import MoveReason
from frontdesk.queries.room_move import PreviewMove
from frontdesk.queries.work_item import WorkItem
from frontdesk.sync import joined as at_the_desk
from frontdesk.sync import worker
from frontdesk.sync.status import Status
from tests.gui.shared_house import Window, Windows, away
from tests.hotel import KOSTAS_PIN, Hotel
from tests.sync.conftest import _no_keyring, house_template, shared  # noqa: F401 - fixtures of the shared house
from tests.sync.shared import Shared, in_step, joined
from ui.dialogs.arrival import SettleForm
from ui.dialogs.case import CaseForm
from ui.dialogs.charge import ChargeForm
from ui.dialogs.join import JoinForm
from ui.screens.approvals import ApprovalsPage
from ui.screens.credit import CreditPage
from ui.screens.journal import JournalPage
from ui.screens.room_move import RoomMovePage
from ui.screens.sharing import SharingPage
from ui.sharing import Sharing, Standing, age, badge
from ui.workstation import Workstation

Typing = Callable[..., None]
ROOT = Path(__file__).parents[2]
NOW = datetime(2025, 11, 21, 14, 5, tzinfo=UTC)
needs_postgres = pytest.mark.postgres


@pytest.fixture
def windows(qtbot: QtBot, shared: Shared) -> Iterator[Windows]:  # noqa: F811 - the fixture imported above
    made = Windows(qtbot, shared)
    yield made
    shared.line.open()
    made.close()


def status(state: str = "in_step", **more: object) -> Status:
    given: dict[str, object] = {"waiting": 0, "stuck": 0, "unseen": 0, "decisions": 0, "words": ""}
    given |= {"since": None, "fresh_at": NOW, **more}
    return Status(state=state, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "word", "detail"),
    [
        (status(), "In step", ""),
        (status("waiting", waiting=3), "3 waiting to be sent", "on this computer’s disk"),
        (status(decisions=1), "1 thing to decide", ""),
        (status("waiting", waiting=1, decisions=1, unseen=1), "2 things to decide", "1 command waiting"),
        (status("stopped", words="Two computers are desk-1. Enrol each."), "Stopped", "Two computers are desk-1."),
    ],
)
def test_the_badge_says_how_the_desk_stands(given: Status, word: str, detail: str) -> None:
    made = badge(given, NOW)
    assert (made.word, made.detail) == (word, detail)
    assert made.icon


def test_the_badge_says_since_when_and_how_old_the_copy_is() -> None:
    since = NOW - timedelta(minutes=3)
    made = badge(status("out_of_reach", since=since, fresh_at=since, waiting=2), NOW)
    assert made.word == f"Out of reach since {since.astimezone():%H:%M}"
    assert made.detail == "2 waiting · copy 3 min old"


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "under a minute old"), (59, "59 min old"), (150, "2 h old"), (4000, "2 days old")]
)
def test_the_age_of_a_copy(minutes: int, words: str) -> None:
    assert age(NOW - timedelta(minutes=minutes), NOW) == words
    assert age(None, NOW) == "not there yet"


def test_a_reading_that_comes_after_the_end_is_told_to_nobody(qapp: QApplication) -> None:
    sharing, told = Sharing(SimpleNamespace(), SimpleNamespace(shared=True)), []  # type: ignore[arg-type,var-annotated]
    sharing.altered.connect(lambda: told.append(sharing.standing))
    sharing._show(Standing(status(), ()))
    sharing.stop()
    sharing._show(Standing(status("waiting"), ()))
    assert len(told) == 1


@contextmanager
def on_this_thread() -> Iterator[set[str]]:
    """The files of the program of which something ran on this thread, but for the clock.

    How long the window's thread stood still says nothing on a busy computer; what it did does: it waits for nothing if
    it never enters what can wait.
    """
    found: set[str] = set()

    def note(frame: FrameType, event: str, _arg: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(ROOT) and frame.f_code.co_name not in {"now", "utc_now"}:
            found.add(path.relative_to(ROOT).as_posix())

    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(None)


def rows(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def move(hotel: Hotel, stay: str, room: str) -> None:
    seen = hotel.desk.ask(PreviewMove(stay, room, MoveReason.NOISE_BUILDING))
    hotel.do(
        do.MoveRoom,
        stay=stay,
        to_room=room,
        from_night=seen.from_night,
        reason=MoveReason.NOISE_BUILDING,
        words="works above",
        decision=seen.decision,
        difference=seen.difference,
    )


@needs_postgres
def test_what_one_does_is_on_the_others_screens_without_a_key(
    windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "POLL", 600.0)  # what is seen here came by the database's own call
    one, two = windows.open("desk-1"), windows.open("desk-2", "Kostas")
    stay = one.hotel.arrive("305")
    other = one.hotel.reserve("", name="Roe, Ann")
    one.hotel.charge(stay)
    windows.show_bill(two, stay)
    windows.wait(lambda: two.stay.bill.line() is not None)
    chosen = two.stay.bill.line()
    assert chosen is not None
    one.hotel.charge(stay, code="2000", price=1800)
    windows.wait(lambda: two.stay.bill.model.rowCount() == 2)
    line = two.stay.bill.line()
    assert line is not None
    assert line.posting == chosen.posting, "the line chosen stays chosen"
    move(one.hotel, stay, "306")
    windows.wait(lambda: two.stay.stay is not None and two.stay.stay.room == "306")
    guests = two.station.house().guests
    windows.wait(lambda: any(row.row.room == "306" for row in guests.model.rows()))
    assert guests.current() == stay
    windows.wait(lambda: other in {row.row.stay for row in guests.model.rows()})
    windows.wait(lambda: two.word() == "In step")


@needs_postgres
def test_a_form_keeps_what_was_typed_while_others_work(windows: Windows, typing: Typing) -> None:
    one, two = windows.open("desk-1"), windows.open("desk-2", "Kostas")
    stay = one.hotel.arrive("305")
    windows.show_bill(two, stay)
    two.stay.act("case")
    windows.wait(lambda: isinstance(QApplication.activeModalWidget(), CaseForm))
    form = QApplication.activeModalWidget()
    assert isinstance(form, CaseForm)
    form.words.setPlainText("They drill above me.")
    one.hotel.charge(stay)
    windows.wait(lambda: two.stay.bill.model.rowCount() == 1)
    assert form.words.toPlainText() == "They drill above me."
    form.reject()


@needs_postgres
def test_approvals_and_journal_are_live(windows: Windows) -> None:
    one, two = windows.open("desk-1"), windows.open("desk-2", "Kostas")
    stay = one.hotel.arrive("305")
    line = one.hotel.charge(stay, price=90000, quantity=1000)
    journal = two.station.window.go("journal")
    assert isinstance(journal, JournalPage)
    approvals = two.station.window.go("approvals")
    assert isinstance(approvals, ApprovalsPage)
    windows.wait(lambda: journal.model.rowCount() > 0)
    one.hotel.give(stay, line, amount=30000)
    windows.wait(lambda: approvals.list.table().rowCount() == 1)
    two.station.window.go("journal")
    before = journal.model.rowCount()
    approvals_key = journal.list.table().rows()[2].seq
    journal.list.choose(approvals_key)
    one.hotel.charge(stay)
    windows.wait(lambda: journal.model.rows()[0].kind == "PostCharge" and journal.model.rowCount() > before)
    current = journal.list.current()
    assert current is not None
    assert current.seq == approvals_key, "the row chosen stays chosen"  # type: ignore[attr-defined]


@needs_postgres
def test_a_room_just_taken_goes_from_the_move_page(windows: Windows) -> None:
    one, two = windows.open("desk-1"), windows.open("desk-2", "Kostas")
    stay = one.hotel.arrive("305")
    in_step(windows.shared, one.hotel, two.hotel)
    windows.show_bill(two, stay)
    two.stay.act("move")
    page = two.station.window.page()
    assert isinstance(page, RoomMovePage)
    page.why.words_edit.setPlainText("Noise from the works")
    windows.wait(lambda: page.rooms.list.table().rowCount() > 3)
    room = page.rooms.list.table().rows()[2].room.room
    page.rooms.choose_place(3)
    assert page.rooms.room() == room
    one.hotel.reserve(room, name="Roe, Ann")
    windows.wait(lambda: room not in {row.room.room for row in page.rooms.list.table().rows()})
    assert page.rooms.room() == "", "a room that is taken is chosen no more"
    assert page.why.words_edit.toPlainText() == "Noise from the works"


@needs_postgres
def test_out_of_reach_is_said_and_the_window_never_waits(windows: Windows) -> None:
    one = windows.open("desk-1")
    stay = one.hotel.arrive("305")
    windows.show_bill(one, stay)
    charge = one.hotel.command(do.PostCharge, stay=stay, code="3000", unit_price=650)
    windows.shared.line.hole()
    with on_this_thread() as ran:
        one.station.bus.do(charge, owner=one.station.window)
        windows.wait(lambda: one.word().startswith("Out of reach since"))
    assert "ui/sharing.py" in ran, "the window was at work meanwhile"
    waits = {name for name in ran if name.startswith(("frontdesk/desk", "frontdesk/sync", "frontdesk/store"))}
    assert not waits, "only these can wait for a line, a disk or a lock of theirs: none of it is the window's work"
    assert "copy under a minute old" in one.detail()
    windows.wait(lambda: "1 waiting" in one.detail())
    windows.wait(one.stay.waiting.isVisible)
    (row,) = one.stay.waiting.rows()
    assert "6.50" in row.sentence
    assert one.stay.bill.model.rowCount() == 0, "the bill holds only what is confirmed"
    windows.shared.line.open()
    joined(one.hotel).worker._line_back.set()
    windows.wait(lambda: one.word() == "In step")
    windows.wait(lambda: one.stay.bill.model.rowCount() == 1)
    windows.wait(one.stay.waiting.isHidden)


@needs_postgres
def test_what_needs_the_shared_database_says_so_before_anybody_types(windows: Windows) -> None:
    one = windows.open("desk-1", "Kostas")
    stay = one.hotel.arrive("305")
    line = one.hotel.charge(stay, price=90000, quantity=1000)
    one.hotel.give(stay, line, amount=30000)
    windows.show_bill(one, stay)
    windows.shared.line.cut()
    windows.wait(lambda: one.word().startswith("Out of reach"))
    one.stay.act("settle")
    windows.wait(lambda: isinstance(QApplication.activeModalWidget(), SettleForm))
    form = QApplication.activeModalWidget()
    assert isinstance(form, SettleForm)
    assert "needs the shared database" in form.answer.text()
    assert not form.submit_button.isEnabled()
    form.submit()
    assert not form.is_busy()
    form.reject()
    approvals = one.station.window.go("approvals")
    assert isinstance(approvals, ApprovalsPage)
    windows.wait(lambda: approvals.list.table().rowCount() == 1)
    windows.wait(lambda: "needs the shared database" in approvals.decision.answer.text())
    assert not approvals.decision.fields.isEnabled()
    windows.shared.line.open()
    joined(one.hotel).worker._line_back.set()
    windows.wait(lambda: one.word() == "In step")
    windows.wait(lambda: approvals.decision.fields.isEnabled() and not approvals.decision.answer.text())


def conflict(windows: Windows, one: Window, two: Window) -> None:
    """Desk-2 is cut off and assigns the room that desk-1 keeps its guest in."""
    first, second = one.hotel.reserve("305"), two.hotel.reserve("", name="Roe, Ann")
    in_step(windows.shared, one.hotel, two.hotel)
    windows.shared._lines[-1].cut()
    windows.wait(lambda: away(two))
    one.hotel.do(do.CheckIn, stay=first)
    two.hotel.do(do.AssignRoom, two.hotel.kostas, stay=second, room="305")
    windows.shared._lines[-1].open()
    joined(two.hotel).worker._line_back.set()
    in_step(windows.shared, one.hotel, two.hotel)


@needs_postgres
def test_a_conflict_shows_both_sides_and_is_settled_by_a_key(windows: Windows, typing: Typing) -> None:
    line = windows.shared.line_of_its_own()
    one, two = windows.open("desk-1"), windows.open("desk-2", "Kostas", line)
    conflict(windows, one, two)
    windows.wait(lambda: one.word() == "1 thing to decide")
    one.station.window.deck.start("sharing")
    page = one.station.window.page()
    assert isinstance(page, SharingPage)
    windows.wait(lambda: page.model.rowCount() == 1)
    both = ("Assign room 305", "desk-2", "Checked in, room 305", "desk-1", "Room 305 is taken")
    windows.wait(lambda: all(words in " ".join(rows(page)) for words in both))
    windows.wait(lambda: to_decide(page))
    typing(page, "2")  # tried once more: the room is still taken, and the entry stays open
    windows.wait(lambda: "Room 305 is taken" in page.sides.answer.text())
    windows.wait(lambda: page.model.rowCount() == 1)  # the refused try leaves the list once its reading is noted
    windows.wait(lambda: to_decide(page))
    typing(page, "1")
    windows.wait(lambda: page.model.rowCount() == 0)
    windows.wait(lambda: one.word() == "In step")
    windows.wait(lambda: two.word() == "In step")
    one.station.window.deck.start("sharing")
    assert not isinstance(one.station.window.page(), SharingPage), "the same key leaves"


@needs_postgres
def test_a_conflict_can_be_tried_once_more_when_the_way_is_free(
    windows: Windows, typing: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_the_desk, "PATIENCE", 60.0)  # a busy computer answers later than a form waits
    line = windows.shared.line_of_its_own()
    one, two = windows.open("desk-1"), windows.open("desk-2", "Kostas", line)
    conflict(windows, one, two)
    move(one.hotel, in_305(one), "306")
    page = one.station.window.go("sharing")
    assert isinstance(page, SharingPage)
    windows.wait(lambda: to_decide(page))
    typing(page, "2")
    windows.wait(lambda: page.model.rowCount() == 0)
    made = [row for row in windows.shared.journal() if row.kind == "AssignRoom"]
    assert [row.outcome for row in made] == ["needs_decision", "applied"]
    assert made[1].supersedes == made[0].id
    (item,) = windows.shared.items()
    assert (item.state, item.choice, item.made) == ("decided", "again", made[1].id)


def to_decide(page: SharingPage) -> bool:
    """An entry of the house is the chosen one, and its keys work; until then a row on its way may stand there."""
    entry = page.list.current()
    return isinstance(entry, WorkItem) and all(button.isEnabled() for button in page.sides.buttons)


def in_305(window: Window) -> str:
    from frontdesk.queries.stay import SeeStay

    return window.hotel.desk.ask(SeeStay(room="305")).stay


@needs_postgres
def test_a_refusal_behind_the_clerks_back_is_read_and_goes(windows: Windows, typing: Typing) -> None:
    one = windows.open("desk-1")
    stay = one.hotel.arrive("305")
    outbox = joined(one.hotel).desks.outbox
    with outbox._writing() as file:
        file.execute("UPDATE outbox SET outcome='refused', facts='{\"refused\": \"Somebody was first.\"}' WHERE n=2")
    one.station.sharing.look()
    windows.wait(lambda: one.word() == "1 thing to decide")
    page = one.station.window.go("sharing")
    assert isinstance(page, SharingPage)
    windows.wait(lambda: page.model.rowCount() == 1)
    windows.wait(lambda: "Somebody was first." in " ".join(rows(page)))
    typing(page, "1")
    windows.wait(lambda: page.model.rowCount() == 0)
    windows.wait(lambda: one.word() == "In step")
    assert stay


def put_aside(window: Window, stay: str) -> None:
    """A charge that was saved while out of reach, and then put aside as after three faults of the program."""
    outbox = joined(window.hotel).desks.outbox
    window.hotel.do(do.PostCharge, stay=stay, code="3000", unit_price=650)
    row = outbox.new()[-1]
    outbox.park(row.n, "a fault of the program")


@needs_postgres
def test_what_was_put_aside_is_sent_again_done_differently_or_left(windows: Windows, typing: Typing) -> None:
    one = windows.open("desk-1")
    stay = one.hotel.arrive("305")
    windows.shared.line.cut()
    windows.wait(lambda: away(one))
    put_aside(one, stay)
    one.hotel.do(do.PostCharge, stay=stay, code="3000", unit_price=700)
    windows.shared.line.open()
    joined(one.hotel).worker._line_back.set()
    page = one.station.window.go("sharing")
    assert isinstance(page, SharingPage)
    windows.wait(lambda: [row.state for row in page.model.rows()] == ["stuck", "new"])
    assert [deed.label for deed in page.sides.deeds] == ["Try again", "Do it differently …", "Leave it"]
    typing(page, "2")
    windows.wait(lambda: isinstance(QApplication.activeModalWidget(), ChargeForm))
    form = QApplication.activeModalWidget()
    assert isinstance(form, ChargeForm)
    windows.wait(lambda: form._code() is not None and form._code().code == "3000")
    windows.wait(lambda: (form.price.text(), form.quantity.text()) == ("6.50", "1"))
    form.price.setText("6.00")
    form.submit()
    windows.wait(lambda: one.word() == "In step")
    kept = joined(one.hotel).desks.outbox.all()
    assert [(row.state, row.outcome) for row in kept][-3:] == [
        ("done", "dropped"), ("done", "applied"), ("done", "applied"),
    ]  # fmt: skip


@needs_postgres
def test_what_was_put_aside_is_sent_again_unless_it_was_altered(windows: Windows, typing: Typing) -> None:
    one = windows.open("desk-1")
    stay = one.hotel.arrive("305")
    windows.shared.line.cut()
    windows.wait(lambda: away(one))
    put_aside(one, stay)
    put_aside(one, stay)
    outbox = joined(one.hotel).desks.outbox
    with outbox._writing() as file:
        file.execute("UPDATE outbox SET payload=replace(payload, '650', '65') WHERE n=?", (outbox.stuck()[0].n,))
    windows.shared.line.open()
    joined(one.hotel).worker._line_back.set()
    page = one.station.window.go("sharing")
    assert isinstance(page, SharingPage)
    windows.wait(lambda: page.model.rowCount() == 2 and one.word() == "2 things to decide")
    typing(page, "1")
    windows.wait(lambda: "altered on the disk" in page.sides.answer.text())
    typing(page, str(len(page.sides.deeds)))
    windows.wait(lambda: page.model.rowCount() == 1)
    typing(page, "1")
    windows.wait(lambda: one.word() == "In step")
    assert [row.outcome for row in outbox.all()][-2:] == ["dropped", "applied"]


@needs_postgres
def test_an_approval_out_of_reach_is_said_before_a_pin_is_typed(windows: Windows) -> None:
    one = windows.open("desk-1")
    stay = one.hotel.arrive("305")
    one.hotel.charge(stay)
    windows.show_bill(one, stay)
    one.stay.act("credit")
    page = one.station.window.page()
    assert isinstance(page, CreditPage)
    page.approval.show()
    assert page.approval.form.isEnabled()
    windows.shared.line.cut()
    windows.wait(lambda: not page.approval.form.isEnabled())
    windows.wait(lambda: "needs the shared database" in page.approval._why_not.text())
    windows.shared.line.open()
    joined(one.hotel).worker._line_back.set()
    windows.wait(lambda: page.approval.form.isEnabled() and not page.approval._why_not.text())


@needs_postgres
def test_a_computer_joins_from_the_window(
    qtbot: QtBot,
    small_hotel: Hotel,
    shared: Shared,  # noqa: F811 - the fixture imported above
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from frontdesk import config
    from frontdesk.clock import utc_now
    from frontdesk.desk import Desk, sharing
    from ui import app, settings

    monkeypatch.setattr(config, "data_folder", lambda: tmp_path)
    kept: list[object] = []
    monkeypatch.setattr(settings, "keep", kept.append)
    station = Workstation(small_hotel.desk, "desk-1", small_hotel.desk.now)
    qtbot.addWidget(station.window, before_close_func=lambda _window: station.close())
    station.join_asked.connect(lambda: app._ask_join(station))
    station.open()
    station.window.deck.allow("associate")
    station.window.deck.start("join")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), JoinForm))
    form = QApplication.activeModalWidget()
    assert isinstance(form, JoinForm)
    form.submit()
    assert "filled in" in form.answer.text()
    form.address.setText(shared.over_the_line)
    form.name.setText("desk-7")
    form.code.setText("wrong")
    form.submit()
    qtbot.waitUntil(lambda: not form.is_busy() and "code" in form.answer.text().lower())
    assert form.address.text() == shared.over_the_line, "what was typed stays"
    form.code.setText(sharing.code(shared.address, clock=utc_now))
    form.submit()
    qtbot.waitUntil(lambda: "has joined" in station.window.notices.banner_bar.text())
    assert kept[0].last_house == str(tmp_path / "shared")  # type: ignore[attr-defined]
    station.close()
    with Desk.join(tmp_path / "shared") as desk:
        assert desk.workstation == "desk-7"


@needs_postgres
def test_a_window_opens_a_joined_folder_and_signs_in(
    windows: Windows, qtbot: QtBot, typing: Typing, tmp_path: Path
) -> None:
    from ui.app import _open
    from ui.screens.sign_in import SignInPage

    folder = windows.shared.enrol("desk-9")
    with _open(str(folder), "ignored") as desk:
        station = Workstation(desk, desk.workstation, desk.now)
        qtbot.addWidget(station.window, before_close_func=lambda _window: station.close())
        station.open()
        page = station.window.page()
        assert isinstance(page, SignInPage)
        windows.wait(lambda: page.model.rowCount() > 0)
        page.people.choose(windows.shared.people[1])
        typing(page.pin, KOSTAS_PIN)
        typing(page.pin, Qt.Key.Key_Return)
        windows.wait(lambda: station.session.name == "Kostas")
        assert station.session.workstation == "desk-9"
        station.close()
