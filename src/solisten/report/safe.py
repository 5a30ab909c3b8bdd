"""Text from outside made harmless: shown, but never obeyed by a terminal or a page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SHOWN_AS = "\ufffd"
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
SEPARATORS = "\u2028\u2029"  # some terminals and JavaScript take them for line ends
_HARMFUL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{BIDI}{SEPARATORS}\ud800-\udfff]")
_ESCAPED_IN_JSON = re.compile(f"[\x7f-\x9f{BIDI}{SEPARATORS}]")


def plain(text: str) -> str:
    r"""Show control and bidi characters as U+FFFD; tabs and line ends stay.

    >>> plain("red \x1b[31m, right to left \u202e, both\n").encode("ascii", "backslashreplace")
    b'red \\ufffd[31m, right to left \\ufffd, both\n'
    """
    return _HARMFUL.sub(SHOWN_AS, text)


def one_line(text: str) -> str:
    r"""Show a text in one line: harmless, each run of blanks one blank.

    >>> one_line("  two\r\n\tlines ")
    'two lines'
    """
    blanks = text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    return re.sub(" {2,}", " ", plain(blanks)).strip()


def json_text(encoded: str) -> str:
    r"""Escape in JSON what a terminal would obey; the decoded document stays the same.

    >>> json_text('"\u202e"')
    '"\\u202e"'
    """
    return _ESCAPED_IN_JSON.sub(lambda hit: f"\\u{ord(hit[0]):04x}", encoded)


def web_link(url: str) -> str | None:
    """Return `url` when it is a plain http or https address, else None: nothing to click on.

    >>> web_link("https://social.example/@ana/1")
    'https://social.example/@ana/1'
    >>> web_link("javascript:alert(1)") is None
    True
    """
    if plain(url) != url or any(blank in url for blank in " \t\n\"'<>\\`"):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and parts.netloc else None
