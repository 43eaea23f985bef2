"""Opening the house's database: one SQLite file, or one PostgreSQL."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, pool, text

from frontdesk.errors import Refusal, Unavailable
from frontdesk.store.address import parameters_of, with_authorities, without_secret
from frontdesk.store.bulk import MANY
from frontdesk.store.reach import unreachable

POSTGRES = ("postgresql://", "postgres://", "postgresql+psycopg://")
_BUSY_MS = 30_000
"""How long a writer waits for another on the same file; twenty desks racing stay far below it."""

_LINE = {
    "connect_timeout": 5,
    "application_name": "frontdesk",
    "options": "-c statement_timeout=20000 -c lock_timeout=15000 -c idle_in_transaction_session_timeout=30000",
}


@dataclass(frozen=True, slots=True)
class Store:
    """An opened database. ``write`` takes the lock at BEGIN; ``read`` never takes it."""

    write: Engine
    read: Engine
    address: str

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.write.dialect.name

    def close(self) -> None:
        """Give every connection back."""
        self.write.dispose()
        self.read.dispose()


def open_store(address: str | Path, *, durable: bool = True) -> Store:
    """Open the database at a file path or a PostgreSQL address.

    ``durable`` False leaves out the wait for the disk: only for a file that is still being made.

    Raises:
        Refusal: the address is not one, or the file is not a database of this program.
        Unavailable: the server or the folder is out of reach.
    """
    place = str(address)
    if place.startswith(POSTGRES):
        return _open_postgres(place)
    store = _open_sqlite(Path(place), _write_pragmas if durable else _scratch_pragmas, watched=durable)
    if not durable:  # the demonstration: the same seed makes the same bytes, and its guests never lived
        store.write.update_execution_options(unsalted=True)
    return store


def _open_sqlite(path: Path, pragmas: Callable[[Any, object], None], *, watched: bool = False) -> Store:
    if not path.parent.is_dir():
        raise Unavailable(f"The folder {path.parent} does not exist.", help="Make the folder or name another file.")
    _require_ours(path)
    write = create_engine(f"sqlite:///{path}", poolclass=pool.QueuePool, pool_size=1, max_overflow=4)
    read = create_engine(f"sqlite:///{path}", poolclass=pool.QueuePool, pool_size=3, max_overflow=4)
    event.listen(write, "connect", pragmas)
    event.listen(read, "connect", _read_pragmas)
    store = Store(write, read, str(path))
    try:
        with write.connect() as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_master"))
    except exc.DBAPIError as error:
        store.close()
        raise _explain_sqlite(path, error) from None
    if watched:
        _watch_file(store, path)
    event.listen(write, "begin", _begin_immediate)
    event.listen(read, "begin", _begin)
    return store


def _watch_file(store: Store, path: Path) -> None:
    """Let nobody begin on a file that is not the one that was opened any more; a copy may go while it is read."""
    there = partial(_require_there, path, _file_at(path))
    for engine in (store.write, store.read):
        event.listen(engine, "do_connect", lambda *_about: there(None))
        event.listen(engine, "begin", there)


def forget_pages(store: Store) -> None:
    """Bring what was overwritten out of SQLite's log into the file, where it is zeroed; a reader may put it off."""
    if store.dialect == "sqlite":
        with store.write.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def take_time(connection: Connection) -> None:
    """Let the statements of this transaction take as long as they need: nobody waits for them at a form."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


@contextmanager
def together(connection: Connection, rows: int = 0) -> Iterator[None]:
    """Send what the block writes in one go and wait once, where the database can; nothing may be read inside.

    ``rows`` is the most that one statement adds: many go by a road of their own (COPY), which cannot be sent along.

    Raises:
        sqlalchemy.exc.DBAPIError: one of the statements failed; the transaction is of no use any more.
    """
    connection.info[TOGETHER] = True
    try:
        yield from _sent(connection, piped=connection.dialect.name == "postgresql" and rows < MANY)
    finally:
        del connection.info[TOGETHER]


TOGETHER = "together"
"""Marks a connection whose statements go in one piece: what is read then would be nothing, and look like no row."""


def _sent(connection: Connection, *, piped: bool) -> Iterator[None]:
    if not piped:
        yield
        return
    driver: Any = connection.connection.driver_connection
    fault: Any = connection.dialect.loaded_dbapi.Error
    try:
        with driver.pipeline():
            yield
    except fault as error:
        raise exc.DBAPIError.instance("(several statements)", {}, error, fault, dialect=connection.dialect) from error


def open_copy(path: Path) -> Store:
    """Open a workstation's copy: whole after a crash, but not a word more durable than that; it can be made anew."""
    return _open_sqlite(path, _copy_pragmas)


def _require_ours(path: Path) -> None:
    """Look before anything is written: the journal mode alone would already change somebody else's file."""
    if not path.is_file():
        return
    look = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        found = {row[0] for row in look.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError:
        return  # opening it for writing says why
    finally:
        look.close()
    if found and "alembic_version" not in found:
        raise Refusal("This database belongs to another program.", help="Name a new file.")


def _pragmas(connection: Any, *pragmas: str) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


_COMMON = (
    f"busy_timeout={_BUSY_MS}",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "cache_size=-32000",
    # A statement that a trigger may refuse keeps what it would undo aside; on disk that costs more than the insert.
    "temp_store=MEMORY",
)


def _write_pragmas(connection: Any, _record: object) -> None:
    _pragmas(connection, *_COMMON, "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")


def _scratch_pragmas(connection: Any, _record: object) -> None:
    _pragmas(connection, *_COMMON, "journal_mode=MEMORY", "synchronous=OFF")


def _copy_pragmas(connection: Any, _record: object) -> None:
    _pragmas(connection, *_COMMON, "journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON")


def _read_pragmas(connection: Any, _record: object) -> None:
    _pragmas(connection, *_COMMON, "query_only=ON")


def _begin_immediate(connection: Connection) -> None:
    # A deferred BEGIN that later wants to write is refused at once when another wrote in between.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    # Without it each statement would see its own moment, and a folio could mix two of them.
    connection.exec_driver_sql("BEGIN")


def _file_at(path: Path) -> tuple[int, int] | None:
    """What tells the file at a path from another one that is put there later."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _require_there(path: Path, opened: tuple[int, int] | None, connection: Connection | None) -> None:
    """The file is still the one that was opened: what is written to a deleted file is lost when the program ends.

    Raises:
        Unavailable: it is gone, or another one stands there; what had been saved is copied beside it.
    """
    if _file_at(path) == opened:
        return
    rescued = path.with_name(f"{path.stem}-rescued{path.suffix}")
    if connection is not None and path.parent.is_dir() and not rescued.exists():
        driver: Any = connection.connection.driver_connection
        (reads_only,) = driver.execute("PRAGMA query_only").fetchone()
        driver.execute("PRAGMA query_only=OFF")
        driver.execute("VACUUM INTO ?", [str(rescued)])
        driver.execute(f"PRAGMA query_only={reads_only}")
    raise Unavailable(
        f"{path.name} was deleted or replaced while it was in use; nothing is saved any more.",
        f"All that had been saved is in {rescued.name} beside it." if rescued.exists() else "",
        "Close the program, put the right file back, and start it again.",
    )


def _explain_sqlite(path: Path, error: exc.DBAPIError) -> Refusal | Unavailable:
    said = str(error.orig)
    if "not a database" in said:
        return Refusal(f"{path.name} is not a Front Desk database.", help="Choose another file or restore a backup.")
    if "malformed" in said:
        return Refusal(f"{path.name} is damaged.", said, "Keep a copy of it and restore a backup.")
    if "readonly" in said or "unable to open" in said:
        return Unavailable(
            f"{path} cannot be written.", said, "Give this person write access to the folder, or name another file."
        )
    return Unavailable(f"{path} cannot be opened.", said, "Close other programs that use the file and try again.")


def _open_postgres(address: str) -> Store:
    import psycopg

    way = parameters_of(address, as_named=True)
    given = {**_LINE, **with_authorities(way)}

    def connect() -> Any:
        return psycopg.connect(**given)

    asked: dict[str, Any] = {"creator": connect, "max_overflow": 4, "pool_pre_ping": True}
    write = create_engine("postgresql+psycopg://", pool_size=2, **asked)
    steady: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    read = create_engine("postgresql+psycopg://", pool_size=3, execution_options=steady, **asked)
    store = Store(write, read, " ".join(f"{name}={value}" for name, value in without_secret(way).items()))
    try:
        with write.connect() as connection:
            connection.execute(text("SELECT 1"))
    except exc.DBAPIError as error:
        store.close()
        help_ = "Check the network and the address, then try again."
        raise unreachable(error, "The shared database is out of reach.", help_) from None
    return store
