"""A copy of a founded house for each run of a machine: what one run does, the next one does not see."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

_names = itertools.count(1)


@contextmanager
def copy_of(address: str) -> Iterator[str]:
    """A copy of a database that nobody has open, on the same kind; it is gone afterwards."""
    if "://" in address:
        with _copied_there(address) as copy:
            yield copy
        return
    with tempfile.TemporaryDirectory() as folder:
        yield str(shutil.copy(address, Path(folder)))


@contextmanager
def _copied_there(address: str) -> Iterator[str]:
    parts = urlsplit(address)
    original, name = parts.path.removeprefix("/"), f"copy_{next(_names)}"

    def server(statement: str) -> None:
        with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
            connection.execute(statement)

    server(f"CREATE DATABASE {name} TEMPLATE {original}")
    yield urlunsplit(parts._replace(path=f"/{name}"))
    server(f"DROP DATABASE {name} WITH (FORCE)")
