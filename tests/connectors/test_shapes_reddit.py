"""Things of Reddit that recorded answers do not show."""

from __future__ import annotations

from shapes import posts, records, reddit_comment, reddit_listing

from solisten.nouns import Gone, Kind, Post


def test_reddit_deletions() -> None:
    found = records(
        "reddit",
        reddit_listing(
            reddit_comment("a", author="[deleted]", body="[deleted]"),
            reddit_comment("b", author="[deleted]", body="[removed]"),
            reddit_comment("c", author="[deleted]", body="Still here"),
            reddit_comment("d", body="[ Removed by Reddit on account of violating the policy ]"),
            reddit_comment("e", subreddit_type="private"),
        ),
    )
    assert [one.id for one in found if isinstance(one, Gone)] == ["t1_a", "t1_b", "t1_d"]
    assert [(one.id, one.author) for one in found if isinstance(one, Post)] == [("t1_c", "")]


def test_reddit_fields() -> None:
    inner = reddit_comment("b", parent_id="t1_a", distinguished="moderator", edited=1.0e9 + 60)
    outer = reddit_comment(
        "a", body="a &lt; b &amp;amp;", replies=reddit_listing(inner, {"kind": "more", "data": {}})
    )
    first, second = posts("reddit", reddit_listing(outer), "https://oauth.reddit.com/comments/p")
    assert first.text == "a < b &amp;"
    raw = posts("reddit", reddit_listing(outer), "https://oauth.reddit.com/comments/p?raw_json=1")
    assert raw[0].text == "a &lt; b &amp;amp;"
    assert (second.reply_to, second.thread, second.official) == ("t1_a", "t3_p", "staff")
    assert (second.edited_at, second.kind, second.channel) == (1.0e9 + 60, Kind.COMMENT, "acme")
    assert second.url == "https://www.reddit.com/r/acme/comments/p/_/b/"
