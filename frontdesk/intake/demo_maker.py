"""Making the commands of the demonstration: every id and every instant follows from the seed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from frontdesk.commands.base import Command
from frontdesk.commands.stay import CheckIn, GuestSpec, TakeReservation
from frontdesk.identity import new_id
from frontdesk.intake.demo_house import DemoHouse

WORKSTATION = "desk-1"
_RANDOM_BITS = 74
_EVENING = time(23)
_MORNING = time(7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stay to be told: promised at ``booked``, and at ``leaves`` paid, settled and checked out, if it does."""

    stay: str
    guest_id: str
    guest: GuestSpec | None
    room: str
    type: str
    arrival: date
    departure: date
    prices: tuple[int, ...]
    booked: datetime
    arrives: datetime | None
    leaves: datetime | None
    adults: int = 1
    children: tuple[int, ...] = ()
    terms: dict[str, Any] = field(default_factory=dict)
    company: str = ""
    company_pays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leave:
    """A guest leaves: what each window still owes is paid, settled, and the stay is checked out."""

    at: datetime
    stay: str


Step = tuple[datetime, Command | Leave]
"""Something that happens at an instant of the hotel's clock."""


class Maker:
    """Makes commands with ids and times that follow from a seed, and keeps them as steps."""

    def __init__(self, house: DemoHouse, seed: int) -> None:
        self.house = house
        self.chance = Random(seed)
        self.steps: list[Step] = []
        self.staff = {person.key: self.id_at(house.at(house.first_day, _MORNING)) for person in house.staff}

    def id_at(self, at: datetime) -> str:
        """A UUIDv7 of an instant."""
        return new_id(int(at.timestamp()) * 1000, self.chance.getrandbits(_RANDOM_BITS))

    def on_shift(self, at: datetime) -> str:
        """Who stands at the desk: the night auditor from 23 to 7, Ana otherwise."""
        return "ana" if _MORNING <= at.time() < _EVENING else "night"

    def make(self, kind: Callable[..., Command], at: datetime, by: str | None = None, /, **values: Any) -> Command:
        """A command at an instant, by the person on shift unless another is named; an empty name is nobody."""
        person = self.on_shift(at) if by is None else by
        return kind(
            id=self.id_at(at),
            actor=self.staff[person] if person else "",
            workstation=WORKSTATION,
            made_at=at.astimezone(UTC),
            **values,
        )

    def add(self, kind: Callable[..., Command], at: datetime, by: str | None = None, /, **values: Any) -> Command:
        """Make a command and keep it as a step."""
        command = self.make(kind, at, by, **values)
        self.steps.append((at, command))
        return command

    def tell(self, visit: Visit) -> None:
        """Keep the steps every stay has: promise, arrival, departure."""
        self.add(
            TakeReservation,
            visit.booked,
            stay=visit.stay,
            guest_id=visit.guest_id,
            guest=visit.guest,
            arrival=visit.arrival,
            departure=visit.departure,
            adults=visit.adults,
            children=visit.children,
            room_type=visit.type,
            room=visit.room,
            prices=visit.prices,
            company=visit.company,
            company_pays=visit.company_pays,
            **visit.terms,
        )
        if visit.arrives is not None:
            self.add(CheckIn, visit.arrives, stay=visit.stay)
        if visit.leaves is not None:
            self.steps.append((visit.leaves, Leave(visit.leaves, visit.stay)))

    def minutes(self, day: date, hours: tuple[int, int]) -> datetime:
        """A seeded instant of a day between two full hours."""
        first, last = hours
        return self.house.at(day, time(first)) + timedelta(minutes=self.chance.randrange((last - first) * 60))

    def booked_before(self, arrival: date) -> datetime:
        """A seeded instant of the promise: up to ten days before arrival, within the told weeks."""
        wanted = arrival - timedelta(days=self.chance.randint(0, 10))
        return self.minutes(min(max(wanted, self.house.first_day), self.house.today), (9, 13))

    def arrives_on(self, arrival: date) -> datetime | None:
        """A seeded instant of arrival; None if it lies ahead."""
        return self.minutes(arrival, (14, 19)) if arrival < self.house.today else None

    def leaves_on(self, departure: date, *, gone: bool = False) -> datetime | None:
        """A seeded instant of departure; None if it lies ahead. On the last day the guest is ``gone`` or still here."""
        ahead = departure > self.house.today or (departure == self.house.today and not gone)
        return None if ahead else self.minutes(departure, (10, 12))
