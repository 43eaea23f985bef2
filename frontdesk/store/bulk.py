"""Many rows at once, as the database itself likes them: the same rows as one by one, in a fraction of the time."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Date, Dialect, Table, exc, insert

from frontdesk.store.types import Instant

MANY = 50
"""From so many rows on it pays to leave the usual road."""

Row = Mapping[str, Any]
_Process = Callable[[Any], Any]


def insert_many(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, all with the same columns, under all the rules of the table.

    Raises:
        sqlalchemy.exc.DBAPIError: a rule of the database says no.
    """
    columns = tuple(column.name for column in table.columns if column.name in rows[0])  # as SQL is compiled
    values = _values(rows, columns, _odd(table, columns, connection.dialect))
    if connection.dialect.name == "postgresql":
        _copy(connection, table, columns, values)
    else:
        connection.exec_driver_sql(_statement(table, columns, connection.dialect), values)


def _values(rows: Sequence[Row], columns: tuple[str, ...], odd: list[tuple[int, _Process]]) -> list[Sequence[Any]]:
    pick = itemgetter(*columns)
    found: list[Sequence[Any]] = []
    for row in rows:
        values = list(pick(row))
        for place, process in odd:
            values[place] = process(values[place])
        found.append(tuple(values))
    return found


@cache
def _odd(table: Table, columns: tuple[str, ...], dialect: Dialect) -> list[tuple[int, _Process]]:
    """The places of values that the driver does not take as they are, and what makes them fit.

    Days and moments are few in many rows, so each is made to fit once.
    """
    kinds = [table.c[name].type for name in columns]
    made = [kind.dialect_impl(dialect).bind_processor(dialect) for kind in kinds]
    return [
        (place, lru_cache(maxsize=64)(process) if isinstance(kind, Date | Instant) else process)
        for place, (kind, process) in enumerate(zip(kinds, made, strict=True))
        if process is not None
    ]


@cache
def _statement(table: Table, columns: tuple[str, ...], dialect: Dialect) -> str:
    return str(insert(table).compile(dialect=dialect, column_keys=list(columns)))


def _copy(connection: Connection, table: Table, columns: tuple[str, ...], values: list[Sequence[Any]]) -> None:
    quote = connection.dialect.identifier_preparer.quote
    into = f"COPY {quote(table.name)} ({', '.join(map(quote, columns))}) FROM STDIN"
    driver: Any = connection.dialect.dbapi
    cursor: Any = connection.connection.cursor()
    try:
        with cursor, cursor.copy(into) as copy:
            for row in values:
                copy.write_row(row)
    except driver.Error as error:
        raise exc.DBAPIError.instance(into, None, error, driver.Error, dialect=connection.dialect) from error
