"""A shared house on a real PostgreSQL, desks that join it, and a line between them that can be made to fail."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from frontdesk.desk import Desk, sharing, utc_now
from tests import seeds
from tests.conftest import _create, _drop
from tests.hotel import found_hotel
from tests.sync.line import Line
from tests.sync.shared import Shared

_names = itertools.count(1)


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDESK_NO_KEYRING", "1")


@pytest.fixture(scope="session")
def house_template(postgres_server: str, postgres_template: str) -> tuple[str, tuple[str, ...]]:
    """A founded, shared house to copy new ones from, and its people."""
    name = f"shared_template_{next(_names)}"
    address = _create(postgres_server, name, postgres_template)
    with Desk.open(address, workstation="founding") as desk:
        hotel = found_hotel(desk)
    sharing.init(address, None, clock=utc_now, progress=lambda *_: None)
    return name, (hotel.ana, hotel.kostas, hotel.maria)


@pytest.fixture
def shared(postgres_server: str, house_template: tuple[str, tuple[str, ...]], tmp_path: Path) -> Iterator[Shared]:
    """A shared house, and what makes desks for it."""
    name, (template, people) = f"shared_{next(_names)}", house_template
    address = _create(postgres_server, name, template)
    socket = Path(parse_qs(urlsplit(postgres_server).query)["host"][0]) / ".s.PGSQL.5432"
    line = Line(socket)
    house = Shared(tmp_path, address, name, line, people)
    yield house
    house.close()
    line.close()
    _drop(postgres_server, name)


@pytest.fixture
def seed() -> int:
    """The seed of a test that plays with chance."""
    return seeds.seed()
