"""The report of moves and the forms around them: a sharer who leaves, an exchange for later, the list of reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from frontdesk import commands as do
from frontdesk.commands.room_move import MoveRoom
from frontdesk.commands.stay import GuestSpec
from frontdesk.desk import Desk
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.queries.house import SeeHouse
from frontdesk.queries.move_order import GatesOf, OpenMove, OpenMoves
from frontdesk.queries.move_reason import MoveReasons
from frontdesk.queries.staff import SeeStaff
from frontdesk.queries.stay import SeeStay
from tests.gui import small_house
from tests.gui.small_house import SmallHouse
from ui.dialogs.move_reason import MoveReasonForm
from ui.dialogs.move_steps import RescheduleForm
from ui.dialogs.room_swap import SwapForm
from ui.dialogs.sharer import SharerForm
from ui.dialogs.swap_steps import SWAP_STEPS, FinishSwapForm
from ui.screens.move_report import MoveReportPage
from ui.workstation import Workstation


@pytest.fixture
def house(tmp_path: Path) -> Iterator[SmallHouse]:
    with Desk.open(tmp_path / "house.db", clock=small_house.Clock(), durable=False) as desk:
        made = small_house.found(desk)
        small_house.fill(made)
        yield made


@pytest.fixture
def station(qtbot: QtBot, house: SmallHouse) -> Workstation:
    made = Workstation(house.desk, "desk-1", house.desk.now)
    qtbot.addWidget(made.window, before_close_func=lambda _window: made.close())
    made.window.resize(1440, 900)
    made.window.show_session(made.session)
    made.window.go("house")
    with qtbot.waitActive(made.window):
        made.window.show()
    kostas = next(person for person in house.desk.ask(SeeStaff()) if person.name == "Kostas")
    made.session.take_over(kostas)
    qtbot.waitUntil(lambda: bool(made.session.business_date))
    return made


def form(qtbot: QtBot, kind: type[Any]) -> Any:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


def test_the_report_counts_the_move_and_leaves_with_esc(qtbot: QtBot, station: Workstation, house: SmallHouse) -> None:
    station.window.go("move_report")
    page = station.window.page()
    assert isinstance(page, MoveReportPage)
    qtbot.waitUntil(lambda: page.models[0].rowCount() == 4)
    assert page.head.isVisible()
    assert page.tabs.count() == len(page.parts)
    page.tabs.turn(8)
    assert page.stack.currentIndex() == 8
    assert page.models[8].rowCount() == 1
    page.last.set_value(page.first.value())
    page._dated()
    qtbot.waitUntil(lambda: page.models[0].rowCount() == 0)
    page.act("back")
    assert not isinstance(station.window.page(), MoveReportPage)


def test_one_of_two_guests_gets_a_room_of_the_own(qtbot: QtBot, station: Workstation, house: SmallHouse) -> None:
    stay = house.desk.ask(SeeStay(house.stays["eleni"]))
    made = SharerForm(station.place, stay)
    made.open()
    qtbot.waitUntil(lambda: made.room.count() > 0 and made.reason.count() > 0)
    made.name.setText("Papadopoulou, Nikos")
    made.said.setText("He needs his sleep")
    made.submit()
    assert "Choose a room" in made.answer.text()
    made.room.setCurrentIndex(0)
    qtbot.waitUntil(lambda: made._preview is not None)
    made.submit()
    assert "has to agree" in made.answer.text()
    made.told.setChecked(True)
    room = made.room.currentData()
    made.submit()
    qtbot.waitUntil(lambda: room in {row.room for row in house.desk.ask(SeeHouse()).in_house})
    assert house.desk.ask(SeeStay(room=room)).name == "Papadopoulou, Nikos"
    assert house.desk.ask(SeeStay(house.stays["eleni"])).adults == stay.adults - 1


def test_an_exchange_for_later_is_planned_and_then_carried_out(
    qtbot: QtBot, station: Workstation, house: SmallHouse
) -> None:
    house.reserve("oluf", GuestSpec(name="Hansen, Oluf"), "204", arrival=station_date(house))
    house.do(do.CheckIn, stay=house.stays["oluf"])
    other = house.desk.ask(SeeStay(house.stays["oluf"]))
    first = station.session.make(
        MoveRoom, stay=house.stays["eleni"], to_room="", from_night=station_date(house), reason=MoveReason.ASKED,
        words="Quiet, please", decision=RateDecision.SAME, difference=0,
    )  # fmt: skip
    departure = house.desk.ask(SeeStay(house.stays["eleni"])).departure
    made = SwapForm(station.bus, station.session.make, first, departure, station.window)
    made.open()
    qtbot.waitUntil(lambda: made.other.findData(other.stay) >= 0)
    qtbot.waitUntil(lambda: made.why.currentData() == "GST-ASK")
    made.why.setCurrentIndex(made.why.findData("OPS-GRP"))
    made.other.setCurrentIndex(made.other.findData(other.stay))
    qtbot.waitUntil(lambda: made._shown is not None)
    made.at.setText("14:00")
    assert made.submit_button.caption() == "Plan the exchange"
    assert made.empty.isHidden()
    made.said.setPlainText("Fine")
    made.agreed.setChecked(True)
    made.submit()
    qtbot.waitUntil(lambda: len(house.desk.ask(OpenMoves())) == 2)
    move = next(row for row in house.desk.ask(OpenMoves()) if row.stay == house.stays["eleni"])
    assert {row.stay: row.reason_code for row in house.desk.ask(OpenMoves())}[other.stay] == "OPS-GRP"
    assert SWAP_STEPS[0][1] is FinishSwapForm
    another_date_and_back(qtbot, station, house, move)
    finishing = FinishSwapForm(station.place, move)
    finishing.open()
    qtbot.waitUntil(lambda: all(set(steps.ticks) == {7, 8, 9, 10, 11} for steps in finishing.lists.values()))
    finishing.submit()
    assert "have to be empty" in finishing.answer.text()
    finishing.empty.setChecked(True)
    finishing.submit()
    assert "A step is open" in finishing.answer.text()
    for guest, steps in enumerate(finishing.lists.values(), 1):
        for box, edit in steps.ticks.values():
            box.setChecked(True)
            edit.setText(f"{guest} / {guest}")
    finishing.submit()
    qtbot.waitUntil(lambda: house.desk.ask(OpenMoves()) == ())
    assert house.desk.ask(SeeStay(house.stays["eleni"])).room == other.room
    luggage = {half: evidence(house, half) for half in (move.move, move.pair)}
    assert luggage == {move.move: "1 / 1", move.pair: "2 / 2"}


def another_date_and_back(qtbot: QtBot, station: Workstation, house: SmallHouse, move: OpenMove) -> None:
    for on in (station_date(house) + timedelta(1), station_date(house)):
        made = RescheduleForm(station.place, move)
        made.open()
        qtbot.waitUntil(lambda made=made: len(made._shown) == 2)
        made.on.set_value(on)
        made.at.setText("15:00")
        qtbot.waitUntil(lambda made=made: len(made._shown) == 2)
        made.submit()
        qtbot.waitUntil(
            lambda on=on: {(row.from_night, row.at) for row in house.desk.ask(OpenMoves())} == {(on, "15:00")}
        )


def evidence(house: SmallHouse, move: str) -> str:
    return next(row.evidence for row in house.desk.ask(GatesOf(move)) if row.step == 9)


def station_date(house: SmallHouse) -> Any:
    return house.desk.ask(SeeHouse()).business_date


def test_a_reason_is_added_and_another_retired(qtbot: QtBot, station: Workstation, house: SmallHouse) -> None:
    station.window.deck.start("move_reasons")
    made = form(qtbot, MoveReasonForm)
    qtbot.waitUntil(lambda: made.which.findData("MECH-NET") >= 0)
    made.code.setText("TV")
    made.words.setText("Television")
    made.submit()
    qtbot.waitUntil(lambda: "TV is no code" in made.answer.text())
    made.code.setText("mech-tv")
    made.submit()
    qtbot.waitUntil(lambda: "MECH-TV" in {row.code for row in house.desk.ask(MoveReasons())})
    again = MoveReasonForm(station.place)
    again.open()
    qtbot.waitUntil(lambda: again.which.findData("MECH-TV") >= 0)
    again.which.setCurrentIndex(again.which.findData("MECH-TV"))
    assert (again.code.isReadOnly(), again.words.text()) == (True, "Television")
    again.retired.setChecked(True)
    again.submit()
    qtbot.waitUntil(lambda: "MECH-TV" not in {row.code for row in house.desk.ask(MoveReasons())})
