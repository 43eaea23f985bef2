"""The folio as the desk sees it: lines in the order of the ledger, what takes a line back beneath it."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from frontdesk.errors import Refusal
from frontdesk.queries.changes import newest
from frontdesk.queries.folio import FolioLine, FolioView, SeeFolio, TaxLine, WindowView
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

_PAID = frozenset({"payment", "deposit", "refund", "cash_rounding"})
_STATE_OF_REVERSAL = {"correction": "corrected", "transfer": "transferred", "split": "split"}


def see_folio(reader: Reader, question: SeeFolio) -> FolioView:
    """Every window of a stay's folio.

    Raises:
        Refusal: there is no such stay.
    """
    folio, window = tables.folio, tables.folio_window
    found = reader.first(select(folio).where(folio.c.stay_id == question.stay))
    if found is None:
        raise Refusal("This stay has no folio.", help="Find the guest again.")
    windows = reader.all(select(window).where(window.c.folio_id == found.id).order_by(window.c.number))
    rows = _rows(reader, [row.id for row in windows])
    against: dict[str, list[Fetched]] = defaultdict(list)
    for row in (row for found_rows in rows.values() for row in found_rows):
        if row.reverses or row.reduces:
            against[row.reverses or row.reduces].append(row)
    taxes = taxes_of(reader, question.stay)
    in_question = _in_question(reader, question.stay)
    views = tuple(_window(row, rows.get(row.id, []), against, (taxes, in_question)) for row in windows)
    return FolioView(
        stay=question.stay,
        folio=found.id,
        currency=found.currency,
        seq=newest(reader),
        windows=views,
        balance=sum(view.balance for view in views),
        held=_held(reader, question.stay),
    )


_COLUMNS = (
    "id", "window_id", "business_date", "service_date", "room", "kind", "code", "text", "reference",
    "quantity", "unit_price", "amount", "net", "reverses", "reduces", "reason",
)  # fmt: skip


def _rows(reader: Reader, window_ids: list[str]) -> dict[str, list[Fetched]]:
    posting = tables.posting
    found: dict[str, list[Fetched]] = defaultdict(list)
    wanted = select(*(posting.c[name] for name in _COLUMNS)).where(posting.c.window_id.in_(window_ids))
    for row in reader.all(wanted.order_by(posting.c.seq, posting.c.n)):
        found[row.window_id].append(row)
    return found


def taxes_of(reader: Reader, stay_id: str) -> dict[str, list[TaxLine]]:
    """The taxes inside each posting of a stay, as they were posted; by number: cheaper to sort than ids."""
    part, posting = tables.tax_part, tables.posting
    found: dict[str, list[TaxLine]] = defaultdict(list)
    columns = (part.c.posting_id, part.c.code, part.c.rate, part.c.base, part.c.amount, part.c.name)
    wanted = select(*columns).join(posting, posting.c.id == part.c.posting_id).where(posting.c.stay_id == stay_id)
    for line, code, rate, base, amount, name in reader.all(wanted.order_by(part.c.n)):
        found[line].append(TaxLine(code=code, name=name or code, rate=rate, base=base, amount=amount))
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
    window: Fetched,
    rows: list[Fetched],
    against: dict[str, list[Fetched]],
    known: tuple[dict[str, list[TaxLine]], frozenset[str]],
) -> WindowView:
    """A window; what takes a line back may stand on another one, such as a credit note."""
    taxes, in_question = known
    lines = tuple(
        _line(row, window.number, _standing(row, against), taxes.get(row.id, []), questioned=row.id in in_question)
        for row in in_order(rows, against)
    )
    return WindowView(
        number=window.number,
        payee=window.payee,
        kind=window.kind,
        corrects=window.corrects,
        address=tuple(window.address),
        tax_number=window.tax_number,
        settled=window.settled or "",
        lines=lines,
        charges=_sum(lines, {"charge", "fee", "tax", "transfer", "split", "write_off"}),
        corrections=_sum(lines, {"correction", "allowance"}),
        credits=_sum(lines, {"goodwill"}),
        paid=_sum(lines, _PAID),
        balance=sum(line.amount for line in lines),
    )


def _standing(row: Fetched, against: dict[str, list[Fetched]]) -> list[Fetched]:
    """What names this line and was not taken back itself."""
    named = against.get(row.id)
    if not named:
        return []
    return [other for other in named if not any(undo.reverses for undo in against.get(other.id, []))]


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
            if below.id in here:
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
