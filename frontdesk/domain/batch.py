"""Many folios at once: which ones, in which order, and what may become of each (FD-20)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from frontdesk.domain.stay import StayStatus
from frontdesk.errors import Refusal

LONG_SINCE = timedelta(days=7)
"""A guest in house whose last paper is this old gets a new one."""


class Who(StrEnum):
    """Whose folios."""

    DUE_OUT_TOMORROW = "due_out_tomorrow"
    DUE_OUT_TODAY = "due_out_today"
    IN_HOUSE = "in_house"
    CHECKED_OUT_TODAY = "checked_out_today"
    LONG_STAYS = "long_stays"
    COMPANY = "company"
    ROOMS = "rooms"


class Order(StrEnum):
    """In which order they come out."""

    ROOM = "room"
    NAME = "name"
    FLOOR = "floor"


class Form(StrEnum):
    """What becomes of them: a file each, one file with bookmarks, or paper from a printer."""

    FILES = "files"
    MERGED = "merged"
    PRINTER = "printer"


class ItemState(StrEnum):
    """Where one folio of a batch stands. ``sending`` is on its way to the printer, and nobody knows yet."""

    WAITING = "waiting"
    SENDING = "sending"
    MADE = "made"
    SENT = "sent"
    FAILED = "failed"


_BEFORE: Mapping[ItemState, frozenset[ItemState]] = {
    ItemState.MADE: frozenset({ItemState.WAITING, ItemState.FAILED}),
    ItemState.SENDING: frozenset({ItemState.WAITING, ItemState.FAILED, ItemState.SENDING}),
    ItemState.SENT: frozenset({ItemState.SENDING}),
    ItemState.FAILED: frozenset({ItemState.WAITING, ItemState.SENDING, ItemState.FAILED}),
}

OPEN = frozenset({ItemState.WAITING, ItemState.SENDING})
"""What a batch that was stopped goes on with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which folios, in which order. ``company`` is a part of its name; ``rooms`` are numbers as on the door."""

    who: Who
    company: str = ""
    rooms: tuple[str, ...] = ()
    skip_zero: bool = True
    order: Order = Order.ROOM


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One window with something on it. ``printed`` is the day of its newest paper, None if it never had one."""

    stay: str
    window: int
    room: str
    floor: int
    name: str
    sort_name: str
    company: str
    status: str
    arrival: date
    departure: date
    balance: int
    printed: date | None = None


def chosen(candidates: Iterable[Candidate], choice: Choice, today: date) -> tuple[Candidate, ...]:
    """The folios a choice means on a business date, in its order; windows of one stay stay together.

    Raises:
        Refusal: a company or rooms were to be named and are not.
    """
    _require_named(choice)
    wanted = [
        each for each in candidates if _meant(each, choice, today) and not (choice.skip_zero and each.balance == 0)
    ]
    return tuple(sorted(wanted, key=lambda each: _place(each, choice.order)))


def _require_named(choice: Choice) -> None:
    if choice.who is Who.COMPANY and not choice.company.strip():
        raise Refusal("Say which company.", help="A part of its name is enough.")
    if choice.who is Who.ROOMS and not choice.rooms:
        raise Refusal("Say which rooms.", help="Write their numbers, such as 305, 412.")


def _meant(each: Candidate, choice: Choice, today: date) -> bool:
    """Whether a choice means this window; everything but the guests who left is about those in house."""
    if choice.who is Who.CHECKED_OUT_TODAY:
        return each.status == StayStatus.CHECKED_OUT and each.departure == today
    meant = {
        Who.DUE_OUT_TOMORROW: each.departure == today + timedelta(1),
        Who.DUE_OUT_TODAY: each.departure <= today,
        Who.IN_HOUSE: True,
        Who.LONG_STAYS: today - (each.printed or each.arrival) >= LONG_SINCE,
        Who.COMPANY: choice.company.strip().casefold() in each.company.casefold(),
        Who.ROOMS: each.room in choice.rooms,
    }
    return each.status == StayStatus.IN_HOUSE and meant[choice.who]


def _place(each: Candidate, order: Order) -> tuple[object, ...]:
    room = (*_number(each.room), each.stay, each.window)
    if order is Order.NAME:
        return (each.sort_name.casefold(), *room)
    return (each.floor, *room) if order is Order.FLOOR else room


def _number(room: str) -> tuple[int, str]:
    """Rooms by their number: 98 comes before 101, and a suite without a number comes last."""
    digits = "".join(sign for sign in room if sign.isdigit())
    return (int(digits) if digits else 10**9, room)


def require_step(n: int, state: ItemState, wanted: ItemState) -> None:
    """One folio may go from one state to another (FD-20).

    Raises:
        Refusal: it is past that, so another desk was faster.
    """
    if state not in _BEFORE.get(wanted, frozenset()):
        raise Refusal(
            f"Folio {n} of this batch is {state.value} already.", help="Another desk may be working on the same batch."
        )
