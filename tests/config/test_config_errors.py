"""What is wrong in a configuration is said with its place and what to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from solisten import config
from solisten.config import brands, load, sources
from solisten.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

SHAPES: dict[str, type[msgspec.Struct]] = {
    "[store]": config.Store,
    "[window]": config.Window,
    "[[brand]]": brands.BrandTable,
    "[[brand.declared]]": config.Declared,
    "[[topic]]": brands.TopicTable,
    "[[source]]": sources.SourceTable,
    "[collector]": config.Collector,
    "[privacy]": config.Privacy,
    "[alerts]": config.Alerts,
    "[plugins]": config.Plugins,
    "[import]": config.Import,
    "[model]": config.Model,
}
CONNECTORS = {"rss": (), "mastodon": ("hashtags", "accounts", "token"), "file": ("path",)}
BRAND = '[[brand]]\nname = "Acme"\n'
SOURCE = '[[source]]\nid = "blog"\nconnector = "rss"\n'

BAD = [
    # the file
    ("x = ", ["line 1, column 5", "no valid TOML", "\n    x = \n        ^"]),
    ('[store]\nurl = "a"\nurl = "b"', ["line 3, column 10", "overwrite"]),
    ("[window\ndays = 3", ["line 1, column 8"]),
    ('[store]\nurl = "a', ["line 2, column"]),
    # keys
    ("[stor]", ['no key "stor"; did you mean "store"?']),
    ("[[brands]]", ['no key "brands"; did you mean "brand"?']),
    ("[zzzzzz]", ['no key "zzzzzz"; write one of alerts, brand']),
    (BRAND + 'oficial = ["x:y"]', ['[[brand]] "Acme": no key "oficial"; did you mean "official"?']),
    ("[window]\nday = 3", ['[window]: no key "day"; did you mean "days"?']),
    ("[import]\nmax_byte = 3", ['[import]: no key "max_byte"; did you mean "max_bytes"?']),
    (
        BRAND + '[[brand.declared]]\nindicator = "x"\nstatment = "y"',
        ["declared[0]", '"statement"?'],
    ),
    (
        '[alerts]\nsmtp = {host = "h", from = "a", to = ["b"], prt = 3}',
        ["[alerts] smtp", '"prt"', '"port"'],
    ),
    # types
    ("window = 3", ["[window]: expected a table"]),
    ("[brand]\nname = 'x'", ["[brand]: there may be several; write [[brand]]"]),
    ("brand = 'x'", ["write [[brand]]"]),
    ('[window]\ndays = "x"', ["[window] days: expected a whole number, got a text; write days ="]),
    ("[window]\ndays = 0", ["[window] days: is out of bounds; write a number of at least 1"]),
    ("[window]\ndays = true", ["[window] days: expected a whole number, got true or false"]),
    ("[window]\ndays = 3.5", ["[window] days: expected a whole number, got a number"]),
    (
        BRAND + 'official = "x:y"',
        ['"Acme", official: expected a list, got a text; write official = ['],
    ),
    (BRAND + "official = [3]", ["official[0]: expected a text, got a whole number"]),
    (BRAND + "query = 3", ["query: expected a text, got a whole number"]),
    (BRAND + "declared = 3", ["declared: expected a list"]),
    (BRAND + '[[brand.declared]]\nstatement = "y"', ["declared[0]", "indicator is missing"]),
    (BRAND + '[[brand.declared]]\nindicator="x"\nstatement="y"\ndate="soon"', ["date"]),
    ("[collector]\nports = [0]", ["[collector] ports[0]: is out of bounds"]),
    (
        "[collector]\ntimeout_s = 0",
        ["[collector] timeout_s: is out of bounds; write a number above 0"],
    ),
    (
        "[collector]\nallow_private = 3",
        ["[collector] allow_private: expected true or false or a list"],
    ),
    ("[model]\nbars = { response_rate = 1.5 }", ["[model] bars", "at most 1"]),
    ("[privacy]\nretention_days = -1", ["[privacy] retention_days: is out of bounds"]),
    # names
    ("[[brand]]\nquery = 'a1'", ['[[brand]] number 1: name is missing; write name = "..."']),
    ("[[brand]]\nname = ' '", ["[[brand]]", "name: is empty"]),
    ("[[brand]]\nname = '...'", ['[[brand]] "...", query: is missing']),
    (BRAND + '[[brand]]\nname = "ACME"', ['[[brand]] "ACME", name: another brand has the same']),
    ('[[topic]]\nname = "a1"\n[[topic]]\nname = "a1"', ["another topic has the same"]),
    (SOURCE + SOURCE, ['[[source]] "blog", id: another source has the same']),
    (
        BRAND + 'rivals = ["Globx"]\n[[brand]]\nname = "Globex"',
        ["rivals[0]", 'did you mean "Globex"?'],
    ),
    (BRAND + 'rivals = ["Globex"]', ['no brand "Globex" is defined; define it as a [[brand]]']),
    (BRAND + 'rivals = ["Acme"]', ['no brand "Acme" is defined']),
    (
        BRAND + 'topics = ["rockets"]',
        ['topics[0]: no topic "rockets" is defined; define it as a [[topic]]'],
    ),
    (BRAND + SOURCE + 'brands = ["Acne"]', ['brands[0]: no brand "Acne"', 'did you mean "Acme"?']),
    # accounts, channels, domains
    (
        BRAND + 'official = ["mastodon:"]',
        ["official[0]: it names no account; write network:account"],
    ),
    (BRAND + 'official = ["mastodon:@"]', ["official[0]: it names no account"]),
    (BRAND + 'official = ["x:y", "mastodon:*"]', ["official[1]: accounts are named one by one"]),
    (BRAND + 'official = ["x:forum/@*"]', ["official[0]: accounts are named one by one"]),
    (BRAND + 'official = ["x:forum/@"]', ["official[0]: it names no account"]),
    (BRAND + 'official = ["x:/@jane"]', ["official[0]: accounts are named one by one"]),
    (BRAND + 'official = [""]', ["official[0]", "names no network"]),
    (BRAND + 'official = ["acme"]', ['official[0]: "acme" names no network; write for example']),
    (BRAND + 'official = ["X Corp:acme"]', ['"X Corp" is no network']),
    (
        BRAND + 'official = ["https://social.example/@acme"]',
        ["is a web address; write for example"],
    ),
    (BRAND + 'staff = ["x:*"]', ["staff[0]: accounts are named one by one"]),
    (BRAND + 'not_official = ["x:*"]', ["not_official[0]: accounts are named one by one"]),
    (BRAND + 'hosts = ["discourse:"]', ["hosts[0]: channels are named one by one"]),
    (BRAND + 'hosts = ["forum.acme.example"]', ["hosts[0]", "names no network"]),
    (BRAND + 'domains = ["https://acme.example/"]', ["domains[0]", "is no domain"]),
    # queries
    (
        BRAND + "query = '(\"acme rockets\" OR acmerockets NOT coyote'",
        [
            '"Acme", query: this ( is not closed (character 1)',
            '\n    ("acme rockets" OR acmerockets NOT coyote\n    ^',
        ],
    ),
    (BRAND + "query = 'acme NOT'", ["(character 9)", "\n    acme NOT\n            ^"]),
    (BRAND + "query = '''\nacme OR\n  (rockets'''", ["query", "\n      (rockets\n      ^"]),
    (BRAND + f"query = '{'a1 ' * 300} OR'", ["query", "^"]),
    (BRAND + "query = '*'", ["query: nothing to find here"]),
    (
        '[[topic]]\nname = "t1"\nquery = "NOT x1"',
        ['[[topic]] "t1", query: this matches every post'],
    ),
    (BRAND + 'context = [""]', ["context[0]: nothing to find here"]),
    # the rest
    (
        BRAND + 'weekend = ["saturday"]',
        ['weekend[0]: "saturday" is no day of the week; write some of mon'],
    ),
    (BRAND + 'promise = "soon"', ['promise: "soon" is no duration; write for example "90s"']),
    (SOURCE + 'every = "15"', ['[[source]] "blog", every: "15" is no duration']),
    (SOURCE + 'every = "0m"', ["every", "is no duration"]),
    (SOURCE + "every = 15", ["every: expected a text, got a whole number"]),
    (SOURCE + "max_requests = 0", ["max_requests: is out of bounds"]),
    (
        '[[source]]\nid = "blog"\nconnector = "rsss"',
        ['[[source]] "blog": no connector "rsss"; did you mean "rss"?'],
    ),
    (SOURCE + 'hashtag = ["x"]', ['[[source]] "blog": no key "hashtag"']),
    (
        '[[source]]\nid = "m"\nconnector = "mastodon"\nhashtag = ["x"]',
        ['no key "hashtag"; did you mean "hashtags"?'],
    ),
    (
        '[[source]]\nid = "m"\nconnector = "mastodon"\ntoken = "s3cret"',
        ['token: a secret stands in the environment; write token = "env:NAME"'],
    ),
    (SOURCE + 'url = "https://me:s3cret@acme.example"', ["url: holds a password", "env:NAME"]),
    (
        '[alerts]\nsmtp = {host = "h", from = "a", to = ["b"], password = "p"}',
        ["[alerts] smtp.password", "env:NAME"],
    ),
    ('[alerts]\nwebhook = "hooks.example"', ["[alerts] webhook: is no web address"]),
]


@pytest.mark.parametrize(("text", "expected"), BAD)
def test_a_located_error(tmp_path: Path, text: str, expected: list[str]) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path, known_connectors=CONNECTORS)
    message = str(caught.value)
    assert message.startswith(f"{path}")
    for fragment in expected:
        assert fragment in message
    assert caught.value.exit_code == 2
    assert "s3cret" not in message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no such file; copy config.example.toml there"):
        load(tmp_path / "config.toml")


def test_a_folder_and_foreign_bytes(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="name a file that can be read"):
        load(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b"# caf\xe9")
    with pytest.raises(ConfigError, match="byte 5 is not UTF-8"):
        load(tmp_path / "latin.toml")


VALUES = [
    "1",
    "-1",
    "0.5",
    "true",
    '""',
    '"x"',
    "[]",
    "[1]",
    '[""]',
    '["x:*"]',
    "[[]]",
    "{}",
    "{ a = 1 }",
]
VALUES += [
    "1979-05-27",
    "inf",
    "nan",
    '"\\u0000"',
    "[{}]",
    '{ host = "h", from = "f", to = ["t"] }',
]


@pytest.mark.parametrize("header", SHAPES)
@pytest.mark.parametrize("value", VALUES)
def test_no_value_of_any_key_is_a_crash(tmp_path: Path, header: str, value: str) -> None:
    named = {"[[brand]]": BRAND, "[[brand.declared]]": BRAND + "[[brand.declared]]\n"}
    named |= {"[[topic]]": '[[topic]]\nname = "t1"\n', "[[source]]": SOURCE}
    path = tmp_path / "config.toml"
    for key in (field.encode_name for field in msgspec.structs.fields(SHAPES[header])):
        start = named.get(header, f"{header}\n")
        kept = "\n".join(line for line in start.splitlines() if not line.startswith(f"{key} ="))
        path.write_text(f"{kept}\n{key} = {value}\n", encoding="utf-8")
        try:
            load(path, known_connectors=CONNECTORS)
        except ConfigError as error:
            assert str(error).startswith(str(path))  # noqa: PT017  (most of them load)
