"""Telegram as JSON: exported chats and what a bot is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.errors import Unreadable
from solisten.nouns import Kind, Post
from solisten_connectors._html import address, links_in
from solisten_connectors._json import identifier, one_line, table, tables, text
from solisten_connectors._people import account, person
from solisten_connectors._times import edited, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "telegram"
PUBLIC = frozenset({"public_channel", "public_supergroup"})
TOLD = ("message", "edited_message", "channel_post", "edited_channel_post")


def json_records(answer: Any) -> Iterator[Post]:
    """Yield the posts of public channels and groups; private chats are nobody's.

    `Unreadable` when it is neither an export nor an answer to a bot.
    """
    top = table(answer)
    if isinstance(top.get("messages"), list):
        yield from _exported(top)
    elif isinstance(table(top.get("chats")).get("list"), list):
        for chat in tables(table(top["chats"]).get("list")):
            yield from _exported(chat)
    elif top.get("ok") is True:
        found = top.get("result")
        for update in tables(found if isinstance(found, list) else [found]):
            messages = [table(update[key]) for key in TOLD if key in update]
            for message in messages or [update]:
                yield from _told(message)
    elif top.get("ok") is False:
        said = text(top.get("description"))
        if "not found" not in said.lower():
            raise Unreadable(f"Telegram says: {one_line(said) or 'an error'}")
    else:
        raise Unreadable("JSON that is no answer of Telegram")


def _exported(chat: Mapping[str, Any]) -> Iterator[Post]:
    if text(chat.get("type")) not in PUBLIC:
        return
    place = identifier(chat.get("id"))
    for item in tables(chat.get("messages")):
        number, when = identifier(item.get("id")), item.get("date_unixtime") or item.get("date")
        created = moment(when)
        if not number or created is None or item.get("type") != "message":
            continue
        # What stands in another chat has its number there.
        elsewhere = item.get("reply_to_peer_id") is not None
        answered = "" if elsewhere else identifier(item.get("reply_to_message_id"))
        passed_on = bool(item.get("forwarded_from") or item.get("forwarded_from_id"))
        name = person(item.get("from"))
        spelled = item.get("text") or table(item.get("poll")).get("question")
        yield Post(
            network=NETWORK,
            id=f"{place}/{number}",
            created_at=created,
            channel=place,
            kind=Kind.REPOST if passed_on else Kind.REPLY if answered else Kind.POST,
            author=account(item.get("from_id")) or name,
            author_name=name,
            edited_at=edited(item.get("edited_unixtime") or item.get("edited"), created),
            text="" if passed_on else _spelled(spelled),
            reply_to=f"{place}/{answered}" if answered else "",
            links=() if passed_on else _links(item.get("text")),
        )


def _spelled(value: Any) -> str:
    """Return a text that is written as one string, or as a list of strings and marked pieces."""
    if isinstance(value, list):
        parts = (text(one.get("text")) if isinstance(one, dict) else text(one) for one in value)
        return "".join(parts).strip()
    return text(value).strip()


def _links(value: Any) -> tuple[str, ...]:
    """Return what a text leads to: the addresses that it shows, and those behind its words."""
    behind = (address(text(one.get("href"))) for one in tables(value))
    found = [*links_in(_spelled(value)), *behind]
    return tuple(dict.fromkeys(link for link in found if link))


def _told(item: Mapping[str, Any]) -> Iterator[Post]:
    """Yield a message of a chat that has a public name."""
    chat = table(item.get("chat"))
    place, number = identifier(chat.get("username")), identifier(item.get("message_id"))
    created = moment(item.get("date"))
    if not place or not number or created is None or text(chat.get("type")) == "private":
        return
    sender = table(item.get("from")) or table(item.get("sender_chat"))
    names = (text(sender.get(key)) for key in ("first_name", "last_name", "title"))
    answered = identifier(table(item.get("reply_to_message")).get("message_id"))
    passed_on = "forward_origin" in item or "forward_date" in item
    spelled = text(item.get("text")) or text(item.get("caption"))
    spelled = spelled or text(table(item.get("poll")).get("question"))
    marked = [*tables(item.get("entities")), *tables(item.get("caption_entities"))]
    behind = [address(text(one.get("url"))) for one in marked]
    yield Post(
        network=NETWORK,
        id=f"{place}/{number}",
        created_at=created,
        channel=place,
        url=f"https://t.me/{place}/{number}",
        kind=Kind.REPOST if passed_on else Kind.REPLY if answered else Kind.POST,
        author=account(sender.get("username")) or account(sender.get("id")),
        author_name=person(" ".join(name for name in names if name)),
        author_bot=sender.get("is_bot") is True,
        edited_at=edited(item.get("edit_date"), created),
        text="" if passed_on else spelled.strip(),
        reply_to=f"{place}/{answered}" if answered else "",
        links=()
        if passed_on
        else tuple(dict.fromkeys(link for link in [*links_in(spelled), *behind] if link)),
    )
