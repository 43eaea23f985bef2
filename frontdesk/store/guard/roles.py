"""The roles that workstations sign in to the server with: one each, made with its code."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, exc, text

from frontdesk.store.guard.layer import prefix_for, prefix_of


def name_of(prefix: str, code: str) -> str:
    """The role a code is for. Its name tells nothing: the code has 20 letters, the name a hash of them."""
    return f"{prefix}_{hashlib.sha256(f'role:{code}'.encode()).hexdigest()[:12]}"


def of_code(connection: Connection, code: str) -> str:
    """The role of a new code of this database."""
    return name_of(prefix_for(_database(connection)), code)


def _database(connection: Connection) -> str:
    return str(connection.execute(text("SELECT current_database()")).scalar_one())


def make(connection: Connection, role: str, password: str, until: datetime) -> None:
    """A role that can do nothing but join, until the code is too old."""
    secret = _scrambled(connection, role, password)
    _run(connection, f"CREATE ROLE {role} LOGIN PASSWORD '{secret}' VALID UNTIL '{until.isoformat()}'")


def change_password(connection: Connection, role: str, password: str) -> None:
    """Give the role that is connected a password of its own; the server sees only its SCRAM verifier."""
    _run(connection, f"ALTER ROLE {role} PASSWORD '{_scrambled(connection, role, password)}'")


def sweep(connection: Connection) -> None:
    """Take away the roles of codes that were never used and are too old."""
    old = connection.execute(
        text(
            "SELECT r.rolname FROM pg_roles r JOIN enrolment e ON e.role = r.rolname "
            "WHERE e.used_by IS NULL AND e.expires < clock_timestamp() AND starts_with(r.rolname, :prefix)"
        ),
        {"prefix": prefix_for(_database(connection)) + "_"},
    ).scalars()
    for role in list(old):
        _run(connection, f"DROP ROLE IF EXISTS {role}")


def let_in_again(connection: Connection) -> None:
    """Give every workstation of the house what a workstation may do: a backup of roles does not always bring it."""
    known = connection.execute(
        text("SELECT d.role FROM guard.desk d JOIN pg_roles r ON r.rolname = d.role WHERE d.revoked IS NULL")
    ).scalars()
    for role in list(known):
        _run(connection, f"GRANT {prefix_of(connection)}_desk TO {role}")


def revoke(connection: Connection, workstation: str) -> None:
    """One row lets a workstation write no more; its role is shut as well, and its connections are ended."""
    role = connection.execute(
        text("UPDATE guard.desk SET revoked = clock_timestamp() WHERE workstation = :name RETURNING role"),
        {"name": workstation},
    ).scalar()
    if role is None:
        return
    _run(connection, f"REVOKE {prefix_of(connection)}_desk FROM {role}")
    _run(connection, f"ALTER ROLE {role} NOLOGIN")
    with _if_allowed(connection):
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = :role"), {"role": role}
        )


@contextmanager
def _if_allowed(connection: Connection) -> Iterator[None]:
    """Ending somebody's connection is a right of its own; without it the next statement is refused all the same."""
    savepoint = connection.begin_nested()
    try:
        yield
    except exc.ProgrammingError:
        savepoint.rollback()
    else:
        savepoint.commit()


def _scrambled(connection: Connection, role: str, password: str) -> str:
    driver = connection.connection.driver_connection
    assert driver is not None, "the connection is open"
    made: bytes = driver.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return made.decode()


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
