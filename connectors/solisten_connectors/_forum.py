"""What a Discourse forum says of its posts, turned into ours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from solisten.nouns import Gone, Kind, Post, Visibility
from solisten_connectors._html import links_in, links_of, text_of
from solisten_connectors._json import identifier, table, tables, text, whole
from solisten_connectors._people import account, host_of, person
from solisten_connectors._times import edited, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "discourse"
LIKE = 2  # the number of the action "like"
SPOKEN = frozenset({1, 2})  # kinds of posts; 3 tells what was done to a topic, 4 is a whisper
WRITTEN = frozenset({4, 5, 6, 7, 9})  # users' actions that are posts; 12 and 13 are private
NO_SOURCES = frozenset({"mention", "mention-group", "hashtag", "hashtag-cooked", "anchor"})
PICTURES = frozenset({"lightbox", "attachment"})
PRIVATE = "private_message"

_BASE = re.compile(
    r"(https?://[^/?#]+(?:/[^?#]*?)?)/(?:t|posts?|c|latest|new|top|hot|tags?|u|users|search"
    r"|user_actions|categories|topics)(?=[/.?#]|$)"
)

_REPLIES = re.compile(r"/posts/(\d{1,15})/replies\.json(?:\?|\Z)")


@dataclass(slots=True)
class Topics:
    """Hold what answers tell of their topics: titles, and the id of each numbered post."""

    ids: dict[tuple[str, int], str] = field(default_factory=dict)
    topics: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    accepted: set[tuple[str, int]] = field(default_factory=set)
    waiting: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    empty: int = 0  # pages without posts in a row


def records_of(answer: Any, url: str, topics: Topics) -> Iterator[Post | Gone]:
    """Yield the public posts and deletions of an answer; what it tells of topics is noted.

    A post of an earlier answer is yielded again when this one tells which post it answers.
    """
    found = list(_posts(answer, topics))
    if asked := _REPLIES.search(url):  # they all answer the post that was asked for
        for post in found:
            if above := whole(post.get("reply_to_post_number")):
                topics.ids.setdefault((identifier(post.get("topic_id")), above), asked[1])
    for post in found:
        number, name = whole(post.get("post_number")), _name(post)
        if number and name:
            topics.ids[identifier(post.get("topic_id")), number] = name
    fresh = {_name(post): post for post in found}
    for name, post in {**topics.waiting, **fresh}.items():
        record = _record(post, _base(url), topics)
        unknown = isinstance(record, Post) and "t/" in {record.reply_to[:2], record.thread[:2]}
        if record and (name in fresh or not unknown):
            yield record
        if unknown:
            topics.waiting[name] = post
        else:
            topics.waiting.pop(name, None)


def _posts(answer: Any, topics: Topics) -> Iterator[Mapping[str, Any]]:
    top = table(answer)
    if "post_stream" in top:
        _note(top, topics)
    for topic in tables(top.get("topics")):
        _note(topic, topics)
    stream = table(top.get("post_stream")).get("posts")
    own = answer if isinstance(answer, list) else [top]
    told = [top.get("post")]  # to a web hook, or to who wrote it
    for listed in (stream, top.get("latest_posts"), top.get("posts"), told, own):
        yield from (one for one in tables(listed) if "post_number" in one and "topic_id" in one)
    for action in tables(top.get("user_actions")):
        if whole(action.get("action_type")) in WRITTEN and "post_id" in action:
            yield action


def _note(topic: Mapping[str, Any], topics: Topics) -> None:
    """Note a topic: its title, its accepted answer, the ids of its posts."""
    name = identifier(topic.get("id"))
    topics.topics[name] = topic
    if number := whole(table(topic.get("accepted_answer")).get("post_number")):
        topics.accepted.add((name, number))
    stream = table(topic.get("post_stream")).get("stream")
    # The stream names every post in order; only without gaps its places are the numbers.
    if isinstance(stream, list) and len(stream) == whole(topic.get("highest_post_number")):
        for number, one in enumerate(stream, 1):
            topics.ids.setdefault((name, number), identifier(one))


def _name(post: Mapping[str, Any]) -> str:
    return identifier(post.get("post_id") if "action_type" in post else post.get("id"))


def _record(post: Mapping[str, Any], base: str, topics: Topics) -> Post | Gone | None:
    name, created = _name(post), moment(post.get("created_at"))
    of, number = identifier(post.get("topic_id")), whole(post.get("post_number")) or 0
    topic = topics.topics.get(of, {})
    if not name or created is None:
        return None
    if PRIVATE in {text(topic.get("archetype")), text(post.get("topic_archetype"))}:
        return None
    kind = whole(post.get("post_type", 1))
    if kind not in SPOKEN or post.get("hidden") is True or post.get("private_message") is True:
        return None
    if post.get("user_deleted") is True or post.get("deleted_at") or post.get("deleted") is True:
        return Gone(network=NETWORK, id=name, deleted_at=moment(post.get("deleted_at")))
    html = text(post.get("cooked")) or text(post.get("excerpt")) or text(post.get("blurb"))
    slug = identifier(post.get("topic_slug") or post.get("slug") or topic.get("slug")) or "-"
    opens, staff = number == 1, any(post.get(key) for key in ("staff", "admin", "moderator"))
    title = topic.get("title") or post.get("topic_title") or post.get("title")
    return Post(
        network=NETWORK,
        id=name,
        created_at=created,
        channel=host_of(base),
        url=f"{base}/t/{slug}/{of}/{number}" if base else "",
        kind=Kind.POST if opens else Kind.REPLY,
        author=account(post.get("username")),
        author_name=person(post.get("name")) or person(post.get("username")),
        author_bot=(whole(post.get("user_id")) or 0) < 0,
        edited_at=edited(post.get("updated_at"), created) if _versions(post) > 1 else None,
        text=text_of(html) if html else text(post.get("raw")).strip(),
        title=text(title).strip() if opens else "",
        lang=identifier(post.get("locale"))[:35],
        reply_to="" if opens else _parent(post, of, topics),
        thread="" if opens else _numbered(of, 1, topics),
        likes=_likes(post),
        visibility=Visibility.UNLISTED if topic.get("visible") is False else Visibility.PUBLIC,
        links=links_of(html, f"{base}/", without=NO_SOURCES | PICTURES)
        if html
        else links_in(text(post.get("raw"))),
        accepted=post.get("accepted_answer") is True or (of, number) in topics.accepted,
        official="staff" if staff else "",
    )


def _parent(post: Mapping[str, Any], of: str, topics: Topics) -> str:
    """Return the post that is answered; who names none answers the topic's first."""
    if "cooked" not in post and "reply_to_post_number" not in post:
        return ""  # a search's results do not tell
    return _numbered(of, whole(post.get("reply_to_post_number")) or 1, topics)


def _numbered(of: str, number: int, topics: Topics) -> str:
    """Return the id of a topic's post; as long as that is unknown, its place in the topic."""
    return topics.ids.get((of, number)) or f"t/{of}/{number}"


def _versions(post: Mapping[str, Any]) -> int:
    return whole(post.get("version")) or 1


def _likes(post: Mapping[str, Any]) -> int | None:
    actions = post.get("actions_summary")
    if not isinstance(actions, list):
        return whole(post.get("like_count"))
    counts = [whole(one.get("count")) for one in tables(actions) if one.get("id") == LIKE]
    return next((count for count in counts if count is not None), 0)


def _base(url: str) -> str:
    """Return where a forum begins, which may be a folder of its site.

    >>> _base("https://acme.example/forum/t/help/57.json"), _base("https://acme.example/posts.json")
    ('https://acme.example/forum', 'https://acme.example')
    """
    found = _BASE.match(url)
    return found[1] if found else ""
