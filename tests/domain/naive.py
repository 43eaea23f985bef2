"""The tax page worked out a second time, on purpose without any skill: raw file, fractions, one thing after another.

It shares no code with the program, not even the reading of the file, so that the two can only agree by being right.
"""

from fractions import Fraction
from math import floor
from typing import Any

Raw = dict[str, Any]


def rounded(exact: Fraction) -> int:
    """Half-up, away from zero (R1)."""
    return floor(exact + Fraction(1, 2)) if exact >= 0 else -floor(-exact + Fraction(1, 2))


def minor(text: str) -> int:
    """Minor units of an amount with two decimals."""
    return int(Fraction(text) * 100)


def rate_of(text: str) -> Fraction:
    return Fraction(text) / 100


def version_of(rule: Raw, ctx: Raw) -> Raw | None:
    """What the rule says on the service date, the version's own keys first."""
    best = None
    for version in rule["versions"]:
        full = {**rule, **version}
        late_enough = full["from"] <= ctx["date"]
        early_enough = "to" not in full or ctx["date"] <= full["to"]
        in_season = "months" not in full or ctx["date"].month in full["months"]
        if late_enough and early_enough and in_season:
            if full.get("channel") == ctx["channel"]:
                return full
            if "channel" not in full:
                best = full
    return best


def exempt_reason(version: Raw, person: Raw) -> str | None:
    for exemption in version.get("exempt", []):
        if exemption["kind"] == "age" and person["age"] is not None and person["age"] < exemption["below"]:
            return "age"
        if exemption["kind"] == "reason" and set(person["exempt"]) & set(exemption["codes"]):
            return "reason"
    return None


def is_long(version: Raw, ctx: Raw) -> bool:
    los = version.get("los")
    if not los:
        return False
    if los.get("effect") == "retroactive" and los.get("decide_on") == "booked":
        return ctx["nights_total"] >= los["from_night"]
    return ctx["nights_before"] + 1 >= los["from_night"]


def bearing(version: Raw, ctx: Raw) -> Fraction:
    """The share of the base that still bears the tax."""
    return Fraction(version["los"].get("base_share", "0")) if is_long(version, ctx) else Fraction(1)


def slab_rate(version: Raw, price: int) -> Fraction:
    return rate_of([tier for tier in version["tiers"] if minor(tier["from"]) <= price][-1]["percent"])


def included(file: list[Raw], charge: Raw, ctx: Raw) -> dict[str, Any]:
    """Take the included taxes out of one price by solving for the net amount."""
    inside = [
        version
        for rule in file
        if rule["mode"] == "included" and charge["tag"] in rule["on"] and (version := version_of(rule, ctx))
    ]

    def tax(version: Raw, net: Fraction, *, long: bool) -> Fraction:
        if version["kind"] == "amount":
            return Fraction(minor(version["amount"]) if charge["amount"] else 0)
        base = net + sum(tax(other, net, long=long) for other in inside if other["code"] in version.get("plus", []))
        percent = slab_rate(version, charge["amount"]) if version["kind"] == "slab" else rate_of(version["percent"])
        return base * percent * (bearing(version, ctx) if long else 1)

    def total(net: Fraction, *, long: bool) -> Fraction:
        return net + sum(tax(version, net, long=long) for version in inside)

    def net_of(gross: int, *, long: bool) -> Fraction:
        """The total is a straight line over the net amount: two points give it."""
        at_zero, at_one = total(Fraction(0), long=long), total(Fraction(1), long=long)
        return (gross - at_zero) / (at_one - at_zero)

    gross = charge["amount"]
    keeps_net = any(is_long(v, ctx) and bearing(v, ctx) != 1 and v["los"].get("keep", "net") == "net" for v in inside)
    if keeps_net:
        usual = net_of(gross, long=False)
        net = gross - sum(rounded(tax(version, usual, long=False)) for version in inside)
        taxes = {version["code"]: rounded(tax(version, Fraction(net), long=True)) for version in inside}
        return {"gross": net + sum(taxes.values()), "net": net, "taxes": taxes}
    net = net_of(gross, long=True)
    taxes = {version["code"]: rounded(tax(version, net, long=True)) for version in inside}
    return {"gross": gross, "net": gross - sum(taxes.values()), "taxes": taxes}


def package_charges(package: Raw, price: int) -> list[Raw]:
    """One price over the supplies of a package: fixed parts, then shares, what is missing to the largest remainders."""
    parts = [dict(part) for part in package["parts"]]
    by_weight = any("weight" in part for part in parts)
    percents = sum(Fraction(part.get("percent", "0")) for part in parts)
    if not by_weight and percents < 100:
        parts = [{"tag": "lodging", "percent": str(100 - percents)}, *parts]
    fixed_sum = sum(minor(part.get("amount", "0")) for part in parts)
    to_share = price - fixed_sum if by_weight else price
    key = "weight" if by_weight else "percent"
    weights = [Fraction(part.get(key, "0")) for part in parts]
    exact = [to_share * weight / sum(weights) for weight in weights]
    shares = [floor(share) for share in exact]
    order = sorted(range(len(parts)), key=lambda place: (-(exact[place] - shares[place]), place))
    for place in order[: to_share - sum(shares)]:
        shares[place] += 1
    amounts = [minor(part["amount"]) if "amount" in part else share for part, share in zip(parts, shares, strict=True)]
    if not by_weight:
        main = next(place for place, part in enumerate(parts) if part["tag"] == "lodging" and "percent" in part)
        amounts[main] -= fixed_sum
    tags = ["lodging", *dict.fromkeys(part["tag"] for part in parts if part["tag"] != "lodging")]
    sums = {tag: sum(a for part, a in zip(parts, amounts, strict=True) if part["tag"] == tag) for tag in tags}
    return [
        {"key": "room" if tag == "lodging" else tag, "tag": tag, "amount": amount}
        for tag, amount in sums.items()
        if amount
    ]


def assess(file: list[Raw], charges: list[Raw], ctx: Raw) -> dict[str, Any]:
    """One night: figures, added taxes as (code, parent, amount), and what was not charged by code."""
    figures = {charge["key"]: included(file, charge, ctx) for charge in charges}
    added: list[tuple[str, str | None, int]] = []
    free: dict[str, int] = {}
    for rule in file:
        version = version_of(rule, ctx)
        if version is None:
            continue
        if rule["mode"] == "included" and not version.get("plus"):
            continue
        if version["kind"] in ("amount", "tier"):
            if rule["mode"] == "added":
                fixed(version, charges, figures, ctx, added, free)
        else:
            percentage(version, charges, figures, ctx, added, free)
    return {"figures": figures, "added": added, "free": free}


def is_free(version: Raw, ctx: Raw, per: str) -> bool:
    if bearing(version, ctx) == 0:
        return True
    if "max_nights" in version and ctx["nights_before"] >= version["max_nights"]:
        return True
    return ctx["complimentary"] and per != "posting" and version.get("complimentary") != "due"


def misses(version: Raw, ctx: Raw, per: str) -> bool:
    return (per != "posting" and ctx["day_use"] and not version.get("day_use")) or (
        per == "stay" and ctx["nights_before"] > 0
    )


def note(free: dict[str, int], code: str, amount: int) -> None:
    if amount:
        free[code] = free.get(code, 0) + amount


def price(version: Raw, charges: list[Raw], figures: dict[str, Any]) -> int:
    return sum(figures[charge["key"]]["net" if version.get("base") == "net" else "gross"] for charge in charges)


def fixed(version: Raw, charges: list[Raw], figures: dict[str, Any], ctx: Raw, added: list, free: dict) -> None:
    code, per = version["code"], version.get("per", version.get("measure", "posting"))
    mine = [charge for charge in charges if charge["tag"] in version["on"]]
    if misses(version, ctx, per) or (charges and not mine):
        return
    heads = len(ctx["persons"])
    paying = sum(exempt_reason(version, person) is None for person in ctx["persons"])
    if version["kind"] == "tier":
        divisor = heads if version.get("measure") == "person_night" else 1
        reached = [t for t in version["tiers"] if Fraction(price(version, mine, figures), divisor) >= minor(t["from"])]
        unit = minor(reached[-1]["amount"])
    elif "by" in version:
        unit = minor(version["amounts"][ctx["category"]])
    else:
        unit = minor(version["amount"])
    count, full = (paying, heads) if per == "person_night" else (min(paying, 1), 1)
    if is_free(version, ctx, per):
        note(free, code, unit * count)
        return
    note(free, code, unit * (full - count))
    parents = [charge["key"] for charge in mine if charge["amount"]]
    if unit * count:
        added.append((code, parents[0] if parents else None, unit * count))


def percentage(version: Raw, charges: list[Raw], figures: dict[str, Any], ctx: Raw, added: list, free: dict) -> None:
    per = version.get("per", "posting")
    if misses(version, ctx, per):
        return
    mine = [c for c in charges if c["tag"] in version["on"]] if version["mode"] == "added" else []
    below = [row for row in added if row[0] in version.get("plus", [])]
    groups = [[charge] for charge in mine] if per == "posting" else [mine] if mine else []
    percent = (
        slab_rate(version, price(version, mine, figures)) if version["kind"] == "slab" else rate_of(version["percent"])
    )
    for group in groups:
        base = 0
        for charge in group:
            figure = figures[charge["key"]]
            base += figure["net"] if version.get("base") == "net" else figure["gross"]
            if version.get("base") == "net":
                base += sum(value for code, value in figure["taxes"].items() if code in version.get("plus", []))
            base += sum(row[2] for row in below if row[1] == charge["key"])
        charge_percent(version, percent, base, group[0]["key"], ctx, added, free, figures, by_head=True)
    keys = [charge["key"] for charge in mine]
    parents = []
    for row in below:
        if row[1] not in keys and row[1] not in parents:
            parents.append(row[1])
    for parent in parents:
        base = sum(row[2] for row in below if row[1] == parent)
        charge_percent(version, percent, base, parent, ctx, added, free, figures, by_head=False)


def charge_percent(  # noqa: PLR0917 - no skill, no objects
    version: Raw,
    percent: Fraction,
    base: int,
    parent: str | None,
    ctx: Raw,
    added: list,
    free: dict,
    figures: dict[str, Any],
    *,
    by_head: bool,
) -> None:
    code, per = version["code"], version.get("per", "posting")
    heads = len(ctx["persons"])
    paying = sum(exempt_reason(version, person) is None for person in ctx["persons"])
    each = by_head and "person_night" in (per, version.get("cap_per"))
    cap_each = by_head and "cap" in version and version.get("cap_per", per) == "person_night"
    exact = base * percent * (bearing(version, ctx) or 1)
    cap = minor(version["cap"]) if "cap" in version else None
    if cap_each:
        unit = min(rounded(exact / heads), cap)
        amount, full = unit * paying, unit * heads
    elif each and version.get("round_per") == "unit":
        unit = rounded(exact / heads)
        amount, full = unit * paying, unit * heads
    else:
        amount, full = rounded(exact * paying / heads), rounded(exact)
    if cap is not None and not cap_each:
        amount, full = min(amount, cap), min(full, cap)
    if is_free(version, ctx, per):
        note(free, code, amount)
        return
    note(free, code, full - amount)
    if amount:
        added.append((code, parent, amount))
    elif percent == 0 and parent in figures:
        figures[parent]["taxes"][code] = 0
