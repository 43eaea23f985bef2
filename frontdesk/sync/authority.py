"""The way to the shared database: short waits, a deadline on every statement, one place for what can go wrong."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, exc, func, pool, select

from frontdesk.errors import Unavailable
from frontdesk.store.address import with_authorities
from frontdesk.store.reach import unreachable
from frontdesk.sync.deadline import Deadline

CONNECT_SECONDS = 3
_OPTIONS = "-c statement_timeout=4000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=5000"
_LINE = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
    "application_name": "frontdesk",
    "target_session_attrs": "read-write",
}
TRIES = 5
"""How often a job of the office gives way to desks."""

Result = TypeVar("Result")

BUSY = frozenset({"40001", "40P01", "55P03"})
"""SQLSTATEs that mean: somebody else was in the way for a moment; try again at once."""


class Authority:
    """Connections to the shared database, each statement under a deadline."""

    def __init__(self, engine: Engine, deadline: Deadline, connect: Callable[[], Any] | None = None) -> None:
        self.engine = engine
        self._reading = engine.execution_options(**self._level("AUTOCOMMIT"))
        self._connect = connect
        self.deadline = deadline
        event.listen(engine, "before_cursor_execute", self._again)
        event.listen(engine, "after_cursor_execute", self._again)

    @classmethod
    def at(cls, parameters: Mapping[str, Any], *, seconds: float | None = None, **more: Any) -> "Authority":
        """The authority at libpq's connection parameters; several hosts are tried in order."""
        given = {**_LINE, **with_authorities(parameters), **more, "options": _OPTIONS}

        def connect() -> Any:
            import psycopg

            return psycopg.connect(**given)

        engine = create_engine("postgresql+psycopg://", creator=connect, poolclass=pool.QueuePool, pool_size=1)
        return cls(engine, Deadline() if seconds is None else Deadline(seconds), connect)

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()
        self.deadline.close()

    def forget(self) -> None:
        """Drop connections that may be dead."""
        self.engine.dispose()

    def _again(self, *_event: object) -> None:
        self.deadline.again()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that commits at the end of the block."""
        with self._connected(self.engine) as connection, connection.begin():
            yield connection

    def patient(self, job: Callable[[Connection], Result]) -> Result:
        """Do a job of the office in one transaction; again where a desk was in the way, which is then undone whole.

        Raises:
            sqlalchemy.exc.DBAPIError: desks were in the way each time, or something else is wrong.
        """
        for number in patiently(TRIES, 0.3):
            try:
                with self.writing() as connection:
                    return job(connection)
            except exc.DBAPIError as error:
                if number == TRIES - 1 or not is_busy(error):
                    raise
        raise AssertionError("the last try returns or raises")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Statements each on their own."""
        with self._connected(self._reading) as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """One consistent, read-only view for many statements; its statements may take their time."""
        options = self._level("REPEATABLE READ")
        with self._connected(self.engine.execution_options(**options)) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            yield connection

    def clock(self) -> datetime | None:
        """What the clock of the shared database's server says; None where it has none of its own."""
        with self.reading() as connection:
            if connection.dialect.name != "postgresql":
                return None
            said: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
            return said

    @contextmanager
    def driver(self) -> Iterator[Any]:
        """A connection of the driver itself, outside the pool, each statement on its own."""
        assert self._connect is not None, "only PostgreSQL calls out"
        line = self._connect()
        try:
            line.autocommit = True
            yield line
        finally:
            line.close()

    def _level(self, level: str) -> dict[str, str]:
        return {"isolation_level": level} if self.engine.dialect.name == "postgresql" else {}

    @contextmanager
    def _connected(self, engine: Engine) -> Iterator[Connection]:
        with engine.connect() as connection, self.deadline.watching(connection.connection.driver_connection):
            try:
                yield connection
            except exc.DBAPIError as error:
                if not is_busy(error):
                    with suppress(Exception):  # the connection is thrown away; what it says on leaving is no news
                        connection.invalidate(error)
                raise


def is_busy(error: exc.DBAPIError) -> bool:
    """True if trying again at once may work."""
    return getattr(error.orig, "sqlstate", None) in BUSY


def is_out_of_reach(error: BaseException) -> bool:
    """True if the line or the server failed, not the command; asked again, a lost one has a rollback pending."""
    lost = exc.OperationalError | exc.InterfaceError | exc.InternalError | exc.PendingRollbackError | OSError
    return isinstance(error, lost) or (isinstance(error, exc.DBAPIError) and error.connection_invalidated)


def unavailable(error: BaseException) -> Unavailable:
    """What a person is told when the shared database does not answer."""
    return unreachable(error, "The shared database is out of reach.", "Check the network; this desk tries by itself.")


def patiently(tries: int, pause: float = 0.02) -> Iterator[int]:
    """Numbers of tries with a short pause between them."""
    for number in range(tries):
        if number:
            time.sleep(pause * number)
        yield number
