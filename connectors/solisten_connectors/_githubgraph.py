"""What GitHub's GraphQL interface says of discussions and issues, turned into posts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from solisten.nouns import Gone, Kind, Post
from solisten_connectors._github import NETWORK, NOBODY, STAFF, issue_id, repo_of
from solisten_connectors._html import address, links_in, text_of
from solisten_connectors._json import identifier, table, text, whole
from solisten_connectors._markdown import plain_of
from solisten_connectors._people import account
from solisten_connectors._times import edited, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WRAPPERS = frozenset({"nodes", "edges", "node"})  # what only wraps things of the key above it
THREADS = frozenset({"discussion", "discussions", "issue", "issues", "pullrequest", "pullrequests"})
COMMENTS = frozenset({"comments", "replies", "answer"})


@dataclass(frozen=True, slots=True)
class _Above:
    """Hold what a thing stands in: the repository, the thread, its answer, the comment above."""

    key: str = ""
    repo: str = ""
    thread: str = ""
    answer: str = ""
    comment: str = ""


def graph_records(data: Any) -> Iterator[Post | Gone]:
    """Yield the posts of an answer, each once: threads, then what is said in them.

    Things that were asked for without their time or id are no posts.
    """
    told: set[str] = set()
    stack: list[tuple[Any, _Above]] = [(data, _Above())]
    while stack:
        value, above = stack.pop()
        if isinstance(value, list):
            stack.extend((one, above) for one in reversed(value))
        elif isinstance(value, dict):
            if _is_private(value):
                continue
            inside, record = _read(value, above)
            if record is not None and record.id not in told:
                told.add(record.id)
                yield record
            for key in reversed(value):
                if isinstance(value[key], dict | list):
                    kept = above.key if key in WRAPPERS else key.lower()
                    stack.append((value[key], replace(inside, key=kept)))


def _is_private(value: Mapping[str, Any]) -> bool:
    repository = table(value.get("repository"))
    return value.get("isPrivate") is True or repository.get("isPrivate") is True


def _read(value: Mapping[str, Any], above: _Above) -> tuple[_Above, Post | Gone | None]:
    kind = text(value.get("__typename")).lower() or above.key
    repo = _repo(value) or above.repo
    name = identifier(value.get("id"))
    if kind in THREADS or ("title" in value and "number" in value):
        page = text(value.get("url"))
        name = issue_id(page) or name
        answer = identifier(table(value.get("answer")).get("id"))
        inside = _Above(repo=repo or repo_of(page), thread=name, answer=answer)
        return inside, _post(value, name, inside, Kind.POST)
    if kind in COMMENTS or kind.endswith("comment"):
        parent = identifier(table(value.get("replyTo")).get("id"))
        if above.key == "replies":
            parent = parent or above.comment
        on = table(value.get("discussion"))
        thread = above.thread or identifier(on.get("id"))
        inside = replace(above, repo=repo, thread=thread, comment=parent or name)
        if value.get("deletedAt") and name:
            gone = Gone(network=NETWORK, id=name, deleted_at=moment(value["deletedAt"]))
            return inside, gone
        placed = replace(inside, comment=parent)
        return inside, _post(value, name, placed, Kind.REPLY if parent else Kind.COMMENT)
    return replace(above, repo=repo), None


def _post(value: Mapping[str, Any], name: str, above: _Above, kind: Kind) -> Post | None:
    created = moment(value.get("createdAt"))
    if not name or created is None:
        return None
    author = table(value.get("author"))
    login = account(author.get("login"))
    marked = text(value.get("bodyHTML"))
    body = (
        plain_of(text(value.get("body"))) or text(value.get("bodyText")).strip() or text_of(marked)
    )
    top = kind is Kind.POST
    return Post(
        network=NETWORK,
        id=name,
        created_at=created,
        channel=above.repo,
        url=address(text(value.get("url"))),
        kind=kind,
        author="" if login == NOBODY else login,
        author_bot=text(author.get("__typename")) == "Bot" or login.endswith("[bot]"),
        edited_at=edited(value.get("lastEditedAt"), created),
        text=body,
        title=text(value.get("title")).strip(),
        reply_to="" if top else above.comment or above.thread,
        thread="" if top else above.thread,
        likes=whole(value.get("upvoteCount")),
        links=links_in(body),
        accepted=not top and (value.get("isAnswer") is True or name == above.answer),
        official="staff" if text(value.get("authorAssociation")) in STAFF else "",
    )


def _repo(value: Mapping[str, Any]) -> str:
    repository = table(value.get("repository"))
    full = identifier(repository.get("nameWithOwner")) or identifier(value.get("nameWithOwner"))
    owner = identifier(table(repository.get("owner")).get("login"))
    name = identifier(repository.get("name"))
    return full or (f"{owner}/{name}" if owner and name else "")
