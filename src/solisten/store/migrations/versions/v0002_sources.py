"""Sources: how far each is read, who reads it now, how it fared; never changed again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of the collector."""
    op.create_table(
        "source",
        sa.Column("id", sa.Text(), nullable=False),
        *_texts("connector", "url", "cursor", "networks"),
        *_ints("due", "resting_until"),
        *_texts("owner"),
        *_ints("leased_until", "token"),
        *_ints("asked_at", "answered_at", "read_until", null=True),
        *_ints("failures"),
        *_texts("failure", "reason"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "source_day",
        sa.Column("source", sa.Text(), nullable=False),
        *_ints("day", "runs", "failed_runs", "asked", "answered", "failed", "found", "new", "up"),
        sa.PrimaryKeyConstraint("source", "day"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "validator",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        *_texts("etag", "last_modified", "digest"),
        *_ints("at"),
        sa.PrimaryKeyConstraint("source", "place"),
        sqlite_with_rowid=False,
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), server_default="", nullable=False) for name in names]


def _ints(*names: str, null: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=null) for name in names]
