"""The text of some bytes, whoever declared their encoding."""

from __future__ import annotations

import codecs
import re

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,39}")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(
    r"\A\s{0,99}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"'>]{1,40})[\"']", re.IGNORECASE
)
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZEROS = {"0001": "utf-32-be", "1000": "utf-32-le", "0101": "utf-16-be", "1010": "utf-16-le"}
# Codecs that are no character sets, and UTF-7, which hides markup.
_REFUSED = frozenset({"utf-7", "unicode-escape", "raw-unicode-escape", "idna", "punycode"})
# What browsers read, where the smaller set is declared.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "utf-8"}


def charset_of(content_type: str) -> str:
    """Return the character set that a Content-Type names, "" where it names none.

    >>> charset_of("text/xml; charset='ISO-8859-15'"), charset_of("text/xml")
    ('ISO-8859-15', '')
    """
    found = _CHARSET.search(content_type[:1000])
    return found[1] if found else ""


def text_from(body: bytes, charset: str = "") -> str:
    r"""Return the text: a byte order mark counts first, then `charset`, then an XML declaration.

    What does not decode so is tried as UTF-8, then read as Windows-1252, as browsers do.

    >>> text_from(b'\xff\xfea\x00'), text_from(b"caf\xe9"), text_from(b"\xcf\xf0", "koi8-r")
    ('a', 'café', 'оП')
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if wide := _ZEROS.get("".join("1" if byte else "0" for byte in body[:4])):
        return body.decode(wide, "replace")
    head = body[:400].decode("ascii", "replace")
    declared = _DECLARED.match(head)
    for name in (charset, declared[1] if declared else "", "utf-8", "cp1252"):
        found = _decoded(body, name)
        if found is not None:
            return found
    return body.decode("latin-1")


def known_charset(name: str) -> str:
    """Return the codec that reads a character set, "" for none or an unsafe one.

    >>> known_charset("GB2312"), known_charset("unicode_escape"), known_charset("x-unknown")
    ('gb18030', '', '')
    """
    if not _NAME.fullmatch(name):
        return ""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    # Not all codecs make text: base64, zip and their like do not.
    codec = found.name.replace("_", "-")
    if not getattr(found, "_is_text_encoding", True) or codec in _REFUSED:
        return ""
    return _WIDER.get(codec, codec)


def _decoded(body: bytes, name: str) -> str | None:
    codec = known_charset(name)
    if not codec or (codec.startswith(("utf-16", "utf-32")) and b"<" in body[:1]):
        return None  # a wide set is declared, in bytes that are not wide
    try:
        return body.decode(codec)
    except (UnicodeError, ValueError):
        return None
