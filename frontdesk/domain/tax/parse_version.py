"""One dated version of a tax, with every key of the shapes."""

from typing import Any

from frontdesk.domain.figure import Kind
from frontdesk.domain.tax.reading import (
    Keys,
    choice,
    day,
    flag,
    fraction,
    list_of,
    mapping_of,
    one_of,
    percent,
    table,
    tables,
    text,
    texts,
    whole,
)
from frontdesk.domain.tax.rules import (
    AgeExemption,
    Base,
    DecideOn,
    Effect,
    LengthOfStay,
    Per,
    ReasonExemption,
    Scope,
    Tier,
    Version,
)
from frontdesk.errors import Refusal

VERSION_KEYS = (
    "kind",
    "per",
    "base",
    "percent",
    "amount",
    "by",
    "amounts",
    "tiers",
    "measure",
    "months",
    "cap",
    "cap_per",
    "max_nights",
    "max_scope",
    "exempt",
    "los",
    "channel",
    "round_per",
    "complimentary",
    "day_use",
    "age_on",
)
"""What a rule may say once for all its versions, and a version may say for itself."""

STEPPED = (Kind.TIER, Kind.SLAB)
LAST_MONTH = 12


def parse_version(keys: Keys) -> Version:
    """Read one version; the keys are those of the rule and of the version together.

    Each kind takes only the keys of its own shape, so that a key of another shape is refused as unknown.
    """
    kind = keys.take("kind", choice(Kind))
    measure = keys.take("measure", choice(Per), Per.ROOM_NIGHT) if kind in STEPPED else Per.ROOM_NIGHT
    by = keys.take("by", _dimensions, ()) if kind is Kind.AMOUNT else ()
    version = Version(
        starts=keys.take("from", day),
        ends=keys.maybe("to", day),
        kind=kind,
        per=keys.take("per", choice(Per), measure if kind is Kind.TIER else Per.POSTING),
        base=keys.take("base", choice(Base), Base.GROSS),
        rate_ppm=keys.take("percent", percent) if kind is Kind.PERCENT else 0,
        amount=keys.take("amount", keys.amount) if kind is Kind.AMOUNT and not by else 0,
        by=by,
        amounts=keys.take("amounts", mapping_of(keys.amount)) if by else {},
        tiers=_tiers(keys, kind) if kind in STEPPED else (),
        measure=measure,
        months=keys.take("months", list_of(_month), ()),
        cap=keys.maybe("cap", keys.amount) if kind is Kind.PERCENT else None,
        cap_per=keys.maybe("cap_per", choice(Per)) if kind is Kind.PERCENT else None,
        max_nights=keys.maybe("max_nights", whole),
        max_scope=keys.take("max_scope", choice(Scope), Scope.STAY),
        exempt=tuple(_exemption(raw, keys) for raw in keys.take("exempt", tables, ())),
        los=_length_of_stay(keys),
        channel=keys.take("channel", text, ""),
        round_per=keys.take("round_per", one_of("posting", "unit"), "posting"),
        complimentary_due=keys.take("complimentary", one_of("due", "exempt"), "exempt") == "due",
        day_use=keys.take("day_use", flag, default=False),
        age_on=keys.take("age_on", one_of("arrival", "night"), "arrival"),
    )
    keys.done()
    return version


def _month(value: Any) -> int:
    if not 1 <= whole(value) <= LAST_MONTH:
        raise Refusal(f"{value} is not a month.")
    return whole(value)


def _dimensions(value: Any) -> tuple[str, ...]:
    """What the amount depends on: "category", "zone", or both in a list, whose keys are joined by a slash."""
    dimensions = (value,) if isinstance(value, str) else texts(value)
    for dimension in dimensions:
        if dimension not in ("category", "zone"):
            raise Refusal(f"“{dimension}” is neither category nor zone.")
    return dimensions


def _tiers(keys: Keys, kind: Kind) -> tuple[Tier, ...]:
    tiers = tuple(_tier(raw, keys, kind) for raw in keys.take("tiers", tables))
    starts = [tier.starts for tier in tiers]
    if not tiers or starts[0] != 0 or starts != sorted(set(starts)):
        raise keys.wrong("tiers", "tiers start at “0” and rise.")
    return tiers


def _tier(raw: dict[str, Any], keys: Keys, kind: Kind) -> Tier:
    inner = Keys(dict(raw), keys.source, keys.block, keys.nth)
    starts = inner.take("from", inner.amount)
    if kind is Kind.TIER:
        tier = Tier(starts, amount=inner.take("amount", inner.amount))
    else:
        tier = Tier(starts, rate_ppm=inner.take("percent", percent))
    inner.done()
    return tier


def _exemption(raw: dict[str, Any], keys: Keys) -> AgeExemption | ReasonExemption:
    inner = Keys(dict(raw), keys.source, keys.block, keys.nth)
    exemption: AgeExemption | ReasonExemption
    if inner.take("kind", one_of("age", "reason")) == "age":
        exemption = AgeExemption(inner.take("below", whole))
    else:
        exemption = ReasonExemption(inner.take("codes", texts), inner.take("evidence", flag, default=True))
    inner.done()
    return exemption


def _length_of_stay(keys: Keys) -> LengthOfStay | None:
    raw = keys.maybe("los", table)
    if raw is None:
        return None
    inner = Keys(dict(raw), keys.source, keys.block, keys.nth)
    los = LengthOfStay(
        from_night=inner.take("from_night", whole),
        effect=inner.take("effect", choice(Effect), Effect.FORWARD),
        base_share_ppm=inner.take("base_share", fraction, 0),
        keep=inner.take("keep", choice(Base), Base.NET),
        decide_on=inner.take("decide_on", choice(DecideOn), DecideOn.ACTUAL),
    )
    inner.done()
    return los
