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
from solisten.report.text import render

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
    assert " ".join(line.split()) == "○ absent untagged_response_rate 4 of 60 6.7 % 3–16 20 %*"  # noqa: RUF001
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
