"""A small hotel made through the desk's own commands: the same stay as in the design's pictures, and its neighbours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from frontdesk import commands as do
from frontdesk.commands.house import RoomSpec, RoomTypeSpec
from frontdesk.commands.stay import GuestSpec
from frontdesk.desk import Desk
from frontdesk.domain.case import CaseKind
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.room_move import MoveReason
from frontdesk.domain.staff import Role
from frontdesk.identity import new_id
from frontdesk.queries.folio import SeeFolio
from frontdesk.queries.room_move import PreviewMove

FIRST = date(2025, 11, 19)
PINS = {"Ana": "135790", "Kostas": "246810"}


@dataclass
class SmallHouse:
    """The desk of the house and the ids by which its people and stays are known."""

    desk: Desk
    staff: dict[str, str] = field(default_factory=dict)
    stays: dict[str, str] = field(default_factory=dict)

    def do(self, kind: type[Any], actor: str = "Ana", /, **fields: Any) -> Any:
        who = self.staff.get(actor, "")
        common = {"id": new_id(), "actor": who, "workstation": "desk-1", "made_at": self.desk.now()}
        return self.desk.do(kind(**common, **fields))

    def charge(self, stay: str, code: str, price: int, many: int = 1, **fields: Any) -> None:
        self.do(do.PostCharge, stay=self.stays[stay], code=code, unit_price=price, quantity=many * 1000, **fields)

    def lines(self, stay: str, window: int = 1) -> list[Any]:
        return list(self.desk.ask(SeeFolio(self.stays[stay])).windows[window - 1].lines)

    def balance(self, stay: str) -> int:
        return self.desk.ask(SeeFolio(self.stays[stay])).balance

    def reserve(self, key: str, guest: GuestSpec, room: str, nights: int = 4, **fields: Any) -> None:
        self.stays[key] = new_id()
        arrival = fields.pop("arrival", FIRST)
        self.do(
            do.TakeReservation,
            stay=self.stays[key],
            guest_id=new_id(),
            guest=guest,
            arrival=arrival,
            departure=arrival + timedelta(nights),
            adults=fields.pop("adults", 2),
            room_type="STD" if room.endswith(("1", "2", "3")) else "DLX",
            room=room,
            prices=(18900,) * nights,
            **fields,
        )

    def check_in(self, key: str) -> None:
        self.do(do.CheckIn, stay=self.stays[key])


def found(desk: Desk) -> SmallHouse:
    """The house with its people and nobody in it."""
    house = SmallHouse(desk)
    house.do(
        do.SetUpHouse,
        name="Hotel Miramar",
        currency="EUR",
        jurisdiction="demo",
        category="4*",
        business_date=FIRST,
        timezone="Europe/Athens",
        room_types=(
            RoomTypeSpec(code="STD", name="Standard", rank=1, sleeps=2, price=12900),
            RoomTypeSpec(code="DLX", name="Deluxe", rank=2, sleeps=3, price=18900),
        ),
        rooms=tuple(
            RoomSpec(
                number=f"{floor}{n:02}", type="STD" if n < 4 else "DLX", floor=floor, side="sea" if n % 2 else "garden"
            )
            for floor in range(1, 7)
            for n in range(1, 17)
        ),
        settings=(("shown_pins", ";".join(f"{name}={pin}" for name, pin in PINS.items())),),
    )
    for name, role in (("Kostas", Role.DUTY_MANAGER), ("Ana", Role.ASSOCIATE)):
        who = new_id()
        house.do(do.EnrolStaff, "Kostas", staff=who, name=name, role=role, pin=PINS[name])
        house.staff[name] = who
    return house


def fill(house: SmallHouse) -> None:
    """Eleni, moved from 305 because of noise, with a bill of every kind of line; Siobhán next door; Taro to come."""
    house.reserve("eleni", ELENI, "305", 5, includes=("breakfast",), company="Aegean Lines", company_pays=("laundry",))
    house.reserve("siobhan", GuestSpec(name="O’Brien, Siobhán", language="en"), "112", 2)
    house.check_in("eleni")
    house.check_in("siobhan")
    eleni = house.stays["eleni"]
    house.do(
        do.TakePayment,
        stay=eleni,
        method=PaymentMethod.CARD,
        amount=20000,
        brand="Visa",
        last_four="4242",
        deposit=True,
    )
    house.do(do.CloseDay, "Kostas", business_date=FIRST)
    move(house, "eleni", "412")
    house.charge(
        "eleni", "2010", 8640, reference="check 118", text="Restaurant Meltemi", items=("Sea bass", "Greek salad")
    )
    house.do(
        do.PlaceHold, stay=eleni, amount=60000, brand="Visa", last_four="4242", made_up_of="3 nights and 50.00 a day"
    )
    house.do(do.CloseDay, "Kostas", business_date=FIRST + timedelta(1))
    house.charge("eleni", "2000", 1800, 2, text="Breakfast, 2 persons")
    breakfast = house.lines("eleni")[-1].posting
    house.do(do.CorrectPosting, posting=breakfast, reason="C-INCL")
    house.charge("eleni", "3000", 600, 2, text="Minibar, still water")
    house.do(
        do.OpenCase,
        case=new_id(),
        stay=eleni,
        kind=CaseKind.COMPLAINT,
        words="They drill above me from eight in the morning.",
        nature="Noise, building works",
    )
    taro = GuestSpec(name="山田 太郎", latin="Yamada, Taro", language="ja")
    house.reserve("taro", taro, "207", 3, arrival=FIRST + timedelta(2))


def move(house: SmallHouse, key: str, room: str) -> None:
    """Move a guest because of noise, at the same price."""
    stay = house.stays[key]
    seen = house.desk.ask(PreviewMove(stay, room, MoveReason.NOISE_BUILDING))
    house.do(
        do.MoveRoom,
        stay=stay,
        to_room=room,
        from_night=seen.from_night,
        reason=MoveReason.NOISE_BUILDING,
        words="works above",
        decision=seen.decision,
        difference=seen.difference,
    )


ELENI = GuestSpec(
    name="Παπαδοπούλου, Ελένη",
    latin="Papadopoulou, Eleni",
    language="el",
    country="GRC",
    phone="+30 210 1234567",
    vip=True,
    wishes=("Feather-free pillows", "High floor, quiet side", "Bill in Greek"),
)


class Clock:
    """A clock that stands at an evening of the third day and can be moved on."""

    def __init__(self) -> None:
        self.at = datetime(2025, 11, 21, 15, 42, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at
