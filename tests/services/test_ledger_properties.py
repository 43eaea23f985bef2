"""Whatever clerks do in whatever order: sums tie, what is undone is undone in every tax, revenue only moves."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from frontdesk import commands as do
from frontdesk.commands.base import Command
from frontdesk.desk import Desk
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.routing import LimitKind
from frontdesk.errors import Refusal
from frontdesk.queries.folio import FolioLine
from frontdesk.store import tables
from tests.domain.jurisdictions import added
from tests.hotel import DAY, KOSTAS_PIN, found_hotel
from tests.ledgers import CITY, TWELVE, balance, revenue, rows, taxes, under_rules

posting, window = tables.posting, tables.folio_window
PRICES = st.integers(1, 50_000)
PICK = st.integers(0, 1000)
LONGEST_STAY = 6


class Clerks(RuleBasedStateMachine):
    """Two guests, one with a company's window, under 12 % inside, 8.875 % on top and a tax by head."""

    template: Path

    @initialize()
    def open_the_house(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="frontdesk-clerks-"))
        shutil.copy(self.template, self.folder / "hotel.db")
        self.desk = Desk.open(self.folder / "hotel.db", durable=False)
        self.hotel = found_hotel(self.desk)
        under_rules(self.hotel, TWELVE, added("SALES", "8.875", '"lodging", "food", "drink"'), CITY)
        price = (12345,) * LONGEST_STAY
        self.stays = [self.hotel.arrive(room, nights=LONGEST_STAY, prices=price) for room in ("305", "306")]
        self.hotel.do(do.OpenWindow, stay=self.stays[0], payee="Acme Ltd")
        self.nights = 0

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()
            shutil.rmtree(self.folder)

    def lines(self, *kinds: str) -> list[tuple[str, FolioLine]]:
        return [
            (stay, line)
            for stay in self.stays
            for view in self.hotel.folio(stay).windows
            for line in view.lines
            if line.kind in kinds
        ]

    def tried(self, kind: type[Command], **fields: object) -> bool:
        """A clerk tries; a refusal changes nothing."""
        before = self.count()
        try:
            self.hotel.do(kind, self.hotel.kostas, **fields)
        except Refusal:
            assert self.count() == before
            return False
        return True

    def count(self) -> int:
        return int(rows(self.hotel, select(func.count()).select_from(posting))[0][0])

    @rule(stay=PICK, code=st.sampled_from(["2000", "3000", "3900"]), price=PRICES, window=st.sampled_from([1, 1, 2]))
    def charge(self, stay: int, code: str, price: int, window: int) -> None:
        self.tried(do.PostCharge, stay=self.stays[stay % 2], code=code, unit_price=price, quantity=1000, window=window)

    @rule(limit=st.sampled_from(LimitKind), value=st.integers(1, 30_000), place=st.integers(0, 3))
    def route(self, limit: LimitKind, value: int, place: int) -> None:
        given = {"limit": limit, "value": value if limit else 0, "place": place}
        self.tried(do.AddRouting, stay=self.stays[0], departments=("rooms", "minibar"), window=2, **given)

    @rule()
    def reroute(self) -> None:
        before = (revenue(self.hotel), taxes(self.hotel))
        self.tried(do.Reroute, stay=self.stays[0])
        assert (revenue(self.hotel), taxes(self.hotel)) == before

    @precondition(lambda self: self.nights < LONGEST_STAY - 1)
    @rule()
    def night(self) -> None:
        self.hotel.close_day(DAY + timedelta(days=self.nights))
        self.nights += 1

    @rule(pick=PICK)
    def correct(self, pick: int) -> None:
        lines = self.lines("charge", "payment", "allowance")
        if lines:
            self.tried(do.CorrectPosting, posting=lines[pick % len(lines)][1].posting, reason="C-QTY")

    @rule(pick=PICK, part=st.integers(0, 3))
    def allow(self, pick: int, part: int) -> None:
        lines = self.lines("charge")
        if lines:
            line = lines[pick % len(lines)][1]
            self.tried(do.PostAllowance, posting=line.posting, amount=part and line.left // part, reason="C-RATE")

    @rule(pick=PICK, to=st.sampled_from([(0, 1), (0, 2), (1, 1)]))
    def transfer(self, pick: int, to: tuple[int, int]) -> None:
        before = (revenue(self.hotel), taxes(self.hotel))
        lines = self.lines("charge", "payment")
        if lines:
            line = lines[pick % len(lines)][1]
            self.tried(do.TransferPosting, posting=line.posting, to_stay=self.stays[to[0]], to_window=to[1])
        assert (revenue(self.hotel), taxes(self.hotel)) == before

    @rule(pick=PICK, weights=st.lists(st.integers(0, 5), min_size=2, max_size=4))
    def split(self, pick: int, weights: list[int]) -> None:
        before = (revenue(self.hotel), taxes(self.hotel))
        lines = self.lines("charge")
        if lines:
            self.tried(do.SplitPosting, posting=lines[pick % len(lines)][1].posting, weights=tuple(weights))
        assert (revenue(self.hotel), taxes(self.hotel)) == before

    @rule(stay=PICK, adults=st.integers(1, 3))
    def party(self, stay: int, adults: int) -> None:
        self.tried(do.ChangeParty, stay=self.stays[stay % 2], adults=adults)

    @rule(stay=PICK, minor=PRICES)
    def pay(self, stay: int, minor: int) -> None:
        self.tried(do.TakePayment, stay=self.stays[stay % 2], method=PaymentMethod.CARD, amount=minor)

    @rule(stay=PICK, number=st.sampled_from([1, 2]))
    def pay_and_settle(self, stay: int, number: int) -> None:
        chosen = self.stays[stay % 2]
        found = next((view for view in self.hotel.folio(chosen).windows if view.number == number), None)
        if found and found.balance > 0 and not found.settled:
            method = PaymentMethod.CARD
            self.hotel.do(do.TakePayment, stay=chosen, window=number, method=method, amount=found.balance)
            self.tried(do.SettleWindow, stay=chosen, window=number)

    @rule(pick=PICK, minor=PRICES)
    def refund(self, pick: int, minor: int) -> None:
        lines = self.lines("payment")
        if lines:
            given = {"amount": minor, "reason": "paid twice", "approver": self.hotel.kostas, "pin": KOSTAS_PIN}
            line = lines[pick % len(lines)][1]
            try:
                self.hotel.do(do.RefundPayment, payment=line.posting, **given)
            except Refusal:
                return

    @invariant()
    def sums_tie(self) -> None:
        for stay in self.stays:
            view = self.hotel.folio(stay)
            assert view.balance == sum(each.balance for each in view.windows) == balance(self.hotel, stay)
            for each in view.windows:
                assert each.balance == sum(line.amount for line in each.lines)

    @invariant()
    def nothing_is_left_of_a_reversed_line_in_any_tax(self) -> None:
        undo = posting.alias()
        pairs = rows(self.hotel, select(posting.c.id, undo.c.id).join(undo, undo.c.reverses == posting.c.id))
        part = tables.tax_part
        by_line: dict[str, dict[str, int]] = {}
        for row in rows(self.hotel, select(part.c.posting_id, part.c.code, part.c.amount)):
            by_line.setdefault(row.posting_id, {})[row.code] = row.amount
        for line, undone in pairs:
            mirrored = {code: -amount for code, amount in by_line.get(line, {}).items()}
            assert by_line.get(undone, {}) == mirrored

    @invariant()
    def settled_windows_stand_at_zero(self) -> None:
        for stay in self.stays:
            assert all(each.balance == 0 for each in self.hotel.folio(stay).windows if each.settled)

    @invariant()
    def the_city_gets_its_tax_of_every_head_and_night(self) -> None:
        if self.nights:
            heads = sum(row.adults for row in rows(self.hotel, select(tables.stay.c.adults)))
            due = taxes(self.hotel).get("CITY", 0)
            assert due <= 400 * heads * self.nights


@pytest.fixture
def clerks(sqlite_template: Path) -> Iterator[type[Clerks]]:
    Clerks.template = sqlite_template
    yield Clerks
    del Clerks.template


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("examples", "steps"), [(6, 15), pytest.param(300, 40, marks=pytest.mark.long)], ids=["short", "long"]
)
def test_clerks_in_any_order(clerks: type[Clerks], examples: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
    run_state_machine_as_test(
        clerks,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quiet),
    )
