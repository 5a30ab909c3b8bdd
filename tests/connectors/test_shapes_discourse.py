"""Topics and posts of Discourse that recorded answers do not show."""

from __future__ import annotations

from typing import Any

import pytest
from shapes import discourse_post, discourse_topic, posts, records

from solisten.nouns import Gone, Kind, Post, Visibility


@pytest.mark.parametrize("hidden", [{"post_type": 4}, {"post_type": 3}, {"hidden": True}])
def test_discourse_leaves_out_what_is_not_for_everybody(hidden: dict[str, Any]) -> None:
    told = discourse_topic(discourse_post(1), discourse_post(2, **hidden))
    assert [one.id for one in posts("discourse", told, "https://f.example/t/help/7.json")] == [
        "101"
    ]


def test_discourse_tells_no_private_messages() -> None:
    told = discourse_topic(discourse_post(1), discourse_post(2), archetype="private_message")
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
    assert not records("discourse", {"private_posts": [discourse_post(1)]})
    assert not records("discourse", {"post": discourse_post(1, topic_archetype="private_message")})


def test_discourse_topics() -> None:
    told = discourse_topic(
        discourse_post(1, reply_to_post_number=None, version=2),
        discourse_post(2, reply_to_post_number=None, staff=True, name="Bo"),
        discourse_post(3, reply_to_post_number=2, actions_summary=[{"id": 2, "count": 4}]),
        discourse_post(4, user_deleted=True),
        discourse_post(5, deleted_at="2026-05-02T00:00:00Z"),
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
    replies = [discourse_post(4, reply_to_post_number=3), discourse_post(6, reply_to_post_number=3)]
    found = posts("discourse", replies, "https://f.example/posts/103/replies.json")
    assert [one.reply_to for one in found] == ["103", "103"]


def test_discourse_source_where_that_is_all_there_is() -> None:
    assert [one.id for one in posts("discourse", {"post": discourse_post(2)})] == ["102"]
    bare = {
        key: value
        for key, value in discourse_post(1, raw="So **it** is").items()
        if key != "cooked"
    }
    assert posts("discourse", discourse_topic(bare))[0].text == "So **it** is"


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
