"""Who sleeps in the room on a night, and who of them does not pay which tax (T1, S15)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from frontdesk.domain.tax.rules import Jurisdiction, Person, ReasonExemption
from frontdesk.errors import Refusal

ADULT_AGE = 18


@dataclass(frozen=True, slots=True)
class Heads:
    """How many adults, and the ages of the children on arrival."""

    adults: int
    children: tuple[int, ...] = ()


def parted(now: Heads, going: Heads) -> Heads:
    """Who stays in the room when some of its guests go to another one (RM-5).

    Raises:
        Refusal: no adult goes or stays, or a child that goes is not in the room.
    """
    if going.adults < 1:
        raise Refusal("A child does not go to another room alone.", help="Let an adult go with the child.")
    if going.adults >= now.adults:
        raise Refusal(
            "Nobody who is grown up would stay in the room.", help="When all of them go, it is a move of the stay."
        )
    staying = list(now.children)
    for age in going.children:
        if age not in staying:
            raise Refusal(f"No child of {age} sleeps in this room.", help="Look at who sleeps in the room.")
        staying.remove(age)
    return Heads(now.adults - going.adults, tuple(staying))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempt:
    """A guest who does not pay, why, on what evidence, from the first to the last of these nights."""

    guest: str
    reason: str
    evidence: str
    first: date
    last: date


def heads_on(night: date, now: Heads, earlier: Sequence[Sequence[Any]]) -> Heads:
    """The heads of a night. ``earlier`` are counts that held until a night: (until, adults, children), by date."""
    for until, adults, children in earlier:
        if night < date.fromisoformat(until):
            return Heads(adults, tuple(children))
    return now


def earlier_heads(change_on: date, now: Heads, earlier: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """What ``heads_on`` needs after a change from a night on: nights before keep their heads."""
    before = [list(row) for row in earlier if date.fromisoformat(row[0]) < change_on]
    was = heads_on(change_on - timedelta(days=1), now, earlier)
    return [*before, [change_on.isoformat(), was.adults, list(was.children)]]


def exempt_rows(exempt: Iterable[Exempt]) -> list[list[str]]:
    """Exemptions as they are stored with the stay."""
    return [[each.guest, each.reason, each.evidence, each.first.isoformat(), each.last.isoformat()] for each in exempt]


def exempt_from(rows: Iterable[Sequence[str]]) -> tuple[Exempt, ...]:
    """Exemptions as they were stored with the stay."""
    return tuple(
        Exempt(
            guest=guest,
            reason=reason,
            evidence=evidence,
            first=date.fromisoformat(first),
            last=date.fromisoformat(last),
        )
        for guest, reason, evidence, first, last in rows
    )


def persons_on(night: date, heads: Heads, exempt: Iterable[Exempt]) -> tuple[Person, ...]:
    """The guests of a night as taxes see them: exempt guests stand first among the adults."""
    reasons: dict[str, list[str]] = {}
    for each in exempt:
        if each.first <= night <= each.last:
            reasons.setdefault(each.guest, []).append(each.reason)
    freed = [tuple(found) for found in reasons.values()]
    ages = [*[ADULT_AGE] * heads.adults, *heads.children]
    return tuple(Person(age=age, exempt=freed[n] if n < len(freed) else ()) for n, age in enumerate(ages))


def known_reasons(rules: Jurisdiction) -> list[str]:
    """The reasons that free a person of some tax, by name."""
    return sorted(
        {
            code
            for rule in rules.taxes
            for version in rule.versions
            for exemption in version.exempt
            if isinstance(exemption, ReasonExemption)
            for code in exemption.codes
        }
    )


def require_known_reason(rules: Jurisdiction, reason: str, evidence: str) -> None:
    """A reason that a tax of the house knows, with words of evidence (S15, T7).

    Raises:
        Refusal: no tax has such an exemption, or nothing shows that it is true.
    """
    known = known_reasons(rules)
    if reason not in known:
        listed = ", ".join(known) or "none"
        raise Refusal(f"No tax of the house has the exemption “{reason}”.", help=f"Known: {listed}.")
    if not evidence.strip():
        raise Refusal("An exemption needs evidence.", help="Write what was shown, such as the number of a certificate.")
