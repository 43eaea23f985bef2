"""A small house for tests: 28 rooms on 4 floors, two people at the desk, and commands in one line."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table, select

from frontdesk import commands as do
from frontdesk.commands.base import Command
from frontdesk.commands.credit import CreditKind
from frontdesk.commands.house import RoomSpec, RoomTypeSpec
from frontdesk.commands.stay import GuestSpec
from frontdesk.desk import Desk
from frontdesk.domain.case import CaseKind
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.staff import Role
from frontdesk.identity import new_id
from frontdesk.queries.check import CheckHouse
from frontdesk.queries.credit import PreviewCredit
from frontdesk.queries.folio import FolioLine, FolioView, SeeFolio
from frontdesk.queries.staff import SeeStaff
from frontdesk.services.apply import Done

DAY = date(2025, 11, 19)
ANA_PIN, KOSTAS_PIN, MARIA_PIN = "135790", "246810", "112358"


@dataclass
class Hotel:
    """A founded house with an associate (Ana), a duty manager (Kostas) and a general manager (Maria)."""

    desk: Desk
    ana: str
    kostas: str
    maria: str

    def command(self, kind: type[Command], /, actor: str | None = None, **fields: Any) -> Command:
        """A command of Ana, or of somebody else."""
        return kind(
            id=new_id(),
            actor=self.ana if actor is None else actor,
            workstation=self.desk.workstation,
            made_at=self.desk.now(),
            **fields,
        )

    def do(self, kind: type[Command], /, actor: str | None = None, **fields: Any) -> Done:
        """Do a command of Ana, or of somebody else."""
        return self.desk.do(self.command(kind, actor, **fields))

    def reserve(self, room: str = "305", nights: int = 5, *, name: str = "Doe, Jo", **fields: Any) -> str:
        """A reservation from the first business date on; gives the stay's id."""
        stay = new_id()
        given = {
            "arrival": DAY,
            "departure": DAY + timedelta(nights),
            "adults": 2,
            "room_type": "DLX",
            "room": room,
            "prices": (18900,) * max(1, nights),
            **fields,
        }
        self.do(do.TakeReservation, stay=stay, guest_id=new_id(), guest=GuestSpec(name=name), **given)
        return stay

    def arrive(self, room: str = "305", nights: int = 5, **fields: Any) -> str:
        """A guest in house; gives the stay's id."""
        stay = self.reserve(room, nights, **fields)
        self.do(do.CheckIn, stay=stay)
        return stay

    def close_day(self, day: date = DAY) -> Done:
        """The night audit of a date."""
        return self.do(do.CloseDay, self.kostas, business_date=day)

    def folio(self, stay: str) -> FolioView:
        """The folio of a stay."""
        return self.desk.ask(SeeFolio(stay))

    def lines(self, stay: str, window: int = 1) -> tuple[FolioLine, ...]:
        """The lines of a window."""
        return self.folio(stay).windows[window - 1].lines

    def charge(self, stay: str, code: str = "3000", price: int = 600, quantity: int = 2000, **fields: Any) -> str:
        """A charge; gives the posting's id."""
        self.do(do.PostCharge, stay=stay, code=code, unit_price=price, quantity=quantity, **fields)
        every = [line for window in self.folio(stay).windows for line in window.lines if line.kind == "charge"]
        return every[-1].posting

    def pay(self, stay: str, amount: int, method: str = "cash", **fields: Any) -> str:
        """A payment; gives the posting's id."""
        self.do(do.TakePayment, stay=stay, method=PaymentMethod(method), amount=amount, **fields)
        every = [line for window in self.folio(stay).windows for line in window.lines if line.kind == "payment"]
        return every[-1].posting

    def settle(self, stay: str, window: int = 1) -> str:
        """Settle a window; gives its number."""
        number: str = self.do(do.SettleWindow, stay=stay, window=window).facts["number"]
        return number

    def case(self, stay: str) -> str:
        """An open case of a stay."""
        case = new_id()
        self.do(do.OpenCase, case=case, stay=stay, kind=CaseKind.COMPLAINT, words="They drill above me since seven")
        return case

    def give(self, stay: str, *lines: str, actor: str | None = None, **fields: Any) -> Done:
        """A goodwill credit over lines as the form would send it: with the total its preview shows."""
        asking = self.ana if actor is None else actor
        kind = CreditKind.PERCENT if "percent" in fields else CreditKind.AMOUNT
        size = {name: fields.pop(name) for name in ("percent", "amount") if name in fields}
        shown = self.desk.ask(PreviewCredit(stay, asking, lines, kind, **size))
        given = {"total": shown.total or 1, "reason": "G-NOIB", "to_guest": "We are sorry for the noise.", **fields}
        given.setdefault("case", self.case(stay))
        return self.do(do.GiveCredit, asking, stay=stay, lines=lines, kind=kind, **size, **given)

    def enrol(self, name: str, role: str, pin: str) -> str:
        """A further person; gives the id."""
        person = new_id()
        self.do(do.EnrolStaff, self.maria, staff=person, name=name, role=Role(role), pin=pin)
        return person

    def rows(self, table: Table) -> list[Any]:
        """Every row of a table as it is stored."""
        with self.desk._house.store.read.connect() as connection:
            return list(connection.execute(select(table)))

    def faults(self) -> tuple[object, ...]:
        """What the check of the house finds wrong."""
        return self.desk.ask(CheckHouse())


def found_hotel(desk: Desk, **changes: Any) -> Hotel:
    """Found the house on a desk with an empty database."""
    hotel = Hotel(desk, new_id(), new_id(), new_id())
    types = (
        RoomTypeSpec(code="STD", name="Standard", rank=1, sleeps=2, price=12900),
        RoomTypeSpec(code="DLX", name="Deluxe", rank=2, sleeps=3, price=18900),
        RoomTypeSpec(code="STE", name="Suite", rank=3, sleeps=4, price=28900),
    )
    rooms = tuple(
        RoomSpec(
            number=f"{floor}{number:02d}",
            type="STD" if number < 4 else "STE" if number == 7 else "DLX",
            floor=floor,
            side="sea" if number % 2 else "garden",
            features=("sea view",) if number % 2 else (),
        )
        for floor in (1, 2, 3, 4)
        for number in range(1, 8)
    )
    given: dict[str, Any] = {
        "name": "Hotel Miramar",
        "currency": "EUR",
        "jurisdiction": "demo",
        "category": "4*",
        "business_date": DAY,
        "timezone": "Europe/Athens",
        "room_types": types,
        "rooms": rooms,
        **changes,
    }
    hotel.do(do.SetUpHouse, "", **given)
    hotel.do(do.EnrolStaff, "", staff=hotel.maria, name="Maria", role=Role.GENERAL_MANAGER, pin=MARIA_PIN)
    hotel.do(do.EnrolStaff, hotel.maria, staff=hotel.kostas, name="Kostas", role=Role.DUTY_MANAGER, pin=KOSTAS_PIN)
    hotel.do(do.EnrolStaff, hotel.maria, staff=hotel.ana, name="Ana", role=Role.ASSOCIATE, pin=ANA_PIN)
    return hotel


def hotel_on(desk: Desk) -> Hotel:
    """The house that was founded on this desk's database before."""
    people = {person.name: person.staff for person in desk.ask(SeeStaff())}
    return Hotel(desk, people["Ana"], people["Kostas"], people["Maria"])
