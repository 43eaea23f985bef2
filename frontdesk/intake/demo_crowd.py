"""Everybody who has no story: seeded guests who fill the other rooms and take what guests take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from frontdesk.commands.folio import PostCharge
from frontdesk.commands.stay import GuestSpec
from frontdesk.intake.demo_house import money, read_toml
from frontdesk.intake.demo_maker import Maker, Visit
from frontdesk.intake.demo_story import Span

_AHEAD = timedelta(days=14)
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Nights:
    """Nights of one room, from one date up to another."""

    first: date
    until: date

    @property
    def count(self) -> int:
        """How many nights."""
        return (self.until - self.first).days


class Crowd:
    """The seeded guests: who they are, how long they stay, what they take."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self.chance = maker.chance
        self.rules = read_toml("crowd")
        self.people = list(_people(self.rules["people"]))
        self.chance.shuffle(self.people)
        self.checks = 100

    def fill(self, taken: list[Span]) -> None:
        """Fill every room around the nights that are taken."""
        house = self.maker.house
        horizon = house.today + _AHEAD
        for room in house.rooms:
            busy = [Nights(first, until) for number, first, until in taken if number == room.number]
            if room.number in house.left_free:
                busy.append(Nights(house.today, horizon))
            elif not busy:
                busy.append(self._last_night(room.number))
            for gap in _gaps(busy, house.first_day, horizon):
                rule = "booked_ahead" if gap.first > house.today else "lived_in"
                if self.chance.randrange(100) < self.rules[rule]:
                    self._fill_gap(room.number, gap)

    def _last_night(self, room: str) -> Nights:
        """Who sleeps here at the end, or a few empty nights."""
        today = self.maker.house.today
        if self.chance.randrange(100) >= self.rules["fullness"]:
            return Nights(today - timedelta(days=1), today + timedelta(days=2))
        first = today - timedelta(days=self.chance.randint(1, 5))
        nights = Nights(first, today + timedelta(days=self.chance.choice(self.rules["leaves_in"])))
        self._stay(room, nights, gone=False)
        return nights

    def _fill_gap(self, room: str, gap: Nights) -> None:
        first = gap.first + timedelta(days=self.chance.choice(self.rules["gap_nights"]))
        while (gap.until - first).days >= _SHORTEST:
            length = min(self.chance.choice(self.rules["stay_nights"]), (gap.until - first).days)
            nights = Nights(first, first + timedelta(days=length))
            self._stay(room, nights)
            first = nights.until + timedelta(days=self.chance.choice(self.rules["gap_nights"]))

    def _stay(self, room: str, nights: Nights, *, gone: bool = True) -> None:
        """One stay; whoever departs on the last day is ``gone`` from a room that somebody else has next."""
        maker = self.maker
        booked = maker.booked_before(nights.first)
        price = maker.house.price_of(room) + money(self.chance.choice(self.rules["price_steps"]))
        visit = Visit(
            stay=maker.id_at(booked),
            guest_id=maker.id_at(booked),
            guest=self._guest(),
            room=room,
            type=maker.house.type_of(room),
            arrival=nights.first,
            departure=nights.until,
            prices=(price,) * nights.count,
            booked=booked,
            arrives=maker.arrives_on(nights.first),
            leaves=maker.leaves_on(nights.until, gone=gone),
            adults=self.chance.choice((1, 1, 2, 2, 2)),
        )
        maker.tell(visit)
        for _ in range(self.chance.randint(0, min(3, nights.count - 1))):
            self._take(visit)

    def _guest(self) -> GuestSpec:
        name, latin, entry = self.people.pop()
        number = self.chance.randrange(700, 1000)
        given, family = (latin or name).split(", ")[::-1]
        return GuestSpec(
            name=name,
            latin=latin,
            country=entry["country"],
            language=entry["language"],
            phone=f"{self.rules['phone_prefix']}{number}",
            email=f"{_ascii(given)}.{_ascii(family)}@example.com",
            wishes=(self.chance.choice(self.rules["wishes"]),) if self.chance.randrange(4) == 0 else (),
        )

    def _take(self, visit: Visit) -> None:
        """Something taken on one of the days in between."""
        day = visit.arrival + timedelta(days=self.chance.randint(1, (visit.departure - visit.arrival).days - 1))
        kind = self.chance.choice(self.rules["take"])
        at = self.maker.minutes(day, tuple(kind["hours"]))
        price = money(self.chance.choice(kind["prices"]))
        self.checks += 1
        if at > self.maker.house.at(self.maker.house.today, self.maker.house.now):
            return
        self.maker.add(
            PostCharge,
            at,
            stay=visit.stay,
            code=kind["code"],
            unit_price=price,
            text=kind["text"],
            reference=f"check {900 + self.checks}" if kind.get("check") else "",
            outlet=kind.get("outlet", ""),
            taken_at=at - timedelta(minutes=self.chance.randint(1, 30)),
        )


def _people(pools: list[dict[str, Any]]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every family with every given name of a pool: name, Latin form, pool."""
    for pool in pools:
        for family in pool["families"]:
            for given in pool["givens"]:
                if isinstance(family, str):
                    yield f"{family}{pool['join']}{given}", "", pool
                else:
                    yield f"{family[0]}{pool['join']}{given[0]}", f"{family[1]}, {given[1]}", pool


def _ascii(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isascii() and sign.isalpha()) or "guest"


def _gaps(busy: list[Nights], first: date, until: date) -> Iterator[Nights]:
    """The nights between what is taken."""
    for nights in sorted(busy, key=lambda nights: nights.first):
        if nights.first > first:
            yield Nights(first, nights.first)
        first = max(first, nights.until)
    if first < until:
        yield Nights(first, until)
