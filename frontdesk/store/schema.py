"""Bringing a database to today's schema, and refusing one that is newer than the program."""

import time
from collections.abc import Iterator
from importlib import resources
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, exc, inspect, select, text
from sqlalchemy.schema import CreateIndex, CreateTable

from frontdesk.errors import Refusal
from frontdesk.store import guards, sharing, tables
from frontdesk.store.engine import Store, take_time
from frontdesk.store.guard import layer

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0017"
"""The newest revision; a test holds it to the migrations folder."""

REVISION = select(text("version_num")).select_from(text("alembic_version")).scalar_subquery()
"""The revision a database has, for use inside another statement."""


def current(connection: Connection) -> str | None:
    """The schema revision of a database; None if it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


_VERSION = (  # word for word as Alembic makes it
    "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n\t"
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)"
)


def stamp(connection: Connection) -> None:
    """Say that the tables, made by other means, are those of today's schema."""
    connection.execute(text(_VERSION))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def upgrade(store: Store) -> None:
    """Make the schema, or bring an older one to today's, in one transaction.

    Raises:
        Refusal: the database was made by a newer program, or is something else's.
    """
    for number in range(TRIES):
        try:
            return _upgrade(store)
        except exc.OperationalError as error:
            if number == TRIES - 1 or getattr(error.orig, "sqlstate", None) not in _BUSY:
                raise
            time.sleep(0.3)
    raise AssertionError("the last try returns or raises")


TRIES = 5
_BUSY = frozenset({"40P01", "55P03"})
"""Desks that read many tables while each is changed: the upgrade is undone whole, and tried again."""


def _upgrade(store: Store) -> None:
    with store.write.begin() as connection:
        found = current(connection)
        if found == HEAD:
            return
        if found is not None and not _known(found):
            raise Refusal(
                "This database was made by a newer Front Desk.",
                f"It has schema {found}; this program knows up to {HEAD}.",
                "Update the program on this workstation.",
            )
        if found is None and inspect(connection).get_table_names():
            raise Refusal(
                "This database belongs to another program.", help="Name a new file, or an empty PostgreSQL database."
            )
        take_time(connection)
        if found is None:
            _make(connection)
            return
        _migrate(connection)
        if layer.is_wanted(connection):
            layer.install(connection)


def making(table: Table) -> Iterator[CreateTable | CreateIndex]:
    """What makes a table with its indexes; by name, since the metadata keeps them in a set of any order."""
    yield CreateTable(table)
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        yield CreateIndex(index)


def _make(connection: Connection) -> None:
    """Make in an empty database at once what all revisions give one after the other; a test holds them equal."""
    for table in (*tables.metadata.sorted_tables, *sharing.metadata.sorted_tables):
        for statement in making(table):
            connection.execute(statement)
    guarding = guards.sqlite_guards if connection.dialect.name == "sqlite" else guards.postgres_guards
    for trigger in guarding():
        connection.exec_driver_sql(trigger, execution_options={"no_parameters": True})
    stamp(connection)


def _known(revision: str) -> bool:
    from alembic.script import ScriptDirectory

    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources.files("frontdesk.store") / "migrations"))
    return config


def _migrate(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
