"""What the papers of a closed day say: the audit pack, and the hand-over to the next shift."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, literal, or_, select

from frontdesk.domain.night_audit import Check, State, Thing
from frontdesk.domain.stay import StayStatus
from frontdesk.errors import Refusal, dated
from frontdesk.queries.base import Question
from frontdesk.queries.day_figures import DayFigures, read_day_figures
from frontdesk.queries.folio import PaperHouse
from frontdesk.queries.folio_paper import house_on_paper
from frontdesk.queries.journal import sentence
from frontdesk.queries.night_audit import ClosedDay, ReadClosedDay, read_closed_day
from frontdesk.queries.night_checks import balances, run_checks
from frontdesk.queries.trial_balance import ReadTrialBalance, TrialBalance, read_trial_balance
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.words import day, plain_amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One thing that was done on the day: number in the journal, when, by whom, where, and what in words.

    ``guest`` names room and guest of the stay it was done to, of both where there were two.
    """

    seq: int
    at: datetime
    by: str
    workstation: str
    words: str
    guest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPack:
    """Everything about one closed day, for the owner's file. Amounts in minor units of ``trial.currency``.

    ``done`` lists what deserves a second look by heading: no-shows, credits, moves, prints.
    Instants carry the hotel's zone.
    """

    house: PaperHouse
    closed: ClosedDay
    checks: tuple[Check, ...]
    trial: TrialBalance
    figures: DayFigures
    done: tuple[tuple[str, tuple[Done, ...]], ...]


@dataclass(frozen=True, slots=True)
class ReadAuditPack(Question[AuditPack]):
    """The audit pack of a closed business date; of the newest if none is named."""

    business_date: date | None = None


TABLES = ("figures", "trial-balance", "postings-by-code", "checks", "done")
"""The tables of a pack by name."""


@dataclass(frozen=True, slots=True)
class AuditTable(Question[AuditPack]):
    """One table of a closed day's pack as CSV, asked for by its name."""

    business_date: date
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """What the next shift should know: open things by heading, and what was written for it."""

    house: PaperHouse
    business_date: date
    seq: int
    made_at: datetime
    sections: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ReadHandOver(Question[HandOver]):
    """The hand-over as the house stands now."""


HEADINGS = {
    "No-shows and late arrivals": ("MarkNoShow", "MoveArrival"),
    "Credits, allowances and write-offs": ("GiveCredit", "DecideCredit", "PostAllowance", "WriteOff", "RefundPayment"),
    "Room moves": ("MoveRoom",),
    "Folios handed out": ("PrintFolio",),
}
"""What the pack lists from the day's journal, by heading."""


def read_audit_pack(reader: Reader, question: ReadAuditPack | AuditTable) -> AuditPack:
    """A closed day as it was noted when it was closed; the same day gives the same pack for ever.

    Raises:
        Refusal: the day has not been closed.
    """
    closed = read_closed_day(reader, ReadClosedDay(question.business_date))
    if closed is None:
        day = question.business_date or reader.business_date
        raise Refusal(f"{dated(day)} has not been closed.", help="Close the day first: frontdesk night-audit.")
    run = tables.night_audit_run
    found = reader.first(select(run.c.checks, run.c.house).where(run.c.business_date == closed.business_date))
    checks = tuple(_check(each) for each in found.checks) if found else ()
    return AuditPack(
        house=house_on_paper(reader),
        closed=replace(closed, closed_at=reader.local(closed.closed_at)),
        checks=checks,
        trial=read_trial_balance(reader, ReadTrialBalance(closed.business_date)),
        figures=read_day_figures(reader, closed.business_date, found.house if found else None),
        done=tuple((heading, _done(reader, closed, kinds)) for heading, kinds in HEADINGS.items()),
    )


def _check(told: dict[str, object]) -> Check:
    values = {name: str(told[name]) for name in ("name", "title", "sentence", "help")}
    things = told["things"]
    assert isinstance(things, list), "a check was noted with its things"
    return Check(state=State(str(told["state"])), things=tuple(Thing(**each) for each in things), **values)


def _done(reader: Reader, closed: ClosedDay, kinds: Sequence[str]) -> tuple[Done, ...]:
    """The day's journal rows of these kinds: those after the day before was closed, up to the one that closed it."""
    journal, staff, run = tables.journal, tables.staff, tables.night_audit_run
    before = reader.first(
        select(run.c.seq)
        .where(run.c.business_date < closed.business_date)
        .order_by(run.c.business_date.desc())
        .limit(1)
    )
    told = and_(
        journal.c.seq > (before.seq if before else 0),
        journal.c.seq <= closed.seq,
        journal.c.kind.in_(kinds),
        journal.c.business_date == closed.business_date,
    )
    rows = reader.all(
        select(journal, staff.c.name)
        .outerjoin(staff, staff.c.id == journal.c.actor)
        .where(told)
        .order_by(journal.c.seq)
    )
    whom = _whom(reader, told, closed.business_date)
    return tuple(
        Done(
            seq=row.seq,
            at=reader.local(row.made_at),
            by=row.name or row.actor or "The program",
            workstation=row.workstation,
            words=sentence(row.kind, row.facts, row.outcome),
            guest=" · ".join(whom.get(row.seq, ())),
        )
        for row in rows
    )


def _whom(reader: Reader, told: ColumnElement[bool], on: date) -> dict[int, list[str]]:
    """Room and guest of each stay that journal rows touched, by the rows' numbers."""
    journal, topic, stay = tables.journal, tables.journal_topic, tables.stay
    guest, night = tables.guest, tables.room_night
    slept = (
        select(night.c.room)
        .where(night.c.stay_id == stay.c.id, night.c.night <= on)
        .order_by(night.c.night.desc())
        .limit(1)
        .correlate(stay)
        .scalar_subquery()
    )
    rows = reader.all(
        select(journal.c.seq, guest.c.name, slept.label("room"))
        .join(topic, topic.c.seq == journal.c.seq)
        .join(stay, topic.c.topic == literal("stay:") + stay.c.id)
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(told)
        .order_by(journal.c.seq, guest.c.name)
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.seq, []).append(f"{row.room} {row.name}" if row.room else row.name)
    return found


def read_hand_over(reader: Reader, _question: ReadHandOver) -> HandOver:
    """What is open now, by heading; a heading without anything says so.

    Raises:
        Refusal: no house has been founded here.
    """
    lane, journal = tables.lane, tables.journal
    newest = reader.first(select(journal.c.seq, journal.c.applied_at).join(lane, lane.c.seq == journal.c.seq))
    if newest is None:
        raise Refusal("There is no house in this database yet.", help="Set one up, or open the demo hotel.")
    return HandOver(
        house=house_on_paper(reader),
        business_date=reader.business_date,
        seq=int(newest.seq),
        made_at=reader.local(newest.applied_at),
        sections=(
            ("From the shift before", _words(reader)),
            ("To be looked at", _found(reader)),
            ("Departures today", _departures(reader)),
            ("Arrivals today", _arrivals(reader)),
            ("Open cases", _cases(reader)),
            ("Do not move", _do_not_move(reader)),
            ("Rooms not ready", _rooms(reader)),
        ),
    )


def _words(reader: Reader) -> tuple[str, ...]:
    """What was written since the day before yesterday's close, oldest first."""
    note, staff = tables.hand_over_note, tables.staff
    run = tables.night_audit_run
    days = [
        row.business_date
        for row in reader.all(select(run.c.business_date).order_by(run.c.business_date.desc()).limit(1))
    ]
    since = days[-1] if days else reader.business_date
    rows = reader.all(
        select(note.c.words, staff.c.name, note.c.actor)
        .outerjoin(staff, staff.c.id == note.c.actor)
        .where(note.c.business_date >= since)
        .order_by(note.c.made_at, note.c.id)
    )
    return tuple(f"{row.words} ({row.name or row.actor})" for row in rows)


def _found(reader: Reader) -> tuple[str, ...]:
    """What the checks find beside arrivals and departures: credits waiting, decisions, bills left open."""
    checks = [check for check in run_checks(reader) if check.name not in {"arrivals", "due_out"}]
    return tuple(thing.line for check in checks for thing in check.things)


def _departures(reader: Reader) -> tuple[str, ...]:
    """Who leaves today, and who should have left before, in the order of the rooms; with what they owe."""
    stay, guest, night = tables.stay, tables.guest, tables.room_night
    today, currency = reader.business_date, reader.house.currency
    due = and_(stay.c.status == StayStatus.IN_HOUSE.value, stay.c.departure <= today)
    room = (
        select(night.c.room)
        .where(night.c.stay_id == stay.c.id)
        .order_by(night.c.night.desc())
        .limit(1)
        .correlate(stay)
        .scalar_subquery()
    )
    rows = reader.all(
        select(stay.c.id, stay.c.departure, guest.c.name, func.coalesce(stay.c.day_room, room).label("room"))
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(due)
    )
    owed = balances(reader, due)
    return tuple(
        " · ".join(
            part
            for part in (
                f"Room {row.room}",
                row.name,
                f"{plain_amount(owed.get(row.id, 0), currency, 'en')} {currency}",
                f"was to leave on {day(row.departure, 'en')}" if row.departure < today else "",
            )
            if part
        )
        for row in sorted(rows, key=lambda row: (row.room or "", row.name))
    )


def _arrivals(reader: Reader) -> tuple[str, ...]:
    stay, guest, night = tables.stay, tables.guest, tables.room_night
    rows = reader.all(
        select(guest.c.name, guest.c.vip, stay.c.confirmation, stay.c.room_type, stay.c.note, night.c.room)
        .join(guest, guest.c.id == stay.c.guest_id)
        .outerjoin(night, and_(night.c.stay_id == stay.c.id, night.c.night == stay.c.arrival))
        .where(stay.c.status == StayStatus.DUE_IN.value, stay.c.arrival <= reader.business_date)
        .order_by(guest.c.name, stay.c.id)
    )
    return tuple(
        " · ".join(
            part
            for part in (
                f"Room {row.room}" if row.room else f"No room yet, {row.room_type}",
                row.name,
                "VIP" * bool(row.vip),
                row.confirmation,
                row.note,
            )
            if part
        )
        for row in rows
    )


def _cases(reader: Reader) -> tuple[str, ...]:
    case, stay, guest = tables.guest_case, tables.stay, tables.guest
    rows = reader.all(
        select(case.c.number, case.c.room, case.c.words, guest.c.name)
        .join(stay, stay.c.id == case.c.stay_id)
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(case.c.status == "open", stay.c.status == StayStatus.IN_HOUSE.value)
        .order_by(case.c.room, case.c.number)
    )
    return tuple(f"Room {row.room} · {row.number} · {row.name} · “{row.words}”" for row in rows)


def _do_not_move(reader: Reader) -> tuple[str, ...]:
    stay, guest = tables.stay, tables.guest
    rows = reader.all(
        select(guest.c.name, stay.c.do_not_move)
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(stay.c.status == StayStatus.IN_HOUSE.value, stay.c.do_not_move != "")
        .order_by(guest.c.name, stay.c.id)
    )
    return tuple(f"Stays where they are: {row.name} · {row.do_not_move}" for row in rows)


def _rooms(reader: Reader) -> tuple[str, ...]:
    """Rooms that nobody can be given: out of order, or dirty though somebody comes into them today."""
    room, stay, night, today = tables.room, tables.stay, tables.room_night, reader.business_date
    coming = (
        select(night.c.room)
        .outerjoin(stay, stay.c.id == night.c.stay_id)
        .where(
            or_(
                and_(
                    stay.c.status == StayStatus.DUE_IN.value, night.c.night == stay.c.arrival, stay.c.arrival <= today
                ),
                and_(night.c.move_id.is_not(None), night.c.night == today),
            )
        )
    )
    out = reader.all(select(room).where(room.c.out_of_order != "").order_by(room.c.number))
    waited = reader.all(
        select(room).where(room.c.number.in_(coming), room.c.state.in_(("dirty", "pickup"))).order_by(room.c.number)
    )
    return (
        *(f"{row.number} · out of order: {row.out_of_order}" for row in out),
        *(f"{row.number} · {row.state}, and a guest comes into it today" for row in waited),
    )
