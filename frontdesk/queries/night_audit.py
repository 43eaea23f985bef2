"""The night audit before it runs: the checks, what will be posted, and how the ledgers stand."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, select

from frontdesk.domain.night_audit import Check, State, Step
from frontdesk.domain.stay import StayStatus
from frontdesk.identity import child_id
from frontdesk.queries.base import Question
from frontdesk.queries.night_checks import run_checks
from frontdesk.queries.night_posting import plan_nights, sleeping
from frontdesk.queries.taxing import code_of
from frontdesk.queries.trial_balance import CodeRow, ReadTrialBalance, TrialBalance, read_trial_balance
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

PREVIEW = "00000000-0000-7000-8000-000000000000"
"""Stands in for the command where windows are planned that nobody writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDay:
    """One closed day: by whom, where, when, the hash of the journal row that closed it, and the papers made since."""

    business_date: date
    by: str
    workstation: str
    closed_at: datetime
    seq: int
    head: str
    stays: int
    postings: int
    steps: tuple[Step, ...]

    @property
    def complete(self) -> bool:
        """Whether all its papers were saved somewhere."""
        return len(self.steps) == len(Step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An arrival that is not in: who, the room held for it, and the price of its first night in minor units."""

    stay: str
    name: str
    room: str
    price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NightAudit:
    """Everything a night auditor looks at before closing the open day.

    ``will_post`` are the postings of tonight by code, ``stays`` how many sleep in the house, ``missing`` the arrivals
    that are not in, ``seq`` and ``head`` the end of the journal now, ``last`` the newest closed day.
    """

    business_date: date
    currency: str
    checks: tuple[Check, ...]
    missing: tuple[Missing, ...]
    stays: int
    will_post: tuple[CodeRow, ...]
    trial: TrialBalance
    seq: int
    head: str
    last: ClosedDay | None

    @property
    def blocking(self) -> int:
        """How many checks keep the day open."""
        return sum(check.state is State.BLOCKER for check in self.checks)

    @property
    def blocked(self) -> bool:
        """Whether a check keeps the day open."""
        return self.blocking > 0

    @property
    def unsaved(self) -> bool:
        """Whether the newest closed day has papers that nobody saved yet."""
        return self.last is not None and not self.last.complete

    @property
    def next_date(self) -> date:
        """The business date that opens when this one is closed."""
        return self.business_date + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReadNightAudit(Question[NightAudit]):
    """The night audit of the open business date as it would run now."""


@dataclass(frozen=True, slots=True)
class ReadClosedDay(Question[ClosedDay | None]):
    """A closed day; the newest if none is named, None where there is none."""

    business_date: date | None = None


def read_night_audit(reader: Reader, _question: ReadNightAudit) -> NightAudit:
    """The checks in their order, and what closing the day would post; nothing is written."""
    stays = sleeping(reader)
    lane = reader.first(select(tables.lane))
    return NightAudit(
        business_date=reader.business_date,
        currency=reader.house.currency,
        checks=run_checks(reader),
        missing=_missing(reader),
        stays=len(stays),
        will_post=_will_post(reader, stays),
        trial=read_trial_balance(reader, ReadTrialBalance()),
        seq=int(lane.seq) if lane else 0,
        head=lane.head if lane else "",
        last=read_closed_day(reader, ReadClosedDay()),
    )


def _missing(reader: Reader) -> tuple[Missing, ...]:
    """Everybody who should have arrived by now and is not in, by name."""
    stay, guest, night, room = tables.stay, tables.guest, tables.stay_night, tables.room_night
    rows = reader.all(
        select(stay.c.id, guest.c.name, night.c.price, room.c.room)
        .join(guest, guest.c.id == stay.c.guest_id)
        .outerjoin(night, and_(night.c.stay_id == stay.c.id, night.c.night == stay.c.arrival))
        .outerjoin(room, and_(room.c.stay_id == stay.c.id, room.c.night == stay.c.arrival))
        .where(stay.c.status == StayStatus.DUE_IN.value, stay.c.arrival <= reader.business_date)
        .order_by(guest.c.name, stay.c.id)
    )
    return tuple(Missing(stay=row.id, name=row.name, room=row.room or "", price=row.price or 0) for row in rows)


def _will_post(reader: Reader, stays: list[Fetched]) -> tuple[CodeRow, ...]:
    """Sums by code of what the night audit would post, made by the same function that posts (R5)."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for night in plan_nights(reader, stays, lambda name: child_id(PREVIEW, name)):
        for line in night.plan.lines:
            if line.figure.gross:
                entry = sums[line.code]
                entry[0] += 1
                entry[1] += line.figure.net
                entry[2] += line.figure.gross
    return tuple(_row(reader, code, *sums[code]) for code in sorted(sums))


def _row(reader: Reader, code: str, count: int, net: int, amount: int) -> CodeRow:
    found = code_of(reader, code)
    department: str = found.department
    return CodeRow(
        code=code, name=found.name, department=department, count=count, net=net, tax=amount - net, amount=amount
    )


def read_closed_day(reader: Reader, question: ReadClosedDay) -> ClosedDay | None:
    """The row of a closed day with the head of the journal at its end."""
    run, journal, staff, step = tables.night_audit_run, tables.journal, tables.staff, tables.night_audit_step
    wanted = (
        select(run, journal.c.hash, staff.c.name)
        .join(journal, journal.c.seq == run.c.seq)
        .outerjoin(staff, staff.c.id == run.c.actor)
        .order_by(run.c.business_date.desc())
        .limit(1)
    )
    if question.business_date is not None:
        wanted = wanted.where(run.c.business_date == question.business_date)
    found = reader.first(wanted)
    if found is None:
        return None
    done = {row.step for row in reader.all(select(step.c.step).where(step.c.business_date == found.business_date))}
    return ClosedDay(
        business_date=found.business_date,
        by=found.name or "The program",
        workstation=found.workstation,
        closed_at=found.closed_at,
        seq=int(found.seq),
        head=found.hash,
        stays=found.stays,
        postings=found.postings,
        steps=tuple(each for each in Step if each.value in done),
    )
