"""Writing postings: the one place that inserts into the ledger."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from frontdesk.domain.figure import TaxPart
from frontdesk.domain.posting import Line
from frontdesk.queries.charging import Plan
from frontdesk.queries.taxing import tax_names
from frontdesk.queries.window import row_of, written
from frontdesk.store import tables
from frontdesk.store.engine import together
from frontdesk.store.unit_of_work import UnitOfWork

posting = tables.posting


def write(work: UnitOfWork, plan: Plan) -> None:
    """Open the windows a plan needs and append its postings."""
    open_windows(work, plan)
    post(work, plan.lines)


def open_windows(work: UnitOfWork, plan: Plan) -> None:
    """Open the windows a plan needs."""
    for window in plan.opens:
        work.add(tables.folio_window, row_of(window))
        written(work, window)


def post(work: UnitOfWork, lines: Iterable[Line]) -> None:
    """Append postings with their tax parts on the open business date (or the one they had elsewhere)."""
    rows: list[dict[str, Any]] = []
    parts: list[dict[str, Any]] = []
    names, common = tax_names(work), _common(work)
    for line in lines:
        if line.figure.gross == 0:
            continue  # a zero result makes no posting (T7)
        work.lines += 1
        rows.append(_row(line, common, work.lines))
        parts.extend([_part(line.id, n, part, names) for n, part in enumerate(line.figure.taxes)])
    if not rows:
        return
    with together(work.connection, max(len(rows), len(parts))):
        work.add(posting, *rows)
        work.add(tables.tax_part, *parts)


def _common(work: UnitOfWork) -> dict[str, Any]:
    """What every line of a command has in common."""
    command = work.command
    return {
        "seq": work.seq,
        "currency": work.house.currency,
        "business_date": work.business_date,
        "made_at": command.made_at,
        "actor": command.actor,
        "workstation": command.workstation,
    }


def _row(line: Line, common: Mapping[str, Any], n: int) -> dict[str, Any]:
    opened = line.business_date or common["business_date"]
    return {
        **common,
        "id": line.id,
        "n": n,
        "window_id": line.window_id,
        "stay_id": line.stay_id,
        "kind": line.kind,
        "code": line.code,
        "text": line.text,
        "reference": line.reference,
        "quantity": line.quantity,
        "unit_price": line.figure.gross if line.unit_price is None else line.unit_price,
        "amount": line.figure.gross,
        "net": line.figure.net,
        "business_date": opened,
        "service_date": line.service_date or opened,
        "room": line.room,
        "source": line.source,
        "source_ref": line.source_ref,
        "reason": line.reason,
        "remark": line.remark,
        "reverses": line.reverses,
        "reduces": line.reduces,
        "parent": line.parent,
        "split_of": line.split_of,
        "pair": line.pair,
        "credit_id": line.credit_id,
        "routed": line.routed,
        "origin": line.origin,
        "method": line.method,
        "card": line.card,
        "making": dict(line.making),
    }


def _part(posting_id: str, n: int, part: TaxPart, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "posting_id": posting_id,
        "n": n,
        "code": part.code,
        "rate": part.rate_ppm,
        "base": part.base,
        "amount": part.amount,
        "name": names.get(part.code, part.code),
        "how": msgspec.to_builtins(part),
    }
