"""Routing instructions in words: what they send, when, how much, and what one would do with a charge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frontdesk.domain.money import plain_percent
from frontdesk.domain.routing import Instruction, LimitKind, shares
from frontdesk.queries.routing import RoutingRow
from ui import wording
from ui.widgets.some_days import WEEKDAYS

EXAMPLE = 15000
"""A charge to show an instruction by, in minor units."""


def department(name: str) -> str:
    """A department as it is said."""
    return wording.sentence_case(name.replace("_", " "))


def what(row: RoutingRow) -> str:
    """What an instruction sends."""
    return ", ".join((*map(department, row.departments), *row.codes)) or "New instruction"


def target(row: RoutingRow) -> str:
    """Where it sends that."""
    other = ", another guest's bill" if row.to_stay else ""
    return f"Window {row.window}, {row.payee}{other}" if row.window else ""


def when(row: RoutingRow) -> str:
    """On which days."""
    if not row.window:
        return ""
    days = " ".join(WEEKDAYS[day] for day in row.weekdays)
    first = f"from {wording.short_day(row.first)}" if row.first else ""
    last = f"until {wording.short_day(row.last)}" if row.last else ""
    return " ".join(part for part in (days, first, last) if part) or "always"


def how_much(row: RoutingRow, currency: str) -> str:
    """Its limit."""
    if row.limit is LimitKind.PERCENT:
        return f"{plain_percent(row.value)} %"
    if row.limit is LimitKind.NONE:
        return "everything" if row.window else ""
    return f"{wording.money(row.value, currency)} a {row.limit.value}"


def example(fields: Mapping[str, Any], currency: str) -> str:
    """What an instruction does with one charge, by the function that shares charges out (W3)."""
    names = ("window", "limit", "value")
    tried = Instruction(id="", place=1, stay="", **{name: fields[name] for name in names})
    sent = sum(share.amount for share in shares(tried, EXAMPLE, 0) if share.by is not None)
    whole, part, rest = (wording.money(each, currency) for each in (EXAMPLE, sent, EXAMPLE - sent))
    where = f"window {fields['window']}" + (" of the other guest" if fields["to_stay"] else "")
    return f"Of a charge of {whole}, {part} goes to {where} and {rest} stays, each with its share of the tax."
