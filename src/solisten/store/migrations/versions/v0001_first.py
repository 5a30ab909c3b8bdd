"""The tables of the first release, as they were then: never changed again."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table and index."""
    _create_posts()
    _create_facts()
    _create_partials()
    _create_estimates()


def _create_posts() -> None:
    op.create_table(
        "post",
        *_keys("network", "id"),
        *_ints("t", "day"),
        *_ints("edited_at", null=True),
        *_texts("channel", "url", "kind", "author", "author_key", "author_name"),
        *_ints("author_followers", null=True),
        *_flags("bot"),
        *_texts("text", "title", "declared_lang", "thread", "parent"),
        sa.Column("rating", sa.Float(), nullable=True),
        *_ints("likes", "shares", null=True),
        *_texts("links", "repost_of", "quote_of"),
        *_flags("accepted"),
        *_texts("official"),
        *_flags("embedded", "untimed"),
        *_texts("root"),
        *_flags("opens"),
        *_texts("lang_own", "lang"),
        *_ints("compound", null=True),
        *_ints("cues", "form"),
        *_texts("names", "matched", "read_links", "spread"),
        sa.PrimaryKeyConstraint("network", "id"),
    )
    _index("post_author", "post", "network author_key lang_own")
    _index("post_parent", "post", "network parent")
    _index("post_root", "post", "network root lang_own")
    _index("post_spreading", "post", "network author_key", "opens AND spread <> ''")
    op.create_table(
        "gone",
        *_keys("network", "id"),
        *_texts("channel"),
        *_ints("day", "deleted_at", null=True),
        *_texts("needs"),
        sa.PrimaryKeyConstraint("network", "id"),
    )
    op.create_table(
        "spammer",
        *_keys("network", "author_key"),
        sa.PrimaryKeyConstraint("network", "author_key"),
    )


def _create_facts() -> None:
    op.create_table(
        "mention",
        *_keys("brand", "network", "id"),
        *_texts("root", "channel", "author", "handle"),
        *_ints("t", "day"),
        *_texts("role", "need"),
        *_ints("marks"),
        sa.Column("label", sa.SmallInteger(), nullable=True),
        *_texts("lang"),
        *_ints("latency", "answered_at", null=True),
        *_texts("answered_by"),
        *_ints("peer_latency", "need_latency", "need_peer_latency", null=True),
        *_texts("outcome", "voice"),
        *_ints("pitch", "departments"),
        *_texts("forms", "empathy_forms"),
        *_ints("pro", "con"),
        *_ints("bucket", "sample", null=True),
        sa.PrimaryKeyConstraint("brand", "network", "id"),
    )
    _index("mention_author", "mention", "brand network author")
    _index("mention_evidence", "mention", "brand day t pro con")
    _index("mention_handle", "mention", "brand network handle")
    _index("mention_latency", "mention", "brand bucket day latency", "bucket IS NOT NULL")
    _index("mention_pitch", "mention", "brand pitch", "pitch <> 0")
    _index("mention_root", "mention", "network root")
    _index("mention_sample", "mention", "brand day sample", "sample IS NOT NULL")
    op.create_table(
        "official",
        *_keys("brand", "network", "id"),
        *_texts("root", "channel", "author"),
        *_ints("t", "day", "acts", "form", "wording"),
        *_texts("basis", "names"),
        *_flags("reply", "quick"),
        *_ints("sample", null=True),
        *_ints("pro", "con"),
        sa.PrimaryKeyConstraint("brand", "network", "id"),
    )
    _index("official_evidence", "official", "brand day t pro con")
    _index("official_form", "official", "brand form")
    _index("official_root", "official", "network root")
    _index("official_sample", "official", "brand day sample", "sample IS NOT NULL")
    op.create_table(
        "topic_thread",
        *_keys("brand", "topic", "network", "id"),
        *_texts("root"),
        *_ints("t", "day", "opens", "pro", "con"),
        sa.PrimaryKeyConstraint("brand", "topic", "network", "id"),
    )
    _index("topic_evidence", "topic_thread", "brand topic day t pro con")
    _index("topic_root", "topic_thread", "network root")
    op.create_table(
        "named",
        *_keys("network", "name", "brand", "id"),
        *_texts("root"),
        sa.PrimaryKeyConstraint("network", "name", "brand", "id"),
    )
    _index("named_root", "named", "network root")
    op.create_table(
        "automatic",
        *_keys("brand"),
        *_ints("form"),
        sa.PrimaryKeyConstraint("brand", "form"),
    )
    op.create_table(
        "ring",
        *_keys("brand"),
        *_ints("form"),
        sa.PrimaryKeyConstraint("brand", "form"),
    )


def _create_partials() -> None:
    op.create_table(
        "day_network",
        *_keys("brand", "network"),
        *_ints("day"),
        *_counters(
            "mentions",
            "scored",
            "positive",
            "negative",
            "answered",
            "timed_answers",
            "negative_latency",
            "listed_mentions",
            "needs",
            "listed_needs",
            "needs_answered",
            "questions",
            "questions_answered",
            "needs_peer_answered",
            "owed",
            "owed_answered",
            "owed_complaints",
            "owed_complaints_answered",
            "owed_questions",
            "owed_questions_answered",
            "owed_weekend",
            "owed_weekend_answered_48h",
            "owed_open",
            "owed_multi_turn",
            "owed_cross_team",
            "owed_listed",
            "owed_handover",
            "day_old",
            "day_old_answered_24h",
            "hour_old",
            "hour_old_answered_60min",
            "untagged",
            "untagged_answered",
            "open_needs",
            "styled",
            "styled_listed",
            "human",
            "named",
            "styled_complaints",
            "styled_complaints_listed",
            "complaints_empathy",
            "endings",
            "resolved",
            "risable",
            "rising",
            "praise",
            "praise_answered",
            "peer_48h",
            "peer_48h_answered",
            "peer_24h",
            "peer_24h_answered",
            "features",
            "features_done",
            "private",
            "official_posts",
            "official_replies",
            "reply_texts",
            "signed_replies",
            "open_posts",
            "open_replies",
            "originals",
            "originals_listed",
            "originals_value",
            "originals_invite",
            "originals_loop",
            "originals_policy",
            "originals_promise",
            "originals_report",
            "linked_posts",
            "living_posts",
            "own_link_posts",
            "campaign_posts",
            "automatic_replies",
            "response_acts",
            "topic_threads",
            "topic_earned",
            "topic_owned",
            "topic_either",
            "open_threads",
            "open_threads_joined",
            "open_threads_replied",
            "open_threads_first_two",
        ),
        sa.PrimaryKeyConstraint("brand", "network", "day"),
    )
    op.create_table(
        "channel_day",
        *_keys("network", "channel"),
        *_ints("day", "posts"),
        sa.PrimaryKeyConstraint("network", "channel", "day"),
    )
    op.create_table(
        "seen_day",
        *_keys("brand", "kind", "network", "who"),
        *_ints("day", "posts"),
        sa.PrimaryKeyConstraint("brand", "kind", "network", "who", "day"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "author_gap",
        *_keys("brand", "kind", "network"),
        *_ints("day", "previous", "authors"),
        sa.PrimaryKeyConstraint("brand", "kind", "network", "day", "previous"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "text_use",
        *_keys("brand"),
        *_ints("form"),
        *_keys("network"),
        *_ints("day", "replies"),
        sa.PrimaryKeyConstraint("brand", "form", "network", "day"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "text_total",
        *_keys("brand"),
        *_ints("form", "replies", "quick"),
        sa.PrimaryKeyConstraint("brand", "form"),
    )
    _index("text_total_replies", "text_total", "brand replies")
    op.create_table(
        "text_set",
        *_keys("brand", "purpose"),
        *_ints("first"),
        *_keys("forms", "network"),
        *_ints("day", "needs"),
        sa.PrimaryKeyConstraint("brand", "purpose", "first", "forms", "network", "day"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "latency_day",
        *_keys("brand", "network"),
        *_ints("day", "bucket", "answers"),
        sa.PrimaryKeyConstraint("brand", "network", "day", "bucket"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "department_day",
        *_keys("brand", "network"),
        *_ints("day", "departments", "needs"),
        sa.PrimaryKeyConstraint("brand", "network", "day", "departments"),
        sqlite_with_rowid=False,
    )


def _create_estimates() -> None:
    op.create_table(
        "estimate",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        *_texts("brand", "model"),
        *_ints("as_of", "since", "until", "made_at"),
        *_texts("tool_version", "facts_revision", "pack_sha256"),
        sa.Column("pack", sa.LargeBinary(), nullable=False),
        sa.Column("observations", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    _index("estimate_brand", "estimate", "brand model as_of")
    op.create_table(
        "state",
        sa.Column("key", sa.String(length=100), nullable=False),
        *_texts("value"),
        sa.PrimaryKeyConstraint("key"),
    )


def _keys(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), server_default="", nullable=False) for name in names]


def _ints(*names: str, null: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=null) for name in names]


def _flags(*names: str) -> list[sa.Column[bool]]:
    return [sa.Column(name, sa.Boolean(), nullable=False) for name in names]


def _counters(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _index(name: str, table: str, columns: str, where: str = "") -> None:
    only = sa.text(where) if where else None
    op.create_index(name, table, columns.split(), sqlite_where=only, postgresql_where=only)
