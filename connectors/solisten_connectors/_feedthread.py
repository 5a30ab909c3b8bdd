"""Where an entry of a feed stands: an article, or a post or comment of which thread."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from solisten.nouns import Kind
from solisten_connectors._html import text_of

if TYPE_CHECKING:
    from solisten_connectors._entry import Entry

_REDDIT = re.compile(r"https?://[^/\s]{1,100}/(?:r|user)/[^/\s]{1,100}/comments/([a-z0-9]{1,13})/")
_COMMENT = re.compile(r"(.{1,900})#(?:comment-?|c-?|idcomment)([0-9a-f]{1,40})", re.IGNORECASE)
_ANSWERS = re.compile(
    r"\A\s*(?:<p>)?[^<]{0,60}<a\b[^<>]{0,500}#comment-([0-9]{1,20})[\"'][^<>]{0,300}>[^<]{0,200}</a>\.?\s*(?:</p>)?",
    re.IGNORECASE,
)
_DISCOURSE = re.compile(r"(\S{1,200}-post-\d{1,12}-)(\d{1,9})|(\S{1,200}-topic-\d{1,12})")
_PHPBB_FOOT = re.compile(
    r"<p>(?:Statistics:|[^<]{0,60}<a\b[^<>]{0,300}memberlist\.php)(?:(?!</p>).){0,600}</p>\s*<hr\s?/?>\s*\Z"
)
_TOPIC = re.compile(r"[?&](t=\d{1,12})(?:&|#|\Z)")
_RE = re.compile(r"(?:^|\W)Re: ")
_STACK = re.compile(r"(https?://[^/\s]{1,100})/questions/(\d{1,12})/[^#\s]{0,300}#(\d{1,12})")
_FORUM = re.compile(
    r"/(?:threads?|topics?|discussions?|showthread\.php|viewtopic\.php|questions)(?:[/?]|\Z)|/t/[^/]{1,200}/\d"
)


class Standing(msgspec.Struct, frozen=True):
    """Hold an entry's kind and thread, and its title and body without what its software adds."""

    kind: Kind
    title: str
    text: str
    reply_to: str = ""
    thread: str = ""


def standing_of(entry: Entry) -> Standing:
    """Return where an entry stands, from the feed's threading extension or its software's ways.

    Known are RFC 4685 (Blogger, TypePad), WordPress and others that number comments, phpBB,
    Discourse, Reddit and Stack Exchange; a forum's threads are posts, all else is an article.
    """
    for known in (_threaded, _reddit, _phpbb, _discourse, _stack, _comment):
        found = known(entry)
        if found is not None:
            return found
    kind = Kind.POST if _FORUM.search(entry.link) else Kind.ARTICLE
    return Standing(kind, entry.title, entry.text)


def _threaded(entry: Entry) -> Standing | None:
    if not entry.reply_to:
        return None
    return Standing(Kind.COMMENT, entry.title, entry.text, reply_to=entry.reply_to)


def _reddit(entry: Entry) -> Standing | None:
    found = _REDDIT.match(entry.link)
    if found is None or entry.id[:3] not in {"t1_", "t3_"}:
        return None
    # Between these marks stands what the author wrote; a link's entry has none.
    _, _, marked = entry.html.partition("<!-- SC_OFF -->")
    text = text_of(marked.partition("<!-- SC_ON -->")[0])
    if entry.id.startswith("t3_"):
        return Standing(Kind.POST, entry.title, text)
    return Standing(Kind.COMMENT, "", text, thread=f"t3_{found[1]}")


def _phpbb(entry: Entry) -> Standing | None:
    """Read a topic's posts: the feed never names the first one, so their thread is the topic."""
    if "viewtopic.php" not in entry.link:
        return None
    foot = _PHPBB_FOOT.search(entry.html, max(len(entry.html) - 1500, 0))
    text = text_of(entry.html[: foot.start()]) if foot else entry.text
    if not _RE.search(entry.title):
        return Standing(Kind.POST, entry.title, text)
    topic = _TOPIC.search(entry.link)
    thread = f"{entry.link.partition('?')[0]}?{topic[1]}" if topic else ""
    return Standing(Kind.COMMENT, entry.title, text, thread=thread)


def _discourse(entry: Entry) -> Standing | None:
    found = _DISCOURSE.fullmatch(entry.id)
    if found is None:
        return None
    if found[3] or found[2] == "1":
        return Standing(Kind.POST, entry.title, entry.text)
    return Standing(Kind.COMMENT, entry.title, entry.text, thread=f"{found[1]}1")


def _stack(entry: Entry) -> Standing | None:
    """Read the answers of a question's feed; the question's own id is its short address."""
    found = _STACK.match(entry.link)
    if found is None or found[2] == found[3]:
        return None
    question = f"{found[1]}/q/{found[2]}"
    return Standing(Kind.COMMENT, entry.title, entry.text, reply_to=question, thread=question)


def _comment(entry: Entry) -> Standing | None:
    """Read a comment whose id is its post's with a number behind it.

    WordPress says which comment it answers in words of its own, which are no words of the author.
    """
    found = _COMMENT.fullmatch(entry.id)
    if found is None:
        return None
    said = _ANSWERS.match(entry.html)
    text = text_of(entry.html[said.end() :]) if said else entry.text
    mark = entry.id[len(found[1]) : len(entry.id) - len(found[2])]
    return Standing(
        Kind.REPLY if said else Kind.COMMENT,
        "",  # "By: Ana" and "Comment on ...": the software's words
        text,
        reply_to=f"{found[1]}{mark}{said[1]}" if said else found[1],
        thread=found[1],
    )
