"""What Bluesky's network says of a post, turned into ours."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from solisten.nouns import Gone, Kind, Post
from solisten_connectors._html import address
from solisten_connectors._json import identifier, inner, table, tables, text, whole
from solisten_connectors._people import person
from solisten_connectors._times import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "bluesky"
COLLECTION = "app.bsky.feed.post"
POSTS = f"/{COLLECTION}/"
AHEAD = 60.0  # seconds that a phone's clock may be fast; beyond, the server's time counts
# Labels by which a person asks not to be shown to people without an account, or by which
# Bluesky's moderators hide a post.
NOT_SHOWN = frozenset({"!no-unauthenticated", "!hide", "!takedown"})


def records_of(answer: Any, handles: Mapping[str, str] | None = None) -> Iterator[Post | Gone]:
    """Yield the records of an answer in its order, without recursion.

    `handles` names the accounts whose handle is known though the answer holds only their ids.
    """
    stack = [answer]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(inner(value))
        elif isinstance(value, dict):
            yield from _record(value, handles or {})
            inside = [(key, one) for key, one in value.items() if key not in {"author", "by"}]
            own = POSTS in text(value.get("uri")) and bool(_words(value))
            if own or isinstance(value.get("author"), dict):
                inside = [(key, one) for key, one in inside if key not in {"record", "value"}]
            stack.extend(one for _, one in reversed(inside) if isinstance(one, dict | list))


def _record(value: Mapping[str, Any], handles: Mapping[str, str]) -> Iterator[Post | Gone]:
    uri = identifier(value.get("uri"))
    if POSTS in uri and uri.startswith("at://"):
        words, shown = _words(value), text(table(value.get("value")).get("$type"))
        if value.get("notFound") is True or shown.endswith("#threadItemNotFound"):
            yield Gone(network=NETWORK, id=uri)
        elif words and (post := _post(uri, words, value)):
            yield post
    elif "commit" in value and value.get("kind") == "commit":
        known = handles.get(identifier(value.get("did")), "")
        yield from _event(identifier(value.get("did")), table(value["commit"]), value, known)
    elif "collection" in value and "operation" in value and "did" in value:  # Jetstream 2
        known = handles.get(identifier(value["did"]), "")
        yield from _event(identifier(value["did"]), value, value, known)
    if "reason" in value and (repost := _repost(value)):
        yield repost


def _words(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the record that a view or a repository holds; what threads of 2025 hold is a view."""
    found = table(value.get("record")) or table(value.get("value"))
    return {} if "#" in text(found.get("$type")) else found


def _event(
    did: str, commit: Mapping[str, Any], value: Mapping[str, Any], handle: str
) -> Iterator[Post | Gone]:
    """Yield what an event of the live stream says of a post."""
    if commit.get("collection") != COLLECTION or not did:
        return
    uri = f"at://{did}{POSTS}{identifier(commit.get('rkey'))}"
    at = moment(value.get("time_us")) or moment(value.get("time"))
    if commit.get("operation") == "delete":
        yield Gone(network=NETWORK, id=uri, deleted_at=at)
        return
    view = {"indexedAt": at, "author": {"handle": handle}}
    if commit.get("operation") == "update":
        view["editedAt"] = view["indexedAt"]
    if post := _post(uri, table(commit.get("record")), view):
        yield post


def _post(uri: str, words: Mapping[str, Any], view: Mapping[str, Any]) -> Post | None:
    """Return the post of a record and what the network shows beside it."""
    own = table(view.get("author"))
    labels = [*tables(view.get("labels")), *tables(own.get("labels"))]
    labels += tables(table(words.get("labels")).get("values"))
    claimed, indexed = moment(words.get("createdAt")), moment(view.get("indexedAt"))
    created = indexed if claimed is None or (indexed and claimed > indexed + AHEAD) else claimed
    shown = not any(
        text(label.get("val")) in NOT_SHOWN and not label.get("neg") for label in labels
    )
    if (
        created is None
        or not shown
        or uri.count("/") < 4
        or words.get("$type", COLLECTION) != COLLECTION
    ):
        return None
    did = uri.split("/")[2]
    handle = handle_of(own)
    reply = table(words.get("reply"))
    langs = words.get("langs")
    return Post(
        network=NETWORK,
        id=uri,
        created_at=created,
        url=f"https://bsky.app/profile/{handle or did}/post/{uri.rpartition('/')[2]}",
        kind=Kind.REPLY if reply else Kind.POST,
        author=handle or did,
        author_name=person(own.get("displayName")),
        author_bot=any(label.get("val") == "bot" for label in tables(own.get("labels"))),
        edited_at=moment(view.get("editedAt")),
        text=text(words.get("text")),
        lang=identifier(langs[0])[:35] if isinstance(langs, list) and langs else "",
        reply_to=_named(reply.get("parent")),
        thread=_named(reply.get("root")),
        likes=whole(view.get("likeCount")),
        shares=whole(view.get("repostCount")),
        links=_links(words),
        quote_of=_quoted(words),
        official=_mark(handle),
    )


def _repost(item: Mapping[str, Any]) -> Post | None:
    """Return the repost that a feed shows a post for; feeds of 2025 and before name no id of it."""
    reason, post = table(item.get("reason")), table(item.get("post"))
    own, of = table(reason.get("by")), identifier(post.get("uri"))
    did, at = identifier(own.get("did")), moment(reason.get("indexedAt"))
    shown = not any(text(label.get("val")) in NOT_SHOWN for label in tables(own.get("labels")))
    if "reasonRepost" not in text(reason.get("$type")) or not did or not of or at is None:
        return None
    handle = handle_of(own)
    made = f"at://{did}/app.bsky.feed.repost/{blake2b(of.encode(), digest_size=8).hexdigest()}"
    return (
        Post(
            network=NETWORK,
            id=identifier(reason.get("uri")) or made,
            created_at=at,
            url=f"https://bsky.app/profile/{handle or did}",
            kind=Kind.REPOST,
            author=handle or did,
            author_name=person(own.get("displayName")),
            repost_of=of,
            official=_mark(handle),
        )
        if shown
        else None
    )


def handle_of(own: Mapping[str, Any]) -> str:
    """Return an account's handle, "" when its proof is broken.

    >>> handle_of({"handle": "acme.example"}), handle_of({"handle": "handle.invalid"})
    ('acme.example', '')
    """
    handle = identifier(own.get("handle"))
    return "" if handle == "handle.invalid" else handle


def _mark(handle: str) -> str:
    """Return `verified-domain` for a handle that is a domain of one's own: Bluesky proves it."""
    return "verified-domain" if handle and not handle.endswith(".bsky.social") else ""


def _named(reference: Any) -> str:
    uri = identifier(table(reference).get("uri"))
    return uri if uri.startswith("at://") else ""


def _quoted(words: Mapping[str, Any]) -> str:
    """Return the id of the post that a record quotes; lists and feeds are no quotations."""
    embed = table(words.get("embed"))
    uri = _named(embed.get("record")) or _named(table(embed.get("record")).get("record"))
    return uri if POSTS in uri else ""


def _links(words: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the links of a record's facets and card; those in its text are cut short."""
    embed = table(words.get("embed"))
    found = [
        text(feature.get("uri"))
        for facet in tables(words.get("facets"))
        for feature in tables(facet.get("features"))
    ]
    found += [
        text(table(card.get("external")).get("uri")) for card in (embed, table(embed.get("media")))
    ]
    return tuple(dict.fromkeys(link for link in map(address, found) if link))
