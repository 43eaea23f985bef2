"""The part of the tour that shows the house on screen: tape chart, rooms, arrivals and departures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.screens.tape_chart import TapeChartPage
    from ui.tour import Guide

ROOM, CHART_DAYS = "412", 60


def _chart(guide: Guide) -> None:
    from PySide6.QtCore import Qt

    from ui.screens.tape_chart import TapeChartPage

    guide.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    page = guide.page(TapeChartPage)
    guide.until("the whole house", lambda: page.view.tape.days >= CHART_DAYS)
    view = page.view
    guide.until("the move on the chart", lambda: any(move.to_room == guide.moved_to for move in view.tape.moves))
    _show_move(page, guide.moved_to)
    guide.picture("chart")
    view.choose(ROOM, view.tape.today)
    guide.press(Qt.Key.Key_F3)
    for _ in range(len(page.view.tape.lines)):
        guide.press(Qt.Key.Key_Up)
        if "free" in page.view.card.text():
            break
    guide.until("a price for the room", lambda: "a night" in page.view.card.text())
    guide.picture("chart-carry")
    guide.press(Qt.Key.Key_Escape)


def _show_move(page: TapeChartPage, room: str) -> None:
    """Both rooms of the move in view, as far as they fit, and the cursor on the new one."""
    tape = page.view.tape
    move = next(move for move in tape.moves if move.to_room == room)
    for number in sorted((move.from_room, room), key=tape.line_of.__getitem__, reverse=True):
        page.view.choose(number, tape.today)
    page.view.choose(room, tape.today)


def _rooms(guide: Guide) -> None:
    from PySide6.QtCore import Qt

    from ui.screens.rooms import RoomsPage

    guide.press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    page = guide.page(RoomsPage)
    guide.until("the rooms", lambda: page.model.rowCount() > 0)
    page.list.setFocus()
    page.list.choose("512")
    guide.picture("rooms")


def _arrivals(guide: Guide) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from ui.dialogs.walk_in import WalkInForm
    from ui.screens.day import DayPage

    guide.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    page = guide.page(DayPage)
    guide.until("the arrivals", lambda: page.lists[0].table().rowCount() > 0)
    page.lists[0].setFocus()
    guide.picture("arrivals")
    page.turn(1)
    guide.picture("departures")
    guide.press(Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)

    def look() -> WalkInForm | None:
        form = QApplication.activeModalWidget()
        return form if isinstance(form, WalkInForm) and form.told.isEnabled() else None

    form = guide.until("the price of a room", look)
    guide.picture("walk-in", form)
    form.reject()


STEPS: tuple[Callable[[Guide], None], ...] = (_chart, _rooms, _arrivals)
"""What is walked through, in order."""
