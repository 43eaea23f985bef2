"""Batches of folios: the list is stored when it starts, and each folio's fate beside it (FD-20)."""

from collections.abc import Iterable

from sqlalchemy import func, select

from frontdesk.commands.batch import CloseBatch, ItemDone, NoteBatch, StartBatch
from frontdesk.domain.batch import OPEN, Candidate, Choice, Form, ItemState, chosen, require_step
from frontdesk.errors import Refusal
from frontdesk.queries.batch_rows import candidates
from frontdesk.queries.folio import STYLES
from frontdesk.services.printing import log_print
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

MOST_COPIES = 9
_ON_PAPER = frozenset({ItemState.MADE, ItemState.SENDING})


def start_batch(command: StartBatch, work: UnitOfWork) -> None:
    """Choose the folios and store them as a list, each waiting."""
    _require_sound(command)
    choice = Choice(
        who=command.who,
        company=command.company,
        rooms=command.rooms,
        skip_zero=command.skip_zero,
        order=command.order,
    )
    found = chosen(candidates(work, choice), choice, work.business_date)
    if not found:
        raise Refusal("No folio fits that choice.", help="Choose other guests, or let zero balances in.")
    title = command.who.value.replace("_", " ")
    work.add(
        tables.batch,
        {
            "id": command.batch,
            "title": ", ".join(filter(None, (title, command.company.strip(), " ".join(command.rooms)))),
            "form": command.form.value,
            "target": command.target,
            "business_date": work.business_date,
            "made_at": command.made_at,
            "made_by": command.actor,
            "workstation": command.workstation,
            "closed": False,
            "version": 1,
        },
    )
    work.add(tables.batch_item, *(_item(command, n, each) for n, each in enumerate(found, start=1)))
    work.facts.update(title=title, folios=len(found), form=command.form.value)
    work.touch("batches", f"batch:{command.batch}")


def _require_sound(command: StartBatch) -> None:
    if command.style not in STYLES:
        raise Refusal(f"There is no folio style {command.style!r}.", help="Styles: " + ", ".join(STYLES) + ".")
    if not 1 <= command.copies <= MOST_COPIES:
        raise Refusal(f"From 1 to {MOST_COPIES} copies of each folio.", help="Print a second batch for more.")
    if not command.target.strip() and command.form is not Form.PRINTER:
        raise Refusal("Say where the folios go.", help="Name a folder or a file.")


def _item(command: StartBatch, n: int, each: Candidate) -> dict[str, object]:
    return {
        "batch_id": command.batch,
        "n": n,
        "stay_id": each.stay,
        "window": each.window,
        "room": each.room,
        "name": each.name,
        "style": command.style,
        "language": command.language,
        "copies": command.copies,
        "state": ItemState.WAITING.value,
        "reason": "",
        "copy": None,
        "version": 1,
    }


def note_batch(command: NoteBatch, work: UnitOfWork) -> None:
    """Note what became of folios; what is on paper from now on goes into the print log in the same step."""
    found = _batch(work, command.batch)
    items = {row.n: row for row in _items(work, found.id, (done.n for done in command.items))}
    for done in command.items:
        row = items.get(done.n)
        if row is None:
            raise Refusal(f"This batch has no folio {done.n}.", help="Look at the batch again.")
        _note(command, work, row, done)
    left = work.first(
        select(func.count())
        .select_from(tables.batch_item)
        .where(tables.batch_item.c.batch_id == found.id, tables.batch_item.c.state.in_([state.value for state in OPEN]))
    )
    if left is not None and left[0] == 0 and not found.closed:
        work.change(tables.batch, {"id": found.id}, {"closed": True})
    work.facts.update(title=found.title, folios=len(command.items), state=command.state.value)
    work.touch("batches", f"batch:{found.id}")


def _note(command: NoteBatch, work: UnitOfWork, row: Fetched, done: ItemDone) -> None:
    was = ItemState(row.state)
    require_step(row.n, was, command.state)
    values: dict[str, object] = {"state": command.state.value, "reason": command.reason}
    known_unsent = was is ItemState.FAILED and row.copy is not None
    if command.state in _ON_PAPER and not known_unsent:
        values["copy"] = done.copy
        for further in range(row.copies):
            log_print(work, row, done.copy + further)
    work.change(tables.batch_item, {"batch_id": row.batch_id, "n": row.n}, values)


def close_batch(command: CloseBatch, work: UnitOfWork) -> None:
    """Leave a batch as it is."""
    found = _batch(work, command.batch)
    if found.closed:
        raise Refusal("That batch is closed already.", help="Start a new one.")
    work.change(tables.batch, {"id": found.id}, {"closed": True})
    work.facts.update(title=found.title)
    work.touch("batches", f"batch:{found.id}")


def _batch(work: UnitOfWork, batch: str) -> Fetched:
    found = work.row(tables.batch, batch)
    if found is None:
        raise Refusal("There is no such batch of folios.", help="Start one with: frontdesk folios")
    return found


def _items(work: UnitOfWork, batch: str, numbers: Iterable[int]) -> list[Fetched]:
    item = tables.batch_item
    return work.all(select(item).where(item.c.batch_id == batch, item.c.n.in_(list(numbers))))
