"""Posts written as the records that `import` reads."""

from __future__ import annotations

from operator import attrgetter

import msgspec

from solisten.nouns import Gone, Post
from solisten.records.rows import FIELDS
from solisten.records.times import text_of

ALWAYS = frozenset({"network", "id", "kind", "created_at", "text"})
TIMES = frozenset({"created_at", "edited_at", "reply_at"})


def to_record(post: Post | Gone) -> dict[str, object]:
    """Return the record (DESIGN 7.2) of a post or deletion; fields that say nothing are left out.

    `text` is always written: without it a picture's post would say nothing at all.

    >>> post = Post(network="forum", id="7", created_at=0.0, text="hi", likes=2)
    >>> to_record(post)["created_at"], "title" in to_record(post)
    ('1970-01-01T00:00:00Z', False)
    """
    if isinstance(post, Gone):
        gone: dict[str, object] = {"network": post.network, "id": post.id}
        if post.deleted_at is not None:
            gone["edited_at"] = text_of(post.deleted_at)
        return {**gone, "deleted": True}
    record: dict[str, object] = {
        field: value
        for field, value, default in zip(_WRITTEN, _values(post), _LEFT_OUT, strict=True)
        if value != default
    }
    for field in TIMES & record.keys():
        record[field] = text_of(getattr(post, field))
    return record


def to_json_line(post: Post | Gone) -> str:
    r"""Return the record as one line of JSON, without the line break.

    >>> to_json_line(Gone(network="forum", id="7"))
    '{"network":"forum","id":"7","deleted":true}'
    """
    return msgspec.json.encode(to_record(post)).decode()


_WRITTEN = tuple(field for field in FIELDS if field != "deleted")
_values = attrgetter(*_WRITTEN)
_DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(Post)}
_LEFT_OUT = tuple(None if field in ALWAYS else _DEFAULTS[field] for field in _WRITTEN)
