"""A configuration that cannot be used ends with 2, where, what, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from desk import CONFIG
from stores import only_sqlite

if TYPE_CHECKING:
    from desk import Desk

WRONG = [
    ("[windw]\n", ['config.toml: no key "windw"; did you mean "window"?']),
    ('[[brand]]\nname = "ACME"\n', ['[[brand]] "Acme", name: another brand has the same']),
    (
        '[[brand]]\nname = "Zeta"\nrivals = ["Globx"]\n',
        ['[[brand]] "Zeta", rivals[0]', 'no brand "Globx"', 'did you mean "Globex"?'],
    ),
    (
        '[[brand]]\nname = "Zeta"\ntopics = ["rockets"]\n',
        ['[[brand]] "Zeta", topics[0]', 'no topic "rockets" is defined'],
    ),
    (
        "[[brand]]\nname = \"Zeta\"\nquery = 'zeta AND (beta OR tau'\n",
        ['[[brand]] "Zeta", query', "\n    zeta AND (beta OR tau\n             ^"],
    ),
    (
        '[[source]]\nid = "blog"\nconnector = "fil"\n',
        ['[[source]] "blog": no connector "fil"; did you mean "file"?'],
    ),
    ('[plugins]\nconnectors = ["nowhere"]\n', ["[plugins] connectors", "nowhere is no folder"]),
    ('[store]\nurl = "env:NO_SUCH_DATABASE"\n', ["write export NO_SUCH_DATABASE=..."]),
    ("[store\n", ["line 1", "no valid TOML", "^"]),
]


@pytest.mark.parametrize("command", ["import talk.jsonl", "estimate --brand Acme"])
@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_wrong_configuration_is_2(talk: Desk, command: str, text: str, said: list[str]) -> None:
    talk.write("config.toml", text + CONFIG)
    done = talk.run(*command.split())
    assert (done.code, done.out) == (2, "")
    for part in said:
        assert part in done.err


DECLARED = """
[[brand]]
name = "Zeta"
query = "acme"
[[brand.declared]]
indicator = "social_metrics_kep"
statement = "yes"
"""
ADAPTED = [
    ("[model]\nbars = { respons_rate = 0.5 }\n", "bars", '"response_rate"'),
    ("[model]\ntrust = { respons_rate = 0.5 }\n", "trust", '"response_rate"'),
    ('[model]\nnot_applicable = ["respons_rate"]\n', "not_applicable", '"response_rate"'),
    (
        DECLARED,
        "[[brand.declared]]",
        '"social_metrics_kept"',
    ),
]


@pytest.mark.parametrize(("text", "key", "near"), ADAPTED)
def test_an_unknown_indicator_is_2_with_the_nearest(
    talk: Desk, text: str, key: str, near: str
) -> None:
    talk.write("config.toml", text + CONFIG)
    done = talk.run("estimate", "--brand", "Zeta" if "Zeta" in text else "Acme")
    assert (done.code, done.out) == (2, "")
    assert key in done.err
    assert f"did you mean {near}?" in done.err


def test_folders_of_rules_are_looked_for_when_they_are_used(talk: Desk) -> None:
    talk.write("config.toml", CONFIG + '[plugins]\nrules = ["nowhere"]\n')
    done = talk.run("estimate", "--brand", "Acme")
    assert done.code == 2
    assert "nowhere" in done.err


@pytest.mark.parametrize("command", ["status", "models list", "explain 7", "connectors list"])
def test_a_configuration_that_is_named_must_be_there(desk: Desk, command: str) -> None:
    done = desk.run("--config", "other.toml", *command.split())
    assert (done.code, done.out) == (2, "")
    assert "other.toml: there is no such file; copy config.example.toml there" in done.err
    assert desk.run("--config", ".", *command.split()).code == 2


@pytest.mark.parametrize("command", ["models list", "explain 7", "connectors list"])
def test_without_a_configuration_the_lists_are_those_of_the_package(
    desk: Desk, command: str
) -> None:
    (desk.folder / "config.toml").unlink()
    assert desk.good(*command.split()).out
    assert desk.run("status").code == 2
    assert not (desk.folder / "solisten.db").exists()


@only_sqlite
def test_the_database_stands_beside_the_configuration(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.folder / "elsewhere").mkdir()
    monkeypatch.chdir(desk.folder / "elsewhere")
    desk.good("--config", "../config.toml", "status")
    assert (desk.folder / "solisten.db").exists()
    desk.good("--config", "../config.toml", "--db", "sqlite:///own.db", "status")
    assert (desk.folder / "elsewhere" / "own.db").exists()


def test_the_database_may_be_named_by_the_environment(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("config.toml", '[store]\nurl = "env:POSTS"\n' + CONFIG)
    monkeypatch.setenv("POSTS", f"sqlite:///{desk.folder}/named.db")
    desk.good("status")
    assert (desk.folder / "named.db").exists()
