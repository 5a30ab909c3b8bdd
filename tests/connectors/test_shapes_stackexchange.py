"""Questions and answers of Stack Exchange that recorded answers do not show."""

from __future__ import annotations

from typing import Any

import pytest
from shapes import posts

from solisten.nouns import Kind


def test_stackexchange_items() -> None:
    answer = {
        "answer_id": 11,
        "question_id": 10,
        "creation_date": 1_000_000_100,
        "body": "<p>Do</p>",
        "owner": {"user_id": 4, "display_name": "B &amp; C", "user_type": "moderator"},
        "is_accepted": True,
        "score": -1,
        "last_edit_date": 1_000_000_200,
    }
    question = {
        "question_id": 10,
        "title": "How &amp; why?",
        "creation_date": 1_000_000_000,
        "body_markdown": "a &lt; b",
        "owner": {"user_type": "does_not_exist", "display_name": "gone"},
        "link": "https://superuser.com/questions/10/how",
        "answers": [answer],
    }
    asked, told = posts("stackexchange", {"items": [question]})
    assert (asked.title, asked.text, asked.author, asked.author_name) == (
        "How & why?",
        "a < b",
        "",
        "gone",
    )
    assert asked.channel == "superuser"
    assert (told.reply_to, told.thread, told.accepted, told.likes) == ("10", "10", True, -1)
    assert (told.author, told.author_name, told.official) == ("4", "B & C", "staff")
    assert told.edited_at == 1_000_000_200.0
    remark = {"comment_id": 5, "post_id": 11, "creation_date": 1_000_000_300, "body": "ok"}
    url = "https://api.stackexchange.com/2.3/posts/11/comments?site=unix"
    (found,) = posts("stackexchange", {"items": [remark]}, url)
    assert (found.id, found.reply_to, found.channel) == ("comment5", "11", "unix")


def test_stackexchange_threads_by_their_pages() -> None:
    page = "https://superuser.com/questions/10/how"
    on_answer = {
        "comment_id": 5, "post_id": 11, "post_type": "answer", "creation_date": 1_000_000_300,
        "link": f"{page}/11#comment5_11", "body": "ok",
    }  # fmt: skip
    on_question = {
        "comment_id": 6, "post_id": 10, "post_type": "question", "creation_date": 1_000_000_300
    }  # fmt: skip
    answer = {
        "post_id": 11, "post_type": "answer", "creation_date": 1_000_000_200,
        "link": f"{page}/11#11", "title": "How?",
    }  # fmt: skip
    told = posts("stackexchange", {"items": [on_answer, on_question, answer]})
    assert [(one.id, one.reply_to, one.thread, one.title) for one in told] == [
        ("comment5", "11", "10", ""), ("comment6", "10", "10", ""), ("11", "10", "10", "")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        {"timeline_type": "vote_aggregate", "question_id": 10},
        {"revision_guid": "a", "revision_number": 2, "post_id": 10, "body": "old"},
        {"suggested_edit_id": 3, "post_id": 10, "post_type": "question"},
        {"item_type": "new_answer", "question_id": 10, "is_unread": True},
        {"reputation_history_type": "asker_accepts_answer", "post_id": 10},
    ],
)
def test_stackexchange_tells_of_posts_that_are_none(told: dict[str, Any]) -> None:
    item = {"creation_date": 1_000_000_000, "owner": {"user_id": 4}, **told}
    assert not posts("stackexchange", {"items": [item], "has_more": False, "quota_remaining": 9})


def test_stackexchange_excerpts_and_articles() -> None:
    found = {
        "item_type": "answer", "question_id": 10, "answer_id": 12, "is_accepted": True,
        "creation_date": 1_000_000_000,
        "title": 'Is <span class="highlight">Acme</span> &lt;b&gt;?',
        "excerpt": '&hellip; <span class="highlight">Acme</span> is',
    }  # fmt: skip
    asked = {**found, "item_type": "question"}
    del asked["answer_id"]
    article = {"article_id": 7, "creation_date": 1_000_000_000, "title": "Acme", "body": "<p>x</p>"}
    told = posts("stackexchange", {"items": [found, asked, article]})
    assert [(one.id, one.kind, one.title) for one in told] == [
        ("12", Kind.REPLY, ""), ("10", Kind.POST, "Is Acme <b>?"), ("7", Kind.ARTICLE, "Acme")
    ]  # fmt: skip
    assert (told[0].text, told[0].reply_to, told[0].accepted) == ("… Acme is", "10", True)
