"""Verdicts, the minimum evidence, the ceiling, and what is not applicable."""

from __future__ import annotations

import pytest

from solisten.estimate import judge
from solisten.estimate.cases import run_cases
from solisten.estimate.evidence import Discount, Verdict, above_bar, p_data, verdict
from solisten.models.load import load_pack
from solisten.models.overrides import with_overrides
from solisten.models.pack import Indicator
from solisten.models.registry import load
from solisten.nouns import Count

SOLIS = load("solis")
CAP = Discount(0.02)

CHECKLIST = """\
[model]
id = "ticks"
version = "1"
kind = "checklist"
[[indicator]]
id = "peers"
bar = 0.3
[[indicator]]
id = "ideas"
bar = 0.2
[[declared_term]]
id = "sign_on"
[[criterion]]
number = 1
name = "Customers help"
rule = "peers and ideas"
[[criterion]]
number = 2
name = "One account everywhere"
rule = "sign_on"
[[criterion]]
number = 3
name = "Either"
rule = "peers or sign_on"
[[criterion]]
number = 4
name = "No ideas"
rule = "not ideas"
[[case]]
name = "wrong on purpose"
given = { peers = [0, 90], ideas = [40, 40] }
seen = ["peers"]
not_seen = ["ideas"]
met = [1, 2]
not_met = [3]
not_observable = [4]
"""


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        (1.0, "seen"), (0.8, "seen"), (0.7999, "leaning"), (0.65, "leaning"), (0.6499, "unclear"),
        (0.3501, "unclear"), (0.35, "leaning absent"), (0.2001, "leaning absent"), (0.2, "absent"),
        (0.0, "absent"),
    ],
)  # fmt: skip
def test_the_bounds_of_the_verdicts(p: float, expected: str) -> None:
    assert verdict(p) == expected


@pytest.mark.parametrize(
    ("absence", "worst"),
    [(1.0, "absent"), (0.6, "absent"), (0.5, "leaning absent"), (0.4, "leaning absent"),
     (0.3, "leaning absent"), (0.15, "unclear")],
)  # fmt: skip
def test_absence_floors_the_verdict(absence: float, worst: str) -> None:
    one = Indicator(id="x", bar=0.5, absence=absence)
    assert verdict(p_data(0, 10_000, one, Discount(0.02))) == worst


def test_no_count_says_exactly_nothing() -> None:
    assert above_bar(0, 0, 0.29, Discount(0.02)) == 0.5


@pytest.mark.parametrize("bar", [0.021, 0.085, 0.2, 0.29, 0.5, 0.63])
@pytest.mark.parametrize("n", [40, 200, 1000, 5000])
def test_the_printed_bar_is_the_bar_that_judges(bar: float, n: int) -> None:
    # B.3: at k/n = bar p0 is .42-.50; whole counts may lie half a success beside it
    low, high = above_bar(int(bar * n), n, bar, CAP), above_bar(int(bar * n) + 1, n, bar, CAP)
    assert low < 0.505
    assert high >= 0.42


def test_too_little_gives_no_level_but_all_the_rest() -> None:
    counts = {"official_presence": Count(10, 12), "response_rate": Count(6, 6)}
    full = judge(SOLIS, counts, posts=None, needs=None)
    short = judge(SOLIS, counts, posts=50, needs=6)
    assert full.level == 3
    assert (short.level, short.statement, short.headline) == (None, "unclear", 3)
    assert short.missing is not None
    assert (short.missing.posts, short.missing.needs) == (100, 4)
    assert all(0 < one <= 1 for one in short.at_least)
    assert [one.k for one in short.findings] == [one.k for one in full.findings]
    assert (short.interval, short.median) == (full.interval, full.median)
    assert (short.ahead, short.holes, short.next) == ((), (), None)
    assert short.ceiling == full.ceiling


@pytest.mark.parametrize(
    ("posts", "needs", "missing"),
    [(150, 10, None), (149, 10, (1, 0)), (150, 9, (0, 1)), (0, 0, (150, 10)), (None, 9, (0, 1))],
)
def test_the_edge_of_the_minimum(
    posts: int | None, needs: int | None, missing: tuple[int, int] | None
) -> None:
    found = judge(SOLIS, {}, posts=posts, needs=needs)
    assert (found.level is None) is (missing is not None)
    assert (found.missing and (found.missing.posts, found.missing.needs)) == missing


def test_the_statement_comes_from_the_pack() -> None:
    case = next(one for one in SOLIS.cases if one.level == 8)
    counts = {name: Count(*kn) for name, kn in case.given.items()}
    assert judge(SOLIS, counts, posts=500, needs=50).statement == "indicated"
    assert judge(SOLIS, {}, posts=500, needs=50).statement == "established"


def test_the_ceiling_is_the_headline_with_better_counts() -> None:
    counts = {"official_presence": Count(1, 20), "response_rate": Count(0, 50)}
    better = {
        "official_presence": Count(max(1, round(0.48 * 20)), 20),
        "response_rate": Count(round(0.58 * 50), 50),
    }
    found = judge(SOLIS, counts, posts=None, needs=None)
    assert found.level == 1
    assert found.ceiling == judge(SOLIS, better, posts=None, needs=None).level == 3


def test_what_is_not_applicable_leaves_the_model_visibly() -> None:
    counts = {"official_presence": Count(10, 12), "response_rate": Count(0, 80)}
    pack = with_overrides(SOLIS, not_applicable=["response_rate"])
    found = judge(pack, counts, posts=None, needs=None)
    row = next(one for one in found.findings if one.indicator == "response_rate")
    assert (row.verdict, row.p, row.nats) == (Verdict.NOT_APPLICABLE, 0.5, 0.0)
    assert (row.observability, row.k, row.n) == (0.0, 0, 80)
    only = judge(SOLIS, {"official_presence": Count(10, 12)}, posts=None, needs=None)
    assert found.posterior == only.posterior


def test_what_could_not_be_observed_keeps_its_reason() -> None:
    counts = {"empathy_rate": Count(1, 9, observable=False, reason="no word list for hi")}
    rows = judge(SOLIS, counts, posts=None, needs=None).findings
    row = next(one for one in rows if one.indicator == "empathy_rate")
    assert (row.verdict, row.reason) == (Verdict.NOT_OBSERVABLE, "no word list for hi")
    assert (row.observability, row.p, row.nats) == (0.0, 0.5, 0.0)
    empty = next(one for one in rows if one.indicator == "response_rate")
    assert (empty.verdict, empty.value) == (Verdict.NOT_OBSERVABLE, None)


@pytest.mark.parametrize("count", [Count(3, 2), Count(-1, 2), Count(1, -1)])
def test_a_count_that_is_none_is_refused(count: Count) -> None:
    with pytest.raises(ValueError, match=r"response_rate: .* is no count"):
        judge(SOLIS, {"response_rate": count}, posts=None, needs=None)


def test_indicators_of_other_models_are_passed_over() -> None:
    one = judge(SOLIS, {"somebody_elses": Count(1, 2)}, posts=None, needs=None)
    assert one == judge(SOLIS, {}, posts=None, needs=None)


def test_a_checklist_has_criteria_and_no_level() -> None:
    pack = load_pack(CHECKLIST)
    counts = {"peers": Count(80, 90), "ideas": Count(0, 90)}
    found = judge(pack, counts, posts=1, needs=1)
    assert [one.met for one in found.criteria] == [False, None, True, True]
    assert (found.level, found.statement, found.interval) == (None, "unclear", None)
    assert all(one.level is None and one.nats is None for one in found.findings)
    nothing = judge(pack, {}, posts=None, needs=None)
    assert [one.met for one in nothing.criteria] == [None] * 4
    unfit = with_overrides(pack, not_applicable=["ideas", "sign_on"])
    found = judge(unfit, counts, posts=None, needs=None)
    assert [one.met for one in found.criteria] == [None, None, True, None]


def test_a_leaning_verdict_meets_nothing() -> None:
    pack = load_pack(CHECKLIST)
    found = judge(pack, {"peers": Count(2, 4)}, posts=None, needs=None)
    assert found.findings[0].verdict is Verdict.LEANING
    assert found.criteria[2].met is None


def test_a_failing_case_says_what_came_instead() -> None:
    (result,) = run_cases(load_pack(CHECKLIST))
    assert not result.passed
    assert result.failures == (
        "peers is absent, expected seen",
        "ideas is seen, expected anything else",
        "criterion 1 is not met, expected met",
        "criterion 2 is not observable, expected met",
        "criterion 3 is not observable, expected not met",
        "criterion 4 is not met, expected not observable",
    )


def test_a_failing_ladder_case_says_what_came_instead() -> None:
    text = (
        '[model]\nid = "x"\nversion = "1"\nkind = "ladder"\n'
        '[[level]]\nnumber = 1\nname = "a"\n[[level]]\nnumber = 2\nname = "b"\n'
        '[[role]]\nname = "r"\nslip = 0.1\nguess = 0.1\n'
        '[[indicator]]\nid = "i"\nlevel = 2\nrole = "r"\nbar = 0.5\n'
        '[[case]]\nname = "c"\ngiven = { i = [9, 9] }\nlevel = 1\ninterval = [1, 1]\n'
    )
    (result,) = run_cases(load_pack(text))
    assert result.failures == ("level is 2, expected 1", "interval is [2, 2], expected [1, 1]")


def test_a_handful_of_posts_is_not_made_louder_by_the_temperature() -> None:
    one_answer = {
        "official_presence": Count(1, 1),
        "response_rate": Count(1, 2),
        "empathy_rate": Count(1, 1),
        "human_voice_rate": Count(1, 1),
    }
    few, enough = (
        judge(SOLIS, one_answer, posts=posts, needs=needs) for posts, needs in ((4, 2), (150, 10))
    )
    assert enough == judge(SOLIS, one_answer, posts=None, needs=None)
    assert few.interval is not None
    assert enough.interval is not None
    assert few.interval[0] < enough.interval[0]
    assert abs(few.findings[0].nats or 0) < abs(enough.findings[0].nats or 0)
