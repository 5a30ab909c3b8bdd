"""Plain text from Markdown with HTML in it, as repositories show it."""

from __future__ import annotations

import re

from solisten_connectors._html import unescaped

LONGEST = 500_000  # characters that are read

# Code is left as it is: in it a tag is what people talk about.
_PIECE = re.compile(
    r"(?P<code>^(?P<fence>```+|~~~+)[^\n]*\n(?s:.*?)(?:^(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|`[^`\n]{1,2000}`)"
    r"|(?P<comment><!--(?s:.*?)(?:-->|\Z))"
    r"|(?P<tag></?(?:a|b|i|p|br|hr|em|h[1-6]|ul|ol|li|td|th|tr|dl|dt|dd|img|sub|sup|kbd|ins|del|pre"
    r"|div|span|table|thead|tbody|code|strong|center|source|picture|details|summary|blockquote)"
    r"(?:\s[^<>]{0,3000})?/?>)",
    re.MULTILINE | re.IGNORECASE,
)
_BREAKS = frozenset({"br", "p", "/p", "hr", "/li", "/tr", "/div", "/summary", "/details"})
_EMPTY = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def plain_of(markdown: str) -> str:
    r"""Return the text without comments, tags and entities; Markdown's own signs stay.

    >>> plain_of("<!-- say which version -->\r\nIt **fails** &amp; `<b>` too<br>again")
    'It **fails** & `<b>` too\nagain'
    """
    markdown = markdown[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    if "<" not in markdown and "&" not in markdown:
        return markdown.strip()
    parts, at = [], 0
    for piece in _PIECE.finditer(markdown):
        parts.append(unescaped(markdown[at : piece.start()]))
        at = piece.end()
        if piece["code"]:
            parts.append(piece["code"])
        elif piece["tag"]:
            name = piece["tag"].strip("<>").split()[0].rstrip("/").lower()
            parts.append("\n" if name in _BREAKS else "")
    parts.append(unescaped(markdown[at:]))
    return _EMPTY.sub("\n\n", "".join(parts)).strip()
