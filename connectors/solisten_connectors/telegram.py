"""Telegram: public channels, as their preview on the web shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from solisten.connector import Cursor, Listening, Request, Response, Source, connector
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post
from solisten_connectors._blocked import blocked
from solisten_connectors._html import attributes_of, links_of, pieces, text_of
from solisten_connectors._json import ABSENT, answer_of, text
from solisten_connectors._listing import Page, days_of, newest_first
from solisten_connectors._people import account, path_of, person
from solisten_connectors._telegramjson import NETWORK, json_records
from solisten_connectors._times import moment
from solisten_connectors._unpacked import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SITE = "https://t.me"
NO_PREVIEW = (
    "Telegram shows no preview of this channel: it is private, a group, or has switched it off;"
    " export it with Telegram Desktop and import that instead"
)
LARGEST = 2_000_000  # bytes of a page
LONGEST = 100_000  # characters of markup; a message has at most 4,096
WORDS = "tgme_widget_message_text"
ANSWERED = "js-message_reply_text"

_PREV = re.compile(r"<link\b[^<>]{0,200}\brel=\"prev\"[^<>]{0,200}[?&]before=(\d{1,12})")
_POST = re.compile(r"[A-Za-z0-9_]{1,64}/\d{1,12}")
_LINK = re.compile(r"https?://(?:t|telegram)\.me/(?:s/)?([A-Za-z0-9_]{1,64}/\d{1,12})")
_COUNT = re.compile(
    r"counter_value\">\s*([\d.,]{1,12})\s*([KM]?)\s*</span>"
    r"\s*<span class=\"counter_type\">\s*subscriber"
)
_THOUSANDS = {"": 1, "K": 1000, "M": 1_000_000}


@dataclass(slots=True)
class _Message:
    """Hold what a message's markup says, piece by piece."""

    name: str
    service: bool
    html: dict[str, list[str]] = field(default_factory=dict)
    time: str = ""
    answers: str = ""
    sender: str | None = None
    passed_on: bool = False
    origin: str = ""


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the posts of a channel's preview or of a single post; exports of public chats too."""
    response = unpacked(response)
    if response.body.lstrip()[:1] in {b"{", b"["}:
        answer = answer_of(response)
        if answer is not None and response.status not in ABSENT:
            yield from json_records(answer)
        return
    if response.unchanged or response.status in ABSENT:
        return
    page = text(response.body[:LARGEST].decode("utf-8", "replace"))
    if "tgme_" not in page:
        raise Unreadable(blocked(response, "html") or "a page that is not Telegram's")
    followers = _followers(page)
    for message in _messages(page):
        post = _post(message, followers)
        if post is not None:
            yield post
    path = "/".join(path_of(response.url)[-2:])
    if "tgme_widget_message_error" in page and _POST.fullmatch(path):
        yield Gone(network=NETWORK, id=path)


def _messages(page: str) -> Iterator[_Message]:
    """Yield the messages of a page, in its order."""
    message: _Message | None = None
    taking: list[tuple[str, str, int]] = []  # (part, tag, how many of that tag are open)
    for said, tag, raw in pieces(page):
        attributes = attributes_of(raw) if raw else {}
        if message is not None and said:
            for part, _, _ in taking:
                message.html.setdefault(part, []).append(said)
        name = attributes.get("data-post", "")
        if name:
            if message is not None:
                yield message
            classes = attributes.get("class", "").split()
            message, taking = _Message(name, "service_message" in classes), []
        elif message is not None and tag:
            taking = _taken(message, taking, tag, raw)
            _note(message, tag, attributes, taking)
    if message is not None:
        yield message


def _taken(
    message: _Message, taking: list[tuple[str, str, int]], tag: str, raw: str
) -> list[tuple[str, str, int]]:
    """Add a tag to the parts that are open, and close those that it ends."""
    left = []
    for part, opened, depth in taking:
        now = depth + (tag == opened) - (tag == f"/{opened}")
        if now:
            message.html.setdefault(part, []).append(f"<{tag}{raw}>")
            left.append((part, opened, now))
    return left


def _note(
    message: _Message, tag: str, attributes: Mapping[str, str], taking: list[tuple[str, str, int]]
) -> None:
    """Note what a tag tells of the message, and open the part that it begins."""
    classes = attributes.get("class", "").split()
    if tag == "time" and "datetime" in attributes:
        message.time = attributes["datetime"]
    if tag[:1] == "/" or not classes or any(part == "answered" for part, _, _ in taking):
        return
    part = ""
    if WORDS in classes and ANSWERED not in classes:
        part = "words"
    elif "message_media_not_supported_label" in classes:
        part = "label"
    elif "tgme_widget_message_author_name" in classes:  # in a group, where anybody writes
        part, message.sender = "sender", attributes.get("href", "")
    elif "tgme_widget_message_poll_question" in classes:
        part = "poll"
    elif "tgme_widget_message_owner_name" in classes:
        part = "owner"
    elif "tgme_widget_message_from_author" in classes:
        part = "signed"
    elif "tgme_widget_message_reply" in classes:
        part, message.answers = "answered", attributes.get("href", "")
    elif "tgme_widget_message_forwarded_from" in classes:
        message.passed_on = True
    elif "tgme_widget_message_forwarded_from_name" in classes:
        message.passed_on = True
        message.origin = attributes.get("href", "")
    message.service = message.service or "service_message" in classes
    if part and part not in message.html and all(part != one for one, _, _ in taking):
        message.html[part] = []
        taking.append((part, tag, 1))


def _post(message: _Message, followers: int | None) -> Post | None:
    created = moment(message.time)
    done = message.service or _html(message, "label").strip() == "Service message"
    if done or created is None or not _POST.fullmatch(message.name):
        return None
    channel = message.name.partition("/")[0]
    words = _html(message, "words") or _html(message, "poll")
    answers, origin = _LINK.match(message.answers), _LINK.match(message.origin)
    kind = Kind.REPLY if answers else Kind.POST
    signed = person(text_of(_html(message, "sender") or _html(message, "signed")))
    links = links_of(words, f"{SITE}/s/{channel}")
    return Post(
        network=NETWORK,
        id=message.name,
        created_at=created,
        channel=channel,
        url=f"{SITE}/{message.name}",
        kind=Kind.REPOST if message.passed_on else kind,
        author=channel if message.sender is None else _writer(message.sender) or signed,
        author_name=signed or person(text_of(_html(message, "owner"))),
        author_followers=followers,
        text="" if message.passed_on else text_of(words),
        reply_to=answers[1] if answers else "",
        links=tuple(link for link in links if not link.startswith(f"{SITE}/s/{channel}?q=")),
        repost_of=origin[1] if origin else "",
        # Nobody else writes in a channel; in a group everybody does.
        official="staff" if message.sender is None else "",
    )


def _writer(page: str) -> str:
    """Return the name of the account whose page is linked to, "" without one."""
    path = path_of(page)
    return account(path[0]) if len(path) == 1 else ""


def _html(message: _Message, part: str) -> str:
    return "".join(message.html.get(part, ()))[:LONGEST]


def _followers(page: str) -> int | None:
    """Return the channel's subscribers, as exactly as the page tells them."""
    found = _COUNT.search(page)
    if found is None:
        return None
    try:
        return int(float(found[1].replace(",", "")) * _THOUSANDS[found[2]])
    except ValueError:
        return None


@connector(
    "telegram",
    read=read,
    reach="posts of public channels that show a preview on the web; no comments, no groups",
    options=("channels", "days"),
    rate="undocumented; slowly, a page every few seconds",
    terms="the preview is undocumented; private chats are never read",
    sees=("followers",),
    robots=True,
    verified="a channel's preview on a recorded excerpt; replies, forwards and single posts by"
    " their documents alone; exports of public chats by documents",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for each channel's posts, newest first, page by page."""
    own = [part for part in path_of(source.url) if part != "s"][:1]
    for name in (*source.strings("channels"), *own):
        channel = name.removeprefix("@")
        ask = partial(_ask, f"{SITE}/s/{quote(channel, safe='')}")
        yield from newest_first(channel, cursor, ask, _page_of, days=days_of(source), sortable=True)


def _ask(url: str, older: str) -> Request:
    return Request(url, params={"before": older} if older else {})


def _page_of(response: Response) -> Page:
    records = tuple(read(response))
    page = response.body.decode("utf-8", "replace")
    if not records and "tgme_channel_info" not in page and "tgme_widget_message" not in page:
        raise Unreadable(NO_PREVIEW)
    posts = [one for one in records if isinstance(one, Post)]
    entries = tuple((post.id.partition("/")[2], post.created_at) for post in posts)
    before = _PREV.search(page)
    return Page(records, entries, before[1] if before else "")
