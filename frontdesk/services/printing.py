"""Noting that a paper was handed out: the first print of a state is the original, each further one a copy."""

from typing import Any, NamedTuple

from sqlalchemy import func, select

from frontdesk.commands.folio import PrintFolio
from frontdesk.errors import Refusal
from frontdesk.queries.folio import STYLES
from frontdesk.queries.stay import stay_of
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork


def print_folio(command: PrintFolio, work: UnitOfWork) -> None:
    """Write the print into the log, with its copy number (FD-6)."""
    stay = stay_of(work, command.stay)
    if command.style not in STYLES:
        raise Refusal(f"There is no folio style {command.style!r}.", help="Styles: " + ", ".join(STYLES) + ".")
    state = _state_of(work, _window(work, command.stay, command.window).id)
    copy = printed_before(work, command.stay, command.window, state)
    _write(work, Handed(stay.id, command.window, command.style, command.language), (copy, state))
    work.facts.update(window=command.window, style=command.style.replace("_", " "), copy=copy)
    work.touch(f"stay:{stay.id}")


class Handed(NamedTuple):
    """Which paper was handed out."""

    stay_id: str
    window: int
    style: str
    language: str


def log_print(work: UnitOfWork, paper: Any, copy: int) -> None:
    """Write into the log that the paper of a row of a batch or of mail was handed out, as this copy."""
    state = _state_of(work, _window(work, paper.stay_id, paper.window).id)
    _write(work, Handed(paper.stay_id, paper.window, paper.style, paper.language), (copy, state))
    work.touch(f"stay:{paper.stay_id}")


def _write(work: UnitOfWork, paper: Handed, numbers: tuple[int, int]) -> None:
    copy, state = numbers
    command = work.command
    work.add(
        tables.print_log,
        {
            "id": work.child(f"print-{paper.stay_id}-{paper.window}-{copy}"),
            **paper._asdict(),
            "copy": copy,
            "state": state,
            "printed_at": command.made_at,
            "printed_by": command.actor,
            "workstation": command.workstation,
        },
    )


def _window(work: UnitOfWork, stay: str, number: int) -> Fetched:
    window, folio = tables.folio_window, tables.folio
    found = work.first(
        select(window.c.id)
        .join(folio, folio.c.id == window.c.folio_id)
        .where(folio.c.stay_id == stay, window.c.number == number)
    )
    if found is None:
        raise Refusal(f"This folio has no window {number}.", help="Choose a window that is there.")
    return found


def _state_of(work: UnitOfWork, window_id: str) -> int:
    posting = tables.posting
    found = work.first(select(func.max(posting.c.seq)).where(posting.c.window_id == window_id))
    return int(found[0] or 0) if found else 0


def printed_before(work: UnitOfWork, stay: str, window: int, state: int) -> int:
    """How often a window was handed out in this state."""
    log = tables.print_log
    found = work.first(
        select(func.count()).select_from(log).where(log.c.stay_id == stay, log.c.window == window, log.c.state == state)
    )
    return int(found[0]) if found else 0
