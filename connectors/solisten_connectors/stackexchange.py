"""Stack Exchange: questions, answers and comments of one of its sites."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from solisten.connector import Cursor, Listening, Request, Response, Source, connector
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post
from solisten_connectors._blocked import format_of
from solisten_connectors._feed import feed_at
from solisten_connectors._html import address, links_in, links_of, text_of, unescaped
from solisten_connectors._json import answer_of, identifier, one_line, table, tables, text, whole
from solisten_connectors._listing import Page, days_of, explained, newest_first
from solisten_connectors._people import account, host_of, path_of, person
from solisten_connectors._threads import Threads, follow, followed, passed, threads_of, timed
from solisten_connectors._times import edited, moment
from solisten_connectors._whose import or_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten_connectors._entry import Entry

NETWORK = "stackexchange"
ANSWERS = frozenset({Kind.REPLY, Kind.COMMENT})
API = "https://api.stackexchange.com/2.3"
PAGE = "100"
STAFF = frozenset({"moderator"})
# What tells of posts without being one: versions, what happened to them, what a user is told.
NOT_POSTS = frozenset(
    {"timeline_type", "revision_guid", "revision_number", "suggested_edit_id", "event_type"}
    | {"reputation_history_type", "reputation_change", "notification_type", "is_unread"}
)
REMEDY = 'give a free key (key = "env:NAME"): 10,000 requests a day instead of 300'

_QUESTION = re.compile(r"/(?:q|questions)/(\d{1,18})(?=[/?#]|$)")
_ANSWER = re.compile(r"/a/(\d{1,18})(?=[/?#]|$)|#(\d{1,18})$")
_HIGHLIGHT = re.compile(r"</?span(?: class=\"highlight\")?>")  # how searches mark what they found
_SUFFIX = re.compile(r"\.stackexchange\.com$|\.com$")


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the questions, answers and comments of an answer of the API, or of a site's feed."""
    yield from or_foreign(NETWORK, response, _all(response))


def _all(response: Response) -> Iterator[Post | Gone]:
    if format_of(response.body) == "xml":
        feed = feed_at(response, "/questions/", "/q/", "/a/", "/feeds")
        found = (_post_of_entry(entry) for entry in (feed.entries if feed else ()))
    else:
        given = answer_of(response)
        answer = table(given) or {"items": given}
        if "error_id" in answer or "error_name" in answer:
            name, why = answer.get("error_name"), answer.get("error_message")
            said = f"{one_line(name)}: {one_line(why)}"
            raise Unreadable(f'Stack Exchange says "{said}"; {REMEDY}')
        found = (_post(*one, response.url) for one in _items(answer))
    told = set()
    for post in found:
        if post and (post.id, post.kind) not in told:
            told.add((post.id, post.kind))
            yield post


def _items(answer: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str, bool]]:
    """Yield (item, the question it belongs to, whether it is accepted), nested ones after it."""
    listed = answer.get("items")
    for item in tables(listed if isinstance(listed, list) else [answer]):
        question, best = identifier(item.get("question_id")), item.get("accepted_answer_id")
        yield item, question, item.get("is_accepted") is True
        for comment in tables(item.get("comments")):
            yield comment, question, False
        for reply in tables(item.get("answers")):
            chosen = reply.get("is_accepted") is True or (
                best is not None and best == reply.get("answer_id")
            )
            yield reply, question, chosen
            for comment in tables(reply.get("comments")):
                yield comment, question, False


def _post(item: Mapping[str, Any], question: str, accepted: bool, url: str) -> Post | None:
    created = moment(item.get("creation_date"))
    page = address(text(item.get("link"))) or address(text(item.get("share_link")))
    asked = _QUESTION.search(page)
    root = question or (asked[1] if asked else "")
    name, kind, parent = _place(item, root)
    if not name or created is None or not NOT_POSTS.isdisjoint(item):
        return None
    if not root and text(item.get("post_type")) == "question":
        root = parent  # a comment's
    owner = table(item.get("owner"))
    html = text(item.get("body")) or text(item.get("excerpt"))
    plain = unescaped(text(item.get("body_markdown")))
    staff = text(owner.get("user_type")) in STAFF or owner.get("is_employee") is True
    return Post(
        network=NETWORK,
        id=name,
        created_at=created,
        channel=_site(url, page or text(owner.get("link"))),
        url=page,
        kind=kind,
        author=identifier(owner.get("user_id")),
        author_name=person(unescaped(text(owner.get("display_name")))),
        edited_at=edited(item.get("last_edit_date"), created),
        text=text_of(html) if html else plain,
        title="" if kind in ANSWERS else _title(item),
        reply_to=parent,
        thread=root if kind in ANSWERS else "",
        likes=whole(item.get("score")),
        links=links_of(html, page) if html else links_in(plain),
        accepted=accepted,
        official="staff" if staff else "",
    )


def _place(item: Mapping[str, Any], question: str) -> tuple[str, Kind, str]:
    """Return an item's id, its kind and what it answers.

    Comments are counted apart from posts, so that their numbers mean other things: the id says
    "comment", as the anchors of the site's pages do.
    """
    comment, answer = identifier(item.get("comment_id")), identifier(item.get("answer_id"))
    number, kind = identifier(item.get("post_id")), text(item.get("post_type"))
    if comment:
        return f"comment{comment}", Kind.COMMENT, number
    if answer:
        return answer, Kind.REPLY, question
    if number:
        return (number, Kind.REPLY, question) if kind == "answer" else (number, Kind.POST, "")
    if own := identifier(item.get("question_id")):
        return own, Kind.POST, ""
    return identifier(item.get("article_id")), Kind.ARTICLE, ""


def _title(item: Mapping[str, Any]) -> str:
    return unescaped(_HIGHLIGHT.sub("", text(item.get("title")))).strip()


def _post_of_entry(entry: Entry) -> Post | None:
    """Return the question or answer of a feed's entry; of a question `updated` tells no edit."""
    question = _QUESTION.search(entry.id) or _QUESTION.search(entry.link)
    answer = _ANSWER.search(entry.id)
    number = (answer[1] or answer[2]) if answer else ""
    if not (question or number) or entry.published is None:
        return None
    root = question[1] if question else ""
    ranks = [whole(rank.text.strip()) for rank in entry.more.get("re:rank", ())]
    writer = path_of(entry.author_page)
    return Post(
        network=NETWORK,
        id=number or root,
        created_at=entry.published,
        channel=_site("", entry.link),
        url=address(entry.link),
        kind=Kind.REPLY if number else Kind.POST,
        author=writer[1] if writer[:1] == ("users",) and len(writer) > 1 else account(entry.author),
        author_name=person(entry.author),
        edited_at=edited(entry.updated, entry.published) if number else None,
        text=entry.text,
        title="" if number else entry.title,
        reply_to=root if number else "",
        thread=root if number else "",
        likes=ranks[0] if ranks else None,
        links=links_of(entry.html, entry.link),
    )


def _site(url: str, page: str) -> str:
    """Return a site as the API names it.

    >>> _site("https://api.stackexchange.com/2.3/answers?site=superuser", "")
    'superuser'
    >>> _site("", "https://unix.stackexchange.com/q/1"), _site("", "https://stackoverflow.com/q/1")
    ('unix', 'stackoverflow')
    """
    asked = parse_qs(urlsplit(url).query).get("site", [""])[0] if url.startswith("http") else ""
    return _SUFFIX.sub("", asked or host_of(page))


@connector(
    "stackexchange",
    read=read,
    reach="questions of one site by tag or search, newest first, with their answers; with a key"
    " the comments too",
    auth="optional",
    own_ids="site",
    options=("site", "tags", "search", "key", "days"),
    rate="300 requests a day per address, 10,000 with a free key; 30 a second",
    terms="CC BY-SA: name the author and link to the page",
    sees=("replies", "edits", "likes"),
    verified="a question's feed on a recorded answer; the API on documented ones; what is deleted"
    " vanishes without a sign",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for questions by tag and search, newest first, then for what answers them."""
    threads = threads_of(NETWORK, cursor)
    common = {"site": str(source.options.get("site", "stackoverflow")), "filter": "withbody"}
    if key := source.options.get("key"):
        common["key"] = str(key)  # the collector puts what `env:NAME` stands for into the request
    base = source.url.rstrip("/") or API
    for name, path, params in _listings(source):
        ask = partial(_ask, f"{base}{path}", {**common, **params})
        page = partial(_page_of, threads, "key" in common)
        steps = timed(threads, newest_first(name, cursor, ask, page, days=days_of(source)))
        yield from explained(steps, REMEDY)
    below = partial(_below, threads, "key" in common)
    yield from explained(followed(threads, partial(_ask_below, base, common), below), REMEDY)


def _listings(source: Source) -> Iterator[tuple[str, str, dict[str, str]]]:
    for tag in source.strings("tags"):
        yield f"tag:{tag}", "/questions", {"tagged": tag}
    for words in source.strings("search"):
        yield f"search:{words}", "/search/advanced", {"q": words}


def _ask(url: str, params: Mapping[str, str], older: str) -> Request:
    # By date, not by page: pages move while one reads, and beyond 25 they need a key.
    below = {"todate": older} if older else {}
    params = {**params, "sort": "creation", "order": "desc", "pagesize": PAGE, **below}
    return Request(url, params=params)


def _ask_below(base: str, common: Mapping[str, str], key: str) -> Request:
    name, _, what = key.partition("/")
    path = f"/posts/{name}/comments" if what else f"/questions/{name}/answers"
    return Request(f"{base}{path}", params={**common, "pagesize": PAGE})


def _page_of(threads: Threads, comments: bool, response: Response) -> Page:
    """Return a page of questions, and follow each; `backoff` says that this is enough for now."""
    answer = table(answer_of(response))
    items = list(tables(answer.get("items")))
    entries = []
    for item in items:
        name, at = identifier(item.get("question_id")), moment(item.get("creation_date")) or 0.0
        entries.append((name, at))
        passed(threads, response, at)
        follow(threads, name, at, "", at_once=bool(whole(item.get("answer_count"))))
        if comments:
            follow(threads, f"{name}/comments", at, "", at_once=True)
    oldest = min((at for _, at in entries), default=0.0)
    older = str(int(oldest)) if answer.get("has_more") is True and oldest else ""
    return Page(tuple(read(response)), tuple(entries), older, bool(answer.get("backoff")))


def _below(
    threads: Threads, comments: bool, _key: str, _post: str, response: Response
) -> Iterator[Post | Gone]:
    for item in tables(table(answer_of(response)).get("items")):
        name, at = identifier(item.get("answer_id")), moment(item.get("creation_date"))
        if comments and name and at is not None:
            follow(threads, f"{name}/comments", at, "", at_once=True)
    yield from read(response)
