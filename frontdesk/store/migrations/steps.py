"""What the revisions share: the tables and columns that came with one of them, with their indexes and guards.

A table or column that is younger than the first revision says so: ``info={"since": "0003"}``.
"""

from alembic import op
from sqlalchemy import Column, MetaData, Table, inspect

from frontdesk.store import guards, schema, tables

FIRST = "0001"


def since(part: Table | Column[object]) -> str:
    """The revision that brought a table or a column."""
    return str(part.info.get("since", FIRST))


def tables_of(revision: str) -> list[Table]:
    """The tables a revision brings, in an order that foreign keys allow."""
    return [table for table in tables.metadata.sorted_tables if since(table) == revision]


def make_tables(revision: str) -> None:
    """Make the tables of a revision and the triggers of those that are only ever added to."""
    made = tables_of(revision)
    for table in made:
        make_table(table)
    for statement in guards.append_only({table.name for table in made}, op.get_bind().dialect.name):
        op.execute(statement)


def make_table(table: Table) -> None:
    """Make one table with its indexes."""
    for statement in schema.making(table):
        op.execute(statement)


def drop_tables(revision: str) -> None:
    """Take the tables of a revision away again."""
    for table in reversed(tables_of(revision)):
        op.drop_table(table.name)


def add_columns(revision: str, metadata: MetaData = tables.metadata) -> None:
    """Add the columns of a revision to older tables; a house made today has had them from the start."""
    there = inspect(op.get_bind())
    for table in metadata.sorted_tables:
        names = {column["name"] for column in there.get_columns(table.name)} if there.has_table(table.name) else set()
        for column in table.columns:
            if names and since(column) == revision and column.name not in names:
                op.add_column(table.name, column._copy())  # noqa: SLF001 - SQLAlchemy has no other way to one


def drop_columns(revision: str, metadata: MetaData = tables.metadata) -> None:
    """Take the columns of a revision away again, of tables that are there without it."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if since(table) != revision and since(column) == revision:
                op.drop_column(table.name, column.name)
