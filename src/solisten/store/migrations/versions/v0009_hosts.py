"""Sources know their host and which process asked them last; never changed again."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add both; a source learns its host before it is asked again."""
    for name in ("host", "asker"):
        op.add_column("source", sa.Column(name, sa.Text(), server_default="", nullable=False))
