"""Entries that a person has to decide, as other commands find and leave them: tried once more, done, and so settled."""

from sqlalchemy import select

from frontdesk.commands.work_item import Choice
from frontdesk.errors import Refusal
from frontdesk.store import sharing, tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

item = sharing.work_item
TOPIC = "work_items"
_DONE = ("applied", "recorded")


def close(work: UnitOfWork, row: Fetched, *, choice: Choice, made: str, note: str = "", by: str = "") -> None:
    """Close an entry for everybody. Who did it stands in it; when is the moment of the command it names as made."""
    decided = {"decided_by": by or work.command.actor, "choice": choice.value, "made": made, "note": note}
    work.change(item, {"id": row.id}, {"state": "decided", **decided}, version=row.version)
    work.touch(TOPIC, "house", *([f"stay:{row.stay_id}"] if row.stay_id else []))


def require_undecided(work: UnitOfWork) -> None:
    """What was tried once more and done, or left as it is, is not tried again: it would be done twice.

    Raises:
        Refusal: somebody has decided about the command that this one tries again.
    """
    row = _of(work, work.command.supersedes or "")
    if row is not None and row.state != "open":
        raise Refusal("Somebody has decided that already.", help="Look at the list again.")


def settle_tried(work: UnitOfWork) -> None:
    """Another try of what came too late was done: its entry closes with it, and those of the tries before."""
    tried, seen = work.command.supersedes, {work.command.id}
    while tried and tried not in seen:
        seen.add(tried)
        row = _of(work, tried)
        if row is not None and row.state == "open" and _is_alike(work, row):
            close(work, row, choice=Choice.AGAIN, made=work.command.id)
        journal = tables.journal
        before = work.first(select(journal.c.supersedes).where(journal.c.id == tried))
        tried = before.supersedes if before is not None else None


def settle_done(work: UnitOfWork) -> None:
    """After a restore a later try may be back before the command it tries again, whose entry then has no use."""
    journal = tables.journal
    tried, seen = [work.command.id], {work.command.id}
    while tried:
        later = select(journal.c.id, journal.c.actor, journal.c.kind, journal.c.outcome)
        rows = work.all(later.where(journal.c.supersedes.in_(tried)).order_by(journal.c.seq))
        for found in rows:
            row = _of(work, work.command.id)
            if row is not None and found.outcome in _DONE and found.kind == type(work.command).__name__:
                return close(work, row, choice=Choice.AGAIN, made=found.id, by=found.actor)
        tried = [row.id for row in rows if row.id not in seen]
        seen.update(tried)
    return None


def _of(work: UnitOfWork, command_id: str) -> Fetched | None:
    return work.first(select(item).where(item.c.command_id == command_id, item.c.kind == "conflict"))


def _is_alike(work: UnitOfWork, row: Fetched) -> bool:
    """True if the command does what the entry wanted: the same kind of step for the same stay."""
    return bool(row.sides["wanted"]["kind"] == type(work.command).__name__ and row.stay_id == stay_of(work))


def stay_of(work: UnitOfWork) -> str:
    """The stay a command is about, straight or by the posting, case, credit or hold it names."""
    command = work.command
    if getattr(command, "stay", ""):
        stay: str = getattr(command, "stay", "")
        return stay
    for field, table in (
        ("posting", tables.posting),
        ("payment", tables.posting),
        ("case", tables.guest_case),
        ("credit", tables.credit),
        ("hold", tables.hold),
    ):
        named = getattr(command, field, "")
        found = work.first(select(table.c.stay_id).where(table.c.id == named)) if named else None
        if found is not None:
            return str(found.stay_id)
    return ""
