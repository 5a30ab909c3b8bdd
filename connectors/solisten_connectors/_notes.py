"""What a server that speaks Misskey's API says of a note, turned into a post."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from solisten.nouns import Kind, Post, Visibility
from solisten_connectors._html import address, links_in
from solisten_connectors._json import identifier, inner, table, text, whole
from solisten_connectors._people import host_of, person
from solisten_connectors._statuses import NETWORK, base_of
from solisten_connectors._times import edited, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHOWN = {"public": Visibility.PUBLIC, "home": Visibility.UNLISTED}
MARKS = frozenset({"userId", "createdAt", "visibility"})

_FUNCTION = re.compile(r"\$\[[a-z0-9.]{1,20}(?:\.[\w=.,-]{1,100})? ([^\[\]]{0,2000})\]")
_TAG = re.compile(r"</?(?:small|center|plain|b|i|s)>")


def notes_of(answers: list[Any], url: str) -> Iterator[Post]:
    """Yield each public note of the answers once, with those that they answer, quote or repeat."""
    stack, told = [answers], set[str]()
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(inner(value))
        elif isinstance(value, dict):
            inside: tuple[Any, ...] = (value.get("body"), value.get("createdNote"))
            if is_note(value):
                post = _post(value, url)
                if post and post.id not in told:
                    told.add(post.id)
                    yield post
                inside = (value.get("reply"), value.get("renote"))
            elif is_note(value.get("note")):  # pinned, a favourite or a notification
                inside = (value["note"],)
            stack.extend(one for one in reversed(inside) if isinstance(one, dict | list))


def is_note(value: Any) -> bool:
    """Say whether something is a note of Misskey or one of its kin."""
    return isinstance(value, dict) and value.keys() >= MARKS and isinstance(value.get("user"), dict)


def _post(note: Mapping[str, Any], url: str) -> Post | None:
    uri, created = _uri(note, url), moment(note.get("createdAt"))
    visibility = SHOWN.get(text(note.get("visibility")))
    if not uri or created is None or visibility is None:
        return None
    user, words = table(note.get("user")), plain_of(text(note.get("text")))
    title, answered, shared = (text(note.get("cw")).strip(), note.get("reply"), note.get("renote"))
    parent = _named(answered, note.get("replyId"), url)
    other = _named(shared, note.get("renoteId"), url)
    said = bool(words or title or note.get("fileIds") or note.get("poll"))
    if other and not said and not _is_shown(shared):
        return None
    host = identifier(user.get("host")) or host_of(url)
    name = identifier(user.get("username"))
    return Post(
        network=NETWORK,
        id=uri,
        created_at=created,
        channel=host_of(url) or host_of(uri),
        url=address(text(note.get("url"))) or address(uri),
        kind=Kind.REPOST if other and not said else Kind.REPLY if parent else Kind.POST,
        author=f"{name}@{host}" if name and host else name,
        author_name=person(user.get("name")) or person(name),
        author_followers=whole(user.get("followersCount")),
        author_bot=user.get("isBot") is True,
        edited_at=edited(note.get("updatedAt"), created),
        text=words,
        title=title,
        lang=identifier(note.get("lang"))[:35],
        reply_to=parent,
        shares=whole(note.get("renoteCount")),
        visibility=visibility,
        links=links_in(words),
        repost_of="" if said else other,
        quote_of=other if said else "",
    )


def plain_of(mfm: str) -> str:
    """Return a text without the marks of Misskey's own markup; Markdown's signs stay.

    >>> plain_of("$[tada It $[fg.color=f00 works]]<small>, so far</small>")
    'It works, so far'
    """
    for _ in range(5):  # a function may hold others
        fewer = _FUNCTION.sub(r"\1", mfm)
        if fewer == mfm:
            break
        mfm = fewer
    return _TAG.sub("", mfm).strip()


def _uri(note: Mapping[str, Any], url: str) -> str:
    """Return a note's global id; one of the instance's own has its page for an id."""
    if uri := identifier(note.get("uri")):
        return uri
    name, remote = identifier(note.get("id")), identifier(table(note.get("user")).get("host"))
    if not name or remote:
        return identifier(note.get("url"))
    return f"{base_of(url)}/notes/{name}" if base_of(url) else name


def _named(note: Any, name: Any, url: str) -> str:
    """Return the id of a note that another one names, its page here where it is not told."""
    if is_note(note):
        return _uri(note, url)
    found = identifier(name)
    return f"{base_of(url)}/notes/{found}" if found and base_of(url) else found


def _is_shown(note: Any) -> bool:
    return not is_note(note) or text(note.get("visibility")) in SHOWN
