"""Which one? Correction, allowance, goodwill, transfer, refund: the first row that fits (GC-7 to GC-9)."""

from dataclasses import dataclass
from enum import StrEnum


class ChargeState(StrEnum):
    """What is the matter with the charge."""

    HOLD_ONLY = "hold_only"
    RIGHT = "right"
    WRONG = "wrong"
    NO_EVIDENCE = "no_evidence"
    WRONG_PAYEE = "wrong_payee"


class Posted(StrEnum):
    """Whether the charge's business date is still open."""

    CURRENT = "current"
    EARLIER = "earlier"


class WindowState(StrEnum):
    """Whether the window is closed with a numbered document, and who owes whom."""

    OPEN_OWING = "open_owing"
    OPEN_IN_CREDIT = "open_in_credit"
    SETTLED = "settled"


class Fault(StrEnum):
    """Whose fault it was, as confirmed on the case. It decides rows 6 to 9 only (GC-8)."""

    HOTEL = "hotel"
    OTHER_GUEST = "other_guest"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"
    GUEST = "guest"


class Intent(StrEnum):
    """What the desk wants to do."""

    PUT_RIGHT = "put_right"
    GIFT_OF_MONEY = "gift_of_money"
    GIFT_WITHOUT_MONEY = "gift_without_money"
    MONEY_BACK = "money_back"
    KEEP_PROMISE = "keep_promise"


class Operation(StrEnum):
    """What is proposed."""

    EXPLAIN_HOLD = "explain_hold"
    TRANSFER = "transfer"
    CORRECTION = "correction"
    ALLOWANCE = "allowance"
    ALLOWANCE_ON_CREDIT_NOTE = "allowance_on_credit_note"
    GOODWILL = "goodwill"
    GOODWILL_NON_MONEY_FIRST = "goodwill_non_money_first"
    NOT_OFFERED = "not_offered"
    GOODWILL_AFTER_DEPARTURE = "goodwill_after_departure"
    REFUND = "refund"
    NON_MONEY = "non_money"
    OPEN_REQUEST = "open_request"
    ASK_AGAIN = "ask_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the table looks at: the clerk says if the charge is right, the record says the rest (GC-7)."""

    charge: ChargeState
    posted: Posted
    window: WindowState
    fault: Fault
    intent: Intent


@dataclass(frozen=True, slots=True)
class Remedy:
    """The row that won, what it proposes, and the sentence that says why."""

    row: int
    operation: Operation
    reason: str


EXPLAIN_HOLD = Remedy(
    1,
    Operation.EXPLAIN_HOLD,
    "No money has moved: this is only a hold on the card, to be explained and released.",
)
TRANSFER = Remedy(
    2,
    Operation.TRANSFER,
    "The amount is right but it stands on the wrong bill, so it moves and nothing is given.",
)
CORRECTION = Remedy(3, Operation.CORRECTION, "It was posted wrongly today, so the posting is undone today.")
ALLOWANCE = Remedy(
    4,
    Operation.ALLOWANCE,
    "It was wrong on a day that is closed, so it is taken back with a posting of today.",
)
ALLOWANCE_ON_CREDIT_NOTE = Remedy(
    5,
    Operation.ALLOWANCE_ON_CREDIT_NOTE,
    "The bill is settled, so a credit note names its number and date; a wrong payee is then charged anew.",
)
GOODWILL = Remedy(6, Operation.GOODWILL, "The charge is right and the fault was ours, so we can give something back.")
GOODWILL_NON_MONEY_FIRST = Remedy(
    7,
    Operation.GOODWILL_NON_MONEY_FIRST,
    "The charge is right and the fault was not ours: offer something other than money first.",
)
NOT_OFFERED = Remedy(
    8,
    Operation.NOT_OFFERED,
    "The charge is right and the guest's own doing, so no gift is offered; a duty manager may override.",
)
GOODWILL_AFTER_DEPARTURE = Remedy(
    9,
    Operation.GOODWILL_AFTER_DEPARTURE,
    "The bill is settled, so a gift goes on a credit note and needs the duty manager.",
)
REFUND = Remedy(10, Operation.REFUND, "More was paid than is owed, so the money goes back the way it came.")
NON_MONEY = Remedy(
    11, Operation.NON_MONEY, "A gift without money is recorded on the case and leaves the bill as it is."
)
OPEN_REQUEST = Remedy(
    12, Operation.OPEN_REQUEST, "Something was promised: open the request and post it, or make a new one."
)

RIGHT_BUT_PUT_RIGHT = "The charge is right, so there is nothing to put right; it can only be given."
WRONG_BUT_GIVEN = "A wrong charge is put right, not given: say that it is to be put right."
NOTHING_TO_PAY_BACK = "There is nothing to pay back: this window is not in credit."


def remedy(facts: Facts) -> Remedy:
    """The first row of the table that fits; row 13 names the contradiction and asks again (GC-9)."""
    if facts.charge is ChargeState.HOLD_ONLY:
        return EXPLAIN_HOLD
    match facts.intent:
        case Intent.PUT_RIGHT:
            return _put_right(facts)
        case Intent.GIFT_OF_MONEY:
            return _gift(facts)
        case Intent.MONEY_BACK:
            in_credit = facts.window is WindowState.OPEN_IN_CREDIT
            return REFUND if in_credit else _ask_again(NOTHING_TO_PAY_BACK)
        case Intent.GIFT_WITHOUT_MONEY:
            return NON_MONEY
    assert facts.intent is Intent.KEEP_PROMISE
    return OPEN_REQUEST


def _put_right(facts: Facts) -> Remedy:
    """Rows 2 to 5: an error is put right whoever caused it (GC-8)."""
    if facts.charge is ChargeState.RIGHT:
        return _ask_again(RIGHT_BUT_PUT_RIGHT)
    if facts.window is WindowState.SETTLED:
        return ALLOWANCE_ON_CREDIT_NOTE
    if facts.charge is ChargeState.WRONG_PAYEE:
        return TRANSFER
    return CORRECTION if facts.posted is Posted.CURRENT else ALLOWANCE


def _gift(facts: Facts) -> Remedy:
    """Rows 6 to 9: only a right charge can be given, and the fault decides how."""
    if facts.charge is not ChargeState.RIGHT:
        return _ask_again(WRONG_BUT_GIVEN)
    if facts.fault is Fault.GUEST:
        return NOT_OFFERED
    if facts.window is WindowState.SETTLED:
        return GOODWILL_AFTER_DEPARTURE
    return GOODWILL if facts.fault is Fault.HOTEL else GOODWILL_NON_MONEY_FIRST


def _ask_again(contradiction: str) -> Remedy:
    return Remedy(13, Operation.ASK_AGAIN, contradiction)
