"""Triggers that hold the ledger even against code with a mistake: what is written is never changed (L1, L6, N1)."""

from collections.abc import Collection

APPEND_ONLY = (
    "posting",
    "tax_part",
    "tax_exempt",
    "journal",
    "journal_topic",
    "room_move",
    "move_state",
    "case_said",
    "case_staff_note",
    "credit_line",
    "print_log",
    "night_audit_run",
    "night_audit_step",
    "hand_over_note",
    "erasure",
    "erased",
)
"""Tables whose rows are only ever added."""

ERASABLE = (
    "journal",
    "room_move",
    "move_state",
    "case_said",
    "case_staff_note",
    "night_audit_run",
    "hand_over_note",
)
"""Those of them whose words an erasure may take out, inside its own transaction: never a ledger row."""

_ERASING = "EXISTS (SELECT 1 FROM erasure e, lane l WHERE e.seq > l.seq)"

# Lines taken over from another system keep the business date they had there; everything else takes the open one.
_SETTLED = "SELECT 1 FROM folio_window w WHERE w.id = NEW.window_id AND w.settled IS NOT NULL"
_CLOSED = "SELECT 1 FROM house h WHERE NEW.business_date <> h.business_date AND NEW.source <> 'takeover'"


def append_only(names: Collection[str], dialect: str) -> list[str]:
    """The triggers of those named tables whose rows are only ever added; on PostgreSQL ``refuse_change()`` is there."""
    of = [table for table in APPEND_ONLY if table in names]
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"{_unless_erasing(table, verb, names)}BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in of
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in of
    ]


def _unless_erasing(table: str, verb: str, names: Collection[str]) -> str:
    """Before the revision that brought erasing, no row was ever changed at all."""
    return f"WHEN NOT {_ERASING} " if verb == "UPDATE" and table in ERASABLE and "erasure" in names else ""


def refusing(names: Collection[str] = APPEND_ONLY) -> str:
    """PostgreSQL's function behind the triggers of tables that are only ever added to."""
    listed = ", ".join(f"'{table}'" for table in (*ERASABLE, "change"))
    erasing = f"IF TG_OP = 'UPDATE' AND TG_TABLE_NAME IN ({listed}) AND {_ERASING} THEN RETURN NULL; END IF; "
    return (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{erasing if 'erasure' in names else ''}"
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501'; END $$"
    )


def let_erase(dialect: str, names: Collection[str] = APPEND_ONLY) -> list[str]:
    """What lets an erasure through the triggers that are there, or with other ``names`` shuts it out again."""
    if dialect != "sqlite":
        return [refusing(names)]
    made = append_only({*ERASABLE, *names}, dialect) if "erasure" in names else append_only(ERASABLE, dialect)
    wanted = {f"{table}_no_update" for table in ERASABLE}
    return [f"DROP TRIGGER {name}" for name in sorted(wanted)] + [
        statement for statement in made if statement.split()[2] in wanted
    ]


def sqlite_guards(names: Collection[str] = APPEND_ONLY) -> list[str]:
    """The triggers in SQLite's words."""
    statements = append_only(names, "sqlite")
    integers = " OR ".join(f"typeof(NEW.{name}) <> 'integer'" for name in ("amount", "net", "unit_price", "quantity"))
    rules = {
        "posting_whole": (integers, "amounts are whole minor units"),
        "posting_open": (f"EXISTS ({_SETTLED})", "the window is settled"),
        "posting_today": (f"EXISTS ({_CLOSED})", "the business date is closed"),
    }
    statements += [
        f"CREATE TRIGGER window_no_{verb.lower()} BEFORE {verb} ON folio_window WHEN OLD.settled IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'the window is settled'); END"
        for verb in ("UPDATE", "DELETE")
    ]
    return statements + [
        f"CREATE TRIGGER {name} BEFORE INSERT ON posting WHEN {broken} BEGIN SELECT RAISE(ABORT, '{said}'); END"
        for name, (broken, said) in rules.items()
    ]


def posting_guard(*, by_row: bool = False) -> list[str]:
    """What looks at new lines on PostgreSQL: at all lines of a statement together, which takes a tenth of the time.

    ``by_row`` gives it as it was before revision 0016. A plan is kept for the session, so it must suit one line as
    well as a night of them: the windows are always looked up by their key.
    """
    settled, closed = f"EXISTS ({_SETTLED})", f"EXISTS ({_CLOSED})"
    fires, ends, by_key = "BEFORE INSERT ON posting FOR EACH ROW", "RETURN NEW", ""
    if not by_row:
        settled, closed = (
            f"EXISTS (SELECT FROM added WHERE {rule.replace('NEW.', 'added.')})" for rule in (settled, closed)
        )
        fires = "AFTER INSERT ON posting REFERENCING NEW TABLE AS added FOR EACH STATEMENT"
        ends, by_key = "RETURN NULL", "SET enable_hashjoin = off SET enable_mergejoin = off "
    check = (
        f"CREATE FUNCTION guard_posting() RETURNS trigger LANGUAGE plpgsql {by_key}AS $$ BEGIN "
        f"IF {settled} THEN RAISE EXCEPTION 'the window is settled' USING ERRCODE = '23514'; END IF; "
        f"IF {closed} THEN RAISE EXCEPTION 'the business date is closed' USING ERRCODE = '23514'; END IF; "
        f"{ends}; END $$"
    )
    return [check, f"CREATE TRIGGER posting_guard {fires} EXECUTE FUNCTION guard_posting()"]


def drop_posting_guard() -> list[str]:
    """What takes it away again on PostgreSQL."""
    return ["DROP TRIGGER posting_guard ON posting", "DROP FUNCTION guard_posting()"]


def postgres_guards(names: Collection[str] = APPEND_ONLY) -> list[str]:
    """The triggers in PostgreSQL's words."""
    settled = (
        "CREATE FUNCTION guard_window() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF OLD.settled IS NOT NULL THEN RAISE EXCEPTION 'the window is settled' USING ERRCODE = '23514'; END IF; "
        "RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END $$"
    )
    each = "FOR EACH ROW EXECUTE FUNCTION"
    return [
        refusing(names),
        settled,
        f"CREATE TRIGGER window_guard BEFORE UPDATE OR DELETE ON folio_window {each} guard_window()",
        *append_only(names, "postgresql"),
        *posting_guard(),
    ]


def guard_names(dialect: str, names: Collection[str] = APPEND_ONLY) -> list[str]:
    """The names of all triggers, so that a check can tell if one is gone."""
    of = [table for table in APPEND_ONLY if table in names]
    if dialect == "sqlite":
        found = [f"{table}_no_{verb}" for table in of for verb in ("update", "delete")]
        return [*found, "window_no_update", "window_no_delete", "posting_whole", "posting_open", "posting_today"]
    return [*(f"{table}_no_change" for table in of), "posting_guard", "window_guard"]


def drop_guards(dialect: str, names: Collection[str] = APPEND_ONLY) -> list[str]:
    """What takes the triggers away again, for a migration that rebuilds a table."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {name}" for name in guard_names(dialect, names)]
    return [
        *(f"DROP TRIGGER {table}_no_change ON {table}" for table in APPEND_ONLY if table in names),
        *drop_posting_guard(),
        "DROP TRIGGER window_guard ON folio_window",
        "DROP FUNCTION guard_window()",
        "DROP FUNCTION refuse_change()",
    ]
