"""Closing the day: room and tax for every stay that sleeps in the house, then the date rolls."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import func, select

from frontdesk.commands.house import CloseDay
from frontdesk.commands.night_audit import LeaveWord, NoteNightStep
from frontdesk.domain.night_audit import STEP_WORDS, Check, require_clear
from frontdesk.domain.posting import Line
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal, dated
from frontdesk.queries.day_figures import count_house
from frontdesk.queries.difference import plan_taken_back
from frontdesk.queries.night_checks import closed_by, run_checks
from frontdesk.queries.night_posting import plan_nights, sleeping
from frontdesk.queries.trial_balance import ledgers_now
from frontdesk.services.credit_end import expire_credits
from frontdesk.services.ledger import open_windows, post, write
from frontdesk.services.payment import expire_holds
from frontdesk.services.staff import require_role
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork


def close_day(command: CloseDay, work: UnitOfWork) -> None:
    """Post the night of the open business date and roll to the next, all in one transaction (ADR 6).

    A second run finds another date and is told who was first.
    """
    tonight = work.business_date
    if command.actor:
        require_role(work, Role.NIGHT_AUDITOR)
    _require_open(work, command.business_date)
    checks = run_checks(work)
    require_clear(checks)
    expired = expire_credits(work)
    stays = sleeping(work)
    post(work, _lines(work, stays))
    for stay in stays:
        write(work, plan_taken_back(work, stay, partial(_named, work, stay.id)))
    expire_holds(work)
    _note_run(work, checks, stays, expired)
    work.change(tables.house, {"id": 1}, {"business_date": tonight + timedelta(days=1)})
    _room_states(work, [stay.room for stay in stays])
    work.facts.update(business_date=tonight.isoformat(), stays=len(stays), postings=work.lines, expired=expired)
    work.touch("house", *(f"folio:{stay.id}" for stay in stays))


def _require_open(work: UnitOfWork, day: date) -> None:
    if day != work.business_date:
        by = closed_by(work, day)
        raise Refusal(
            f"The business date {dated(day)} is not open.",
            " ".join(part for part in (by, f"The open one is {dated(work.business_date)}.") if part),
            "Look at the house again before you close the day.",
        )


def _lines(work: UnitOfWork, stays: list[Fetched]) -> list[Line]:
    """The lines of everybody's night; windows they need are opened, and what is not charged is recorded (T7)."""
    lines: list[Line] = []
    exempted: list[dict[str, Any]] = []
    for night in plan_nights(work, stays, work.child):
        lines += night.plan.lines
        exempted += night.exempted
        open_windows(work, night.plan)
    work.add(tables.tax_exempt, *exempted)
    return lines


def _named(work: UnitOfWork, stay_id: str, name: str) -> str:
    return work.child(f"{stay_id}/{name}")


def _note_run(work: UnitOfWork, checks: tuple[Check, ...], stays: list[Fetched], expired: int) -> None:
    """The day's own row: who closed it, what the checks said, how full the house was and how the ledgers stood."""
    command = work.command
    work.add(
        tables.night_audit_run,
        {
            "business_date": work.business_date,
            "seq": work.seq,
            "actor": command.actor,
            "workstation": command.workstation,
            "closed_at": command.made_at,
            "stays": len(stays),
            "postings": work.lines,
            "expired": expired,
            "checks": msgspec.to_builtins(checks),
            "ledgers": [list(each) for each in ledgers_now(work)],
            "house": count_house(work, stays),
        },
    )
    work.touch("night_audit")


def _room_states(work: UnitOfWork, slept_in: list[str]) -> None:
    """Rooms that were slept in are to be made up in the morning."""
    room = tables.room
    if slept_in:
        work.change_all(room, room.c.number.in_(slept_in), {"state": "pickup"})


def note_night_step(command: NoteNightStep, work: UnitOfWork) -> None:
    """Note that a paper of a closed day was made; once is enough."""
    run, step = tables.night_audit_run, tables.night_audit_step
    if work.first(select(run.c.seq).where(run.c.business_date == command.business_date)) is None:
        raise Refusal(f"{dated(command.business_date)} has not been closed.", help="Close the day first.")
    key = {"business_date": command.business_date, "step": command.step.value}
    there = work.first(
        select(func.count()).where(step.c.business_date == command.business_date, step.c.step == command.step.value)
    )
    if there is not None and not there[0]:
        who = {"actor": command.actor, "workstation": command.workstation, "made_at": command.made_at}
        work.add(step, {**key, **who})
    work.facts.update(business_date=command.business_date.isoformat(), paper=STEP_WORDS[command.step])
    work.touch("night_audit")


def leave_word(command: LeaveWord, work: UnitOfWork) -> None:
    """Keep a sentence for the next shift."""
    words = command.words.strip()
    if not words:
        raise Refusal("There is nothing to tell the next shift.", help="Write a sentence.")
    work.add(
        tables.hand_over_note,
        {
            "id": work.child("note"),
            "business_date": work.business_date,
            "words": words,
            "actor": command.actor,
            "made_at": command.made_at,
        },
    )
    work.facts.update(words=words)
    work.touch("night_audit")
