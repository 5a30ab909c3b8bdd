"""`solisten collect` as its user sees it, and what an outage does to an estimate."""

from __future__ import annotations

import json
import time
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import stores
from collector_desk import HEAD, source
from fault_server import FaultServer, Reply, feed, running
from stores import url_of

from solisten.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fault_server import Hit

DAY = 86_400


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with running() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    stores.forget(tmp_path)


def configure(server: FaultServer, *sources: str, archive: bool = False) -> None:
    head = HEAD.format(port=server.port, seconds=5.0)
    if archive:
        head = head.replace("archive = false\n", "")
    Path("config.toml").write_text(head + "".join(sources))


def run(*words: str) -> int:
    return main(["--db", url_of(Path("solisten.db").resolve()), *words])


def test_a_line_for_each_source(
    folder: Path, server: FaultServer, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(
        server, source("blog", f"{server.url}/good"), source("lost", f"{server.url}/status-404")
    )
    assert run("collect") == 4
    out, err = capsys.readouterr()
    assert not out
    assert "blog: read, 3 found, 3 new, 0 changed (1 request)" in err
    assert "lost: gone (404)" in err
    assert run("collect", "--source", "blog") == 0
    assert "blog: unchanged" in capsys.readouterr().err
    assert run("collect", "--source", "blogg") == 2
    assert 'did you mean "blog"?' in capsys.readouterr().err


def test_a_dry_run_asks_nobody(
    folder: Path, server: FaultServer, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(
        server,
        source("blog", f"{server.url}/good"),
        source("tags", server.url, "mastodon", hashtags=["a", "b"], token="env:T"),
    )
    assert run("collect", "--dry-run") == 0
    out = capsys.readouterr().out
    assert f"GET {server.url}/good" in out
    assert f"GET {server.url}/api/v1/timelines/tag/b?limit=40 (auth: bearer)" in out
    assert not server.hits


def test_what_was_archived_can_be_replayed(
    folder: Path, server: FaultServer, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(server, source("blog", f"{server.url}/good"), archive=True)
    assert run("collect") == 0
    (archive,) = folder.glob("*.archive")
    hits = len(server.hits)
    other = ("--db", url_of(folder / "other.db"))
    for said in ("3 found, 3 new", "3 found, 0 new"):
        capsys.readouterr()
        assert main([*other, "collect", "--replay", str(archive)]) == 0
        assert said in capsys.readouterr().err
    assert len(server.hits) == hits


def test_a_folder_of_captures_can_be_replayed(
    folder: Path, server: FaultServer, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "https://blog.example/feed?b=2&a=1"
    configure(server, source("blog", url), source("gone", "https://blog.example/none"))
    saved = folder / "captures"
    saved.mkdir()
    (saved / "feed.xml").write_bytes(feed("good"))
    meta = {"url": "https://blog.example/feed?a=1&b=2", "status": 200, "headers": {}}
    (saved / "feed.meta.json").write_text(json.dumps(meta))
    assert run("collect", "--replay", str(saved)) == 4
    err = capsys.readouterr().err
    assert "blog: read, 3 found, 3 new" in err
    assert "gone: network" in err
    assert run("collect", "--replay", str(folder / "nothing")) == 2


def news(day: int, count: int) -> bytes:
    """Return a feed of questions, some a day, that ends on a day of the past."""
    from email.utils import formatdate

    now = time.time()
    items = "".join(
        f"<item><guid>q{n}</guid><title>How do I use acme {n}?</title><pubDate>"
        f"{formatdate(now - day * DAY - n * DAY / 2, usegmt=True)}</pubDate></item>"
        for n in range(count)
    )
    return f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()


def estimated(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = run("estimate", "--brand", "Acme", "--format", "json", *words)
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return code, found


def test_estimate_collects_what_is_due(
    folder: Path, server: FaultServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.pages["/news"] = lambda _: Reply(200, news(0, 60))
    configure(server, source("news", f"{server.url}/news", every="1h"))
    code, document = estimated(capsys)
    assert code == 0
    assert len(server.hits) == 1
    estimated(capsys)
    estimated(capsys, "--offline")
    assert len(server.hits) == 1
    assert document["coverage"][0]["healthy_share"] > 0.3  # type: ignore[index]


def test_an_outage_is_no_silence(
    folder: Path,
    server: FaultServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Half of the window nobody could read the network: the estimate says so, and when it could."""
    now = time.time()
    server.pages["/news"] = lambda _: Reply(200, news(0, 60))
    configure(server, source("news", f"{server.url}/news", every="1h"))
    estimated(capsys)
    healthy = estimated(capsys, "--offline", "--since", "20d")[1]
    server.pages["/news"] = lambda _: Reply(500)
    monkeypatch.setattr(time, "time", lambda: now + 20 * DAY)
    code, down = estimated(capsys, "--since", "40d")
    assert code == 4
    shares = [row["healthy_share"] for row in down["coverage"]]  # type: ignore[attr-defined]
    assert shares == [pytest.approx(0.5, abs=0.05)]
    assert any("could be read for" in warning for warning in down["warnings"])  # type: ignore[attr-defined]
    assert down["confidence"]["coverage"] < healthy["confidence"]["coverage"]  # type: ignore[index]
    rows = {row["metric"]: row for row in metrics(capsys, "--since", "40d")}
    assert float(str(rows["mentions"]["coverage"])) == pytest.approx(0.5, abs=0.05)
    assert run("doctor") == 4
    assert "source news: failing" in capsys.readouterr().out
    assert run("status") == 0
    assert "server (500)" in capsys.readouterr().out


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_a_clock_that_is_wrong_is_seen_in_what_servers_say(
    folder: Path, server: FaultServer, capsys: pytest.CaptureFixture[str], hours: int
) -> None:
    def page(_: Hit) -> Reply:
        at = time.time() - 3_600 * hours - 100  # so long has a cache kept it
        return Reply(200, feed("blog"), {"Date": formatdate(at, usegmt=True), "Age": "100"})

    server.pages["/blog"] = page
    configure(server, source("blog", f"{server.url}/blog"))
    assert run("collect") == 0
    capsys.readouterr()
    run("doctor")
    (line,) = (line for line in capsys.readouterr().out.splitlines() if "servers asked" in line)
    if hours:
        assert ("ahead of" if hours > 0 else "behind") in line
        assert "59 min" in line or "1 h" in line
    assert ("problem" in line) == bool(hours), line


def test_how_each_source_fares_is_seen_at_a_glance(
    folder: Path, server: FaultServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.pages["/limit"] = lambda _: Reply(429, b"", {"Retry-After": "3600"})
    names = ("blog", "lost", "keyless", "limit", "never")
    configure(
        server,
        source("blog", f"{server.url}/good", every="1h"),
        source("lost", f"{server.url}/status-404"),
        source("keyless", server.url, "mastodon", hashtags=["a"], token="env:NO_SUCH"),
        source("limit", f"{server.url}/limit"),
        source("never", f"{server.url}/good"),
    )
    for name in names[:-1]:
        run("collect", "--source", name)
    capsys.readouterr()
    assert run("status", "--json") == 0
    found = {one["id"]: one for one in json.loads(capsys.readouterr().out)["sources"]}
    assert [found[name]["health"] for name in names] == [
        *("ok", "failing", "failing", "throttled", "never asked")
    ]
    assert found["blog"]["due"]
    assert run("doctor") == 4
    told = " ".join(capsys.readouterr().out.split())
    for word in ("source lost: failing", "source limit: throttled", "NO_SUCH", "database", "disk"):
        assert word in told, word
    assert "source blog: failing" not in told


def metrics(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    capsys.readouterr()
    run("metrics", "--brand", "Acme", "--format", "json", *words)
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_a_voice_is_shared_only_where_all_were_listened_for(
    folder: Path, server: FaultServer, capsys: pytest.CaptureFixture[str]
) -> None:
    rival = '\n[[brand]]\nname = "Globex"\nquery = "rockets"\n'

    def voice(*sources: str) -> dict[str, object]:
        configure(server, *sources)
        path = Path("config.toml")
        text = path.read_text().replace('query = "acme"\n', 'query = "acme"\nrivals = ["Globex"]\n')
        path.write_text(text + rival)
        assert run("collect") == 0
        capsys.readouterr()
        assert run("metrics", "--brand", "Acme", "--since", "2020-01-01", "--format", "json") == 0
        rows = json.loads(capsys.readouterr().out)
        return next(row for row in rows if row["metric"] == "share_of_voice")

    both = voice(source("blog", f"{server.url}/good"))
    assert (both["numerator"], both["denominator"]) == (3, 6)
    one = voice(source("blog", f"{server.url}/good", brands=["Acme"]))
    assert (one["value"], one["denominator"]) == (None, 0)
    assert run("estimate", "--brand", "Acme", "--since", "2020-01-01", "--offline") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "share_of_voice leaves out rss: no source listens there for Globex" in said
