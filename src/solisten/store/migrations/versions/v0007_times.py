"""Posts are found by their time, however many there are; never changed again."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Index the times of posts."""
    op.create_index("post_time", "post", ["t"])
