"""Pages of the brand's site beside the findings they speak for: shown, and counted nowhere."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from solisten.cli import main
from solisten.cli.context import Context
from solisten.pipeline.session import session
from solisten.store.pages import Page, keep

if TYPE_CHECKING:
    from collections.abc import Callable

FOUND = [
    Page("https://brightsill.example/rules", "a" * 64, "guidelines", "Be kind to each other."),
    Page("https://brightsill.example/help", "b" * 64, "terms", "We answer within 24 hours."),
    Page("https://brightsill.example/care", "c" * 64, "report", "We answered 4,000 questions."),
    Page("https://brightsill.example/jobs", "d" * 64, "careers", "Work with us."),
]
EARLY = 1_767_225_600  # 2026-01-01, before the sample's last day
KEPT = {"policy_published", "response_terms_published", "outcome_report_rate"}


@pytest.fixture
def estimate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Return what runs `estimate` on the shipped sample."""
    monkeypatch.chdir(tmp_path)
    sample = resources.files("solisten").joinpath("sample")
    Path("config.toml").write_text(sample.joinpath("config.toml").read_text("utf-8"), "utf-8")
    Path("posts.jsonl").write_text(sample.joinpath("posts.jsonl").read_text("utf-8"), "utf-8")
    assert main(["import", "posts.jsonl"]) == 0
    capsys.readouterr()

    def run(*options: str) -> str:
        assert main(["estimate", *options]) == 0
        return capsys.readouterr().out

    return run


def without_evidence(document: dict[str, Any]) -> dict[str, Any]:
    findings = [
        {key: value for key, value in one.items() if key != "evidence"}
        for one in document["findings"]
    ]
    return {**document, "findings": findings, "id": 0}


def test_pages_are_shown_and_change_no_number(estimate: Callable[..., str]) -> None:
    asked = ("--brand", "Brightsill", "--format", "json")
    before = json.loads(estimate(*asked))
    with (
        session(Context(Path("config.toml"), None, 0.0)) as opened,
        opened.database.writing() as connection,
    ):
        assert keep(connection, "Brightsill", FOUND, EARLY) == 4
        assert keep(connection, "Voltbalk", FOUND[:1], EARLY) == 1
    printed = estimate(*asked)
    after = json.loads(printed)
    assert without_evidence(after) == without_evidence(before)
    pages = {
        one["indicator"]: [shown for shown in one["evidence"] if shown["side"] == "page"]
        for one in after["findings"]
    }
    assert {name for name, shown in pages.items() if shown} == KEPT
    assert pages["response_terms_published"] == [
        {
            "url": "https://brightsill.example/help",
            "at": "2026-01-01T00:00:00Z",
            "excerpt": "We answer within 24 hours.",
            "side": "page",
        }
    ]
    schema = resources.files("solisten").joinpath("estimate/estimate.schema.json").read_text()
    jsonschema.validate(after, json.loads(schema))
    assert estimate("--id", str(after["id"]), "--format", "json") == printed


def test_reports_link_the_pages(estimate: Callable[..., str]) -> None:
    with (
        session(Context(Path("config.toml"), None, 0.0)) as opened,
        opened.database.writing() as connection,
    ):
        keep(connection, "Brightsill", FOUND, EARLY)
    text = estimate("--brand", "Brightsill")
    assert "page [" in text
    assert "https://brightsill.example/rules" in text
    html = estimate("--brand", "Brightsill", "--format", "html")
    assert 'href="https://brightsill.example/care"' in html
    assert "On the site" in html
    assert "https://brightsill.example/jobs" not in text + html
