"""Any sequence of work on two folios keeps the ledger right: sums, parts, and nothing below zero."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from frontdesk import commands as do
from frontdesk.desk import Desk
from frontdesk.errors import Refusal
from frontdesk.queries.folio import FolioLine
from frontdesk.queries.ledger import read_posted
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from tests.hotel import DAY, MARIA_PIN, Hotel, found_hotel
from tests.services.copies import copy_of

PICK = st.integers(0, 10_000)
REASONS = ("G-NOIB", "G-AC", "G-TV", "G-NET", "G-LOCK", "G-LIFT", "G-DIRT")


def found(address: str) -> tuple[str, Hotel, tuple[str, str]]:
    """A house with two guests, made once; each run works on a copy."""
    with Desk.open(address, durable=False) as desk:
        hotel = found_hotel(desk)
        stays = hotel.arrive("305", 60, company="Nomos AG", company_pays=("restaurant",)), hotel.arrive("306", 60)
        for stay in stays:
            hotel.do(do.OpenWindow, stay=stay, payee="A friend")
    return address, hotel, stays


class Ledger(RuleBasedStateMachine):
    """Work on two folios beside a model that knows only what each step adds to their sum."""

    def __init__(self, founded: tuple[str, Hotel, tuple[str, str]]) -> None:
        super().__init__()
        self.founded = founded
        self.opened = ExitStack()
        self.total = 0
        self.day = DAY

    @initialize()
    def open(self) -> None:
        template, hotel, self.stays = self.founded
        copy = self.opened.enter_context(copy_of(template))
        desk = self.opened.enter_context(Desk.open(copy, durable=False))
        self.hotel = Hotel(desk, hotel.ana, hotel.kostas, hotel.maria)

    def lines(self, *kinds: str) -> list[FolioLine]:
        found = [line for stay in self.stays for window in self.hotel.folio(stay).windows for line in window.lines]
        return [line for line in found if not kinds or line.kind in kinds]

    def taxes(self) -> Counter[str]:
        sums: Counter[str] = Counter()
        for part in self.hotel.rows(tables.tax_part):
            sums[part.code] += part.amount
        return sums

    @contextmanager
    def adding(self, amount: int) -> Iterator[None]:
        """What the step adds to the sum of both folios, unless the house refuses it."""
        try:
            yield
        except Refusal:
            return
        self.total += amount

    @rule(
        at=PICK,
        code=st.sampled_from(["1100", "2000", "3000", "5000"]),
        price=st.integers(1, 30000),
        n=st.integers(1, 3),
    )
    def charge(self, at: int, code: str, price: int, n: int) -> None:
        fields = {"stay": self.stays[at % 2], "code": code, "unit_price": price, "quantity": n * 1000}
        with self.adding(price * n + (400 if code == "1100" else 0)):
            self.hotel.do(do.PostCharge, **fields)

    @rule(at=PICK, amount=st.integers(1, 50000), window=st.integers(1, 3))
    def pay(self, at: int, amount: int, window: int) -> None:
        with self.adding(-amount):
            self.hotel.pay(self.stays[at % 2], amount, window=window)

    @rule(at=PICK)
    def correct(self, at: int) -> None:
        if found := self.lines():
            line = found[at % len(found)]
            children = [row.id for row in self.hotel.rows(tables.posting) if row.parent == line.posting]
            beside = sum(other.amount for other in self.lines() if other.posting in children)
            with self.adding(-line.amount - beside):
                self.hotel.do(do.CorrectPosting, self.hotel.maria, posting=line.posting, reason="C-QTY")

    @rule(at=PICK, amount=st.integers(1, 20000))
    def allow(self, at: int, amount: int) -> None:
        if found := self.lines("charge"):
            posting = found[at % len(found)].posting
            with self.adding(-amount):
                self.hotel.do(do.PostAllowance, self.hotel.maria, posting=posting, amount=amount, reason="C-QTY")

    @rule(at=PICK, window=st.integers(1, 4))
    def transfer(self, at: int, window: int) -> None:
        self._keeping_taxes(at, do.TransferPosting, to_stay=self.stays[at % 2], to_window=window)

    @rule(at=PICK, weights=st.lists(st.integers(0, 5), min_size=2, max_size=4).map(tuple))
    def split(self, at: int, weights: tuple[int, ...]) -> None:
        self._keeping_taxes(at, do.SplitPosting, weights=weights)

    def _keeping_taxes(self, at: int, kind: type[do.Command], **fields: object) -> None:
        if found := self.lines():
            before = self.taxes()
            with self.adding(0):
                self.hotel.do(kind, posting=found[at % len(found)].posting, **fields)
            assert self.taxes() == before

    @rule(at=PICK, also=PICK, ppm=st.integers(100, 1_000_000), reason=st.sampled_from(REASONS))
    def give(self, at: int, also: int, ppm: int, reason: str) -> None:
        if found := self.lines("charge"):
            lines = tuple({found[place % len(found)].posting for place in (at, also)})
            stay = next(row.stay_id for row in self.hotel.rows(tables.posting) if row.id == lines[0])
            before = sum(row.total for row in self.hotel.rows(tables.credit))
            with self.adding(0):
                self.hotel.give(stay, *lines, actor=self.hotel.maria, percent=ppm, reason=reason)
            self.total -= self._posted_since(before)

    def _posted_since(self, before: int) -> int:
        rows = self.hotel.rows(tables.credit)
        added = sum(row.total for row in rows) - before
        newest = max(rows, key=lambda row: row.number, default=None)
        return added if newest is not None and newest.state == "posted" else 0

    @rule(at=PICK, amount=st.integers(1, 20000))
    def refund(self, at: int, amount: int) -> None:
        if found := self.lines("payment"):
            payment = found[at % len(found)].posting
            sign = {"approver": self.hotel.maria, "pin": MARIA_PIN}
            with self.adding(amount):
                self.hotel.do(do.RefundPayment, payment=payment, amount=amount, reason="x", **sign)

    @rule()
    def close_day(self) -> None:
        if self.day < DAY + timedelta(50):
            self.hotel.close_day(self.day)
            self.day += timedelta(1)
            self.total += 2 * (18900 + 400)

    @invariant()
    def sums_agree(self) -> None:
        if not hasattr(self, "hotel"):
            return
        folios = [self.hotel.folio(stay) for stay in self.stays]
        rows = self.hotel.rows(tables.posting)
        assert sum(folio.balance for folio in folios) == sum(row.amount for row in rows) == self.total
        for folio in folios:
            assert folio.balance == sum(line.amount for window in folio.windows for line in window.lines)
            assert folio.balance == sum(row.amount for row in rows if row.stay_id == folio.stay)

    @invariant()
    def nothing_falls_below_zero_and_nothing_left_is_nothing_in_every_tax(self) -> None:
        if not hasattr(self, "hotel"):
            return
        with self.hotel.desk._house.store.read.connect() as connection:
            every = read_posted(Reader(connection), [row.id for row in self.hotel.rows(tables.posting)])
        for posted in every.values():
            if posted.row.kind in {"charge", "tax"}:
                assert posted.left.gross >= 0
                assert all(part.amount >= 0 for part in posted.left.taxes)
                assert posted.left.gross or not any(part.amount for part in posted.left.taxes)
            elif posted.row.kind == "payment":
                assert posted.left.gross <= 0

    def teardown(self) -> None:
        if hasattr(self, "hotel"):
            assert self.hotel.faults() == ()
        self.opened.close()


def run(address: str, examples: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    rules = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quiet)
    founded = found(address)
    run_state_machine_as_test(lambda: Ledger(founded), settings=rules)


def test_any_sequence_of_work_keeps_the_ledger_right(address: str) -> None:
    run(address, examples=2 if "://" in address else 8, steps=15)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_many_long_sequences_of_work_keep_the_ledger_right(address: str) -> None:
    run(address, examples=50 if "://" in address else 150, steps=40)
