"""What may be given back: what is left of each charge, a credit worked out over chosen lines, and its limits."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from frontdesk.commands.credit import CreditKind
from frontdesk.domain.authority import Check, Used, hold_against, limits_of
from frontdesk.domain.credit import Line, Part, amount_total, base_of, percent_total, share_out
from frontdesk.domain.figure import Figure, Treatment, grouped
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.ledger import Posted, added_taxes, read_posted
from frontdesk.store import tables
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Chosen:
    """A charge that a credit may take from: its posting, the taxes on top of it, and what is left of both (GC-10)."""

    posted: Posted
    on_top: tuple[Posted, ...]
    left: Figure
    locked: str


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


def creditable_lines(reader: Reader, stay_id: str, ids: tuple[str, ...] | None = None) -> tuple[Chosen, ...]:
    """The charges of a stay in ledger order, with what is left of each and why one may not be chosen."""
    posting, code, window = tables.posting, tables.transaction_code, tables.folio_window
    statement = (
        select(posting.c.id, code.c.creditable, window.c.settled)
        .join(code, code.c.code == posting.c.code)
        .join(window, window.c.id == posting.c.window_id)
        .where(posting.c.stay_id == stay_id, posting.c.kind.in_(("charge", "fee")))
        .order_by(posting.c.seq, posting.c.n)
    )
    rows = reader.all(statement if ids is None else statement.where(posting.c.id.in_(ids)))
    found = read_posted(reader, [row.id for row in rows])
    waiting = _waiting_for(reader, stay_id)
    return tuple(
        _chosen(reader, found[row.id], _lock(row.creditable, row.settled, waiting=row.id in waiting))
        for row in rows
        if not found[row.id].reversed
    )


def _lock(creditable: bool, settled: str | None, *, waiting: bool) -> str:  # noqa: FBT001 - a column's value
    if settled:
        return f"settled as {settled}"
    if not creditable:
        return "never in a gift"
    return "a credit for it is waiting" if waiting else ""


def _chosen(reader: Reader, posted: Posted, locked: str) -> Chosen:
    on_top = tuple(
        tax for tax in added_taxes(reader, posted.row.id) if tax.left.taxes and tax.left.taxes[0].follows_price
    )
    left = grouped(posted.left, [tax.left.taxes[0] for tax in on_top])
    return Chosen(posted, on_top, left, locked or ("" if left.gross > 0 else "nothing is left of it"))


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
