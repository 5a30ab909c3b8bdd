"""Text, links and block pages: what they are, whatever the bytes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.connector import Response
from solisten_connectors._blocked import blocked
from solisten_connectors._html import attributes_of, links_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    ("", ""),
    ("plain\n\ntext &amp; more", "plain\n\ntext & more"),
    ("I <3 you, 2 < 3, </3 <br>x", "I <3 you, 2 < 3, </3\nx"),
    ("a<br>b<br/>c<br />d", "a\nb\nc\nd"),
    ("<p>a</p>\n<p>b</p>", "a\n\nb"),
    ("<ul>\n <li>a</li>\n <li>b</li>\n</ul>c", "a\nb\nc"),
    ("<b>bo</b>ld <i> and</i>  more", "bold and more"),
    ("<pre>a\n  b\n</pre>c", "a\n  b\n\nc"),
    ("<script>alert('<p>')</script>x<style>p{}</style>", "x"),
    ("<SCRIPT>1</ScRiPt >x", "x"),
    ("a<!-- b <p> -->c<!-->d", "acd"),
    ("a<?xml x?>b<!DOCTYPE html>c</>d", "abcd"),
    ('<a title="x>y" href=z>t</a>', "t"),
    ("&lt;b&gt; &quot;&#39;&#x27;&nbsp;&hellip;", "<b> \"'' …"),
    ("&amp;lt;", "&lt;"),
    ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
    ('hi <img src=x alt="🎉"> <img alt="a cat">', "hi 🎉"),
    ("<blockquote><p>a</p><p>b<br>c</p></blockquote>d", "> a\n\n> b\n> c\n\nd"),
    ("cut off <a href='https://acme.exa", "cut off"),
    ("cut off <!-- for ever", "cut off"),
    ('broken <a href="x>y</a> z', "broken y z"),
    ("<h1>T</h1>text", "T\n\ntext"),
]


@pytest.mark.parametrize(("html", "text"), TEXTS)
def test_text(html: str, text: str) -> None:
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ('<a href="https://acme.example/?a=1&amp;b=2">x</a>', ("https://acme.example/?a=1&b=2",)),
        (
            "<a href=HTTPS://acme.example>x</a><a href='https://b.example'>",
            ("https://acme.example", "https://b.example"),
        ),
        ('<a href="java\nscript:alert(1)">x</a><a href="data:text/html,x">', ()),
        ('<a href="#top">x</a><a href="">', ()),
        ('<a href="/x">1</a><a href="/x">2</a>', ("https://acme.example/x",)),
        ('<a href="//cdn.example/x">1</a>', ("https://cdn.example/x",)),
        ('<a href="http://[bad">1</a>', ()),
        ('<abbr href="https://acme.example"><!-- <a href="https://b.example"> -->', ()),
        ('<a data-href="https://b.example" title="href=https://c.example">1</a>', ()),
        ('<a class="u-url mention" href="https://b.example/@x">@x</a>', ()),
    ],
)
def test_links(html: str, links: tuple[str, ...]) -> None:
    assert links_of(html, "https://acme.example/a/", without=frozenset({"mention"})) == links


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="<>/=\"' abpscript!-?&#;x\n", max_size=200))
def test_any_markup_is_read(html: str) -> None:
    assert text_of(html).strip() == text_of(html)
    assert all(link.startswith(("http", "HTTP")) for link in links_of(html, "https://a.example"))
    attributes_of(html)
    blocked(Response("https://a.example", body=html.encode()), "json")


@pytest.mark.no_cover  # the tracer would be timed as well
@pytest.mark.parametrize(
    "flood",
    [
        *("<", "<a ", '<a b="', "<a b='\"", "<div>", "<!--", "<!-- -", "= ", "&", "&#99999999999;"),
        *("<script>", "<svg/>", " ", "<pre> ", "<blockquote>a\n", "<title", "<![CDATA[", "a<1 "),
        *("<input ", '<img alt="', "</", "&#", "<a href='x", "<br>"),
    ],
)
def test_time_grows_with_the_length_alone(flood: str) -> None:
    def seconds(n: int) -> float:
        page = f"<a {flood * n}"
        start = time.process_time()
        for html in (flood * n, page):
            text_of(html)
            links_of(html)
            blocked(Response("https://a.example", body=html.encode()), "json")
        return time.process_time() - start

    seconds(1000)
    small = min(seconds(2_000) for _ in range(3))
    large = min(seconds(20_000) for _ in range(2))
    assert large < 40 * max(small, 0.002)  # ten times as long; quadratic would be 100


@pytest.mark.parametrize(
    ("body", "expects", "said"),
    [
        (b"<html><title>Just a moment...</title>", "", "captcha"),
        (b"<form><input name=a><input type='password'></form>", "json", "log-in form"),
        (b"<!-- x --><!doctype html><title>Acme</title>", "json", 'a web page ("Acme") where JSON'),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>hello", "feed", "a web page where a feed"),
        (b"<?xml version='1.0'?><rss/>", "json", "XML where JSON"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", "feed", "a web page"),
        (b"%PDF-1.4", "json", "another format where JSON"),
        (b"PK\x03\x04", "feed", "another format where a feed"),
        (b"{}", "html", "JSON where a web page"),
    ],
)
def test_what_is_no_answer(body: bytes, expects: str, said: str) -> None:
    reason = blocked(Response("https://a.example", body=body), expects)  # type: ignore[arg-type]
    assert reason is not None
    assert said in reason


@pytest.mark.parametrize(
    ("body", "expects"),
    [
        (b"", "json"),
        (b" [1]", "json"),
        (b"null", "json"),
        (b"<rss/>", "feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "feed"),
        ("<feed/>".encode("utf-16"), "feed"),
        (b"<html><title>Captchas explained</title>" + b"<p>Many words here. " * 200, "html"),
        (b"<html><title>Acme</title><p>Rockets", ""),
    ],
)
def test_what_may_be_an_answer(body: bytes, expects: str) -> None:
    assert blocked(Response("https://a.example", body=body), expects) is None  # type: ignore[arg-type]


def test_recorded_block_pages(shared: Path) -> None:
    captures = shared / "captures"
    pages = ["reddit/html-js-challenge-shell.html", "reddit/html-network-policy-block.html"]
    for page in [*pages, "hostile-feeds/html-captcha-200.html"]:
        body = (captures / page).read_bytes()
        assert blocked(Response("https://a.example", body=body)), page
    for path in sorted([*captures.glob("askbot/*.html"), *captures.glob("telegram/*.html")]):
        assert not blocked(Response("https://a.example", body=path.read_bytes())), path
