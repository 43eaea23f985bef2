"""A joined desk finds guests in its own copy, those of the first copy and those that came later."""

import pytest

from frontdesk.queries.search import Find
from tests.sync.shared import Shared, in_step

pytestmark = pytest.mark.postgres


def test_guests_are_found_at_every_desk(shared: Shared):
    one = shared.desk("desk-1")
    one.reserve("305", name="Papadopoulou, Eleni")
    in_step(shared, one)
    two = shared.desk("desk-2")
    in_step(shared, two)
    assert [row.name for row in two.desk.ask(Find("eleni"))] == ["Papadopoulou, Eleni"]
    one.reserve("306", name="Ishikawa, Rin")
    in_step(shared, one, two)
    for hotel in (one, two):
        assert [row.name for row in hotel.desk.ask(Find("ishikawa"))] == ["Ishikawa, Rin"]
    shared.require_invariants()
