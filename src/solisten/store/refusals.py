"""What a database refuses, in a sentence with a remedy."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from solisten.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATES = {"55P03": "locked", "53100": "full", "42501": "readonly", "25006": "readonly"}
"""PostgreSQL's codes (its Appendix A) for what SQLite says in a word."""
_LOCAL = ("not a database", "malformed", "disk")


def shown(url: str) -> str:
    """Return a database URL without its password.

    >>> shown("postgresql+psycopg://me:secret@host/name"), shown("sqlite:///a b.db?timeout=1")
    ('postgresql+psycopg://me:***@host/name', 'sqlite:///a b.db?timeout=1')
    """
    try:
        parsed = sa.engine.make_url(url)
    except sa.exc.ArgumentError:
        return "the database URL"
    if parsed.get_backend_name() == "sqlite":
        return url
    return parsed.render_as_string(hide_password=True)


@contextmanager
def told(url: str) -> Iterator[None]:
    """Turn what a database refuses into a StoreError that says what to do."""
    try:
        yield
    except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
        cause = getattr(error, "orig", None) or error
        kind = _STATES.get(str(getattr(cause, "sqlstate", None)), "")
        broken = isinstance(error, (sa.exc.OperationalError, sqlite3.OperationalError))
        if broken or kind or any(word in str(cause) for word in _LOCAL):
            raise StoreError(_sentence(url, " ".join(str(cause).split()), kind)) from error
        raise


def _sentence(url: str, cause: str, kind: str) -> str:
    place = shown(url)
    if kind == "locked" or "locked" in cause:
        return (
            f"{place} is locked by another process ({cause}); wait for it to finish, or stop it, "
            "and run the command again: nothing was written"
        )
    if kind == "full" or "full" in cause:
        return (
            f"{place}: the disk is full; free some space and run the command again: what was "
            "saved before stays, this batch was not written"
        )
    if kind == "readonly" or "readonly" in cause or "unable to open" in cause:
        return f"{place} cannot be written ({cause}); check the path and its permissions"
    if "not a database" in cause:
        return f"{place} is no SQLite database ({cause}); name another file with --db"
    if "malformed" in cause:
        return f"{place} is damaged ({cause}); restore the last backup, or name another with --db"
    return f"{place}: {cause}; check the path, the disk and the server (solisten doctor)"
