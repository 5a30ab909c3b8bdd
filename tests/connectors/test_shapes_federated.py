"""Shapes of Lemmy and of raw ActivityPub that recorded answers do not show."""

from __future__ import annotations

from typing import Any

import pytest
from shapes import posts, records

from solisten.nouns import Gone, Kind, Visibility

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


@pytest.mark.parametrize(
    ("seen", "kept"),
    [
        ("Public", 1),
        ("Unlisted", 1),
        ("LocalOnlyPublic", 1),
        ("LocalOnly", 0),
        ("Private", 0),
        ("local_only_private", 0),
        ("local_only_public", 1),
    ],
)
def test_lemmy_communities(seen: str, kept: int) -> None:
    told = {
        "post": {
            "id": 1,
            "ap_id": "https://l.example/post/1",
            "name": "T",
            "published_at": "2026-05-01T10:00:00Z",
            "language_id": 37,
            "upvotes": 2,
        },
        "creator": {"name": "bo", "ap_id": "https://l.example/u/bo"},
        "community": {"name": "c", "ap_id": "https://l.example/c/c", "visibility": seen},
    }
    found = posts("lemmy", {"items": [told]})
    assert len(found) == kept
    for one in found:
        assert (one.author, one.channel, one.lang, one.likes) == (
            "bo@l.example",
            "c@l.example",
            "en",
            2,
        )
    report = told | {"post_report": {"reason": "x"}}
    assert not records("lemmy", {"post_reports": [report]})


@pytest.mark.parametrize("name", ["local", "remote"])
def test_lemmy_names_an_untold_parent_by_the_instance_that_answered(name: str) -> None:
    """Without the address of the answer, what the instance calls its own tells where it is."""
    told = {
        "comment": {
            "id": 3,
            "ap_id": "https://l.example/comment/3",
            "content": "x",
            "path": "0.2.3",
            "published": "2026-05-01T10:00:00Z",
            "local": name == "local",
        },
        "post": {"id": 1, "ap_id": "https://o.example/post/9", "local": False},
        "creator": {"name": "bo", "actor_id": "https://l.example/u/bo"},
        "community": {"name": "c", "actor_id": "https://l.example/c/c", "local": True},
    }
    (found,) = posts("lemmy", {"comments": [told]})
    assert (found.reply_to, found.thread) == (
        "https://l.example/comment/2",
        "https://o.example/post/9",
    )


def note(**changes: Any) -> dict[str, Any]:
    return {
        "type": "Note",
        "id": "https://s.example/notes/1",
        "attributedTo": "https://s.example/users/ana",
        "published": "2026-05-01T10:00:00Z",
        "content": "<p>Hi</p>",
        "to": [PUBLIC],
        **changes,
    }


@pytest.mark.parametrize("network", ["activitypub", "lemmy"])
@pytest.mark.parametrize(
    "hidden",
    [
        note(to=["https://s.example/users/bo"], cc=[]),
        note(to="https://s.example/users/ana/followers"),
        note(type="ChatMessage"),
        note(directMessage=True),
        {
            "type": "Create",
            "id": "c",
            "to": ["https://s.example/users/bo"],
            "object": {
                "type": "Note",
                "id": "n",
                "published": "2026-05-01T10:00:00Z",
                "content": "psst",
            },
        },
        {
            "type": "Delete",
            "id": "d",
            "actor": "a",
            "object": "m",
            "to": ["https://s.example/u/bo"],
        },
        {"type": "Delete", "id": "d", "actor": "a", "object": "a", "to": [PUBLIC]},
        {"type": "Like", "id": "l", "actor": "a", "object": note(), "to": [PUBLIC]},
        {"type": "Undo", "id": "u", "actor": "a", "object": {"type": "Delete", "object": "n"}},
    ],
)
def test_activities_that_tell_nothing(network: str, hidden: dict[str, Any]) -> None:
    assert not records(network, hidden)


def test_activitypub_fields() -> None:
    told = note(
        type=["Note", "x:Extra"],
        cc="as:Public",
        to=["https://s.example/users/ana/followers"],
        summary="Careful",
        contentMap={"de": "<p>Hi</p>"},
        updated="2026-05-01T11:00:00Z",
        inReplyTo=[{"id": "https://b.example/1"}],
        likes={"totalItems": 4},
        quoteUrl="https://q.example/2",
    )
    (found,) = posts("activitypub", {"type": "Create", "id": "c", "object": told})
    assert (found.author, found.author_name) == ("https://s.example/users/ana", "@ana@s.example")
    assert (found.visibility, found.title, found.lang) == (Visibility.UNLISTED, "Careful", "de")
    assert (found.reply_to, found.likes, found.edited_at) == (
        "https://b.example/1",
        4,
        1777633200.0,
    )
    assert found.quote_of == "https://q.example/2"
    repeated = {
        "type": "Announce",
        "id": "https://s.example/a/1",
        "actor": "https://s.example/users/bo",
        "published": "2026-05-01T12:00:00Z",
        "object": note(),
        "to": PUBLIC,
    }
    repost, original = posts("activitypub", repeated)
    assert (repost.kind, repost.text, repost.repost_of) == (Kind.REPOST, "", original.id)
    undone = {"type": "Undo", "id": "u", "object": repeated, "to": [PUBLIC]}
    assert records("activitypub", undone) == [Gone(network="activitypub", id=repost.id)]
    assert not records("activitypub", undone | {"to": ["https://s.example/users/bo"]})


def test_what_a_group_passes_on() -> None:
    def passed_on(activity: dict[str, Any]) -> dict[str, Any]:
        at = {"published": "2026-05-01T12:00:00Z", "actor": "https://g.example/c/acme"}
        return {"type": "Announce", "id": "https://g.example/a/1", "object": activity, **at}

    like = {"type": "Like", "id": "https://s.example/l/1", "object": note()["id"]}
    assert not records("activitypub", passed_on(like))
    gone = {"type": "Delete", "id": "https://s.example/d/1", "object": note()["id"], "to": [PUBLIC]}
    assert records("lemmy", passed_on(gone)) == [Gone(network="lemmy", id=note()["id"])]
    page = note(type="Page", name="Vec<T> &amp; co.", distinguished=True)
    (told,) = posts("lemmy", passed_on({"type": "Create", "id": "c", "object": page}))
    assert (told.title, told.official) == ("Vec<T> & co.", "staff")
