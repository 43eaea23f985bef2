"""What the rules allow, the guard lets through: the tests of the services, done at a workstation with its own role."""

import importlib
import inspect
import random
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import Table, select

from frontdesk.commands.base import Command
from frontdesk.errors import Refusal
from frontdesk.services.apply import Done
from frontdesk.store import tables
from frontdesk.sync.exchange import NOT_SIGNED_IN
from tests.hotel import Hotel
from tests.sync.shared import Shared, joined

pytestmark = pytest.mark.postgres
NOUNS = (
    "case", "correction", "credit", "credit_note", "folio", "night_audit", "party", "payment", "printing", "room_move",
    "routing", "stay",
)  # fmt: skip
FEW = 14
_STRAIGHT = ("under_rules", "_house", "do_all", "faults()", "CheckHouse")
"""What a test of the services may do to its database itself: such a one is not for a workstation."""


def _tests() -> list[Callable[[Hotel], None]]:
    """The tests of the services that need a house and nothing else."""
    found = []
    for noun in NOUNS:
        module = importlib.import_module(f"tests.services.test_{noun}")
        for name, function in vars(module).items():
            takes = list(inspect.signature(function).parameters) if name.startswith("test_") else []
            if takes == ["hotel"] and not any(word in inspect.getsource(function) for word in _STRAIGHT):
                found.append(function)
    return found


ALL = _tests()


class Guarded(Hotel):
    """A hotel whose desk is a workstation of a shared house; everybody who works there has signed in at it."""

    shared: Shared

    def do(self, kind: type[Command], /, actor: str | None = None, **fields: Any) -> Done:
        keys = joined(self).desks.keys
        assert keys is not None
        if actor and not keys.session(actor) and actor in {row.id for row in self.rows(tables.staff)}:
            self.shared.people = (*self.shared.people, actor)
            self.shared.sign_in("desk-1")
            keys._kept = type(keys)(keys._folder, keys._entry, keys._warn)._kept
        done = super().do(kind, actor, **fields)
        assert done.outcome != "waiting"
        return done

    def rows(self, table: Table) -> list[Any]:
        return self.shared.rows(select(table))


@pytest.fixture
def guarded(shared: Shared) -> Iterator[Guarded]:
    plain = shared.desk("desk-1")
    hotel = Guarded(plain.desk, *shared.people)
    hotel.shared = shared
    shared.hotels[shared.hotels.index(plain)] = hotel
    yield hotel
    stuck = [row.error for row in joined(hotel).desks.outbox.stuck() if row.error != NOT_SIGNED_IN]
    assert not stuck, "the guard or a fault of the program kept something back"


def through(function: Callable[[Hotel], None], hotel: Guarded) -> None:
    try:
        function(hotel)
    except Refusal as refusal:
        if "Several steps in one" in str(refusal):
            pytest.skip("does several commands in one transaction, which no workstation of a shared house does")
        raise
    except AttributeError as error:
        if "'SharedHouse' object has no attribute 'store'" in str(error):
            pytest.skip("looks into its database by itself, which is not for a workstation")
        raise
    with psycopg.connect(hotel.shared.address) as owner:
        assert owner.execute("SELECT count(*) FROM guard.due").fetchone() == (0,)


@pytest.mark.parametrize("function", random.Random(7).sample(ALL, FEW), ids=lambda function: function.__name__)
def test_some(function: Callable[[Hotel], None], guarded: Guarded):
    through(function, guarded)


@pytest.mark.long
@pytest.mark.parametrize("function", ALL, ids=lambda function: function.__name__)
def test_all(function: Callable[[Hotel], None], guarded: Guarded):
    through(function, guarded)
