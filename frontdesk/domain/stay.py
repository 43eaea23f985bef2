"""Rules of a stay: its span, its nights, what may happen in which state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from frontdesk.errors import Refusal, dated

LONGEST = 730
"""Nights; a longer stay is a lease, and most likely a slip of the keyboard."""


class StayStatus(StrEnum):
    """Where a stay is between promise and departure."""

    DUE_IN = "due_in"
    IN_HOUSE = "in_house"
    CHECKED_OUT = "checked_out"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True)
class Span:
    """Arrival up to, not including, departure (T2). Arrival = departure is day use: no night.

    Raises:
        Refusal: departure before arrival, or a span longer than two years.
    """

    arrival: date
    departure: date

    def __post_init__(self) -> None:
        if self.departure < self.arrival:
            raise Refusal(
                "The departure is before the arrival.",
                f"Arrival {dated(self.arrival)}, departure {dated(self.departure)}.",
                "Put one of the dates right.",
            )
        if (self.departure - self.arrival).days > LONGEST:
            raise Refusal(f"The stay is longer than {LONGEST} nights.", help="Check the year of the departure.")

    @property
    def nights(self) -> tuple[date, ...]:
        """Each night by the date it begins."""
        return tuple(nights_between(self.arrival, self.departure))


def nights_between(first: date, until: date) -> Iterator[date]:
    """The nights from ``first`` up to, not including, ``until``."""
    for offset in range((until - first).days):
        yield first + timedelta(days=offset)


def require_status(actual: str, *allowed: StayStatus) -> None:
    """The stay must be in one of these states.

    Raises:
        Refusal: it is not; says in which state it is.
    """
    if actual not in allowed:
        words = {
            "due_in": "has not arrived yet",
            "in_house": "is in house",
            "checked_out": "has left already",
            "cancelled": "was cancelled",
            "no_show": "did not arrive",
        }
        raise Refusal(f"That is not possible: the guest {words[actual]}.", help="Open the stay to see its state.")


def require_prices(prices: tuple[int, ...], nights: int) -> None:
    """One price at or above zero for each night.

    Raises:
        Refusal: a price is missing, one too many, or below zero.
    """
    if len(prices) != nights:
        raise Refusal(
            f"There are {nights} nights and {len(prices)} prices.", help="Give exactly one price for each night."
        )
    if any(price < 0 for price in prices):
        raise Refusal("A night's price is below zero.", help="A price is zero or more; give money back as a credit.")
