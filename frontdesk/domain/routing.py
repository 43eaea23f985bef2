"""Which window a charge goes to, and how much of it (W2, W3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frontdesk.domain.money import PPM, percent_of
from frontdesk.errors import Refusal


class LimitKind(StrEnum):
    """What an instruction takes at most."""

    NONE = ""
    DAY = "day"
    STAY = "stay"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """Sends charges of some departments or codes to a window of a stay.

    Empty dates and weekdays (0 is Monday) do not narrow. ``value`` is in minor units for a limit by service date
    or by stay, in parts per million for a share. The limit counts the price of a charge; taxes on top follow it.
    """

    id: str
    place: int
    stay: str
    window: int
    departments: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    weekdays: tuple[int, ...] = ()
    limit: LimitKind = LimitKind.NONE
    value: int = 0

    def fits(self, supply: "Supply") -> bool:
        """Whether the instruction names this supply on its service date."""
        named = supply.code in self.codes or supply.department in self.departments
        begun = self.first is None or self.first <= supply.service_date
        ended = self.last is not None and self.last < supply.service_date
        return named and begun and not ended and (not self.weekdays or supply.service_date.weekday() in self.weekdays)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """A charge as routing sees it: what it is for, when, and its price in minor units."""

    code: str
    department: str
    service_date: date
    amount: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a charge; without an instruction it stays on the guest's own window."""

    amount: int
    by: Instruction | None = None


def first_match(instructions: Iterable[Instruction], supply: Supply) -> Instruction | None:
    """The first instruction by its place that fits; it alone acts (W2)."""
    fitting = [instruction for instruction in instructions if instruction.fits(supply)]
    return min(fitting, key=lambda instruction: instruction.place, default=None)


def shares(by: Instruction | None, amount: int, used: int) -> tuple[Share, ...]:
    """The charge in at most two parts, together exactly the charge: what the instruction takes, then the rest (W3).

    Args:
        by: the instruction that fits, if there is one.
        amount: the price of the charge, positive.
        used: what the instruction took before of its limit by day or by stay.
    """
    if by is None:
        return (Share(amount),)
    taken = _taken(by, amount, used)
    parts = (Share(taken, by), Share(amount - taken))
    return tuple(part for part in parts if part.amount)


def _taken(by: Instruction, amount: int, used: int) -> int:
    if by.limit is LimitKind.NONE:
        return amount
    if by.limit is LimitKind.PERCENT:
        return percent_of(amount, by.value)
    return min(amount, max(0, by.value - used))


def require_sound(instruction: Instruction, departments: Sequence[str], codes: Sequence[str]) -> None:
    """An instruction names something that exists, and a limit that limits.

    Raises:
        Refusal: it names nothing, something unknown, days the wrong way round, or a limit of nothing.
    """
    if not instruction.departments and not instruction.codes:
        raise Refusal("The instruction names nothing to send.", help="Choose departments or codes.")
    for name in (*instruction.departments, *instruction.codes):
        if name not in departments and name not in codes:
            raise Refusal(f"There is no department or code {name}.", help="Choose one from the list of codes.")
    if instruction.first and instruction.last and instruction.last < instruction.first:
        raise Refusal("The last day is before the first.", help="Put one of the dates right.")
    if any(day not in range(7) for day in instruction.weekdays):
        raise Refusal("A weekday is 0 for Monday to 6 for Sunday.", help="Choose the weekdays again.")
    _require_limit(instruction)


def _require_limit(instruction: Instruction) -> None:
    if instruction.limit is LimitKind.NONE:
        if instruction.value:
            raise Refusal("A limit needs to say for what: a day, the stay or a share.", help="Choose one of the three.")
    elif instruction.value <= 0:
        raise Refusal("A limit must be more than nothing.", help="Leave the limit out, or remove the instruction.")
    elif instruction.limit is LimitKind.PERCENT and instruction.value > PPM:
        raise Refusal("A share is at most 100 %.", help="Type 100 or less.")
