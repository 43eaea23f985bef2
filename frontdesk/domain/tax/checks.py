"""What must hold in a file as a whole: dates without overlap or gap, codes that exist, no cycles."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from frontdesk.domain.figure import Kind, Mode
from frontdesk.domain.tax.reading import Keys, Source, TaxFileError, overlap
from frontdesk.domain.tax.rules import Base, Package, PackageVersion, Per, Rule, Version

DAY = timedelta(days=1)
FOR_EVER = date.max


def check_dates(rule: Rule, keys: Keys) -> None:
    """No two versions of one channel and season on one day, no gap between two dates (T3)."""
    for nth, version in enumerate(rule.versions):
        keys.nth = nth
        if version.ends and version.ends < version.starts:
            raise keys.wrong("from", f"{rule.code}: a version ends before it starts.")
        for earlier in rule.versions[:nth]:
            if _overlapping(earlier, version):
                raise keys.wrong("from", f"{rule.code}: two versions overlap on {_first_common(earlier, version)}.")
    for channel in dict.fromkeys(version.channel for version in rule.versions):
        _check_gap(rule.code, [version for version in rule.versions if version.channel == channel], keys)
    keys.nth = 0


def _overlapping(one: Version, other: Version) -> bool:
    return (
        one.channel == other.channel
        and overlap(one.months, other.months)
        and one.starts <= (other.ends or FOR_EVER)
        and other.starts <= (one.ends or FOR_EVER)
    )


def _first_common(one: Version, other: Version) -> str:
    return max(one.starts, other.starts).isoformat()


def _check_gap(code: str, versions: Sequence[Version | PackageVersion], keys: Keys) -> None:
    ordered = sorted(versions, key=lambda version: version.starts)
    reached = ordered[0].ends or FOR_EVER
    for version in ordered[1:]:
        if reached != FOR_EVER and version.starts > reached + DAY:
            gap = (reached + DAY).isoformat()
            raise keys.wrong("versions", f"{code}: no version is valid from {gap} to {version.starts - DAY}.")
        reached = max(reached, version.ends or FOR_EVER)


def check_package_dates(code: str, versions: Sequence[PackageVersion], keys: Keys) -> None:
    """The same for packages: no overlap, no gap."""
    for nth, version in enumerate(versions):
        for earlier in versions[:nth]:
            if earlier.starts <= (version.ends or FOR_EVER) and version.starts <= (earlier.ends or FOR_EVER):
                raise keys.wrong("versions", f"{code}: two versions overlap.")
    _check_gap(code, versions, keys)


def check_rate_plans(packages: Sequence[Package], source: Source) -> None:
    """A rate is sold as one package at most."""
    seen: set[str] = set()
    for index, package in enumerate(packages):
        for rate_plan in package.rate_plans:
            if rate_plan in seen:
                line = source.line_of(source.block("package", index), "rate_plans")
                raise TaxFileError(source.file, line, f"the rate “{rate_plan}” is named by two packages.")
            seen.add(rate_plan)


def check_rule(rule: Rule, keys: Keys) -> None:
    """What a price can contain: only what can be taken out of it again."""
    for nth, version in enumerate(rule.versions):
        keys.nth = nth
        for key, problem in _problems(rule, version):
            raise keys.wrong(key, f"{rule.code}: {problem}")
    keys.nth = 0


def _problems(rule: Rule, version: Version) -> Iterable[tuple[str, str]]:
    percentage = version.kind in (Kind.PERCENT, Kind.SLAB)
    if rule.mode is Mode.INCLUDED:
        yield from _included_problems(version, percentage=percentage)
    if percentage and version.per is Per.STAY:
        yield "per", "a percentage cannot be due per stay."
    if not percentage and rule.plus:
        yield "plus", "only a percentage has other taxes in its base."
    if version.cap_per and version.cap is None:
        yield "cap_per", "there is no cap."
    if version.los and version.los.base_share_ppm and not percentage:
        yield "los", "an amount has no base to share."
    if not rule.on and version.kind is not Kind.PERCENT:
        yield "on", "without charges in “on” only a percentage of other taxes makes sense."


def _included_problems(version: Version, *, percentage: bool) -> Iterable[tuple[str, str]]:
    if version.kind is Kind.TIER:
        yield "kind", "a tier cannot be inside a price."
    if percentage and version.per is not Per.POSTING:
        yield "per", "a percentage inside a price is worked out per posting."
    if percentage and (version.exempt or version.max_nights is not None or version.cap is not None):
        yield "exempt", "a percentage inside a price knows no exemption, number of nights or cap."
    if version.base is Base.NET and not percentage:
        yield "base", "an amount has no base."


def check_unique(rules: Sequence[Rule], source: Source) -> None:
    """Every code once."""
    seen: set[str] = set()
    for index, rule in enumerate(rules):
        if rule.code in seen:
            raise _wrong(source, index, "code", f"the code “{rule.code}” is used twice.")
        seen.add(rule.code)


def check_graph(rules: Sequence[Rule], source: Source) -> None:
    """Every code in `plus` exists, none counts twice, and nothing is in its own base (T4)."""
    by_code = {rule.code: rule for rule in rules}
    for index, rule in enumerate(rules):
        for code in rule.plus:
            if code not in by_code:
                raise _wrong(source, index, "plus", f"{rule.code}: unknown code “{code}”.")
            if _twice(rule, by_code[code]):
                raise _wrong(source, index, "plus", f"{rule.code}: “{code}” is inside its gross base already.")
        if _reaches(rule.code, rule, by_code, set()):
            raise _wrong(source, index, "plus", f"{rule.code}: it is in its own base, a cycle.")


def _twice(rule: Rule, other: Rule) -> bool:
    """An included tax of the same charges is part of a gross base; naming it again would count it twice."""
    gross = any(version.base is Base.GROSS for version in rule.versions)
    return rule.mode is Mode.ADDED and other.mode is Mode.INCLUDED and gross and overlap(rule.on, other.on)


def _reaches(target: str, rule: Rule, by_code: dict[str, Rule], seen: set[str]) -> bool:
    for code in rule.plus:
        if code == target:
            return True
        if code in by_code and code not in seen:
            seen.add(code)
            if _reaches(target, by_code[code], by_code, seen):
                return True
    return False


def _wrong(source: Source, index: int, key: str, reason: str) -> TaxFileError:
    return TaxFileError(source.file, source.line_of(source.block("tax", index), key), reason)
