"""Which nights bear a tax: long stays (S13, S14), a number of nights at most (S11), free rooms (S21)."""

from enum import StrEnum

from frontdesk.domain.tax.rules import (
    FULL_SHARE,
    Context,
    DecideOn,
    Effect,
    LengthOfStay,
    Per,
    Scope,
    Version,
)


class WholeNight(StrEnum):
    """Why a whole night is not charged, whoever sleeps there."""

    MAX_NIGHTS = "max_nights"
    LENGTH_OF_STAY = "length_of_stay"
    COMPLIMENTARY = "complimentary"


def due(version: Version, context: Context) -> bool:
    """Whether there is anything to look at: day use has no night (T2), a stay has one first night (S22)."""
    if version.per is Per.POSTING:
        return True
    if context.day_use and not version.day_use:
        return False
    return version.per is not Per.STAY or context.nights_before == 0


def not_charged(version: Version, context: Context) -> WholeNight | None:
    """The reason why this night is free of the tax, or None."""
    if share_ppm(version, context) == 0:
        return WholeNight.LENGTH_OF_STAY
    if version.max_nights is not None and nights_used(version, context) >= version.max_nights:
        return WholeNight.MAX_NIGHTS
    if context.complimentary and version.per is not Per.POSTING and not version.complimentary_due:
        return WholeNight.COMPLIMENTARY
    return None


def share_ppm(version: Version, context: Context) -> int:
    """How much of the base bears the tax on this night of the stay (S13)."""
    if version.los is None or not is_long(version.los, context):
        return FULL_SHARE
    return version.los.base_share_ppm


def is_long(los: LengthOfStay, context: Context) -> bool:
    """Whether the stay counts as long on this night."""
    if los.effect is Effect.FORWARD:
        return context.nights_before + 1 >= los.from_night
    if los.decide_on is DecideOn.BOOKED:
        return context.nights_total >= los.from_night
    return max(context.nights_before + 1, context.nights_spent) >= los.from_night


def nights_used(version: Version, context: Context) -> int:
    """The taxed nights that already count towards `max_nights` (S11)."""
    if version.max_scope is Scope.STAY:
        return context.nights_before
    days_before_in_year = context.service_date.timetuple().tm_yday - 1
    of_this_stay = min(context.nights_before, days_before_in_year)
    return max(context.nights_this_year, of_this_stay)
