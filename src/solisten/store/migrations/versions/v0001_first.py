"""The tables of the first release."""

from alembic import op

from solisten.store.schema import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    metadata.create_all(op.get_bind())
