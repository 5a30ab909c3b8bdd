"""Articles and comments of WordPress, written by us."""

from __future__ import annotations

from typing import Any

import pytest
from shapes import NINE, TEN, posts, records

from solisten.errors import Unreadable
from solisten.nouns import Kind


def article(**more: Any) -> dict[str, Any]:
    return {
        "id": 7, "date": "2026-05-01T11:00:00", "date_gmt": "2026-05-01T09:00:00",
        "modified_gmt": "2026-05-01T10:00:00", "link": "https://acme.example/blog/launch/",
        "title": {"rendered": "Launch &#8211; now"}, "type": "post", "author": 3,
        "status": "publish",
        "content": {"rendered": "<p>We <a href='/x'>did</a>.</p>", "protected": False},
        "_embedded": {"author": [{"id": 3, "name": "Ana", "slug": "ana"}]},
        "_links": {"self": [{"href": "https://acme.example/blog/wp-json/wp/v2/posts/7"}]}, **more,
    }  # fmt: skip


def test_an_article() -> None:
    (post,) = posts("wordpress", [article()])
    assert (post.id, post.channel) == ("acme.example/blog/?p=7", "acme.example")
    assert (post.created_at, post.edited_at) == (NINE, TEN)
    assert (post.title, post.text) == ("Launch – now", "We did.")  # noqa: RUF001
    assert (post.author, post.author_name, post.kind) == ("3", "Ana", Kind.ARTICLE)
    assert post.links == ("https://acme.example/x",)


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "private"},
        {"status": "draft"},
        {"content": {"rendered": "x", "protected": True}},
        {"site_is_private": True},
        {"type": "attachment"},
    ],
)
def test_hidden_articles(hidden: dict[str, Any]) -> None:
    assert posts("wordpress", [article(**hidden)]) == []


def test_comments_that_an_article_brings_along() -> None:
    remark = {
        "id": 9, "parent": 0, "author": 0, "author_name": "Bo", "date": "2026-05-01T13:30:00",
        "content": {"rendered": "<p>Fine</p>"}, "type": "comment",
        "link": "https://acme.example/hi/#comment-9",
    }  # fmt: skip
    answer = remark | {"id": 10, "parent": 9}
    whole = article(date="2026-05-01T12:00:00", date_gmt="2026-05-01T09:00:00")
    told = whole | {"_embedded": {"replies": [[remark, answer]], "author": [{"name": "Ana"}]}}
    first, said, answered = posts("wordpress", [told])
    assert (said.kind, said.author, said.text) == (Kind.COMMENT, "Bo", "Fine")
    assert (said.created_at, said.reply_to) == (NINE + 5400, first.id)
    assert (answered.reply_to, answered.thread) == (said.id, first.id)


def test_comments_of_both_interfaces() -> None:
    core = {
        "id": 42, "post": 7, "parent": 0, "author": 0, "author_name": "ana@acme.example",
        "date_gmt": "2026-05-01T09:00:00", "content": {"rendered": "<p>a</p>"}, "type": "comment",
        "link": "https://acme.example/launch/#comment-42", "status": "approved",
    }  # fmt: skip
    (post,) = posts("wordpress", [core])
    assert (post.id, post.reply_to, post.thread) == (
        "acme.example/?p=7#comment-42", "acme.example/?p=7", "acme.example/?p=7",
    )  # fmt: skip
    assert post.author == post.author_name == "05e9c03bfe4bf987"
    assert posts("wordpress", [core | {"status": "hold"}]) == []
    assert posts("wordpress", [core | {"type": "pingback"}]) == []
    com = {
        "ID": 43, "post": {"ID": 7}, "parent": {"ID": 42}, "date": "2026-05-01T11:00:00+02:00",
        "author": {"ID": 5, "login": "bo", "email": "bo@acme.example", "ip_address": "203.0.113.7"},
        "URL": "https://acme.example/launch/#comment-43", "content": "b", "like_count": 2,
    }  # fmt: skip
    (answer,) = posts("wordpress", {"found": 1, "comments": [com]})
    assert (answer.reply_to, answer.thread, answer.kind) == (post.id, post.thread, Kind.REPLY)
    assert (answer.author, answer.likes, answer.created_at) == ("bo", 2, NINE)
    assert "acme.example" not in answer.author_name


def test_closed_wordpress() -> None:
    body = {"code": "rest_disabled", "message": "No.", "data": {"status": 401}}
    with pytest.raises(Unreadable, match="feeds are read instead"):
        records("wordpress", body, status=401)
    past = {"code": "rest_post_invalid_page_number", "message": "x", "data": {"status": 400}}
    assert records("wordpress", past, status=400) == []
