"""Shapes of forums that recorded answers do not show."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest

from solisten.connector import Response
from solisten.nouns import Gone, Kind, Post, Visibility


def records(network: str, value: Any, url: str = "") -> list[Post | Gone]:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return list(import_module(f"solisten_connectors.{network}").read(Response(url, 200, {}, body)))


def posts(network: str, value: Any, url: str = "") -> list[Post]:
    return [one for one in records(network, value, url) if isinstance(one, Post)]


def post(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "id": 100 + number,
        "topic_id": 7,
        "post_number": number,
        "post_type": 1,
        "username": "ana",
        "cooked": "<p>Hi</p>",
        "created_at": "2026-05-01T10:00:00.000Z",
        "updated_at": "2026-05-01T10:05:00.000Z",
        "version": 1,
        **changes,
    }


def topic(*several: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "id": 7,
        "title": "Help",
        "slug": "help",
        "archetype": "regular",
        "post_stream": {"posts": list(several), "stream": [one["id"] for one in several]},
        **changes,
    }


@pytest.mark.parametrize("hidden", [{"post_type": 4}, {"post_type": 3}, {"hidden": True}])
def test_discourse_leaves_out_what_is_not_for_everybody(hidden: dict[str, Any]) -> None:
    told = topic(post(1), post(2, **hidden))
    assert [one.id for one in posts("discourse", told, "https://f.example/t/help/7.json")] == [
        "101"
    ]


def test_discourse_tells_no_private_messages() -> None:
    told = topic(post(1), post(2), archetype="private_message")
    assert not records("discourse", told, "https://f.example/t/help/7.json")
    actions = [
        {
            "action_type": 13,
            "post_id": 5,
            "post_number": 1,
            "topic_id": 7,
            "username": "ana",
            "created_at": "2026-05-01T10:00:00Z",
            "excerpt": "psst",
        }
    ]
    assert not records("discourse", {"user_actions": actions})
    assert not records("discourse", {"private_posts": [post(1)]})
    assert not records("discourse", {"post": post(1, topic_archetype="private_message")})


def test_discourse_topics() -> None:
    told = topic(
        post(1, reply_to_post_number=None, version=2),
        post(2, reply_to_post_number=None, staff=True, name="Bo"),
        post(3, reply_to_post_number=2, actions_summary=[{"id": 2, "count": 4}]),
        post(4, user_deleted=True),
        post(5, deleted_at="2026-05-02T00:00:00Z"),
        accepted_answer={"post_number": 3},
        visible=False,
    )
    found = records("discourse", told, "https://f.example/forum/t/help/7.json?page=1")
    first, second, third = (one for one in found if isinstance(one, Post))
    assert (first.title, first.kind, first.edited_at) == ("Help", Kind.POST, 1777629900.0)
    assert (first.channel, first.url) == ("f.example", "https://f.example/forum/t/help/7/1")
    assert (second.reply_to, second.thread, second.official) == ("101", "101", "staff")
    assert (second.edited_at, second.title, second.author_name) == (None, "", "Bo")
    assert (third.reply_to, third.likes, third.accepted) == ("102", 4, True)
    assert third.visibility is Visibility.UNLISTED
    gone = [one for one in found if isinstance(one, Gone)]
    assert gone == [
        Gone(network="discourse", id="104"),
        Gone(network="discourse", id="105", deleted_at=1777680000.0),
    ]


def test_discourse_replies_answer_the_post_asked_for() -> None:
    replies = [post(4, reply_to_post_number=3), post(6, reply_to_post_number=3)]
    found = posts("discourse", replies, "https://f.example/posts/103/replies.json")
    assert [one.reply_to for one in found] == ["103", "103"]


def test_discourse_source_where_that_is_all_there_is() -> None:
    assert [one.id for one in posts("discourse", {"post": post(2)})] == ["102"]
    bare = {key: value for key, value in post(1, raw="So **it** is").items() if key != "cooked"}
    assert posts("discourse", topic(bare))[0].text == "So **it** is"


def test_discourse_search() -> None:
    hit = {
        "id": 9,
        "username": "ana",
        "created_at": "2026-05-01T10:00:00Z",
        "blurb": "a <b>b</b>",
        "post_number": 2,
        "topic_id": 7,
        "like_count": 1,
    }
    told = {"posts": [hit], "topics": [{"id": 7, "title": "T", "slug": "t"}]}
    (found,) = posts(
        "discourse", told | {"grouped_search_result": {}}, "https://f.example/search.json"
    )
    assert (found.id, found.text, found.likes, found.thread) == ("9", "a b", 1, "t/7/1")


def comment(name: str, **changes: Any) -> dict[str, Any]:
    data = {"name": f"t1_{name}", "id": name, "author": "ana", "body": "Hi", "created_utc": 1.0e9}
    data |= {"link_id": "t3_p", "parent_id": "t3_p", "subreddit": "acme"} | changes
    return {"kind": "t1", "data": data}


def listing(*things: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"children": list(things), "after": None}}


def test_reddit_deletions() -> None:
    found = records(
        "reddit",
        listing(
            comment("a", author="[deleted]", body="[deleted]"),
            comment("b", author="[deleted]", body="[removed]"),
            comment("c", author="[deleted]", body="Still here"),
            comment("d", body="[ Removed by Reddit on account of violating the content policy ]"),
            comment("e", subreddit_type="private"),
        ),
    )
    assert [one.id for one in found if isinstance(one, Gone)] == ["t1_a", "t1_b", "t1_d"]
    assert [(one.id, one.author) for one in found if isinstance(one, Post)] == [("t1_c", "")]


def test_reddit_fields() -> None:
    inner = comment("b", parent_id="t1_a", distinguished="moderator", edited=1.0e9 + 60)
    outer = comment(
        "a", body="a &lt; b &amp;amp;", replies=listing(inner, {"kind": "more", "data": {}})
    )
    first, second = posts("reddit", listing(outer), "https://oauth.reddit.com/comments/p")
    assert first.text == "a < b &amp;"
    raw = posts("reddit", listing(outer), "https://oauth.reddit.com/comments/p?raw_json=1")
    assert raw[0].text == "a &lt; b &amp;amp;"
    assert (second.reply_to, second.thread, second.official) == ("t1_a", "t3_p", "staff")
    assert (second.edited_at, second.kind, second.channel) == (1.0e9 + 60, Kind.COMMENT, "acme")
    assert second.url == "https://www.reddit.com/r/acme/comments/p/_/b/"


def test_hackernews_items() -> None:
    told = [
        {
            "id": 1,
            "type": "story",
            "by": "ana",
            "time": 1.0e9,
            "title": "Ask HN: A &amp; B?",
            "text": "x<p>y",
        },
        {
            "id": 2,
            "type": "comment",
            "by": "bo",
            "time": 1.0e9,
            "parent": 1,
            "text": '<a href="https:&#x2F;&#x2F;a.example">l</a>',
        },
        {"id": 3, "type": "comment", "time": 1.0e9, "parent": 1, "deleted": True},
        {
            "id": 4,
            "type": "comment",
            "by": "c",
            "time": 1.0e9,
            "parent": 1,
            "dead": True,
            "text": "[dead]",
        },
        {
            "id": 5,
            "type": "pollopt",
            "by": "c",
            "time": 1.0e9,
            "poll": 1,
            "text": "Yes",
            "score": 2,
        },
    ]
    found = records("hackernews", told)
    assert [(one.id, isinstance(one, Gone)) for one in found] == [
        ("1", False),
        ("2", False),
        ("3", True),
        ("4", True),
        ("5", False),
    ]
    story, answer, option = (one for one in found if isinstance(one, Post))
    assert (story.title, story.text) == ("Ask HN: A & B?", "x\n\ny")
    assert (answer.reply_to, answer.links) == ("1", ("https://a.example",))
    assert (option.reply_to, option.thread, option.likes) == ("1", "1", 2)


def hit(number: int, *tags: str, **changes: Any) -> dict[str, Any]:
    told = {"objectID": str(number), "created_at_i": 1_000_000_000 + number, "author": "ana"}
    return told | {"_tags": [*tags, "author_ana"]} | changes


def test_hackernews_options_and_their_poll() -> None:
    option = hit(3, "pollopt", "story_3", parent_id=2, story_text="10+ years", story_id=None)
    said = hit(4, "comment", "story_2", parent_id=3, comment_text="<p>Vec&lt;T&gt;", story_id=None)
    title = hit(2, "poll", "story_2", title="Is Vec<T> & co. enough?")
    told = posts("hackernews", {"hits": [option, said, title], "nbHits": 3})
    assert [(one.kind, one.reply_to, one.thread) for one in told] == [
        (Kind.COMMENT, "2", "2"),
        (Kind.COMMENT, "3", "2"),
        (Kind.POST, "", ""),
    ]
    assert [told[0].text, told[1].text, told[2].title] == [
        "10+ years", "Vec<T>", "Is Vec<T> & co. enough?"
    ]  # fmt: skip


def test_hackernews_trees_that_name_no_parents() -> None:
    def node(number: int, kind: str, *below: dict[str, Any]) -> dict[str, Any]:
        told = {"id": number, "type": kind, "author": "ana", "text": "x", "children": list(below)}
        return told | {"created_at": "2026-05-01T10:00:00Z"}

    tree = node(1, "story", node(2, "comment", node(3, "comment")), node(4, "comment"))
    told = posts("hackernews", tree)
    assert [(one.id, one.reply_to, one.thread) for one in told] == [
        ("1", "", ""), ("2", "1", "1"), ("3", "2", "1"), ("4", "1", "1")
    ]  # fmt: skip


def test_hackernews_by_hnrss() -> None:
    def item(number: int, title: str, words: str) -> str:
        page = f"https://news.ycombinator.com/item?id={number}"
        return (
            f"<item><title>{title}</title><description><![CDATA[{words}]]></description>"
            "<pubDate>Fri, 01 May 2026 10:00:00 +0000</pubDate><dc:creator>ana</dc:creator>"
            f"<link>{page}</link><guid isPermaLink='false'>{page}</guid></item>"
        )

    foot = "<hr><p>Comments URL: <a href='x'>x</a></p><p>Points: 4</p><p># Comments: 0</p>"
    feed = (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        "<link>https://news.ycombinator.com/newest</link>"
        f"{item(8, 'Ask HN: Acme?', f'<p>Does it work?</p>{foot}')}"
        f"{item(9, 'New comment by ana in &quot;Ask HN: Acme?&quot;', '<p>It does.</p>')}"
        "</channel></rss>"
    )
    asked, said = posts("hackernews", feed.encode(), "https://hnrss.org/newest?q=acme")
    assert (asked.kind, asked.title, asked.text) == (Kind.POST, "Ask HN: Acme?", "Does it work?")
    assert (said.kind, said.title, said.text) == (Kind.COMMENT, "", "It does.")
    assert [(one.id, one.author) for one in (asked, said)] == [("8", "ana"), ("9", "ana")]


def test_titles_are_no_markup() -> None:
    title = "When is Vec<T> & co. a list?"
    (topical,) = posts("discourse", topic(post(1), title=title), "https://f.example/t/help/7.json")
    story = {"short_id": "s", "title": title, "created_at": "2026-05-01T10:00:00Z"}
    (told,) = posts("lobsters", [story])
    question = {"question_id": 1, "title": title, "creation_date": 1_000_000_000}
    (asked,) = posts("stackexchange", {"items": [question]})
    assert {topical.title, told.title, asked.title} == {title}


def test_lobsters_feeds() -> None:
    def item(inside: str) -> str:
        return f"<item>{inside}<pubDate>Fri, 01 May 2026 10:00:00 +0000</pubDate></item>"

    stories = item(
        "<title>Acme 4</title><link>https://acme.example/4</link>"
        "<guid>https://lobste.rs/s/abc123</guid><author>acme.example via bo</author>"
        "<comments>https://lobste.rs/s/abc123/acme_4</comments><description>&lt;p&gt;So.&lt;/p&gt;"
        '&lt;p&gt;&lt;a href="https://lobste.rs/s/abc123/acme_4"&gt;Comments&lt;/a&gt;&lt;/p&gt;'
        "</description>"
    ) + item(
        "<title>Ask</title><link>https://lobste.rs/s/def456/ask</link>"
        "<guid>https://lobste.rs/s/def456</guid><author> by ana</author>"
    )
    remark = item(
        "<title>Acme 4</title><link>https://lobste.rs/c/ccc333</link>"
        "<guid>https://lobste.rs/c/ccc333</guid><author>eve@lobste.rs (eve)</author>"
        "<description>&lt;p&gt;Fine&lt;/p&gt;</description>"
    )
    feed = f"<rss version='2.0'><channel><link>https://lobste.rs/</link>{stories}{remark}"
    found = posts("lobsters", f"{feed}</channel></rss>".encode(), "https://lobste.rs/rss")
    assert [(one.id, one.kind, one.author, one.title, one.text) for one in found] == [
        ("abc123", Kind.POST, "bo", "Acme 4", "So."),
        ("def456", Kind.POST, "ana", "Ask", ""),
        ("ccc333", Kind.COMMENT, "eve", "", "Fine"),
    ]
    assert [one.links for one in found] == [("https://acme.example/4",), (), ()]


def test_lobsters_of_other_years() -> None:
    told = {
        "short_id": "s",
        "title": "T",
        "created_at": "2019-05-01T04:00:00.000-05:00",
        "submitter_user": {"username": "ana", "is_moderator": True},
        "url": "https://a.example",
        "comments": [
            {
                "short_id": f"c{depth}{i}",
                "created_at": "2019-05-01T05:00:00.000-05:00",
                "comment": "<p>x</p>",
                "indent_level": depth,
                "commenting_user": {"username": "bo"},
            }
            for i, depth in enumerate([1, 2, 3, 2, 1])
        ],
    }
    story, *comments = posts("lobsters", told)
    assert (story.author, story.official, story.created_at) == ("ana", "staff", 1556701200.0)
    assert [one.reply_to for one in comments] == ["s", "c10", "c21", "c10", "s"]


def test_stackexchange_items() -> None:
    answer = {
        "answer_id": 11,
        "question_id": 10,
        "creation_date": 1_000_000_100,
        "body": "<p>Do</p>",
        "owner": {"user_id": 4, "display_name": "B &amp; C", "user_type": "moderator"},
        "is_accepted": True,
        "score": -1,
        "last_edit_date": 1_000_000_200,
    }
    question = {
        "question_id": 10,
        "title": "How &amp; why?",
        "creation_date": 1_000_000_000,
        "body_markdown": "a &lt; b",
        "owner": {"user_type": "does_not_exist", "display_name": "gone"},
        "link": "https://superuser.com/questions/10/how",
        "answers": [answer],
    }
    asked, told = posts("stackexchange", {"items": [question]})
    assert (asked.title, asked.text, asked.author, asked.author_name) == (
        "How & why?",
        "a < b",
        "",
        "gone",
    )
    assert asked.channel == "superuser"
    assert (told.reply_to, told.thread, told.accepted, told.likes) == ("10", "10", True, -1)
    assert (told.author, told.author_name, told.official) == ("4", "B & C", "staff")
    assert told.edited_at == 1_000_000_200.0
    remark = {"comment_id": 5, "post_id": 11, "creation_date": 1_000_000_300, "body": "ok"}
    url = "https://api.stackexchange.com/2.3/posts/11/comments?site=unix"
    (found,) = posts("stackexchange", {"items": [remark]}, url)
    assert (found.id, found.reply_to, found.channel) == ("comment5", "11", "unix")


def test_stackexchange_threads_by_their_pages() -> None:
    page = "https://superuser.com/questions/10/how"
    on_answer = {
        "comment_id": 5, "post_id": 11, "post_type": "answer", "creation_date": 1_000_000_300,
        "link": f"{page}/11#comment5_11", "body": "ok",
    }  # fmt: skip
    on_question = {
        "comment_id": 6, "post_id": 10, "post_type": "question", "creation_date": 1_000_000_300
    }  # fmt: skip
    answer = {
        "post_id": 11, "post_type": "answer", "creation_date": 1_000_000_200,
        "link": f"{page}/11#11", "title": "How?",
    }  # fmt: skip
    told = posts("stackexchange", {"items": [on_answer, on_question, answer]})
    assert [(one.id, one.reply_to, one.thread, one.title) for one in told] == [
        ("comment5", "11", "10", ""), ("comment6", "10", "10", ""), ("11", "10", "10", "")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        {"timeline_type": "vote_aggregate", "question_id": 10},
        {"revision_guid": "a", "revision_number": 2, "post_id": 10, "body": "old"},
        {"suggested_edit_id": 3, "post_id": 10, "post_type": "question"},
        {"item_type": "new_answer", "question_id": 10, "is_unread": True},
        {"reputation_history_type": "asker_accepts_answer", "post_id": 10},
    ],
)
def test_stackexchange_tells_of_posts_that_are_none(told: dict[str, Any]) -> None:
    item = {"creation_date": 1_000_000_000, "owner": {"user_id": 4}, **told}
    assert not posts("stackexchange", {"items": [item], "has_more": False, "quota_remaining": 9})


def test_stackexchange_excerpts_and_articles() -> None:
    found = {
        "item_type": "answer", "question_id": 10, "answer_id": 12, "is_accepted": True,
        "creation_date": 1_000_000_000,
        "title": 'Is <span class="highlight">Acme</span> &lt;b&gt;?',
        "excerpt": '&hellip; <span class="highlight">Acme</span> is',
    }  # fmt: skip
    asked = {**found, "item_type": "question"}
    del asked["answer_id"]
    article = {"article_id": 7, "creation_date": 1_000_000_000, "title": "Acme", "body": "<p>x</p>"}
    told = posts("stackexchange", {"items": [found, asked, article]})
    assert [(one.id, one.kind, one.title) for one in told] == [
        ("12", Kind.REPLY, ""), ("10", Kind.POST, "Is Acme <b>?"), ("7", Kind.ARTICLE, "Acme")
    ]  # fmt: skip
    assert (told[0].text, told[0].reply_to, told[0].accepted) == ("… Acme is", "10", True)


@pytest.mark.parametrize(
    ("network", "value"),
    [
        ("reddit", listing(comment("a", author="jane@mail.example"))),
        ("discourse", topic(post(1, username="203.0.113.7"))),
        (
            "hackernews",
            {"id": 1, "type": "story", "by": "jane@mail.example", "time": 1.0e9, "title": "x"},
        ),
        (
            "lobsters",
            [
                {
                    "short_id": "s",
                    "title": "T",
                    "created_at": "2026-05-01T10:00:00Z",
                    "submitter_user": "jane@mail.example",
                }
            ],
        ),
    ],
)
def test_mailboxes_and_addresses_become_a_hash(network: str, value: Any) -> None:
    (found,) = posts(network, value)
    assert len(found.author) == 16
    assert int(found.author, 16) >= 0
