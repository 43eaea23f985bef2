"""From nothing to today's schema and back, on both databases; and what is refused."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from frontdesk.desk import Desk
from frontdesk.errors import Refusal, Unavailable
from frontdesk.store import guards, schema, sharing, tables
from frontdesk.store.engine import open_store


def migrate(engine: Engine, revision: str) -> None:
    from alembic import command

    with engine.begin() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        (command.upgrade if revision == "head" else command.downgrade)(config, revision)


def shape(engine: Engine) -> dict[str, object]:
    """Tables with their columns, keys, indexes and checks."""
    seen = inspect(engine)
    return {
        name: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(name)],
            seen.get_pk_constraint(name)["constrained_columns"],
            sorted(str(index["column_names"]) for index in seen.get_indexes(name)),
            sorted(str(check["name"]) for check in seen.get_check_constraints(name)),
        )
        for name in seen.get_table_names()
        if name != "alembic_version"
    }


def test_up_down_and_up_again_is_the_same(address: str) -> None:
    store = open_store(address)
    try:
        first = shape(store.write)
        assert set(first) == set(tables.metadata.tables) | set(sharing.metadata.tables)
        migrate(store.write, "base")
        assert shape(store.write) == {}
        migrate(store.write, "head")
        assert shape(store.write) == first
    finally:
        store.close()
    with Desk.open(address) as desk, desk._house.store.read.connect() as connection:
        assert schema.current(connection) == schema.HEAD


def test_the_migrations_make_what_the_tables_say(address: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    store = open_store(address)
    try:
        with store.read.connect() as connection:
            both = [tables.metadata, sharing.metadata]
            assert compare_metadata(MigrationContext.configure(connection), both) == []
    finally:
        store.close()


def spelled(engine: Engine) -> list[tuple[object, ...]]:
    """Everything a database holds but rows, in its own words and with the columns in their order."""
    words = _SQLITE if engine.dialect.name == "sqlite" else _POSTGRES
    with engine.connect() as connection:
        return sorted(tuple(row) for words_of in words for row in connection.exec_driver_sql(words_of))


_SQLITE = ("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master",)
_HERE = "= 'public'::regnamespace"
_POSTGRES = (
    (
        "SELECT 'column', attrelid::regclass::text, attnum, attname::text, format_type(atttypid, atttypmod), attnotnull, "
        "attcollation, coalesce(pg_get_expr(adbin, adrelid), '') FROM pg_attribute JOIN pg_class c ON c.oid = attrelid "
        f"LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE relnamespace {_HERE} AND attnum > 0"
    ),
    (
        "SELECT 'constraint', conrelid::regclass::text, 0, conname::text, pg_get_constraintdef(oid), convalidated, 0, '' "
        f"FROM pg_constraint WHERE connamespace {_HERE}"
    ),
    (
        f"SELECT 'index', indrelid::regclass::text, 0, relname::text, pg_get_indexdef(oid), indisunique, 0, '' "
        f"FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relnamespace {_HERE}"
    ),
    (
        "SELECT 'trigger', tgrelid::regclass::text, 0, tgname::text, pg_get_triggerdef(oid), tgenabled = 'O', 0, '' "
        "FROM pg_trigger WHERE NOT tgisinternal"
    ),
    f"SELECT 'function', '', 0, proname::text, pg_get_functiondef(oid), true, 0, '' FROM pg_proc WHERE pronamespace {_HERE}",
)


def test_a_new_database_is_what_all_revisions_give(address: str) -> None:
    """Also word for word: a house made today and one upgraded through the years must not differ anywhere."""
    store = open_store(address)
    try:
        new = spelled(store.write)
        with store.write.begin() as connection:
            for statement in _EMPTYING[store.dialect]:
                connection.exec_driver_sql(statement)
        assert len(spelled(store.write)) == 0
        migrate(store.write, "head")
        assert {"alembic_version", "posting", "guard_posting" if store.dialect == "postgresql" else "posting_open"} <= {
            str(part) for row in new for part in row
        }
        assert spelled(store.write) == new
    finally:
        store.close()


_EMPTYING = {
    "postgresql": ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public"),
    "sqlite": ("PRAGMA writable_schema = ON", "DELETE FROM sqlite_master", "PRAGMA writable_schema = RESET"),
}


def test_head_is_the_newest_revision() -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(schema._config()).get_current_head() == schema.HEAD


def test_dropping_the_guards_takes_every_trigger(address: str) -> None:
    store = open_store(address)
    try:
        with store.write.begin() as connection:
            for statement in guards.drop_guards(store.dialect):
                connection.execute(text(statement))
            of = {"sqlite": "sqlite_master WHERE type = 'trigger'", "postgresql": "pg_trigger WHERE NOT tgisinternal"}
            assert connection.execute(text(f"SELECT count(*) FROM {of[store.dialect]}")).scalar() == 0
    finally:
        store.close()


def test_opening_twice_changes_nothing(address: str) -> None:
    seen = []
    for _ in range(2):
        with Desk.open(address) as desk, desk._house.store.read.connect() as connection:
            seen.append((spelled(desk._house.store.read), schema.current(connection)))
    assert seen[0] == seen[1]


def test_a_database_of_a_newer_program_is_refused(address: str) -> None:
    store = open_store(address)
    with store.write.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(Refusal, match=r"made by a newer Front Desk. It has schema 9999"):
        Desk.open(address)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear guest, " * 100)
    with pytest.raises(Refusal, match=r"letter.txt is not a Front Desk database"):
        Desk.open(path)
    assert path.read_text() == "Dear guest, " * 100
    assert list(tmp_path.iterdir()) == [path]


def test_a_database_cut_short_is_refused(sqlite_address: str) -> None:
    path = Path(sqlite_address)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises((Refusal, Unavailable)):
        Desk.open(path)


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "music.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE song (name TEXT)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(Refusal, match="belongs to another program"):
        Desk.open(path)
    assert path.read_bytes() == before


def test_a_folder_that_is_missing_or_is_a_file_is_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in ("missing", "file"):
        with pytest.raises(Unavailable, match="does not exist"):
            Desk.open(tmp_path / folder / "hotel.db")


def test_a_folder_as_the_file_is_out_of_reach(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be"):
        Desk.open(tmp_path)


def test_a_folder_that_cannot_be_written_is_out_of_reach(tmp_path: Path, sqlite_address: str) -> None:
    """As root every folder can be written: a child without root's rights tries it."""
    path = Path(sqlite_address)
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        if os.geteuid() == 0:
            assert "cannot be written" in _as_nobody(path)
        else:
            with pytest.raises(Unavailable, match="cannot be written"):
                Desk.open(path)
    finally:
        tmp_path.chmod(0o755)


_TRY = """
import os, sys
from frontdesk.desk import Desk
from frontdesk.errors import Unavailable
from frontdesk.store import schema
os.chdir(os.path.dirname(sys.argv[1])); os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    Desk.open(os.path.basename(sys.argv[1]))
except Unavailable as error:
    print(error)
"""


def _as_nobody(path: Path) -> str:
    root = Path(__file__).parents[2]
    for folder in (path.parent, *path.parents):
        if folder.stat().st_uid == 0 and folder != Path("/tmp") and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    tried = subprocess.run(
        [sys.executable, "-c", _TRY, str(path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return tried.stdout + tried.stderr


def test_a_server_that_is_not_there_is_out_of_reach() -> None:
    with pytest.raises(Unavailable, match="The shared database is out of reach"):
        Desk.open("postgresql://nobody@127.0.0.1:1/house")
