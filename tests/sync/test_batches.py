"""What nobody waits for goes several commands a transaction; nobody can tell afterwards."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from frontdesk import commands as do
from frontdesk.services import HANDLERS
from frontdesk.sync import exchange
from tests.hotel import Hotel
from tests.sync.shared import Shared, in_step, joined, until

pytestmark = pytest.mark.postgres


def out_of_reach(shared: Shared, hotel: Hotel) -> None:
    shared.line.cut()
    until(lambda: hotel.desk.status().state == "out_of_reach")


@contextmanager
def counted(hotel: Hotel, patch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many commands each transaction brought home."""
    sizes: list[int] = []
    real = exchange._transact

    def transact(desks: Any, parcels: Any) -> Any:
        done = real(desks, parcels)
        if desks is joined(hotel).desks:
            sizes.append(len(done))
        return done

    patch.setattr(exchange, "_transact", transact)
    yield sizes


def test_a_queue_goes_in_few_transactions_and_keeps_its_order(shared: Shared, monkeypatch: pytest.MonkeyPatch):
    one = shared.desk("desk-1")
    stay, other = one.arrive("305"), one.arrive("306")
    out_of_reach(shared, one)
    for price in range(100, 160):
        one.do(do.PostCharge, stay=stay if price % 2 else other, code="3000", unit_price=price)
    with counted(one, monkeypatch) as sizes:
        shared.line.open()
        in_step(shared, one)
    assert sum(sizes) == 60
    assert max(sizes) > 5, "several go together"
    posted = [row for row in shared.journal() if row.kind == "PostCharge"]
    assert [row.payload.count(f'"unit_price":{price}') for price, row in enumerate(posted, 100)] == [1] * 60
    shared.require_invariants()


def test_one_that_does_not_fit_leaves_the_others_as_they_are(shared: Shared):
    one = shared.desk("desk-1")
    stay, second = one.arrive("305"), one.reserve("", name="Roe, Ann")
    out_of_reach(shared, one)
    one.do(do.PostCharge, stay=stay, code="3000", unit_price=650)
    one.do(do.AssignRoom, stay=second, room="305")
    one.do(do.AssignRoom, stay=second, room="306")
    one.do(do.PostCharge, stay=stay, code="3000", unit_price=700)
    shared.line.open()
    in_step(shared, one)
    newest = shared.journal()[-4:]
    assert [row.outcome for row in newest] == ["applied", "needs_decision", "applied", "applied"]
    assert [line.amount for line in one.lines(stay)] == [650, 700]
    assert len(shared.items()) == 1
    shared.require_invariants()


def test_a_fault_of_the_program_stops_only_its_own(shared: Shared, monkeypatch: pytest.MonkeyPatch):
    one = shared.desk("desk-1")
    stay, other = one.arrive("305"), one.arrive("306")
    out_of_reach(shared, one)
    one.do(do.PostCharge, stay=other, code="3000", unit_price=650)
    one.do(do.CheckOut, stay=stay)
    one.do(do.PostCharge, stay=other, code="3000", unit_price=700)

    def broken(_command: Any, _work: Any) -> None:
        raise ZeroDivisionError("a fault of the program")

    monkeypatch.setitem(HANDLERS, do.CheckOut, broken)
    logging.getLogger("frontdesk.sync").disabled = True
    try:
        shared.line.open()
        joined(one).worker._line_back.set()
        until(lambda: one.desk.status().stuck == 1 and not one.desk.status().waiting)
    finally:
        logging.getLogger("frontdesk.sync").disabled = False
    (waiting,) = one.desk.waiting()
    assert (waiting.kind, waiting.tries, waiting.state) == ("CheckOut", 3, "stuck")
    assert "a fault of the program" in waiting.error
    in_step(shared, one)
    assert [line.amount for line in one.lines(other)] == [650, 700]
    shared.require_invariants()


def test_nobody_keeps_the_lane_for_long(shared: Shared, monkeypatch: pytest.MonkeyPatch):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    out_of_reach(shared, one)
    for _ in range(12):
        one.do(do.PostCharge, stay=stay, code="3000", unit_price=650)
    real = HANDLERS[do.PostCharge]

    def slow(command: Any, work: Any) -> None:
        time.sleep(0.1)
        real(command, work)

    monkeypatch.setitem(HANDLERS, do.PostCharge, slow)
    with counted(one, monkeypatch) as sizes:
        shared.line.open()
        in_step(shared, one)
    assert sum(sizes) == 12
    assert max(sizes) <= 5, "0.4 s are enough for four or five of a tenth"
    shared.require_invariants()


def test_a_reply_swallowed_after_a_batch_posts_each_once(shared: Shared):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    out_of_reach(shared, one)
    for _ in range(8):
        one.do(do.PostCharge, stay=stay, code="3000", unit_price=650)
    shared.line.swallow()
    shared.line.open()
    in_step(shared, one)
    assert shared.line.swallowed == 1
    assert len([row for row in shared.journal() if row.kind == "PostCharge"]) == 8
    shared.require_invariants()


def test_a_copy_indexes_its_guests_after_it_has_let_the_view_go(shared: Shared, monkeypatch: pytest.MonkeyPatch):
    """The server ends whoever keeps a view open in silence, and a large house's guests take long to index."""
    one = shared.desk("desk-1")
    one.arrive("305")
    in_step(shared, one)
    index = joined(one).desks.copy._index
    assert index is not None
    real = type(index).whole
    views = text("SELECT pid FROM pg_stat_activity WHERE datname = :house AND state = 'idle in transaction'")
    held: list[set[int]] = []

    def whole(self: Any, connection: Any) -> None:
        held.append({row.pid for row in shared.rows(views.bindparams(house=shared.name))})
        until(lambda: not held[0] & {row.pid for row in shared.rows(views.bindparams(house=shared.name))})
        real(self, connection)

    monkeypatch.setattr(type(index), "whole", whole)
    with joined(one).desks.authority.snapshot():
        assert shared.rows(views.bindparams(house=shared.name)), "a view that is held can be seen"
    joined(one).rebuild()
    assert held
    in_step(shared, one)
    shared.require_invariants()


def test_two_who_make_a_new_copy_at_once_do_not_take_each_others(shared: Shared):
    one = shared.desk("desk-1")
    stay = one.arrive("305")
    with ThreadPoolExecutor(4) as pool:
        for made in [pool.submit(joined(one).rebuild) for _ in range(8)]:
            made.result()
    in_step(shared, one)
    assert one.folio(stay)
    shared.require_invariants()
