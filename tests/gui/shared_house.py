"""Two windows on two joined workstations of one house on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from frontdesk.queries.staff import SeeStaff
from tests.hotel import Hotel
from tests.sync.shared import Shared, in_step
from ui.screens.stay import StayPage
from ui.workstation import Workstation

PATIENCE_MS = 50_000
"""Longer than the longest pause between two tries of a desk that is out of reach."""


@dataclass
class Window:
    """One workstation: its hotel (what a test does there) and its window (what a person sees there)."""

    hotel: Hotel
    station: Workstation

    @property
    def stay(self) -> StayPage:
        return self.station.house().stay

    def word(self) -> str:
        return self.station.window.header.sync.text()

    def detail(self) -> str:
        return self.station.window.header.sync.detail()


@dataclass
class Windows:
    """Windows of one house, and how they are opened."""

    qtbot: QtBot
    shared: Shared
    open_ones: list[Window] = field(default_factory=list)

    def open(self, name: str, person: str = "Ana", line: Any = None) -> Window:
        """A window on a joined desk, with somebody signed in, at the house."""
        hotel = self.shared.desk(name, line)
        in_step(self.shared, hotel)
        station = Workstation(hotel.desk, name, hotel.desk.now)
        station.window.resize(1440, 900)
        station.open()
        people = {row.name: row for row in hotel.desk.ask(SeeStaff())}
        station.session.take_over(people[person])
        station._signed_in()
        made = Window(hotel, station)
        self.open_ones.append(made)
        return made

    def wait(self, true: Callable[[], Any]) -> None:
        """Wait for something; a line that was lost may take half a minute to be tried again."""
        self.qtbot.waitUntil(lambda: bool(true()), timeout=PATIENCE_MS)

    def show_bill(self, window: Window, stay: str) -> None:
        """Open a stay with its bill, as the finder does."""
        house = window.station.house()
        self.wait(lambda: house.guests.model.rowCount() > 0)
        house.open_stay(stay)
        self.wait(lambda: house.stay.folio is not None and house.stay.folio.stay == stay)
        self.wait(lambda: house.stay.stay is not None and house.stay.stay.stay == stay)

    def close(self) -> None:
        for window in self.open_ones:
            window.station.close()
            window.station.window.close()
            window.station.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


def away(window: Window) -> bool:
    return bool(window.hotel.desk.status().state == "out_of_reach")
