"""Feeds of forums and social servers, of which no recorded answer is at hand."""

from __future__ import annotations

from html import escape
from importlib import import_module

import pytest

from solisten.connector import Response
from solisten.errors import Unreadable
from solisten.nouns import Kind, Post

DATE = "<pubDate>Fri, 01 May 2026 10:00:00 +0000</pubDate>"
AT = 1777629600.0


def feed(*items: str, link: str = "https://a.example/") -> bytes:
    listed = "".join(f"<item>{one}{DATE}</item>" for one in items)
    space = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
    return (
        f"<rss version='2.0' {space}><channel><link>{link}</link>{listed}</channel></rss>".encode()
    )


def posts(network: str, body: bytes, url: str = "") -> list[Post]:
    found = import_module(f"solisten_connectors.{network}").read(Response(url, 200, {}, body))
    return [one for one in found if isinstance(one, Post)]


def test_an_account_of_mastodon_and_of_gotosocial() -> None:
    words = escape('<p>Hi <a class="mention" href="https://b.example/@bo">@bo</a></p>')
    page = "https://s.example/@ana/115000000000000001"
    own = f"<guid isPermaLink='true'>{page}</guid><link>{page}</link><description>{words}"
    other = "https://g.example/@cy/statuses/01ARZ3NDEKTSV4RRFFQ69G5FAV"
    titled = f"<title>cy made a post</title><guid>{other}</guid><link>{other}</link>"
    first, second = posts("mastodon", feed(f"{own}</description>", titled))
    assert first.id == "https://s.example/users/ana/statuses/115000000000000001"
    assert (first.author, first.channel, first.created_at) == ("ana@s.example", "s.example", AT)
    assert (first.text, first.links, first.title) == ("Hi @bo", (), "")
    assert second.id == "https://g.example/users/cy/statuses/01ARZ3NDEKTSV4RRFFQ69G5FAV"
    assert (second.title, second.kind) == ("", Kind.POST)


def test_a_community_of_lemmy() -> None:
    head = (
        'submitted by <a href="https://l.example/u/ana">ana</a> to'
        ' <a href="https://l.example/c/acme">acme</a><br>3 points |'
        ' <a href="https://l.example/post/7">2 comments</a>'
    )
    shared = '<br><a href="https://acme.example/x">https://acme.example/x</a>'
    around = (
        "<title>Vec&lt;T&gt;</title><guid>https://l.example/post/7</guid>"
        "<link>https://l.example/post/7</link><dc:creator>https://f.example/u/ana</dc:creator>"
        '<category domain="https://l.example/c/acme">Acme</category>'
    )
    said = f"{around}<description>{escape(f'{head}{shared}<p>It works.</p>')}</description>"
    bare = f"{around}<description>{escape(f'{head}<p>So.</p>')}</description>"
    linked, plain = posts("lemmy", feed(said, bare.replace("post/7<", "post/8<")))
    assert (linked.id, linked.title, linked.text) == (
        "https://l.example/post/7", "Vec<T>", "It works."
    )  # fmt: skip
    assert (linked.author, linked.channel) == ("ana@f.example", "acme@l.example")
    assert linked.links == ("https://acme.example/x",)
    assert (plain.text, plain.links) == ("So.", ())


def test_feeds_of_discourse() -> None:
    base = "https://f.example/t/help/57"

    def item(guid: str, link: str, words: str, foot: str = "") -> str:
        more = f'{foot}<p><a href="{link}">Read full topic</a></p>'
        return (
            f"<title>Help</title><dc:creator>@ana Ana Lee</dc:creator><link>{link}</link>"
            f"<guid isPermaLink='false'>f.example-{guid}</guid>"
            f"<description>{escape(f'<p>{words}</p>{more}')}</description>"
        )

    counted = "<p><small>3 posts - 2 participants</small></p>"
    found = posts(
        "discourse",
        feed(
            item("topic-57", base, "It fails.", counted),
            item("post-57-2", f"{base}/2", "So?"),
            item("post-991", f"{base}/3", "Yes."),
        ),
        "https://f.example/posts.rss",
    )
    assert [(one.id, one.kind, one.thread, one.title, one.text) for one in found] == [
        ("t/57/1", Kind.POST, "", "Help", "It fails."),
        ("t/57/2", Kind.REPLY, "t/57/1", "", "So?"),
        ("991", Kind.REPLY, "t/57/1", "", "Yes."),
    ]
    assert {(one.author, one.author_name, one.channel) for one in found} == {
        ("ana", "Ana Lee", "f.example")
    }


@pytest.mark.parametrize("network", ["mastodon", "lemmy", "discourse"])
def test_a_feed_of_another_place(network: str) -> None:
    item = "<title>x</title><guid>https://a.example/t/1</guid><link>https://a.example/@b/c</link>"
    with pytest.raises(Unreadable, match="connector rss"):
        posts(network, feed(item, link="https://a.example/post/"))
    assert posts(network, feed()) == []
