"""What a text repeats or shows instead of saying it: quotations, code, markup."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^[ \t]{0,3}(?:```+|~~~+).*$", re.MULTILINE)
_INLINE = re.compile(r"```[^`]+```|``[^`\n]+``|`[^`\n]{1,300}`")
_TAG = re.compile(
    r"<(?:!--|(/?)([a-zA-Z][a-zA-Z0-9]{0,15})(?![\w:.@])[^<>]*>)|\[(/?)(quote|code)\b[^\[\]]{0,200}\]",
    re.IGNORECASE,
)
_HIDING = frozenset({"blockquote", "pre", "code", "script", "style", "aside", "quote"})
_QUOTE_LINE = re.compile(r"^[ \t]*>(?!:-?[(\[]|[._]<).*$", re.MULTILINE)
_WROTE = re.compile(
    r"^[ \t]*(?:on|am|le|el|il|em|op|w dniu|dnia)\b[^\n]{0,150}\d[^\n]{0,150}(?:\n[^\n]{0,150})?"
    r"\b(?:wrote|schrieb|écrit|escribió|scritto|escreveu|schreef|napisał(?:\(a\))?)[^\n:]{0,80}:[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"^[ \t]*-{4,} ?(?:original|ursprüngliche|forwarded)\b.*", re.M | re.I | re.S
)


def without_code(text: str) -> str:
    """Drop fenced blocks and code between backticks; an unclosed fence runs to the end."""
    parts, keep, at = [], True, 0
    for fence in _FENCE.finditer(text):
        if keep:
            parts.append(text[at : fence.start()])
        keep, at = not keep, fence.end()
    if keep:
        parts.append(text[at:])
    return _INLINE.sub(" ", "".join(parts))


def without_tags(text: str) -> str:
    """Drop tags and comments, and with quoting or code tags what stands between them.

    One pass with a depth count, so neither nesting nor floods of "<" cost more than their length.
    """
    parts: list[str] = []
    at, depth, inside, kept, resume = 0, 0, "", 0, 0
    position = 0
    while (tag := _TAG.search(text, position)) is not None:
        position = tag.end()
        name = (tag[2] or tag[4] or "").lower()
        closing = bool(tag[1] or tag[3])
        if not depth:
            parts.append(text[at : tag.start()])
            parts.append(" ")
            at = position
            if not name:
                end = text.find("-->", position)
                at = position = len(text) if end < 0 else end + 3
            elif name in _HIDING and not closing:
                depth, inside, kept, resume = 1, name, len(parts), position
        elif name == inside:
            depth += -1 if closing else 1
            at = position
    if depth:
        del parts[kept:]
        at = resume
        parts.append(_TAG.sub(" ", text[at:]))
    else:
        parts.append(text[at:])
    return "".join(parts)


def without_quotes(text: str) -> str:
    """Drop lines that begin with ">" and what a mail program sets under "On ... wrote:"."""
    if "-----" in text:
        text = _ORIGINAL.sub("", text)
    if ":" in text and (wrote := _WROTE.search(text)):
        rest = text[wrote.end() :].lstrip()
        text = text[: wrote.start()] + (rest if rest.startswith(">") else "")
    return _QUOTE_LINE.sub("", text) if ">" in text else text
