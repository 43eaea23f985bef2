from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from tests.gui.pages.conftest import OpenDesk, Person
from tests.gui.pages.house import House
from ui.screens.approvals import ApprovalsPage
from ui.screens.credit import CreditPage
from ui.screens.journal import JournalPage
from ui.screens.room_move import RoomMovePage
from ui.widgets.page import Column


class Watch(QObject):
    """Writes down each window that appears beside the main one, if only for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
        if shown and watched.isWindow() and not isinstance(watched, QMainWindow):
            self.strays.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("kind", [RoomMovePage, CreditPage, ApprovalsPage, JournalPage])
def test_no_part_of_a_page_is_a_window_for_a_moment(
    kind: type, open_desk: OpenDesk, kostas: Person, house: House, qapp: QApplication
):
    desktop = open_desk(kostas)
    watch = Watch()
    qapp.installEventFilter(watch)
    try:
        page = desktop.open(kind, *([house.eleni] if kind in {RoomMovePage, CreditPage} else []))
        desktop.until(page.isVisible)
    finally:
        qapp.removeEventFilter(watch)
    assert watch.strays == []
    assert desktop.window.isActiveWindow()


@pytest.mark.parametrize("kind", [RoomMovePage, CreditPage, ApprovalsPage])
@pytest.mark.parametrize("size", [(1440, 900), (1280, 720)])
def test_no_card_is_cut_at_its_side(
    kind: type, size: tuple[int, int], open_desk: OpenDesk, kostas: Person, house: House
):
    desktop = open_desk(kostas)
    desktop.window.resize(*size)
    page = desktop.open(kind, *([house.eleni] if kind is not ApprovalsPage else []))
    columns = page.findChildren(Column)
    assert columns
    for column in columns:
        desktop.until(lambda column=column: column.widget().width() <= column.viewport().width())
