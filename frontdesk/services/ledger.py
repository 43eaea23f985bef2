"""Writing postings: the one place that inserts into the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from frontdesk.domain.figure import Figure, TaxPart
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork

posting = tables.posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A posting to be made: where it goes, what it is, and the figure with its taxes."""

    id: str
    window_id: str
    stay_id: str
    kind: str
    code: str
    text: str
    figure: Figure
    quantity: int = 1000
    unit_price: int | None = None
    service_date: date | None = None
    business_date: date | None = None
    room: str = ""
    reference: str = ""
    source: str = "desk"
    source_ref: str | None = None
    reason: str = ""
    remark: str = ""
    reverses: str | None = None
    reduces: str | None = None
    parent: str | None = None
    split_of: str | None = None
    pair: str | None = None
    credit_id: str | None = None
    method: str = ""
    card: str = ""
    making: dict[str, Any] = field(default_factory=dict)


def post(work: UnitOfWork, lines: Iterable[Line]) -> None:
    """Append postings with their tax parts on the open business date (or the one they had elsewhere)."""
    rows: list[dict[str, Any]] = []
    parts: list[dict[str, Any]] = []
    for line in lines:
        if line.figure.gross == 0:
            continue  # a zero result makes no posting (T7)
        work.lines += 1
        rows.append(_row(work, line))
        parts.extend(_part(line.id, n, part) for n, part in enumerate(line.figure.taxes))
    work.add(posting, *rows)
    work.add(tables.tax_part, *parts)


def _row(work: UnitOfWork, line: Line) -> dict[str, Any]:
    command = work.command
    opened = line.business_date or work.business_date
    return {
        "id": line.id,
        "seq": work.seq,
        "n": work.lines,
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
        "currency": work.house.currency,
        "business_date": opened,
        "service_date": line.service_date or opened,
        "room": line.room,
        "made_at": command.made_at,
        "actor": command.actor,
        "workstation": command.workstation,
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
        "method": line.method,
        "card": line.card,
        "making": line.making,
    }


def _part(posting_id: str, n: int, part: TaxPart) -> dict[str, Any]:
    return {
        "posting_id": posting_id,
        "n": n,
        "code": part.code,
        "rate": part.rate_ppm,
        "base": part.base,
        "amount": part.amount,
        "how": msgspec.to_builtins(part),
    }
