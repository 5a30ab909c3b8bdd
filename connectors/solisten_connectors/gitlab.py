"""GitLab: issues, merge requests, and what is said about them, of public projects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from solisten.connector import (
    Cursor,
    Listening,
    Request,
    Response,
    Source,
    connector,
)
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post
from solisten_connectors._feed import feed_of
from solisten_connectors._gitlabgraph import ID, graph_items
from solisten_connectors._html import address, links_in
from solisten_connectors._json import (
    ABSENT,
    answer_of,
    identifier,
    one_line,
    table,
    tables,
    text,
    whole,
)
from solisten_connectors._listing import Page, Steps, days_of, explained, newest_first
from solisten_connectors._markdown import plain_of
from solisten_connectors._people import account, host_of, path_of, person
from solisten_connectors._threads import Threads, follow, followed, passed, threads_of, timed
from solisten_connectors._times import edited, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "gitlab"
SITE = "https://gitlab.com"
PAGE = "100"
CLOSED = (
    'this project or interface needs a token (token = "env:NAME" with the scope read_api); its feed'
    " /-/issues.atom may be public all the same: use connector rss"
)
ROBOT = re.compile(r"(?:project|group)_\d+_bot\w*|\w*-bot")
NOBODY = "ghost"
NO_THREADS = frozenset({"approvals_required", "approvals_left", "approved_by", "expired"})
OURS = frozenset(  # keys that GitLab's things carry
    {"project_id", "short_id", "head_commit_sha", "notes", "noteable_type", "awardable_type"}
    | {"web_url", "path_with_namespace", "username", "action_name", "resource_type"}
)

_PLACE = re.compile(r"/(?:-/)?(issues|merge_requests|work_items|epics)/(\d{1,12})")
_PROJECT = re.compile(r"/projects/([^/?#]+)/")


@dataclass(frozen=True, slots=True)
class _Place:
    """Hold where an answer was asked: the instance's host, the project, the page of the thread."""

    host: str
    project: str = ""
    page: str = ""


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the posts of issues, merge requests, notes, discussions or a search, or of a feed.

    What the GraphQL interface tells of them is read, too.
    """
    if response.body.lstrip()[:1] == b"<" and response.status < 400:
        yield from _feed(response)
        return
    answer = answer_of(response)
    if answer is None or response.status in ABSENT or _is_absent(answer):
        return
    data = table(answer).get("data")
    if isinstance(data, dict) and ID.encode() in response.body:
        answer = list(graph_items(data))
    listed = answer if isinstance(answer, list) else [answer]
    known = "/api/v4/" in response.url or any(not OURS.isdisjoint(one) for one in tables(listed))
    if listed and not known:
        raise Unreadable("JSON that is no answer of GitLab")
    for item in tables(listed):
        yield from _records(item, _place(item, response.url))


def _is_absent(answer: Any) -> bool:
    """Say whether a body is the network's own "not found"; raise what other errors say."""
    top = table(answer)
    if "id" in top or not ({"message", "error"} & top.keys()):
        return False
    said = text(top.get("message")) or text(top.get("error_description")) or text(top.get("error"))
    if "404" not in said and "not found" not in said.lower():
        raise Unreadable(f"GitLab says: {one_line(said) or 'an error'}; {CLOSED}")
    return True


def _place(item: Mapping[str, Any], url: str) -> _Place:
    """Return where a thing is from, by its own address, else its author's or what was asked."""
    author = text(table(item.get("author")).get("web_url"))
    own = text(item.get("web_url"))
    notes = next(tables(item.get("notes")), {})
    author = author or text(table(notes.get("author")).get("web_url"))
    host = host_of(own) or host_of(author) or host_of(url) or host_of(SITE)
    asked = _PROJECT.search(urlsplit(url).path)
    project = asked[1].replace("%2F", "/").replace("%2f", "/") if asked else ""
    thread = _PLACE.search(urlsplit(url).path)
    page = ""
    if thread and project and not project.isdigit():
        page = f"https://{host}/{project}/-/{thread[1]}/{thread[2]}"
    return _Place(host, project, page)


def _records(item: Mapping[str, Any], place: _Place) -> Iterator[Post]:
    if "notes" in item and "individual_note" in item:
        first = ""
        for note in tables(item.get("notes")):
            post = _note(note, place, first)
            if post is not None:
                yield post
                first = first or post.id
    elif "noteable_type" in item:
        if post := _note(item, place, ""):
            yield post
    elif isinstance(item.get("note"), dict):  # what somebody did, here and elsewhere
        if post := _note(item["note"], place, ""):
            yield post
    elif _is_thread(item) and (post := _thread(item, place)):
        yield post


def _is_thread(item: Mapping[str, Any]) -> bool:
    """Tell issues, merge requests and epics from milestones and from who may merge one."""
    place = "project_id" if "project_id" in item else "group_id"
    epic = place == "group_id" and "author" in item
    known = {"title", "iid", place} <= item.keys() and NO_THREADS.isdisjoint(item)
    return known and (epic or (place == "project_id" and "start_date" not in item))


def _thread(item: Mapping[str, Any], place: _Place) -> Post | None:
    """Return an issue or a merge request; a confidential one is nobody's."""
    created, number = moment(item.get("created_at")), identifier(item.get("id"))
    if created is None or not number or item.get("confidential") is True:
        return None
    page = address(text(item.get("web_url")))
    merged = "source_branch" in item or "/merge_requests/" in page
    kind = "MergeRequest" if merged else "Issue" if "project_id" in item else "Epic"
    body = plain_of(text(item.get("description")))
    return Post(
        network=NETWORK,
        id=f"{place.host}/{kind}/{number}",
        created_at=created,
        channel=_channel(page) or _full_name(item) or place.project,
        url=page,
        text=body,
        title=text(item.get("title")).strip(),
        likes=whole(item.get("upvotes")),
        links=links_in(body),
        **_author(item),
    )


def _note(item: Mapping[str, Any], place: _Place, above: str) -> Post | None:
    """Return what somebody wrote; events, internal and confidential notes are left out."""
    created, number = moment(item.get("created_at")), identifier(item.get("id"))
    hidden = item.get("confidential") is True or item.get("internal") is True
    if created is None or not number or hidden or item.get("system") is True:
        return None
    on, kind = identifier(item.get("noteable_id")), identifier(item.get("noteable_type"))
    thread = f"{place.host}/{kind}/{on}" if on and kind else ""
    body = plain_of(text(item.get("body")))
    return Post(
        network=NETWORK,
        id=f"{place.host}/Note/{number}",
        created_at=created,
        channel=_channel(place.page) or ("" if place.project.isdigit() else place.project),
        url=f"{place.page}#note_{number}" if place.page else "",
        kind=Kind.REPLY if above else Kind.COMMENT,
        edited_at=edited(item.get("last_edited_at") or item.get("updated_at"), created),
        text=body,
        reply_to=above or thread,
        thread=thread,
        links=links_in(body),
        **_author(item),
    )


def _author(item: Mapping[str, Any]) -> dict[str, Any]:
    author = table(item.get("author"))
    name = account(author.get("username"))
    nobody = name == NOBODY
    return {
        "author": "" if nobody else name,
        "author_name": "" if nobody else person(author.get("name")),
        "author_bot": author.get("bot") is True or ROBOT.fullmatch(name) is not None,
    }


def _full_name(item: Mapping[str, Any]) -> str:
    full = text(table(item.get("references")).get("full"))
    return re.split(r"[#!]", full)[0]


def _channel(page: str) -> str:
    """Return the project "group/name" that a page belongs to.

    >>> _channel("https://gitlab.com/acme/tools/app/-/issues/7")
    'acme/tools/app'
    """
    path = urlsplit(page).path
    found = _PLACE.search(path)
    return path[: found.start()].strip("/") if found else ""


def _feed(response: Response) -> Iterator[Post]:
    """Yield the entries of a feed of issues or merge requests."""
    feed = feed_of(response)
    for entry in feed.entries if feed else ():
        at = entry.published if entry.published is not None else entry.updated
        if entry.id and at is not None:
            yield Post(
                network=NETWORK,
                id=entry.id,
                created_at=at,
                channel=_channel(entry.link),
                url=entry.link,
                author=entry.author,
                author_name=entry.author,
                text=entry.text,
                title=entry.title,
                links=entry.links,
            )


@connector(
    "gitlab",
    read=read,
    reach="issues of the public projects named, and the discussions about them; merge requests if"
    " asked for",
    auth="optional",
    options=("projects", "merge_requests", "token", "days"),
    rate="500 requests a minute without a token at gitlab.com; other instances differ",
    terms="public projects by their interface; gitlab.com asks for a token in places",
    sees=("replies", "edits", "likes"),
    verified="by documents and hand-made answers alone: no answer of GitLab was recorded; its"
    " GraphQL interface is read, not asked",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for issues that changed, newest change first, then for what is said about them."""
    threads = threads_of(NETWORK, cursor)
    kinds = ["issues", *(["merge_requests"] if source.options.get("merge_requests") else [])]
    for project in _projects(source):
        for kind in kinds:
            path = f"/api/v4/projects/{quote(project, safe='')}/{kind}"
            ask, page = partial(_ask, source, path), partial(_page_of, threads, path)
            steps = timed(
                threads, newest_first(f"{kind}:{project}", cursor, ask, page, days=days_of(source))
            )
            yield from explained(steps, CLOSED)
    said: Any = partial(_discussions, source, threads)  # asks for further pages itself
    ask = partial(_ask_discussions, source)
    yield from explained(followed(threads, ask, said, closed=True), CLOSED)


def _site(source: Source) -> str:
    split = urlsplit(source.url or SITE)
    return f"{split.scheme}://{split.netloc}"


def _projects(source: Source) -> Iterator[str]:
    own = "/".join(part for part in path_of(source.url) if part != "-")
    yield from (*source.strings("projects"), *((own,) if own else ()))


def _ask(source: Source, path: str, older: str) -> Request:
    order = {"scope": "all", "order_by": "updated_at", "sort": "desc", "per_page": PAGE}
    auth = "bearer" if source.options.get("token") else ""
    params = {**order, **({"page": older} if older else {})}
    return Request(f"{_site(source)}{path}", params=params, auth=auth)


def _page_of(threads: Threads, path: str, response: Response) -> Page:
    """Return a page of issues, and follow what is said about those that changed."""
    answer = answer_of(response)
    entries = []
    records = tuple(read(response))
    passed(threads, response, *(one.created_at for one in records if isinstance(one, Post)))
    for item in tables(answer):
        name, at = identifier(item.get("id")), moment(item.get("updated_at"))
        if name and at is not None:
            entries.append((name, at))
            number = identifier(item.get("iid"))
            if item.get("confidential") is not True and whole(item.get("user_notes_count")) != 0:
                threads.open.pop(f"{path}/{number}", None)
                follow(threads, f"{path}/{number}", at, "", at_once=True)
    return Page(records, tuple(entries), response.headers.get("x-next-page", "").strip())


def _ask_discussions(source: Source, path: str, older: str = "") -> Request:
    auth = "bearer" if source.options.get("token") else ""
    params = {"per_page": PAGE, **({"page": older} if older else {})}
    return Request(f"{_site(source)}{path}/discussions", params=params, auth=auth)


def _discussions(
    source: Source, threads: Threads, path: str, _post: str, response: Response | None
) -> Steps[None]:
    """Yield what is said about an issue, page after page, once: more of it is a change."""
    threads.open.pop(path, None)
    asked: set[str] = set()
    while response is not None and not response.unchanged:
        yield from read(response)
        older = response.headers.get("x-next-page", "").strip()
        if not older or older in asked:
            return
        asked.add(older)
        response = yield _ask_discussions(source, path, older)
