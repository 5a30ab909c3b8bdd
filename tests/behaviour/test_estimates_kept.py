"""Estimates are the same bytes for the same facts, and are made again from what was kept."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from desk import record

from solisten.estimate.document import schema

if TYPE_CHECKING:
    from desk import Desk

ESTIMATE = ("estimate", "--brand", "Acme")
AS_JSON = (*ESTIMATE, "--format", "json")


def test_every_model_s_document_is_as_published(talk: Desk) -> None:
    documents = talk.good(*AS_JSON, "--model", "all").json()
    checker = jsonschema.Draft202012Validator(schema())
    models = [one["model"]["id"] for one in documents]
    assert models[0] == "solis"
    assert len(models) >= 5
    for document in documents:
        checker.validate(document)
    for model in models:
        alone = talk.good(*AS_JSON, "--model", model).json()
        assert alone == next(one for one in documents if one["model"]["id"] == model)


def test_a_little_talk_is_a_document_too(desk: Desk) -> None:
    desk.good("import", desk.records("x.jsonl", [record(1)]))
    document = desk.good(*AS_JSON).json()
    jsonschema.Draft202012Validator(schema()).validate(document)
    assert document["level"] is None
    assert document["statement"] == "unclear"
    assert any("Too little to say" in one for one in document["warnings"])


@pytest.mark.parametrize("form", ["json", "text", "html"])
def test_the_same_facts_give_the_same_bytes(talk: Desk, form: str) -> None:
    first = talk.good(*ESTIMATE, "--format", form).out
    assert talk.good(*ESTIMATE, "--format", form).out == first
    assert talk.good("estimate", "--id", "1", "--format", form).out == first
    talk.good("import", "talk.jsonl")
    talk.good("reread")
    assert talk.good(*ESTIMATE, "--format", form).out == first
    assert len(talk.good("export", "estimates", "--brand", "Acme").out.splitlines()) == 2


def test_another_clock_changes_nothing_of_a_record(
    talk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = talk.good(*AS_JSON).out
    monkeypatch.setattr("solisten.cli.time.time", lambda: 4_000_000_000.0)
    assert talk.good(*AS_JSON).out == first


def test_new_facts_get_a_new_number_and_the_old_one_stays(talk: Desk) -> None:
    first = talk.good(*AS_JSON).out
    talk.good("import", talk.records("new.jsonl", [record(28, "Acme Rockets broke again")]))
    second = talk.good(*AS_JSON).out
    one, two = json.loads(first), json.loads(second)
    assert (one["id"], two["id"]) == (1, 2)
    assert one["facts_revision"] != two["facts_revision"]
    assert talk.good("estimate", "--id", "1", "--format", "json").out == first
    assert talk.good("estimate", "--id", "2", "--format", "json").out == second


def test_a_post_deleted_since_is_quoted_no_more(talk: Desk) -> None:
    first: dict[str, Any] = talk.good(*AS_JSON).json()
    shown = [(one["indicator"], each) for one in first["findings"] for each in one["evidence"]]
    assert shown
    days = {each["at"][8:10] for _, each in shown if each["at"].endswith("T08:00:00Z")}
    stones = [{"network": "forum", "id": f"p{int(day)}", "deleted": True} for day in sorted(days)]
    talk.good("import", talk.records("gone.jsonl", stones))
    again = talk.good("estimate", "--id", "1", "--format", "json").json()
    quoted = [each for one in again["findings"] for each in one["evidence"]]
    for each in quoted:
        if each["at"].endswith("T08:00:00Z"):
            assert each["excerpt"] is None
    assert [one for one in again["warnings"] if "were deleted since" in one]
    for same in ("level", "interval", "metrics", "at_least", "facts_revision"):
        assert again[same] == first[same]


def test_excerpts_name_nobody(desk: Desk) -> None:
    text = "Acme Rockets: @ana@social.example call 030 1234567 or a@b.example, why does it fail? "
    rows = [record(f"x{n}", f"{text}{n}", created_at=f"2026-01-{n:02}") for n in range(1, 25)]
    desk.good("import", desk.records("x.jsonl", rows))
    shown = desk.good(*AS_JSON).out
    assert '"excerpt"' in shown
    for private in ("ana@", "1234567", "a@b.example"):
        assert private not in shown


def test_numbers_have_six_digits_and_keys_their_order(talk: Desk) -> None:
    text = talk.good(*AS_JSON).out
    numbers = re.findall(r": (-?\d+\.\d+(?:e-?\d+)?),?$", text, re.MULTILINE)
    assert numbers
    assert all(len(one.strip("-0.").replace(".", "").split("e")[0]) <= 6 for one in numbers)
    assert list(json.loads(text)) == list(schema()["properties"])


def test_output_is_the_same_as_stdout(talk: Desk) -> None:
    for form in ("json", "text", "html"):
        shown = talk.good(*ESTIMATE, "--format", form).out
        talk.good(*ESTIMATE, "--format", form, "--output", "out")
        assert (talk.folder / "out").read_text() == shown
