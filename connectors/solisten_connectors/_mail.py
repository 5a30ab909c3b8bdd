"""Mails of public lists, turned into posts."""

from __future__ import annotations

import re
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.parser import BytesParser
from email.policy import compat32
from typing import TYPE_CHECKING

from solisten.nouns import Kind, Post
from solisten_connectors._charset import text_from
from solisten_connectors._dates import date_of
from solisten_connectors._entry import identity, name_in
from solisten_connectors._html import links_in, text_of
from solisten_connectors._json import text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

NETWORK = "mailinglist"
LONGEST = 500_000  # bytes of one mail: what is behind them are attachments
MOST_PARTS = 1000
LONGEST_HTML = 500_000
LONGEST_HEADER = 20_000
LONGEST_LINE = 2000  # characters of a header that is decoded
AGES = ("Date", "X-List-Received-Date", "NNTP-Posting-Date", "Delivery-date", "X-Date")

_DAYS = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?"
_BEGIN = re.compile(
    rb"^From [^\r\n]{1,300}?\s" + _DAYS + rb"\s+\w{3}\s+\d{1,2}\s+\d{1,2}:\d\d[^\r\n]{0,60}\r?\n"
    rb"(?=[\x21-\x39\x3b-\x7e]{1,100}:|>From )",
    re.MULTILINE,
)
_STAMP = re.compile(rb"\s(" + _DAYS + rb"\s+\w{3}\s+\d{1,2}\s+\d{1,2}:\d\d[^\r\n]{0,60})")
_HEADER = re.compile(
    rb"\A(?:[\x21-\x39\x3b-\x7e]{1,100}:[^\n]{0,20000}(?:\n[ \t][^\n]{0,20000})*\n){1}"
)
_FIRST = re.compile(rb"\AFrom [^\n]{1,300}\n(?=[\x21-\x39\x3b-\x7e]{1,100}:)")  # without a day
_NAMED = re.compile(r"<\s*([^<>\s]{1,900})\s*>")
_BARE = re.compile(r"[^\s<>()\"']{1,400}@[^\s<>()\"']{1,400}")
_AT = re.compile(r"([\w.+=-]{1,100})\s(?:at|AT|\[at\]|\(at\))\s([\w-]{1,100}(?:\.[\w-]{1,63})+)")
_VIA = re.compile(r"(.{1,200}?)\s+(?:via|por|par|über)\s+\S.{0,200}")
_QUOTED_FROM = re.compile(r"^>From ", re.MULTILINE)
_LIST = re.compile(r"<?\s*([A-Za-z0-9_+-]{1,100})[.@]")


def mails_in(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (separating line, mail) of each mail of an mbox; a body without lines is one mail.

    So is one that begins with a header: a line in it is that of a mail which was passed on.
    """
    body = body.replace(b"\r\n", b"\n")
    if _HEADER.match(body):
        yield b"", body[:LONGEST]
        return
    first = _FIRST.match(body)
    starts = [first.span()] if first and not _BEGIN.match(body) else []
    starts += [found.span() for found in _BEGIN.finditer(body)]
    if not starts:
        return
    ends = [start for start, _ in starts[1:]] + [len(body)]
    for (start, begin), end in zip(starts, ends, strict=True):
        yield body[start:begin], body[begin : min(end, begin + LONGEST)]


def mail_post(line: bytes, raw: bytes, channel: str) -> Post | None:
    """Return the post of a mail, None without a time; its author is a name, never an address."""
    try:
        mail = BytesParser(policy=compat32).parsebytes(_shortened(raw))
        words = text(_words(mail))
    except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return None
    created = _time(mail, line)
    author = _author(mail)
    subject = " ".join(_header(mail, "Subject").split())
    if created is None or not (author or subject or words):
        return None
    name = _ids(_header(mail, "Message-ID") or _header(mail, "Article-I.D."))[:1]
    own = identity(name[0] if name else "", author, str(created), subject)
    above = [one for one in _ids(_header(mail, "References")) if "@" in one and one != own]
    told = [one for one in _ids(_header(mail, "In-Reply-To")) if "@" in one and one != own]
    answered = told or above[-1:]
    return Post(
        network=NETWORK,
        id=own,
        created_at=created,
        channel=channel or _list(mail),
        kind=Kind.REPLY if answered else Kind.POST,
        author=author,
        author_name="" if re.fullmatch(r"[0-9a-f]{16}", author) else author,
        author_bot=_header(mail, "Auto-Submitted").startswith("auto-"),
        text=words,
        title=subject,
        reply_to=answered[0] if answered else "",
        thread=above[0] if above else "",
        links=links_in(words),
    )


def _shortened(raw: bytes) -> bytes:
    """Return the mail without what is too long, or of too many parts, to be one."""
    if raw.count(b"\n--") > MOST_PARTS:
        raw = b"\n--".join(raw.split(b"\n--", MOST_PARTS)[:MOST_PARTS])
    head, gap, body = raw.partition(b"\n\n")
    if len(head) <= LONGEST_HEADER:
        return raw
    kept, size = [], 0
    for line in head.split(b"\n"):
        size += min(len(line), LONGEST_LINE) + 1
        if size > LONGEST_HEADER * 5:
            break
        kept.append(line[:LONGEST_LINE])
    return b"\n".join(kept) + gap + body


def _header(mail: Message, name: str) -> str:
    """Return a header's text: encoded words decoded, bytes that are no ASCII guessed."""
    value = mail.get(name)
    if value is None:
        return ""
    raw = str(value)[:LONGEST_LINE] if isinstance(value, str) else _raw(value)
    if "=?" not in raw:
        return text(_guessed(raw))
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError):
        return raw
    parts = []
    for piece, charset in pieces:
        if isinstance(piece, bytes):
            parts.append(text_from(piece, charset or "") if charset else _guessed_bytes(piece))
        else:
            parts.append(piece)
    return text("".join(parts))


def _raw(value: object) -> str:
    # The library hands out bytes that are no ASCII as an object of its own.
    chunks = getattr(value, "_chunks", None)
    return "".join(str(chunk[0]) for chunk in chunks)[:LONGEST_LINE] if chunks else str(value)


def _guessed(raw: str) -> str:
    if raw.isascii():
        return raw
    return _guessed_bytes(raw.encode("utf-8", "surrogateescape"))


def _guessed_bytes(piece: bytes) -> str:
    return piece.decode("ascii") if piece.isascii() else text_from(piece)


def _time(mail: Message, line: bytes) -> float | None:
    for name in AGES:
        found = date_of(_header(mail, name)[:100])
        if found is not None:
            return found
    stamp = _STAMP.search(line)
    # Who wrote no readable date was still received at some time: the oldest stands last.
    received = (
        str(one).rpartition(";")[2].strip() for one in reversed(mail.get_all("Received", []))
    )
    late = (date_of(one[:100]) for one in received)
    at = date_of(stamp[1].decode("ascii", "replace")) if stamp else None
    return at if at is not None else next((one for one in late if one is not None), None)


def _author(mail: Message) -> str:
    """Return the author's name, else the hash of the address; lists that write "via" are undone."""
    sender = " ".join(_header(mail, "From").split())
    if "@" not in sender:
        sender = _AT.sub(r"\1@\2", sender)
    found = name_in(sender)
    via = _VIA.fullmatch(found)
    return via[1].strip("'\" ") if via else found


def _ids(header: str) -> list[str]:
    """Return the ids of mails that a header names, in its order."""
    named = _NAMED.findall(header)
    if named:
        return [one for one in named if "@" in one] or named
    return _BARE.findall(header)[:1] or (
        [header.strip()] if header.strip() and " " not in header.strip() else []
    )


def _list(mail: Message) -> str:
    """Return the name of the list that the mail itself tells."""
    told = _header(mail, "List-Id")
    named = _NAMED.findall(told)
    for value in (
        named[-1] if named else told,
        _header(mail, "X-BeenThere"),
        _header(mail, "X-Mailing-List"),
    ):
        if found := _LIST.match(value.strip()):
            return found[1]
    groups = _header(mail, "Newsgroups").split(",")[0].strip()
    return groups if len(groups) < 100 else ""


def _words(mail: Message) -> str:
    """Return the words of a mail: its first plain text, else the text of its HTML."""
    html = ""
    for part in mail.walk():
        kind = part.get_content_type()
        if (
            part.is_multipart()
            or "attachment" in str(part.get("Content-Disposition") or "").lower()
        ):
            continue
        if kind == "text/plain":
            found = _QUOTED_FROM.sub("From ", _payload(part).replace("\r\n", "\n")).strip()
            if found:
                return found
        elif kind == "text/html":
            html = html or _payload(part)
    return text_of(html[:LONGEST_HTML]) if html else ""


def _payload(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return text_from(payload, str(part.get_param("charset") or "").strip("\"'"))
