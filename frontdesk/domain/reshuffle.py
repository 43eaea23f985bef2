"""Freeing a room by giving other rooms to guests who have not arrived: the fewest of them, the latest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

MOST = 3
"""More reservations than this are not disturbed for one move."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A stay that has not arrived and has a room: its nights from ``first`` up to ``until``."""

    stay: str
    room: str
    first: date
    until: date


@dataclass(frozen=True, slots=True)
class Shift:
    """A stay that has not arrived gets another room."""

    stay: str
    from_room: str
    to_room: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How the rooms stand: promises by room, nights nobody can give away, and rooms a stay could take instead."""

    promised: Mapping[str, Sequence[Promise]]
    fixed: Mapping[str, frozenset[date]]
    instead: Mapping[str, Sequence[str]]


def free_room(plan: Plan, room: str, span: tuple[date, date], most: int = MOST) -> tuple[Shift, ...] | None:
    """The fewest shifts that free a room from one date up to another; None if more than ``most`` are needed."""
    for depth in range(most + 1):
        found = _freed(plan, (room, *span), (), depth)
        if found is not None:
            return found
    return None


def _freed(plan: Plan, wanted: tuple[str, date, date], done: tuple[Shift, ...], left: int) -> tuple[Shift, ...] | None:
    """``done`` with the shifts added that empty a room for a span, using at most ``left`` more."""
    room, first, until = wanted
    if any(first <= night < until for night in plan.fixed.get(room, ())):
        return None
    blocking = [held for held in _in(plan, room, done) if held.first < until and first < held.until]
    if not blocking:
        return done
    if len(blocking) > left or any(shift.stay == blocking[0].stay for shift in done):
        return None
    held = max(blocking, key=lambda promise: (promise.first, promise.stay))
    for other in plan.instead.get(held.stay, ()):
        if other == room or any(other in {shift.from_room, shift.to_room} for shift in done):
            continue
        shifted = (*done, Shift(held.stay, held.room, other))
        made = _freed(plan, (other, held.first, held.until), shifted, left - 1)
        if made is not None:
            rest = _freed(plan, wanted, made, left - (len(made) - len(done)))
            if rest is not None:
                return rest
    return None


def _in(plan: Plan, room: str, done: tuple[Shift, ...]) -> list[Promise]:
    gone = {shift.stay for shift in done}
    return [held for held in plan.promised.get(room, ()) if held.stay not in gone]


def natural(number: str) -> tuple[int, int | str]:
    """Room numbers in the order a person counts them; those with letters come last."""
    return (0, int(number)) if number.isdigit() else (1, number)
