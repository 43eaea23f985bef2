"""Any sequence of moves, swaps and changed dates leaves every guest in exactly one room a night."""

import random
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from frontdesk.desk import Desk
from frontdesk.store import tables
from tests.hotel import Hotel, found_hotel
from tests.services.move_world import World, rooms

ACTS = ("move", "move", "plan", "swap", "later", "sharer", "next", "next", "dates", "assign", "cancel")


class Moves(RuleBasedStateMachine):
    """A house of a few rooms, its guests, and a desk that does what comes to its mind."""

    def __init__(self, make: object) -> None:
        super().__init__()
        self.make = make
        self.opened = ExitStack()

    @initialize(seed=st.integers(0, 2**32), count=st.integers(4, 8))
    def open(self, seed: int, count: int) -> None:
        desk = self.opened.enter_context(Desk.open(self.make(), durable=False))  # type: ignore[operator]
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


def run(make: object, examples: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    rules = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quiet)
    run_state_machine_as_test(lambda: Moves(make), settings=rules)


def on_sqlite(template: Path) -> object:
    def make() -> str:
        return shutil.copy(template, tempfile.mkdtemp())

    return make


def on_postgres(server: str, template: str) -> object:
    import psycopg

    names = iter(range(10**6))

    def make() -> str:
        name = f"moves_{next(names)}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return server.replace("/postgres?", f"/{name}?")

    return make


def test_every_guest_sleeps_in_one_room_a_night(sqlite_template: Path) -> None:
    run(on_sqlite(sqlite_template), examples=6, steps=14)


def test_every_guest_sleeps_in_one_room_a_night_on_the_shared_database(
    postgres_server: str, postgres_template: str
) -> None:
    run(on_postgres(postgres_server, postgres_template), examples=2, steps=12)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_many_long_days_of_moving(sqlite_template: Path) -> None:
    run(on_sqlite(sqlite_template), examples=150, steps=40)


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
