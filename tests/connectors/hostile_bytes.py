"""Bytes that somebody made to hurt a reader, by what they do and whom they are sent to."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MB = 1_000_000


def item(inside: bytes, head: bytes = b"", around: bytes = b"") -> bytes:
    return (
        b'<?xml version="1.0"?>' + head + b"<rss " + around + b"><channel><title>t</title>"
        b"<link>https://acme.example</link><item><guid>g</guid>"
        b"<pubDate>Fri, 01 May 2026 09:00:00 GMT</pubDate>" + inside + b"</item></channel></rss>"
    )


def atom(inside: bytes) -> bytes:
    return (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>g</id>'
        b"<updated>2026-05-01T09:00:00Z</updated>" + inside + b"</entry></feed>"
    )


def _entities(count: int, size: int) -> bytes:
    rows = [b'<!ENTITY a0 "' + b"x" * size + b'">']
    rows += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, count)]
    return b"<!DOCTYPE rss [" + b"".join(rows) + b"]>"


def _nested(depth: int) -> bytes:
    return b"<a>" * depth + b"x" + b"</a>" * depth


def _feed_of(entry: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [entry]}).encode()


def _mbox(head: bytes, body: bytes = b"hello") -> bytes:
    begin = b"From ana at acme.example  Fri May  1 09:00:00 2026\nFrom: ana at acme.example (Ana)\n"
    return begin + b"Date: Fri, 1 May 2026 09:00:00 +0000\n" + head + b"\n\n" + body + b"\n"


def _multipart(depth: int) -> bytes:
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth)
    )
    return _mbox(b"Subject: x\n" + head, b"deep")


FEEDS: dict[str, Callable[[], bytes]] = {
    "billion laughs": lambda: item(b"<title>&a9;</title>", _entities(10, 10)),
    "quadratic entities": lambda: item(b"&a0;" * 10_000, _entities(1, 50_000)),
    "external entity": lambda: item(
        b"<title>&x;</title>", b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "external DTD": lambda: item(b"", b'<!DOCTYPE rss SYSTEM "http://169.254.169.254/x.dtd">'),
    "parameter entity": lambda: item(
        b"", b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1/"> %p;]>'
    ),
    "a DOCTYPE without end": lambda: b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * 100_000,
    "XInclude": lambda: item(
        b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
    ),
    "200,000 levels": lambda: item(b"<description>" + _nested(200_000) + b"</description>"),
    "200,000 levels, never closed": lambda: item(b"<a>" * 200_000),
    "xhtml of 100,000 levels": lambda: atom(
        b'<content type="xhtml">' + b"<div>" * 100_000 + b"</div>" * 100_000 + b"</content>"
    ),
    "a million attributes": lambda: item(
        b"<description " + b" ".join(b'a%d="1"' % n for n in range(MB)) + b">x</description>"
    ),
    "50,000 namespaces": lambda: item(
        b"".join(b'<p%d:a xmlns:p%d="u%d">x</p%d:a>' % (n, n, n, n) for n in range(50_000))
    ),
    "an attribute of 10 MB": lambda: item(b'<link href="' + b"a" * 10 * MB + b'"/>'),
    "a description of 20 MB": lambda: item(
        b"<description>" + b"word " * 4 * MB + b"</description>"
    ),
    "CDATA of 20 MB of markup": lambda: item(
        b"<description><![CDATA[" + b"<b>x</b> " * (20 * MB // 9) + b"]]></description>"
    ),
    "a body of 40 MB": lambda: item(b"x" * 40 * MB),
    "200,000 entries": lambda: b"<rss><channel>" + b"<item><guid>1</guid></item>" * 200_000,
    "20,000 categories": lambda: item(b"<category>x</category>" * 20_000),
    "an author of 400 kB": lambda: item(b"<author>" + b"a" * 400_000 + b"</author>"),
    "an author of 100,000 @": lambda: item(b"<author>" + b"a@" * 100_000 + b"</author>"),
    "a date of 1 MB": lambda: item(b"<pubDate>" + b"1 May " * 160_000 + b"</pubDate>"),
    "a guid of 10 kB": lambda: item(b"<guid>" + b"g" * 10_000 + b"</guid>"),
    "20,000 entries of one guid": lambda: (
        b"<rss><channel><lastBuildDate>Fri, 01 May 2026 09:00:00 GMT</lastBuildDate>"
        + b"<item><guid>1</guid><title>x</title></item>" * 20_000
        + b"</channel></rss>"
    ),
    "impossible dates": lambda: (
        b"<rss><channel>"
        + b"".join(
            b"<item><guid>%d</guid><pubDate>%s</pubDate></item>" % (n, date)
            for n, date in enumerate(
                b"Sun, 30 Feb 2026 10:00:00 GMT|2026-13-45T99:99:99Z|-1|1e999|nan|9999999999999999"
                b"|Fri, 01 May 0026 10:00:00 +9999|0000-00-00".split(b"|")
            )
        )
        + b"</channel></rss>"
    ),
    "javascript and data links": lambda: item(
        b"<link>javascript:alert(1)</link><description><![CDATA["
        b"<a href='javascript:1'>a</a><a href='data:text/html,x'>b</a><script>c</script>"
        b"<a href='\x01javascript:1'>d</a>]]></description>"
    ),
    "NUL and control characters": lambda: item(
        b"<title>a\x00b\x01c\x1f&#0;&#x1F;&#xD800;&#xFFFFFFFF;</title>"
    ),
    "bidi and joiner flood": lambda: item(
        b"<title>" + "\u202e\u2066\u200d\u200b".encode() * 250_000 + b"</title>"
    ),
    "UTF-7": lambda: item(b"<title>+ADw-script+AD4-</title>").replace(
        b'version="1.0"', b'version="1.0" encoding="UTF-7"'
    ),
    "an encoding that is none": lambda: item(b"<title>x</title>").replace(
        b'version="1.0"', b'version="1.0" encoding="punycode"'
    ),
    "UTF-16 without a mark": lambda: item(b"<title>x</title>")[21:].decode().encode("utf-16-le"),
    "UTF-16 cut in a character": lambda: item(b"<title>x</title>").decode().encode("utf-16")[:-1],
    "UTF-32 that is none": lambda: b"\xff\xfe\x00\x00" + b"\xff" * 1000,
    "invalid UTF-8": lambda: item(b"<title>\xc3\x28\xa0\xa1\xf0\x28\x8c\xbc\xed\xa0\x80</title>"),
    "truncated gzip": lambda: gzip.compress(item(b"<title>x</title>") * 50)[:-40],
    "gzip of gzip": lambda: gzip.compress(gzip.compress(item(b"<title>x</title>"))),
    "gzip bomb": lambda: gzip.compress(b"<rss>" + b" " * 200 * MB),
    "100,000 gzip members": lambda: gzip.compress(b"") * 100_000,
    "unclosed CDATA": lambda: item(b"<title>x</title><description><![CDATA[" + b"<" * 100_000),
    "a million <": lambda: item(b"<" * MB),
    "a million &": lambda: item(b"<title>" + b"&" * MB + b"</title>"),
    "a million open quotes": lambda: item(b"<description>" + b'<a href="' * 100_000),
    "a million ]]>": lambda: item(b"<title>" + b"]]>" * 300_000 + b"</title>"),
    "a comment without end": lambda: b"<rss><channel><!-- " + b"- " * 500_000,
    "processing instructions": lambda: b"<?a?>" * 200_000 + b"<rss><channel/></rss>",
    "broken in the middle": lambda: item(b"<title>x</title>")[:-20].replace(b"</guid>", b"</link>"),
    "JSON of 500,000 levels": lambda: (
        b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 500_000
    ),
    "a number of 100,000 digits": lambda: _feed_of({"id": 1}).replace(b"1}", b"9" * 100_000 + b"}"),
    "JSON of wrong types": lambda: _feed_of(
        {"id": [], "url": {}, "authors": 7, "content_html": ["x"], "date_published": {}}
    ),
    "millions of empty lists": lambda: (
        b'{"version":"https://jsonfeed.org/","items":[' + b"[]," * 5 * MB + b"[]]}"
    ),
    "an HTML page": lambda: b"<!doctype html><title>x</title>" + b"<p>" * 100_000,
    "a log-in form": lambda: b"<html><title>Log in</title><input type=password></html>",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 1000,
    "nothing": lambda: b"",
    "blanks": lambda: b" \n" * 500_000,
}
MAILS: dict[str, Callable[[], bytes]] = {
    "a header of 10 MB": lambda: _mbox(b"Subject: " + b"x" * 10 * MB),
    "500,000 headers": lambda: _mbox(b"X: y\n" * 500_000 + b"Subject: x"),
    "encoded words without end": lambda: _mbox(b"Subject: " + b"=?utf-8?q?" * 100_000),
    "half a million =?": lambda: _mbox(b"Subject: " + b"=?" * 500_000),
    "folded for ever": lambda: _mbox(b"Subject: x" + b"\n y" * 500_000),
    "multiparts of 2,000 levels": lambda: _multipart(2000),
    "a million boundaries": lambda: _mbox(
        b'Subject: x\nContent-Type: multipart/mixed; boundary="b"', b"--b\n\n" * 300_000
    ),
    "an unknown charset": lambda: _mbox(b"Content-Type: text/plain; charset=x\x00\xff", b"\xff"),
    "a charset that is a codec": lambda: _mbox(
        b"Subject: =?punycode?q?a?=\nContent-Type: text/plain; charset=unicode_escape", b"\\ud800"
    ),
    "broken base64": lambda: _mbox(
        b"Subject: x\nContent-Transfer-Encoding: base64", b"!!!=" * 100_000
    ),
    "references by the thousand": lambda: _mbox(b"References: " + b"<a@b> " * 200_000),
    "from nobody": lambda: _mbox(b"").replace(b"From: ana at acme.example (Ana)", b"From: <>"),
    "10,000 mails": lambda: _mbox(b"Subject: x\nMessage-ID: <a@b>") * 10_000,
    "From lines alone": lambda: b"From a@b Fri May  1 09:00:00 2026\n" * 200_000,
    "binary": lambda: bytes(range(256)) * 10_000,
}
PAGES: dict[str, Callable[[], bytes]] = {
    "messages that are never closed": lambda: (
        b'<div class="tgme_widget_message" data-post="acme/1">' * 50_000
    ),
    "words in words": lambda: (
        b'<div class="tgme_widget_message" data-post="acme/1">'
        + b'<div class="tgme_widget_message_text js-message_text">' * 50_000
    ),
    "a message of 3 MB": lambda: (
        b'<div data-post="acme/1" class="tgme_x"><time datetime='
        b'"2026-05-01T09:00:00+00:00"></time><div class="tgme_widget_message_text">'
        + b"word <b>x</b> "
        * 700_000
    ),
    "a name of 100 kB": lambda: b'<div class="tgme_" data-post="' + b"a" * 100_000 + b'/1">',
    "a million attributes": lambda: (
        b"<div tgme_ " + b" ".join(b"a%d=1" % n for n in range(500_000)) + b">"
    ),
}
JSONS: dict[str, Callable[[], bytes]] = {
    "a list of a million": lambda: b"[" + b"{}," * MB + b"{}]",
    "deep objects": lambda: b'{"data":' * 100_000,
    "900 levels": lambda: b'{"data":' * 900 + b"1" + b"}" * 900,
    "wide objects": lambda: json.dumps({f"k{n}": {} for n in range(300_000)}).encode(),
    "a body of 5 MB of tags": lambda: json.dumps(
        [{"url": "https://api.github.com/repos/a/b/issues/1", "number": 1, "title": "x",
          "created_at": "2026-05-01T09:00:00Z", "body": "<a <!-- ``` ` & " * 300_000,
          "user": {"login": "ana"}}]
    ).encode(),
    "lone surrogates": lambda: (
        b'{"kind":"youtube#video","id":"\\ud800","snippet":{"title":"\\udfff"}}'
    ),
    "trailing commas": lambda: b"[" + b"{,}," * 300_000 + b"]",
}  # fmt: skip
