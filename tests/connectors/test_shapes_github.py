"""Issues, discussions and releases of GitHub, written by us."""

from __future__ import annotations

import pytest
from shapes import AT, LATER, TEN, posts, records

from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post

REPO = "https://api.github.com/repos/acme/app"


def test_issues_and_pull_requests() -> None:
    issue = {
        "url": f"{REPO}/issues/7", "html_url": "https://github.com/acme/app/pull/7", "number": 7,
        "title": "It fails", "created_at": AT, "updated_at": LATER, "user": None, "id": 70,
        "body": "<!-- template -->\r\nSee https://b.example.\r\n", "reactions": {"+1": 3},
        "author_association": "CONTRIBUTOR",
    }  # fmt: skip
    (post,) = posts("github", [issue])
    assert (post.id, post.channel) == (f"{REPO}/issues/7", "acme/app")
    assert (post.author, post.text, post.likes) == ("", "See https://b.example.", 3)
    assert (post.links, post.official, post.edited_at) == (("https://b.example",), "", None)
    pull = issue | {"url": f"{REPO}/pulls/7", "issue_url": f"{REPO}/issues/7"}
    assert posts("github", pull)[0].id == post.id
    found = posts("github", {"total_count": 1, "items": [issue]})
    assert found == [post]
    assert posts("github", [issue | {"repository": {"private": True}}]) == []


def test_comments_reviews_and_robots() -> None:
    user = {"login": "acme-bot[bot]", "type": "Bot"}
    base = {"id": 5, "created_at": AT, "updated_at": LATER, "body": "b", "user": user}
    plain = base | {"url": f"{REPO}/issues/comments/5", "issue_url": f"{REPO}/issues/7"}
    line = base | {
        "url": f"{REPO}/pulls/comments/5", "pull_request_url": f"{REPO}/pulls/7",
        "in_reply_to_id": 4, "author_association": "MEMBER", "user": {"login": "ana"},
    }  # fmt: skip
    review = base | {"pull_request_url": f"{REPO}/pulls/7", "submitted_at": AT, "node_id": "R"}
    empty = review | {"body": ""}
    commit = base | {"url": f"{REPO}/comments/5", "commit_id": "abc"}
    one, two, three, four = posts("github", [plain, line, review, empty, commit])
    assert (one.id, one.reply_to, one.thread) == ("5", f"{REPO}/issues/7", f"{REPO}/issues/7")
    assert (one.author_bot, one.edited_at, one.kind) == (True, TEN, Kind.COMMENT)
    assert (two.id, two.reply_to, two.thread) == ("discussion_r5", "discussion_r4", one.thread)
    assert (two.official, two.kind) == ("staff", Kind.REPLY)
    assert (three.id, three.reply_to) == ("pullrequestreview-5", one.thread)
    assert four.id == "commitcomment-5"
    assert len({one.id, two.id, three.id, four.id}) == 4


def test_releases_events_and_deletions() -> None:
    release = {
        "url": f"{REPO}/releases/9", "tag_name": "v4", "name": "", "body": "New", "draft": False,
        "published_at": AT, "author": {"login": "ana"}, "node_id": "L",
    }  # fmt: skip
    (post,) = posts("github", [release, release | {"draft": True}])
    assert (post.title, post.kind, post.official) == ("v4", Kind.ARTICLE, "staff")
    event = {"type": "ReleaseEvent", "public": True, "payload": {"release": release}}
    assert posts("github", [event, event | {"public": False}]) == [post]
    gone = records("github", {"message": "This issue was deleted"}, f"{REPO}/issues/7", 410)
    assert gone == [Gone(network="github", id=f"{REPO}/issues/7")]


def test_discussions() -> None:
    reply = {"id": "C2", "body": "r", "createdAt": AT, "author": {"login": "bo"}}
    answer = {
        "id": "C1", "body": "a", "createdAt": AT, "lastEditedAt": LATER, "author": {"login": "ana"},
        "authorAssociation": "MEMBER", "replies": {"nodes": [reply]},
    }  # fmt: skip
    gone = {"id": "C3", "body": "", "createdAt": AT, "deletedAt": LATER}
    discussion = {
        "id": "D", "number": 7, "title": "How?", "body": "q", "createdAt": AT, "author": None,
        "url": "https://github.com/acme/app/discussions/7", "answer": {"id": "C1"},
        "comments": {"nodes": [answer, gone]}, "upvoteCount": 4,
    }  # fmt: skip
    repository = {"nameWithOwner": "acme/app", "discussions": {"nodes": [discussion]}}
    found = records("github", {"data": {"repository": repository}})
    top, first, second, third = found
    assert isinstance(top, Post)
    assert (top.id, top.channel, top.author, top.likes) == ("D", "acme/app", "", 4)
    assert isinstance(first, Post)
    assert (first.reply_to, first.thread, first.accepted) == ("D", "D", True)
    assert (first.official, first.edited_at, first.kind) == ("staff", TEN, Kind.COMMENT)
    assert isinstance(second, Post)
    assert (second.reply_to, second.thread, second.accepted) == ("C1", "D", False)
    assert third == Gone(network="github", id="C3", deleted_at=TEN)
    hidden = {"data": {"repository": repository | {"isPrivate": True}}}
    assert records("github", hidden) == []
    alone = {
        "data": {"node": answer | {"__typename": "DiscussionComment", "discussion": {"id": "D"}}}
    }
    assert posts("github", alone)[0].thread == "D"


def test_discussions_without_graphql() -> None:
    page = "https://github.com/acme/app/discussions/3"
    said = {"body": "x", "user": {"login": "ana"}, "created_at": AT, "updated_at": AT}
    asked = said | {"id": 5, "node_id": "D_5", "number": 3, "title": "Idea", "html_url": page}
    answered = said | {
        "id": 9, "node_id": "DC_9", "discussion_id": 5, "parent_id": 7,
        "html_url": f"{page}#discussioncomment-9",
    }  # fmt: skip
    event = {"type": "DiscussionEvent", "payload": {"discussion": asked}, "public": True}
    for value in ([asked], [event]):
        (post,) = posts("github", value)
        assert (post.id, post.channel, post.title) == ("D_5", "acme/app", "Idea")
    (post,) = posts("github", [answered], "https://api.github.com/repos/acme/app/discussions/3")
    assert (post.id, post.kind, post.channel) == ("DC_9", Kind.REPLY, "acme/app")


def test_errors_of_graphql() -> None:
    missing = {"data": {"repository": None}, "errors": [{"type": "NOT_FOUND", "message": "x"}]}
    assert records("github", missing) == []
    with pytest.raises(Unreadable, match="limited"):
        records("github", {"errors": [{"type": "RATE_LIMITED", "message": "limited"}]})
