"""One transaction around one command: the facts and their journal row commit together or not at all."""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table, Update, and_, bindparam, delete, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from frontdesk.commands.base import Command
from frontdesk.errors import Refusal
from frontdesk.identity import child_id
from frontdesk.store import feed, sharing, tables
from frontdesk.store.bulk import MANY, insert_many
from frontdesk.store.effects import LEDGER, canonical, canonical_rows
from frontdesk.store.reader import Kept, Reader
from frontdesk.store.types import Reads

Values = Mapping[str, Any]


class UnitOfWork(Reader):
    """What a handler reads and writes through, inside a transaction that already holds the lane.

    Attributes:
        connection: the open transaction.
        command: the command being done.
        seq: the number this command has in the order of the house.
        now: UTC instant at which the authority applies it.
        topics: what changed, for screens and for the history of a stay.
        facts: words of the moment that the journal keeps beside the command (room numbers, names, amounts).
        before_after: for rows that changed, their values before and after.
        effects: the ledger rows that were added, in canonical form.
        lines: how many postings the command has made so far.
        shared: whether other workstations follow this house.
        feed: if they do, every row written so far as (put or del, table, key, row).
    """

    def __init__(
        self,
        connection: Connection,
        command: Command,
        seq: int,
        now: datetime,
        kept: Kept | None = None,
        *,
        shared: bool = False,
    ) -> None:
        super().__init__(connection, kept)
        self.command = command
        self.seq = seq
        self.now = now
        self.topics: set[str] = set()
        self.facts: dict[str, Any] = {}
        self.before_after: list[dict[str, Any]] = []
        self.effects: list[str] = []
        self.lines = 0
        self.shared = shared
        self.feed: list[tuple[str, str, str, str]] = []

    def add(self, table: Table, *rows: Values) -> None:
        """Insert rows, all with the same columns.

        Raises:
            sqlalchemy.exc.IntegrityError: a rule of the database says no; callers that expect it translate it.
        """
        if len(rows) >= MANY:
            insert_many(self.connection, table, rows)
        elif rows:
            self.connection.execute(_insert_into(table), [dict(row) for row in rows])
        if table.name in LEDGER:
            self.effects += canonical_rows(table, rows)
        for row in rows if self.shared else ():
            self._note(table, row)

    def change(self, table: Table, key: Values, values: Values, *, version: int | None = None) -> None:
        """Change one row and note what it was before.

        ``version`` is the one the caller decided on; if the row has moved on since, the command is refused.
        """
        look, write = _change_of(table, tuple(key), tuple(values), versioned=version is not None)
        named = {f"key_{name}": value for name, value in key.items()}
        before = self.first(look, **named)
        if before is None:
            raise Refusal(f"The {table.name.replace('_', ' ')} is not there any more.", help="Open the stay again.")
        named |= {f"new_{name}": value for name, value in values.items()}
        if version is not None:
            named["decided_on"] = version
        if self.connection.execute(write, named).rowcount != 1:
            raise Refusal("Somebody else has changed this meanwhile.", help="Look at it again and repeat the step.")
        self.before_after.append(
            {"row": table.name, "key": _plain(key), "before": _plain(before._asdict()), "after": _plain(values)}
        )
        if table is tables.house:
            self.forget_house()
        if self.shared:
            self._note_written(table, _matches(table, key))

    def change_all(self, table: Table, condition: ColumnElement[bool], values: Values) -> None:
        """Change every row that matches, without a note of what each was before: for the sweep of a night audit."""
        statement = update(table).where(condition).values(**values)
        if "version" in table.c:
            statement = statement.values(version=table.c.version + 1)
        self.connection.execute(statement)
        self._note_written(table, condition)

    def erase(self, table: Table, condition: ColumnElement[bool], values: Values) -> None:
        """Overwrite personal data without a note of what it was, here and in what the workstations were told before.

        Rows that are only ever added allow it while an erasure is under way, and only then.
        """
        keys = {canonical(row._asdict()) for row in self.all(select(*table.primary_key).where(condition))}
        if not keys:
            return
        self.connection.execute(update(table).where(condition).values(**values))
        self._note_written(table, condition)
        if self.shared:
            self._overwrite_news(table, keys, values)

    def _overwrite_news(self, table: Table, keys: Collection[str], values: Values) -> None:
        change = sharing.change
        told = self.all(select(change).where(change.c.tbl == table.name, change.c.op == "put", change.c.key.in_(keys)))
        for row in told:
            where = and_(change.c.seq == row.seq, change.c.n == row.n)
            text = canonical({**json.loads(row.row), **values})
            self.connection.execute(update(change).where(where).values(row=text))

    def remove(self, table: Table, condition: ColumnElement[bool]) -> int:
        """Delete the rows that match; gives how many. Only tables that are not append-only can do this."""
        gone = self.connection.execute(delete(table).where(condition).returning(*table.primary_key)).all()
        if self.shared:
            self.feed += (("del", table.name, canonical(row._asdict()), "") for row in gone)
        return len(gone)

    def _note(self, table: Table, row: Values) -> None:
        self.feed.append(("put", table.name, canonical(feed.key_of(table, row)), feed.encode(table, row)))

    def _note_written(self, table: Table, condition: ColumnElement[bool]) -> None:
        """Note rows as they stand after a change; the condition must still find them."""
        for row in self.all(select(*feed.readable(table)).where(condition)) if self.shared else ():
            self._note(table, row._asdict())

    def touch(self, *topics: str) -> None:
        """Say what changed, such as ``stay:…`` or ``house``."""
        self.topics.update(topics)

    def child(self, name: str) -> str:
        """The id of something this command makes; the same on every replay."""
        return child_id(self.command.id, name)

    def number(self, series: str, prefix: str, digits: int = 6) -> str:
        """The next gapless number of a series in the year of the business date, such as ``F-2025-000042`` (N2)."""
        year = self.business_date.year
        key = {"series": series, "year": year}
        raised = self.connection.execute(_RAISE, {"of_series": series, "of_year": year}).scalar()
        if raised is None:
            self.add(tables.counter, {**key, "value": 1})
            raised = 1
        elif self.shared:
            self._note_written(tables.counter, _matches(tables.counter, key))
        return f"{prefix}-{year}-{raised:0{digits}d}"


@cache
def _insert_into(table: Table) -> Insert:
    """Built once for each table; a third of the time of a small insert otherwise."""
    return insert(table)


@cache
def _change_of(table: Table, keys: tuple[str, ...], names: tuple[str, ...], *, versioned: bool) -> tuple[Reads, Update]:
    """What reads a row before a change and what changes it, built once for each kind of change."""
    where = and_(*(table.c[name] == bindparam(f"key_{name}") for name in keys))
    write = update(table).where(where)
    write = write.values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names})
    if "version" in table.c:
        write = write.values(version=table.c.version + 1)
    if versioned:
        write = write.where(table.c.version == bindparam("decided_on"))
    return select(*(table.c[name] for name in names)).where(where), write


_RAISE = (
    update(tables.counter)
    .where(tables.counter.c.series == bindparam("of_series"), tables.counter.c.year == bindparam("of_year"))
    .values(value=tables.counter.c.value + 1)
    .returning(tables.counter.c.value)
)


def _matches(table: Table, key: Values) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in key.items()))


def _plain(values: Values) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
