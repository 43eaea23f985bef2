"""The rules of one day: which versions apply, in which order, prepared once per date (T3, T4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from frontdesk.domain.figure import Kind, Mode
from frontdesk.domain.money import PPM
from frontdesk.domain.recipe import Ingredient, Recipe, recipe
from frontdesk.domain.tax.rules import TAGS, Context, Jurisdiction, Rule, Version
from frontdesk.errors import Refusal, dated


@dataclass(frozen=True, slots=True, eq=False)
class Active:
    """A rule with the version that applies, and the name it has on a posting."""

    rule: Rule
    version: Version
    title: str


@dataclass(frozen=True, slots=True, eq=False)
class Inside:
    """The included taxes of one charge tag. `made_of` is ready where nothing of the night can change it."""

    actives: tuple[Active, ...]
    made_of: Recipe | None


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """The rules of one day. `on_top` also holds included taxes whose base contains an added tax (S04)."""

    inside: Mapping[str, Inside]
    on_top: tuple[Active, ...]
    covered: frozenset[str]


def day_of(jurisdiction: Jurisdiction, context: Context) -> Day:
    """The rules that apply to this night (T3), for its channel (S20) and booking (S19)."""
    booked_on = context.booked_on if context.prepaid and _has_lock(jurisdiction) else None
    return _prepare(jurisdiction, context.service_date, context.channel, booked_on)


@lru_cache(maxsize=256)
def _has_lock(jurisdiction: Jurisdiction) -> bool:
    return any(rule.lock for rule in jurisdiction.taxes)


@lru_cache(maxsize=4096)
def _prepare(jurisdiction: Jurisdiction, day: date, channel: str, booked_on: date | None) -> Day:
    actives = []
    for rule in _bases_first(jurisdiction.taxes):
        version = _version(rule, day, channel, booked_on)
        if version:
            actives.append(Active(rule, version, f"{jurisdiction.name}/{rule.code}"))
    return Day(
        inside={tag: _inside(tag, actives) for tag in TAGS},
        on_top=tuple(active for active in actives if _stands_on_top(active.rule, jurisdiction)),
        covered=frozenset(tag for active in actives for tag in active.rule.on),
    )


def _version(rule: Rule, day: date, channel: str, booked_on: date | None) -> Version | None:
    """The version of the day, or of the day of booking where rule and prepayment lock it (S19)."""
    if rule.lock and booked_on:
        return _on_day(rule, booked_on, channel) or _on_day(rule, day, channel)
    return _on_day(rule, day, channel)


def _on_day(rule: Rule, day: date, channel: str) -> Version | None:
    """A version made for this channel goes before one for all channels (S20)."""
    general = None
    for version in rule.versions:
        if version.in_force(day):
            if version.channel and version.channel == channel:
                return version
            if not version.channel:
                general = version
    return general


def _bases_first(rules: tuple[Rule, ...]) -> list[Rule]:
    """The rules by `order`, each after the taxes in its base. Files refuse cycles, so this ends."""
    by_code = {rule.code: rule for rule in rules}
    done: dict[str, Rule] = {}

    def place(rule: Rule) -> None:
        for code in rule.plus:
            if code not in done:
                place(by_code[code])
        done.setdefault(rule.code, rule)

    for rule in sorted(rules, key=lambda rule: rule.order):
        place(rule)
    return list(done.values())


def _stands_on_top(rule: Rule, jurisdiction: Jurisdiction) -> bool:
    added = {other.code for other in jurisdiction.taxes if other.mode is Mode.ADDED}
    return rule.mode is Mode.ADDED or bool(added.intersection(rule.plus))


def _inside(tag: str, actives: list[Active]) -> Inside:
    own = tuple(active for active in actives if active.rule.mode is Mode.INCLUDED and tag in active.rule.on)
    steady = all(active.version.kind is Kind.PERCENT and not active.version.los for active in own)
    return Inside(own, recipe(tuple(_ingredient(active) for active in own)) if steady else None)


def _ingredient(active: Active) -> Ingredient:
    return Ingredient(active.rule.code, Fraction(active.version.rate_ppm, PPM), active.rule.plus)


def refuse_uncovered(day: Day, jurisdiction: Jurisdiction, tag: str, on: date) -> None:
    """Never a silent zero: a tag is taxed or listed as untaxed (T3).

    Raises:
        Refusal: names the tag and the date.
    """
    if tag in day.covered or tag in jurisdiction.untaxed:
        return
    raise Refusal(
        f"No tax rule covers “{tag}” on {dated(on)}.",
        f"The rules of {jurisdiction.name} neither tax it on that day nor list it as untaxed.",
        "Add a version that is valid on that day, or list the tag as untaxed.",
    )
