"""What Reddit's API and feeds say of posts and comments, turned into ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from solisten.nouns import Gone, Kind, Post
from solisten_connectors._html import address, links_in, links_of, text_of, unescaped
from solisten_connectors._json import identifier, inner, table, tables, text, whole
from solisten_connectors._people import account, path_of
from solisten_connectors._times import edited, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from solisten_connectors._entry import Entry

NETWORK = "reddit"
SITE = "https://www.reddit.com"
POSTS, COMMENTS, LIVE = "t3", "t1", "LiveUpdate"
NOBODY = frozenset({"[deleted]", "[removed]", "[unavailable]"})
CLOSED = frozenset({"private", "employees_only", "gold_only"})
STAFF = frozenset({"admin", "moderator"})
ROBOTS = frozenset({"automoderator"})

_STAFF_FLAIR = re.compile(r"\b(?:official|staff|employee|team member|community manager)\b")
_WORDS, _AFTER_WORDS = "<!-- SC_OFF -->", "<!-- SC_ON -->"
_TARGET = re.compile(r"<a href=\"([^\"<>]{1,4000})\">\[link\]</a>")
_FULLNAME = re.compile(r"t[13]_[0-9a-z]{1,13}")


def things_of(answer: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield (kind, data) of each post and comment, a thread's in the order of reading."""
    stack = [answer]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(inner(value))
        elif isinstance(value, dict):
            kind, data = text(value.get("kind")), table(value.get("data"))
            if kind in {POSTS, COMMENTS, LIVE}:
                yield kind, data
                crossed = tables(data.get("crosspost_parent_list"))
                stack.extend({"kind": POSTS, "data": one} for one in crossed)
            if isinstance(value.get("json"), dict):
                stack.append(value["json"])
            stack.extend(data.get(key) for key in ("replies", "children", "things"))
            stack.append(value.get("sorted_links"))


def record_of(kind: str, data: Mapping[str, Any], *, raw: bool, url: str) -> Post | Gone | None:
    """Return the post or comment; `raw`: asked for with raw_json=1, so that "&lt;" means itself."""
    name = identifier(data.get("name")) or f"{kind}_{identifier(data.get('id'))}"
    created = moment(data.get("created_utc"))
    if created is None or name.endswith("_") or text(data.get("subreddit_type")) in CLOSED:
        return None
    if _is_gone(kind, data):
        return Gone(network=NETWORK, id=name)

    def words(key: str) -> str:
        return text(data.get(key)) if raw else unescaped(text(data.get(key)))

    body = words("selftext" if kind == POSTS else "body")
    author = text(data.get("author"))
    target = "" if data.get("is_self") else address(words("url"), SITE)
    page = _page(kind, data, url)
    shared = [target] if kind == POSTS and target and target != page else []
    parent = identifier(data.get("parent_id")) if kind == COMMENTS else ""
    return Post(
        network=NETWORK,
        id=name,
        created_at=created,
        channel=identifier(data.get("subreddit")),
        url=page,
        kind=Kind.COMMENT if kind == COMMENTS else Kind.POST,
        author="" if author in NOBODY else account(author),
        author_bot=author.lower() in ROBOTS,
        edited_at=edited(data.get("edited"), created),
        text=body,
        title=words("title") if kind == POSTS else "",
        reply_to=parent,
        thread=identifier(data.get("link_id")) if kind == COMMENTS else "",
        likes=whole(data.get("score")),
        links=tuple(dict.fromkeys([*shared, *links_in(body)])),
        quote_of=identifier(data.get("crosspost_parent")),
        official=_mark(data),
    )


def _is_gone(kind: str, data: Mapping[str, Any]) -> bool:
    """Say whether the writer deleted it, or a moderator removed it; a lost account is neither."""
    body = text(data.get("body") if kind == COMMENTS else data.get("selftext")).strip()
    lost = text(data.get("author")) in NOBODY or data.get("author") is None
    if body == "[removed]" or body.startswith("[ Removed by Reddit"):
        return True
    emptied = not body and kind == POSTS and bool(data.get("removed_by_category"))
    return lost and (body == "[deleted]" or emptied)


def _page(kind: str, data: Mapping[str, Any], url: str) -> str:
    name, sub = identifier(data.get("id")), identifier(data.get("subreddit"))
    if link := address(text(data.get("permalink")), SITE):
        return link
    if kind == LIVE:
        path = path_of(url)
        return f"{SITE}/live/{path[1]}/updates/{name}" if path[:1] == ("live",) and path[1:] else ""
    thread = identifier(data.get("link_id")).removeprefix("t3_") or name
    below = f"_/{name}/" if kind == COMMENTS else ""
    return f"{SITE}/r/{sub}/comments/{thread}/{below}"


def _mark(data: Mapping[str, Any]) -> str:
    """Return `staff` for who speaks as moderator or admin, or carries such a flair."""
    flair = text(data.get("author_flair_text")).lower()
    staff = text(data.get("distinguished")) in STAFF or _STAFF_FLAIR.search(flair)
    return "staff" if staff else ""


def record_of_entry(entry: Entry) -> Post | Gone | None:
    """Return the post or comment of a feed's entry; feeds name threads, but no parents."""
    name = entry.id
    created = entry.published if entry.published is not None else entry.updated
    if not _FULLNAME.fullmatch(name) or created is None:
        return None
    comment = name.startswith("t1_")
    words = _words(entry.html)
    body = text_of(words or (entry.html if comment else ""))
    if body in {"[removed]", "[deleted]"}:
        return Gone(network=NETWORK, id=name)
    target = _TARGET.search(entry.html)
    shared = address(unescaped(target[1])) if target and not comment else ""
    path = path_of(entry.link)
    thread = path[path.index("comments") + 1 :][:1] if "comments" in path else ()
    listed = [part.attributes.get("term", "") for part in entry.more.get("category", ())]
    sub = listed[0] if listed else "".join(path[1:2])
    own = links_of(words, SITE)
    return Post(
        network=NETWORK,
        id=name,
        created_at=created,
        channel=sub,
        url=address(entry.link),
        kind=Kind.COMMENT if comment else Kind.POST,
        author="" if entry.author in NOBODY else account(entry.author),
        author_bot=entry.author.lower() in ROBOTS,
        edited_at=edited(entry.updated, created),
        text=body,
        title="" if comment else entry.title,
        thread=f"t3_{thread[0]}" if comment and thread else "",
        links=tuple(dict.fromkeys([*([shared] if shared != entry.link and shared else []), *own])),
    )


def _words(html: str) -> str:
    """Return what stands between Reddit's marks: the rest of an entry is a thumbnail and links."""
    start, end = html.find(_WORDS), html.rfind(_AFTER_WORDS)
    return html[start + len(_WORDS) : end] if 0 <= start < end else ""
