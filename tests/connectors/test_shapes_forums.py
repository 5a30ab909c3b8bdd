"""Shapes that several forums share."""

from __future__ import annotations

from typing import Any

import pytest
from shapes import discourse_post, discourse_topic, posts, reddit_comment, reddit_listing


def test_titles_are_no_markup() -> None:
    title = "When is Vec<T> & co. a list?"
    (topical,) = posts(
        "discourse",
        discourse_topic(discourse_post(1), title=title),
        "https://f.example/t/help/7.json",
    )
    story = {"short_id": "s", "title": title, "created_at": "2026-05-01T10:00:00Z"}
    (told,) = posts("lobsters", [story])
    question = {"question_id": 1, "title": title, "creation_date": 1_000_000_000}
    (asked,) = posts("stackexchange", {"items": [question]})
    assert {topical.title, told.title, asked.title} == {title}


@pytest.mark.parametrize(
    ("network", "value"),
    [
        ("reddit", reddit_listing(reddit_comment("a", author="jane@mail.example"))),
        ("discourse", discourse_topic(discourse_post(1, username="203.0.113.7"))),
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
