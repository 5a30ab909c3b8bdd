"""The estimate document: key order, digits, bytes; its schema takes it and refuses wrong ones."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.estimate import judge
from solisten.estimate.build import build
from solisten.estimate.declared import DeclaredLadder
from solisten.estimate.document import (
    CoverageRow,
    Document,
    Evidence,
    MetricRow,
    iso,
    schema,
    to_json,
)
from solisten.models.load import load_pack
from solisten.models.registry import load
from solisten.nouns import Count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solisten.models.pack import Pack

SOLIS = load("solis")
TICKS = load_pack(
    '[model]\nid = "ticks"\nversion = "1"\nkind = "checklist"\n'
    '[[criterion]]\nnumber = 1\nname = "a"\nrule = "peer_answer_rate and advocate_share"\n'
    '[[criterion]]\nnumber = 2\nname = "b"\nrule = "social_signon"\n',
    base=SOLIS,
)
CHECKER = jsonschema.Draft202012Validator(schema())
AS_OF = 1_775_001_600.0  # 2026-04-01
COUNTS = {
    "official_presence": Count(10, 12),
    "response_rate": Count(30, 80),
    "answered_within_24h": Count(30, 80),
    "complaint_response_rate": Count(9, 30),
    "untagged_response_rate": Count(4, 60),
    "devoted_response_rate": Count(70, 80),
    "empathy_rate": Count(2, 5, observable=False, reason="no word list for hi"),
    "peer_answer_rate": Count(80, 90),
    "advocate_share": Count(2, 70),
}


def document(
    pack: Pack, counts: Mapping[str, Count] = COUNTS, *, posts: int = 412, needs: int = 90
) -> Document:
    return build(
        judge(pack, counts, posts=posts, needs=needs),
        pack,
        brand="Acme",
        id=7,
        since=AS_OF - 90 * 86_400,
        until=AS_OF,
        as_of=AS_OF,
        newest=AS_OF - 15 * 86_400,
        tool_version="0.1.0",
        facts_revision="cd" * 32,
        evidence={
            "response_rate": [
                Evidence(url="https://a.example/1", at=iso(AS_OF - 9), excerpt="Hi", side="for"),
                Evidence(url=None, at=iso(AS_OF - 99), excerpt=None, side="against"),
            ]
        },
        metrics=[
            MetricRow(
                metric="mentions", network=None, value=1_234_567, unit="count", numerator=None,
                denominator=None, n=None, ci_low=None, ci_high=None, status="ok",
            ),
            MetricRow(
                metric="net_sentiment", network="mastodon", value=-1 / 3, unit="share", numerator=1,
                denominator=3, n=3, ci_low=-0.9, ci_high=-0.0, status="insufficient",
            ),
        ],
        coverage=[
            CoverageRow(
                network="mastodon", channel="social.example", posts=508, first="2026-01-01",
                last=iso(AS_OF - 5), healthy_share=0.97,
            ),
            CoverageRow(
                network="forum", channel=None, posts=0, first=None, last=None, healthy_share=None
            ),
        ],
        declared=DeclaredLadder(level=5, interval=(3, 6), said=("Declared: no.",)),
        warnings=["3 needs were deleted after they were seen."],
    )  # fmt: skip


def plain(made: Document) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(to_json(made))
    return found


# DESIGN 7.4, word by word
KEYS = (
    "schema id brand model tool_version facts_revision as_of window level level_name statement "
    "interval median at_least ceiling confidence findings ahead holes next met not_met "
    "not_observable metrics coverage declared warnings"
)
ORDER = KEYS.split(" ")
PARTS = {
    "model": "id version sha256 kind",
    "window": "since until",
    "confidence": "overall volume coverage recency agreement observability",
    "findings": "indicator level role verdict k n n_eff value bar ci p_data p bits observability "
    "source evidence",
    "evidence": "url at excerpt side",
    "next": "level actions",
    "actions": "indicator have need text",
    "metrics": "metric network value unit numerator denominator n ci_low ci_high status",
    "coverage_rows": "network channel posts first last healthy_share",
    "declared": "level interval",
}


@pytest.mark.parametrize("pack", [SOLIS, TICKS], ids=["ladder", "checklist"])
def test_the_keys_and_their_order(pack: Pack) -> None:
    found = plain(document(pack))
    assert list(found) == ORDER
    row = next((one for one in found["findings"] if one["evidence"]), found["findings"][0])
    parts = {key: found[key] for key in ("model", "window", "confidence", "declared")}
    parts |= {
        "findings": row,
        "metrics": found["metrics"][0],
        "coverage_rows": found["coverage"][0],
    }
    if pack is SOLIS:
        parts |= {"evidence": row["evidence"][0], "next": found["next"]}
        parts |= {"actions": found["next"]["actions"][0]}
    for key, part in parts.items():
        assert list(part) == PARTS[key].split()


def test_what_a_ladder_says() -> None:
    found = plain(document(SOLIS))
    assert (found["level"], found["level_name"]) == (3, "Socializing Media")
    assert (found["ahead"], found["holes"]) == ([5, 7], [])
    assert found["statement"] == "established"
    assert found["as_of"] == "2026-04-01T00:00:00Z"
    assert found["window"] == {"since": "2026-01-01", "until": "2026-04-01"}
    assert list(found["at_least"]) == [str(s) for s in range(1, 11)]
    assert found["at_least"]["1"] == 1.0
    assert [found[key] for key in ("met", "not_met", "not_observable")] == [None] * 3
    assert len(found["findings"]) == 39
    row = next(one for one in found["findings"] if one["indicator"] == "response_rate")
    assert (row["value"], row["ci"]) == (0.375, [0.276942, 0.484513])
    assert row["n_eff"] == 22.9885
    empathy = next(one for one in found["findings"] if one["indicator"] == "empathy_rate")
    assert (empathy["verdict"], empathy["observability"]) == ("not observable", 0.0)
    assert found["warnings"] == [
        "Not observable (no word list for hi): empathy_rate.",
        "Level 5 is not claimed although the chance of at least 5 is 73 %: level 4 is missing.",
        "Level 7 is not claimed although the chance of at least 7 is 69 %: level 4 is missing.",
        "Level 5 rests on the same tagged needs as level 3.",
        "Declared: no.",
        "3 needs were deleted after they were seen.",
    ]
    assert found["declared"] == {"level": 5, "interval": [3, 6]}
    assert found["metrics"][0]["value"] == 1_234_567
    assert found["metrics"][1]["value"] == -0.333333
    assert str(found["metrics"][1]["ci_high"]) == "0.0"


def test_what_a_ladder_says_of_too_little() -> None:
    found = plain(document(SOLIS, posts=50, needs=6))
    assert (found["level"], found["level_name"], found["statement"]) == (None, None, "unclear")
    assert (found["next"], found["ahead"], found["holes"]) == (None, [], [])
    low, high = found["interval"]
    assert found["warnings"][0] == (
        f"Too little to say: between {low} and {high}, most plausible {found['median']}; "
        "100 more posts and 4 more needs would do."
    )


def test_what_a_checklist_says() -> None:
    found = plain(document(TICKS))
    assert (found["met"], found["not_met"], found["not_observable"]) == (0, 1, 1)
    empty = ("level", "level_name", "interval", "median", "at_least", "ceiling", "next")
    assert [found[key] for key in empty] == [None] * len(empty)
    assert found["statement"] == "unclear"
    assert [one["indicator"] for one in found["findings"]] == ["peer_answer_rate", "advocate_share"]


def test_the_same_document_has_the_same_bytes() -> None:
    raw = to_json(document(SOLIS))
    assert raw == to_json(document(SOLIS))
    assert raw.endswith(b"}\n")
    both = json.loads(to_json([document(SOLIS), document(TICKS)]))
    assert [one["model"]["id"] for one in both] == ["solis", "ticks"]


def test_six_significant_digits_everywhere() -> None:
    for number in re.findall(rb"-?\d+\.\d+(?:e-?\d+)?", to_json(document(SOLIS))):
        digits = number.lstrip(b"-").split(b"e")[0].replace(b".", b"").strip(b"0")
        assert len(digits) <= 6, number


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="nan is no number"):
        to_json(document(SOLIS).__replace__(metrics=(bad_metric(),)))


def bad_metric() -> MetricRow:
    return MetricRow(
        metric="mentions", network=None, value=float("nan"), unit="count", numerator=None,
        denominator=None, n=None, ci_low=None, ci_high=None, status="ok",
    )  # fmt: skip


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert list(schema()["properties"]) == ORDER
    assert schema()["required"] == ORDER


@pytest.mark.parametrize("pack", [SOLIS, TICKS], ids=["ladder", "checklist"])
@pytest.mark.parametrize(("posts", "needs"), [(412, 90), (50, 6)])
@pytest.mark.parametrize("counts", [COUNTS, {}], ids=["some", "none"])
def test_the_schema_takes_real_documents(
    pack: Pack, counts: Mapping[str, Count], posts: int, needs: int
) -> None:
    CHECKER.validate(plain(document(pack, counts, posts=posts, needs=needs)))


@given(
    st.dictionaries(
        st.sampled_from([one.id for one in SOLIS.indicators]),
        st.integers(0, 300).flatmap(
            lambda n: st.builds(Count, st.integers(0, n), st.just(n), st.booleans())
        ),
    ),
    st.integers(0, 300),
)
@settings(max_examples=40, deadline=None)
def test_the_schema_takes_any_brand(counts: dict[str, Count], posts: int) -> None:
    CHECKER.validate(plain(document(SOLIS, counts, posts=posts)))


def put(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(found: dict[str, Any]) -> None:
        *way, last = path.split("/")
        place: Any = found
        for step in way:
            place = place[int(step) if step.isdigit() and isinstance(place, list) else step]
        place[int(last) if isinstance(place, list) else last] = value

    return change


def drop(path: str) -> Callable[[dict[str, Any]], None]:
    def change(found: dict[str, Any]) -> None:
        *way, last = path.split("/")
        place: Any = found
        for step in way:
            place = place[int(step) if step.isdigit() and isinstance(place, list) else step]
        del place[last]

    return change


WRONG_LADDERS = {
    "another schema": put("schema", "solisten.estimate/2"),
    "an unknown key": put("score", 7),
    "an unknown key of a finding": put("findings/0/score", 7),
    "no level key": drop("level"),
    "no warnings": drop("warnings"),
    "level 0": put("level", 0),
    "level as text": put("level", "3"),
    "a level that is unclear": put("statement", "unclear"),
    "no level, yet established": put("level", None),
    "an unknown statement": put("statement", "sure"),
    "a level without a name": put("level_name", None),
    "no interval": put("interval", None),
    "an interval of one": put("interval", [2]),
    "an interval of three": put("interval", [1, 2, 3]),
    "half a level": put("median", 2.5),
    "at least 1 is not certain": put("at_least/1", 0.9),
    "at least without 1": drop("at_least/1"),
    "a probability above 1": put("at_least/2", 1.2),
    "a level zero in at_least": put("at_least/0", 1.0),
    "a level 01 in at_least": put("at_least/01", 1.0),
    "no ceiling": put("ceiling", None),
    "confidence above 1": put("confidence/overall", 1.01),
    "confidence below 0": put("confidence/volume", -0.1),
    "no recency": drop("confidence/recency"),
    "an unknown verdict": put("findings/0/verdict", "maybe"),
    "a seen that is not": put("findings/0/p_data", 0.5),
    "a negative count": put("findings/0/k", -1),
    "half a success": put("findings/0/k", 1.5),
    "a bar of 1": put("findings/0/bar", 1),
    "a bar of 0": put("findings/0/bar", 0),
    "a share above 1": put("findings/0/value", 1.1),
    "a share of nothing": put("findings/1/value", 0.0),
    "an interval of nothing": put("findings/1/ci", [0.0, 1.0]),
    "a success of nothing": put("findings/1/k", 1),
    "nothing, yet seen": put("findings/1/verdict", "seen"),
    "not observable, yet trusted": put("findings/1/observability", 0.5),
    "a count without a share": put("findings/0/value", None),
    "a finding without level": put("findings/0/level", None),
    "bits as text": put("findings/0/bits", "1.2"),
    "an unknown side": put("findings/2/evidence/0/side", "both"),
    "a long excerpt": put("findings/2/evidence/0/excerpt", "x" * 201),
    "a bad time": put("findings/2/evidence/0/at", "yesterday"),
    "a bad as_of": put("as_of", "2026-04-01"),
    "a bad day": put("window/since", "2026-13-01"),
    "a bad sha": put("model/sha256", "abc"),
    "a bad kind": put("model/kind", "index"),
    "ahead twice": put("ahead", [5, 5]),
    "holes as a number": put("holes", 4),
    "an action without text": put("next/actions/0/text", ""),
    "an action that needs nothing": put("next/actions/0/need", 0),
    "a ladder with criteria": put("met", 3),
    "an unknown status": put("metrics/0/status", "good"),
    "a metric without n": drop("metrics/0/n"),
    "healthy above 1": put("coverage/0/healthy_share", 1.5),
    "no declared": put("declared", None),
    "a warning that is none": put("warnings/0", ""),
    "an empty brand": put("brand", ""),
    "an id of 0": put("id", 0),
}
WRONG_CHECKLISTS = {
    "a level": put("level", 3),
    "an interval": put("interval", [1, 2]),
    "no met": put("met", None),
    "a negative met": put("met", -1),
    "a statement": put("statement", "established"),
    "a finding with a level": put("findings/0/level", 7),
    "a finding with bits": put("findings/0/bits", 1.0),
    "an at_least": put("at_least", {"1": 1.0, "2": 0.5}),
}


@pytest.mark.parametrize("name", WRONG_LADDERS)
def test_the_schema_refuses_a_wrong_ladder(name: str) -> None:
    wrong = copy.deepcopy(plain(document(SOLIS)))
    WRONG_LADDERS[name](wrong)
    assert not CHECKER.is_valid(wrong)


@pytest.mark.parametrize("name", WRONG_CHECKLISTS)
def test_the_schema_refuses_a_wrong_checklist(name: str) -> None:
    wrong = copy.deepcopy(plain(document(TICKS)))
    WRONG_CHECKLISTS[name](wrong)
    assert not CHECKER.is_valid(wrong)
