"""The tables of the database, by their plain names."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

from solisten.store.counters import COUNTERS

metadata = MetaData()

# Written out, since a database uses a part of an index only where it sees the same condition.
# For PostgreSQL the migrations alone say it: its name here would load its dialect every time.
SPREADING = text("opens AND spread <> ''")
PITCHED = text("pitch <> 0")
EMBEDDED = text("embedded")
FOLLOWED = text("author_followers IS NOT NULL")


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(
        name, Text, primary_key=key, nullable=False, server_default="" if not key else None
    )


def _int(name: str, *, key: bool = False, null: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=null, autoincrement=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


post = Table(
    "post",
    metadata,
    _text("network", key=True),
    _text("id", key=True),
    _int("t"),
    _int("day"),
    _int("edited_at", null=True),
    _text("channel"),
    _text("url"),
    _text("kind"),
    _text("author"),
    _text("author_key"),
    _text("author_name"),
    _int("author_followers", null=True),
    _flag("bot"),
    _text("text"),
    _text("title"),
    _text("declared_lang"),
    _text("thread"),
    _text("parent"),
    Column("rating", Float, nullable=True),
    _int("likes", null=True),
    _int("shares", null=True),
    _text("links"),
    _text("repost_of"),
    _text("quote_of"),
    _flag("accepted"),
    _text("official"),
    _flag("embedded"),
    _flag("untimed"),
    # what is read from the words, and from the neighbours
    _text("root"),
    _flag("opens"),
    _text("lang_own"),
    _text("lang"),
    _int("compound", null=True),
    _int("cues"),
    _int("form"),
    _text("names"),
    _text("matched"),
    _text("read_links"),
    _text("spread"),
    Index("post_root", "network", "root", "lang_own"),
    Index("post_parent", "network", "parent"),
    Index("post_author", "network", "author_key", "lang_own"),
    Index("post_time", "t"),
)

Index(
    "post_embedded",
    post.c.network,
    post.c.channel,
    sqlite_where=EMBEDDED,
)
Index(
    "post_followed",
    post.c.network,
    sqlite_where=FOLLOWED,
)
Index(
    "post_spreading",
    post.c.network,
    post.c.author_key,
    sqlite_where=SPREADING,
)

gone = Table(
    "gone",
    metadata,
    _text("network", key=True),
    _text("id", key=True),
    _text("channel"),
    _int("day", null=True),
    _int("deleted_at", null=True),
    _text("needs"),
)

spammer = Table("spammer", metadata, _text("network", key=True), _text("author_key", key=True))

mention = Table(
    "mention",
    metadata,
    _text("brand", key=True),
    _text("network", key=True),
    _text("id", key=True),
    _text("root"),
    _text("channel"),
    _text("author"),
    _text("handle"),
    _int("t"),
    _int("day"),
    _text("role"),
    _text("need"),
    _int("marks"),
    Column("label", SmallInteger, nullable=True),
    _text("lang"),
    _int("latency", null=True),
    _int("answered_at", null=True),
    _text("answered_by"),
    _int("peer_latency", null=True),
    _int("need_latency", null=True),
    _int("need_peer_latency", null=True),
    _text("outcome"),
    _text("voice"),
    _int("pitch"),
    _int("departments"),
    _text("forms"),
    _text("empathy_forms"),
    _int("pro"),
    _int("con"),
    _int("bucket", null=True),
    _int("sample", null=True),
    Index("mention_root", "network", "root"),
    Index("mention_evidence", "brand", "day", "t", "pro", "con"),
    Index("mention_day", "brand", "day", "network", "id"),
    Index("mention_author", "brand", "network", "author"),
    Index("mention_handle", "brand", "network", "handle"),
)
Index(
    "mention_latency",
    mention.c.brand,
    mention.c.bucket,
    mention.c.day,
    mention.c.latency,
    sqlite_where=mention.c.bucket.is_not(None),
)
Index(
    "mention_pitch",
    mention.c.brand,
    mention.c.pitch,
    sqlite_where=PITCHED,
)

Index(
    "mention_sample",
    mention.c.brand,
    mention.c.day,
    mention.c.sample,
    sqlite_where=mention.c.sample.is_not(None),
)

official = Table(
    "official",
    metadata,
    _text("brand", key=True),
    _text("network", key=True),
    _text("id", key=True),
    _text("root"),
    _text("channel"),
    _text("author"),
    _int("t"),
    _int("day"),
    _int("acts"),
    _int("form"),
    _int("wording"),
    _text("basis"),
    _text("names"),
    _flag("reply"),
    _flag("quick"),
    _int("sample", null=True),
    _int("pro"),
    _int("con"),
    Index("official_root", "network", "root"),
    Index("official_evidence", "brand", "day", "t", "pro", "con"),
    Index("official_form", "brand", "form"),
)

Index(
    "official_sample",
    official.c.brand,
    official.c.day,
    official.c.sample,
    sqlite_where=official.c.sample.is_not(None),
)

topic_thread = Table(
    "topic_thread",
    metadata,
    _text("brand", key=True),
    _text("topic", key=True),
    _text("network", key=True),
    _text("id", key=True),
    _text("root"),
    _int("t"),
    _int("day"),
    _int("opens"),
    _int("pro"),
    _int("con"),
    Index("topic_root", "network", "root"),
    Index("topic_evidence", "brand", "topic", "day", "t", "pro", "con"),
)

named = Table(
    "named",
    metadata,
    _text("network", key=True),
    _text("name", key=True),
    _text("brand", key=True),
    _text("id", key=True),
    _text("root"),
    Index("named_root", "network", "root"),
)

automatic = Table("automatic", metadata, _text("brand", key=True), _int("form", key=True))
ring = Table("ring", metadata, _text("brand", key=True), _int("form", key=True))

day_network = Table(
    "day_network",
    metadata,
    _text("brand", key=True),
    _text("network", key=True),
    _int("day", key=True),
    *(Column(name, Integer, nullable=False) for name in COUNTERS),
)

channel_day = Table(
    "channel_day",
    metadata,
    _text("network", key=True),
    _text("channel", key=True),
    _int("day", key=True),
    _int("posts"),
)

seen_day = Table(
    "seen_day",
    metadata,
    _text("brand", key=True),
    _text("kind", key=True),
    _text("network", key=True),
    _text("who", key=True),
    _int("day", key=True),
    _int("posts"),
    sqlite_with_rowid=False,
)

author_gap = Table(
    "author_gap",
    metadata,
    _text("brand", key=True),
    _text("kind", key=True),
    _text("network", key=True),
    _int("day", key=True),
    _int("previous", key=True),
    _int("authors"),
    sqlite_with_rowid=False,
)

text_use = Table(
    "text_use",
    metadata,
    _text("brand", key=True),
    _int("form", key=True),
    _text("network", key=True),
    _int("day", key=True),
    _int("replies"),
    sqlite_with_rowid=False,
)
text_total = Table(
    "text_total",
    metadata,
    _text("brand", key=True),
    _int("form", key=True),
    _int("replies"),
    _int("quick"),
    Index("text_total_replies", "brand", "replies"),
)

text_set = Table(
    "text_set",
    metadata,
    _text("brand", key=True),
    _text("purpose", key=True),
    _int("first", key=True),
    _text("forms", key=True),
    _text("network", key=True),
    _int("day", key=True),
    _int("needs"),
    sqlite_with_rowid=False,
)

latency_day = Table(
    "latency_day",
    metadata,
    _text("brand", key=True),
    _text("network", key=True),
    _int("day", key=True),
    _int("bucket", key=True),
    _int("answers"),
    sqlite_with_rowid=False,
)

department_day = Table(
    "department_day",
    metadata,
    _text("brand", key=True),
    _text("network", key=True),
    _int("day", key=True),
    _int("departments", key=True),
    _int("needs"),
    sqlite_with_rowid=False,
)

# replies that are no acknowledgements, with a person's mark (1) or without (0)
account_day = Table(
    "account_day",
    metadata,
    _text("brand", key=True),
    _int("day", key=True),
    _text("network", key=True),
    _text("author", key=True),
    _int("signed", key=True),
    _int("replies"),
    sqlite_with_rowid=False,
)

estimate = Table(
    "estimate",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _text("brand"),
    _text("model"),
    _int("as_of"),
    _int("since"),
    _int("until"),
    _int("made_at"),
    _text("tool_version"),
    _text("facts_revision"),
    _text("pack_sha256"),
    Column("pack", LargeBinary, nullable=False),
    Column("observations", LargeBinary, nullable=False),
    Index("estimate_brand", "brand", "model", "as_of"),
)

# times are epoch seconds; `token` grows with every lease, and an older one may save no more
source = Table(
    "source",
    metadata,
    _text("id", key=True),
    _text("connector"),
    _text("url"),
    _text("cursor"),
    _text("networks"),
    _int("due"),
    _int("resting_until"),
    _text("owner"),
    _int("leased_until"),
    _int("token"),
    _int("asked_at", null=True),
    _int("answered_at", null=True),
    _int("read_until", null=True),
    _int("failures"),
    _text("failure"),
    _text("reason"),
    _text("host"),
    _text("asker"),
)

source_day = Table(
    "source_day",
    metadata,
    _text("source", key=True),
    _int("day", key=True),
    _int("runs"),
    _int("failed_runs"),
    _int("asked"),
    _int("answered"),
    _int("failed"),
    _int("found"),
    _int("new"),
    _int("up"),
    sqlite_with_rowid=False,
)

validator = Table(
    "validator",
    metadata,
    _text("source", key=True),
    _text("place", key=True),
    _text("etag"),
    _text("last_modified"),
    _text("digest"),
    _int("at"),
    sqlite_with_rowid=False,
)

# what was told or is still to be told; posts by their keys alone, as JSON, so that none is copied
alert = Table(
    "alert",
    metadata,
    _text("key", key=True),
    _text("kind"),
    _text("brand"),
    _text("subject"),
    _int("day"),
    _int("made_at"),
    _text("title"),
    _text("text"),
    _text("posts"),
    Index("alert_kind", "kind", "brand", "subject", "day"),
    Index("alert_made", "made_at"),
)

delivery = Table(
    "delivery",
    metadata,
    _text("channel", key=True),
    _text("alert", key=True),
    _int("due"),
    _text("owner"),
    _int("claimed_until"),
    _int("attempts"),
    _int("done_at", null=True),
    _text("failure"),
)

# work that comes again, for whichever process is free when it does
duty = Table(
    "duty",
    metadata,
    _text("name", key=True),
    _int("due"),
    _text("owner"),
    _int("claimed_until"),
    _int("done_at", null=True),
    _text("failure"),
)

# a page whose words change is a new row; `at` is when it was found, `seen` when it last was so
page = Table(
    "page",
    metadata,
    _text("brand", key=True),
    _text("url", key=True),
    _text("sha256", key=True),
    _text("kind"),
    _int("at"),
    _int("seen"),
    _text("excerpt"),
)

# what a declared link answered; another answer is a new row, `at` its first time, `seen` its last
link = Table(
    "link",
    metadata,
    _text("brand", key=True),
    _text("url", key=True),
    _int("at", key=True),
    _int("seen"),
    _text("sha256"),
    _text("failure"),
    _text("said"),
)

state = Table("state", metadata, Column("key", String(100), primary_key=True), _text("value"))

READ_TABLES = (
    post,
    gone,
    spammer,
    mention,
    official,
    topic_thread,
    named,
    automatic,
    ring,
    day_network,
    channel_day,
    seen_day,
    author_gap,
    text_use,
    text_total,
    text_set,
    latency_day,
    department_day,
    account_day,
)
"""Tables that follow from the stored posts and the configuration alone."""
