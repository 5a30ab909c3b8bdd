"""What is advised is the least that helps, and the estimate keeps the promise."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.estimate import judge
from solisten.models.load import load_pack
from solisten.models.overrides import with_overrides
from solisten.models.registry import load
from solisten.nouns import Count

if TYPE_CHECKING:
    from solisten.models.pack import Pack

SOLIS = load("solis")
IDS = [one.id for one in SOLIS.indicators]
SMALL = st.integers(1, 8).flatmap(lambda n: st.builds(Count, st.integers(0, n), st.just(n)))
LARGE = st.integers(1, 5000).flatmap(lambda n: st.builds(Count, st.integers(0, n), st.just(n)))
FIVE = [
    "official_presence",
    "response_rate",
    "untagged_response_rate",
    "need_relevance_rate",
    "empathy_rate",
]


def level(pack: Pack, counts: dict[str, Count]) -> int:
    found = judge(pack, counts, posts=None, needs=None).level
    assert found is not None
    return found


@given(st.dictionaries(st.sampled_from(IDS), LARGE, max_size=39))
@settings(max_examples=120, deadline=None)
def test_advice_fed_back_delivers(counts: dict[str, Count]) -> None:
    found = judge(SOLIS, counts, posts=None, needs=None)
    if found.level == 10:
        assert found.next is None
        return
    assert found.next is not None
    assert found.next.level == (found.level or 0) + 1
    assert len(found.next.actions) <= 2
    done = dict(counts)
    for one in found.next.actions:
        assert counts[one.indicator].k == one.have < one.need <= one.n == counts[one.indicator].n
        done[one.indicator] = Count(one.need, one.n)
    if found.next.actions:
        assert level(SOLIS, done) >= found.next.level


@given(st.dictionaries(st.sampled_from(FIVE), SMALL, min_size=1))
@settings(max_examples=30, deadline=None)
def test_no_smaller_total_would_do(counts: dict[str, Count]) -> None:
    """Every single and every pair with an onset up to the next level, tried out."""
    found = judge(SOLIS, counts, posts=None, needs=None)
    assert found.next is not None
    advised = sum(one.more for one in found.next.actions)
    below = advised or 10**6
    onsets = {one.id: one.level for one in SOLIS.indicators}
    names = [name for name in counts if onsets[name] <= found.next.level]
    for pair in itertools.combinations([*names, ""], 2):
        raised = [name for name in pair if name]
        ranges = [range(counts[name].n - counts[name].k + 1) for name in raised]
        for more in itertools.product(*ranges):
            if 0 < sum(more) < below:
                tried = dict(counts)
                for name, extra in zip(raised, more, strict=True):
                    tried[name] = Count(counts[name].k + extra, counts[name].n)
                assert level(SOLIS, tried) < found.next.level


def test_the_missing_answers_are_counted() -> None:
    counts = {
        "official_presence": Count(10, 12),
        "response_rate": Count(30, 80),
        "untagged_response_rate": Count(4, 60),
    }
    found = judge(SOLIS, counts, posts=None, needs=None)
    assert found.level == 3
    assert found.next is not None
    (action,) = found.next.actions
    assert (action.indicator, action.have, action.n) == ("untagged_response_rate", 4, 60)
    assert level(SOLIS, counts | {action.indicator: Count(action.need, 60)}) >= 4
    assert level(SOLIS, counts | {action.indicator: Count(action.need - 1, 60)}) == 3


def test_nothing_is_advised_where_two_indicators_cannot_do_it() -> None:
    counts = {name: Count(0, 300) for name in IDS}
    found = judge(SOLIS, counts, posts=None, needs=None)
    assert found.level == 1
    assert found.next is not None
    # with everything refuted, presence and cadence alone lead to level 2
    assert {one.indicator for one in found.next.actions} <= {"official_presence", "posting_cadence"}
    nothing = judge(SOLIS, {}, posts=None, needs=None)
    assert nothing.next is not None
    assert nothing.next.actions == ()


def test_nothing_is_advised_on_what_is_not_seen_or_does_not_apply() -> None:
    counts = {"official_presence": Count(10, 12), "response_rate": Count(10, 80)}
    unseen = counts | {"response_rate": Count(10, 80, observable=False)}
    found = judge(SOLIS, unseen, posts=None, needs=None)
    assert found.next is not None
    assert found.next.actions == ()
    pack = with_overrides(SOLIS, not_applicable=["response_rate"])
    found = judge(pack, counts, posts=None, needs=None)
    assert found.next is not None
    assert found.next.actions == ()


def test_a_higher_confirmed_level_may_open_the_gate() -> None:
    """The headline may jump over a level: the goal is at least the next one."""
    text = '[model]\nid = "x"\nversion = "1"\nkind = "ladder"\n'
    text += "".join(f'[[level]]\nnumber = {s}\nname = "{s}"\n' for s in range(1, 5))
    text += '[[role]]\nname = "r"\nslip = 0.06\nguess = 0.06\n'
    text += "".join(
        f'[[indicator]]\nid = "i{s}"\nlevel = {s}\nrole = "r"\nbar = 0.3\n' for s in range(2, 5)
    )
    pack = load_pack(text)
    counts = {"i2": Count(0, 30), "i4": Count(5, 9)}
    found = judge(pack, counts, posts=None, needs=None)
    assert found.level == 1
    assert found.next is not None
    (action,) = found.next.actions
    done = counts | {action.indicator: Count(action.need, action.n)}
    assert level(pack, done) == 4
