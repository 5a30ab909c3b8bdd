"""Long windows of large records read less; never changed again."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

REPLY, SIGNED, AUTOMATIC = 1, 8, 65_536  # bits of official.acts


def upgrade() -> None:
    """Find mentions by day and network, and posts with followers; count replies by account."""
    op.create_index("mention_day", "mention", ["brand", "day", "network", "id"])
    where = sa.text("author_followers IS NOT NULL")
    op.create_index(
        "post_followed", "post", ["network"], sqlite_where=where, postgresql_where=where
    )
    op.create_table(
        "account_day",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("day", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("signed", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("replies", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("brand", "day", "network", "author", "signed"),
        sqlite_with_rowid=False,
    )
    op.execute(
        f"""
        INSERT INTO account_day (brand, day, network, author, signed, replies)
        SELECT brand, day, network, author, signed, count(*) FROM (
            SELECT brand, day, network, author,
                CASE WHEN (acts & {SIGNED}) <> 0 THEN 1 ELSE 0 END AS signed
            FROM official WHERE (acts & {REPLY}) <> 0 AND (acts & {AUTOMATIC}) = 0
        ) AS replied
        GROUP BY brand, day, network, author, signed
        """
    )
