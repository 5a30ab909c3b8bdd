"""Shapes of repositories, stores, videos, channels and lists, written by us."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest

from solisten.connector import Response
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post, Visibility

NINE = 1777626000.0  # 2026-05-01T09:00:00Z
TEN = NINE + 3600
AT, LATER = "2026-05-01T09:00:00Z", "2026-05-01T10:00:00Z"
NETWORKS = (
    *("rss", "wordpress", "googlenews", "youtube", "github", "gitlab", "appstore", "telegram"),
    "mailinglist",
)


def records_of(network: str, value: Any, url: str = "", status: int = 200) -> list[Post | Gone]:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return list(
        import_module(f"solisten_connectors.{network}").read(Response(url, status, {}, raw))
    )


def posts_of(network: str, value: Any, url: str = "") -> list[Post]:
    return [one for one in records_of(network, value, url) if isinstance(one, Post)]


PAGES = {
    "a log-in form": b"<html><title>Log in</title><form><input type=password></form></html>",
    "a captcha": b"<!doctype html><title>Just a moment...</title><body>Checking your browser",
    "a page": b"<html><title>Acme</title><p>Rockets and more rockets.</p></html>",
    "XML": b"<?xml version='1.0'?><catalogue><item/></catalogue>",
    "JSON": b'{"some": {"other": "interface"}}',
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "nothing": b"",
}


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("page", PAGES)
def test_what_is_no_answer_has_a_reason(network: str, page: str) -> None:
    with pytest.raises(Unreadable) as failure:
        records_of(network, PAGES[page])
    assert failure.value.reason


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize(
    "body", [b"", b"<html>Not Found</html>", b'{"message": "Not Found"}', b"x"]
)
def test_not_found_is_no_post_and_no_error(network: str, body: bytes) -> None:
    assert records_of(network, body, "https://acme.example/1", 404) == []


@pytest.mark.parametrize("network", NETWORKS)
def test_a_page_of_a_blocked_door_is_an_error(network: str) -> None:
    with pytest.raises(Unreadable):
        records_of(network, b"<html><title>403 Forbidden</title></html>", status=403)


EMPTY = {
    "rss": b"<rss><channel><title>x</title></channel></rss>",
    "wordpress": b"[]",
    "googlenews": b"<rss><channel><title>x</title></channel></rss>",
    "youtube": b'{"kind": "youtube#channelListResponse", "items": [{"kind": "youtube#channel"}]}',
    "github": b'{"login": "ana", "node_id": "U", "url": "https://api.github.com/users/ana"}',
    "gitlab": b'{"id": 1, "username": "ana", "web_url": "https://gitlab.com/ana"}',
    "appstore": b'{"resultCount": 1, "results": [{"trackId": 1}]}',
    "telegram": b'<div class="tgme_page_title">Acme</div>',
    "mailinglist": b"<html><title>The users Archives</title></html>",
}


@pytest.mark.parametrize(
    ("network", "url"),
    [
        ("github", "https://api.github.com/repos/acme/app/languages"),
        ("gitlab", "https://gitlab.com/api/v4/projects/1/languages"),
        ("wordpress", "https://acme.example/wp-json/"),
    ],
)
def test_other_answers_of_the_network_itself_are_no_error(network: str, url: str) -> None:
    assert records_of(network, {"Python": 12345}, url) == []


@pytest.mark.parametrize("network", NETWORKS)
def test_a_profile_or_an_empty_list_is_no_post_and_no_error(network: str) -> None:
    assert records_of(network, EMPTY[network]) == []


# WordPress


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
    (post,) = posts_of("wordpress", [article()])
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
    assert posts_of("wordpress", [article(**hidden)]) == []


def test_comments_that_an_article_brings_along() -> None:
    remark = {
        "id": 9, "parent": 0, "author": 0, "author_name": "Bo", "date": "2026-05-01T13:30:00",
        "content": {"rendered": "<p>Fine</p>"}, "type": "comment",
        "link": "https://acme.example/hi/#comment-9",
    }  # fmt: skip
    answer = remark | {"id": 10, "parent": 9}
    whole = article(date="2026-05-01T12:00:00", date_gmt="2026-05-01T09:00:00")
    told = whole | {"_embedded": {"replies": [[remark, answer]], "author": [{"name": "Ana"}]}}
    first, said, answered = posts_of("wordpress", [told])
    assert (said.kind, said.author, said.text) == (Kind.COMMENT, "Bo", "Fine")
    assert (said.created_at, said.reply_to) == (NINE + 5400, first.id)
    assert (answered.reply_to, answered.thread) == (said.id, first.id)


def test_comments_of_both_interfaces() -> None:
    core = {
        "id": 42, "post": 7, "parent": 0, "author": 0, "author_name": "ana@acme.example",
        "date_gmt": "2026-05-01T09:00:00", "content": {"rendered": "<p>a</p>"}, "type": "comment",
        "link": "https://acme.example/launch/#comment-42", "status": "approved",
    }  # fmt: skip
    (post,) = posts_of("wordpress", [core])
    assert (post.id, post.reply_to, post.thread) == (
        "acme.example/?p=7#comment-42", "acme.example/?p=7", "acme.example/?p=7",
    )  # fmt: skip
    assert post.author == post.author_name == "05e9c03bfe4bf987"
    assert posts_of("wordpress", [core | {"status": "hold"}]) == []
    assert posts_of("wordpress", [core | {"type": "pingback"}]) == []
    com = {
        "ID": 43, "post": {"ID": 7}, "parent": {"ID": 42}, "date": "2026-05-01T11:00:00+02:00",
        "author": {"ID": 5, "login": "bo", "email": "bo@acme.example", "ip_address": "203.0.113.7"},
        "URL": "https://acme.example/launch/#comment-43", "content": "b", "like_count": 2,
    }  # fmt: skip
    (answer,) = posts_of("wordpress", {"found": 1, "comments": [com]})
    assert (answer.reply_to, answer.thread, answer.kind) == (post.id, post.thread, Kind.REPLY)
    assert (answer.author, answer.likes, answer.created_at) == ("bo", 2, NINE)
    assert "acme.example" not in answer.author_name


def test_closed_wordpress() -> None:
    body = {"code": "rest_disabled", "message": "No.", "data": {"status": 401}}
    with pytest.raises(Unreadable, match="feeds are read instead"):
        records_of("wordpress", body, status=401)
    past = {"code": "rest_post_invalid_page_number", "message": "x", "data": {"status": 400}}
    assert records_of("wordpress", past, status=400) == []


# YouTube


def comment(name: str, **snippet: Any) -> dict[str, Any]:
    return {
        "kind": "youtube#comment", "id": name,
        "snippet": {
            "videoId": "v", "channelId": "UCacme", "textOriginal": "x", "publishedAt": AT,
            "updatedAt": AT, "authorChannelId": {"value": "UCana"}, "authorDisplayName": "@ana",
            **snippet,
        },
    }  # fmt: skip


def test_a_thread_of_comments() -> None:
    thread = {
        "kind": "youtube#commentThread", "id": "c",
        "snippet": {"videoId": "v", "channelId": "UCacme", "topLevelComment": comment("c")},
        "replies": {"comments": [
            comment("c.1", parentId="c", authorChannelId={"value": "UCacme"}, updatedAt=LATER),
        ]},
    }  # fmt: skip
    top, reply = posts_of(
        "youtube", {"kind": "youtube#commentThreadListResponse", "items": [thread]}
    )
    assert (top.kind, top.reply_to, top.thread, top.official) == (Kind.COMMENT, "v", "v", "")
    assert (reply.kind, reply.reply_to, reply.thread) == (Kind.REPLY, "c", "v")
    assert (reply.official, reply.edited_at, reply.channel) == ("staff", TEN, "UCacme")
    hidden = thread | {"snippet": {**table_of(thread["snippet"]), "isPublic": False}}
    assert (
        posts_of("youtube", {"kind": "youtube#commentThreadListResponse", "items": [hidden]}) == []
    )
    assert posts_of("youtube", comment("c", moderationStatus="heldForReview")) == []


def table_of(value: object) -> dict[str, Any]:
    assert isinstance(value, dict)
    return value


def playlist_item(title: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "youtube#playlistItem",
        "snippet": {
            "resourceId": {"videoId": "v"}, "title": title, "publishedAt": LATER,
            "channelId": "UClist", "videoOwnerChannelId": "UCacme",
        },
        **more,
    }  # fmt: skip


def test_the_items_of_a_playlist() -> None:
    shown = playlist_item("x", contentDetails={"videoPublishedAt": AT})
    unlisted = playlist_item("x", contentDetails={"videoPublishedAt": AT}) | {
        "status": {"privacyStatus": "unlisted"}
    }
    hidden = playlist_item("x", status={"privacyStatus": "private"})
    items = [
        shown,
        unlisted,
        hidden,
        playlist_item("Private video"),
        playlist_item("Deleted video"),
    ]
    found = records_of("youtube", {"kind": "youtube#playlistItemListResponse", "items": items})
    assert [type(one) for one in found] == [Post, Post, Gone]
    assert isinstance(found[0], Post)
    assert (found[0].id, found[0].created_at, found[0].author) == ("v", NINE, "UCacme")
    assert isinstance(found[1], Post)
    assert found[1].visibility is Visibility.UNLISTED


def test_disabled_comments_are_no_error() -> None:
    error = {"code": 403, "errors": [{"reason": "commentsDisabled"}]}
    assert records_of("youtube", {"error": error}, status=403) == []
    with pytest.raises(Unreadable, match="quotaExceeded"):
        records_of("youtube", {"error": {"code": 403, "errors": [{"reason": "quotaExceeded"}]}})


# GitHub

REPO = "https://api.github.com/repos/acme/app"


def test_issues_and_pull_requests() -> None:
    issue = {
        "url": f"{REPO}/issues/7", "html_url": "https://github.com/acme/app/pull/7", "number": 7,
        "title": "It fails", "created_at": AT, "updated_at": LATER, "user": None, "id": 70,
        "body": "<!-- template -->\r\nSee https://b.example.\r\n", "reactions": {"+1": 3},
        "author_association": "CONTRIBUTOR",
    }  # fmt: skip
    (post,) = posts_of("github", [issue])
    assert (post.id, post.channel) == (f"{REPO}/issues/7", "acme/app")
    assert (post.author, post.text, post.likes) == ("", "See https://b.example.", 3)
    assert (post.links, post.official, post.edited_at) == (("https://b.example",), "", None)
    pull = issue | {"url": f"{REPO}/pulls/7", "issue_url": f"{REPO}/issues/7"}
    assert posts_of("github", pull)[0].id == post.id
    found = posts_of("github", {"total_count": 1, "items": [issue]})
    assert found == [post]
    assert posts_of("github", [issue | {"repository": {"private": True}}]) == []


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
    one, two, three, four = posts_of("github", [plain, line, review, empty, commit])
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
    (post,) = posts_of("github", [release, release | {"draft": True}])
    assert (post.title, post.kind, post.official) == ("v4", Kind.ARTICLE, "staff")
    event = {"type": "ReleaseEvent", "public": True, "payload": {"release": release}}
    assert posts_of("github", [event, event | {"public": False}]) == [post]
    gone = records_of("github", {"message": "This issue was deleted"}, f"{REPO}/issues/7", 410)
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
    found = records_of("github", {"data": {"repository": repository}})
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
    assert records_of("github", hidden) == []
    alone = {
        "data": {"node": answer | {"__typename": "DiscussionComment", "discussion": {"id": "D"}}}
    }
    assert posts_of("github", alone)[0].thread == "D"


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
        (post,) = posts_of("github", value)
        assert (post.id, post.channel, post.title) == ("D_5", "acme/app", "Idea")
    (post,) = posts_of("github", [answered], "https://api.github.com/repos/acme/app/discussions/3")
    assert (post.id, post.kind, post.channel) == ("DC_9", Kind.REPLY, "acme/app")


def test_errors_of_graphql() -> None:
    missing = {"data": {"repository": None}, "errors": [{"type": "NOT_FOUND", "message": "x"}]}
    assert records_of("github", missing) == []
    with pytest.raises(Unreadable, match="limited"):
        records_of("github", {"errors": [{"type": "RATE_LIMITED", "message": "limited"}]})


# GitLab


def issue(**more: Any) -> dict[str, Any]:
    return {
        "id": 70, "iid": 7, "project_id": 1, "title": "It fails", "description": "x", "upvotes": 2,
        "created_at": "2026-05-01T09:00:00.500Z", "updated_at": LATER,
        "web_url": "https://git.acme.example/tools/app/-/issues/7",
        "author": {"username": "ana", "name": "Ana Lee"}, **more,
    }  # fmt: skip


def note(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "body": f"n{number}", "created_at": AT, "updated_at": AT, "noteable_id": 70,
        "noteable_type": "Issue",
        "author": {"username": "bo", "web_url": "https://git.acme.example/bo"}, **more,
    }  # fmt: skip


def test_issues_and_merge_requests() -> None:
    plain, merge = posts_of("gitlab", [issue(), issue(source_branch="x"), issue(confidential=True)])
    assert (plain.id, plain.channel) == ("git.acme.example/Issue/70", "tools/app")
    assert (plain.author, plain.author_name, plain.created_at) == ("ana", "Ana Lee", NINE + 0.5)
    assert (plain.likes, plain.kind) == (2, Kind.POST)
    assert merge.id == "git.acme.example/MergeRequest/70"
    robot = issue(author={"username": "project_1_bot_9ab"})
    assert posts_of("gitlab", robot)[0].author_bot
    assert posts_of("gitlab", issue(author={"username": "ghost"}))[0].author == ""


def test_notes() -> None:
    url = "https://git.acme.example/api/v4/projects/tools%2Fapp/issues/7/discussions"
    hidden = [note(3, system=True), note(4, internal=True), note(5, confidential=True)]
    notes = [*hidden, note(1), note(2, updated_at=LATER)]
    first, second = posts_of("gitlab", [{"id": "h", "individual_note": False, "notes": notes}], url)
    assert (first.id, first.reply_to) == ("git.acme.example/Note/1", "git.acme.example/Issue/70")
    assert (second.reply_to, second.thread) == (first.id, "git.acme.example/Issue/70")
    assert (second.edited_at, second.kind, first.kind) == (TEN, Kind.REPLY, Kind.COMMENT)
    assert first.channel == "tools/app"
    assert first.url == "https://git.acme.example/tools/app/-/issues/7#note_1"
    flat = posts_of("gitlab", notes, url.replace("discussions", "notes"))
    assert [post.reply_to for post in flat] == ["git.acme.example/Issue/70"] * 2


def test_issues_by_graphql() -> None:
    def said(number: int, **more: Any) -> dict[str, Any]:
        who = {"username": "bo", "name": "Bo", "webUrl": "https://git.acme.example/bo"}
        name = {"id": f"gid://gitlab/DiscussionNote/{number}", "body": f"n{number}", "author": who}
        return name | {"createdAt": AT, "updatedAt": AT, "system": False} | more

    page = "https://git.acme.example/tools/app/-/issues/7"
    notes = {"nodes": [said(3, system=True), said(4, internal=True), said(1), said(2)]}
    asked = {
        "id": "gid://gitlab/Issue/70", "iid": "7", "title": "It fails", "description": "x",
        "createdAt": AT, "webUrl": page, "author": {"username": "ana", "name": "Ana Lee"},
        "discussions": {"nodes": [{"id": "gid://gitlab/Discussion/h", "notes": notes}]},
        "notes": notes,
    }  # fmt: skip
    hidden = asked | {"id": "gid://gitlab/Issue/71", "confidential": True}
    project: dict[str, Any] = {"issues": {"nodes": [asked, hidden]}}
    data = {"data": {"project": project}}
    first, one, two = posts_of("gitlab", data, "https://git.acme.example/api/graphql")
    assert (first.id, first.channel, first.title) == (
        "git.acme.example/Issue/70", "tools/app", "It fails"
    )  # fmt: skip
    assert (first.author, first.kind) == ("ana", Kind.POST)
    assert (one.id, one.reply_to, one.author) == ("git.acme.example/Note/1", first.id, "bo")
    assert (two.id, two.reply_to, two.thread) == ("git.acme.example/Note/2", one.id, first.id)
    project["visibility"] = "private"
    assert posts_of("gitlab", data) == []


def test_what_only_looks_like_an_issue() -> None:
    approvals = issue(approvals_required=1, approved_by=[])
    milestone = issue(start_date="2026-05-01")
    assert not posts_of("gitlab", [approvals, milestone])
    epic = {"group_id": 3, "web_url": "https://gitlab.com/groups/acme/-/epics/7"}
    told = {key: value for key, value in issue(**epic).items() if key != "project_id"}
    (found,) = posts_of("gitlab", [told])
    assert found.id == "gitlab.com/Epic/70"
    done = {"action_name": "commented on", "target_type": "Note", "note": note(9)}
    assert [one.id for one in posts_of("gitlab", [done])] == ["gitlab.com/Note/9"]


def test_closed_gitlab() -> None:
    with pytest.raises(Unreadable, match="env:NAME"):
        records_of("gitlab", {"message": "401 Unauthorized"}, status=401)
    assert records_of("gitlab", {"message": "404 Project Not Found"}) == []


# App stores


def test_one_review_is_no_list_and_none_is_nothing() -> None:
    review = {
        "id": {"label": "9"}, "im:rating": {"label": "5"}, "title": {"label": "Good"},
        "content": {"label": "Works"}, "updated": {"label": "2026-05-01T02:00:00-07:00"},
        "author": {"name": {"label": "Ana"}, "uri": {"label": "https://itunes.apple.com/us/reviews/id3"}},
        "im:voteSum": {"label": "4"},
    }  # fmt: skip
    url = "https://itunes.apple.com/us/rss/customerreviews/page=1/id=12345/sortby=mostrecent/json"
    (post,) = posts_of("appstore", {"feed": {"entry": review}}, url)
    assert (post.id, post.rating, post.channel, post.created_at) == ("9", 5.0, "12345", NINE)
    assert (post.author, post.author_name, post.likes) == ("3", "Ana", 4)
    assert posts_of("appstore", {"feed": {"author": {}}}, url) == []
    the_app = {"id": {"label": "app"}, "im:name": {"label": "Acme"}}
    assert len(posts_of("appstore", {"feed": {"entry": [the_app, review]}}, url)) == 1


def test_the_feed_as_xml() -> None:
    entry = (
        "<entry><updated>2026-05-01T02:00:00-07:00</updated><id>9</id>"
        "<title>Good &amp; fast</title>"
        '<content type="text">5 &lt; 6\nyes</content><content type="html">&lt;b&gt;x</content>'
        "<im:rating>5</im:rating><im:voteSum>4</im:voteSum><author><name>Ana</name><uri>"
        "https://itunes.apple.com/us/reviews/id3</uri></author></entry>"
    )
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:im="http://itunes.apple.com/rss"><id>'
        "https://itunes.apple.com/us/rss/customerreviews/id=12345/xml</id><entry><id>app</id>"
        f"<im:name>Acme</im:name></entry>{entry}</feed>"
    )
    (post,) = posts_of("appstore", body.encode())
    assert (post.id, post.rating, post.channel) == ("9", 5.0, "12345")
    assert (post.text, post.title, post.author) == ("5 < 6\nyes", "Good & fast", "3")
    assert (post.created_at, post.likes, post.kind) == (NINE, 4, Kind.REVIEW)


def test_the_developers_responses() -> None:
    connect = {
        "data": [{
            "type": "customerReviews", "id": "r",
            "attributes": {"rating": 1, "title": "Bad", "body": "Fails", "createdDate": AT,
                           "reviewerNickname": "ana"},
            "relationships": {"response": {"data": {"id": "a"}}},
        }],
        "included": [{
            "type": "customerReviewResponses", "id": "a",
            "attributes": {"responseBody": "Sorry.", "lastModifiedDate": LATER,
                           "state": "PUBLISHED"},
        }],
    }  # fmt: skip
    url = "https://api.appstoreconnect.apple.com/v1/apps/12345/customerReviews"
    (post,) = posts_of("appstore", connect, url)
    assert (post.reply_text, post.reply_at, post.channel) == ("Sorry.", TEN, "12345")
    connect["included"][0]["attributes"]["state"] = "PENDING_PUBLISH"  # type: ignore[index]
    assert posts_of("appstore", connect, url)[0].reply_text is None
    web = {"data": [{"id": "r", "type": "user-reviews", "attributes": {
        "rating": 2, "review": "Meh", "date": AT, "userName": "ana",
        "developerResponse": {"body": "Thanks", "modified": LATER},
    }}]}  # fmt: skip
    (post,) = posts_of("appstore", web)
    assert (post.text, post.reply_text, post.reply_at) == ("Meh", "Thanks", TEN)


def test_google_play() -> None:
    review = {
        "reviewId": "g", "authorName": "Ana",
        "comments": [
            {"userComment": {"text": "Bad\tFails", "starRating": 1, "reviewerLanguage": "en",
                             "lastModified": {"seconds": "1777626000"}, "thumbsUpCount": 3}},
            {"developerComment": {"text": "Sorry", "lastModified": {"seconds": "1777629600"}}},
        ],
    }  # fmt: skip
    url = (
        "https://androidpublisher.googleapis.com/androidpublisher/v3/applications/com.acme/reviews"
    )
    (post,) = posts_of("appstore", {"reviews": [review]}, url)
    assert (post.network, post.channel, post.title) == ("google-play", "com.acme", "Bad")
    assert (post.text, post.rating, post.likes) == ("Fails", 1.0, 3)
    assert (post.reply_text, post.reply_at) == ("Sorry", TEN)


# Telegram


def message(inside: str, classes: str = "", name: str = "acme/7") -> bytes:
    time = f'<a class="tgme_widget_message_date"><time datetime="{AT}"></time></a>'
    return (
        f'<div class="tgme_widget_message {classes}" data-post="{name}">'
        '<a class="tgme_widget_message_owner_name"><span>Acme &amp; Co</span></a>'
        f"{inside}{time}</div>"
    ).encode()


WORDS = '<div class="tgme_widget_message_text js-message_text">It <b>works</b><br/>now</div>'


def test_messages_of_a_channel() -> None:
    (post,) = posts_of("telegram", message(WORDS))
    assert (post.id, post.text, post.author) == ("acme/7", "It works\nnow", "acme")
    assert (post.author_name, post.created_at, post.kind) == ("Acme & Co", NINE, Kind.POST)
    answered = (
        '<a class="tgme_widget_message_reply" href="https://t.me/acme/3"><div class='
        '"tgme_widget_message_text js-message_reply_text">old</div></a>'
    )
    (reply,) = posts_of("telegram", message(answered + WORDS))
    assert (reply.kind, reply.reply_to, reply.text) == (Kind.REPLY, "acme/3", "It works\nnow")
    forwarded = (
        '<div class="tgme_widget_message_forwarded_from">Forwarded from <a class='
        '"tgme_widget_message_forwarded_from_name" href="https://t.me/globex/9">Globex</a></div>'
    )
    (repost,) = posts_of("telegram", message(forwarded + WORDS))
    assert (repost.kind, repost.repost_of, repost.text) == (Kind.REPOST, "globex/9", "")
    signed = '<span class="tgme_widget_message_from_author">Ana</span>'
    assert posts_of("telegram", message(WORDS + signed))[0].author_name == "Ana"
    assert posts_of("telegram", message(WORDS, "service_message")) == []
    pinned = '<div class="tgme_widget_message_text service_message">Acme pinned it</div>'
    assert posts_of("telegram", message(pinned)) == []
    poll = '<div class="tgme_widget_message_poll_question">Which one?</div>'
    assert posts_of("telegram", message(poll))[0].text == "Which one?"
    assert posts_of("telegram", message("<i class='photo'></i>"))[0].text == ""


def test_messages_of_a_public_group_are_nobodys_office() -> None:
    named = '<{} class="tgme_widget_message_author_name"{}><span>Ana</span></{}> in '
    owner = '<a class="tgme_widget_message_owner_name" href="https://t.me/acme">Acme</a>'
    answered = (
        '<a class="tgme_widget_message_reply" href="https://t.me/acme/3">'
        '<span class="tgme_widget_message_author_name">Bo</span>'
        '<div class="tgme_widget_message_text">old</div></a>'
    )
    linked = named.format("a", ' href="https://t.me/ana_lee"', "a")
    (post,) = posts_of("telegram", message(linked + owner + answered + WORDS))
    assert (post.author, post.author_name, post.official) == ("ana_lee", "Ana", "")
    assert (post.channel, post.reply_to, post.text) == ("acme", "acme/3", "It works\nnow")
    hidden = named.format("span", "", "span")
    (post,) = posts_of("telegram", message(hidden + owner + WORDS))
    assert (post.author, post.official) == ("Ana", "")
    (post,) = posts_of("telegram", message(answered + WORDS))
    assert (post.author, post.official) == ("acme", "staff")
    done = '<div class="message_media_not_supported_label">Service message</div>'
    assert posts_of("telegram", message(done)) == []
    spoken = WORDS.replace("now", '<a href="?q=%23a">#a</a> <a href="/acme/3">b</a>')
    assert posts_of("telegram", message(spoken))[0].links == ("https://t.me/acme/3",)


def test_a_deleted_message() -> None:
    page = b'<div class="tgme_widget_message_error">Post not found</div>'
    assert records_of("telegram", page, "https://t.me/acme/7?embed=1") == [
        Gone(network="telegram", id="acme/7")
    ]


def test_exports_of_public_chats_alone() -> None:
    said = {
        "id": 7, "type": "message", "date_unixtime": "1777626000", "from": "Ana",
        "from_id": "user1",
        "text": ["It ", {"type": "bold", "text": "works"}], "reply_to_message_id": 3,
        "edited_unixtime": "1777629600",
    }  # fmt: skip
    chat = {"id": 99, "type": "public_supergroup", "messages": [said, {"id": 8, "type": "service"}]}
    (post,) = posts_of("telegram", chat)
    assert (post.id, post.text, post.reply_to) == ("99/7", "It works", "99/3")
    assert (post.edited_at, post.author, post.author_name) == (TEN, "user1", "Ana")
    for kind in ("personal_chat", "private_group", "private_supergroup", "saved_messages"):
        assert posts_of("telegram", chat | {"type": kind}) == []
    linked = {"text": [{"type": "text_link", "text": "here", "href": "https://acme.example/x"}]}
    asked = said | {"text": "", "poll": {"question": "Which one?"}, "reply_to_peer_id": "channel5"}
    two = chat | {"messages": [said | linked, asked | {"id": 9}]}
    here, poll = posts_of("telegram", two)
    assert (here.text, here.links) == ("here", ("https://acme.example/x",))
    assert (poll.text, poll.reply_to, poll.kind) == ("Which one?", "", Kind.POST)
    told = {
        "message_id": 7, "date": 1777626000, "text": "x",
        "from": {"username": "ana", "is_bot": True},
        "chat": {"type": "supergroup", "username": "acme"},
    }  # fmt: skip
    (post,) = posts_of("telegram", {"ok": True, "result": [{"message": told}]})
    assert (post.id, post.author, post.author_bot) == ("acme/7", "ana", True)
    closed = told | {"chat": {"type": "group", "title": "x"}}
    assert posts_of("telegram", {"ok": True, "result": [{"message": closed}]}) == []


# Mailing lists


def mail(head: str, body: str = "hello") -> bytes:
    begin = "From ana at acme.example  Fri May  1 09:00:00 2026\n"
    return f"{begin}{head}\nMessage-ID: <1@acme.example>\n\n{body}\n".encode(
        "utf-8", "surrogateescape"
    )


DATE = "Date: Fri, 1 May 2026 11:00:00 +0200"


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("ana at acme.example (Ana Lee)", "Ana Lee"),
        ("Ana Lee <ana at acme.example>", "Ana Lee"),
        ('"Lee, Ana" <ana@acme.example>', "Lee, Ana"),
        ("ana@acme.example", "05e9c03bfe4bf987"),
        ("ana at acme.example", "05e9c03bfe4bf987"),
        ("=?iso-8859-1?q?J=F6rg?= <j@acme.example>", "Jörg"),
        ("=?utf-8?b?SsO2cmc=?= via users <users@acme.example>", "Jörg"),
        ("J\udcc3\udcb6rg <j@acme.example>", "Jörg"),
    ],
)
def test_who_wrote_a_mail(sender: str, name: str) -> None:
    (post,) = posts_of("mailinglist", mail(f"From: {sender}\n{DATE}\nSubject: x"))
    assert post.author == name
    assert post.created_at == NINE


def test_threads_of_mails() -> None:
    head = f"From: Ana <a@b.example>\n{DATE}\nSubject: =?utf-8?q?Re=3A_It_f=C3=A4ils?=\n"
    both = f"{head}In-Reply-To: <3@x> (Bo's message)\nReferences: <1@x>\n\t<2@x> <3@x>"
    (post,) = posts_of(
        "mailinglist", mail(both), "https://acme.example/pipermail/users/2026-May.txt"
    )
    assert (post.reply_to, post.thread, post.kind) == ("3@x", "1@x", Kind.REPLY)
    assert (post.title, post.channel, post.id) == ("Re: It fäils", "users", "1@acme.example")
    (post,) = posts_of("mailinglist", mail(f"{head}References: <1@x> <2@x>"))
    assert (post.reply_to, post.thread) == ("2@x", "1@x")
    (post,) = posts_of("mailinglist", mail(f"{head}List-Id: Users <users.acme.example>"))
    assert (post.reply_to, post.thread, post.channel) == ("", "", "users")


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        ("Content-Transfer-Encoding: quoted-printable", "caf=C3=A9 =\nau lait", "café au lait"),
        ("Content-Type: text/plain; charset=iso-8859-1", "caf\udce9", "café"),
        ("Content-Type: text/html", "<p>a</p><script>b</script>", "a"),
        ("X: y", ">From here on", "From here on"),
        (
            'Content-Type: multipart/alternative; boundary="b"',
            "--b\nContent-Type: text/html\n\n<p>h</p>\n--b\nContent-Type: text/plain\n\np\n--b--",
            "p",
        ),
        (
            'Content-Type: multipart/mixed; boundary="b"',
            "--b\nContent-Disposition: attachment\n\nfile\n--b\n\nwords\n--b--",
            "words",
        ),
    ],
)
def test_the_words_of_a_mail(head: str, body: str, text: str) -> None:
    (post,) = posts_of("mailinglist", mail(f"From: Ana <a@b.example>\n{DATE}\n{head}", body))
    assert post.text == text


def test_mails_are_told_apart() -> None:
    body = mail(f"From: A <a@b.example>\n{DATE}", "From here\nto there.\n\nFrom Ana with love.")
    found = posts_of("mailinglist", body + b"\n" + mail(f"From: B <b@b.example>\n{DATE}"))
    assert [post.author for post in found] == ["A", "B"]
    assert found[0].text.endswith("From Ana with love.")


def test_a_mail_passed_on_is_no_mail_of_its_own() -> None:
    inner = mail(f"From: B <b@b.example>\n{DATE}\nSubject: inner")
    outer = f"From: A <a@b.example>\n{DATE}\nMessage-ID: <2@x>\n\nSee below.\n\n".encode()
    (post,) = posts_of("mailinglist", outer + inner)
    assert (post.id, post.author) == ("2@x", "A")
    unnamed = b"From a@b.example\n" + outer
    assert posts_of("mailinglist", unnamed)[0].id == "2@x"


def test_what_is_no_id_and_no_date() -> None:
    head = "From: A <a@b.example>\nIn-Reply-To: yes\nReferences: y\nSubject: x"
    received = "Received: by a; Fri, 1 May 2026 11:00:00 +0200"
    whole = f"{received}\n{head}\nDate: Pn, 29 paX 2007 21:13\n\nhello\n".encode()
    (post,) = posts_of("mailinglist", whole)
    assert (post.reply_to, post.thread, post.kind) == ("", "", Kind.POST)
    assert post.created_at == NINE


def test_hyperkittys_interface() -> None:
    url = "https://lists.acme.example/archives/api/list/users@lists.acme.example/email/"
    one = {
        "url": f"{url}A/", "mailinglist": url.partition("email")[0], "message_id": "1@x",
        "date": AT,
        "sender": {"address": "ana (a) acme.example"}, "sender_name": "Ana", "subject": "x",
        "parent": None, "content": "hello", "votes": {"likes": 2},
    }  # fmt: skip
    one |= {"message_id_hash": "A", "thread": f"{url.replace('email', 'thread')}A/"}
    two = one | {"url": f"{url}B/", "message_id": "2@x", "parent": f"{url}A/", "sender_name": ""}
    two |= {"message_id_hash": "B"}
    first, second = posts_of("mailinglist", {"count": 2, "results": [one, two]})
    assert (first.id, first.author, first.channel, first.likes) == ("1@x", "Ana", "users", 2)
    assert (second.reply_to, second.thread, second.author) == ("1@x", "1@x", "05e9c03bfe4bf987")
    assert (first.reply_to, first.thread) == ("", "")
