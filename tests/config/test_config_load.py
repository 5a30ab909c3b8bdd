"""A configuration is read as DESIGN 7.3 writes it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import pytest

from solisten.config import (
    Account,
    Channel,
    Config,
    account_key,
    brand,
    facts_fingerprint,
    load,
    secret,
    topic,
)
from solisten.config.accounts import account
from solisten.errors import ConfigError, UsageError
from solisten.query import Term

if TYPE_CHECKING:
    from pathlib import Path

FULL = """
[[brand]]
name = "Acme"
query = '("acme rockets" OR acmerockets) NOT coyote'
official = [
  "mastodon:@acme@social.example",
  "bluesky:acme.example",
  "discourse:community.acme.example/@jane",
]
hosts = ["discourse:community.acme.example", "google-play:com.acme.app"]
domains = ["Acme.example"]
rivals = ["globex"]
topics = ["Model Rocketry"]
promise = "1d"
weekend = ["Fri", "sat"]
context = ["rocket*", "space flight"]
[[brand.declared]]
indicator = "outcome_report_rate"
statement = "Quarterly cost-to-serve report includes social"
link = "https://acme.example/report.pdf"
date = 2026-06-30
[[brand]]
name = "Globex"
[[topic]]
name = "model rocketry"
query = '"model rocket" OR "model rocketry"'
[[source]]
id = "hashtag"
connector = "mastodon"
url = "https://social.example"
hashtags = ["acme", "modelrocketry"]
token = "env:TOKEN"
every = "15m"
brands = ["acme"]
"""


def loaded(tmp_path: Path, text: str = FULL) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, known_connectors=["mastodon"])


def test_the_designs_example(tmp_path: Path) -> None:
    config = loaded(tmp_path)
    acme, globex = config.brands
    assert acme.official == (
        Account("mastodon", "", "acme@social.example"),
        Account("bluesky", "", "acme.example"),
        Account("discourse", "community.acme.example", "jane"),
    )
    assert acme.hosts[1] == Channel("google-play", "com.acme.app")
    assert acme.domains == ("acme.example",)
    assert (acme.rivals, acme.topics) == (("Globex",), ("model rocketry",))
    assert (acme.promise, acme.weekend) == (86400, ("fri", "sat"))
    assert acme.declared[0].date == dt.date(2026, 6, 30)
    assert globex.query.root == Term("Globex")
    assert globex.weekend == ("sat", "sun")
    source = config.sources[0]
    assert (source.every, source.brands, source.max_requests) == (900, ("Acme",), 200)
    assert source.options == {"hashtags": ["acme", "modelrocketry"], "token": "env:TOKEN"}


def test_no_file_gives_the_defaults() -> None:
    config = load(None)
    assert config.brands == ()
    assert config.store.url == "sqlite:///solisten.db"
    assert config.window.days == 90
    assert msgspec.json.encode(config)


def test_an_empty_file_is_a_configuration(tmp_path: Path) -> None:
    config = loaded(tmp_path, "\ufeff")
    assert msgspec.structs.replace(config, store=Config().store) == Config()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mastodon:@acme@social.example", Account("mastodon", "", "acme@social.example")),
        ("mastodon:acme", Account("mastodon", "", "acme")),
        ("discourse:forum.acme.example/@jane", Account("discourse", "forum.acme.example", "jane")),
        ("gitlab:a/@b/@jane", Account("gitlab", "a/@b", "jane")),
        ("bluesky:did:plc:abc", Account("bluesky", "", "did:plc:abc")),
        ("github:acme/rockets", Account("github", "", "acme/rockets")),
        ("forum:Jane Doe", Account("forum", "", "Jane Doe")),
        (" x : acme ", Account("x", "", "acme")),
    ],
)
def test_accounts_are_cut_as_the_design_says(text: str, expected: Account) -> None:
    if text.startswith(" "):
        with pytest.raises(ValueError, match="is no network"):
            account(text)
    else:
        assert account(text) == expected


def test_account_keys_forget_case_and_the_sign() -> None:
    assert account_key(" @ACME@Social.Example ") == account_key("acme@social.example")
    assert account_key("@STRASSE") == account_key("straße")


def test_files_stand_beside_the_configuration(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        '[store]\nurl = "sqlite:///data/s.db?timeout=9"\n[plugins]\nconnectors = ["mine"]\n'
        'rules = ["/etc/rules"]\n[alerts]\natom = "alerts.atom"',
    )
    here = tmp_path.as_posix()
    assert config.store.url == f"sqlite:///{here}/data/s.db?timeout=9"
    assert config.plugins.connectors == (f"{here}/mine",)
    assert config.plugins.rules == ("/etc/rules",)
    assert config.alerts.atom == f"{here}/alerts.atom"


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////var/s.db",
        "sqlite:///:memory:",
        "sqlite://",
        "postgresql+psycopg://h/d",
        "env:DB",
    ],
)
def test_other_stores_stay_as_written(tmp_path: Path, url: str) -> None:
    assert loaded(tmp_path, f'[store]\nurl = "{url}"').store.url == url


def test_a_lower_case_operator_is_remarked(tmp_path: Path) -> None:
    config = loaded(tmp_path, '[[brand]]\nname = "Acme"\nquery = "acme or globex"')
    assert len(config.notes) == 1
    assert '[[brand]] "Acme", query: "or" in lower case' in config.notes[0]


def test_a_password_in_the_store_is_remarked(tmp_path: Path) -> None:
    config = loaded(tmp_path, '[store]\nurl = "postgresql+psycopg://me:s3cret@host/db"')
    assert config.notes == (
        f'{tmp_path}/config.toml, [store] url: holds a password; write url = "env:NAME"',
    )
    assert not loaded(tmp_path, '[store]\nurl = "postgresql+psycopg://me@host/db"').notes


def test_brands_and_topics_are_found_by_name(tmp_path: Path) -> None:
    config = loaded(tmp_path)
    assert brand(config, " aCME ").name == "Acme"
    assert topic(config, "MODEL rocketry").name == "model rocketry"
    with pytest.raises(UsageError, match=r'no brand "Acne"; did you mean "Acme"\?'):
        brand(config, "Acne")
    with pytest.raises(UsageError, match="no brand is configured; write a"):
        brand(load(None), "Acme")
    with pytest.raises(UsageError, match="did you mean"):
        topic(config, "model rocket")


def test_secrets_come_from_the_environment() -> None:
    assert secret("env:TOKEN", {"TOKEN": "s3"}) == "s3"
    with pytest.raises(ConfigError, match="the environment has no TOKEN; write export TOKEN="):
        secret("env:TOKEN", {})


MATTERS = [
    ("NOT coyote", "NOT wolf"),
    ('"mastodon:@acme@social.example"', '"mastodon:@acme2@social.example"'),
    ("com.acme.app", "com.acme.other"),
    ("Acme.example", "Acme2.example"),
    ('rivals = ["globex"]', ""),
    ('topics = ["Model Rocketry"]', ""),
    ("space flight", "space"),
    ('name = "Globex"', 'name = "Globex"\nquery = "globex2"'),
    ('name = "Globex"', 'name = "Globex"\nofficial = ["x:globex"]'),
    ('name = "Globex"', 'name = "Globex"\nnot_official = ["x:globex"]'),
    ('name = "Globex"', 'name = "Globex"\nhosts = ["x:globex"]'),
    ('name = "Globex"', 'name = "Globex"\ndomains = ["globex.example"]'),
    ('"model rocket" OR', '"model plane" OR'),
    ('promise = "1d"', 'staff = ["x:jo"]'),
    ('promise = "1d"', 'not_official = ["x:jo"]'),
]


@pytest.mark.parametrize(("old", "new"), MATTERS)
def test_what_matters_to_facts_is_in_the_fingerprint(tmp_path: Path, old: str, new: str) -> None:
    before = loaded(tmp_path)
    assert old in FULL
    after = loaded(tmp_path, FULL.replace(old, new))
    assert facts_fingerprint(before, before.brands[0]) != facts_fingerprint(after, after.brands[0])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('promise = "1d"', 'promise = "2d"'),
        ('every = "15m"', 'every = "16m"'),
        ("Quarterly", "Yearly"),
        ("[[brand]]\nname", "[window]\ndays = 30\n[[brand]]\nname"),
        (
            '"discourse:community.acme.example", "google-play:com.acme.app"',
            '"google-play:com.acme.app", "discourse:community.acme.example"',
        ),
        ('["Fri", "sat"]', '["sat"]'),
    ],
)
def test_what_does_not_matter_is_not(tmp_path: Path, old: str, new: str) -> None:
    before = loaded(tmp_path)
    assert old in FULL
    after = loaded(tmp_path, FULL.replace(old, new, 1))
    assert facts_fingerprint(before, before.brands[0]) == facts_fingerprint(after, after.brands[0])
