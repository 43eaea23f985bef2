"""The house on screen, worked by keyboard and by mouse over a real desk: tape chart, rooms, arrivals and departures."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from frontdesk import commands as do
from frontdesk.commands.stay import GuestSpec
from frontdesk.desk import Desk
from frontdesk.domain.room import BlockKind, Housekeeping
from frontdesk.identity import new_id
from frontdesk.queries.room_list import RoomRow, SeeRooms
from frontdesk.queries.staff import SeeStaff
from frontdesk.queries.stay import SeeStay, StayView
from tests.gui import small_house
from tests.gui.small_house import FIRST, SmallHouse
from ui import theme
from ui.dialogs.arrival import CheckInForm
from ui.dialogs.arrival_day import ArrivalDayForm
from ui.dialogs.assign import AssignForm
from ui.dialogs.departure import DepartureForm
from ui.dialogs.leave import LeaveForm
from ui.dialogs.payment import PaymentForm
from ui.dialogs.room_block import BlockForm, ReopenForm
from ui.dialogs.walk_in import WalkInForm
from ui.models.table import TableModel
from ui.screens.day import DayPage
from ui.screens.room_move import RoomMovePage
from ui.screens.rooms import RoomsPage
from ui.screens.tape_chart import TapeChartPage
from ui.widgets.tape_model import LANE
from ui.widgets.tape_paint import Carried, paint_bars
from ui.workstation import Workstation

Key, Held = Qt.Key, Qt.KeyboardModifier
Typing = Callable[..., None]
TODAY = FIRST + timedelta(2)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SmallHouse]:
    """Eleni in 412, moved from 305; Siobhán in 112 leaves today; Taro comes today to 207."""
    path = tmp_path_factory.mktemp("house") / "house.db"
    with Desk.open(path, clock=small_house.Clock(), durable=False) as desk:
        made = small_house.found(desk)
        small_house.fill(made)
    return path, made


@pytest.fixture
def house(tmp_path: Path, template: tuple[Path, SmallHouse]) -> Iterator[SmallHouse]:
    path, made = template
    shutil.copy(path, tmp_path / "house.db")
    with Desk.open(tmp_path / "house.db", clock=small_house.Clock(), durable=False) as desk:
        yield SmallHouse(desk, made.staff, made.stays)


@pytest.fixture
def station(qtbot: QtBot, house: SmallHouse) -> Workstation:
    made = Workstation(house.desk, "desk-1", house.desk.now)
    qtbot.addWidget(made.window, before_close_func=lambda _window: made.close())
    made.window.resize(1440, 900)
    made.window.show_session(made.session)
    made.window.go("house")
    with qtbot.waitActive(made.window):
        made.window.show()
        made.window.activateWindow()
    ana = next(person for person in house.desk.ask(SeeStaff()) if person.name == "Ana")
    made.session.take_over(ana)
    qtbot.waitUntil(lambda: bool(made.session.business_date))
    return made


@pytest.fixture
def chart(qtbot: QtBot, station: Workstation) -> TapeChartPage:
    return go(qtbot, station, Key.Key_3, TapeChartPage, lambda page: page.view.tape.days > 30)


@pytest.fixture
def rooms(qtbot: QtBot, station: Workstation) -> RoomsPage:
    return go(qtbot, station, Key.Key_4, RoomsPage, lambda page: page.model.rowCount() > 0)


@pytest.fixture
def day(qtbot: QtBot, station: Workstation) -> DayPage:
    return go(qtbot, station, Key.Key_2, DayPage, lambda page: page.lists[0].table().rowCount() > 0)


def go(qtbot: QtBot, station: Workstation, key: Qt.Key, kind: type[Any], ready: Callable[[Any], bool]) -> Any:
    QTest.keyClick(station.window, key, Held.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(station.window.page(), kind))
    page = station.window.page()
    qtbot.waitUntil(lambda: ready(page))
    return page


def press(key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, held)


def form(qtbot: QtBot, kind: type[Any]) -> Any:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


def seen(house: SmallHouse, key: str) -> StayView:
    return house.desk.ask(SeeStay(house.stays[key]))


def room(house: SmallHouse, number: str) -> RoomRow:
    return next(row for row in house.desk.ask(SeeRooms()).rooms if row.number == number)


def place_of(page: TapeChartPage, number: str, on: date) -> QPoint:
    """The middle of a night in a room, in the view."""
    frame, _ = page.view.look()
    line = page.view.tape.line_of[number]
    y, height = frame.row(line)
    return QPoint(frame.x(page.view.tape.column(on) + 1), y + height // 2)


@pytest.fixture
def no_kanji(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer whose fonts draw no Chinese or Japanese."""
    theme._drawn.cache_clear()
    monkeypatch.setattr(QFontMetrics, "inFontUcs4", lambda _metrics, sign: sign < 0x3000)
    yield
    theme._drawn.cache_clear()


@pytest.mark.usefixtures("no_kanji")
def test_a_name_no_font_draws_is_in_latin_letters_on_chart_rooms_and_today(
    qtbot: QtBot, chart: TapeChartPage, station: Workstation
) -> None:
    chart.view.choose("207", TODAY)
    assert chart.view.bar().name == "Yamada, Taro"
    assert "Yamada, Taro" in chart.view.accessibleDescription()
    rooms = go(qtbot, station, Key.Key_4, RoomsPage, lambda page: page.model.rowCount() > 0)
    words = [row[6] for row in table(rooms.model) if row[0] == "207"]
    assert words == ["Yamada, Taro"]
    day = go(qtbot, station, Key.Key_2, DayPage, lambda page: page.lists[0].table().rowCount() > 0)
    assert any("Yamada, Taro" in row for row in table(day.lists[0].table()))
    assert "山田" not in str(table(day.lists[0].table()))


def table(model: TableModel[Any]) -> list[list[str]]:
    """The words of a list."""
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


# the tape chart


def test_the_chart_opens_on_today_with_bars_rooms_and_free_counts(chart: TapeChartPage, house: SmallHouse) -> None:
    tape = chart.view.tape
    assert (tape.today, chart.view.first_day()) == (TODAY, TODAY - timedelta(2))
    assert [bar.first for bar in tape.bars["305"]] == [FIRST]
    assert tape.goes_to == {(house.stays["eleni"], "305", FIRST + timedelta(1)): "412"}
    assert tape.free[tape.column(TODAY)] == 96 - 2


def test_arrows_walk_to_a_bar_and_enter_opens_the_stay(
    qtbot: QtBot, chart: TapeChartPage, station: Workstation, house: SmallHouse
) -> None:
    chart.view.choose("411", TODAY)
    press(Key.Key_Down)
    assert chart.view.bar().stay == house.stays["eleni"]
    assert "Παπαδοπούλου, Ελένη, in house" in chart.view.accessibleDescription()
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: station.window.page() is station.house())
    qtbot.waitUntil(lambda: station.house().stay.stay is not None and station.house().stay.stay.room == "412")


def test_f3_and_arrows_carry_a_guest_to_a_room_and_the_form_opens_filled_in(
    qtbot: QtBot, chart: TapeChartPage, station: Workstation, house: SmallHouse
) -> None:
    chart.view.choose("412", TODAY)
    press(Key.Key_F3)
    assert chart.view.is_carrying()
    press(Key.Key_Down)
    assert "413 is free to Mon 24 Nov" in chart.view.card.text()
    qtbot.waitUntil(lambda: "0.00 a night" in chart.view.card.text())
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(station.window.page(), RoomMovePage))
    page = station.window.page()
    qtbot.waitUntil(lambda: page.rooms.room() == "413")
    assert seen(house, "eleni").room == "412", "nothing is moved by carrying"


def test_escape_puts_a_bar_back(chart: TapeChartPage) -> None:
    chart.view.choose("412", TODAY)
    press(Key.Key_F3)
    press(Key.Key_Up)
    press(Key.Key_Escape)
    assert not chart.view.is_carrying()
    assert chart.view.card.text() == ""


def test_a_taken_room_says_by_whom(chart: TapeChartPage) -> None:
    chart.view.choose("412", TODAY)
    press(Key.Key_F3)
    bar = chart.view.bar()
    chart.view._carry(Carried(bar, "207"))
    assert "207: taken by 山田 太郎" in chart.view.card.text()


def test_the_mouse_drags_an_arrival_to_another_room(qtbot: QtBot, chart: TapeChartPage, house: SmallHouse) -> None:
    end = drag(chart, "207", "208")
    QTest.mouseRelease(chart.view.viewport(), Qt.MouseButton.LeftButton, Held.NoModifier, end)
    made = form(qtbot, AssignForm)
    qtbot.waitUntil(lambda: made.model.rowCount() > 0)
    assert made.room() == "208"
    assert seen(house, "taro").nights[0].room == "207"
    made.submit()
    qtbot.waitUntil(lambda: seen(house, "taro").nights[0].room == "208")
    qtbot.waitUntil(lambda: "208" in chart.view.tape.bars)


def test_a_room_taken_elsewhere_while_a_bar_is_dragged_is_said_on_its_tip(
    qtbot: QtBot, chart: TapeChartPage, station: Workstation, house: SmallHouse
) -> None:
    drag(chart, "207", "208")
    assert "208 is free" in chart.view.card.text()
    house.reserve("noor", GuestSpec(name="Noor"), "208", 2, arrival=TODAY)
    station.watch._seq = 1
    station.watch.look()
    qtbot.waitUntil(lambda: "208: taken by Noor" in chart.view.card.text())
    assert chart.view.is_carrying(), "the hand still holds it"
    house.do(do.AssignRoom, stay=house.stays["taro"], room="209")
    station.watch._seq = 1
    station.watch.look()
    qtbot.waitUntil(lambda: "209" in chart.view.tape.bars)
    assert not chart.view.is_carrying(), "what was held lies elsewhere now"
    QTest.mouseMove(chart.view.viewport(), place_of(chart, "210", TODAY))
    assert not chart.view.is_carrying(), "nor is it picked up again"


def test_a_refusal_after_a_drop_is_said_in_the_form_and_the_bar_stays(
    qtbot: QtBot, chart: TapeChartPage, house: SmallHouse
) -> None:
    end = drag(chart, "207", "208")
    QTest.mouseRelease(chart.view.viewport(), Qt.MouseButton.LeftButton, Held.NoModifier, end)
    made = form(qtbot, AssignForm)
    qtbot.waitUntil(lambda: made.model.rowCount() > 0)
    house.reserve("noor", GuestSpec(name="Noor"), "208", 2, arrival=TODAY)
    made.submit()
    qtbot.waitUntil(lambda: "208" in made.answer.text())
    assert made.isVisible()
    assert made.room() == "208", "what was chosen is kept"
    assert seen(house, "taro").nights[0].room == "207"
    assert chart.view.tape.bar_on("207", TODAY).stay == house.stays["taro"]
    made.reject()


def drag(page: TapeChartPage, number: str, to: str) -> QPoint:
    """Press the bar of a room today and hold it over another room."""
    port = page.view.viewport()
    page.view.choose(number, TODAY)
    begin, end = place_of(page, number, TODAY), place_of(page, to, TODAY)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, Held.NoModifier, begin)
    QTest.mouseMove(port, begin + QPoint(0, 15))
    QTest.mouseMove(port, end)
    assert page.view.is_carrying()
    return end


def test_dragging_the_end_of_a_bar_asks_for_another_departure(
    qtbot: QtBot, chart: TapeChartPage, house: SmallHouse
) -> None:
    chart.view.choose("207", TODAY)
    frame, _ = chart.view.look()
    bar = chart.view.bar()
    tape = chart.view.tape
    box = frame.box(tape.line_of["207"], tape.column(bar.first), tape.column(bar.until))
    begin = QPoint(box.right() - 2, box.center().y())
    end = begin + QPoint(2 * chart.view.day_width(), 0)
    port = chart.view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, Held.NoModifier, begin)
    QTest.mouseMove(port, begin + QPoint(20, 0))
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, Held.NoModifier, end)
    made = form(qtbot, DepartureForm)
    assert made.day.value() == bar.until + timedelta(2)
    qtbot.waitUntil(lambda: bool(made.price.raw()))
    made.submit()
    qtbot.waitUntil(lambda: seen(house, "taro").departure == bar.until + timedelta(2))
    assert len(seen(house, "taro").nights) == 5


def test_space_reads_the_card_of_the_bar_under_the_cursor(chart: TapeChartPage) -> None:
    chart.view.choose("412", TODAY)
    press(Key.Key_Space)
    assert "412  Παπαδοπούλου, Ελένη" in chart.view.card.text()
    assert "Open case" in chart.view.card.text()
    assert "open case" in chart.view.accessibleDescription()
    press(Key.Key_Right)
    assert chart.view.card.text() == ""


def test_dragging_an_arrival_along_its_row_asks_for_another_day(
    qtbot: QtBot, chart: TapeChartPage, house: SmallHouse
) -> None:
    chart.view.choose("207", TODAY)
    press(Key.Key_F3)
    press(Key.Key_Right)
    press(Key.Key_Right)
    assert "arrives Sun 23 Nov" in chart.view.card.text()
    press(Key.Key_Return)
    made = form(qtbot, ArrivalDayForm)
    assert (made.first.value(), made.until.value()) == (TODAY + timedelta(2), TODAY + timedelta(5))
    qtbot.waitUntil(lambda: "2 nights more" in made.nights.text() and "2 nights fewer" in made.nights.text())
    assert seen(house, "taro").arrival == TODAY
    made.submit()
    qtbot.waitUntil(lambda: seen(house, "taro").arrival == TODAY + timedelta(2))
    assert [night.room for night in seen(house, "taro").nights] == ["207"] * 3


def test_a_stay_without_a_room_lies_on_top_and_is_carried_to_one(
    qtbot: QtBot, chart: TapeChartPage, house: SmallHouse
) -> None:
    house.reserve("nowhere", GuestSpec(name="Nowhere, Noor"), "", 2, arrival=TODAY)
    chart._place.bus.changed.emit(frozenset({"house"}))
    lane = f"{LANE}1"
    qtbot.waitUntil(lambda: lane in chart.view.tape.bars)
    assert chart.view.tape.free[chart.view.tape.column(TODAY)] == 96 - 2
    chart.view.choose(lane, TODAY)
    assert "Without a room" in chart.view.accessibleDescription()
    press(Key.Key_F3)
    chart.view._carry(Carried(chart.view.bar(), "208"))
    press(Key.Key_Return)
    made = form(qtbot, AssignForm)
    qtbot.waitUntil(lambda: made.model.rowCount() > 0)
    assert made.room() == "208"
    made.submit()
    qtbot.waitUntil(lambda: "208" in chart.view.tape.bars and lane not in chart.view.tape.bars)


@pytest.mark.parametrize("step", [-5, -2, 0, 2])
def test_what_is_kept_of_a_scroll_is_what_would_be_painted_anew(chart: TapeChartPage, step: int) -> None:
    view = chart.view
    for _ in range(abs(step)):
        view.zoom(1 if step > 0 else -1)
    view.verticalScrollBar().setValue(view.tape.tops[view.tape.line_of["207"]] - 200)
    for down, across in ((0, 37), (102, 0), (-61, -23), (33, 400), (0, -3)):
        for bar, by in ((view.verticalScrollBar(), down), (view.horizontalScrollBar(), across)):
            bar.setValue(bar.value() + by)
        kept = view.viewport().grab().toImage()
        view.paint_anew()
        assert view.viewport().grab().toImage() == kept


def test_filters_leave_only_the_rooms_asked_for(chart: TapeChartPage) -> None:
    chart.head.floor.setCurrentIndex(chart.head.floor.findData(4))
    assert {line.room.floor for line in chart.view.tape.lines if line.room} == {4}
    chart.head.type.setCurrentIndex(chart.head.type.findData("STD"))
    assert set(chart.view.tape.line_of) == {"401", "402", "403"}
    assert chart.view.tape.free[chart.view.tape.column(TODAY)] == 3


def test_a_long_bar_that_ends_before_the_view_has_no_box(chart: TapeChartPage) -> None:
    """Qt complains of a picture without a pixel, and what Qt says fails a test."""
    frame, ink = chart.view.look()
    chart.view.choose("207", TODAY)
    picture = QImage(frame.width, frame.height, QImage.Format.Format_RGB32)
    picture.fill(0)
    painter = QPainter(picture)
    paint_bars(painter, frame, ink, [(QRect(-9000, 10, 8000, 20), chart.view.bar(), "in_house", "")])
    painter.end()
    assert picture.pixelColor(1, 15).rgb() & 0xFFFFFF == 0


def test_narrow_days_name_each_monday_whole(chart: TapeChartPage) -> None:
    for _ in range(3):
        press(Key.Key_Minus)
    frame, _ = chart.view.look()
    monday = next(at for at in range(frame.tape.days) if frame.x(at) >= 0 and frame.tape.day(at).weekday() == 0)
    picture = chart.view.head.grab().toImage()
    begin, half = frame.x(monday), chart.view.head.height() // 2
    ground = picture.pixelColor(begin + frame.day_width - 1, half - 1)
    beyond = range(begin + frame.day_width, begin + 2 * frame.day_width)
    assert any(picture.pixelColor(x, y) != ground for x in beyond for y in range(4, half)), "the month stands there"


def test_zoom_keeps_the_day_and_the_keys_walk_weeks(qtbot: QtBot, chart: TapeChartPage) -> None:
    before, width = chart.view.first_day(), chart.view.day_width()
    press(Key.Key_Plus)
    assert chart.view.day_width() > width
    press(Key.Key_0)
    assert (chart.view.day_width(), chart.view.first_day()) == (width, before)
    press(Key.Key_Right, Held.AltModifier)
    assert chart.view.first_day() == before + timedelta(7)
    press(Key.Key_T)
    assert chart.view.first_day() == before
    for _ in range(8):
        press(Key.Key_Right, Held.AltModifier)
        qtbot.waitUntil(lambda: chart._going is None)
    assert chart.view.first_day() > before + timedelta(40)


def test_another_desk_s_change_appears(
    qtbot: QtBot, chart: TapeChartPage, station: Workstation, house: SmallHouse
) -> None:
    given = {"first": TODAY, "until": TODAY + timedelta(3), "reason": "Shower"}
    house.do(do.BlockRoom, block=new_id(), room="101", kind=BlockKind.OUT_OF_ORDER, **given)
    station.watch._seq = 1
    station.watch.look()
    qtbot.waitUntil(lambda: "101" in chart.view.tape.blocks)
    assert chart.view.tape.free[chart.view.tape.column(TODAY)] == 93


@pytest.mark.parametrize("colours", ["light", "dark", "contrast"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_theme_paints_bars_that_differ_by_more_than_colour(
    qapp: QApplication, chart: TapeChartPage, colours: str, scale: float
) -> None:
    try:
        theme.apply(qapp, colours, scale)
        chart.view.choose("112", TODAY - timedelta(1))
        looks = chart.view.look()[1].looks
        drawn = {kind: _grey(looks, kind) for kind in looks}
        assert len(set(drawn.values())) == len(drawn), "two kinds look alike without colour"
        assert not chart.view.grab().toImage().isNull()
    finally:
        theme.apply(qapp, "light", 1.0)


def _grey(looks: Any, kind: str) -> bytes:
    """A bar of a kind as somebody sees it who sees no colours, edge and hatching included."""
    from PySide6.QtGui import QPainter

    from ui.widgets import tape_paint
    from ui.widgets.tape_ink import TapeInk

    picture = QImage(60, 26, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.gray)
    painter = QPainter(picture)
    tape_paint._boxes(painter, [QRect(2, 2, 50, 20)], kind, TapeInk())
    painter.end()
    return bytes(picture.convertToFormat(QImage.Format.Format_Grayscale8).constBits())


def test_a_hand_over_a_bar_reads_its_card(qtbot: QtBot, chart: TapeChartPage) -> None:
    chart.view.choose("412", TODAY)
    QTest.mouseMove(chart.view.viewport(), place_of(chart, "412", TODAY))
    qtbot.waitUntil(lambda: "Παπαδοπούλου" in chart.view.card.text())
    assert "Open case" in chart.view.card.text()
    assert "VIP" in chart.view.card.text()


# the rooms


def test_letters_set_the_state_of_every_room_chosen(qtbot: QtBot, rooms: RoomsPage, house: SmallHouse) -> None:
    rooms.list.setFocus()
    press(Key.Key_Down, Held.ShiftModifier)
    press(Key.Key_Down, Held.ShiftModifier)
    press(Key.Key_D)
    qtbot.waitUntil(lambda: [room(house, f"10{n}").state for n in (1, 2, 3)] == ["dirty"] * 3)
    assert room(house, "104").state != "dirty"
    qtbot.waitUntil(lambda: rooms.model.rows()[2].state == "dirty")


def test_a_room_is_closed_and_given_back_by_keyboard(
    qtbot: QtBot, rooms: RoomsPage, house: SmallHouse, typing: Typing
) -> None:
    rooms.list.setFocus()
    press(Key.Key_O)
    made = form(qtbot, BlockForm)
    made.submit()
    qtbot.waitUntil(lambda: "Write what is wrong" in made.answer.text())
    typing(made.reason, "Wasser in der Decke")
    made.submit()
    qtbot.waitUntil(lambda: room(house, "101").block is not None)
    assert room(house, "101").block.until == TODAY + timedelta(1)
    qtbot.waitUntil(lambda: rooms.model.rows()[0].block is not None and QApplication.activeModalWidget() is None)
    rooms.list.setFocus()
    QTest.keyClick(rooms.list, Key.Key_R)
    form(qtbot, ReopenForm).submit()
    qtbot.waitUntil(lambda: room(house, "101").block is None)


def test_a_sold_room_is_not_closed_and_the_form_says_why(
    qtbot: QtBot, rooms: RoomsPage, house: SmallHouse, typing: Typing
) -> None:
    rooms.list.choose("412")
    rooms.list.setFocus()
    press(Key.Key_O)
    made = form(qtbot, BlockForm)
    typing(made.reason, "Paint")
    made.submit()
    qtbot.waitUntil(lambda: "Room 412 is taken by Παπαδοπούλου, Ελένη" in made.answer.text())
    assert made.reason.text() == "Paint"
    made.reject()


def test_of_several_rooms_all_are_closed_or_none(
    qtbot: QtBot, rooms: RoomsPage, house: SmallHouse, typing: Typing
) -> None:
    made = BlockForm(rooms._place, ["410", "412", "413"], TODAY)
    made.open()
    typing(made.reason, "Paint")
    made.submit()
    qtbot.waitUntil(lambda: "Room 412 is taken by Παπαδοπούλου, Ελένη" in made.answer.text())
    assert [room(house, number).block for number in ("410", "412", "413")] == [None] * 3
    made.reject()
    made = BlockForm(rooms._place, ["410", "413"], TODAY)
    made.open()
    typing(made.reason, "Paint")
    made.submit()
    qtbot.waitUntil(lambda: all(room(house, number).block for number in ("410", "413")))


def test_the_rooms_list_filters(qtbot: QtBot, rooms: RoomsPage, house: SmallHouse) -> None:
    house.do(do.SetHousekeeping, room="205", state=Housekeeping.CLEAN)
    rooms._place.bus.changed.emit(frozenset({"room:205"}))
    qtbot.waitUntil(lambda: any(row.number == "205" and row.state == "clean" for row in rooms.model.rows()))
    rooms.state.setCurrentIndex(rooms.state.findData("clean"))
    rooms.floor.setCurrentIndex(rooms.floor.findData(2))
    assert [row.number for row in rooms.model.rows()] == ["205"]


# arrivals and departures


def test_an_arrival_gets_another_room_and_is_checked_in_by_keyboard(
    qtbot: QtBot, day: DayPage, house: SmallHouse
) -> None:
    assert day.tabs.titles() == ["Arrivals  1", "Departures  1", "Staying  1", "Moves  0"]
    press(Key.Key_G, Held.ControlModifier)
    made = form(qtbot, AssignForm)
    qtbot.waitUntil(lambda: made.model.rowCount() > 0)
    press(Key.Key_Down)
    wanted = made.room()
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: seen(house, "taro").nights[0].room == wanted != "207")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    day._place.deck.start("check_in")
    arriving = form(qtbot, CheckInForm)
    qtbot.waitUntil(lambda: arriving.model.rowCount() > 0)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: seen(house, "taro").status == "in_house")
    assert seen(house, "taro").room == wanted
    qtbot.waitUntil(lambda: day.tabs.titles()[0] == "Arrivals  0")


def test_a_guest_leaves_only_after_paying_and_with_a_numbered_bill(
    qtbot: QtBot, day: DayPage, house: SmallHouse, typing: Typing
) -> None:
    assert house.balance("siobhan") > 0
    press(Key.Key_2, Held.AltModifier)
    press(Key.Key_O, Held.ControlModifier)
    form(qtbot, LeaveForm)
    press(Key.Key_Return, Held.ControlModifier)
    payment = form(qtbot, PaymentForm)
    assert seen(house, "siobhan").status == "in_house"
    typing(payment.last_four, "4242")
    payment.submit()
    leaving = form(qtbot, LeaveForm)
    assert leaving.submit_button.caption() == "Check out"
    leaving.submit()
    qtbot.waitUntil(lambda: seen(house, "siobhan").status == "checked_out")
    assert room(house, "112").state == "dirty"
    qtbot.waitUntil(lambda: day.tabs.titles()[1] == "Departures  0")


def test_a_walk_in_sees_the_price_with_taxes_before_anything_is_written(
    qtbot: QtBot, day: DayPage, station: Workstation, house: SmallHouse, typing: Typing
) -> None:
    press(Key.Key_W, Held.ControlModifier)
    made = form(qtbot, WalkInForm)
    typing(made.name, "Jónsdóttir, Þóra")
    qtbot.waitUntil(lambda: made._preview is not None)
    assert "1 night × 129.00 in 1" in made.detail.text()
    assert "tax inside" in made.detail.text()
    made.submit()
    assert "The guest has to agree" in made.answer.text()
    made.told.setFocus()
    press(Key.Key_Space)
    number, total = made._preview.room, made._preview.total
    press(Key.Key_Return, Held.ControlModifier)
    qtbot.waitUntil(lambda: room(house, number).guest == "Jónsdóttir, Þóra")
    assert total >= 12900


def test_a_walk_in_is_sold_a_package_at_the_price_shown(
    qtbot: QtBot, day: DayPage, house: SmallHouse, typing: Typing
) -> None:
    press(Key.Key_W, Held.ControlModifier)
    made = form(qtbot, WalkInForm)
    typing(made.name, "Roe, Ri")
    qtbot.waitUntil(lambda: made._preview is not None)
    alone = made._preview
    made.told.setChecked(True)
    made.rate.setFocus()
    press(Key.Key_Down)
    assert not made.told.isChecked()
    qtbot.waitUntil(lambda: made._preview is not None and made._preview.rate_plan == "Business package")
    assert (made._preview.total, made._preview.inside) != (alone.total, alone.inside)
    made.told.setChecked(True)
    number = made._preview.room
    made.submit()
    qtbot.waitUntil(lambda: room(house, number).guest == "Roe, Ri")
    assert house.desk.ask(SeeStay(room=number)).rate_plan == "Business package"


def test_a_changed_price_has_to_be_told_again(qtbot: QtBot, day: DayPage) -> None:
    press(Key.Key_W, Held.ControlModifier)
    made = form(qtbot, WalkInForm)
    qtbot.waitUntil(lambda: made._preview is not None)
    made.told.setChecked(True)
    first = made.total.text()
    made.price.setText("99.00")
    assert not made.told.isChecked()
    qtbot.waitUntil(lambda: made.total.text() not in {first, ""} and made._preview is not None)
    made.reject()


def test_the_rail_counts_who_is_still_to_come_and_to_go(qtbot: QtBot, station: Workstation, day: DayPage) -> None:
    button = station.window.rail._buttons["day"]
    qtbot.waitUntil(lambda: button.accessibleName() == "Today, 2 waiting")


def test_whatever_can_be_worked_has_a_name(chart: TapeChartPage) -> None:
    names = [chart.view.accessibleName(), *(box.accessibleName() for box in chart.head.boxes())]
    assert all(names)
    assert isinstance(chart.focusProxy(), QWidget)
