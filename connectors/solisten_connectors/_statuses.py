"""What a server that speaks Mastodon's API says of a post, turned into ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post, Visibility
from solisten_connectors._html import address, links_of, text_of, unescaped, without_quotation
from solisten_connectors._json import identifier, inner, table, tables, text, value_of, whole
from solisten_connectors._people import host_of, person
from solisten_connectors._times import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NETWORK = "mastodon"
SHOWN = {"public": Visibility.PUBLIC, "unlisted": Visibility.UNLISTED}
STAFF = frozenset({"owner", "admin", "administrator", "moderator", "mod", "staff", "team"})
NO_SOURCES = frozenset({"mention", "hashtag"})  # classes of links that share nothing
# Accounts made from September 2025 on have ids, no names, in the addresses of their posts (4.5).
NUMBERED_FROM = 115_200_000_000_000_000


@dataclass(slots=True)
class Seen:
    """Hold what an instance told about itself: where it is, and the global ids of its own ids."""

    url: str
    known: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    anchor: str = ""
    above: tuple[Mapping[str, Any], ...] = ()
    root: str = ""
    roots: dict[str, str] = field(default_factory=dict)


def records_of(answers: list[Any], seen: Seen) -> Iterator[Post | Gone]:
    """Yield each public post of the answers once; ids of posts among them are made global."""
    found = [status for answer in answers for status in statuses_of(answer)]
    for status in found:
        if (name := identifier(status.get("id"))) and (uri := uri_of(status)):
            seen.known[name] = uri
            seen.statuses[name] = status
    for answer in answers:
        if "ancestors" in table(answer):
            seen.above = tuple(tables(answer["ancestors"]))
            opened = not seen.above or not seen.above[0].get("in_reply_to_id")
            top = uri_of(seen.above[0]) if seen.above else seen.known.get(seen.anchor, "")
            seen.root = top if opened else ""
    told = set()
    for status in found:
        record = _record(status, seen)
        if record and record.id not in told:
            told.add(record.id)
            yield record


def statuses_of(answer: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every status of an answer in its order, those inside of others after them."""
    stack = [answer]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(inner(value))
            continue
        if not isinstance(value, dict):
            continue
        if isinstance(value.get("payload"), str) and "event" in value:
            stack.append(_payload(value["payload"]))
        inside: tuple[Any, ...] = (value.get("statuses"), value.get("status"))
        if isinstance(value.get("account"), dict) and ("uri" in value or "visibility" in value):
            yield value
            inside = (value.get("reblog"), _quoted(value))
        elif "ancestors" in value or "descendants" in value:
            inside = (value.get("ancestors"), value.get("descendants"))
        stack.extend(one for one in reversed(inside) if isinstance(one, dict | list))


def _payload(payload: str) -> Any:
    try:
        return value_of(payload.encode("utf-8", "replace"))
    except Unreadable:
        return None


def _record(status: Mapping[str, Any], seen: Seen) -> Post | Gone | None:
    """Return the post of a status; None for what is not public or has no id or time."""
    uri, created = uri_of(status), moment(status.get("created_at"))
    visibility = SHOWN.get(text(status.get("visibility")))
    reblog = table(status.get("reblog"))
    if not uri or created is None or visibility is None:
        return None
    if not reblog and "content" not in status:  # what DELETE answers
        return Gone(network=NETWORK, id=uri) if "text" in status else None
    if reblog and text(reblog.get("visibility")) not in SHOWN:
        return None
    own = table(status.get("account"))
    fields: dict[str, Any] = {"kind": Kind.REPOST, "repost_of": uri_of(reblog)}
    return Post(
        network=NETWORK,
        id=uri,
        created_at=created,
        channel=host_of(seen.url) or host_of(text(own.get("url"))),
        url=address(text(status.get("url"))) or address(uri),
        author=_acct(own, seen),
        author_name=person(own.get("display_name")) or person(own.get("username")),
        author_followers=whole(own.get("followers_count")),
        author_bot=own.get("bot") is True,
        visibility=visibility,
        official=_mark(own, seen),
        **(fields if reblog else _words(status, seen)),
    )


def _words(status: Mapping[str, Any], seen: Seen) -> dict[str, Any]:
    """Return what the author wrote, what it answers and how it was received."""
    html = text(status.get("content"))
    if status.get("quote"):
        html = without_quotation(html)
    title = text(status.get("spoiler_text") or table(status.get("friendica")).get("title"))
    plain = text_of(title) if "pleroma" in status else unescaped(title).strip()  # there it is HTML
    replies = status.get("in_reply_to_id") or status.get("in_reply_to_account_id")
    return {
        "kind": Kind.REPLY if replies else Kind.POST,
        "edited_at": moment(status.get("edited_at")),
        "text": text_of(html),
        "title": plain,
        "lang": identifier(status.get("language"))[:35],
        "links": links_of(html, without=NO_SOURCES),
        "reply_to": _parent(status, seen),
        "thread": root_of(status, seen),
        "quote_of": _quote_id(status, seen),
        "likes": whole(status.get("favourites_count")),
        "shares": whole(status.get("reblogs_count")),
    }


def uri_of(status: Mapping[str, Any]) -> str:
    return identifier(status.get("uri")) or identifier(status.get("url"))


def _acct(own: Mapping[str, Any], seen: Seen) -> str:
    """Return the full address `user@host`; a local name gets the host of its instance."""
    name = identifier(own.get("acct")) or identifier(own.get("username"))
    host = host_of(seen.url) or host_of(text(own.get("url")))
    return name if not name or "@" in name or not host else f"{name}@{host}"


def _mark(own: Mapping[str, Any], seen: Seen) -> str:
    """Return what the instance itself says of the account.

    `staff` for a badge of the instance's own team, `verified-domain` when a link of the profile
    that is proved to link back leads to the domain that the account's host belongs to.
    """
    if any(text(role.get("name")).lower() in STAFF for role in tables(own.get("roles"))):
        return "staff"
    host = _acct(own, seen).rpartition("@")[2]
    for proved in tables(own.get("fields")):
        if proved.get("verified_at"):
            for link in links_of(text(proved.get("value"))):
                domain = host_of(link).removeprefix("www.")
                if domain and (host == domain or host.endswith(f".{domain}")):
                    return "verified-domain"
    return ""


def _quoted(status: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the status that this one quotes with its author's leave, an empty one without."""
    if "content" not in status:
        return {}
    quoted = table(status.get("quote")) or table(table(status.get("pleroma")).get("quote"))
    if "state" in quoted or "quoted_status" in quoted:
        allowed = quoted.get("state", "accepted") == "accepted"
        return table(quoted.get("quoted_status")) if allowed else {}
    return quoted if "account" in quoted else {}


def _quote_id(status: Mapping[str, Any], seen: Seen) -> str:
    if quoted := _quoted(status):
        return uri_of(quoted)
    shallow = table(status.get("quote"))
    if shallow.get("state") == "accepted":
        return seen.known.get(identifier(shallow.get("quoted_status_id")), "")
    return identifier(table(status.get("pleroma")).get("quote_url"))


def _parent(status: Mapping[str, Any], seen: Seen) -> str:
    """Return the global id of the post that this one answers.

    The API names it by the instance's own id. Where the same answers do not hold it, that of a
    local post is told from its form, and any other gets its page on this instance as a name.
    """
    name = identifier(status.get("in_reply_to_id"))
    if not name or name in seen.known:
        return seen.known.get(name, "")
    own, writer = table(status.get("account")), identifier(status.get("in_reply_to_account_id"))
    uri, number = uri_of(status), identifier(status.get("id"))
    if writer == identifier(own.get("id")):
        if number and uri.endswith(f"/statuses/{number}"):
            return f"{uri.removesuffix(number)}{name}"
        return _page(identifier(own.get("acct")), name, seen)
    for one in tables(status.get("mentions")):
        if identifier(one.get("id")) == writer:
            acct = identifier(one.get("acct"))
            if "@" in acct or not (name.isdecimal() and writer.isdecimal()):
                return _page(acct, name, seen)
            host = base_of(text(one.get("url"))) or base_of(seen.url)
            if int(writer[:30]) >= NUMBERED_FROM:
                return f"{host}/ap/users/{writer}/statuses/{name}"
            return f"{host}/users/{acct}/statuses/{name}"
    return _page("", name, seen)


def root_of(status: Mapping[str, Any], seen: Seen) -> str:
    """Return the global id of the post that opens the thread, "" where it is not known."""
    current, walked, root = status, set[str](), ""
    while name := identifier(current.get("in_reply_to_id")):
        above = seen.statuses.get(name)
        if name in seen.roots or name in walked:
            root = seen.roots.get(name, "")
            break
        if above is None:
            if name == seen.anchor:
                root = seen.root or ("" if seen.above else _parent(current, seen))
            break
        walked.add(name)
        current = above
    else:
        opens = current.get("in_reply_to_account_id") is None and current is not status
        root = uri_of(current) if opens else ""
    seen.roots |= dict.fromkeys(walked - {identifier(current.get("id"))}, root)
    return root


def _page(acct: str, name: str, seen: Seen) -> str:
    base = base_of(seen.url)
    return f"{base}/@{acct}/{name}" if base and acct else f"{base}/statuses/{name}"


def base_of(url: str) -> str:
    host = host_of(url)
    return f"{urlsplit(url).scheme}://{host}" if host else ""
