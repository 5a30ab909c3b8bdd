"""The things Solisten speaks about: posts and what is gone."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeAlias

import msgspec

NETWORK = re.compile(r"[a-z0-9-]{1,40}")
"""What a network may be called."""


class Kind(StrEnum):
    """What a public item is; a repost carries no words of its own."""

    POST = "post"
    COMMENT = "comment"
    REPLY = "reply"
    REVIEW = "review"
    ARTICLE = "article"
    REPOST = "repost"


class Visibility(StrEnum):
    """Who may see an item; only what is public or unlisted is ever kept."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"
    DIRECT = "direct"
    FOLLOWERS = "followers"
    WHISPER = "whisper"


class Post(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Hold one public item as the network tells it: the post record of DESIGN 7.2.

    Times are seconds since the epoch, UTC, fractions where the network gives them. `text` is plain
    text (no tags, entities undone), `title` apart. `reply_to` and `thread` are ids of the same
    form as `id`. `official` is the platform's own mark: developer, staff or verified-domain.
    `reply_text`, `reply_at`, `reply_author` hold an answer that the network embeds in the post.
    """

    network: str
    id: str
    created_at: float
    channel: str = ""
    url: str = ""
    kind: Kind = Kind.POST
    author: str = ""
    author_name: str = ""
    author_followers: int | None = None
    author_bot: bool = False
    edited_at: float | None = None
    text: str = ""
    title: str = ""
    lang: str = ""
    reply_to: str = ""
    thread: str = ""
    rating: float | None = None
    likes: int | None = None
    shares: int | None = None
    visibility: Visibility = Visibility.PUBLIC
    links: tuple[str, ...] = ()
    reply_text: str | None = None
    reply_at: float | None = None
    reply_author: str = ""
    repost_of: str = ""
    quote_of: str = ""
    accepted: bool = False
    official: str = ""


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """Say that a post was deleted at its source; nothing else of it is kept."""

    network: str
    id: str
    deleted_at: float | None = None


Record: TypeAlias = Post | Gone


class Count(msgspec.Struct, frozen=True):
    """Hold an indicator's evidence: `k` successes of `n` opportunities; unseen is not zero."""

    k: int
    n: int
    observable: bool = True
    reason: str = ""
