"""Objects and activities of ActivityPub, turned into posts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from solisten.nouns import Gone, Kind, Post, Visibility
from solisten_connectors._html import address, links_of, text_of, unescaped, without_quotation
from solisten_connectors._json import identifier, inner, table, tables, text, whole
from solisten_connectors._people import host_of, path_of
from solisten_connectors._times import edited, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
OBJECTS = frozenset({"Note", "Article", "Page", "Question", "Event", "Video", "Audio", "Image"})
WRAPPERS = frozenset({"Create", "Update"})
# Where servers keep their people: the next part of the path is the name.
PEOPLE = frozenset({"users", "u", "user", "profile", "accounts", "author", "c", "m", "channel"})
PEOPLE_TOO = frozenset({"video-channels", "actors", "people"})
NO_SOURCES = frozenset({"mention", "hashtag", "userinfo"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """Hold what the activities around an object say of it: whom it is for, when it was sent."""

    network: str
    author: Callable[[str], str]
    channel: Callable[[Mapping[str, Any]], str]
    answer: Kind = Kind.REPLY
    root: Callable[[str], str] = field(default=lambda _parent: "")
    audience: frozenset[str] | None = None
    at: float | None = None


def records_of(answer: Any, delivery: Delivery) -> Iterator[Post | Gone]:
    """Yield the public posts and deletions in objects, activities and collections."""
    stack = [(answer, delivery)]
    while stack:
        value, way = stack.pop()
        if isinstance(value, list):
            stack.extend((one, way) for one in inner(value))
        elif isinstance(value, dict):
            yield from _record(value, way)
            told = _within(value, way)
            inside = [value.get(key) for key in ("orderedItems", "items", "first")]
            if isinstance(value.get("replies"), dict):
                inside.append(value["replies"])
            if kinds_of(value) & (WRAPPERS | {"Announce"}):
                inside.append(value.get("object"))
            stack.extend((one, told) for one in reversed(inside) if isinstance(one, dict | list))


def kinds_of(value: Mapping[str, Any]) -> frozenset[str]:
    """Return the types of an object, which may name one or several."""
    kinds = value.get("type", value.get("@type"))
    return frozenset(text(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def handle_of(uri: str) -> str:
    """Return the full address that an actor's id tells, "" when it tells none.

    >>> handle_of("https://social.example/users/ana"), handle_of("https://bb.example/uid/1")
    ('ana@social.example', '')
    """
    host, path = host_of(uri), path_of(uri)
    if not host or not path or len(path) > 3:
        return ""
    name = path[-1]
    if name.startswith("@") and "@" not in name[1:]:
        return f"{name[1:]}@{host}" if len(name) > 1 else ""
    kept = len(path) > 1 and path[-2] in PEOPLE | PEOPLE_TOO
    return f"{name}@{host}" if kept and "@" not in name and not name.isdecimal() else ""


def first_id(value: Any) -> str:
    """Return the id in a reference: a text, an object, or a list of them, persons first.

    >>> first_id([{"type": "Group", "id": "b"}, {"type": "Person", "id": "a"}]), first_id("c")
    ('a', 'c')
    """
    if isinstance(value, list):
        persons = [one for one in tables(value) if "Person" in kinds_of(one)]
        return first_id((persons or value or [None])[0]) if not _nested(value) else ""
    if isinstance(value, dict):
        return identifier(value.get("id"))
    return identifier(value)


def _nested(value: list[Any]) -> bool:
    return any(isinstance(one, list) for one in value)


def _within(value: Mapping[str, Any], way: Delivery) -> Delivery:
    """Return what an activity tells of the object in it."""
    if not kinds_of(value) & WRAPPERS:
        return way
    return replace(way, audience=_audience(value, way), at=moment(value.get("published")))


def _audience(value: Mapping[str, Any], way: Delivery) -> frozenset[str] | None:
    """Return whom something is for; None where nothing is said of it."""
    if "to" not in value and "cc" not in value:
        return way.audience
    listed = [value.get("to"), value.get("cc")]
    flat = [one for names in listed for one in (names if isinstance(names, list) else [names])]
    return frozenset(first_id(one) for one in flat)


def _record(value: Mapping[str, Any], way: Delivery) -> Iterator[Post | Gone]:
    kinds, uri = kinds_of(value), identifier(value.get("id"))
    if "Tombstone" in kinds and uri:
        yield Gone(network=way.network, id=uri, deleted_at=moment(value.get("deleted")))
    elif "Delete" in kinds:
        gone, actor = first_id(value.get("object")), first_id(value.get("actor"))
        audience = _audience(value, way)
        if gone and gone != actor and (audience is None or audience & PUBLIC):
            at = moment(value.get("published"))
            yield Gone(network=way.network, id=gone, deleted_at=at)
    elif "Undo" in kinds:
        undone, audience = table(value.get("object")), _audience(value, way)
        name = identifier(undone.get("id")) if "Announce" in kinds_of(undone) else ""
        if name and (audience is None or audience & PUBLIC):
            at = moment(value.get("published"))
            yield Gone(network=way.network, id=name, deleted_at=at)
    elif "Announce" in kinds and uri:
        # What is repeated may be an activity: groups pass on likes and deletions, too.
        repeated = value.get("object")
        said = not isinstance(repeated, dict) or kinds_of(repeated) & (OBJECTS | {""})
        if said and (repost := _repost(uri, value, way)):
            yield repost
    elif kinds & OBJECTS and uri and (post := _post(uri, value, way)):
        yield post


def _repost(uri: str, value: Mapping[str, Any], way: Delivery) -> Post | None:
    at, of = moment(value.get("published")), first_id(value.get("object"))
    audience = _audience(value, way)
    if at is None or not of or not (audience is None or audience & PUBLIC):
        return None
    actor = first_id(value.get("actor"))
    return Post(
        network=way.network,
        id=uri,
        created_at=at,
        channel=way.channel(value),
        url=address(uri),
        kind=Kind.REPOST,
        author=way.author(actor),
        author_name=_shown(actor),
        repost_of=of,
    )


def _post(uri: str, value: Mapping[str, Any], way: Delivery) -> Post | None:
    """Return the post of an object that is for everybody."""
    audience, created = _audience(value, way), moment(value.get("published")) or way.at
    private = audience is not None and not audience & PUBLIC
    if created is None or private or value.get("directMessage") is True:
        return None
    actor = first_id(value.get("attributedTo")) or first_id(value.get("actor"))
    parent, page, quoted = first_id(value.get("inReplyTo")), _page(value, uri), _quoted(value)
    html = without_quotation(_html(value)) if quoted else _html(value)
    kind = Kind.ARTICLE if "Article" in kinds_of(value) else Kind.POST
    return Post(
        network=way.network,
        id=uri,
        created_at=created,
        channel=way.channel(value),
        url=page,
        kind=way.answer if parent else kind,
        author=way.author(actor),
        author_name=_shown(actor),
        author_bot="Service" in kinds_of(table(value.get("attributedTo"))),
        edited_at=edited(value.get("updated"), created),
        text=html if _is_plain(value) else text_of(html),
        title=_title(value),
        lang=_language(value),
        reply_to=parent,
        thread=way.root(parent),
        likes=whole(table(value.get("likes")).get("totalItems")),
        shares=whole(table(value.get("shares")).get("totalItems")),
        visibility=_visibility(value, way),
        links=_links(value, html, page),
        quote_of=quoted,
        official="staff" if value.get("distinguished") is True else "",  # Lemmy's moderators
    )


def _shown(actor: str) -> str:
    """Return the name that people call an actor by: its full address with an "@" before it."""
    handle = handle_of(actor)
    return f"@{handle}" if handle else ""


def _html(value: Mapping[str, Any]) -> str:
    content = value.get("content")
    if not isinstance(content, str):
        content = next(iter(table(value.get("contentMap")).values()), "")
    return text(content)


def _is_plain(value: Mapping[str, Any]) -> bool:
    return text(value.get("mediaType")) in {"text/markdown", "text/plain"}


def _title(value: Mapping[str, Any]) -> str:
    """Return an object's name; of a note the summary, which warns of what it is about."""
    name = text(value.get("name")) or text(next(iter(table(value.get("nameMap")).values()), ""))
    return unescaped(name).strip() or (
        text_of(text(value.get("summary"))) if "Note" in kinds_of(value) else ""
    )


def _language(value: Mapping[str, Any]) -> str:
    named = table(value.get("language")).get("identifier") or value.get("inLanguage")
    mapped = list(table(value.get("contentMap")))
    found = identifier(named) or (identifier(mapped[0]) if len(mapped) == 1 else "")
    return "" if found == "und" else found[:35]


def _visibility(value: Mapping[str, Any], way: Delivery) -> Visibility:
    """Return `unlisted` for what is addressed to everybody in copy alone."""
    to = value.get("to")
    openly = frozenset(first_id(one) for one in (to if isinstance(to, list) else [to]))
    listed = _audience(value, way) is None or openly & PUBLIC or "to" not in value
    return Visibility.PUBLIC if listed else Visibility.UNLISTED


def _page(value: Mapping[str, Any], uri: str) -> str:
    """Return an object's own web page; some name what they link to instead."""
    urls = value.get("url")
    own = host_of(uri)
    for one in urls if isinstance(urls, list) else [urls]:
        page = address(text(one) or text(table(one).get("href")))
        if (
            page
            and host_of(page) == own
            and table(one).get("mediaType", "text/html") == "text/html"
        ):
            return page
    return address(uri)


def _links(value: Mapping[str, Any], html: str, page: str) -> tuple[str, ...]:
    """Return what an object links to: in its text, as its own address, or attached to it."""
    found = list(links_of(html, without=NO_SOURCES))
    url = address(text(value.get("url")))
    if url and host_of(url) != host_of(page):
        found.insert(0, url)
    found += [
        address(text(one.get("href")) or text(one.get("url")))
        for one in tables(value.get("attachment"))
        if kinds_of(one) & {"Link", "Page"}
    ]
    return tuple(dict.fromkeys(link for link in found if link))


def _quoted(value: Mapping[str, Any]) -> str:
    for key in ("quote", "quoteUri", "quoteUrl", "_misskey_quote"):
        if found := first_id(value.get(key)):
            return found
    return ""
