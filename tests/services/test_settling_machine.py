"""Whatever is done to a stay: its posted nights owe what the stay as it is now owes, no more is ever posted for them.

One stay is sold as a package, the other is not; taxes are inside and on top, by head, capped in nights, dependent on the
length booked and spent, and change their rate inside the stay. A house each keeps its books in euros, yen and dinars.
"""

from collections import defaultdict
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import update

from frontdesk import commands as do
from frontdesk.commands.base import Command
from frontdesk.desk import Desk
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.money import parse_amount
from frontdesk.domain.routing import LimitKind
from frontdesk.errors import Refusal
from frontdesk.identity import child_id
from frontdesk.queries.difference import plan_differences
from frontdesk.queries.folio import FolioLine
from frontdesk.queries.ledger import read_posted
from frontdesk.queries.stay import stay_of
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from tests.domain.jurisdictions import added, amount, included, tax
from tests.hotel import DAY, MARIA_PIN, Hotel, found_hotel
from tests.ledgers import under_rules
from tests.services.copies import copy_of

PICK = st.integers(0, 1000)
BOOKED = 'los = { from_night = 7, effect = "retroactive", base_share = "0.25", decide_on = "booked" }'
SPENT = 'los = { from_night = 4, effect = "retroactive" }'
HEADS = (
    'per = "person_night"\namount = "%s"\n'
    'exempt = [ { kind = "reason", codes = ["resident"], evidence = true }, { kind = "age", below = 12 } ]'
)
CHANGES = f'[ {{ from = 2000-01-01, to = {DAY + timedelta(days=1)}, percent = "19" }}, {{ from = {DAY + timedelta(days=2)}, percent = "24" }} ]'
PACKAGE = """[[package]]
code = "PACK"
rate_plans = ["All in"]
source = ["the tests"]
versions = [ { from = 2020-01-01, parts = [ { tag = "food", percent = "10" }, { tag = "services", percent = "15" } ] } ]
"""
UNITS = {"EUR": "4.00", "JPY": "200", "KWD": "1.250"}
LONGEST = 9


def rules(unit: str) -> tuple[str, ...]:
    return (
        included("LODGE", "7", more=BOOKED),
        tax("STD", f'kind = "percent"\nmode = "included"\non = ["services", "fee", "other"]\nversions = {CHANGES}'),
        included("FOOD", "12.5", '"food", "drink"'),
        added("SALES", "8.875", '"lodging", "services"'),
        added("OCC", "5.875", more=SPENT),
        amount("CITY", HEADS % unit),
        amount("FIRST", HEADS % unit + "\nmax_nights = 2"),
        tax("ON_CITY", 'kind = "percent"\nmode = "added"\non = []\nplus = ["CITY"]\npercent = "10"', order=30),
        PACKAGE,
    )


def found(address: str, currency: str) -> tuple[str, Hotel, tuple[str, str]]:
    """A house with two guests in it, made once; each run works on a copy."""
    with Desk.open(address, durable=False) as desk:
        hotel = found_hotel(desk)
        with desk._house.store.write.begin() as connection:
            connection.execute(update(tables.house).values(currency=currency))
        under_rules(hotel, *rules(UNITS[currency]), currency=currency)
        first = hotel.arrive("305", 5, prices=(12345,) * 5, rate_plan="All in")
        second = hotel.arrive("306", 5, prices=(9999,) * 5)
        for stay in (first, second):
            hotel.do(do.OpenWindow, stay=stay, payee="Nomos AG")
    return address, hotel, (first, second)


class Settling(RuleBasedStateMachine):
    """Two guests; a model knows who sleeps in each room and who of them does not pay the tax by head."""

    def __init__(self, founded: tuple[str, Hotel, tuple[str, str]], currency: str) -> None:
        super().__init__()
        self.founded, self.currency = founded, currency
        self.opened = ExitStack()
        self.day = DAY
        self.put_right: set[str] = set()

    @initialize()
    def open(self) -> None:
        template, hotel, self.stays = self.founded
        copy = self.opened.enter_context(copy_of(template))
        desk = self.opened.enter_context(Desk.open(copy, durable=False))
        self.hotel = Hotel(desk, hotel.ana, hotel.kostas, hotel.maria)
        self.adults = dict.fromkeys(self.stays, 2)
        self.children = dict.fromkeys(self.stays, 0)
        self.exempt = dict.fromkeys(self.stays, 0)
        self.leaves = dict.fromkeys(self.stays, DAY + timedelta(days=5))

    def tried(self, kind: type[Command], **fields: object) -> bool:
        try:
            self.hotel.do(kind, self.hotel.maria, **fields)
        except Refusal:
            return False
        return True

    def lines(self, *kinds: str) -> list[FolioLine]:
        every = [line for stay in self.stays for view in self.hotel.folio(stay).windows for line in view.lines]
        return [line for line in every if line.kind in kinds]

    def one(self, pick: int, *kinds: str) -> str:
        found = self.lines(*kinds)
        return found[pick % len(found)].posting if found else "none"

    @rule(pick=PICK, code=st.sampled_from(["2000", "3000", "3900"]), price=st.integers(1, 30000))
    def charge(self, pick: int, code: str, price: int) -> None:
        self.tried(do.PostCharge, stay=self.stays[pick % 2], code=code, unit_price=price, quantity=1000)

    @rule(pick=PICK, limit=st.sampled_from(LimitKind), value=st.integers(1, 30_000), share=st.integers(1, 999_999))
    def route(self, pick: int, limit: LimitKind, value: int, share: int) -> None:
        what = [{"departments": ("rooms",)}, {"codes": ("CITY", "SALES")}, {"codes": ("1000",)}][pick % 3]
        size = {LimitKind.NONE: 0, LimitKind.PERCENT: share}.get(limit, value)
        stay, other = self.stays if pick % 2 else self.stays[::-1]
        to = {"window": 2} if pick % 5 else {"window": 1, "to_stay": other}
        self.tried(do.AddRouting, stay=stay, limit=limit, value=size, **what, **to)

    @rule(pick=PICK)
    def reroute(self, pick: int) -> None:
        self.tried(do.Reroute, stay=self.stays[pick % 2])

    @rule()
    def night(self) -> None:
        if all(self.day < leaves for leaves in self.leaves.values()):
            self.hotel.close_day(self.day)
            self.day += timedelta(days=1)

    @rule(pick=PICK)
    def correct(self, pick: int) -> None:
        posting = self.one(pick, "charge", "payment", "allowance")
        if self.tried(do.CorrectPosting, posting=posting, reason="C-QTY"):
            self.put_right.add(posting)

    @rule(pick=PICK, value=st.integers(0, 15000))
    def allow(self, pick: int, value: int) -> None:
        self.tried(do.PostAllowance, posting=self.one(pick, "charge"), amount=value, reason="C-RATE")

    @rule(pick=PICK, ppm=st.integers(100, 1_000_000))
    def give(self, pick: int, ppm: int) -> None:
        line = self.one(pick, "charge")
        for stay in self.stays:
            with suppress(Refusal):
                self.hotel.give(stay, line, actor=self.hotel.maria, percent=ppm)

    @rule(pick=PICK, to=st.tuples(st.integers(0, 1), st.integers(1, 4)))
    def transfer(self, pick: int, to: tuple[int, int]) -> None:
        posting = self.one(pick, "charge", "payment")
        self.tried(do.TransferPosting, posting=posting, to_stay=self.stays[to[0]], to_window=to[1])

    @rule(pick=PICK, weights=st.lists(st.integers(0, 5), min_size=2, max_size=3).map(tuple))
    def split(self, pick: int, weights: tuple[int, ...]) -> None:
        self.tried(do.SplitPosting, posting=self.one(pick, "charge"), weights=weights)

    @rule(pick=PICK, window=st.integers(1, 4))
    def pay_and_settle(self, pick: int, window: int) -> None:
        stay = self.stays[pick % 2]
        view = next((found for found in self.hotel.folio(stay).windows if found.number == window), None)
        if view and view.balance > 0 and not view.settled:
            self.hotel.do(do.TakePayment, stay=stay, window=window, method=PaymentMethod.CARD, amount=view.balance)
            self.tried(do.SettleWindow, stay=stay, window=window)

    @rule(pick=PICK, value=st.integers(1, 50000))
    def refund(self, pick: int, value: int) -> None:
        payment = self.one(pick, "payment")
        self.tried(
            do.RefundPayment, payment=payment, amount=value, reason="x", approver=self.hotel.maria, pin=MARIA_PIN
        )

    @rule(pick=PICK, adults=st.integers(1, 3), children=st.integers(0, 1))
    def party(self, pick: int, adults: int, children: int) -> None:
        stay = self.stays[pick % 2]
        if self.exempt[stay] <= adults and self.tried(
            do.ChangeParty, stay=stay, adults=adults, children=(7,) * children
        ):
            self.adults[stay], self.children[stay] = adults, children
            assert self.still_due(stay) == []

    @rule(pick=PICK)
    def free(self, pick: int) -> None:
        stay = self.stays[pick % 2]
        given = {"guest": f"Guest {self.exempt[stay]}", "reason": "resident", "evidence": "card"}
        room = self.exempt[stay] < self.adults[stay]
        span = {"first": DAY, "last": DAY + timedelta(days=LONGEST)}
        span["last"] = self.leaves[stay] - timedelta(days=1)
        if (
            room
            and self.leaves[stay] > DAY + timedelta(days=LONGEST - 2)
            and self.tried(do.ExemptGuest, stay=stay, **given, **span)
        ):
            self.exempt[stay] += 1
            assert self.still_due(stay) == []

    @rule(pick=PICK, length=st.integers(1, LONGEST))
    def length(self, pick: int, length: int) -> None:
        stay = self.stays[pick % 2]
        leaves = DAY + timedelta(days=length)
        more = (9000,) * max(0, (leaves - self.leaves[stay]).days)
        if self.exempt[stay]:
            return  # an exemption names its nights
        if leaves > self.day and self.tried(do.ChangeDeparture, stay=stay, departure=leaves, prices=more):
            self.leaves[stay] = leaves
            assert self.still_due(stay) == []

    def still_due(self, stay: str) -> list[tuple[str, str, int]]:
        with self.hotel.desk._house.store.read.connect() as connection:
            reader = Reader(connection)
            owed = plan_differences(reader, stay_of(reader, stay), "", partial(child_id, stay))
            return [(line.kind, line.code, line.figure.gross) for line in owed.plan.lines if line.figure.gross]

    @invariant()
    def what_is_left_adds_up(self) -> None:
        if not hasattr(self, "hotel"):
            return
        rows = self.hotel.rows(tables.posting)
        assert sum(self.hotel.folio(stay).balance for stay in self.stays) == sum(row.amount for row in rows)
        with self.hotel.desk._house.store.read.connect() as connection:
            every = read_posted(Reader(connection), [row.id for row in rows])
        for posted in every.values():
            if posted.row.kind in {"charge", "tax"}:
                assert posted.left.gross >= 0
                assert posted.left.gross or not any(part.amount for part in posted.left.taxes)

    @invariant()
    def nothing_is_due_that_nobody_changed(self) -> None:
        if hasattr(self, "hotel") and not self.put_right:
            assert [self.still_due(stay) for stay in self.stays] == [[], []]

    @invariant()
    def who_pays_by_head_pays_by_head(self) -> None:
        if not hasattr(self, "hotel") or self.put_right:
            return
        unit = parse_amount(UNITS[self.currency], self.currency)
        nights = (self.day - DAY).days
        payers = sum(self.adults[stay] - self.exempt[stay] for stay in self.stays)
        sums: dict[str, int] = defaultdict(int)
        for part in self.hotel.rows(tables.tax_part):
            sums[part.code] += part.amount
        assert sums["CITY"] == unit * payers * nights
        assert sums["FIRST"] == unit * payers * min(nights, 2)

    def teardown(self) -> None:
        if hasattr(self, "hotel"):
            assert self.hotel.faults() == ()
        self.opened.close()


def run(address: str, currency: str, examples: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    given = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quiet)
    founded = found(address, currency)
    run_state_machine_as_test(lambda: Settling(founded, currency), settings=given)


@pytest.mark.parametrize("currency", UNITS)
def test_any_change_of_a_stay_settles_what_is_posted(address: str, currency: str) -> None:
    run(address, currency, examples=1 if "://" in address else 4, steps=15)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("currency", UNITS)
def test_many_changes_of_a_stay_settle_what_is_posted(address: str, currency: str) -> None:
    run(address, currency, examples=30 if "://" in address else 100, steps=40)
