"""Alerts as an Atom feed (RFC 4287), a file that is always whole."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solisten.alerts.message import Message

MOST = 100
ATOM = "http://www.w3.org/2005/Atom"
READABLE = 0o644


def feed(messages: Sequence[Message], brands: Sequence[str]) -> bytes:
    """Return the feed of these alerts, the newest first."""
    root = ET.Element("feed", xmlns=ATOM)
    _text(root, "id", _urn("feed", *sorted(brands)))
    _text(root, "title", f"Solisten: {', '.join(brands)}" if brands else "Solisten")
    _text(root, "updated", _iso(max((one.made_at for one in messages), default=0)))
    author = ET.SubElement(root, "author")
    _text(author, "name", "Solisten")
    for one in messages:
        entry = ET.SubElement(root, "entry")
        _text(entry, "id", _urn("alert", one.key))
        _text(entry, "title", one.title)
        _text(entry, "updated", _iso(one.made_at))
        ET.SubElement(entry, "category", term=one.kind)
        links = [link.url for link in one.links if link.url]
        if links:
            ET.SubElement(entry, "link", rel="alternate", href=links[0])
        for url in links[1:]:
            ET.SubElement(entry, "link", rel="related", href=url)
        lines = [one.text, *(f"{link.excerpt} {link.url or ''}".strip() for link in one.links)]
        content = _text(entry, "content", "\n".join(lines))
        content.set("type", "text")
    ET.indent(root)
    found: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return found + b"\n"


def write(path: Path, content: bytes) -> bool:
    """Put the content in the file's place in one step; False when it is there already."""
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        pass
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(READABLE)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return True


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = text
    return element


def _urn(*parts: str) -> str:
    return uuid5(NAMESPACE_URL, "/".join(("solisten", *parts))).urn


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
