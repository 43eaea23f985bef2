"""Closing the day from the command line: checks, the one step that closes, and the papers, each once."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import typer

from frontdesk.cli.acting import person_of
from frontdesk.cli.exits import FOUND
from frontdesk.cli.opening import open_desk, parsed_date
from frontdesk.cli.papers import write_whole
from frontdesk.commands.house import CloseDay
from frontdesk.commands.night_audit import NoteNightStep
from frontdesk.desk import Desk
from frontdesk.domain.authority import RANK
from frontdesk.domain.money import plain
from frontdesk.domain.night_audit import STEP_WORDS, State, Step
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal, Unavailable
from frontdesk.identity import new_id
from frontdesk.queries.audit_pack import TABLES, AuditTable, ReadAuditPack, ReadHandOver
from frontdesk.queries.night_audit import ClosedDay, NightAudit, ReadClosedDay, ReadNightAudit
from frontdesk.queries.staff import StaffRow

_MARKS = {State.OK: "in order", State.WARNING: "note    ", State.BLOCKER: "BLOCKS  "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """How the night audit was asked for: only looking, where papers go, without asking back, by whom, which day, and
    whether a program reads the answer.
    """

    check: bool
    out: Path | None
    yes: bool
    actor: str
    day: str
    json: bool = False

    def say(self, words: str) -> None:
        """A line for a person."""
        if not self.json:
            print(words)

    def tell(self, **facts: object) -> None:
        """The whole answer for a program, once."""
        if self.json:
            print(json.dumps(msgspec.to_builtins(facts), ensure_ascii=False, indent=1))


def night_audit(night: Night, database: str, workstation: str) -> int:
    """Close the open day, or finish the papers of the last one; 1 if something blocks."""
    with open_desk(database, workstation) as desk:
        if night.check:
            audit = desk.ask(ReadNightAudit())
            night.tell(audit=audit, blocked=audit.blocked)
            return _show(audit, night)
        actor = person_of(desk, night.actor, "Say who closes the day.", option="--actor", fits=_closes)
        left = _unfinished(desk, night)
        if left is not None:
            night.say(f"{left.business_date} was closed by {left.by} at {left.workstation}; its papers are made now.")
            return _papers(desk, left, night, actor)
        return _close(desk, night, actor)


def hand_over(out: Path, database: str) -> int:
    """Write the hand-over sheet as it stands now."""
    with open_desk(database) as desk:
        pdf = desk.print(ReadHandOver())
    write_whole(out, pdf)
    print(f"{out}: {len(pdf):,} bytes")
    return 0


def _show(audit: NightAudit, night: Night) -> int:
    for line in _lines(audit):
        night.say(line)
    return FOUND if audit.blocked else 0


def _lines(audit: NightAudit) -> Iterator[str]:
    yield f"Night audit of {audit.business_date}: {audit.stays} stays sleep in the house."
    for check in audit.checks:
        yield f"  {_MARKS[check.state]} {check.sentence}"
        for thing in check.things:
            yield f"             {thing.line}"
        if check.help:
            yield f"             {check.help}"
    for row in audit.will_post:
        yield f"  to post  {row.code:8} {row.name:32} {row.count:5} {plain(row.amount, audit.currency):>14}"
    yield f"  journal  number {audit.seq}, head {audit.head}"


def _closes(row: StaffRow) -> bool:
    return RANK[Role(row.role)] >= RANK[Role.NIGHT_AUDITOR]


def _unfinished(desk: Desk, night: Night) -> ClosedDay | None:
    """The closed day that was meant, or the last one whose papers were begun or asked for and are not all there."""
    if night.day:
        return desk.ask(ReadClosedDay(parsed_date(night.day)))
    last = desk.ask(ReadClosedDay())
    return last if night.out and last is not None and last.steps and not last.complete else None


def _close(desk: Desk, night: Night, actor: str) -> int:
    audit = desk.ask(ReadNightAudit())
    if night.day and parsed_date(night.day) != audit.business_date:
        open_one = f"The open one is {audit.business_date}."
        raise Refusal(f"The business date {night.day} is not open.", open_one, "Name that one, or leave --date out.")
    if _show(audit, night):
        night.tell(audit=audit, blocked=True)
        return FOUND
    _ask_back(audit, night)
    made: dict[str, Any] = {"id": new_id(), "actor": actor, "workstation": desk.workstation, "made_at": desk.now()}
    done = desk.do(CloseDay(**made, basis=audit.seq, business_date=audit.business_date))
    night.say(f"Closed {audit.business_date}: {done.facts.get('stays')} stays, {done.facts.get('postings')} postings.")
    closed = desk.ask(ReadClosedDay(audit.business_date))
    if closed is None:
        raise Unavailable("The closed day has not reached this workstation yet.", help="Run it again for the papers.")
    return _papers(desk, closed, night, actor)


def _ask_back(audit: NightAudit, night: Night) -> None:
    """At a terminal, unless --yes says that nobody need be asked.

    Raises:
        Refusal: nobody can be asked.
    """
    if night.yes:
        return
    if night.json or not sys.stdin.isatty():
        raise Refusal("Nobody can be asked here.", help="Add --yes to close the day without asking back.")
    typer.confirm(f"Close {audit.business_date}?", abort=True)


def _papers(desk: Desk, closed: ClosedDay, night: Night, actor: str) -> int:
    """Make what is not there yet; each file is whole or absent, and noted once it lies on the disk."""
    night.say(f"Journal head of the day: {closed.head}")
    made = _write(desk, closed, night.out, actor) if night.out is not None else []
    for step, paths in made:
        night.say(f"{STEP_WORDS[step]}: {', '.join(paths)}")
    night.tell(closed=closed, files=[path for _, paths in made for path in paths])
    return 0


def _write(desk: Desk, closed: ClosedDay, out: Path, actor: str) -> list[tuple[Step, list[str]]]:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"{out} cannot be made.", error.strerror or "", "Choose another folder.") from None
    written = []
    for step in Step:
        files = _made(desk, closed, step)
        if step in closed.steps and all((out / name).is_file() for name in files):
            continue
        for name, content in files.items():
            write_whole(out / name, content)
        common: dict[str, Any] = {
            "id": new_id(),
            "actor": actor,
            "workstation": desk.workstation,
            "made_at": desk.now(),
        }
        desk.do(NoteNightStep(**common, business_date=closed.business_date, step=step))
        written.append((step, [str(out / name) for name in files]))
    return written


def _made(desk: Desk, closed: ClosedDay, step: Step) -> dict[str, bytes]:
    """The files of a step by name."""
    day = closed.business_date.isoformat()
    if step is Step.TABLES:
        asked = [AuditTable(closed.business_date, name) for name in TABLES]
        return {f"{day}-{table.name}.csv": desk.print(table) for table in asked}
    if step is Step.PACK:
        return {f"{day}-audit-pack.pdf": desk.print(ReadAuditPack(closed.business_date))}
    return {f"{day}-hand-over.pdf": desk.print(ReadHandOver())}
