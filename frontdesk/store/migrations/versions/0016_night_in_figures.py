"""The night audit notes how full the house was; its many lines are looked at together, not one by one."""

from alembic import op

from frontdesk.store import guards
from frontdesk.store.migrations import steps

revision = "0016"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.add_columns(revision)
    _put(by_row=False)


def downgrade() -> None:
    _put(by_row=True)
    steps.drop_columns(revision)


def _put(*, by_row: bool) -> None:
    """Put one guard in the place of the other; SQLite looks at each line as before."""
    if op.get_bind().dialect.name != "sqlite":
        for statement in (*guards.drop_posting_guard(), *guards.posting_guard(by_row=by_row)):
            op.execute(statement)
