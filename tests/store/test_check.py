"""The check of the house finds every damage that is done behind its back."""

import sqlite3

import pytest
from sqlalchemy import text

from frontdesk import commands as do
from frontdesk.queries.check import Fault
from frontdesk.store import guards
from tests.hotel import DAY, Hotel


@pytest.fixture
def house(small_hotel: Hotel) -> Hotel:
    """A house with charges, taxes, a gift, a transfer and a settled window."""
    stay, other = small_hotel.arrive("305"), small_hotel.arrive("306")
    line = small_hotel.charge(stay)
    small_hotel.give(stay, line, percent=100_000)
    moved = small_hotel.charge(stay, "1100", price=6000, quantity=1000)
    small_hotel.do(do.TransferPosting, posting=moved, to_stay=other, to_window=1)
    small_hotel.pay(other, 6400)
    small_hotel.settle(other)
    assert small_hotel.faults() == ()
    return small_hotel


def damage(hotel: Hotel, *statements: str) -> set[str]:
    """Do it past the program, with the guards taken off and put back; gives the rules found broken."""
    with sqlite3.connect(hotel.desk._house.store.address) as connection:
        kept = list(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        for name, _ in kept:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in kept:
            connection.execute(sql)
    connection.close()
    faults = hotel.faults()
    assert all(isinstance(fault, Fault) and fault.found for fault in faults)
    return {fault.rule for fault in faults}


ALTERED = "A posting is never changed"
CHAIN = "The journal is one chain"
ROW = "A journal row is never changed"

DAMAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "an amount alone": ("Amount is net and taxes", ("UPDATE posting SET amount = amount - 100 WHERE code = '3000'",)),
    "an amount and its net": (
        ALTERED,
        ("UPDATE posting SET amount = amount - 100, net = net - 100 WHERE code = '3000'",),
    ),
    "a tax and its net": (
        ALTERED,
        (
            "UPDATE tax_part SET amount = amount - 1 WHERE code = 'VAT_DRINK'",
            "UPDATE posting SET net = net + 1 WHERE code = '3000'",
        ),
    ),
    "the text of a line": (ALTERED, ("UPDATE posting SET text = 'Tea' WHERE code = '3000'",)),
    "the clerk of a line": (ALTERED, ("UPDATE posting SET actor = 'somebody' WHERE code = '3000'",)),
    "a deleted posting": (
        ALTERED,
        ("DELETE FROM tax_part", "DELETE FROM posting WHERE kind = 'payment'"),
    ),
    "a posting of nobody": (
        "Every posting has its command",
        ("UPDATE posting SET seq = 9999 WHERE kind = 'payment'",),
    ),
    "a posting slipped in": (
        ALTERED,
        (
            "CREATE TEMP TABLE t AS SELECT * FROM posting WHERE kind = 'payment'",
            "UPDATE t SET id = 'slipped', n = 99, amount = 100, net = 100",
            "INSERT INTO posting SELECT * FROM t",
        ),
    ),
    "what was asked for": (ROW, ("UPDATE journal SET payload = replace(payload, '3000', '3100')",)),
    "who asked": (CHAIN, ("UPDATE journal SET actor = 'somebody' WHERE seq = 5",)),
    "when it was asked": (CHAIN, ("UPDATE journal SET made_at = '2001-01-01T00:00:00.000000+00:00' WHERE seq = 5",)),
    "what it was called": (CHAIN, ("UPDATE journal SET facts = '{}' WHERE seq = 5",)),
    "what was before": (CHAIN, ("UPDATE journal SET before_after = '[]' WHERE kind = 'CheckIn'",)),
    "the outcome": (CHAIN, ("UPDATE journal SET outcome = 'refused' WHERE seq = 6",)),
    "a link": (CHAIN, ("UPDATE journal SET hash = prev WHERE seq = 6",)),
    "a deleted row of the journal": ("The journal has no gap", ("DELETE FROM journal WHERE seq = 6",)),
    "the end of the journal": (CHAIN, ("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",)),
    "a pair that leaves something": (
        "A transfer adds up to zero",
        ("UPDATE posting SET amount = amount + 1, net = net + 1 WHERE pair IS NOT NULL AND kind = 'charge'",),
    ),
    "more given back than there was": (
        "No line is given back beyond its amount",
        ("UPDATE posting SET amount = amount * 99, net = net * 99 WHERE kind = 'goodwill'",),
    ),
    "a line of a closed day": (
        "A closed day is never posted to",
        ("UPDATE posting SET business_date = '2001-01-01' WHERE kind = 'payment'",),
    ),
    "a line of tomorrow": (
        "Postings are of the house's day and currency",
        ("UPDATE posting SET business_date = '2030-01-01' WHERE kind = 'payment'",),
    ),
    "another currency": (
        "Postings are of the house's day and currency",
        ("UPDATE posting SET currency = 'USD' WHERE kind = 'payment'",),
    ),
    "a night without a room": ("A guest in house has a room each night", ("DELETE FROM room_night",)),
    "a night outside the stay": (
        "Room-nights lie inside their stay",
        ("INSERT INTO room_night (room, night, stay_id) SELECT '401', '2030-01-01', stay_id FROM room_night LIMIT 1",),
    ),
    "a settled window that owes": (
        "A settled window stands at zero",
        ("UPDATE posting SET amount = amount - 1, net = net - 1 WHERE kind = 'payment'",),
    ),
    "a gap in the numbers": ("Folio numbers have no gap", ("UPDATE counter SET value = 7 WHERE series = 'folio'",)),
    "a window opened again": ("Folio numbers have no gap", ("UPDATE folio_window SET settled = NULL",)),
    "a card number on a line": (
        "No card number is stored",
        ("UPDATE posting SET text = 'paid with 4111 1111 1111 1111' WHERE kind = 'payment'",),
    ),
    "a card number in a case": (
        "No card number is stored",
        ("UPDATE guest_case SET words = '5500-0000-0000-0004 is my card'",),
    ),
    "a card number said to the guest": (
        "No card number is stored",
        (
            "INSERT INTO case_said SELECT 'x', id, opened_at, '', 'Your card 4111111111111111', '' FROM guest_case",
        ),
    ),
    "a card number on a stay": ("No card number is stored", ("UPDATE stay SET note = '378282246310005'",)),
    "a card number of a guest": ("No card number is stored", ("UPDATE guest SET phone = '4111111111111111'",)),
    "a card number on a hold": (
        "No card number is stored",
        (
            "INSERT INTO hold SELECT 'x', id, 1, '', '', '', '4111111111111111', booked_on, NULL, 'active', 1 FROM stay LIMIT 1",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", DAMAGES)
def test_it_finds(house: Hotel, kind: str) -> None:
    rule, statements = DAMAGES[kind]
    assert rule in damage(house, *statements)


@pytest.mark.parametrize("name", guards.guard_names("sqlite"))
def test_it_misses_each_guard(house: Hotel, name: str) -> None:
    with sqlite3.connect(house.desk._house.store.address) as connection:
        connection.execute(f"DROP TRIGGER {name}")
    connection.close()
    assert [fault.found for fault in house.faults()] == [f"the trigger {name} is missing"]


def test_it_finds_damage_on_postgres_too(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay)
    assert hotel.faults() == ()
    with hotel.desk._house.store.write.begin() as connection:
        for statement in guards.drop_guards(connection.dialect.name):
            connection.execute(text(statement))
        connection.execute(text("UPDATE posting SET amount = amount - 1, net = net - 1 WHERE code = '3000'"))
    rules = [fault.rule for fault in hotel.faults()]
    assert rules.count("The guards of the ledger are in place") == len(
        guards.guard_names(hotel.desk._house.store.dialect)
    )
    assert ALTERED in rules


def test_a_sound_house_stays_sound_over_a_day(hotel: Hotel) -> None:
    hotel.arrive("305")
    hotel.close_day(DAY)
    assert hotel.faults() == ()
