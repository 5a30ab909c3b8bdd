"""`network` of a source: two sites that count their posts alike are kept apart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from solisten.cli import main
from solisten.collector.naming import mixed, namesakes, under
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


def test_only_networks_that_number_by_site_are_told() -> None:
    known = find_connectors().connectors
    two = {"a.example", "b.example"}
    said = mixed(dict.fromkeys(known, two), known.values())
    assert [one.partition(" ")[0] for one in said] == ["discourse", "lobsters", "stackexchange"]
    assert mixed({name: {"a.example", ""} for name in known}, known.values()) == []


def topic(host: str) -> tuple[str, bytes]:
    """Return the address of a topic and a topic with the post 101, the same on every site."""
    post = {
        "id": 101, "topic_id": 7, "post_number": 1, "post_type": 1, "username": "ana",
        "cooked": f"<p>{host}</p>", "created_at": "2026-05-01T10:00:00.000Z",
    }  # fmt: skip
    answer = {"id": 7, "title": "Help", "post_stream": {"posts": [post], "stream": [101]}}
    return f"https://{host}/t/help/7.json", json.dumps(answer).encode()


def test_saved_answers_of_two_sites_are_told_and_kept_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    told(tmp_path, "rss", 'url = "https://a.example/feed"', 'url = "https://b.example/feed"')
    for host in ("a.example", "b.example"):
        url, body = topic(host)
        (tmp_path / f"{host[0]}.json").write_bytes(body)
        (tmp_path / f"{host[0]}.meta.json").write_text(json.dumps({"url": url}), "utf-8")
    assert main(["connectors", "read", "discourse", "a.json"]) == 0
    one, said = capsys.readouterr()
    assert not said
    assert main(["connectors", "read", "discourse", "b.json", "--network", "discourse-2"]) == 0
    other = capsys.readouterr().out
    assert json.loads(other)["network"] == "discourse-2"
    assert main(["connectors", "read", "discourse", "a.json", "b.json"]) == 0
    both, said = capsys.readouterr()
    assert "discourse has posts of a.example and b.example" in said
    assert "--network discourse-2" in said
    (tmp_path / "apart.jsonl").write_text(one + other, "utf-8")
    assert main(["import", "apart.jsonl"]) == 0
    assert capsys.readouterr().err == (
        "read 2, new 2, changed 0, unchanged 0, rejected 0, not public 0\n"
    )
    (tmp_path / "both.jsonl").write_text(both, "utf-8")
    assert main(["import", "both.jsonl"]) == 0
    assert "discourse has posts of a.example and b.example" in capsys.readouterr().err
    assert main(["connectors", "read", "discourse", "a.json", "--network", "Forum"]) == 2


def test_a_replay_of_two_sites_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    told(tmp_path, "discourse", 'url = "https://a.example"', 'url = "https://b.example"')
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "a.json").write_bytes(topic("a.example")[1])
    (tmp_path / "saved" / "a.meta.json").write_text('{"url": "https://a.example/t/7.json"}')
    main(["collect", "--replay", "saved"])
    assert "two sites of discourse" in capsys.readouterr().err
