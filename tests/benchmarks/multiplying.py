"""Make a large database of a small one: every post and fact again under other ids and authors.

On the same days, so that sums are multiplied and lists of posts, mentions and authors grow.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RENAMED = {
    "post": ("id", "thread", "parent", "root", "author", "author_key"),
    "mention": ("id", "root", "author"),
    "official": ("id", "root"),
    "topic_thread": ("id", "root"),
    "named": ("id", "root"),
    "seen_day": ("who",),
}
SUMMED = {
    "channel_day": ("posts",),
    "author_gap": ("authors",),
    "text_use": ("replies",),
    "text_total": ("replies", "quick"),
    "text_set": ("needs",),
    "latency_day": ("answers",),
    "department_day": ("needs",),
}
KEYS = ("brand", "network", "day")


def multiply(database: Path, times: int) -> None:
    """Make the database hold so many times its posts."""
    connection = sqlite3.connect(database)
    with connection:
        for table, columns in SUMMED.items():
            _scale(connection, table, columns, times)
        names = [row[1] for row in connection.execute("PRAGMA table_info(day_network)")]
        _scale(connection, "day_network", [name for name in names if name not in KEYS], times)
    for table, renamed in RENAMED.items():
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        taken = ", ".join(_copied(name) if name in renamed else f'"{name}"' for name in names)
        into = ", ".join(f'"{name}"' for name in names)
        connection.execute(f"CREATE TEMP TABLE few AS SELECT * FROM {table}")
        for copy in range(1, times):
            with connection:
                sql = f"INSERT INTO {table} ({into}) SELECT {taken} FROM few"
                connection.execute(sql, {"copy": f"x{copy}-"})
        connection.execute("DROP TABLE few")
    connection.close()


def _scale(
    connection: sqlite3.Connection, table: str, columns: list[str] | tuple[str, ...], times: int
) -> None:
    sums = ", ".join(f'"{name}" = "{name}" * {times}' for name in columns)
    connection.execute(f"UPDATE {table} SET {sums}")


def _copied(name: str) -> str:
    return f"CASE WHEN \"{name}\" = '' THEN '' ELSE :copy || \"{name}\" END"
