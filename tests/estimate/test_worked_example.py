"""INFERENCE B.6 worked by hand: five stages, four required indicators."""

from __future__ import annotations

import pytest

from solisten.estimate import judge
from solisten.estimate.evidence import Verdict
from solisten.models.load import load_pack
from solisten.nouns import Count

BARS = {
    "official_presence": (2, 0.24, 1.0),
    "response_rate": (3, 0.29, 1.0),
    "untagged_response_rate": (4, 0.20, 0.9),
    "empathy_rate": (5, 0.24, 0.8),
}
TEXT = '[model]\nid = "five"\nversion = "1"\nkind = "ladder"\n'
TEXT += "".join(f'[[level]]\nnumber = {s}\nname = "Stage {s}"\n' for s in range(1, 6))
TEXT += '[[role]]\nname = "required"\nslip = 0.06\nguess = 0.06\n'
TEXT += "".join(
    f'[[indicator]]\nid = "{name}"\nlevel = {level}\nrole = "required"\nbar = {bar}\n'
    f"trust = {trust}\n"
    for name, (level, bar, trust) in BARS.items()
)
PACK = load_pack(TEXT)
COUNTS = {
    "official_presence": Count(10, 12),
    "response_rate": Count(30, 80),
    "untagged_response_rate": Count(4, 60),
    "empathy_rate": Count(2, 5),
}


def test_every_row_of_the_table() -> None:
    rows = {one.indicator: one for one in judge(PACK, COUNTS, posts=None, needs=None).findings}
    expected = {
        # n_eff, p0, p, ln
        "official_presence": (9.84, 1.000, 1.000, 2.750),
        "response_rate": (31.01, 0.839, 0.839, 1.377),
        "untagged_response_rate": (27.52, 0.026, 0.073, -1.952),
        "empathy_rate": (4.63, 0.747, 0.697, 0.724),
    }
    for name, (n_eff, p0, p, nats) in expected.items():
        row = rows[name]
        assert row.n_eff == pytest.approx(n_eff, abs=0.005)
        assert row.p_data == pytest.approx(p0, abs=0.0005)
        assert row.p == pytest.approx(p, abs=0.0005)
        assert row.nats == pytest.approx(nats, abs=0.0011)
        assert row.bits == pytest.approx((row.nats or 0) * 1.4426950408889634)
    assert rows["response_rate"].verdict is Verdict.SEEN
    assert rows["untagged_response_rate"].verdict is Verdict.ABSENT
    assert rows["empathy_rate"].verdict is Verdict.LEANING


def test_the_posterior() -> None:
    result = judge(PACK, COUNTS, posts=None, needs=None)
    assert result.posterior == pytest.approx((0.013, 0.158, 0.469, 0.050, 0.309), abs=0.0006)
    assert result.at_least[1:] == pytest.approx((0.987, 0.829, 0.359, 0.309), abs=0.0006)
    assert result.at_least[0] == 1.0
    assert (result.level, result.interval, result.median) == (3, (2, 5), 3)
    assert (result.ahead, result.holes) == ((5,), ())


def test_no_headline_jumps_over_a_level_against_which_evidence_speaks() -> None:
    """B.6's last sentence, changed: the headline waits below the missing rung."""
    counts = COUNTS | {"untagged_response_rate": Count(9, 60)}
    result = judge(PACK, counts, posts=None, needs=None)
    assert result.at_least[3] == pytest.approx(0.628, abs=0.0006)
    assert result.own[3] == pytest.approx(-0.851, abs=0.0006)  # more than ln 2 against it
    assert result.denied == (4, 5)
    assert result.level == 3
    assert (result.ahead, result.holes) == ((5,), ())


def test_a_level_hardly_spoken_against_may_be_skipped_and_is_then_a_hole() -> None:
    counts = COUNTS | {"untagged_response_rate": Count(10, 60)}
    result = judge(PACK, counts, posts=None, needs=None)
    assert result.own[3] == pytest.approx(-0.574, abs=0.0006)
    assert result.denied == ()
    assert result.level == 5
    assert (result.ahead, result.holes) == ((), (4,))


def test_a_level_is_not_taken_while_something_required_of_it_is_absent() -> None:
    """What is usual there may outweigh it in the sum, yet cannot stand in for it."""
    likely = "".join(
        f'[[indicator]]\nid = "likely_{at}"\nlevel = 4\nrole = "likely"\nbar = 0.5\n'
        for at in range(6)
    )
    pack = load_pack(TEXT + '[[role]]\nname = "likely"\nslip = 0.30\nguess = 0.12\n' + likely)
    counts = COUNTS | {f"likely_{at}": Count(200, 200) for at in range(6)}
    result = judge(pack, counts | {"empathy_rate": Count(0, 0)}, posts=None, needs=None)
    assert result.own[3] > 0
    assert result.at_least[3] > 0.5
    assert result.denied == (4,)
    assert result.level == 3
