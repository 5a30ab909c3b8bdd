"""Places with answers inside their posts are found at once; never changed again."""

from alembic import op
from sqlalchemy import text

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Index the answers that came inside their posts' records."""
    where = text("embedded")
    op.create_index(
        "post_embedded",
        "post",
        ["network", "channel"],
        sqlite_where=where,
        postgresql_where=where,
    )
