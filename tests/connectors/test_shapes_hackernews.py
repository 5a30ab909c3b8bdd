"""Items of Hacker News that recorded answers do not show."""

from __future__ import annotations

from typing import Any

from shapes import posts, records

from solisten.nouns import Gone, Kind, Post


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
