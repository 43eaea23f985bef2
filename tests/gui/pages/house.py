"""A small house for the pages: real commands on a real database, two people and three guests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from frontdesk import commands as c
from frontdesk.commands.house import RoomSpec, RoomTypeSpec
from frontdesk.commands.stay import GuestSpec
from frontdesk.desk import Desk
from frontdesk.domain.case import CaseKind
from frontdesk.domain.staff import Role
from frontdesk.identity import new_id
from frontdesk.queries.folio import FolioLine, SeeFolio

ARRIVAL = date(2025, 11, 19)
PIN_ANA, PIN_KOSTAS, PIN_MIA = "135790", "246810", "112233"
WRONG_PIN = "999999"


class Clock:
    """Goes on by a minute each time it is looked at."""

    def __init__(self) -> None:
        self._now = datetime(2025, 11, 19, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


@dataclass
class House:
    """The desk, who works there, and who stays there."""

    desk: Desk
    ana: str
    kostas: str
    mia: str
    eleni: str = ""
    yamada: str = ""
    obrien: str = ""

    def do(
        self, kind: Callable[..., Any], actor: str | None = None, /, workstation: str = "desk-2", **fields: Any
    ) -> Any:
        """A command of another workstation, past every window."""
        who = self.ana if actor is None else actor
        command = kind(id=new_id(), actor=who, workstation=workstation, made_at=self.desk.now(), **fields)
        return self.desk.do(command)

    def lines(self, stay: str, kind: str = "charge") -> list[FolioLine]:
        folio = self.desk.ask(SeeFolio(stay))
        return [line for window in folio.windows for line in window.lines if line.kind == kind]

    def line(self, stay: str, text: str) -> FolioLine:
        return next(line for line in self.lines(stay) if line.text.startswith(text))

    def balance(self, stay: str) -> int:
        return self.desk.ask(SeeFolio(stay)).balance

    def charge(self, stay: str, text: str, price: int, code: str = "3000") -> None:
        self.do(c.PostCharge, stay=stay, code=code, quantity=1000, unit_price=price, text=text)

    def case(self, stay: str, words: str = "They drill above me") -> str:
        case = new_id()
        self.do(c.OpenCase, case=case, stay=stay, kind=CaseKind.COMPLAINT, words=words, nature="Noise")
        return case


def found(path: Path) -> House:
    """A house of twelve rooms on its second day; one night is posted for each guest."""
    desk = Desk.open(path, clock=Clock(), durable=False)
    house = House(desk, ana=new_id(), kostas=new_id(), mia=new_id())
    types = (
        RoomTypeSpec(code="STD", name="Standard", rank=1, sleeps=2, price=12900),
        RoomTypeSpec(code="DLX", name="Deluxe", rank=2, sleeps=3, price=17400),
    )
    rooms = tuple(
        RoomSpec(number=f"{floor}0{n}", type="DLX" if n == 4 else "STD", floor=floor, side="sea" if n % 2 else "garden")
        for floor in (1, 2, 3)
        for n in range(1, 5)
    )
    house.do(
        c.SetUpHouse, "", name="Miramar", currency="EUR", jurisdiction="demo", category="4*", business_date=ARRIVAL,
        timezone="Europe/Athens", room_types=types, rooms=rooms,
    )  # fmt: skip
    house.do(c.EnrolStaff, "", staff=house.kostas, name="Kostas", role=Role.DUTY_MANAGER, pin=PIN_KOSTAS)
    house.do(c.EnrolStaff, house.kostas, staff=house.ana, name="Ana", role=Role.ASSOCIATE, pin=PIN_ANA)
    house.do(c.EnrolStaff, house.kostas, staff=house.mia, name="Mia", role=Role.SUPERVISOR, pin=PIN_MIA)
    house.eleni = _arrive(house, "Παπαδοπούλου, Ελένη", "Papadopoulou, Eleni", "101")
    house.yamada = _arrive(house, "山田 太郎", "Yamada, Tarō", "201")
    house.obrien = _arrive(house, "O'Brien, Siobhán", "", "302")
    house.do(c.CloseDay, house.kostas, business_date=ARRIVAL)
    return house


def _arrive(house: House, name: str, latin: str, room: str) -> str:
    stay = new_id()
    house.do(
        c.TakeReservation, stay=stay, guest_id=new_id(), guest=GuestSpec(name=name, latin=latin, country="GRC"),
        arrival=ARRIVAL, departure=ARRIVAL + timedelta(4), adults=2, room_type="STD", room=room, prices=(12900,) * 4,
    )  # fmt: skip
    house.do(c.CheckIn, stay=stay)
    return stay
