"""Feeds of Lobsters that recorded answers do not show."""

from __future__ import annotations

from shapes import posts

from solisten.nouns import Kind


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
