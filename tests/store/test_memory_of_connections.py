"""However many threads read a large database, SQLite's memory has one bound."""

from __future__ import annotations

from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import psutil
from stores import only_sqlite, url_of

from solisten.store.database import open_database
from solisten.store.sqlite import CACHED_IN_ALL

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 5_000
FILL = f"""
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
INSERT INTO state (key, value) SELECT 'k' || i, hex(randomblob(5000)) FROM n
"""
READ = "SELECT sum(instr(value, '-')) FROM state"
READERS = 5


@only_sqlite
def test_many_readers_of_a_large_database_share_one_bound(tmp_path: Path) -> None:
    file = tmp_path / "solisten.db"
    with closing(open_database(url_of(file))) as database, ExitStack() as stack:
        with database.writing() as connection:
            connection.exec_driver_sql(FILL)
        assert READERS * file.stat().st_size > 2 * CACHED_IN_ALL
        before = psutil.Process().memory_info().rss
        for _ in range(READERS):
            stack.enter_context(database.reading()).exec_driver_sql(READ)
        assert psutil.Process().memory_info().rss - before < 1.2 * CACHED_IN_ALL
