"""Any sequence of moves, swaps and changed dates leaves every guest in exactly one room a night."""

import random
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from frontdesk.desk import Desk
from frontdesk.store import tables
from tests.hotel import Hotel, found_hotel
from tests.services.copies import copy_of
from tests.services.move_world import World, rooms

ACTS = ("move", "move", "plan", "swap", "later", "sharer", "next", "next", "dates", "assign", "cancel")


class Moves(RuleBasedStateMachine):
    """A house of a few rooms, its guests, and a desk that does what comes to its mind."""

    def __init__(self, template: str) -> None:
        super().__init__()
        self.template = template
        self.opened = ExitStack()

    @initialize(seed=st.integers(0, 2**32), count=st.integers(4, 8))
    def open(self, seed: int, count: int) -> None:
        copy = self.opened.enter_context(copy_of(self.template))
        desk = self.opened.enter_context(Desk.open(copy, durable=False))
        hotel = found_hotel(desk, rooms=rooms(count))
        self.world = World(hotel, random.Random(seed))
        self.world.fill([spec.number for spec in rooms(count)[:-1]])

    @rule(what=st.sampled_from(ACTS))
    def act(self, what: str) -> None:
        self.world.attempt(self.world.prepared(what))

    @rule()
    def close(self) -> None:
        self.world.close_day()

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "world"):
            self.world.hold()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            assert self.world.hotel.faults() == ()
        self.opened.close()


def run(template: str, examples: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    rules = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quiet)
    run_state_machine_as_test(lambda: Moves(template), settings=rules)


def test_every_guest_sleeps_in_one_room_a_night(address: str) -> None:
    run(address, examples=2 if "://" in address else 6, steps=14)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_many_long_days_of_moving(address: str) -> None:
    run(address, examples=50 if "://" in address else 150, steps=40)


def test_two_workstations_in_200_random_orders(address: str) -> None:
    """Each of the two looks, then both act in a random order on what they saw (RM-36)."""
    chance = random.Random(20251119)
    with Desk.open(address, workstation="desk-1") as one, Desk.open(address, workstation="desk-2") as two:
        first = World(found_hotel(one, rooms=rooms(6)), chance)
        first.fill([spec.number for spec in rooms(6)[:5]])
        second = World(Hotel(two, first.hotel.ana, first.hotel.kostas, first.hotel.maria), chance)
        second.first = first.first
        for _ in range(200):
            acts = [(world, world.prepared(chance.choice(ACTS[:-1]))) for world in (first, second)]
            chance.shuffle(acts)
            for world, act in acts:
                world.attempt(act)
            first.hold()
        assert first.hotel.faults() == ()
        said = first.refused + second.refused
        assert any("was first, at desk-" in words for words in said)
        assert len(first.hotel.rows(tables.room_move)) > 20
