"""What may be given back: what is left of each charge, a credit worked out over chosen lines, and its limits."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from frontdesk.commands.credit import CreditKind
from frontdesk.domain.authority import Check, Used, hold_against, limits_of
from frontdesk.domain.credit import Line, Part, amount_total, base_of, percent_total, share_out
from frontdesk.domain.figure import Figure, Treatment
from frontdesk.domain.posting import CHARGES
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.correction import reduced_by
from frontdesk.queries.ledger import Posted, on_top_of, read_stay
from frontdesk.queries.taxing import code_of
from frontdesk.queries.window import windows_of
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


@dataclass(frozen=True, slots=True)
class Chosen:
    """A charge that a credit may take from: its posting, the taxes on top of it, what is left of both (GC-10).

    ``settled`` is the number of its window, if that is settled.
    """

    posted: Posted
    on_top: tuple[Posted, ...]
    left: Figure
    locked: str
    settled: str = ""


@dataclass(frozen=True, slots=True)
class Worked:
    """A credit worked out over chosen lines: base, total and the part of each line."""

    chosen: tuple[Chosen, ...]
    base: int
    total: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A credit to be held against somebody's limits; ``credit`` is its id if it is waiting already."""

    stay_id: str
    base: int
    total: int
    credit: str = ""


def creditable_lines(
    reader: Reader, stay_id: str, ids: tuple[str, ...] | None = None, *, settled_too: bool = False
) -> tuple[Chosen, ...]:
    """The charges of a stay in ledger order, with what is left of each and why one may not be chosen.

    ``settled_too`` allows lines of settled windows, for those who may give on a credit note (GC-41).
    """
    every = read_stay(reader, stay_id)
    on_top = on_top_of(every)
    settled = {window.id: window.settled for window in windows_of(reader, stay_id)}
    waiting = _waiting_for(reader, stay_id)
    chosen = []
    for found in every.values():
        row = found.row
        if row.kind not in CHARGES or found.reversed or (ids is not None and row.id not in ids):
            continue
        number = settled[row.window_id] or ""
        charge = reduced_by(found, on_top.get(row.id, ()))
        locked = _lock(reader, row, "" if settled_too else number, waiting=row.id in waiting)
        locked = locked or ("" if charge.left.gross > 0 else "nothing is left of it")
        chosen.append(Chosen(found, charge.on_top, charge.left, locked, number))
    return tuple(chosen)


def _lock(reader: Reader, row: Fetched, settled: str, *, waiting: bool) -> str:
    if settled:
        return f"settled as {settled}"
    if not code_of(reader, row.code).creditable:
        return "never in a gift"
    return "a credit for it is waiting" if waiting else ""


def _waiting_for(reader: Reader, stay_id: str) -> frozenset[str]:
    credit, line = tables.credit, tables.credit_line
    rows = reader.all(
        select(line.c.posting_id)
        .join(credit, credit.c.id == line.c.credit_id)
        .where(credit.c.stay_id == stay_id, credit.c.state == "pending")
    )
    return frozenset(row.posting_id for row in rows)


def work_out(chosen: tuple[Chosen, ...], kind: CreditKind, amount: int, percent: int, treatment: Treatment) -> Worked:
    """The total and the part of each line (GC-47 to GC-52).

    Raises:
        Refusal: nothing is chosen, a line is locked, lines of two windows, or more than is left.
    """
    if not chosen:
        raise Refusal("No line is chosen.", help="Choose the lines the gift is for.")
    for line in chosen:
        if line.locked:
            raise Refusal(f"{line.posted.row.text}: {line.locked}.", help="Choose other lines.")
    if len({line.posted.row.window_id for line in chosen}) > 1:
        raise Refusal("The lines stand on two windows.", help="One credit goes to one payee; give two credits.")
    lines = [Line(line.posted.row.id, line.left) for line in chosen]
    total = amount_total(lines, amount) if kind is CreditKind.AMOUNT else percent_total(lines, percent)
    return Worked(chosen, base_of(lines), total, share_out(lines, total, treatment))


def live_of_case(reader: Reader, case: str, kind: CreditKind) -> list[Fetched]:
    """Number and state of what this case was given of a kind, or waits for (GC-15)."""
    credit = tables.credit
    same = credit.c.case_id == case, credit.c.kind == kind.value, credit.c.state.in_(("pending", "posted"))
    return reader.all(select(credit.c.number, credit.c.state).where(*same).order_by(credit.c.number))


def treatment_of(reader: Reader) -> Treatment:
    """What a gift does to taxes in this house (GC-52)."""
    return Treatment(reader.house.settings.get("goodwill_tax", Treatment.PRICE_REDUCTION.value))


def limits_for(reader: Reader, actor: str, stay_id: str, worked: Worked, reason: str) -> tuple[Check, ...]:
    """Every limit of the person asking beside what this credit would use (GC-20, GC-44)."""
    person = reader.first(select(tables.staff.c.role).where(tables.staff.c.id == actor))
    role = Role(person.role) if person else Role.ASSOCIATE
    asked = Asked(stay_id=stay_id, base=worked.base, total=worked.total)
    checks = limits_of_person(reader, actor, role, asked)
    if reason and _same_reason(reader, stay_id, reason):
        return (*checks, Check(name="Same reason within 48 hours", asked=1, limit=0, times=True))
    return checks


def limits_of_person(reader: Reader, person: str, role: Role, asked: Asked) -> tuple[Check, ...]:
    """The four columns of a person's limits beside what this credit would use of them (GC-20)."""
    others = tables.credit.c.id != asked.credit
    used = Used(
        credit=asked.total,
        base=asked.base,
        stay_before=given(reader, and_(tables.credit.c.stay_id == asked.stay_id, others)),
        day_before=given(reader, and_(_by(person, reader.business_date), others)),
    )
    return hold_against(limits_of(role, reader.house.typical_night), used)


def _by(actor: str, day: date) -> ColumnElement[bool]:
    """What a person granted on a business date: by own limit or as approver; and what waits of their own."""
    credit = tables.credit
    mine = or_(credit.c.decided_by == actor, and_(credit.c.decided_by == "", credit.c.asked_by == actor))
    return and_(credit.c.business_date == day, mine)


def given(reader: Reader, condition: ColumnElement[bool]) -> int:
    """The sum of posted and waiting credits that match (GC-20), in minor units."""
    credit = tables.credit
    live = credit.c.state.in_(("posted", "pending"))
    found = reader.first(select(func.coalesce(func.sum(credit.c.total), 0)).where(condition, live))
    return int(found[0]) if found else 0


def _same_reason(reader: Reader, stay_id: str, reason: str) -> bool:
    """A live credit with this reason in this stay on one of the last business dates (GC-44)."""
    credit = tables.credit
    return (
        reader.first(
            select(credit.c.id).where(
                credit.c.stay_id == stay_id,
                credit.c.reason == reason,
                credit.c.state.in_(("posted", "pending")),
                credit.c.business_date >= reader.business_date - timedelta(days=2),
            )
        )
        is not None
    )
