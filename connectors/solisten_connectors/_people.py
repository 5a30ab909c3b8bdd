"""Names of authors: never anybody's mailbox or address on the net."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any
from urllib.parse import unquote, urlsplit

from solisten_connectors._json import identifier, text

_MAIL = re.compile(r"[^\s@<>()\",;:]{1,200}@[^\s@<>()\",;:]{1,200}\.[^\s@<>()\",;:.]{2,63}")
_APART = re.compile(rf"(?<![^\s<>()\",;:]){_MAIL.pattern}")  # "@jane@social.example" is no mailbox
_IP4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:/\d+)?")
_IP6 = re.compile(r"\[?(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f]{0,4}|[\d.]+)(?:%\w+)?\]?(?::\d+)?")


def account(value: Any) -> str:
    """Return a network's own name of an account; mailboxes and IP addresses become a hash.

    >>> account("jane_doe"), account("jane@mail.example"), account("203.0.113.7")
    ('jane_doe', 'f42bf462950cda7e', '8901665cb3eceaaf')
    """
    found = identifier(value)
    if "@" in found:
        mail = None if found[0] == "@" else _MAIL.search(found)
        return hashed(mail.group()) if mail else found
    if ("." in found or ":" in found) and (_IP4.fullmatch(found) or _IP6.fullmatch(found)):
        return hashed(found)
    return found


def person(value: Any) -> str:
    r"""Return a display name on one line; a mailbox in it becomes a hash.

    >>> person(" Jane\nDoe "), person("jane@mail.example"), person("Jane <jane@mail.example>")
    ('Jane Doe', 'f42bf462950cda7e', 'Jane <f42bf462950cda7e>')
    >>> person("Jane (@jane@social.example)")
    'Jane (@jane@social.example)'
    """
    found = " ".join(text(value)[:1000].split())[:300]
    if "@" in found:
        found = _APART.sub(lambda mail: hashed(mail.group()), found)
    return hashed(found) if _IP4.fullmatch(found) or _IP6.fullmatch(found) else found


def hashed(private: str) -> str:
    """Return the 16 hex digits that stand for a mailbox or an address (BLAKE2b, case folded)."""
    folded = private.strip().casefold().encode("utf-8", "replace")
    return blake2b(folded, digest_size=8).hexdigest()


def host_of(url: str) -> str:
    """Return the host of an address, with its port where it is not the usual one.

    >>> host_of("https://Acme.example/a"), host_of("http://localhost:3000"), host_of("no")
    ('acme.example', 'localhost:3000', '')
    """
    try:
        split = urlsplit(url)
        host, port = split.hostname or "", split.port
    except ValueError:
        return ""
    return f"{host}:{port}" if port and port not in {80, 443} else host


def path_of(url: str) -> tuple[str, ...]:
    """Return the parts of an address's path, undone.

    >>> path_of("https://acme.example/u/j%C3%B6rg/?a=b")
    ('u', 'jörg')
    """
    try:
        return tuple(unquote(part) for part in urlsplit(url).path.split("/") if part)
    except ValueError:
        return ()
