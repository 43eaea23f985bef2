"""What keeps the way open to another engine that speaks PostgreSQL, and to many houses in one (ADR 12)."""

import ast
from collections.abc import Iterator

import pytest
from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, SmallInteger, String, Table, Text

from frontdesk.store import sharing, tables
from frontdesk.store.types import Instant, Json
from tests.architecture.test_house_rules import ROOT

PLAIN = (String, Text, Integer, BigInteger, SmallInteger, Boolean, Date, Instant, Json)
WHERE_ENGINES_DIFFER = {"store", "sync", "services", "queries"}
NOT_EVERYWHERE = ("advisory", "SKIP LOCKED", "DEFERRABLE", "SERIALIZABLE", "nextval(", "EXCLUDE USING")
ALL = [*tables.metadata.tables.values(), *sharing.metadata.tables.values()]


def columns() -> Iterator[tuple[Table, Column[object]]]:
    for table in ALL:
        for column in table.columns:
            yield table, column


def test_every_column_is_of_a_plain_type() -> None:
    odd = [f"{table.name}.{column.name}" for table, column in columns() if type(column.type) not in PLAIN]
    assert not odd


def test_the_database_makes_no_number() -> None:
    made = [
        f"{table.name}.{column.name}"
        for table, column in columns()
        if column.identity or column.computed or column is table.autoincrement_column or column.default is not None
    ]
    assert not made, "ids come from workstations, numbers from the lane and the counters"


def test_every_statement_leaves_the_tables_right() -> None:
    late = [rule for table in ALL for rule in table.constraints if getattr(rule, "deferrable", None)]
    assert not late


def test_a_room_sleeps_one_stay_a_night_by_a_plain_key() -> None:
    assert [column.name for column in tables.room_night.primary_key] == ["room", "night"]


@pytest.mark.parametrize("layer", sorted(path.name for path in (ROOT / "frontdesk").iterdir() if path.is_dir()))
def test_engines_are_known_in_named_places(layer: str) -> None:
    for path in (ROOT / "frontdesk" / layer).rglob("*.py"):
        if path.parent.name == "guard":  # it is tried anew on each engine
            continue
        words = [node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if is_text(node)]
        said = [word for word in words for odd in NOT_EVERYWHERE if odd in str(word)]
        assert not said, f"{path}: not every engine has this"
        if layer not in WHERE_ENGINES_DIFFER:
            assert "postgresql" not in words, f"{path} knows an engine"


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
