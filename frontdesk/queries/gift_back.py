"""What taking a posted gift back would post: a reversal of each of its lines (GC-15). Nothing is written here."""

from sqlalchemy import select

from frontdesk.domain.figure import mirror
from frontdesk.errors import Refusal
from frontdesk.queries.charging import Plan
from frontdesk.queries.correction import against, reducing
from frontdesk.queries.ledger import one_or_reversed, read_posted
from frontdesk.queries.window import NameIt
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


def plan_gift_back(reader: Reader, posting_id: str, remark: str, name: NameIt) -> tuple[Fetched, Plan]:
    """The credit that a line belongs to, and the reversal of every line of it, its taxes with them.

    ``remark`` is the sentence that the guest reads on each.

    Raises:
        Refusal: the line is no gift, or the gift was taken back before.
    """
    named = one_or_reversed(reader, posting_id)
    if named.kind != "goodwill" or not named.credit_id:
        raise Refusal("Only a gift is taken back here.", help="Correct or allow another line.")
    credit, posting = tables.credit, tables.posting
    row = reader.row(credit, named.credit_id)
    if row is None or row.state != "posted":
        raise Refusal("That gift has been taken back before.", help="Look at the line beneath it.")
    gift = reader.all(
        select(posting.c.id).where(posting.c.credit_id == row.id, posting.c.kind == "goodwill").order_by(posting.c.n)
    )
    found = read_posted(reader, [each.id for each in gift])
    lines = [
        against(
            name(f"back-{n}"),
            each,
            mirror(each.figure),
            reverses=each.row.id,
            reason=each.row.reason,
            remark=remark,
            credit_id=row.id,
        )
        for n, each in enumerate(found[each.id] for each in gift)
        if not each.reversed
    ]
    return row, reducing(reader, lines, name)
