"""The sentences of an estimate."""

from __future__ import annotations

import pytest

from solisten.estimate import judge
from solisten.estimate.explain import denials, finding_sentence, shared_answers, too_little
from solisten.models.registry import load
from solisten.nouns import Count

SOLIS = load("solis")


@pytest.mark.parametrize(
    ("posts", "needs", "end"),
    [
        (50, 6, "100 more posts and 4 more needs would do."),
        (149, 90, "1 more post would do."),
        (900, 9, "1 more need would do."),
    ],
)
def test_too_little_says_what_would_do(posts: int, needs: int, end: str) -> None:
    sentence = too_little(judge(SOLIS, {}, posts=posts, needs=needs))
    assert sentence == f"Too little to say: between 1 and 9, most plausible 3; {end}"
    found = judge(SOLIS, {}, posts=posts + 100, needs=needs + 4)
    assert found.level is not None
    assert too_little(found) == ""


def test_a_finding_in_words() -> None:
    counts = {
        "response_rate": Count(30, 80),
        "untagged_response_rate": Count(4, 60),
        "empathy_rate": Count(1, 9, observable=False, reason="no word list for hi"),
    }
    found = {one.indicator: one for one in judge(SOLIS, counts, posts=None, needs=None).findings}
    said = {
        name: finding_sentence(found[name], one)
        for name in (*counts, "multi_turn_rate")
        if (one := SOLIS.indicator(name))
    }
    assert said["response_rate"] == (
        "Do people who address the brand get an answer? Seen: 30 of 80 (38%, between 28% and "
        "48%); the bar is 0.29. It speaks for level 3 with 2.3 bits."
    )
    assert said["untagged_response_rate"].endswith("It speaks against level 4 with 4.2 bits.")
    assert said["empathy_rate"].endswith("the bar is 0.15. (no word list for hi)")
    assert said["multi_turn_rate"].endswith("Not observable: nothing to count.")


def test_a_level_that_rests_on_answers_used_below_is_named() -> None:
    tagged = {"response_rate": Count(60, 80), "devoted_response_rate": Count(70, 80)}
    found = judge(SOLIS, tagged, posts=None, needs=None)
    assert list(shared_answers(found, SOLIS)) == [
        "Level 5 rests on the same tagged needs as level 3."
    ]
    more = tagged | {"empathy_rate": Count(30, 40), "resolution_rate": Count(30, 40)}
    found = judge(SOLIS, more, posts=None, needs=None)
    assert list(shared_answers(found, SOLIS)) == []


def test_a_level_that_is_denied_says_what_is_missing() -> None:
    seen = {"official_presence": Count(10, 12), "response_rate": Count(60, 80)}
    more = seen | {
        "untagged_response_rate": Count(2, 90),
        "need_relevance_rate": Count(60, 80),
        "presence_match": Count(80, 80),
        "topic_participation_rate": Count(60, 80),
    }
    (said,) = denials(judge(SOLIS, more, posts=None, needs=None), SOLIS)
    assert said.startswith("Level 4 is not claimed although the chance of at least 4 is ")
    assert said.endswith(": untagged_response_rate is missing.")
    jump = seen | {"untagged_response_rate": Count(2, 90), "empathy_rate": Count(90, 90)}
    jump |= {"resolution_rate": Count(90, 90), "human_voice_rate": Count(90, 90)}
    found = judge(SOLIS, jump, posts=None, needs=None)
    assert found.level == 3
    assert [one.rpartition(": ")[2] for one in denials(found, SOLIS)] == [
        "level 4 is missing.",
        "level 4 is missing.",
    ]
    assert list(denials(judge(SOLIS, more, posts=1, needs=None), SOLIS)) == []
