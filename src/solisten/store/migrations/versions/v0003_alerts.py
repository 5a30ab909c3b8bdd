"""Alerts, their way to each channel, and duties that come again; never changed again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables of alerts and of the daemon."""
    op.create_table(
        "alert",
        sa.Column("key", sa.Text(), nullable=False),
        *_texts("kind", "brand", "subject"),
        *_ints("day", "made_at"),
        *_texts("title", "text", "posts"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("alert_kind", "alert", ["kind", "brand", "subject", "day"])
    op.create_index("alert_made", "alert", ["made_at"])
    op.create_table(
        "delivery",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("alert", sa.Text(), nullable=False),
        *_ints("due"),
        *_texts("owner"),
        *_ints("claimed_until", "attempts"),
        *_ints("done_at", null=True),
        *_texts("failure"),
        sa.PrimaryKeyConstraint("channel", "alert"),
    )
    op.create_table(
        "duty",
        sa.Column("name", sa.Text(), nullable=False),
        *_ints("due"),
        *_texts("owner"),
        *_ints("claimed_until"),
        *_ints("done_at", null=True),
        *_texts("failure"),
        sa.PrimaryKeyConstraint("name"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), server_default="", nullable=False) for name in names]


def _ints(*names: str, null: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=null) for name in names]
