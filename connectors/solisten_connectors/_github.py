"""What GitHub's REST interface says of issues, comments and releases, turned into posts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from solisten.nouns import Gone, Kind, Post
from solisten_connectors._html import address, links_in
from solisten_connectors._json import identifier, table, tables, text, whole
from solisten_connectors._markdown import plain_of
from solisten_connectors._people import account
from solisten_connectors._times import edited, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "github"
API = "https://api.github.com"
# How an author stands to the repository: those who speak for it, by the owner's leave.
STAFF = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
NOBODY = "ghost"  # the account that the posts of deleted accounts are shown under
OURS = frozenset({"node_id", "event", "payload"})
SPOKEN = frozenset({"commented", "reviewed", "line-commented", "commit-commented"})

_THREAD = re.compile(
    r"(https?://[^/\s]{1,200})(?:/api/v3)?(/repos)?/([^/\s]{1,100}/[^/\s]{1,100})/(?:issues|pulls?)/(\d{1,12})(?![\w])"
)
_REPO = re.compile(
    r"https?://[^/\s]{1,200}(?:/api/v3)?(?:/repos)?/([^/\s?#]{1,100}/[^/\s?#]{1,100})"
)


def rest_records(answer: Any, url: str) -> Iterator[Post | Gone]:
    """Yield the posts of a list, a search, a timeline, events, or a single thing."""
    for item in _things(answer):
        record = _record(item, url)
        if record is not None:
            yield record


def is_rest(answer: Any) -> bool:
    """Say whether an answer is GitHub's, by the marks that all its things carry.

    >>> is_rest([]), is_rest({"node_id": "x"}), is_rest([{"name": "x"}])
    (True, True, False)
    """
    if isinstance(answer, dict) and ("resources" in answer or "total_count" in answer):
        return True
    found = tables(answer) if isinstance(answer, list) else [table(answer)]
    return (isinstance(answer, list) and not answer) or any(map(_is_ours, filter(None, found)))


def _is_ours(one: Mapping[str, Any]) -> bool:
    if not OURS.isdisjoint(one):
        return True
    url, page = text(one.get("url")), text(table(one.get("user")).get("url"))
    return "/repos/" in url or url.startswith(API) or "/users/" in page


def _things(answer: Any) -> Iterator[Mapping[str, Any]]:
    """Yield everything in an answer that may be a post, in its order."""
    if isinstance(answer, dict):
        listed = answer.get("items") if "total_count" in answer else [answer]
    else:
        listed = answer
    for item in tables(listed):
        if "payload" in item:
            if item.get("public") is not False:
                payload = table(item["payload"])
                keys = ("issue", "pull_request", "discussion", "comment", "review", "release")
                yield from (table(payload[key]) for key in keys if key in payload)
        elif "event" in item:
            if text(item["event"]) in SPOKEN:
                yield item
                yield from tables(item.get("comments"))
        else:
            yield item


def _record(item: Mapping[str, Any], url: str) -> Post | None:
    repository = table(item.get("repository"))
    if item.get("draft") is True and "tag_name" in item:
        return None
    if repository.get("private") is True or item.get("private") is True:
        return None
    if "tag_name" in item:
        return _release(item)
    if "title" in item and "number" in item and "user" in item:
        return _issue(item)
    if "body" in item and "user" in item and "content" not in item:
        return _comment(item, url)
    return None


def _issue(item: Mapping[str, Any]) -> Post | None:
    name = issue_id(text(item.get("issue_url"))) or issue_id(text(item.get("url")))
    name = name or issue_id(text(item.get("html_url"))) or identifier(item.get("node_id"))
    created = moment(item.get("created_at"))
    if not name or created is None:
        return None
    body = plain_of(text(item.get("body")))
    return Post(
        network=NETWORK,
        id=name,
        created_at=created,
        channel=repo_of(name) or repo_of(text(item.get("html_url"))),
        url=address(text(item.get("html_url"))),
        text=body,
        title=text(item.get("title")).strip(),
        likes=_likes(item),
        links=links_in(body),
        **_author(item),
    )


def _comment(item: Mapping[str, Any], url: str) -> Post | None:
    """Return a comment on an issue, a line of code or a commit, or the words of a review."""
    created = moment(item.get("created_at") or item.get("submitted_at"))
    number = identifier(item.get("id"))
    if not number or created is None:
        return None
    own = text(item.get("url")) or text(item.get("html_url"))
    on = ("issue_url", "pull_request_url", "html_url")
    thread = next((found for key in on if (found := issue_id(text(item.get(key))))), "")
    thread = thread or issue_id(url)
    body = plain_of(text(item.get("body")))
    if "submitted_at" in item or item.get("event") == "reviewed":
        name = f"pullrequestreview-{number}"
        if not body:
            return None  # an approval without a word
    elif "discussion_id" in item:  # as GraphQL names it; its discussion has another number there
        name, thread = identifier(item.get("node_id")), ""
    elif "/pulls/comments/" in own or "pull_request_review_id" in item:
        name = f"discussion_r{number}"
    elif "/issues/comments/" in own or thread:
        name = number
    else:
        name, thread = f"commitcomment-{number}", identifier(item.get("commit_id"))
    answers = identifier(item.get("in_reply_to_id"))
    below = bool(answers or item.get("parent_id"))
    return Post(
        network=NETWORK,
        id=name,
        created_at=created,
        channel=repo_of(thread)
        or repo_of(own)
        or repo_of(text(item.get("html_url")))
        or repo_of(url),
        url=address(text(item.get("html_url"))) or _page(thread, number),
        kind=Kind.REPLY if below else Kind.COMMENT,
        edited_at=edited(item.get("updated_at"), created),
        text=body,
        reply_to=f"discussion_r{answers}" if answers else thread,
        thread=thread,
        likes=_likes(item),
        links=links_in(body),
        **_author(item),
    )


def _release(item: Mapping[str, Any]) -> Post | None:
    created = moment(item.get("published_at") or item.get("created_at"))
    name = identifier(item.get("url")) or identifier(item.get("html_url"))
    if not name or created is None:
        return None
    body = plain_of(text(item.get("body")))
    return Post(
        network=NETWORK,
        id=name,
        created_at=created,
        channel=repo_of(name),
        url=address(text(item.get("html_url"))),
        kind=Kind.ARTICLE,
        edited_at=edited(item.get("updated_at"), created),
        text=body,
        title=text(item.get("name")).strip() or text(item.get("tag_name")).strip(),
        likes=_likes(item),
        links=links_in(body),
        **{**_author({"user": item.get("author")}), "official": "staff"},
    )


def issue_id(url: str) -> str:
    """Return the id of an issue or pull request: its address in the REST interface.

    It is the one name that an issue and all that is said about it share.

    >>> issue_id("https://github.com/acme/app/pull/7#issuecomment-1")
    'https://api.github.com/repos/acme/app/issues/7'
    """
    found = _THREAD.match(url)
    if found is None:
        return ""
    host, _, repo, number = found.groups()
    root = API if host in {API, "https://github.com", "http://github.com"} else f"{host}/api/v3"
    return f"{root}/repos/{repo}/issues/{number}"


def repo_of(url: str) -> str:
    """Return the repository "owner/name" that an address is of.

    >>> repo_of("https://api.github.com/repos/acme/app/issues/7")
    'acme/app'
    """
    found = _REPO.match(url)
    return found[1] if found else ""


def _page(thread: str, number: str) -> str:
    """Return the page of a comment that does not tell it."""
    if not thread.startswith(API):
        return ""
    return f"https://github.com{urlsplit(thread).path.removeprefix('/repos')}#issuecomment-{number}"


def _author(item: Mapping[str, Any]) -> dict[str, Any]:
    user = table(item.get("user")) or table(item.get("actor"))
    login = account(user.get("login"))
    robot = text(user.get("type")) == "Bot" or login.endswith("[bot]")
    return {
        "author": "" if login == NOBODY else login,
        "author_bot": robot,
        "official": "staff" if text(item.get("author_association")) in STAFF else "",
    }


def _likes(item: Mapping[str, Any]) -> int | None:
    return whole(table(item.get("reactions")).get("+1"))
