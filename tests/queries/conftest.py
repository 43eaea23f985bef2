"""A small house with few rooms on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from frontdesk import commands as do
from frontdesk.commands.house import RoomSpec, RoomTypeSpec
from frontdesk.commands.stay import GuestSpec
from frontdesk.desk import Desk
from frontdesk.domain.staff import Role
from frontdesk.identity import new_id
from frontdesk.queries.search import Find, FoundRow

TODAY = date(2025, 11, 19)


@dataclass
class House:
    """A desk with staff, and short ways to fill it."""

    desk: Desk
    clerk: str = field(default_factory=new_id)
    made: int = 0

    def do(self, kind: Callable[..., Any], **values: Any) -> Any:
        actor = values.pop("actor", self.clerk)
        return self.desk.do(kind(id=new_id(), actor=actor, workstation="desk-1", made_at=self.desk.now(), **values))

    def found(self) -> House:
        rooms = [RoomSpec(number=number, type="STD", floor=4, side="sea") for number in ("411", "412", "413", "A-12")]
        self.do(
            do.SetUpHouse, actor="", name="Miramar", currency="EUR", jurisdiction="demo", category="4*",
            business_date=TODAY, timezone="Europe/Athens",
            room_types=(RoomTypeSpec(code="STD", name="Standard", rank=1, sleeps=2, price=12900),), rooms=tuple(rooms),
        )  # fmt: skip
        manager = new_id()
        self.do(do.EnrolStaff, actor="", staff=manager, name="Kostas", role=Role.DUTY_MANAGER, pin="246810")
        self.do(do.EnrolStaff, actor=manager, staff=self.clerk, name="Ana", role=Role.ASSOCIATE, pin="135790")
        return self

    def expect(self, name: str, *, arrival: date = TODAY + timedelta(10), **spec: Any) -> str:
        """A reservation; by default one to come, so that it is neither in house nor due in."""
        stay = {key: spec.pop(key) for key in ("confirmation", "room", "guest_id") if key in spec}
        guest_id = stay.pop("guest_id", "")
        number = new_id()
        self.do(
            do.TakeReservation, stay=number, guest_id=guest_id or new_id(),
            guest=None if guest_id else GuestSpec(name=name, **spec),
            arrival=arrival, departure=arrival + timedelta(2), room_type="STD", prices=(12900, 12900), **stay,
        )  # fmt: skip
        return number

    def lodge(self, name: str, room: str, **spec: Any) -> str:
        """A guest in house."""
        number = self.expect(name, arrival=TODAY, room=room, **spec)
        self.do(do.CheckIn, stay=number)
        return number

    def find(self, typed: str, limit: int = 50) -> tuple[FoundRow, ...]:
        return self.desk.ask(Find(typed, limit))

    def names(self, typed: str, limit: int = 50) -> list[str]:
        return [row.name for row in self.find(typed, limit)]


@pytest.fixture
def house(address: str) -> Iterator[House]:
    """A founded house, once on each database."""
    with Desk.open(address, durable=False) as desk:
        yield House(desk).found()
