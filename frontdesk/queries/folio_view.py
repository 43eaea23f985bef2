"""The folio as the desk sees it: lines in the order of the ledger, what takes a line back beneath it."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from frontdesk.errors import Refusal
from frontdesk.queries.folio import FolioLine, FolioView, SeeFolio, TaxLine, WindowView
from frontdesk.queries.house import newest
from frontdesk.queries.taxing import tax_names
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

_PAID = frozenset({"payment", "deposit", "refund", "cash_rounding"})
_STATE_OF_REVERSAL = {"correction": "corrected", "transfer": "transferred", "split": "split"}


def see_folio(reader: Reader, question: SeeFolio) -> FolioView:
    """Every window of a stay's folio."""
    folio, window = tables.folio, tables.folio_window
    found = reader.first(select(folio).where(folio.c.stay_id == question.stay))
    if found is None:
        raise Refusal("This stay has no folio.", help="Find the guest again.")
    windows = reader.all(select(window).where(window.c.folio_id == found.id).order_by(window.c.number))
    rows = _rows(reader, [row.id for row in windows])
    taxes = taxes_of(reader, question.stay)
    in_question = _in_question(reader, question.stay)
    views = tuple(_window(row, rows.get(row.id, []), taxes, in_question) for row in windows)
    return FolioView(
        stay=question.stay,
        folio=found.id,
        currency=found.currency,
        seq=newest(reader),
        windows=views,
        balance=sum(view.balance for view in views),
        held=_held(reader, question.stay),
    )


def _rows(reader: Reader, window_ids: list[str]) -> dict[str, list[Fetched]]:
    posting = tables.posting
    found: dict[str, list[Fetched]] = defaultdict(list)
    wanted = select(posting).where(posting.c.window_id.in_(window_ids)).order_by(posting.c.seq, posting.c.n)
    for row in reader.all(wanted):
        found[row.window_id].append(row)
    return found


def taxes_of(reader: Reader, stay_id: str) -> dict[str, list[TaxLine]]:
    """The taxes inside each posting of a stay, as they were posted."""
    part, posting = tables.tax_part, tables.posting
    names = tax_names(reader)
    found: dict[str, list[TaxLine]] = defaultdict(list)
    columns = (part.c.posting_id, part.c.code, part.c.rate, part.c.base, part.c.amount)
    wanted = select(*columns).join(posting, posting.c.id == part.c.posting_id).where(posting.c.stay_id == stay_id)
    for row in reader.all(wanted.order_by(part.c.posting_id, part.c.n)):
        name = names.get(row.code, row.code)
        found[row.posting_id].append(TaxLine(code=row.code, name=name, rate=row.rate, base=row.base, amount=row.amount))
    return found


def _in_question(reader: Reader, stay_id: str) -> frozenset[str]:
    case = tables.guest_case
    rows = reader.all(
        select(case.c.posting_id).where(
            case.c.stay_id == stay_id, case.c.status == "open", case.c.posting_id.is_not(None)
        )
    )
    return frozenset(row.posting_id for row in rows)


def _held(reader: Reader, stay_id: str) -> int:
    hold = tables.hold
    rows = reader.all(select(hold.c.amount).where(hold.c.stay_id == stay_id, hold.c.state == "active"))
    return sum(row.amount for row in rows)


def _window(
    window: Fetched, rows: list[Fetched], taxes: dict[str, list[TaxLine]], in_question: frozenset[str]
) -> WindowView:
    against: dict[str, list[Fetched]] = defaultdict(list)
    for row in rows:
        if row.reverses or row.reduces:
            against[row.reverses or row.reduces].append(row)
    undone = {row.reverses for row in rows if row.reverses}
    standing = {name: [row for row in given if row.id not in undone] for name, given in against.items()}
    lines = tuple(
        _line(row, window.number, standing.get(row.id, []), taxes.get(row.id, []), questioned=row.id in in_question)
        for row in in_order(rows, against)
    )
    return WindowView(
        number=window.number,
        payee=window.payee,
        settled=window.settled or "",
        lines=lines,
        charges=_sum(lines, {"charge", "fee", "tax", "transfer", "split", "write_off"}),
        corrections=_sum(lines, {"correction", "allowance"}),
        credits=_sum(lines, {"goodwill"}),
        paid=_sum(lines, _PAID),
        balance=sum(line.amount for line in lines),
    )


def in_order(rows: Iterable[Fetched], against: dict[str, list[Fetched]]) -> Iterable[Fetched]:
    """Ledger order, with whatever takes a line back directly beneath it."""
    here = {row.id for row in rows}
    for row in rows:
        target = row.reverses or row.reduces
        if target in here:
            continue
        yield row
        stack = list(reversed(against.get(row.id, [])))
        while stack:
            below = stack.pop()
            yield below
            stack.extend(reversed(against.get(below.id, [])))


def _sum(lines: tuple[FolioLine, ...], kinds: frozenset[str] | set[str]) -> int:
    return sum(line.amount for line in lines if line.kind in kinds)


def _line(row: Fetched, window: int, against: list[Fetched], taxes: list[TaxLine], *, questioned: bool) -> FolioLine:
    return FolioLine(
        posting=row.id,
        window=window,
        business_date=row.business_date,
        service_date=row.service_date,
        room=row.room,
        kind=row.kind,
        code=row.code,
        text=row.text,
        reference=row.reference,
        quantity=row.quantity,
        unit_price=row.unit_price,
        amount=row.amount,
        net=row.net,
        taxes=tuple(taxes),
        state=_state(row, against, questioned=questioned),
        left=row.amount + sum(other.amount for other in against),
        under=row.reverses or row.reduces or "",
        reason=row.reason,
    )


def _state(row: Fetched, against: list[Fetched], *, questioned: bool) -> str:
    reversal = next((other for other in against if other.reverses), None)
    if reversal is not None:
        return _STATE_OF_REVERSAL[reversal.kind]
    if questioned:
        return "question"
    if row.kind in {"correction", "transfer", "split", "allowance", "goodwill"}:
        return str(row.kind)
    if any(other.kind == "goodwill" for other in against):
        return "credited"
    if any(other.kind == "allowance" for other in against):
        return "allowed"
    return "payment" if row.kind in _PAID else ""
