"""What is left out of an estimate is left out as if it had never been collected."""

from __future__ import annotations

import json
import time
from contextlib import closing
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from desk import saved
from stores import url_of

from solisten.cli.context import Context
from solisten.config import brand as named_brand
from solisten.metrics.observe import Observation, observe
from solisten.pipeline.session import session
from solisten.pipeline.windows import OPEN, window_of

if TYPE_CHECKING:
    from pathlib import Path

BRAND = "Brightsill"
LEFT_OUT = "discourse"


def _records() -> list[dict[str, Any]]:
    text = files("solisten.sample").joinpath("posts.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Observation]:
    """Return the sample's window with all of it, and with one network never imported."""
    records = _records()
    rest = [one for one in records if one["network"] != LEFT_OUT]
    assert 100 < len(rest) < len(records)
    return {
        "whole": _observed(tmp_path_factory.mktemp("whole"), records),
        "rest": _observed(tmp_path_factory.mktemp("rest"), rest),
    }


def _observed(folder: Path, records: list[dict[str, Any]]) -> Observation:
    config = files("solisten.sample").joinpath("config.toml").read_text("utf-8")
    file = saved(folder, records, config)
    place = Context(folder / "config.toml", url_of(file), time.time())
    with session(place) as opened, closing(opened.database):
        one = named_brand(opened.config, BRAND)
        with opened.database.reading() as connection:
            window = window_of(connection, opened.config, one, OPEN, opened.now)
            return observe(connection, opened.config, one, window)


def test_a_network_left_out_is_one_that_was_never_there(seen: dict[str, Observation]) -> None:
    variant = next(one for one in seen["whole"].variants if one.name == LEFT_OUT)
    assert variant.counts == dict(seen["rest"].counts)
    assert (variant.posts, variant.needs) == (seen["rest"].posts, seen["rest"].needs)
    assert variant.counts != dict(seen["whole"].counts)


def test_every_network_that_speaks_is_left_out_once(seen: dict[str, Observation]) -> None:
    networks = [one.name for one in seen["whole"].variants if one.what == "network"]
    assert networks == ["bluesky", "discourse", "google-play", "mastodon"]


def test_without_the_rule_of_bursts_their_needs_are_owed(seen: dict[str, Observation]) -> None:
    whole = seen["whole"]
    assert whole.presence.bursts
    variant = next(one for one in whole.variants if one.what == "bursts")
    assert variant.counts["response_rate"].n > whole.counts["response_rate"].n
    assert variant.counts["burst_response_rate"].n == 0
    assert variant.posts == whole.posts
