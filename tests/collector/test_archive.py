"""Raw answers that are kept: equal bodies once, compressed, for so long and so much."""

from __future__ import annotations

import gzip
import os
import random
from typing import TYPE_CHECKING

from solisten.collector.archive import TIDY_EVERY, Archive, prune
from solisten.connector import Request, Response

if TYPE_CHECKING:
    from pathlib import Path

DAY = 86_400
TODAY = 20_000 * DAY
URL = "https://blog.example/feed"


def keep(archive: Archive, day: int, body: bytes) -> None:
    """Keep an answer that came on a day, counted from today."""
    response = Response(URL, 200, {"set-cookie": "s=1"}, body, TODAY + day * DAY + 100.0)
    archive.keep("blog", Request(URL), response)
    for path in archive.folder.rglob("*.gz"):
        os.utime(path, (TODAY - DAY, TODAY - DAY))


def kept(folder: Path) -> tuple[int, list[bytes]]:
    """Return how many answers there are, and the bodies."""
    bodies = [gzip.decompress(path.read_bytes()) for path in folder.rglob("*.gz")]
    return len(list(folder.rglob("*.meta.json"))), sorted(bodies)


def test_equal_bodies_are_kept_once_compressed_and_without_cookies(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for day in (0, 0, -1):
        keep(archive, day, b"<rss/>" * 1_000)
    assert kept(tmp_path) == (3, [b"<rss/>" * 1_000])
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.gz")) < 600
    assert not any(b"s=1" in path.read_bytes() for path in tmp_path.rglob("*.json"))


def test_what_is_too_old_goes_and_with_it_the_bodies_nobody_names(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for day, body in ((-40, b"old"), (-40, b"both"), (-5, b"both"), (0, b"new")):
        keep(archive, day, body)
    prune(tmp_path, TODAY + 200, days=0, megabytes=0)
    assert kept(tmp_path)[0] == 4, "0 is no limit"
    prune(tmp_path, TODAY + 300, days=30, megabytes=0)
    assert kept(tmp_path)[0] == 4, "not before it is time again"
    prune(tmp_path, TODAY + 200 + TIDY_EVERY, days=30, megabytes=0)
    assert kept(tmp_path) == (2, [b"both", b"new"])


def test_of_too_much_the_oldest_days_go(tmp_path: Path) -> None:
    archive, luck = Archive(tmp_path), random.Random(1)
    bodies = [luck.randbytes(400_000) for _ in range(4)]
    for day, body in zip((-3, -2, -1, 0), bodies, strict=True):
        keep(archive, day, body)
    prune(tmp_path, TODAY + 200, days=0, megabytes=1)
    assert kept(tmp_path) == (2, sorted(bodies[2:]))


def test_a_clock_that_was_ahead_when_it_was_tidied_holds_nothing_up(tmp_path: Path) -> None:
    keep(Archive(tmp_path), -40, b"old")
    prune(tmp_path, TODAY + 3650 * DAY, days=0, megabytes=0)
    prune(tmp_path, TODAY, days=30, megabytes=0)
    assert kept(tmp_path) == (0, [])
