"""Putting the guard into a shared PostgreSQL: roles, what each may touch, the triggers. Doing it again renews it."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, String, bindparam, text

from frontdesk.domain.authority import RANK, allowance_limit, limits_of
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.store import sharing, tables
from frontdesk.store.feed import WITHHELD
from frontdesk.store.guard import people, rules
from frontdesk.store.guards import APPEND_ONLY

_GROUPS = ("desk", "report", "backup")
_SEARCH = ("search_guest", "search_word", "search_suffix", "search_entry", "search_key")
_REMOVED = ("room_night", "stay_night", "routing", *_SEARCH)
"""Tables a workstation deletes from; whatever is not here is changed, and never goes away."""

_TYPICAL = 10_000


_MAY_MAKE_ROLES = text(
    "SELECT me.rolname AS name, me.rolsuper OR me.rolcreaterole AS may, "
    "current_setting('server_version_num')::int >= 160000 AND EXISTS (SELECT FROM pg_roles r WHERE "
    "starts_with(r.rolname, :prefix) AND NOT pg_has_role(session_user, r.oid, 'MEMBER WITH ADMIN OPTION')) AS foreign "
    "FROM pg_roles me WHERE me.rolname = session_user"
).bindparams(bindparam("prefix", type_=String))


def prefix_of(connection: Connection) -> str:
    """What the roles of this database begin with: a server's roles are common to all its databases."""
    kept = connection.execute(text("SELECT roles FROM sharing")).scalar()
    return str(kept or prefix_for(connection.execute(text("SELECT current_database()")).scalar_one()))


def prefix_for(database: str) -> str:
    """What the names of a database's roles begin with, before any is made."""
    return "fd_" + hashlib.sha256(database.encode()).hexdigest()[:8]


def is_wanted(connection: Connection) -> bool:
    """True if this database is shared by workstations: then it holds the guard of the program that opens it."""
    return connection.dialect.name == "postgresql" and bool(
        connection.execute(text("SELECT count(*) FROM sharing")).scalar()
    )


def install(connection: Connection) -> None:
    """Make the roles, the functions, the grants and the triggers, or bring them to those of this program.

    Raises:
        Refusal: whoever is connected may not make roles.
    """
    require_roles(connection)
    prefix = prefix_of(connection)
    connection.execute(text("UPDATE sharing SET roles = :prefix"), {"prefix": prefix})
    for statement in (
        *_roles(prefix),
        people.TABLES,
        *people.FUNCTIONS,
        *rules.FUNCTIONS,
        *_sealed(),
        *_grants(prefix),
    ):
        _run(connection, statement)
    for statement in _triggers():
        _run(connection, statement)
    _authorities(connection)


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def require_roles(connection: Connection) -> None:
    """Who looks after a shared house makes a role for each workstation, and gives and takes what it may do.

    From PostgreSQL 16 on only whoever made a role may do that, and after a move from an older server nobody has.

    Raises:
        Refusal: whoever is connected may not make roles, or not change those of this house.
    """
    prefix = prefix_for(connection.execute(text("SELECT current_database()")).scalar_one()) + "_"
    row = connection.execute(_MAY_MAKE_ROLES, {"prefix": prefix}).one()
    if not row.may:
        raise Refusal(
            "Whoever prepares a shared house must be allowed to make roles.",
            help=f'Let the server\'s administrator run: ALTER ROLE "{row.name}" CREATEROLE',
        )
    if row.foreign:
        grant = f"format('GRANT %I TO %I WITH ADMIN OPTION', rolname, '{row.name}')"
        raise Refusal(
            f"{row.name} may not change the roles of this house's workstations, as after a move to a newer PostgreSQL.",
            f"The server's administrator lets it, in psql: SELECT {grant} FROM pg_roles "  # noqa: S608 - words, not run
            f"WHERE starts_with(rolname, '{prefix}') \\gexec",
            "Then do this again.",
        )


def _roles(prefix: str) -> Iterator[str]:
    for group in _GROUPS:
        yield (f"DO $$ BEGIN CREATE ROLE {prefix}_{group} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")


def _sealed() -> Iterator[str]:
    """Every function runs with its owner's rights and its own search path, and nobody calls it unasked."""
    yield (
        "DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT p.oid FROM pg_proc p JOIN pg_namespace n "
        "ON n.oid = p.pronamespace WHERE n.nspname = 'guard' LOOP EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER "
        "SET search_path = pg_catalog, pg_temp', f); EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f); "
        "END LOOP; END $$"
    )
    for name in ("guard_posting", "guard_window", "refuse_change"):
        yield f"ALTER FUNCTION public.{name}() SET search_path = pg_catalog, public, pg_temp"


def _grants(prefix: str) -> Iterator[str]:
    desk = f"{prefix}_desk"
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    refuse = "REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC"
    yield f"DO $$ BEGIN EXECUTE format('{refuse}', current_database()); END $$"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {desk}, {prefix}_report"
    yield f"GRANT USAGE ON SCHEMA public TO {desk}, {prefix}_report, {prefix}_backup"
    yield "GRANT USAGE ON SCHEMA guard TO PUBLIC"
    for function in people.FOR_EVERYBODY:
        yield f"GRANT EXECUTE ON FUNCTION guard.{function} TO PUBLIC"
    for function in people.FOR_DESKS:
        yield f"GRANT EXECUTE ON FUNCTION guard.{function} TO {desk}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {prefix}_backup"
    yield f"GRANT USAGE ON SCHEMA guard TO {prefix}_backup"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA guard TO {prefix}_backup"
    yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA guard TO {prefix}_backup"
    yield f"GRANT SELECT ON alembic_version, sharing, workstation, change, delivery, work_item, lane TO {desk}"
    yield f"GRANT INSERT ON change, delivery, work_item TO {desk}"
    yield f"GRANT UPDATE ON work_item, lane, counter TO {desk}"
    for table in tables.metadata.sorted_tables:
        yield f"GRANT SELECT ({_shown(table.name)}) ON {table.name} TO {desk}, {prefix}_report"
        if table.name in {"house", "lane", "erasure", "erased"}:
            continue
        yield f"GRANT INSERT ON {table.name} TO {desk}"
        if table.name not in APPEND_ONLY:
            yield f"GRANT UPDATE ON {table.name} TO {desk}"
        if table.name in _REMOVED or _is_new(table.name):
            yield f"GRANT DELETE ON {table.name} TO {desk}"
    yield f"GRANT UPDATE ON house TO {desk}"


def _is_new(name: str) -> bool:
    """A table that came with a later revision and is not only added to: its own revision says what may happen to it."""
    return "since" in tables.metadata.tables[name].info and name not in APPEND_ONLY


def _shown(name: str) -> str:
    """The columns of a table that leave the shared database."""
    hidden = WITHHELD.get(name, {})
    return ", ".join(f'"{column.name}"' for column in tables.metadata.tables[name].c if column.name not in hidden)


def missing(connection: Connection) -> list[tuple[str, str]]:
    """The triggers, by table and name, that a shared database should have and has not, or that were switched off."""
    found = connection.execute(
        text(
            "SELECT n.nspname || '.' || c.relname AS tbl, t.tgname FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        )
    )
    there = {(row.tbl, row.tgname) for row in found}
    return sorted(place for place in _wanted() if place not in there)


def _wanted() -> dict[tuple[str, str], str]:
    """Every trigger of the guard by table and name, and what makes it."""
    wanted = {(f"public.{table}", f"desk_{name}"): f"CREATE TRIGGER desk_{name} {body}"
              for (table, name), body in rules.TRIGGERS.items()}  # fmt: skip
    noted = [table.name for table in (*tables.metadata.sorted_tables, sharing.work_item)]
    for table in noted:
        if table not in {"lane", "journal", "journal_topic", *_SEARCH}:
            when = "INSERT OR UPDATE OR DELETE"
            wanted[f"public.{table}", "desk_note"] = (
                f"CREATE TRIGGER desk_note AFTER {when} ON public.{table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION guard.note()"
            )
    for table in rules.CONFIG_TABLES:
        wanted[f"public.{table}", "desk_config"] = (
            f"CREATE TRIGGER desk_config AFTER INSERT OR UPDATE OR DELETE ON public.{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION guard.config()"
        )
    for table in ("change", "delivery"):
        wanted[f"public.{table}", f"{table}_no_change"] = (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON public.{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()"
        )
    wanted["guard.due", "desk_settle"] = (
        "CREATE CONSTRAINT TRIGGER desk_settle AFTER INSERT ON guard.due DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION guard.settle()"
    )
    # Rooms are a manager's to add, everybody's to mark clean.
    wanted["public.room", "desk_config"] = (
        "CREATE TRIGGER desk_config AFTER INSERT OR DELETE ON public.room "
        "FOR EACH STATEMENT EXECUTE FUNCTION guard.config()"
    )
    return wanted


def _triggers() -> Iterator[str]:
    """Each trigger is taken away and made again, so that installing twice is installing once."""
    for (table, name), made in _wanted().items():
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield made


def _authorities(connection: Connection) -> None:
    """What each role may give alone, in the figures of a typical night that are scaled to the house's own."""
    typical = connection.execute(text("SELECT typical_night FROM house")).scalar() or _TYPICAL
    connection.execute(text("DELETE FROM guard.authority"))
    for role in Role:
        limits = limits_of(role, typical)
        connection.execute(
            text("INSERT INTO guard.authority VALUES (:role, :rank, :typical, :credit, :stay, :day, :allowance)"),
            {
                "role": role.value,
                "rank": RANK[role],
                "typical": typical,
                "credit": limits.per_credit,
                "stay": limits.per_stay,
                "day": limits.per_day,
                "allowance": allowance_limit(role, typical, evidence=True),
            },
        )
