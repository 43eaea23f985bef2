"""What a jurisdiction file says, as values: taxes with dated versions, and packages.

Amounts are minor units of the jurisdiction's currency, percentages parts per million. Keys have the names
they have in the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from frontdesk.domain.figure import Kind, Mode
from frontdesk.domain.money import PPM

TAGS = ("lodging", "food", "drink", "services", "fee", "other", "paid_out")
"""What a charge can be for, as far as taxes care."""

LODGING = "lodging"
"""The tag of a night in a room."""

FULL_SHARE = PPM
"""The whole base bears the tax, as on every night of an ordinary stay."""


class Per(StrEnum):
    """What a tax is worked out for, once each."""

    POSTING = "posting"
    ROOM_NIGHT = "room_night"
    PERSON_NIGHT = "person_night"
    STAY = "stay"


class Base(StrEnum):
    """Whether the base is the price before or with its included taxes."""

    NET = "net"
    GROSS = "gross"


class Effect(StrEnum):
    """Whether a long stay changes the tax from a night on, or from the first night (S13, S14)."""

    FORWARD = "forward"
    RETROACTIVE = "retroactive"


class DecideOn(StrEnum):
    """Whether the length of a stay is that of the booking or the nights spent."""

    BOOKED = "booked"
    ACTUAL = "actual"


class Scope(StrEnum):
    """Over what a number of taxed nights is counted (S11)."""

    STAY = "stay"
    CALENDAR_YEAR = "calendar_year"


@dataclass(frozen=True, slots=True)
class Tier:
    """From this measure on, up to just below the next tier: an amount (S08) or a rate (S09)."""

    starts: int
    amount: int = 0
    rate_ppm: int = 0


@dataclass(frozen=True, slots=True)
class AgeExemption:
    """Persons under this age do not pay (S12)."""

    below: int


@dataclass(frozen=True, slots=True)
class ReasonExemption:
    """Persons with one of these reasons do not pay, with evidence where it says so (S15)."""

    codes: tuple[str, ...]
    evidence: bool = True


@dataclass(frozen=True, slots=True)
class LengthOfStay:
    """What changes when a stay gets long (S13, S14). `base_share_ppm` of the base still bears the tax."""

    from_night: int
    effect: Effect = Effect.FORWARD
    base_share_ppm: int = 0
    keep: Base = Base.NET
    decide_on: DecideOn = DecideOn.ACTUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One dated form of a tax. `ends` is the last day it is in force, None while it is open."""

    starts: date
    ends: date | None = None
    kind: Kind = Kind.PERCENT
    per: Per = Per.POSTING
    base: Base = Base.GROSS
    rate_ppm: int = 0
    amount: int = 0
    by: tuple[str, ...] = ()
    amounts: Mapping[str, int] = field(default_factory=dict)
    tiers: tuple[Tier, ...] = ()
    measure: Per = Per.ROOM_NIGHT
    months: tuple[int, ...] = ()
    cap: int | None = None
    cap_per: Per | None = None
    max_nights: int | None = None
    max_scope: Scope = Scope.STAY
    exempt: tuple[AgeExemption | ReasonExemption, ...] = ()
    los: LengthOfStay | None = None
    channel: str = ""
    round_per: str = "posting"
    complimentary_due: bool = False
    day_use: bool = False
    age_on: str = "arrival"

    def in_force(self, day: date) -> bool:
        """Whether this version is the one of that day (T3), its season included (S07)."""
        in_dates = self.starts <= day and (self.ends is None or day <= self.ends)
        return in_dates and (not self.months or day.month in self.months)

    @property
    def per_person(self) -> bool:
        """Whether the price is shared by heads."""
        return Per.PERSON_NIGHT in (self.per, self.cap_per)

    @property
    def cap_by_head(self) -> bool:
        """Whether the cap is one of each person (S10), not of the whole room or posting."""
        return self.cap is not None and (self.cap_per or self.per) is Per.PERSON_NIGHT

    @property
    def by_unit(self) -> bool:
        """Whether one person's tax is rounded and then multiplied by those who pay (R7, S10)."""
        return self.cap_by_head or (self.round_per == "unit" and self.per_person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One tax of a jurisdiction: what it looks at (`on`, `plus`) and its versions (T3, T4)."""

    code: str
    order: int
    mode: Mode
    on: tuple[str, ...]
    plus: tuple[str, ...] = ()
    name: Mapping[str, str] = field(default_factory=dict)
    lock: bool = False
    category: str = ""
    category_reason: str = ""
    source: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One part of a package: a percentage, a weight or an amount of the price (S17)."""

    tag: str
    rate_ppm: int | None = None
    weight: int | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageVersion:
    """The parts of a package from a day on."""

    starts: date
    ends: date | None = None
    parts: tuple[Share, ...] = ()

    def in_force(self, day: date) -> bool:
        """Whether this version is the one of that day (T3)."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One price for several supplies (S17). `rate_plans` are the rates whose nights are sold as this package."""

    code: str
    versions: tuple[PackageVersion, ...]
    rate_plans: tuple[str, ...] = ()
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Jurisdiction:
    """A whole file. Compared by identity, so that the rules of a day can be prepared once and kept.

    `checked_on` is the day a person last compared the file with its sources; without one, `status` says what it is.
    `fingerprint` is the SHA-256 of the file's text, for the copy in the database.
    """

    name: str
    currency: str
    checked_on: date | None = None
    status: str = ""
    untaxed: tuple[str, ...] = ()
    taxes: tuple[Rule, ...] = ()
    packages: tuple[Package, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A guest as taxes see one: age on arrival (None is unknown) and reasons that exempt, with evidence."""

    age: int | None = None
    born: date | None = None
    exempt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The night, or the moment of day use, that charges belong to (T1, T2).

    `nights_before` are the taxed nights of this stay before this one. `nights_this_year` are the taxed nights
    of this calendar year before this one, earlier stays and this one together; where the caller does not know
    of earlier stays, those of this stay are counted. `nights_spent` are the nights of this stay that are over:
    a night looked at again later knows that the stay has become long meanwhile (S14).
    """

    service_date: date
    nights_before: int = 0
    nights_total: int = 1
    nights_spent: int = 0
    nights_this_year: int = 0
    persons: tuple[Person, ...] = ()
    category: str = ""
    zone: str = ""
    channel: str = ""
    complimentary: bool = False
    booked_on: date | None = None
    prepaid: bool = False
    day_use: bool = False


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount to be posted: what it is for and its price, in minor units."""

    key: str
    tag: str
    amount: int
