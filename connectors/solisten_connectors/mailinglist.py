"""Public mailing lists: archives of Mailman, HyperKitty, Apache and others as mbox files."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from solisten.connector import Checkpoint, Cursor, Listening, Request, Response, Source, connector
from solisten.errors import Unreadable
from solisten.nouns import Gone, Kind, Post
from solisten_connectors._blocked import blocked, format_of, title_of
from solisten_connectors._charset import text_from
from solisten_connectors._dates import date_of
from solisten_connectors._entry import name_in
from solisten_connectors._html import links_in, links_of
from solisten_connectors._json import (
    ABSENT,
    answer_of,
    identifier,
    one_line,
    table,
    tables,
    text,
    whole,
)
from solisten_connectors._listing import DAY, Steps, days_of
from solisten_connectors._mail import NETWORK, mail_post, mails_in
from solisten_connectors._people import path_of
from solisten_connectors._times import moment
from solisten_connectors._unpacked import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MONTH = 31 * DAY

_ARCHIVE = re.compile(r"\.(?:txt|mbox|mbx)(?:\.gz)?(?:\Z|[?/])|/mbox\.lua\?|/raw(?:\Z|\?)")
_NAME = re.compile(
    r"/(?:pipermail|archives/(?:api/)?list|list|mod_mbox|mail-archive|mailman/private)/([^/?#]+)"
)
_ASKED = re.compile(r"[?&]list=([^&#]+)")
_IN_NAME = re.compile(r"(\d{4})-?([A-Za-z]{3,12}|\d{2})(?:\D|\Z)")
_WEEK = re.compile(r"Week-of-\w{3}-(\d{4})(\d\d)(\d\d)")
_INDEX = re.compile(
    r"href=\"[^\"<>]{0,300}(?:\.txt|\.mbox|thread\.html)|\barchives?\b", re.IGNORECASE
)
_HYPERKITTY = re.compile(r"(https?://[^/]+(?:/[^/]+){0,3}?/(?:archives/)?list/[^/?#]+@[^/?#]+)/?\Z")


def read(response: Response) -> Iterator[Post | Gone]:
    """Yield the mails of an mbox, a month's text, a single mail, or HyperKitty's interface.

    Authors are names, else hashes of addresses. The index of an archive holds no post.
    """
    if response.unchanged or response.status in {204, 304}:
        return
    try:
        response = unpacked(response)
    except Unreadable:
        if response.status in ABSENT:
            return
        raise
    found = format_of(response.body)
    if found == "json":
        yield from _interface(response)
        return
    channel = _channel(response.url)
    empty = True
    for line, raw in mails_in(response.body):
        empty = False
        post = mail_post(line, raw, channel)
        if post is not None:
            yield post
    if not empty or response.status in ABSENT or _is_index(response):
        return
    if not response.body.strip() and _ARCHIVE.search(response.url):
        return  # a month without a mail
    what = blocked(response, "html") if found == "html" else None
    raise Unreadable(what or ("a web page without mails" if found == "html" else "no mails"))


def _is_index(response: Response) -> bool:
    if format_of(response.body) != "html" or blocked(response, "html"):
        return False
    page = text_from(response.body[:500_000])
    return _INDEX.search(title_of(page)) is not None or _INDEX.search(page) is not None


def _channel(url: str) -> str:
    """Return the list's name, without the host that an address of it carries.

    >>> _channel("https://lists.acme.example/archives/list/users@lists.acme.example/export/a.mbox")
    'users'
    """
    split = urlsplit(url)
    found = _NAME.search(split.path) or _ASKED.search(f"?{split.query}")
    return unquote(found[1]).partition("@")[0] if found else ""


def _interface(response: Response) -> Iterator[Post]:
    """Yield the mails of HyperKitty's interface; parents are known where the answer holds them."""
    answer = answer_of(response)
    if answer is None or response.status in ABSENT:
        return
    top = table(answer)
    listed = answer if isinstance(answer, list) else top.get("results", [top])
    if "object" in top or any("object" in one for one in tables(top.get("data"))):
        return  # members and settings of groups.io: nobody's business
    mails = [one for one in tables(listed) if "message_id" in one and "date" in one]
    if not mails and top and "results" not in top and "mailinglist" not in top:
        said = text(top.get("detail")) or text(top.get("message"))
        if "not found" not in said.lower():
            raise Unreadable(one_line(said) or "JSON that is no answer of an archive")
    # A mail is named by its address, a thread by what the address of its first mail ends with.
    known = {
        identifier(one.get(key)): identifier(one.get("message_id"))
        for one in mails
        for key in ("url", "message_id_hash")
    }
    for one in mails:
        post = _mail(one, known, response.url)
        if post is not None:
            yield post


def _mail(one: Mapping[str, Any], known: Mapping[str, str], url: str) -> Post | None:
    name, created = identifier(one.get("message_id")).strip("<>"), moment(one.get("date"))
    if not name or created is None:
        return None
    address = text(table(one.get("sender")).get("address")).replace(" (a) ", "@")
    author = name_in(text(one.get("sender_name"))) or name_in(address)
    answered, root = identifier(one.get("parent")), (path_of(text(one.get("thread"))) or ("",))[-1]
    body = text(one.get("content")).replace("\r\n", "\n").strip()
    votes = table(one.get("votes"))
    return Post(
        network=NETWORK,
        id=name,
        created_at=created,
        channel=_channel(text(one.get("mailinglist")) or url),
        kind=Kind.REPLY if answered else Kind.POST,
        author=author,
        author_name=author if " " in author else "",
        text=body,
        title=text(one.get("subject")).strip(),
        reply_to=known.get(answered, "").strip("<>"),
        thread=known.get(root, "").strip("<>") if answered else "",
        likes=whole(votes.get("likes")),
        links=links_in(body),
    )


@connector(
    "mailinglist",
    read=read,
    reach="the public archive of a list, month by month; a single mbox file",
    options=("days",),
    rate="what the server allows; a month is one request",
    terms="those of each list; addresses are never kept",
    sees=("replies",),
    robots=True,
    verified="mbox, monthly texts, NNTP and index pages of Mailman and Apache on mails that were"
    " shortened by hand; HyperKitty's interface by its documents alone",
)
def listen(source: Source, cursor: Cursor) -> Listening:
    """Ask for the months of an archive, oldest first, from the last one that was read."""
    hyperkitty = _HYPERKITTY.match(source.url)
    if hyperkitty:
        yield from _exports(source, hyperkitty[1], cursor)
        return
    response = yield Request(source.url)
    if response is None or response.unchanged:
        return
    months = _months(response) if format_of(unpacked(response).body) == "html" else []
    if not months:
        yield from read(response)
        return
    newest = max(at for at, _ in months)
    last, asked = moment(cursor.get("month")), moment(cursor.get("asked"))
    since = newest - days_of(source) * DAY - MONTH if last is None else last
    for at, url in months:
        # A month that was over when it was asked for will not grow.
        over = at == last and asked is not None and asked > at + MONTH + 2 * DAY
        if at < since or over:
            continue
        found = yield Request(url)
        if found is not None and not found.unchanged:
            yield from read(found)
        seen = found.fetched_at if found is not None else None
        yield Checkpoint({"month": _day(at), "asked": seen})


def _months(response: Response) -> list[tuple[float, str]]:
    """Return (first day, address) of each file that an index page names, oldest first."""
    found: dict[str, float] = {}
    page = text_from(unpacked(response).body)
    for link in links_of(page, response.url):
        path = urlsplit(link).path
        if ".mbox/" in path:  # Apache's pages stand inside of the file
            path = path.partition(".mbox")[0] + ".mbox"
        at = _first_day(path.rpartition("/")[2]) if _ARCHIVE.search(path) else None
        if at is not None:
            found.setdefault(urljoin(link, path), at)
    return sorted((at, link) for link, at in found.items())


def _first_day(file: str) -> float | None:
    """Return the first day of what a file of an archive holds.

    >>> _first_day("2016-April.txt.gz") == _first_day("201604.mbox") == 1459468800.0
    True
    """
    if week := _WEEK.search(file):
        return date_of(f"{week[1]}-{week[2]}-{week[3]}")
    found = _IN_NAME.search(file)
    if found is None:
        return None
    if found[2].isdigit():
        return date_of(f"{found[1]}-{found[2]}-01")
    return date_of(f"1 {found[2]} {found[1]}")


def _exports(source: Source, base: str, cursor: Cursor) -> Steps[None]:
    """Ask HyperKitty for a month after the other, as mbox."""
    response = yield Request(f"{base}/")
    now = _now(response)
    if now is None:
        raise Unreadable(f"{base} does not say what day it is")
    start = moment(cursor.get("until"))
    start = now - days_of(source) * DAY if start is None else start - DAY
    while start < now:
        end = min(start + MONTH, now + DAY)
        days = {"start": _day(start), "end": _day(end)}
        found = yield Request(f"{base}/export/list.mbox.gz", params=days)
        if found is not None and not found.unchanged:
            yield from read(found)
        yield Checkpoint({"until": _day(min(end, now))})
        start = end


def _now(response: Response | None) -> float | None:
    if response is None:
        return None
    if response.fetched_at is not None:
        return response.fetched_at
    return date_of(response.headers.get("date", ""))


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()
