"""Who pays: exemption by age (S12) and by reason with evidence (S15). An unknown age counts as adult (T9)."""

from dataclasses import dataclass
from datetime import date

from frontdesk.domain.tax.rules import AgeExemption, Context, Person, Version
from frontdesk.errors import Refusal, dated

AGE = "age"


@dataclass(frozen=True, slots=True)
class Payers:
    """How many of the heads pay; the others by reason; whether an age that matters is unknown."""

    paying: int
    heads: int
    exempt: tuple[tuple[str, int], ...] = ()
    age_unknown: bool = False


def payers(version: Version, context: Context) -> Payers:
    """Those who pay this tax this night."""
    heads = len(context.persons)
    if not version.exempt:
        return Payers(heads, heads)
    reasons: dict[str, int] = {}
    unknown = False
    for person in context.persons:
        age = age_of(person, version, context)
        unknown = unknown or age is None
        reason = _reason(person, age, version)
        if reason:
            reasons[reason] = reasons.get(reason, 0) + 1
    flagged = unknown and _asks_age(version)
    return Payers(heads - sum(reasons.values()), heads, tuple(reasons.items()), flagged)


def registered(version: Version, context: Context, title: str) -> Payers:
    """Those who pay a tax by head.

    Raises:
        Refusal: nobody is registered, so the tax would silently be nothing.
    """
    who = payers(version, context)
    if not who.heads:
        raise Refusal(
            f"Nobody is registered for the night of {dated(context.service_date)}.",
            f"{title} is due by head.",
            "Enter the guests who sleep in the room.",
        )
    return who


def age_of(person: Person, version: Version, context: Context) -> int | None:
    """The age that counts: on arrival, or on the night where the rule says so (T9)."""
    if version.age_on == "night" and person.born:
        return _age_on(person.born, context.service_date)
    return person.age


def _age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _asks_age(version: Version) -> bool:
    return any(isinstance(exemption, AgeExemption) for exemption in version.exempt)


def _reason(person: Person, age: int | None, version: Version) -> str | None:
    """The first exemption of the rule that fits this person."""
    for exemption in version.exempt:
        if isinstance(exemption, AgeExemption):
            if age is not None and age < exemption.below:
                return AGE
        else:
            for code in person.exempt:
                if code in exemption.codes:
                    return code
    return None
