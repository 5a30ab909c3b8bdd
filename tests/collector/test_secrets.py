"""Secrets reach the host they are for, and nothing that is kept, shown or told."""

from __future__ import annotations

import base64
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from collector_desk import Table, source
from fault_server import FaultServer, Hit, Reply, running

from solisten.collector.secrets import Secrets, secrets_of, with_secrets
from solisten.config import Source
from solisten.connector import Request, RequestFailed
from solisten.errors import ConfigError
from solisten.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

TOKEN = "t0ken-of-acme"
ENVIRON = {"T": TOKEN, "C": "client", "S": "s3cret", "URL": "http://ana:pa%20ss@h.example/feed"}


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with running() as server:
        yield server


def secrets(url: str = "https://acme.example", **options: Any) -> Secrets:
    return secrets_of(Source(id="s", connector="x", url=url, options=options), ENVIRON)


def test_a_bearer_goes_with_its_token() -> None:
    _, more = with_secrets(Request("https://acme.example/a", auth="bearer"), secrets(token="env:T"))
    assert more.headers == {"authorization": f"Bearer {TOKEN}"}


def test_basic_names_the_app() -> None:
    own = secrets(client_id="env:C", client_secret="env:S")
    _, more = with_secrets(Request("https://acme.example/a", auth="basic"), own)
    word = more.headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(word) == b"client:s3cret"


def test_a_key_goes_among_the_parameters_and_into_no_address() -> None:
    request, more = with_secrets(
        Request("https://acme.example/a", params={"q": "x"}, auth="query:key"),
        secrets(key="env:T"),
    )
    assert more.params == {"key": TOKEN}
    assert request.params == {"q": "x"}


def test_env_in_headers_parameters_and_json_is_filled_in() -> None:
    asked = Request(
        "https://acme.example/a",
        method="POST",
        params={"key": "env:T"},
        headers={"api-key": "env:T", "accept": "x"},
        json={"user": "ana", "password": "env:S"},
    )
    request, more = with_secrets(asked, secrets(key="env:T", password="env:S"))
    assert more.params == {"key": TOKEN}
    assert more.headers == {"api-key": TOKEN}
    assert request.headers == {"accept": "x"}
    assert request.json == {"user": "ana", "password": "s3cret"}


def test_only_the_sources_own_words_are_filled_in() -> None:
    """An answer that brings `env:S` into an address must not be told what it stands for."""
    request, more = with_secrets(
        Request("https://acme.example/a", params={"after": "env:S"}), secrets(token="env:T")
    )
    assert request.params == {"after": "env:S"}
    assert not more.params


def test_a_password_in_the_address_becomes_a_header() -> None:
    own = secrets("env:URL")
    assert own.url == "http://h.example/feed"
    _, more = with_secrets(Request(own.url), own)
    word = more.headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(word) == b"ana:pa ss"


def test_no_other_host_is_told() -> None:
    own = secrets(token="env:T")
    with_secrets(Request("https://api.acme.example/a", auth="bearer"), own)
    with_secrets(Request("https://acme.example/a", auth="bearer"), own)
    with pytest.raises(RequestFailed) as failed:
        with_secrets(Request("https://evil.example/a", auth="bearer"), own)
    assert failed.value.kind == "denied"


@pytest.mark.parametrize("auth", ["bearer", "basic", "query:key", "digest", "query:"])
def test_what_is_missing_is_named(auth: str) -> None:
    with pytest.raises(ConfigError):
        with_secrets(Request("https://acme.example/a", auth=auth), secrets())


def test_a_secret_that_is_not_there_fails_one_source_alone(
    table: Table, server: FaultServer
) -> None:
    table.write(
        server.port,
        source("blog", f"{server.url}/good"),
        source("tag", server.url, "mastodon", hashtags=["acme"], token="env:NOT_THERE"),
    )
    reports = table.collect()
    assert reports["blog"].state == "read"
    assert reports["tag"].failure == "config"
    assert "export NOT_THERE=" in reports["tag"].reason
    assert not server.asked("/api/v1/timelines/tag/acme")


def test_a_secret_is_neither_stored_nor_told(
    table: Table, server: FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seen: list[Hit] = []

    def page(hit: Hit) -> Reply:
        seen.append(hit)
        away = f"http://other.example:{server.port}/away?{TOKEN}"
        return Reply(302, b"", {"Location": away}) if len(seen) > 1 else Reply(200, b"[]")

    server.pages["/api/v1/timelines/tag/acme"] = page
    server.pages["/away"] = lambda _: Reply(403)
    table.names["other.example"] = ["127.0.0.1"]
    table.environ = ENVIRON
    table.write(
        server.port, source("tag", server.url, "mastodon", hashtags=["acme"], token="env:T")
    )
    table.collect()
    report = table.collect()["tag"]
    assert seen[0].headers["authorization"] == f"Bearer {TOKEN}"
    (away,) = server.asked("/away")
    assert "authorization" not in away.headers
    assert report.failure == "denied"
    kept = json.dumps([[str(row) for row in table.rows(one)] for one in tables()])
    assert TOKEN not in kept + caplog.text + report.reason


def tables() -> list[sa.Table]:
    return [schema.source, schema.source_day, schema.validator, schema.post]
