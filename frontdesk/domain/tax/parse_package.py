"""A package: one price, shared out over several supplies (S17)."""

from typing import Any

from frontdesk.domain.money import PPM
from frontdesk.domain.tax.checks import check_package_dates
from frontdesk.domain.tax.reading import Keys, Source, day, percent, tables, text, texts
from frontdesk.domain.tax.rules import LODGING, TAGS, Package, PackageVersion, Share
from frontdesk.errors import Refusal

WAYS = ("percent", "weight", "amount")


def parse_package(raw: dict[str, Any], index: int, source: Source) -> Package:
    """Read one [[package]]."""
    keys = Keys(dict(raw), source, source.block("package", index))
    package = Package(
        code=keys.take("code", text),
        versions=tuple(_version(item, keys) for item in keys.take("versions", tables)),
        rate_plans=keys.take("rate_plans", texts, ()),
        source=keys.take("source", texts, ()),
    )
    keys.done()
    if not package.source:
        raise keys.wrong("source", "a package without a source is refused.")
    if not package.versions:
        raise keys.wrong("versions", "a package needs at least one version.")
    check_package_dates(package.code, package.versions, keys)
    if package.rate_plans and not all(_has_lodging(version.parts) for version in package.versions):
        raise keys.wrong("rate_plans", "a rate for a night has a part for lodging.")
    return package


def _has_lodging(parts: tuple[Share, ...]) -> bool:
    """Whether something of the price is for the room: named, or what percentages leave."""
    rest = not any(share.weight is not None for share in parts) and sum(share.rate_ppm or 0 for share in parts) < PPM
    return rest or any(share.tag == LODGING for share in parts)


def _version(raw: dict[str, Any], keys: Keys) -> PackageVersion:
    inner = Keys(dict(raw), keys.source, keys.block)
    version = PackageVersion(
        starts=inner.take("from", day),
        ends=inner.maybe("to", day),
        parts=tuple(_share(item, keys) for item in inner.take("parts", tables)),
    )
    inner.done()
    _check_parts(version.parts, keys)
    return version


def _share(raw: dict[str, Any], keys: Keys) -> Share:
    inner = Keys(dict(raw), keys.source, keys.block)
    share = Share(
        tag=inner.take("tag", _tag),
        rate_ppm=inner.maybe("percent", percent),
        weight=inner.maybe("weight", inner.amount),
        amount=inner.maybe("amount", inner.amount),
    )
    inner.done()
    if sum(way is not None for way in (share.rate_ppm, share.weight, share.amount)) != 1:
        raise keys.wrong("parts", f"a part has exactly one of {', '.join(WAYS)}.")
    return share


def _tag(value: Any) -> str:
    if text(value) not in TAGS:
        raise Refusal(f"unknown tag “{value}”.")
    return text(value)


def _check_parts(parts: tuple[Share, ...], keys: Keys) -> None:
    weights = [share.weight for share in parts if share.weight is not None]
    rates = [share.rate_ppm for share in parts if share.rate_ppm is not None]
    if not parts:
        raise keys.wrong("parts", "a package has parts.")
    if weights and rates:
        raise keys.wrong("parts", "percentages and weights do not mix.")
    if weights and not sum(weights):
        raise keys.wrong("parts", "at least one weight is positive.")
    if sum(rates) > PPM:
        raise keys.wrong("parts", "the percentages are more than 100.")
    lodging = [share for share in parts if share.tag == LODGING]
    if sum(rates) == PPM and not lodging and any(share.amount is not None for share in parts):
        raise keys.wrong("parts", "nothing is left to take the amounts from.")
