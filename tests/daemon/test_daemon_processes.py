"""The daemon as its users run it: a process, signals, a second one, a kill."""

from __future__ import annotations

import json
import signal
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from feeds import Site
from kept_running import Daemon, wait_for
from sinks import Hook, Mailbox
from stores import looking_into, url_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def configure(
    folder: Path, site: Site, *names: str, more: str = "", ports: str = "", every: str = "1s"
) -> None:
    """Write a configuration with a feed for each name."""
    sources = "".join(
        f'[[source]]\nid = "{name}"\nconnector = "rss"\n'
        f'url = "http://127.0.0.1:{site.port}/{name}.xml"\nevery = "{every}"\n'
        for name in names
    )
    (folder / "config.toml").write_text(
        f'[[brand]]\nname = "Acme"\nquery = "acmerockets"\n{sources}[collector]\n'
        f"allow_private = true\nper_host = 8\nports = [{site.port}, {ports}]\n"
        f'archive = false\n{more}[store]\nurl = "{url_of(folder / "solisten.db")}"\n'
    )


def rows(folder: Path, query: str) -> list[Any]:
    """Ask the database of a daemon."""
    with looking_into(folder / "solisten.db") as connection:
        return list(connection.execute(sa.text(query)))


def test_a_day_in_the_life_of_a_daemon(tmp_path: Path, site: Site) -> None:
    """It reads what is due, follows its configuration, tells of an outage and its end, and ends."""
    with Hook() as hook, Mailbox() as mail:
        more = (
            f'[alerts]\nwebhook = "env:HOOK"\natom = "alerts.xml"\nsmtp = {{ host = "127.0.0.1", '
            f'port = {mail.port}, from = "s@acme.example", to = ["c@acme.example"], '
            "starttls = false }\n"
        )
        configure(tmp_path, site, "one", more=more, ports=str(hook.port))
        secret = {"HOOK": f"http://127.0.0.1:{hook.port}/services/S3CRET"}
        with Daemon(tmp_path, secret) as daemon:
            wait_for(lambda: len(site.asked("/one.xml")) >= 2)
            wait_for(lambda: daemon.figure("solisten_posts_total") == 3)
            status, health = daemon.page("/healthz")
            assert (status, json.loads(health)["status"]) == (200, "ok")
            assert daemon.figure("process_resident_memory_bytes") > 0
            assert daemon.page("/anything")[0] == 404

            configure(tmp_path, site, "one", "two", more=more, ports=str(hook.port))
            daemon.call(signal.SIGHUP)
            wait_for(lambda: site.asked("/two.xml"))
            (tmp_path / "config.toml").write_text("[[brand]\n")
            daemon.call(signal.SIGHUP)
            wait_for(lambda: daemon.said("is refused, the old one stays"))
            before = len(site.asked("/two.xml"))
            wait_for(lambda: len(site.asked("/two.xml")) > before)
            assert daemon.figure('solisten_reloads_total{outcome="refused"}') == 1

            site.fails = True
            wait_for(lambda: len(hook.titles) == len(mail.arrived) == 2)
            site.fails = False
            wait_for(lambda: len(hook.titles) == len(mail.arrived) == 4)

            site.items["one"], site.slow = 50, 1.0
            before = len(site.asked("/one.xml"))
            wait_for(lambda: len(site.asked("/one.xml")) > before)
            began = time.monotonic()
            assert daemon.end() == 0
            assert time.monotonic() - began < 20
    down, up = (
        [f"Source {one} cannot be read" for one in ("one", "two")],
        [f"Source {one} can be read again" for one in ("one", "two")],
    )
    assert sorted(hook.titles) == sorted(one["Subject"] for one in mail.arrived)
    assert sorted(hook.titles[:2]) == down
    assert sorted(hook.titles[2:]) == up
    assert rows(tmp_path, "select count(*) from delivery where done_at is null") == [(0,)]
    assert rows(tmp_path, "select id from source where owner <> ''") == []
    assert rows(tmp_path, "select count(*) from post")[0][0] in {6, 6 + 47}
    logged = json.dumps(daemon.lines)
    assert "S3CRET" not in logged
    assert "Traceback" not in logged


def test_a_second_daemon_shares_the_work_and_takes_over_from_a_dead_one(
    tmp_path: Path, site: Site
) -> None:
    names = [f"feed{number}" for number in range(6)]
    configure(tmp_path, site, *names, every="2s")
    with Daemon(tmp_path) as one, Daemon(tmp_path) as two:
        wait_for(lambda: "ok" in one.page("/healthz")[1] and "ok" in two.page("/healthz")[1])
        since = time.time()
        wait_for(lambda: all(len(asked(site, name, since)) >= 3 for name in names))
        for name in names:
            times = asked(site, name, since)
            gaps = [after - before for before, after in pairwise(times)]
            assert min(gaps) > 0.5, "each source is asked by one of them, when it is due"
        runs = [daemon.figure("solisten_runs_total") for daemon in (one, two)]
        busy, other = (one, two) if runs[0] > runs[1] else (two, one)
        site.slow = 1.0
        before = len(site.hits)
        wait_for(lambda: len(site.hits) > before)
        busy.process.kill()
        busy.process.wait()
        site.slow, since = 0.0, time.time()
        wait_for(lambda: all(len(asked(site, name, since)) >= 2 for name in names))
        assert other.end(signal.SIGINT) == 130
    assert rows(tmp_path, "select count(*) from post") == [(18,)]
    assert rows(tmp_path, "select sum(failed_runs) from source_day") == [(0,)]


def asked(site: Site, name: str, since: float) -> list[float]:
    return [at for at in site.asked(f"/{name}.xml") if at > since]


def test_a_daemon_that_cannot_begin_says_why(tmp_path: Path, site: Site) -> None:
    (tmp_path / "config.toml").write_text('[[brand]]\nname = "Acme"\nquery = "("\n')
    with Daemon(tmp_path) as daemon:
        assert daemon.process.wait(60) == 2
    (line,) = daemon.said("config.toml")
    assert "query" in line
