"""The table of "Which one?", written a second time as data and compared over every combination of inputs (GC-9)."""

from itertools import product

import pytest

from frontdesk.domain.remedy import ChargeState, Facts, Fault, Intent, Operation, Posted, WindowState, remedy

ANY = None
OPEN = {WindowState.OPEN_OWING, WindowState.OPEN_IN_CREDIT}
SETTLED, IN_CREDIT = {WindowState.SETTLED}, {WindowState.OPEN_IN_CREDIT}
ERROR = {ChargeState.WRONG, ChargeState.NO_EVIDENCE}
NOT_GUEST = set(Fault) - {Fault.GUEST}

# row: charge, business date, window, fault, intent, operation; None is "any". The first row that fits wins.
TABLE = [
    (1, {ChargeState.HOLD_ONLY}, ANY, ANY, ANY, ANY, Operation.EXPLAIN_HOLD),
    (2, {ChargeState.WRONG_PAYEE}, ANY, OPEN, ANY, {Intent.PUT_RIGHT}, Operation.TRANSFER),
    (3, ERROR, {Posted.CURRENT}, OPEN, ANY, {Intent.PUT_RIGHT}, Operation.CORRECTION),
    (4, ERROR, {Posted.EARLIER}, OPEN, ANY, {Intent.PUT_RIGHT}, Operation.ALLOWANCE),
    (
        5,
        {*ERROR, ChargeState.WRONG_PAYEE},
        ANY,
        SETTLED,
        ANY,
        {Intent.PUT_RIGHT},
        Operation.ALLOWANCE_ON_CREDIT_NOTE,
    ),
    (6, {ChargeState.RIGHT}, ANY, OPEN, {Fault.HOTEL}, {Intent.GIFT_OF_MONEY}, Operation.GOODWILL),
    (
        7,
        {ChargeState.RIGHT},
        ANY,
        OPEN,
        {Fault.OTHER_GUEST, Fault.OUTSIDE, Fault.UNKNOWN},
        {Intent.GIFT_OF_MONEY},
        Operation.GOODWILL_NON_MONEY_FIRST,
    ),
    (8, {ChargeState.RIGHT}, ANY, ANY, {Fault.GUEST}, {Intent.GIFT_OF_MONEY}, Operation.NOT_OFFERED),
    (
        9,
        {ChargeState.RIGHT},
        ANY,
        SETTLED,
        NOT_GUEST,
        {Intent.GIFT_OF_MONEY},
        Operation.GOODWILL_AFTER_DEPARTURE,
    ),
    (10, ANY, ANY, IN_CREDIT, ANY, {Intent.MONEY_BACK}, Operation.REFUND),
    (11, ANY, ANY, ANY, ANY, {Intent.GIFT_WITHOUT_MONEY}, Operation.NON_MONEY),
    (12, ANY, ANY, ANY, ANY, {Intent.KEEP_PROMISE}, Operation.OPEN_REQUEST),
    (13, ANY, ANY, ANY, ANY, ANY, Operation.ASK_AGAIN),
]
EVERYTHING = [
    Facts(charge=charge, posted=posted, window=window, fault=fault, intent=intent)
    for charge, posted, window, fault, intent in product(ChargeState, Posted, WindowState, Fault, Intent)
]


def first_row(facts: Facts) -> tuple[int, Operation]:
    values = (facts.charge, facts.posted, facts.window, facts.fault, facts.intent)
    for row, *columns, operation in TABLE:
        if all(column is ANY or value in column for column, value in zip(columns, values, strict=True)):
            return row, operation
    raise AssertionError(facts)


def test_every_combination_gives_the_row_of_the_table():
    assert len(EVERYTHING) == 5 * 2 * 3 * 5 * 5
    for facts in EVERYTHING:
        proposed = remedy(facts)
        assert (proposed.row, proposed.operation) == first_row(facts), facts


def test_every_row_is_reached_and_says_why():
    rows = {remedy(facts).row: remedy(facts).reason for facts in EVERYTHING}
    assert sorted(rows) == list(range(1, 14))
    assert all(reason.endswith(".") for reason in rows.values())


def test_gc8_fault_decides_gifts_only():
    for facts in EVERYTHING:
        if facts.intent is not Intent.GIFT_OF_MONEY:
            others = {
                remedy(
                    Facts(
                        charge=facts.charge,
                        posted=facts.posted,
                        window=facts.window,
                        fault=fault,
                        intent=facts.intent,
                    )
                ).row
                for fault in Fault
            }
            assert len(others) == 1


@pytest.mark.parametrize(
    ("charge", "window", "intent", "words"),
    [
        (ChargeState.RIGHT, WindowState.OPEN_OWING, Intent.PUT_RIGHT, "nothing to put right"),
        (ChargeState.WRONG, WindowState.OPEN_OWING, Intent.GIFT_OF_MONEY, "put right, not given"),
        (ChargeState.RIGHT, WindowState.SETTLED, Intent.MONEY_BACK, "nothing to pay back"),
    ],
)
def test_row_13_names_the_contradiction(charge: ChargeState, window: WindowState, intent: Intent, words: str):
    facts = Facts(charge=charge, posted=Posted.CURRENT, window=window, fault=Fault.HOTEL, intent=intent)
    assert words in remedy(facts).reason
