"""Which operation? The decision table asked with the facts of the record (GC-7)."""

from dataclasses import dataclass

from frontdesk.domain.remedy import ChargeState, Facts, Fault, Intent, Operation, Remedy, WindowState, remedy
from frontdesk.domain.remedy import Posted as WhenPosted
from frontdesk.queries.base import Question
from frontdesk.queries.ledger import Posted, one_posted
from frontdesk.queries.window import balance_of, windows_of
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The row of the table that won, what it proposes, and the sentence that says why."""

    row: int
    operation: Operation
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRemedy(Question[Proposal]):
    """What fits a line: the clerk says what is the matter and what is wanted, the record says the rest."""

    posting: str
    charge_is: ChargeState
    intent: Intent
    fault: Fault = Fault.UNKNOWN


def propose_remedy(reader: Reader, question: ProposeRemedy) -> Proposal:
    """The first row of the table that fits.

    Raises:
        Refusal: there is no such line, or it was taken back before.
    """
    found = one_posted(reader, question.posting)
    said = (question.charge_is, question.fault, question.intent)
    won = remedy_for(reader, found, said)
    return Proposal(row=won.row, operation=won.operation, reason=won.reason)


def remedy_for(reader: Reader, found: Posted, said: tuple[ChargeState, Fault, Intent]) -> Remedy:
    """The row that fits a line and what the clerk says of it.

    A line of today that was given back in part counts as an earlier one: a correction undoes whole lines only (C1).
    """
    charge, fault, intent = said
    whole_today = found.row.business_date == reader.business_date and found.left == found.figure
    return remedy(
        Facts(
            charge=charge,
            posted=WhenPosted.CURRENT if whole_today else WhenPosted.EARLIER,
            window=_window_state(reader, found),
            fault=fault,
            intent=intent,
        )
    )


def _window_state(reader: Reader, found: Posted) -> WindowState:
    window = next(row for row in windows_of(reader, found.row.stay_id) if row.id == found.row.window_id)
    if window.settled is not None:
        return WindowState.SETTLED
    return WindowState.OPEN_IN_CREDIT if balance_of(reader, window.id) < 0 else WindowState.OPEN_OWING
