"""When a saved response was fetched: what is undated in it gets that time."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from solisten.cli.context import Context
from solisten.pipeline.connectors import connectors_read
from solisten.pipeline.saved import saved_response

if TYPE_CHECKING:
    from pathlib import Path

FEED = b"<rss><channel><item><title>Up</title><guid>7</guid></item></channel></rss>"
WRITTEN = 1_767_225_600  # 2026-01-01


@pytest.mark.parametrize(
    ("meta", "at"),
    [
        (None, "2026-01-01T00:00:00Z"),
        ({}, "2026-01-01T00:00:00Z"),
        ({"headers": {"Date": "Mon, 19 May 2025 17:41:36 GMT"}}, "2025-05-19T17:41:36Z"),
        (
            {"headers": {"date": "Mon, 19 May 2025 17:41:36 GMT"}, "recorded_at": "2024-01-01"},
            "2025-05-19T17:41:36Z",
        ),
        ({"recorded_at": "2016-03-12T17:52:19"}, "2016-03-12T17:52:19Z"),
        ({"recorded_at": "2025-07-17 22:01:52+02:00"}, "2025-07-17T20:01:52Z"),
        ({"recorded_at": None, "headers": {"date": "soon"}}, "2026-01-01T00:00:00Z"),
        ({"recorded_at": 7, "headers": {"date": None}}, "2026-01-01T00:00:00Z"),
    ],
)
def test_time_of_an_undated_item(tmp_path: Path, meta: dict[str, Any] | None, at: str) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(FEED)
    os.utime(file, (WRITTEN, WRITTEN))
    if meta is not None:
        file.with_name("feed.meta.json").write_text(json.dumps(meta), encoding="utf-8")
    (tmp_path / "config.toml").touch()
    place = Context(tmp_path / "config.toml", None, 0.0)
    [record] = connectors_read(place, "rss", [file], url="https://acme.example/feed")
    assert record["created_at"] == at


def test_a_file_without_a_time(tmp_path: Path) -> None:
    """Reproducible archives set every file to 1970: such a time is none."""
    file = tmp_path / "feed.xml"
    file.write_bytes(FEED)
    os.utime(file, (0, 0))
    assert saved_response(file, None).fetched_at is None
