"""A jurisdiction file (TOML) to rules, or an error that names file, line and reason."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any

from frontdesk.domain.currency import exponent
from frontdesk.domain.figure import Mode
from frontdesk.domain.tax.checks import check_dates, check_graph, check_rate_plans, check_rule, check_unique
from frontdesk.domain.tax.parse_package import parse_package
from frontdesk.domain.tax.parse_version import VERSION_KEYS, parse_version
from frontdesk.domain.tax.reading import (
    Keys,
    Source,
    TaxFileError,
    choice,
    day,
    known,
    mapping_of,
    one_of,
    table,
    tables,
    text,
    texts,
    whole,
)
from frontdesk.domain.tax.rules import TAGS, Jurisdiction, Rule, Version
from frontdesk.errors import Refusal

SCHEMA = 1
STALE_AFTER_DAYS = 400
EINVOICE_CATEGORIES = ("S", "Z", "E", "AE", "G", "O")


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rules of a file, and what a person should look at before they go live."""

    jurisdiction: Jurisdiction
    warnings: tuple[str, ...] = ()


def parse_jurisdiction(content: str, *, file: str, currency: str | None = None, today: date | None = None) -> Loaded:
    """Read a jurisdiction file.

    Args:
        content: the text of the file.
        file: its name, for messages.
        currency: the property's currency; a file in another one is refused.
        today: the day to measure the age of `checked_on` by.

    Raises:
        TaxFileError: numbers instead of strings, overlapping or gapped versions, unknown tags, codes or keys,
            a cycle in `plus`, a rule without a source, another currency, or anything the shapes do not allow.
    """
    values = _toml(content, file)
    source = Source(file, content)
    keys = Keys(values, source, (0, len(content.splitlines())))
    if keys.take("schema", whole) != SCHEMA:
        raise keys.wrong("schema", f"only schema {SCHEMA} is known.")
    own_currency = _currency(keys, currency)
    source = Source(file, content, own_currency)
    taxes = keys.take("tax", tables, ())
    packages = keys.take("package", tables, ())
    rules = tuple(_rule(raw, index, source) for index, raw in enumerate(taxes))
    checked_on, status = keys.maybe("checked_on", day), keys.take("status", text, "")
    if (checked_on is None) == (not status):
        raise keys.wrong("checked_on", "say either the day it was compared, or its “status”.")
    jurisdiction = Jurisdiction(
        name=keys.take("jurisdiction", text),
        currency=own_currency,
        checked_on=checked_on,
        status=status,
        untaxed=keys.take("untaxed", known(TAGS, "tag"), ()),
        taxes=rules,
        packages=tuple(parse_package(raw, index, source) for index, raw in enumerate(packages)),
        fingerprint=hashlib.sha256(content.encode()).hexdigest(),
    )
    keys.done()
    check_unique(rules, source)
    check_graph(rules, source)
    check_rate_plans(jurisdiction.packages, source)
    return Loaded(jurisdiction, _warnings(jurisdiction, file, today))


def _toml(content: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else len(content.splitlines())
        raise TaxFileError(file, line, f"not valid TOML: {error}") from error


def _currency(keys: Keys, expected: str | None) -> str:
    currency = keys.take("currency", text)
    try:
        exponent(currency)
    except Refusal as refusal:
        raise keys.wrong("currency", str(refusal)) from refusal
    if expected is not None and currency != expected:
        raise keys.wrong("currency", f"the rules are in {currency}, the property keeps its books in {expected}.")
    return currency


def _rule(raw: dict[str, Any], index: int, source: Source) -> Rule:
    block = source.block("tax", index)
    keys = Keys(dict(raw), source, block)
    defaults = {key: keys.values.pop(key) for key in VERSION_KEYS if key in keys.values}
    mode = keys.take("mode", choice(Mode))
    category, reason = _einvoice(keys)
    rule = Rule(
        code=keys.take("code", text),
        order=keys.take("order", whole),
        mode=mode,
        on=keys.take("on", known(TAGS, "tag"), () if "plus" in keys.values else None),
        plus=keys.take("plus", texts, ()),
        name=keys.take("name", mapping_of(text), {}),
        lock=keys.take("lock", one_of("none", "booked_and_prepaid"), "none") != "none",
        category=category,
        category_reason=reason,
        source=_sources(keys),
        versions=_versions(keys, defaults),
    )
    keys.done()
    check_dates(rule, keys)
    check_rule(rule, keys)
    return rule


def _versions(keys: Keys, defaults: dict[str, Any]) -> tuple[Version, ...]:
    """Each version with what the rule says for all of them."""
    raw = keys.take("versions", tables)
    if not raw:
        raise keys.wrong("versions", "a rule needs at least one version.")
    return tuple(
        parse_version(Keys({**defaults, **version}, keys.source, keys.block, nth)) for nth, version in enumerate(raw)
    )


def _sources(keys: Keys) -> tuple[str, ...]:
    sources = keys.take("source", texts, ())
    if not any(source.strip() for source in sources):
        raise keys.wrong("source", "a rule without a source is refused.")
    return sources


def _einvoice(keys: Keys) -> tuple[str, str]:
    """The e-invoice category and its reason (E1, E2)."""
    raw = keys.maybe("einvoice", table)
    if raw is None:
        return "", ""
    inner = Keys(dict(raw), keys.source, keys.block)
    category = inner.take("category", one_of(*EINVOICE_CATEGORIES))
    reason = inner.take("reason", text, "")
    inner.done()
    if category == "E" and not reason:
        raise keys.wrong("einvoice", "category E needs a reason.")
    return category, reason


def _warnings(jurisdiction: Jurisdiction, file: str, today: date | None) -> tuple[str, ...]:
    """What a person should see to: rules that nobody has compared with their sources, or not for long."""
    checked = jurisdiction.checked_on
    if today is None:
        return ()
    if checked is None:
        return (f"{file}: not compared with its sources: {jurisdiction.status}.",)
    age = (today - checked).days
    if age <= STALE_AFTER_DAYS:
        return ()
    return (f"{file}: last compared with its sources on {checked.isoformat()}, {age} days ago.",)
