"""Who may do what, and how much each role may give without another person (goodwill-credits 4)."""

from dataclasses import dataclass

from frontdesk.domain.money import half_up
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal

RANK = {
    Role.ASSOCIATE: 0,
    Role.NIGHT_AUDITOR: 1,
    Role.SUPERVISOR: 1,
    Role.DUTY_MANAGER: 2,
    Role.GENERAL_MANAGER: 3,
}
"""A night auditor has the authority of a supervisor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a role may grant alone, in minor units with tax; None is no limit, 0 is nothing at all (GC-19).

    ``of_base`` is in parts per million of what is left of the chosen lines.
    """

    per_credit: int | None
    of_base: int | None
    per_stay: int | None
    per_day: int | None


_SHARES = {
    0: ((1, 6), (1, 3), (1, 1), 100_000),
    1: ((2, 3), (1, 1), (10, 3), 250_000),
    2: ((2, 1), (10, 3), (10, 1), 1_000_000),
}


def limits_of(role: Role, typical_night: int) -> Limits:
    """The limits a role starts with in a house with this typical night in minor units (GC-23)."""
    rank = RANK[role]
    if rank not in _SHARES:
        return Limits(per_credit=None, of_base=1_000_000, per_stay=None, per_day=None)
    credit, stay, day, of_base = _SHARES[rank]
    return Limits(
        per_credit=_share(typical_night, credit),
        of_base=of_base,
        per_stay=_share(typical_night, stay),
        per_day=_share(typical_night, day),
    )


def _share(typical_night: int, share: tuple[int, int]) -> int:
    """A share of the typical night, rounded half-up to two significant digits."""
    exact_top, exact_bottom = typical_night * share[0], share[1]
    whole = exact_top // exact_bottom
    step: int = 10 ** max(0, len(str(whole)) - 2)
    return half_up(exact_top, exact_bottom * step) * step


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What a credit would use up: itself, its base, and what was granted before (GC-20), in minor units."""

    credit: int
    base: int
    stay_before: int
    day_before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One limit held against what is asked. ``percent`` marks figures in parts per million, ``times`` a number."""

    name: str
    asked: int
    limit: int | None
    percent: bool = False
    times: bool = False

    @property
    def within(self) -> bool:
        """True if the limit allows it."""
        return self.limit is None or self.asked <= self.limit


def hold_against(limits: Limits, used: Used) -> tuple[Check, ...]:
    """Every limit beside what this credit would use; all of them must hold (GC-20)."""
    share = half_up(used.credit * 1_000_000, used.base) if used.base else 0
    return (
        Check(name="This credit", asked=used.credit, limit=limits.per_credit),
        Check(name="Share of the lines", asked=share, limit=_allowed_share(limits, used), percent=True),
        Check(name="This stay", asked=used.stay_before + used.credit, limit=limits.per_stay),
        Check(name="Your day", asked=used.day_before + used.credit, limit=limits.per_day),
    )


def _allowed_share(limits: Limits, used: Used) -> int | None:
    """The share allowed; a credit at most the half-up rounded percentage of the base is inside it (GC-20)."""
    if limits.of_base is None or used.credit > half_up(used.base * limits.of_base, 1_000_000):
        return limits.of_base
    return max(limits.of_base, half_up(used.credit * 1_000_000, used.base) if used.base else 0)


_ALLOWANCE = {0: ((1, 3), (1, 15)), 1: ((5, 3), (2, 3))}
"""Shares of the typical night by rank: with evidence, and without (goodwill-credits 4.3)."""


def allowance_limit(role: Role, typical_night: int, *, evidence: bool) -> int | None:
    """How much of one posting a role may allow alone, in minor units; None is no limit."""
    shares = _ALLOWANCE.get(RANK[role])
    if shares is None:
        return None
    top, bottom = shares[0] if evidence else shares[1]
    return half_up(typical_night * top, bottom)


def is_manager(role: Role) -> bool:
    """True for roles that may found a house's first sign-in and decide without a figure of their own."""
    return RANK[role] >= RANK[Role.DUTY_MANAGER]


def approves(role: Role) -> bool:
    """True for roles that may approve what others ask for."""
    return RANK[role] >= RANK[Role.SUPERVISOR]


def require_second_person(asked_by: str, approver: str) -> None:
    """Nobody approves the own request (GC-28).

    Raises:
        Refusal: both are the same person.
    """
    if asked_by == approver:
        raise Refusal("Nobody approves their own request.", help="Ask another manager to decide.")
