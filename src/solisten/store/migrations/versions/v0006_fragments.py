"""Sums by day know mentions without a known beginning; never changed again."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

COUNTERS = """
    mentions scored positive negative answered timed_answers negative_latency
    listed_mentions needs listed_needs needs_answered questions questions_answered
    needs_peer_answered owed owed_answered owed_complaints owed_complaints_answered
    owed_questions owed_questions_answered owed_weekend owed_weekend_answered_48h
    owed_open owed_multi_turn owed_cross_team owed_listed owed_handover day_old
    day_old_answered_24h hour_old hour_old_answered_60min untagged untagged_answered
    open_needs styled styled_listed human named styled_complaints styled_complaints_listed
    complaints_empathy endings resolved risable rising praise praise_answered peer_48h
    peer_48h_answered peer_24h peer_24h_answered features features_done private fragments
    official_posts official_replies reply_texts signed_replies open_posts open_replies
    originals originals_listed originals_value originals_invite originals_loop
    originals_policy originals_promise originals_report linked_posts living_posts
    own_link_posts campaign_posts automatic_replies response_acts topic_threads
    topic_earned topic_owned topic_either open_threads open_threads_joined
    open_threads_replied open_threads_first_two
"""


def upgrade() -> None:
    """Empty the sums and widen them: the next start reads all posts again and fills them."""
    if op.get_bind().dialect.name == "postgresql":  # where a view stands on the table
        op.execute("DELETE FROM day_network")
        op.add_column("day_network", sa.Column("fragments", sa.Integer(), nullable=False))
        return
    op.drop_table("day_network")
    op.create_table(
        "day_network",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("day", sa.BigInteger(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTERS.split()),
        sa.PrimaryKeyConstraint("brand", "network", "day"),
    )
