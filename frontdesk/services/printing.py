"""Noting that a paper was handed out: the first print of a state is the original, each further one a copy."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from frontdesk.commands.folio import PrintFolio
from frontdesk.commands.slip import PrintSlip
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.bill_bridge import BRIDGE, read_bridge
from frontdesk.queries.folio import STYLES, ReadFolioPaper
from frontdesk.queries.slip import ReadSlip
from frontdesk.queries.slip_paper import read_slip, slip_of
from frontdesk.queries.stay import stay_of
from frontdesk.services.staff import require_role
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork


def print_folio(command: PrintFolio, work: UnitOfWork) -> None:
    """Write the print into the log, with its copy number (FD-6)."""
    stay = stay_of(work, command.stay)
    if command.style not in STYLES:
        raise Refusal(f"There is no folio style {command.style!r}.", help="Styles: " + ", ".join(STYLES) + ".")
    _require_sure(work, command)
    state = _state_of(work, _window(work, command.stay, command.window).id)
    copy = _printed_before(work, command, state)
    _log(work, command, stay.id, {"window": command.window, "style": command.style, "copy": copy, "state": state})
    work.facts.update(window=command.window, style=command.style.replace("_", " "), copy=copy)
    work.touch(f"stay:{stay.id}")


def log_print(work: UnitOfWork, paper: Any, copy: int) -> None:
    """Write into the log that the paper of a row of a batch or of mail was handed out, as this copy."""
    _require_sure(work, ReadFolioPaper(paper.stay_id, paper.window, style=paper.style))
    state = _state_of(work, _window(work, paper.stay_id, paper.window).id)
    facts = {"window": paper.window, "style": paper.style, "copy": copy, "state": state}
    name = work.child(f"print-{paper.stay_id}-{paper.window}-{copy}")
    _log(work, work.command, paper.stay_id, {**facts, "id": name, "language": paper.language})
    work.touch(f"stay:{paper.stay_id}")


def print_slip(command: PrintSlip, work: UnitOfWork) -> None:
    """Write the print of a slip into the log, with its copy number."""
    what, row = slip_of(work, command.of)
    read_slip(work, ReadSlip(command.of, command.language))  # what cannot be filled is not handed out
    log = tables.print_log
    found = work.first(select(func.count()).select_from(log).where(log.c.about == row.id))
    copy = int(found[0]) if found else 0
    _log(work, command, row.stay_id, {"window": 0, "style": f"slip {what}", "copy": copy, "state": 0, "about": row.id})
    work.facts.update(slip=command.of if what != "payment" else "a payment", copy=copy)
    work.touch(f"stay:{row.stay_id}")


def _require_sure(work: UnitOfWork, paper: PrintFolio | ReadFolioPaper) -> None:
    """A bill bridge on which something was posted otherwise than agreed is a supervisor's to hand out (BE-16)."""
    window = _window(work, paper.stay, paper.window)
    if paper.style == BRIDGE and read_bridge(work, window, paper.language).unsure:
        require_role(work, Role.SUPERVISOR)


def _log(work: UnitOfWork, command: Any, stay: str, facts: Mapping[str, object]) -> None:
    work.add(
        tables.print_log,
        {
            "id": work.child("print"),
            "stay_id": stay,
            "language": getattr(command, "language", ""),
            "printed_at": command.made_at,
            "printed_by": command.actor,
            "workstation": command.workstation,
            **facts,
        },
    )


def _window(work: UnitOfWork, stay: str, number: int) -> Fetched:
    window, folio = tables.folio_window, tables.folio
    found = work.first(
        select(window)
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


def _printed_before(work: UnitOfWork, command: PrintFolio, state: int) -> int:
    log = tables.print_log
    found = work.first(
        select(func.count())
        .select_from(log)
        .where(log.c.stay_id == command.stay, log.c.window == command.window, log.c.state == state)
    )
    return int(found[0]) if found else 0
