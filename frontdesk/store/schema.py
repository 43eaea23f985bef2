"""Bringing a database to today's schema, and refusing one that is newer than the program."""

from importlib import resources
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, select, text

from frontdesk.errors import Refusal
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


def stamp(connection: Connection) -> None:
    """Say that the tables, made by other means, are those of today's schema."""
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def upgrade(store: Store) -> None:
    """Make the schema, or bring an older one to today's, in one transaction.

    Raises:
        Refusal: the database was made by a newer program, or is something else's.
    """
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
        _migrate(connection)
        if layer.is_wanted(connection):
            layer.install(connection)


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
