"""Alembic's environment: it runs inside the connection that ``schema.upgrade`` hands over."""

from alembic import context

from frontdesk.store import sharing, tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=[tables.metadata, sharing.metadata],
    render_as_batch=True,
    transaction_per_migration=False,
    compare_type=True,
)
context.run_migrations()
