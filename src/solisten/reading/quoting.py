"""What a text repeats or shows instead of saying it: quotations, code, markup."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~).*$", re.MULTILINE)
_INLINE = re.compile(r"```[^`]+```|``[^`\n]+``|`[^`\n]{1,300}`")

# "<3", "<https://...>" and "<ana@acme.example>" are no tags.
_TAG = re.compile(
    r"<(?:!--|(/?)([a-z][a-z0-9]{0,15})(?![\w:.@])[^<>]*>)"
    r"|\[(/?)(quote|code)\b[^\[\]]{0,200}\]",
    re.IGNORECASE,
)
_HIDING = frozenset({"aside", "blockquote", "code", "pre", "quote", "script", "style", "svg"})
_INSIDE_WORDS = frozenset(
    {"a", "abbr", "b", "bdi", "big", "cite", "del", "em", "font", "i", "ins", "kbd", "mark"}
    | {"q", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "wbr"}
)

_QUOTED_LINE = re.compile(r"^[ \t]*>(?!:?-?[(\[]|[._]<).*$", re.MULTILINE)  # ">:(" is a face

_WROTE = re.compile(
    r"\b(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|napisała?\b(?:\(a\))?)"
    r"[^\n:]{0,80}:",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:^|(?<=[.!?)\n] ))[ \t]*(?:On|Am|Le|El|Il|Em|Op|W dniu|Dnia)\b", re.MULTILINE
)
_OPENING = 250  # characters before "wrote:" in which the "On" stands
_FORWARDED = re.compile(
    r"^[ \t]*(?:-{4,} ?(?:original|ursprüngliche|message d'origine|mensaje|forwarded|weiterge)"
    r"|(?:From|Von|De|Da|Van|Od): [^\n]+\n"
    r"(?:Sent|Date|To|Gesendet|Datum|Envoyé|Enviado|Inviato|Wysłano)[^\n:]{0,20}:)",
    re.IGNORECASE | re.MULTILINE,
)


def without_code(text: str) -> str:
    r"""Drop fenced blocks and code between backticks; an unclosed fence runs to the end.

    >>> without_code("It says `E42`:\n```\nfatal error\n```\nWhy?").split()
    ['It', 'says', ':', 'Why?']
    """
    parts, at, shown = [], 0, True
    for fence in _FENCE.finditer(text):
        if shown and "```" in text[fence.start() : fence.end()].strip()[3:]:
            continue  # opened and closed on one line
        if shown:
            parts.append(text[at : fence.start()])
        at, shown = fence.end(), not shown
    if shown:
        parts.append(text[at:])
    return _INLINE.sub(" ", "".join(parts))


def without_tags(text: str) -> str:
    r"""Drop tags and comments, and whatever stands between quoting or code tags.

    One pass that counts depth, so that neither nesting nor a flood of "<" costs more than its
    length. A quoting tag that is never closed hides nothing.

    >>> without_tags("<p>No.</p><blockquote><blockquote>a</blockquote>b</blockquote>Yes<br>")
    '\nNo.\n Yes\n'
    """
    shown, resume = _shown(text)
    if resume >= 0:
        shown.append(_TAG.sub(" ", text[resume:]))
    return "".join(shown)


def _shown(text: str) -> tuple[list[str], int]:
    """Return the pieces outside of tags, and where a quoting tag opens that is never closed."""
    parts: list[str] = []
    at, depth, hiding, kept = 0, 0, "", 0
    while (tag := _TAG.search(text, at)) is not None:
        opens = not (tag[1] or tag[3])
        name = (tag[2] or tag[4] or "").lower()
        if depth:
            depth += (1 if opens else -1) if name == hiding else 0
            at = tag.end()
            continue
        parts.append(text[at : tag.start()])
        at = tag.end()
        if not name:
            at = text.find("-->", at) + 3
            if at < 3:
                return parts, -1
        elif name in _HIDING:
            parts.append(" ")
            if opens:
                depth, hiding, kept = 1, name, at
        elif name not in _INSIDE_WORDS:
            parts.append("\n")
    if depth:
        return parts, kept
    parts.append(text[at:])
    return parts, -1


def without_quotes(text: str) -> str:
    r"""Drop lines that begin with ">", and what mail programs set under "On ... wrote:".

    >>> without_quotes("On 3 May Ana wrote:\n> It is slow\nThanks, fixed.").strip()
    'Thanks, fixed.'
    >>> without_quotes("Thanks!\n\nOn 3 May 2024, Ana <ana@acme.example>\nwrote:\nIt is slow")
    'Thanks!\n\n'
    """
    if ":" in text:
        if forwarded := _FORWARDED.search(text):
            text = text[: forwarded.start()]
        text = _without_letter(text)
    return without_quoted_lines(text)


def without_quoted_lines(text: str) -> str:
    r"""Drop lines that begin with ">".

    >>> without_quoted_lines("> It is slow\nWe are on it")
    '\nWe are on it'
    """
    return _QUOTED_LINE.sub("", text) if ">" in text else text


def _without_letter(text: str) -> str:
    for wrote in _WROTE.finditer(text):
        start = max(0, wrote.start() - _OPENING)
        before = text[start : wrote.start()]
        openings = [found for found in _OPENS.finditer(before) if not start or found.start()]
        if not openings or before.count("\n", openings[-1].end()) > 1:
            continue
        attribution = before[openings[-1].start() :]
        ends_line = text[wrote.end() : wrote.end() + 3].strip(" \t\r")[:1] in {"", "\n"}
        if not ends_line and not any(map(str.isdigit, attribution)):
            continue
        rest = text[wrote.end() :].lstrip()
        own = text[: start + openings[-1].start()]
        return own + rest if rest.startswith(">") else own
    return text
