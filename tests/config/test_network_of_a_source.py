"""`network` of a source: two sites that count their posts alike are kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from solisten.cli import main
from solisten.collector.naming import namesakes, under
from solisten.config import load
from solisten.connector import Checkpoint, Request, RequestFailed, Source
from solisten.errors import ConfigError
from solisten.nouns import Gone, Post
from solisten.plugins import find_connectors

if TYPE_CHECKING:
    from pathlib import Path

    from solisten.connector import Cursor, Listening

CONFIG = """
[[brand]]
name = "Acme"
[[source]]
id = "a"
connector = "{connector}"
{first}
[[source]]
id = "b"
connector = "{connector}"
{second}
"""


def told(tmp_path: Path, connector: str, first: str, second: str) -> list[str]:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(connector=connector, first=first, second=second), "utf-8")
    return namesakes(load(path).sources, find_connectors().connectors)


@pytest.mark.parametrize(
    ("connector", "first", "second", "wrong"),
    [
        ("discourse", 'url = "https://a.example"', 'url = "https://b.example/"', True),
        ("discourse", 'url = "https://a.example"', 'url = "https://A.example/"', False),
        (
            "discourse",
            'url = "https://a.example"',
            'url = "https://b.example"\nnetwork = "discourse-2"',
            False,
        ),
        ("stackexchange", 'site = "superuser"', 'site = "askubuntu"', True),
        ("stackexchange", 'site = "superuser"', 'site = "superuser"', False),
        ("stackexchange", "", 'site = "superuser"', True),
        ("mastodon", 'url = "https://a.example"', 'url = "https://b.example"', False),
    ],
)
def test_two_sites_of_one_network(
    tmp_path: Path, connector: str, first: str, second: str, wrong: bool
) -> None:
    found = told(tmp_path, connector, first, second)
    assert len(found) == wrong
    if found:
        assert f'network = "{connector}-2"' in found[0]


@pytest.mark.parametrize("name", ["Forum", "a b", "x" * 41, "a_b"])
def test_what_is_no_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="network"):
        told(tmp_path, "discourse", f'network = "{name}"', "")


def test_posts_and_deletions_change_their_name_alone() -> None:
    def listen(source: Source, cursor: Cursor) -> Listening:
        answer = yield Request(source.url)
        assert answer is None
        try:
            yield Request("two")
        except RequestFailed as failure:
            yield Checkpoint({"failed": failure.kind, **cursor})
        yield Post(network="discourse", id="5", created_at=1.0, channel="a.example")
        yield Gone(network="discourse", id="6")

    assert under(listen, "") is listen
    steps = under(listen, "forum-b")(Source("a", "discourse", "one"), {"x": 1})
    assert next(steps) == Request("one")
    assert steps.send(None) == Request("two")
    assert steps.throw(RequestFailed("gone")) == Checkpoint({"failed": "gone", "x": 1})
    assert steps.send(None) == Post(network="forum-b", id="5", created_at=1.0, channel="a.example")
    assert steps.send(None) == Gone(network="forum-b", id="6")
    assert list(steps) == []


def test_doctor_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    told(tmp_path, "discourse", 'url = "https://a.example"', 'url = "https://b.example"')
    assert main(["doctor"]) == 4
    assert "two sites of discourse" in " ".join(capsys.readouterr().out.split())
