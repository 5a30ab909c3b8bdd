"""Views with plain names, for people's own tools; a later version replaces them whole."""

from alembic import op

revision = "0005"
down_revision = "0004"

_POSTS = """
CREATE VIEW posts AS SELECT
    network, id, channel, url, kind, author, author_name,
    {t} AS created_at, {edited_at} AS edited_at,
    text, title, CASE WHEN lang = 'zxx' THEN '' ELSE lang END AS lang,
    compound / 10000.0 AS sentiment, parent AS reply_to, root AS thread, rating, likes, shares
FROM post
"""
_MENTIONS = """
CREATE VIEW mentions AS SELECT
    m.brand, m.network, m.channel, m.id, p.url, p.kind, m.role,
    {m.t} AS created_at, p.author, p.text, p.title,
    CASE WHEN m.lang = 'zxx' THEN '' ELSE m.lang END AS lang,
    p.compound / 10000.0 AS sentiment,
    CASE WHEN m.label > 0 THEN 'positive' WHEN m.label < 0 THEN 'negative'
         WHEN m.label = 0 THEN 'neutral' ELSE 'unscored' END AS sentiment_label,
    m.need, (m.marks & 1) <> 0 AS tagged, p.parent AS reply_to, m.root AS thread,
    {m.answered_at} AS answered_at, m.latency AS answer_seconds, m.answered_by,
    m.peer_latency AS peer_answer_seconds, m.outcome, p.rating, p.likes, p.shares
FROM mention m JOIN post p ON p.network = m.network AND p.id = m.id
"""
_NEEDS = """
CREATE VIEW needs AS SELECT
    m.brand, m.network, m.channel, m.id, p.url, {m.t} AS created_at, p.author, p.title, p.text,
    m.need, (m.marks & 1) <> 0 AS tagged, (m.marks & 1024) <> 0 AS answered,
    m.need_latency AS answer_seconds, (m.marks & 2048) <> 0 AS answered_by_peer,
    m.need_peer_latency AS peer_answer_seconds, m.outcome
FROM mention m JOIN post p ON p.network = m.network AND p.id = m.id
WHERE m.role = 'need'
"""
_OFFICIAL_POSTS = """
CREATE VIEW official_posts AS SELECT
    o.brand, o.network, o.channel, o.id, p.url, {o.t} AS created_at, p.author, p.title, p.text,
    o.reply AS is_reply, p.parent AS reply_to, o.root AS thread, p.likes, p.shares
FROM official o JOIN post p ON p.network = o.network AND p.id = o.id
"""
_DAYS = """
CREATE VIEW days AS SELECT
    brand, network, {day} AS date, mentions, scored, positive, negative, answered, needs,
    needs_answered, questions, questions_answered, needs_peer_answered, praise, official_posts,
    official_replies, originals
FROM day_network
"""
_SECONDS = ("t", "edited_at", "m.t", "m.answered_at", "o.t")


def upgrade() -> None:
    """Create the views."""
    server = op.get_bind().dialect.name == "postgresql"
    moment = "to_timestamp({})" if server else "strftime('%Y-%m-%dT%H:%M:%SZ', {}, 'unixepoch')"
    date = "DATE '1970-01-01' + {}::int" if server else "date({} * 86400, 'unixepoch')"
    times = {"{%s}" % name: moment.format(name) for name in _SECONDS}  # noqa: UP031
    times["{day}"] = date.format("day")
    for view in (_POSTS, _MENTIONS, _NEEDS, _OFFICIAL_POSTS, _DAYS):
        sql = view
        for place, shown in times.items():
            sql = sql.replace(place, shown)
        op.get_bind().exec_driver_sql(sql.replace("%", "%%") if server else sql)
