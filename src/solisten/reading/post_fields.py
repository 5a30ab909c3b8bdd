"""Compare a field of a post with what a query demands of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solisten.nouns import Post


def _same_author(post: Post, value: str) -> bool:
    """Compare the author's id, full address and shown name; `name*` is any that begins so."""
    name = post.author.casefold().lstrip("@")
    names = (name, f"{name}@{post.channel.casefold()}", post.author_name.casefold().lstrip("@"))
    if value.endswith("*"):
        return any(name.startswith(value[:-1]) for name in names)
    return value in names


def _same_site(post: Post, value: str) -> bool:
    """Compare the place of the post: its URL, or its channel where it has none."""
    parts = urlsplit(post.url if "//" in post.url else f"//{post.url or post.channel}")
    place = f"{(parts.netloc.rpartition('@')[2]).casefold()}{parts.path.casefold()}/"
    host, _, path = value.partition("/")
    at = place.find("/")
    found_host, found_path = place[:at].partition(":")[0], place[at + 1 :]
    return (found_host == host or found_host.endswith(f".{host}")) and (
        not path or found_path.startswith(f"{path}/")
    )


FIELD_TESTS: Mapping[str, Callable[[Post, str], bool]] = {
    "author": _same_author,
    "site": _same_site,
    "lang": lambda post, value: post.lang.casefold().partition("-")[0] == value.partition("-")[0],
    "network": lambda post, value: post.network == value,
}
