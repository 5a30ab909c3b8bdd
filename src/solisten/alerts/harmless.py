"""Text and addresses from outside, made harmless for whoever shows them next."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

SHOWN_AS = "\ufffd"
LONGEST_URL = 2_000
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)


def one_line(text: str) -> str:
    r"""Return a text in one line without control and bidi characters, and what XML 1.0 refuses.

    >>> one_line("two\r\nlines\x1b[31m \u202e").encode("ascii", "backslashreplace")
    b'two lines\\ufffd[31m \\ufffd'
    """
    return _HARMFUL.sub(SHOWN_AS, " ".join(text.split()))


def web_address(url: str) -> str | None:
    """Return an address that can stand in any markup, None when it is no http or https one.

    >>> web_address("https://a.example/x?y=1|2>"), web_address("javascript:alert(1)")
    ('https://a.example/x?y=1%7C2%3E', None)
    """
    try:
        parts = urlsplit(url)
        known = parts.scheme.lower() in {"http", "https"} and parts.hostname
    except ValueError:
        return None
    if not known or len(url) > LONGEST_URL or _HARMFUL.search(url):
        return None
    return quote(url, safe="%/:=&?~#+!$,;@()*[].-_'")
