"""Run the migrations on the connection that the program hands in."""

from typing import Any

from alembic import context

from solisten.store.postgres import order_by_bytes
from solisten.store.schema import metadata

connection = context.config.attributes["connection"]


def _after_each(*_what: Any, **_more: Any) -> None:
    """Give what a migration made the same order of texts everywhere."""
    if connection.dialect.name == "postgresql":
        order_by_bytes(connection)


context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,
    on_version_apply=_after_each,
)
with context.begin_transaction():
    context.run_migrations()
