"""What the lists of the night audit show: each check with the things below it, and sums by code or ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frontdesk.domain.night_audit import Check, State
from frontdesk.queries.night_audit import NightAudit
from frontdesk.queries.trial_balance import CodeRow
from ui.models.table import Column
from ui.wording import DASH, change, money

ICONS = {State.OK: "check-circle", State.WARNING: "warning", State.BLOCKER: "minus-circle"}
TONES = {State.OK: "", State.WARNING: "warning", State.BLOCKER: "danger"}
WORDS = {State.OK: "in order", State.WARNING: "to note", State.BLOCKER: "blocks"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A check, or a thing below it: ``opens`` says where Enter leads."""

    key: str
    check: str
    state: State
    room: str
    text: str
    detail: str
    head: bool
    opens: str = ""
    stay: str = ""


def lines_of(checks: tuple[Check, ...]) -> list[Line]:
    """Every check in its order, and below it what it found."""
    return [line for check in checks for line in _lines(check)]


def _lines(check: Check) -> Iterator[Line]:
    """The check in its own words; with one thing or more also what helps, and the things."""
    yield Line(
        key=check.name,
        check=check.name,
        state=check.state,
        room="",
        text=check.sentence,
        detail=check.help,
        head=True,
    )
    for number, thing in enumerate(check.things):
        yield Line(
            key=f"{check.name}/{thing.stay or number}/{thing.name}",
            check=check.name,
            state=check.state,
            room=thing.room,
            text=thing.name,
            detail=thing.words,
            head=False,
            opens=thing.opens,
            stay=thing.stay,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One row of figures: what, how many or opening, and the amount."""

    key: str
    name: str
    count: str
    amount: str
    strong: bool = False


def sums_of(codes: tuple[CodeRow, ...], currency: str, in_all: str) -> list[Sum]:
    """Postings by code, and below them their total under the name ``in_all``."""
    rows = [
        Sum(key=row.code, name=f"{row.code} {row.name}", count=str(row.count), amount=money(row.amount, currency))
        for row in codes
    ]
    count, total = sum(row.count for row in codes), sum(row.amount for row in codes)
    return [*rows, Sum(key="", name=in_all, count=str(count), amount=money(total, currency), strong=True)]


def ledgers_of(audit: NightAudit) -> list[Sum]:
    """The ledgers as they stand: what the day has done to each so far, and where it is now."""
    currency = audit.currency
    return [
        Sum(
            key=row.name,
            name=row.name,
            count=change(row.change, currency) if row.change else DASH,
            amount=money(row.closing, currency),
        )
        for row in audit.trial.ledgers
    ]


LINE_COLUMNS: tuple[Column[Line], ...] = (
    Column(
        title="Room",
        text=lambda row: row.room,
        icon=lambda row: ICONS[row.state] if row.head else "",
        tone=lambda row: TONES[row.state] if row.head else "",
        spoken=lambda row: WORDS[row.state] if row.head else f"room {row.room}",
        width=72,
    ),
    Column(
        title="Check",
        text=lambda row: row.text,
        strong=False,
        detail=lambda row: row.detail,
        tip=lambda row: f"{row.text}\n{row.detail}".strip(),
    ),
    Column(
        title="State",
        text=lambda row: WORDS[row.state] if row.head else "open" if row.opens else "",
        tone=lambda row: TONES[row.state] if row.head else "quiet",
        width=92,
    ),
)
CODE_COLUMNS: tuple[Column[Sum], ...] = (
    Column(title="Code", text=lambda row: row.name, tip=lambda row: row.name),
    Column(title="Lines", text=lambda row: row.count, numeric=True, tone=lambda _row: "quiet", width=72),
    Column(title="Amount", text=lambda row: row.amount, numeric=True, width=120),
)
LEDGER_COLUMNS: tuple[Column[Sum], ...] = (
    Column(title="Ledger", text=lambda row: row.name, tip=lambda row: row.name),
    Column(title="Today", text=lambda row: row.count, numeric=True, tone=lambda _row: "quiet", width=104),
    Column(title="Now", text=lambda row: row.amount, numeric=True, width=112),
)
