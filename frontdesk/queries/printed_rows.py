"""The postings of a window that stand on paper. Staff-only columns are not selected (FD-1)."""

from collections import defaultdict

from sqlalchemy import select

from frontdesk.queries.folio_view import in_order
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


def printed_rows(reader: Reader, window: Fetched) -> list[Fetched]:
    """The postings of a window as paper tells them, with department, code name and what is said to the guest."""
    posting, code, credit = tables.posting, tables.transaction_code, tables.credit
    columns = (column for column in posting.c if column.name not in {"actor", "workstation", "remark"})
    rows = reader.all(
        select(*columns, posting.c.remark.label("said"), code.c.department, code.c.name.label("code_name"))
        .add_columns(credit.c.treatment)
        .join(code, code.c.code == posting.c.code)
        .outerjoin(credit, credit.c.id == posting.c.credit_id)
        .where(posting.c.window_id == window.id)
        .order_by(posting.c.seq, posting.c.n)
    )
    against: dict[str, list[Fetched]] = defaultdict(list)
    for row in rows:
        if row.reverses or row.reduces:
            against[row.reverses or row.reduces].append(row)
    return _netted(reader, window, list(in_order(rows, against)))


def _netted(reader: Reader, window: Fetched, rows: list[Fetched]) -> list[Fetched]:
    """Leave out lines that were taken back before anybody saw them: no print came between the two (BE-26)."""
    log, folio = tables.print_log, tables.folio
    mine = select(log.c.state).join(folio, folio.c.stay_id == log.c.stay_id)
    prints = [row.state for row in reader.all(mine.where(folio.c.id == window.folio_id, log.c.window == window.number))]
    seqs = {row.id: row.seq for row in rows}
    unseen: set[str] = set()
    for row in rows:
        wrong = row.reverses if row.kind == "correction" and row.reverses in seqs else ""
        if wrong and not any(seqs[wrong] <= state < row.seq for state in prints):
            unseen |= {wrong, row.id}
    # What names a line that is left out would stand for itself; it keeps both in sight instead.
    named = {row.reduces for row in rows if row.reduces}
    return rows if unseen & named else [row for row in rows if row.id not in unseen]
