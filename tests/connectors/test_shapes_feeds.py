"""Shapes of feeds and feed threads, written by us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from solisten.connector import Response
from solisten.nouns import Gone, Kind, Post
from solisten_connectors import googlenews, rss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

URL = "https://acme.example/feed"
NINE = 1777626000.0  # 2026-05-01T09:00:00Z
DATE = "<pubDate>Fri, 01 May 2026 09:00:00 GMT</pubDate>"


def posts_of(
    body: str | bytes, url: str = URL, read: Callable[[Response], Iterator[Post | Gone]] = rss.read
) -> list[Post]:
    raw = body if isinstance(body, bytes) else body.encode()
    return [one for one in read(Response(url, body=raw)) if isinstance(one, Post)]


def in_rss(inside: str, channel: str = "") -> Post:
    found = posts_of(f"<rss><channel>{channel}<item>{DATE}{inside}</item></channel></rss>")
    assert len(found) == 1
    return found[0]


def in_atom(inside: str, feed: str = "") -> Post:
    date = "<published>2026-05-01T09:00:00Z</published>"
    entry = f"<entry><id>e</id>{date}{inside}</entry>"
    found = posts_of(f'<feed xmlns="http://www.w3.org/2005/Atom">{feed}{entry}</feed>')
    assert len(found) == 1
    return found[0]


FEEDS = {
    "RSS 0.91": "<rss version='0.91'><channel><item><title>x</title><link>https://acme.example/1</link>"
    f"{DATE}</item></channel></rss>",
    "RSS 0.90": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
    " xmlns='http://my.netscape.com/rdf/simple/0.9/'><item><title>x</title>"
    "<link>https://acme.example/1</link></item></rdf:RDF>",
    "RSS 1.0": "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:d="
    "'http://purl.org/dc/elements/1.1/' xmlns='http://purl.org/rss/1.0/'><item r:about="
    "'https://acme.example/1'><title>x</title><d:date>2026-05-01T11:00:00+02:00</d:date></item></r:RDF>",
    "RSS 2.0 in a namespace": "<rss xmlns='http://backend.userland.com/rss2'><channel><item>"
    f"<title>x</title><guid>https://acme.example/1</guid>{DATE}</item></channel></rss>",
    "Atom 0.3": "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><id>https://acme.example/1"
    "</id><title mode='escaped'>x</title><issued>2026-05-01T09:00:00Z</issued></entry></feed>",
    "Atom 1.0 with a prefix": "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:id>"
    "https://acme.example/1</a:id><a:title>x</a:title><a:updated>2026-05-01T09:00:00Z</a:updated>"
    "</a:entry></a:feed>",
    "one Atom entry": "<entry xmlns='http://www.w3.org/2005/Atom'><id>https://acme.example/1</id>"
    "<title>x</title><updated>2026-05-01T09:00:00Z</updated></entry>",
    "CDF": "<CHANNEL><ITEM HREF='https://acme.example/1' LASTMOD='2026-05-01T09:00'><TITLE>x"
    "</TITLE></ITEM></CHANNEL>",
    "JSON Feed": '{"version":"https://jsonfeed.org/version/1","items":[{"id":"https://acme.example/1",'
    '"title":"x","date_published":"2026-05-01T09:00:00Z"}]}',
    "RSS as JSON": '{"rss":{"channel":{"item":{"guid":"https://acme.example/1","title":"x",'
    '"pubDate":"Fri, 01 May 2026 09:00:00 GMT"}}}}',
    "wrapped in a page": "<!doctype html><html><body><rss><channel><item><title>x</title>"
    f"<link>https://acme.example/1</link>{DATE}</item></channel></rss></body></html>",
    "behind a warning": "<br /><b>Warning</b>: x in /a.php<br /><?xml version='1.0'?><rss><channel>"
    f"<item><title>x</title><link>https://acme.example/1</link>{DATE}</item></channel></rss>",
    "unbound prefix": "<rss><channel><item><dc:title>x</dc:title><link>https://acme.example/1</link>"
    f"{DATE}</item></channel></rss>",
}


@pytest.mark.parametrize("name", FEEDS)
def test_every_kind_of_feed(name: str) -> None:
    response = Response(URL, body=FEEDS[name].encode(), fetched_at=NINE)
    (post,) = rss.read(response)
    assert isinstance(post, Post)
    assert (post.id, post.title, post.created_at) == ("https://acme.example/1", "x", NINE)
    assert post.kind is Kind.ARTICLE


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("<author>ana@acme.example (Ana Lee)</author>", "Ana Lee"),
        ("<author>Ana Lee &lt;ana@acme.example&gt;</author>", "Ana Lee"),
        ("<author>mailto:ana@acme.example</author>", "05e9c03bfe4bf987"),
        ("<author>ana@acme.example</author>", "05e9c03bfe4bf987"),
        ("<author>ANA@acme.example ()</author>", "05e9c03bfe4bf987"),
        ("<author>root@localhost (Root)</author>", "Root"),
        ("<dc:creator>Ana &amp;amp; Bo</dc:creator>", "Ana & Bo"),
        ("<dc:creator>203.0.113.7</dc:creator>", "8901665cb3eceaaf"),
        ("<author>noreply@acme.example (Ana (Acme))</author>", "Ana (Acme"),
        ("<author/><dc:creator>Ana</dc:creator>", "Ana"),
        ("<author>@ana</author>", "@ana"),
    ],
)
def test_an_author_is_a_name_or_a_hash(written: str, name: str) -> None:
    post = in_rss(f"<title>x</title>{written}")
    assert post.author == name
    assert post.author_name in {name, ""}


def test_atom_entries_inherit_their_author() -> None:
    feed = "<author><name>Ana</name><email>ana@acme.example</email></author>"
    assert in_atom("<title>x</title>", feed).author == "Ana"
    assert in_atom("<author><name>Bo</name></author>", feed).author == "Bo"
    assert in_atom("<source><author><name>Cy</name></author></source>", feed).author == "Cy"
    assert in_atom("<author><email>ana@acme.example</email></author>").author == "05e9c03bfe4bf987"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<content>5 &lt; 6</content>", "5 < 6"),
        ("<content type='text'>&lt;b&gt;bold&lt;/b&gt;</content>", "<b>bold</b>"),
        ("<content>&lt;b&gt;bold&lt;/b&gt;</content>", "bold"),
        ("<content type='html'>a&lt;br&gt;b</content>", "a\nb"),
        ("<content type='xhtml'><div><p>a &amp; b</p><script>1</script></div></content>", "a & b"),
        ("<content type='image/png'>AAAA</content><summary>s</summary>", "s"),
        ("<content src='https://acme.example/a.mp3'/><summary>s</summary>", "s"),
        ("<content mode='base64' type='text/html'>PGI+YTwvYj4=</content>", "a"),
        ("<summary>s</summary>", "s"),
    ],
)
def test_the_body_of_an_atom_entry(inside: str, text: str) -> None:
    assert in_atom(inside).text == text


@pytest.mark.parametrize(
    ("inside", "title", "text"),
    [
        ("<title>AT&amp;amp;T</title><description>a</description>", "AT&T", "a"),
        ("<title>5 &lt; 6</title><description>&lt;p&gt;a&lt;/p&gt;</description>", "5 < 6", "a"),
        ("<title><![CDATA[<b>x</b>]]></title>", "x", ""),
        ("<description>s</description><content:encoded>long</content:encoded>", "", "long"),
        ("<description><p>not <b>escaped</b></p></description>", "", "not escaped"),
        ("<description>AT&T &nbsp; more</description>", "", "AT&T more"),
        ("<description>a</description><media:description>b</media:description>", "", "a"),
        ("<media:group><media:title>t</media:title></media:group>", "t", ""),
    ],
)
def test_the_texts_of_an_rss_item(inside: str, title: str, text: str) -> None:
    post = in_rss(f"<guid>g</guid>{inside}")
    assert (post.title, " ".join(post.text.split())) == (title, text)


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ("<link>https://acme.example/1</link><guid>7</guid>", "https://acme.example/1"),
        ("<guid>https://acme.example/1</guid>", "https://acme.example/1"),
        ("<guid isPermaLink='false'>https://acme.example/1</guid>", ""),
        ("<link>/1</link>", "https://acme.example/1"),
        ("<link>javascript:alert(1)</link>", ""),
        (
            (
                "<link>http://feedproxy.example/1</link><feedburner:origLink>https://acme.example/1"
                "</feedburner:origLink>"
            ),
            "https://acme.example/1",
        ),
        (
            (
                "<link>https://www.google.com/url?rct=j&amp;url=https%3A%2F%2Facme.example%2F1&amp;ct=ga"
                "</link>"
            ),
            "https://acme.example/1",
        ),
        ("<atom:link rel='self' href='https://acme.example/self'/><link/>", ""),
    ],
)
def test_the_address_of_an_entry(inside: str, url: str) -> None:
    assert in_rss(f"<title>x</title>{inside}").url == url


def test_ids_without_a_guid() -> None:
    assert in_rss("<link>https://acme.example/1</link>").id == "https://acme.example/1"
    first, second = in_rss("<title>a</title>").id, in_rss("<title>b</title>").id
    assert len(first) == len(second) == 16
    assert first != second
    assert len(in_rss(f"<guid>{'g' * 10000}</guid>").id) == 16


def test_a_guid_that_two_addresses_share_is_none() -> None:
    items = "".join(
        f"<item><guid>1</guid><link>https://acme.example/{n}</link>{DATE}</item>" for n in (1, 2)
    )
    found = posts_of(f"<rss><channel>{items}</channel></rss>")
    assert [post.id for post in found] == ["https://acme.example/1", "https://acme.example/2"]


def test_edits_deletions_and_languages() -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xmlns:at='
        '"http://purl.org/atompub/tombstones/1.0"><at:deleted-entry ref="gone" when='
        '"2026-05-01T09:00:00Z"/><entry><id>e</id><published>2026-05-01T09:00:00Z</published>'
        "<updated>2026-05-01T10:00:00Z</updated></entry></feed>"
    )
    post, gone = rss.read(Response(URL, body=body.encode()))
    assert isinstance(post, Post)
    assert (post.edited_at, post.lang) == (NINE + 3600, "de")
    assert gone == Gone(network="rss", id="gone", deleted_at=NINE)


def test_an_undated_entry_is_as_old_as_its_feed_or_its_fetching() -> None:
    item = "<item><guid>7</guid><title>x</title></item>"
    dated = (
        f"<rss><channel><lastBuildDate>2026-05-01T09:00:00Z</lastBuildDate>{item}</channel></rss>"
    )
    bare = f"<rss><channel>{item}</channel></rss>".encode()
    assert posts_of(dated)[0].created_at == NINE
    (post,) = rss.read(Response(URL, body=bare, fetched_at=NINE + 5))
    assert isinstance(post, Post)
    assert post.created_at == NINE + 5
    headers = {"date": "Fri, 01 May 2026 09:00:00 GMT"}
    (post,) = rss.read(Response(URL, headers=headers, body=bare))
    assert isinstance(post, Post)
    assert post.created_at == NINE
    assert posts_of(bare) == []


@pytest.mark.parametrize("space", ["backend.userland.com/rss2", "blogs.law.harvard.edu/tech/rss"])
def test_a_feed_whose_own_names_have_a_prefix(space: str) -> None:
    item = "<r:item><r:title>T</r:title><title>no</title><r:guid>7</r:guid></r:item>"
    body = f'<r:rss xmlns:r="http://{space}"><r:channel>{item}</r:channel></r:rss>'
    (post,) = rss.read(Response(URL, body=body.encode(), fetched_at=NINE))
    assert (post.id, isinstance(post, Post) and post.title) == ("7", "T")


def test_a_zone_that_no_place_has_still_leaves_the_day() -> None:
    post = in_rss("<guid>7</guid><pubDate>Sat, 02 May 2026 15:00 +3000</pubDate>")
    assert post.created_at == NINE


THREADS = {
    "RFC 4685": (
        "<guid>c</guid><thr:in-reply-to ref='tag:acme.example,2026:1' href='https://acme.example/1'/>",
        (Kind.COMMENT, "tag:acme.example,2026:1", ""),
    ),
    "a comment": (
        "<guid>https://acme.example/?p=7#comment-42</guid><title>By: Ana</title>",
        (Kind.COMMENT, "https://acme.example/?p=7", "https://acme.example/?p=7"),
    ),
    "an answer to a comment": (
        (
            "<guid>https://acme.example/?p=7#comment-43</guid><description>Als Antwort auf"
            ' &lt;a href="https://acme.example/a/#comment-42"&gt;Ana&lt;/a&gt;. Same here'
            "</description>"
        ),
        (Kind.REPLY, "https://acme.example/?p=7#comment-42", "https://acme.example/?p=7"),
    ),
    "phpBB": (
        (
            "<link>https://f.example/viewtopic.php?f=1&amp;t=7&amp;p=9#p9</link><title>Help • "
            "Re: It</title>"
        ),
        (Kind.COMMENT, "", "https://f.example/viewtopic.php?t=7"),
    ),
    "phpBB, first post": (
        "<link>https://f.example/viewtopic.php?t=7&amp;p=8#p8</link><title>Help • It</title>",
        (Kind.POST, "", ""),
    ),
    "Discourse": ("<guid>f.example-post-7-3</guid>", (Kind.COMMENT, "", "f.example-post-7-1")),
    "Discourse, a topic": ("<guid>f.example-topic-7</guid>", (Kind.POST, "", "")),
    "XenForo": ("<link>https://f.example/threads/it-fails.7/</link>", (Kind.POST, "", "")),
    "vBulletin": ("<link>https://f.example/showthread.php?t=7</link>", (Kind.POST, "", "")),
    "Reddit": (
        "<guid>t1_b</guid><link>https://www.reddit.com/r/acme/comments/a/title/b/</link>",
        (Kind.COMMENT, "", "t3_a"),
    ),
    "Stack Exchange": (
        "<link>https://unix.example/questions/7/why/9#9</link>",
        (Kind.COMMENT, "https://unix.example/q/7", "https://unix.example/q/7"),
    ),
    "an article": ("<link>https://acme.example/2026/05/launch</link>", (Kind.ARTICLE, "", "")),
}


@pytest.mark.parametrize("name", THREADS)
def test_threads(name: str) -> None:
    inside, expected = THREADS[name]
    post = in_rss(inside)
    assert (post.kind, post.reply_to, post.thread) == expected


def test_what_the_software_writes_is_no_word_of_the_author() -> None:
    comment = in_rss(THREADS["an answer to a comment"][0])
    assert (comment.title, comment.text, comment.links) == ("", "Same here", ())
    foot = (
        "<link>https://f.example/viewtopic.php?t=7&amp;p=8#p8</link><description><![CDATA[It fails"
        '<p>Statistics: Posted by <a href="https://f.example/memberlist.php?u=3">ana</a> — 29'
        " minutes ago</p><hr />]]></description>"
    )
    assert in_rss(foot).text == "It fails"


def test_links() -> None:
    post = in_atom(
        "<link href='https://acme.example/1'/><link rel='related' href='https://b.example'/>"
        "<content type='html' xml:base='https://c.example/d/'>&lt;a href='e'&gt;x&lt;/a&gt;"
        "&lt;a href='data:x'&gt;y&lt;/a&gt;</content>"
    )
    assert post.links == ("https://b.example", "https://c.example/d/e")
    assert post.url == "https://acme.example/1"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<t>caf\xe9</t>".encode("latin-1"), "café"),
        (b'<?xml version="1.0" encoding="koi8-r"?><t>\xcf\xf0</t>', "оП"),
        ("\ufeff<t>é</t>".encode("utf-16"), "é"),
        ('<?xml version="1.0" encoding="utf-8"?><t>é</t>'.encode("utf-16-be"), "é"),
        (b"<t>caf\xc3\x83\xc2\xa9</t>", "café"),  # encoded twice
        ("<t>\x93quoted\x94</t>".encode("latin-1"), "“quoted”"),
        (b'<?xml version="1.0" encoding="x-none"?><t>\xc3\xa9</t>', "é"),
        (b'<?xml version="1.0" encoding="utf-16"?><t>a</t>', "a"),
    ],
)
def test_encodings(body: bytes, text: str) -> None:
    wide = body[:2] in {b"\xff\xfe", b"\xfe\xff"} or 0 in body[:2]
    codec = "utf-16-be" if body[:1] == b"\x00" else "utf-16-le"

    def raw(part: str) -> bytes:
        return part.encode(codec) if wide else part.encode()

    begin, end = raw("<t>"), raw("</t>")
    head, inside = body.split(begin)[0], body.split(begin)[1].split(end)[0]
    item = f"<rss><channel><item><guid>g</guid>{DATE}<title>"
    whole = head + raw(item) + inside + raw("</title></item></channel></rss>")
    assert posts_of(whole)[0].title == text


def test_the_charset_of_the_answer_counts_more_than_the_declaration() -> None:
    body = f'<?xml version="1.0" encoding="utf-8"?><rss><channel><item>{DATE}<title>'.encode()
    body += "оП</title></item></channel></rss>".encode("koi8-r")
    headers = {"content-type": "text/xml; charset=koi8-r"}
    (post,) = rss.read(Response(URL, headers=headers, body=body))
    assert isinstance(post, Post)
    assert post.title == "оП"


NEWS = (
    "<rss><channel><language>en</language><item><title>Acme ships - Daily Acme</title>"
    "<link>https://news.google.com/rss/articles/CBM?oc=5</link><guid>CBM</guid>"
    "<pubDate>Fri, 01 May 2026 09:00:00 GMT</pubDate><description>&lt;a href='x'&gt;Acme ships"
    "&lt;/a&gt; Daily Acme</description><source url='https://daily.example'>Daily Acme</source>"
    "</item></channel></rss>"
)


def test_google_news() -> None:
    (post,) = posts_of(NEWS, read=googlenews.read)
    assert (post.title, post.text, post.author) == ("Acme ships", "", "Daily Acme")
    assert (post.channel, post.kind, post.id) == ("daily.example", Kind.ARTICLE, "CBM")


def test_bing_news() -> None:
    item = (
        "<item><title>Acme ships</title><link>http://www.bing.com/news/apiclick.aspx?ref=x&amp;url="
        "https%3a%2f%2fdaily.example%2fa&amp;c=1</link><description>They did.</description>"
        f"{DATE}<News:Source>Daily Acme</News:Source></item>"
    )
    space = "xmlns:News='https://www.bing.com/news/search?q=acme&amp;format=rss'"
    (post,) = posts_of(f"<rss {space}><channel>{item}</channel></rss>", read=googlenews.read)
    assert (post.url, post.channel) == ("https://daily.example/a", "daily.example")
    assert (post.author, post.text) == ("Daily Acme", "They did.")


def test_gdelt() -> None:
    body = (
        '{"articles":[{"url":"https://daily.example/a","title":"Acme ships","seendate":'
        '"20260501T090000Z","domain":"daily.example","language":"English"}]}'
    )
    (post,) = posts_of(body, read=googlenews.read)
    assert (post.id, post.created_at, post.channel) == (
        "https://daily.example/a",
        NINE,
        "daily.example",
    )
