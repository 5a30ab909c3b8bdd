"""The tables that analysts take away."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from solisten.config import Brand
from solisten.config import brand as named_brand
from solisten.export.estimates import estimate_row, finding_rows
from solisten.export.methods import methods
from solisten.export.pseudonyms import pseudonym
from solisten.pipeline.estimating import again, estimate
from solisten.pipeline.measuring import metrics, record_of
from solisten.pipeline.session import Place, Session, refuse_drift, session
from solisten.pipeline.windows import Asked, window_of
from solisten.reading.facts import Mark
from solisten.store import estimates, state
from solisten.store.mentions import MentionRow, mention_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LABELS = {1: "positive", 0: "neutral", -1: "negative", None: "unscored"}
SALT_BYTES = 16


def export(
    place: Place, *, table: str, brand: str, window: Asked, raw_authors: bool
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table of DESIGN 7.1: mentions, metrics, findings, estimates, methods."""
    if table == "mentions":
        yield from _mentions(place, brand, window, raw_authors=raw_authors)
    elif table == "metrics":
        yield from metrics(place, brand=brand, window=window, by="total")
    elif table == "estimates":
        yield from _estimates(place, brand, window)
    else:
        answer = estimate(
            place, brand=brand, number=None, model="solis", window=window, offline=True
        )
        if table == "findings":
            yield from finding_rows(answer.document)
        else:
            yield from methods(answer.document, answer.pack, parameters=_parameters(place, brand))


def _mentions(
    place: Place, brand: str, asked: Asked, *, raw_authors: bool
) -> Iterator[dict[str, Any]]:
    with session(place) as opened:
        one = named_brand(opened.config, brand)
        named = _naming(opened, raw_authors=raw_authors)
        with opened.database.reading() as connection:
            refuse_drift(connection, opened)
            window = window_of(connection, opened.config, one, asked, opened.now)
            with record_of(connection, opened, window.as_of) as record:
                for row in mention_rows(record, one.name, window.days):
                    yield _mention(one.name, row, named)


def _naming(opened: Session, *, raw_authors: bool) -> Callable[[str, str], str]:
    if raw_authors or not opened.config.privacy.pseudonymise:
        return lambda _network, author: author
    salt = _salt(opened)
    return lambda network, author: pseudonym(network, author, salt)


def _salt(opened: Session) -> bytes:
    """Return the store's own salt, made once, so that pseudonyms stay the same in every export."""
    with opened.database.reading() as connection:
        known = state.get(connection, state.SALT)
    if known is None:
        known = secrets.token_hex(SALT_BYTES)
        with opened.database.writing() as connection:
            known = state.get(connection, state.SALT) or known
            state.put(connection, state.SALT, known)
    return bytes.fromhex(known)


def _mention(brand: str, row: MentionRow, named: Callable[[str, str], str]) -> dict[str, Any]:
    return {
        "brand": brand,
        "network": row.network,
        "channel": row.channel,
        "id": row.id,
        "url": row.url,
        "kind": row.kind,
        "role": row.role,
        "created_at": row.at,
        "author": named(row.network, row.author) if row.author else "",
        "text": row.text,
        "title": row.title,
        "lang": row.lang if row.lang != "zxx" else "",
        "sentiment": None if row.compound is None else row.compound / 10_000,
        "sentiment_label": LABELS[row.label],
        "need": row.need,
        "tagged": bool(row.marks & Mark.TAGGED),
        "reply_to": row.parent,
        "thread": row.root,
        "answered_at": row.answered_at,
        "answer_seconds": row.latency,
        "answered_by": row.answered_by,
        "peer_answer_seconds": row.peer_latency,
        "outcome": row.outcome,
        "rating": row.rating,
        "likes": row.likes,
        "shares": row.shares,
    }


def _estimates(place: Place, brand: str, asked: Asked) -> Iterator[dict[str, Any]]:
    with session(place) as opened:
        one = named_brand(opened.config, brand)
        since = -1 if asked.since is None else asked.since
        until = 10**7 if asked.until is None else asked.until
        with opened.database.reading() as connection:
            numbers = estimates.numbers(connection, one.name, since, until)
        for number in numbers:
            yield estimate_row(again(opened, number, by_hand=False).document)


def _parameters(place: Place, brand: str) -> list[tuple[str, str]]:
    with session(place) as opened:
        return _searched(named_brand(opened.config, brand))


def _searched(brand: Brand) -> list[tuple[str, str]]:
    found = [("query", brand.query.text)]
    found += [("official account", str(account)) for account in brand.official]
    found += [("hosted place", str(channel)) for channel in brand.hosts]
    return found
