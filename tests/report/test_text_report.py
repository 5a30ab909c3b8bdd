"""The terminal report: what it says, how wide it is, and what outside text cannot do to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from solisten.estimate.document import schema
from solisten.report.text import render, render_all

if TYPE_CHECKING:
    from solisten.models.pack import Pack

HOSTILE = "\x1b[31m=cmd|' /C calc'!A0 \u202eevil\u2066 [bold]x[/bold] :smile: \x9b2J \x00\r\nend"
BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]")


def test_the_sample_is_a_document(document: dict[str, Any], checklist: dict[str, Any]) -> None:
    checklist["declared"] = {"level": None, "interval": None}
    jsonschema.validate(document, schema())
    jsonschema.validate(checklist, schema())


def test_a_ladder_begins_with_its_stage(document: dict[str, Any], ladder_pack: Pack) -> None:
    first = render(document, ladder_pack).splitlines()[0]
    assert first == "Stage 3 of 10: Socializing Media (established)"


def test_at_the_ceiling_it_says_at_least(document: dict[str, Any], ladder_pack: Pack) -> None:
    document["ceiling"] = 3
    text = render(document, ladder_pack)
    assert text.startswith("Stage 3 of 10: Socializing Media (established, at least 3)")
    assert "prior only (above 3)" in text


def test_too_little_is_said_in_words(document: dict[str, Any], ladder_pack: Pack) -> None:
    document |= {"level": None, "level_name": None, "statement": "unclear", "next": None}
    document |= {"interval": [1, 6], "median": 3, "ahead": [], "holes": []}
    sentence = (
        "Too little to say: between 1 and 6, most plausible 3; "
        "100 more posts and 4 more needs would do."
    )
    document["warnings"].insert(0, sentence)
    first = " ".join(render(document, ladder_pack).split("\n\n")[0].split())
    assert first.startswith(sentence)
    assert render(document, ladder_pack).count("Too little") == 1


def test_a_checklist_counts(checklist: dict[str, Any], checklist_pack: Pack) -> None:
    text = render(checklist, checklist_pack)
    assert text.startswith("2 met, 5 not met, 3 not visible from outside\n")


def test_every_finding_shows_have_need_and_posts(
    document: dict[str, Any], ladder_pack: Pack
) -> None:
    text = render(document, ladder_pack)
    line = next(line for line in text.splitlines() if "untagged_response_rate" in line)
    assert " ".join(line.split()) == "○ absent untagged_response_rate 4 of 60 6.7 % 2–16 20 %*"  # noqa: RUF001
    assert "for [1] [2], against [3] [4]" in text
    assert "https://social.example/@ana/10" in text


def test_nothing_is_wider_than_the_page(document: dict[str, Any], ladder_pack: Pack) -> None:
    row = document["findings"][0]
    row["evidence"][0]["url"] = "https://social.example/" + "x" * 300
    row["evidence"][1]["excerpt"] = "ロケット" * 50
    document["brand"] = "A" * 150
    document["coverage"][0]["channel"] = "c" * 200
    document["warnings"] = ["w" * 300]
    for width in (80, 60):
        text = render(document, ladder_pack, width=width)
        assert max(map(cell_len, text.splitlines())) <= width


@pytest.mark.parametrize("colour", [False, True])
def test_outside_text_is_dead(document: dict[str, Any], ladder_pack: Pack, *, colour: bool) -> None:
    for row in document["findings"]:
        for post in row["evidence"]:
            post["excerpt"] = post["url"] = HOSTILE
    document["brand"] = document["level_name"] = HOSTILE
    document["warnings"] = [HOSTILE]
    document["coverage"][0] |= {"channel": HOSTILE, "network": HOSTILE}
    document["next"]["actions"][0]["text"] = HOSTILE
    document["findings"][4]["observability"] = HOSTILE
    document["metrics"][-1]["network"] = HOSTILE
    text = render(document, ladder_pack, colour=colour)
    ours = re.sub("\x1b\\[[0-9;]*m", "", text)
    assert not BAD.search(ours)
    assert ("\x1b" in text) == colour
    assert "\ufffd[31m" in ours
    assert "[bold]x[/bold]" in ours
    assert ":smile:" in ours
    assert max(map(cell_len, ours.splitlines())) <= 80


def test_colour_changes_no_word(document: dict[str, Any], ladder_pack: Pack) -> None:
    coloured = re.sub("\x1b\\[[0-9;]*m", "", render(document, ladder_pack, colour=True))
    bare = render(document, ladder_pack)
    assert [line.rstrip() for line in coloured.splitlines()] == bare.splitlines()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(max_size=300), width=st.integers(60, 100))
def test_no_text_breaks_the_page(
    document: dict[str, Any], ladder_pack: Pack, words: str, width: int
) -> None:
    document["brand"] = words
    document["warnings"] = [words]
    document["coverage"][0]["channel"] = words
    document["findings"][0]["evidence"][0] |= {"excerpt": words, "url": words}
    text = render(document, ladder_pack, width=width)
    assert max(map(cell_len, text.split("\n"))) <= min(width, 80)
    assert not BAD.search(text)


def test_of_several_models_each_says_only_what_is_its_own(
    document: dict[str, Any],
    ladder_pack: Pack,
    checklist: dict[str, Any],
    checklist_pack: Pack,
) -> None:
    document["warnings"].append("1 burst day is judged apart")
    checklist["warnings"] = [*document["warnings"], "this checklist alone says so"]
    text = render_all([(document, ladder_pack), (checklist, checklist_pack)])
    first = render(document, ladder_pack)
    assert text.startswith(first)
    rest = text.removeprefix(first)
    assert "2 met, 5 not met" in rest
    assert "this checklist alone says so" in rest
    assert "1 burst day" not in rest
    assert "Metrics ──" in first
    assert "Metrics ──" not in rest
    listed = re.findall(r"^\[(\d+)\] +20", text, re.MULTILINE)
    assert len(listed) == len(set(listed)) > 0


def test_what_cannot_be_counted_takes_one_line_a_level(
    document: dict[str, Any], ladder_pack: Pack
) -> None:
    empty: dict[str, Any] = {"n": 0, "k": 0, "value": None, "ci": None, "bits": None}
    for row in document["findings"]:
        if row["level"] == 4:
            row.update(empty, verdict="not observable", evidence=[])
    names = [row["indicator"] for row in document["findings"] if row["level"] == 4]
    text = " ".join(render(document, ladder_pack).split())
    assert f"· not observable: {', '.join(names)}" in text


def test_weak_evidence_ahead_of_the_level_is_called_weak(
    document: dict[str, Any], ladder_pack: Pack
) -> None:
    document["findings"] = [{**document["findings"][0], "level": 9, "bits": 0.14}]
    document["ahead"] = [9]
    assert "(+0.1 bits, next to nothing)" in render(document, ladder_pack)


def test_an_interval_of_one_level_names_it_once(
    document: dict[str, Any], ladder_pack: Pack
) -> None:
    document["interval"] = [3, 3]
    text = render(document, ladder_pack)
    assert "With at least 80 % probability it is 3." in text
    assert "3 to 3" not in text
    document["interval"] = [1, ladder_pack.top]
    assert "That is the whole ladder" in render(document, ladder_pack)
