"""A gift that was taken back has a state of its own."""

from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

BEFORE = "state IN ('pending','posted','declined','expired','withdrawn')"
AFTER = "state IN ('pending','posted','declined','expired','withdrawn','reversed')"


def upgrade() -> None:
    _check(BEFORE, AFTER)


def downgrade() -> None:
    op.execute("UPDATE credit SET state = 'withdrawn' WHERE state = 'reversed'")
    _check(AFTER, BEFORE)


def _check(was: str, to: str) -> None:
    """Put one CHECK in the place of another; a house made today has the new one from the start."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("ck_credit_state", "credit")
        op.create_check_constraint("ck_credit_state", "credit", to)
        return
    # SQLite cannot alter a CHECK; its manual allows the text of the table to be changed where no row is stored anew.
    op.execute("PRAGMA writable_schema = ON")
    old, new = (words.replace("'", "''") for words in (was, to))
    change = f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') "  # noqa: S608 - both are written above
    op.execute(f"{change}WHERE type = 'table' AND name = 'credit'")
    op.execute("PRAGMA writable_schema = RESET")
