"""The demonstration house as it is written in resources/demo/house.toml."""

import tomllib
from base64 import b64encode
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from frontdesk.commands.house import RoomSpec, RoomTypeSpec
from frontdesk.domain.money import parse_amount


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works in the demonstration house."""

    key: str
    name: str
    role: str
    pin: str


@dataclass(frozen=True, slots=True)
class DemoHouse:
    """The house, its span of history, and how housekeeping has left it."""

    facts: dict[str, Any]
    paper: dict[str, str]
    zone: ZoneInfo
    first_day: date
    today: date
    now: time
    night_audit_at: time
    types: tuple[RoomTypeSpec, ...]
    rooms: tuple[RoomSpec, ...]
    staff: tuple[Person, ...]
    left_free: frozenset[str]
    states: dict[str, str]
    out_of_order: dict[str, str]

    def at(self, day: date, hour: time) -> datetime:
        """An instant by the clock on the hotel's wall."""
        return datetime.combine(day, hour, self.zone)

    def price_of(self, room: str) -> int:
        """The list price of a room's type in minor units."""
        kind = self.type_of(room)
        return next(found.price for found in self.types if found.code == kind)

    def type_of(self, room: str) -> str:
        """The type code of a room."""
        return next(found.type for found in self.rooms if found.number == room)


def read_toml(name: str) -> dict[str, Any]:
    """A data file of the demonstration."""
    return tomllib.loads((resources.files("resources") / "demo" / f"{name}.toml").read_text(encoding="utf-8"))


def _paper(values: dict[str, Any]) -> dict[str, str]:
    """What stands at head and foot of the house's papers."""
    logo = (resources.files("resources") / "demo" / "logo.png").read_bytes()
    return {**{name: "\n".join(values[name]) for name in ("footer", "legal")}, "logo": b64encode(logo).decode()}


def money(text: str) -> int:
    """Minor units of an amount in the demonstration's files."""
    return parse_amount(text, "EUR")


def read_house() -> DemoHouse:
    """The demonstration house."""
    values = read_toml("house")
    plain = ("name", "tax_number", "currency", "language", "timezone", "jurisdiction", "category")
    return DemoHouse(
        facts={
            **{field: values[field] for field in plain},
            "address": tuple(values["address"]),
            "contact": tuple(values["contact"]),
        },
        paper=_paper(values),
        zone=ZoneInfo(values["timezone"]),
        first_day=values["first_day"],
        today=values["today"],
        now=values["now"],
        night_audit_at=values["night_audit_at"],
        types=tuple(RoomTypeSpec(**{**entry, "price": money(entry["price"])}) for entry in values["type"]),
        rooms=tuple(sorted(_rooms(values["rooms"]), key=lambda room: room.number)),
        staff=tuple(Person(**entry) for entry in values["staff"]),
        left_free=frozenset(values["rooms_left_free"]),
        states={room: state for state, rooms in values["states"].items() for room in rooms},
        out_of_order=values["out_of_order"],
    )


def _rooms(groups: list[dict[str, Any]]) -> list[RoomSpec]:
    return [
        RoomSpec(
            number=number,
            type=group["type"],
            floor=int(number[0]),
            side=group["side"],
            beds=group["beds"],
            features=tuple(group["features"]),
        )
        for group in groups
        for number in group["numbers"]
    ]
