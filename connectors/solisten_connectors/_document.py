"""The words of what one link leads to: a page, a PDF, plain text."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from solisten.errors import Unreadable
from solisten_connectors._blocked import format_of
from solisten_connectors._charset import charset_of, text_from
from solisten_connectors._site import page_of

if TYPE_CHECKING:
    from pypdf import PdfReader

    from solisten.connector import Response

MOST_WORDS = 100_000  # characters that are kept of a document
MOST_SHEETS = 80  # pages of a PDF that are read
MOST_BYTES = 10_000_000


def words_of(response: Response) -> tuple[str, str]:
    """Return (title, text) of a document; `Unreadable` for block pages and what holds no words.

    >>> from solisten.connector import Response
    >>> plain = {"content-type": "text/plain"}
    >>> words_of(Response("https://acme.example/r.txt", headers=plain, body=b"Our report."))
    ('', 'Our report.')
    """
    body = response.body[:MOST_BYTES]
    kind = response.headers.get("content-type", "").lower()
    if body.lstrip()[:5] == b"%PDF-":
        title, said = _sheets(body)
    elif kind.startswith("text/plain") and format_of(body) != "html":
        title, said = "", text_from(body[:MOST_WORDS], charset_of(kind))
    else:
        page = page_of(response, MOST_WORDS)
        title, said = page.title, page.said
    said = said[:MOST_WORDS].strip()
    if not said:
        raise Unreadable("no words in it, only pictures or programs")
    return title, said


def _sheets(body: bytes) -> tuple[str, str]:
    """Return (title, text) of a PDF."""
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every crooked file
    try:
        title, sheets = _read(PdfReader(BytesIO(body)))
    except Exception as error:  # noqa: BLE001  (a crooked file breaks the library anywhere)
        raise Unreadable(f"a PDF that cannot be read ({type(error).__name__})") from None
    return title, "\n".join(sheets)


def _read(found: PdfReader) -> tuple[str, list[str]]:
    said: list[str] = []
    for sheet in found.pages[:MOST_SHEETS]:
        said.append(sheet.extract_text())
        if sum(map(len, said)) > MOST_WORDS:
            break
    return str((found.metadata and found.metadata.title) or "")[:200], said
