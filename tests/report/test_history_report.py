"""The history in a terminal: what it says where the published level is not the newest week's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.report.history import render

if TYPE_CHECKING:
    from solisten.models.pack import Pack


def history(published: int, newest: int) -> dict[str, Any]:
    week = {
        "week_end": "2026-03-01",
        "level": newest,
        "published": published,
        "interval": [newest, newest],
        "why": [],
    }
    return {
        "brand": "Acme",
        "model": {"id": "solis", "version": "1", "kind": "ladder"},
        "published": published,
        "published_name": "Finding a Voice",
        "published_since": "2026-01-05",
        "weeks": [week],
        "estimates": [],
    }


def test_a_published_level_that_lags_says_why(ladder_pack: Pack) -> None:
    text = " ".join(render(history(4, 3), ladder_pack).split())
    assert "The newest week alone says 3 (80 %: 3)." in text
    assert "2 weeks running say so: up from a chance of 65 %, down to one of 35 %" in text
    assert "newest week alone" not in render(history(4, 4), ladder_pack)
