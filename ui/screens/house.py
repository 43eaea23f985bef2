"""The house: the list of guests at the left, the stay of the one chosen beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from frontdesk.queries.house import HouseView, SeeHouse
from ui import theme
from ui.screens.house_list import HouseList
from ui.screens.stay import StayPage
from ui.workplace import Workplace

LIST, BESIDE, SMALL_LIST = 284, 248, 240
"""Width of the list: usually, beside an explanation, in a small window; pixels at scale 1."""
SMALL = 1340


class HousePage(QWidget):
    """The screen of the day. ``house_shown`` brings the house each time it was read."""

    house_shown = Signal(object)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self.guests, self.stay = HouseList(), StayPage(place)
        self._explaining = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.guests)
        row.addWidget(self.stay, 1)
        self.guests.chosen.connect(self.stay.show_stay)
        self.guests.opened.connect(self._go_in)
        self.stay.explaining.connect(self._explain)
        self.stay.left.connect(self.guests.list.setFocus)
        place.bus.changed.connect(self._changed)
        self.setFocusProxy(self.guests.list)
        self._look()

    def open_stay(self, stay: str) -> None:
        """Show a stay, also one that is not in the list, and go into it."""
        if self.guests.current() != stay and not self.guests.choose(stay):
            self.stay.show_stay(stay)
        self.stay.go_in()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list takes what can be spared."""
        super().resizeEvent(event)
        self._fit()

    def act(self, action_id: str) -> bool:
        """All actions of this screen are about the stay."""
        return self.stay.act(action_id)

    def _explain(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal sends it
        self._explaining = on
        self._fit()

    def _fit(self) -> None:
        small = self.width() < theme.pixels(SMALL)
        width = SMALL_LIST if small else BESIDE if self._explaining else LIST
        self.guests.setFixedWidth(theme.pixels(width))
        self.guests.setHidden(small and self._explaining)

    def _go_in(self, stay: str) -> None:
        self.stay.show_stay(stay)
        self.stay.go_in()

    def _look(self) -> None:
        asked, told = SeeHouse(self._place.session.now()), self._place.notices.tell
        self._place.bus.ask(asked, owner=self, done=self._show, refused=told, slot="house")

    def _show(self, house: HouseView) -> None:
        self._place.session.show_house(house)
        self.guests.show_house(house)
        self.house_shown.emit(house)

    def _changed(self, topics: frozenset[str]) -> None:
        if "house" in topics:
            self._look()
