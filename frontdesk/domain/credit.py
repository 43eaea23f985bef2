"""How much a credit is and how it is shared out over the chosen lines (GC-47 to GC-52).

A line's `left` is its price with every tax that follows the price, posted inside it or on top
(`figure.grouped`), less every correction, allowance and credit that names it (GC-10). Flat taxes collected
for others are never part of it (GC-11).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from frontdesk.domain.allocation import allocate
from frontdesk.domain.figure import Figure, Treatment, taken
from frontdesk.domain.money import PPM, percent_of, plain_percent
from frontdesk.errors import Refusal

SMALLEST_PERCENT = 100  # 0.01 % in parts per million


@dataclass(frozen=True, slots=True)
class Line:
    """A chosen charge and what is left of it. Lines stand in ledger order (A3)."""

    key: str
    left: Figure


@dataclass(frozen=True, slots=True)
class Part:
    """What a credit takes from one line: a negative figure, to be posted naming that line (GC-53)."""

    key: str
    figure: Figure


def base_of(lines: Sequence[Line]) -> int:
    """What is left of the chosen lines, tax included: what a percentage is taken of."""
    return sum(line.left.gross for line in lines)


def amount_total(lines: Sequence[Line], amount: int) -> int:
    """The credit of an amount as typed (GC-47).

    Raises:
        Refusal: it is not positive or more than is left (GC-16).
    """
    base = base_of(lines)
    if amount <= 0:
        raise Refusal("The credit comes to nothing.", "", "Give more, or choose lines with something left.")
    if amount > base:
        raise Refusal(
            "The credit is more than is left of these lines.",
            "Pending and approved credits have been taken off already.",
            "Choose more lines or give less.",
        )
    return amount


def percent_total(lines: Sequence[Line], ppm: int) -> int:
    """The credit of a percentage of what is left, rounded once on the whole (GC-47, R2).

    Raises:
        Refusal: not between 0.01 and 100 %, or it comes to nothing.
    """
    if not SMALLEST_PERCENT <= ppm <= PPM:
        raise Refusal(
            "A credit is between 0.01 and 100 %.", f"{plain_percent(ppm)} % is not.", "Type a percentage in that range."
        )
    return amount_total(lines, percent_of(base_of(lines), ppm))


def share_out(lines: Sequence[Line], credit: int, treatment: Treatment = Treatment.PRICE_REDUCTION) -> tuple[Part, ...]:
    """The credit in one part per line, by what is left of each; taxes follow (GC-48 to GC-52).

    The lines are given in ledger order; a line whose share is nothing gets no part.

    Raises:
        Refusal: the credit is not positive or more than is left.
    """
    shares = allocate(amount_total(lines, credit), [line.left.gross for line in lines])
    return tuple(
        Part(line.key, taken(line.left, share, treatment=treatment))
        for line, share in zip(lines, shares, strict=True)
        if share
    )
