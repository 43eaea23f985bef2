"""Noting that a guest accepted the explanation of a line; no amount changes by it (BE-31)."""

from frontdesk.commands.explanation import NoteExplained
from frontdesk.domain.money import plain
from frontdesk.errors import Refusal
from frontdesk.queries.explanation import line_topic
from frontdesk.queries.ledger import one_or_reversed
from frontdesk.store.unit_of_work import UnitOfWork


def note_explained(command: NoteExplained, work: UnitOfWork) -> None:
    """The journal row is the record: line, text, language, person and time (bill-explanation 7)."""
    row = one_or_reversed(work, command.posting)
    if not command.said.strip():
        raise Refusal("What was explained is missing.", help="Open the explanation of the line and answer there.")
    work.facts.update(text=row.text, amount=plain(row.amount, work.house.currency))
    work.touch(line_topic(row.id), f"stay:{row.stay_id}")
