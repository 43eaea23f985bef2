"""Work items: what a person has to decide when a command came too late, with both sides of it."""

from typing import Any

from sqlalchemy import select

from frontdesk.commands.base import Command
from frontdesk.commands.codec import payload_of
from frontdesk.commands.credit import GiveCredit
from frontdesk.commands.delivery import Delivery, Told
from frontdesk.commands.subjects import topics_of
from frontdesk.commands.work_item import DecideItem
from frontdesk.errors import Refusal
from frontdesk.services.staff import person_of
from frontdesk.services.work_item import TOPIC, close, settle_done, stay_of
from frontdesk.store import sharing, tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

item = sharing.work_item


def words_of(refusal: Refusal) -> dict[str, str]:
    """A refusal as facts of the journal."""
    return {"refused": str(refusal), **refusal.parts()}


def open_conflict(work: UnitOfWork, delivery: Delivery, refusal: Refusal) -> None:
    """Both sides of a command that does not fit any more: wanted here, standing there, and who was first."""
    _open(
        work,
        "conflict",
        refusal.title,
        {
            "wanted": _wanted(work.command),
            "stands": refusal.parts(),
            "first": _first(work, delivery.basis),
        },
    )
    if delivery.told is not None:
        settle_done(work)


def open_difference(work: UnitOfWork, told: Told, outcome: str) -> None:
    """After a restore the outcome is not the one the clerk was told: say both, or nothing if they are the same."""
    was = {"outcome": told.outcome, **_plain(told.facts)}
    now = {"outcome": outcome, **_plain(work.facts)}
    changed = sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name))
    if changed:
        _open(
            work,
            "difference",
            "After the restore this came out differently.",
            {
                "wanted": _wanted(work.command),
                "told": {name: was.get(name, "") for name in changed},
                "stands": {name: now.get(name, "") for name in changed},
                "first": {},
            },
        )


def _plain(facts: Any) -> dict[str, Any]:
    return dict(facts)


def _wanted(command: Command) -> dict[str, Any]:
    return {
        "kind": type(command).__name__,
        "actor": command.actor,
        "workstation": command.workstation,
        "made_at": command.made_at.isoformat(),
        "payload": payload_of(command),
    }


def _open(work: UnitOfWork, kind: str, title: str, sides: dict[str, Any]) -> None:
    command = work.command
    stay = stay_of(work)
    work.add(
        item,
        {
            "id": work.child(kind),
            "command_id": command.id,
            "kind": kind,
            "state": "open",
            "stay_id": stay,
            "title": title,
            "sides": sides,
            "opened_at": work.now,
            "workstation": command.workstation,
            "actor": command.actor,
            "decided_by": "",
            "choice": "",
            "made": "",
            "note": "",
            "version": 1,
        },
    )
    work.touch(TOPIC, "house", *([f"stay:{stay}"] if stay else []))


def _first(work: UnitOfWork, basis: int) -> dict[str, Any]:
    """The newest change by somebody else to the same room or stay, since the desk saw the house."""
    journal, topic, staff = tables.journal, tables.journal_topic, tables.staff
    about = sorted(topics_of(work.command) | {f"stay:{stay_of(work)}"})
    found = work.first(
        select(journal.c.seq, journal.c.kind, journal.c.actor, journal.c.workstation, journal.c.made_at, staff.c.name)
        .join(topic, topic.c.seq == journal.c.seq)
        .outerjoin(staff, staff.c.id == journal.c.actor)
        .where(topic.c.topic.in_(about), journal.c.seq > basis, journal.c.workstation != work.command.workstation)
        .order_by(journal.c.seq.desc())
        .limit(1)
    )
    if found is None:
        return {}
    return {
        "seq": found.seq,
        "kind": found.kind,
        "actor": found.name or found.actor,
        "workstation": found.workstation,
        "made_at": found.made_at.isoformat(),
    }


def require_nothing_similar(command: Command, work: UnitOfWork, basis: int) -> None:
    """Two people at two desks may answer one complaint: the later credit is shown, not given by itself.

    Raises:
        Refusal: the stay got another credit for the same cause while this one was waiting.
    """
    if not isinstance(command, GiveCredit):
        return
    journal, topic, credit = tables.journal, tables.journal_topic, tables.credit
    rows = work.all(
        select(journal.c.id, journal.c.workstation, journal.c.facts)
        .join(topic, topic.c.seq == journal.c.seq)
        .where(
            topic.c.topic == f"stay:{command.stay}",
            journal.c.seq > basis,
            journal.c.kind == GiveCredit.__name__,
            journal.c.outcome == "applied",
            journal.c.workstation != command.workstation,
        )
    )
    numbers = [row.facts.get("number", "") for row in rows]
    same = work.first(select(credit.c.number).where(credit.c.number.in_(numbers), credit.c.reason == command.reason))
    if same is not None:
        where = next(row.workstation for row in rows if row.facts.get("number", "") == same.number)
        raise Refusal(
            "This stay has been given a credit for the same cause meanwhile.",
            f"{same.number}, at {where}.",
            "Look at both, and decide whether the second one is meant as well.",
        )


def decide_item(command: DecideItem, work: UnitOfWork) -> None:
    """A person closes a work item; the first decision wins."""
    person = person_of(work, command.actor)
    row = _open_one(work, command.item)
    close(work, row, choice=command.choice, made=command.made, note=command.note)
    work.facts.update(title=row.title, choice=command.choice.value, name=person.name)


def _open_one(work: UnitOfWork, item_id: str) -> Fetched:
    row = work.row(item, item_id)
    if row is None:
        raise Refusal("There is no such work item.", help="Look at the list again.")
    if row.state != "open":
        raise Refusal("Somebody has decided that already.", help="Look at the list again.")
    return row
