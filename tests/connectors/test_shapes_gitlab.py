"""Issues and notes of GitLab, written by us."""

from __future__ import annotations

from typing import Any

import pytest
from shapes import AT, LATER, NINE, TEN, posts, records

from solisten.errors import Unreadable
from solisten.nouns import Kind


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
    plain, merge = posts("gitlab", [issue(), issue(source_branch="x"), issue(confidential=True)])
    assert (plain.id, plain.channel) == ("git.acme.example/Issue/70", "tools/app")
    assert (plain.author, plain.author_name, plain.created_at) == ("ana", "Ana Lee", NINE + 0.5)
    assert (plain.likes, plain.kind) == (2, Kind.POST)
    assert merge.id == "git.acme.example/MergeRequest/70"
    robot = issue(author={"username": "project_1_bot_9ab"})
    assert posts("gitlab", robot)[0].author_bot
    assert posts("gitlab", issue(author={"username": "ghost"}))[0].author == ""


def test_notes() -> None:
    url = "https://git.acme.example/api/v4/projects/tools%2Fapp/issues/7/discussions"
    hidden = [note(3, system=True), note(4, internal=True), note(5, confidential=True)]
    notes = [*hidden, note(1), note(2, updated_at=LATER)]
    first, second = posts("gitlab", [{"id": "h", "individual_note": False, "notes": notes}], url)
    assert (first.id, first.reply_to) == ("git.acme.example/Note/1", "git.acme.example/Issue/70")
    assert (second.reply_to, second.thread) == (first.id, "git.acme.example/Issue/70")
    assert (second.edited_at, second.kind, first.kind) == (TEN, Kind.REPLY, Kind.COMMENT)
    assert first.channel == "tools/app"
    assert first.url == "https://git.acme.example/tools/app/-/issues/7#note_1"
    flat = posts("gitlab", notes, url.replace("discussions", "notes"))
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
    first, one, two = posts("gitlab", data, "https://git.acme.example/api/graphql")
    assert (first.id, first.channel, first.title) == (
        "git.acme.example/Issue/70", "tools/app", "It fails"
    )  # fmt: skip
    assert (first.author, first.kind) == ("ana", Kind.POST)
    assert (one.id, one.reply_to, one.author) == ("git.acme.example/Note/1", first.id, "bo")
    assert (two.id, two.reply_to, two.thread) == ("git.acme.example/Note/2", one.id, first.id)
    project["visibility"] = "private"
    assert posts("gitlab", data) == []


def test_what_only_looks_like_an_issue() -> None:
    approvals = issue(approvals_required=1, approved_by=[])
    milestone = issue(start_date="2026-05-01")
    assert not posts("gitlab", [approvals, milestone])
    epic = {"group_id": 3, "web_url": "https://gitlab.com/groups/acme/-/epics/7"}
    told = {key: value for key, value in issue(**epic).items() if key != "project_id"}
    (found,) = posts("gitlab", [told])
    assert found.id == "gitlab.com/Epic/70"
    done = {"action_name": "commented on", "target_type": "Note", "note": note(9)}
    assert [one.id for one in posts("gitlab", [done])] == ["gitlab.com/Note/9"]


def test_closed_gitlab() -> None:
    with pytest.raises(Unreadable, match="env:NAME"):
        records("gitlab", {"message": "401 Unauthorized"}, status=401)
    assert records("gitlab", {"message": "404 Project Not Found"}) == []
