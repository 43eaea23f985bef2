"""The demonstration hotel: three told weeks, made through the desk's own commands, the same bytes for the same seed."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from frontdesk.clock import utc_now
from frontdesk.commands.base import Command
from frontdesk.commands.folio import SettleWindow, TakePayment
from frontdesk.commands.house import CloseDay, SetHousekeeping, SetPaper, SetUpHouse
from frontdesk.commands.staff import EnrolStaff
from frontdesk.commands.stay import CheckOut
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.room import Housekeeping
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal, Unavailable
from frontdesk.intake.demo_crowd import Crowd
from frontdesk.intake.demo_house import read_house
from frontdesk.intake.demo_maker import WORKSTATION, Leave, Maker, Step
from frontdesk.intake.demo_story import tell_stories
from frontdesk.intake.door import Door, OpenDesk
from frontdesk.queries.balance import SeeBalances, WindowBalance
from frontdesk.queries.house import SeeHouse
from frontdesk.queries.staff import SeeStaff

SEED = 20_251_121
_LEAVING = time(10)
_COMPANY_WINDOW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSummary:
    """What was made: where, the business date at the end, and how much of what."""

    address: str
    name: str
    business_date: date
    rooms: int
    in_house: int
    due_in: int
    due_out: int
    commands: int
    pins: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """The summary as it is said to a person, with the PINs that its sign-in screen shows."""
        pins = ", ".join(f"{name} {pin}" for name, pin in self.pins)
        return (
            f"{self.name} in {self.address}: business date {self.business_date}, {self.rooms} rooms, "
            f"{self.in_house} stays in house, {self.due_in} due in, {self.due_out} due out. PINs: {pins}."
        )


class DemoClock:
    """A clock that stands where the story is."""

    def __init__(self, start: datetime) -> None:
        self.at = start.astimezone(UTC)

    def __call__(self) -> datetime:
        """Where the story is, in UTC."""
        return self.at

    def reach(self, commands: Sequence[Command]) -> Sequence[Command]:
        """Go on to the last of these commands, at which all of them are put down."""
        self.at = commands[-1].made_at if commands else self.at
        return commands


def make_demo(address: str | Path, *, open_desk: OpenDesk, seed: int = SEED, overwrite: bool = False) -> DemoSummary:
    """Make the demonstration hotel at a file or in an empty PostgreSQL database.

    A file is built beside its place and appears there when it is complete.

    Raises:
        Refusal: the file exists and ``overwrite`` was not asked for or it is no demonstration hotel, or the database
            holds a house already.
        Unavailable: the folder or the server is out of reach.
    """
    if str(address).startswith(("postgresql:", "postgres:", "postgresql+psycopg:")):
        return _build(str(address), open_desk, seed)
    target = Path(address)
    if target.exists() and not overwrite:
        raise Refusal(
            f"{target.name} exists already.",
            "A demonstration hotel never replaces a file by itself.",
            "Name another file, or say that this one may be overwritten.",
        )
    if target.exists():
        _require_demo(target, open_desk)
    return _build_beside(target, open_desk, seed)


def _require_demo(target: Path, open_desk: OpenDesk) -> None:
    """Whoever says "overwrite" means the demonstration, not a hotel's books that lie at a place typed wrong."""
    with open_desk(target, workstation=WORKSTATION, clock=utc_now, durable=True) as desk:
        shown = any(person.shown_pin for person in desk.ask(SeeStaff()))
    if not shown:
        raise Refusal(f"{target.name} is no demonstration hotel and is left as it is.", help="Name another file.")


def _build_beside(target: Path, open_desk: OpenDesk, seed: int) -> DemoSummary:
    scratch = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        summary = replace(_build(str(scratch), open_desk, seed), address=str(target))
        with scratch.open("rb") as file:
            os.fsync(file.fileno())
        # What lay beside the old file goes first: SQLite would play an old log into the new file.
        for leftover in ("-wal", "-shm"):
            target.with_name(target.name + leftover).unlink(missing_ok=True)
        scratch.replace(target)
    except OSError as error:
        raise Unavailable(
            f"{target.name} cannot be written.", error.strerror or str(error), "Close what has it open, then try again."
        ) from None
    finally:
        for leftover in ("", "-journal", "-wal", "-shm"):
            scratch.with_name(scratch.name + leftover).unlink(missing_ok=True)
    return summary


def _build(address: str, open_desk: OpenDesk, seed: int) -> DemoSummary:
    house = read_house()
    maker = Maker(house, seed)
    start = house.at(house.first_day, time(8))
    clock = DemoClock(start)
    founding = _founding(maker, start)
    Crowd(maker).fill(tell_stories(maker))
    paper = maker.make(SetPaper, start, house.staff[0].key, **house.paper)
    with open_desk(address, workstation=WORKSTATION, clock=clock, durable=False) as desk:
        _require_empty(desk)
        done = len(desk.do_all(clock.reach([*founding, paper])))
        for day, steps in _days(maker):
            done += _live(desk, clock, maker, (day, steps))
        clock.at = house.at(house.today, house.now).astimezone(UTC)
        view = desk.ask(SeeHouse())
    return DemoSummary(
        address=address,
        name=view.name,
        business_date=view.business_date,
        rooms=len(house.rooms),
        in_house=len(view.in_house),
        due_in=len(view.due_in),
        due_out=sum(row.due_out for row in view.in_house),
        commands=done,
        pins=tuple((person.name, person.pin) for person in house.staff),
    )


def _require_empty(desk: Door) -> None:
    """Refuse a database that holds a house, be it this one half made."""
    try:
        name = desk.ask(SeeHouse()).name
    except Refusal:
        return
    raise Refusal(f"There is a house in this database already: {name}.", help="Use an empty database.")


def _founding(maker: Maker, at: datetime) -> list[Command]:
    """The house and its people; the first of them is a manager and adds the others."""
    house = maker.house
    shown = ";".join(f"{person.name}={person.pin}" for person in house.staff)
    founded = maker.make(
        SetUpHouse,
        at,
        "",
        **house.facts,
        business_date=house.first_day,
        room_types=house.types,
        rooms=house.rooms,
        settings=(("shown_pins", shown),),
    )
    first = house.staff[0].key
    people = [
        maker.make(
            EnrolStaff,
            at,
            "" if person.key == first else first,
            staff=maker.staff[person.key],
            name=person.name,
            role=Role(person.role),
            pin=person.pin,
        )
        for person in house.staff
    ]
    return [founded, *people]


def _days(maker: Maker) -> Iterator[tuple[date, list[Step]]]:
    """The steps of each business date in the order of the clock, up to the end of the story."""
    house = maker.house
    steps = sorted(maker.steps, key=lambda step: step[0])
    day = house.first_day
    while day <= house.today:
        ends = house.at(day + timedelta(days=1), house.night_audit_at)
        yield day, [step for step in steps if step[0] < ends and step[0] >= ends - timedelta(days=1)]
        day += timedelta(days=1)


def _live(desk: Door, clock: DemoClock, maker: Maker, today: tuple[date, list[Step]]) -> int:
    """One business date in two transactions: the early morning; then departures, arrivals and the night audit."""
    day, steps = today
    early = maker.house.at(day, _LEAVING)
    first = [step for at, step in steps if at < early and not isinstance(step, Leave)]
    done = len(desk.do_all(clock.reach(first)))
    leaving = tuple(sorted(step.stay for _, step in steps if isinstance(step, Leave)))
    owed = desk.ask(SeeBalances(leaving))
    later: list[Command] = []
    for at, step in steps:
        if isinstance(step, Leave):
            later += _leave(maker, step, owed)
        elif at >= early:
            later.append(step)
    later += _closing(maker, day) if day < maker.house.today else _housekeeping(maker)
    return done + len(desk.do_all(clock.reach(later)))


def _leave(maker: Maker, leave: Leave, owed: tuple[WindowBalance, ...]) -> Iterator[Command]:
    """Each window is paid and settled: the company's by invoice, the guest's by card or in cash."""
    for window in owed:
        if window.stay != leave.stay:
            continue
        if window.balance:
            yield _payment(maker, leave, window)
        yield maker.make(SettleWindow, leave.at, stay=leave.stay, window=window.window)
    yield maker.make(CheckOut, leave.at, stay=leave.stay)


def _payment(maker: Maker, leave: Leave, window: WindowBalance) -> Command:
    card = maker.chance.choice((("Visa", "4242"), ("Mastercard", "5454"), ("Amex", "0005"), ("", "")))
    paid = {"stay": leave.stay, "window": window.window, "amount": window.balance}
    if window.window == _COMPANY_WINDOW:
        return maker.make(TakePayment, leave.at, **paid, method=PaymentMethod.INVOICE)
    if not card[0]:
        return maker.make(TakePayment, leave.at, **paid, method=PaymentMethod.CASH)
    return maker.make(TakePayment, leave.at, **paid, method=PaymentMethod.CARD, brand=card[0], last_four=card[1])


def _closing(maker: Maker, day: date) -> list[Command]:
    at = maker.house.at(day + timedelta(days=1), maker.house.night_audit_at)
    return [maker.make(CloseDay, at, "night", business_date=day)]


def _housekeeping(maker: Maker) -> list[Command]:
    """How the rooms stand at the end."""
    house = maker.house
    at = house.at(house.today, house.now)
    return [
        maker.make(
            SetHousekeeping,
            at,
            room=room.number,
            state=Housekeeping(house.states.get(room.number, "clean")),
            out_of_order=house.out_of_order.get(room.number, ""),
        )
        for room in house.rooms
    ]
