"""The quick way for JSON agrees with the patient one, and neither breaks on any record."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.nouns import Gone, Kind, Post
from solisten.records import FIELDS
from solisten.records.quick import quick_post
from solisten.records.rows import BadRow, Defaults, post_of

FORUM = Defaults("forum")
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["", " ", "850.0", "a@b.example", "2024-01-31", "public", "post", "review"]),
    st.lists(st.text(max_size=4), max_size=2),
)


@settings(deadline=None)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, VALUES)))
def test_no_record_breaks_the_reader(row: dict[str, object]) -> None:
    """Anything is a post, a deletion, hidden or rejected, and the quick way agrees."""
    found: Post | Gone | str | None
    try:
        found = post_of(row, FORUM)
    except BadRow as error:
        found = str(error)
    quick = quick_post(msgspec.json.encode(row), FORUM)
    assert quick is None or quick == found


@settings(deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "id": st.text(max_size=5),
            "created_at": st.sampled_from(["2024-01-31T00:00:00Z", 1e9, "x", "2024-01-31"]),
            "kind": st.sampled_from(list(Kind)),
        },
        optional={
            **{
                name: st.text(max_size=5) for name in ("text", "title", "url", "lang", "reply_text")
            },
            **{
                name: st.sampled_from(["", "5.0", " x ", "1E+5", "a@b.example", "1.2.3.4", "n"])
                for name in ("author", "author_name", "channel", "reply_to", "thread")
            },
            "rating": st.none() | st.floats(0, 5),
            "likes": st.none() | st.integers(-(2**63), 2**63 - 1),
            "network": st.sampled_from(["mastodon", "forum", "X", ""]),
            "visibility": st.sampled_from(["public", "", "private", "unlisted"]),
            "links": st.lists(st.text(max_size=3), max_size=2),
            "reply_at": st.sampled_from(["", "2024-01-31", 5.5, "x"]),
            "author_bot": st.none() | st.booleans(),
            "accepted": st.booleans(),
            "deleted": st.booleans(),
        },
    )
)
def test_the_quick_way_decides_nothing_of_its_own(row: dict[str, object]) -> None:
    raw = msgspec.json.encode(row)
    quick = quick_post(raw, FORUM)
    if quick is not None:
        assert quick == post_of(msgspec.json.decode(raw), FORUM)
