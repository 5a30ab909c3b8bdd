"""The little language of criteria: parsing, then three-valued logic."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solisten.models.rule import (
    All,
    Name,
    Not,
    Rule,
    RuleSyntaxError,
    Some,
    holds,
    names_in,
    parse_rule,
)

NAMES = ("a", "b", "c")
RULES: st.SearchStrategy[Rule] = st.recursive(
    st.sampled_from(NAMES).map(Name),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Some(tuple(parts))),
    ),
    max_leaves=8,
)


def written(rule: Rule) -> str:
    if isinstance(rule, Name):
        return rule.id
    if isinstance(rule, Not):
        return f"not ({written(rule.part)})"
    word = " and " if isinstance(rule, All) else " or "
    return word.join(f"({written(part)})" for part in rule.parts)


@given(RULES)
def test_what_is_written_is_read_back(rule: Rule) -> None:
    assert parse_rule(written(rule)) == rule
    assert set(names_in(rule)) <= set(NAMES)


@given(RULES)
def test_unknown_means_that_both_outcomes_are_possible_or_cannot_be_told(rule: Rule) -> None:
    """Kleene: what is settled stays settled, whatever the unknown turns out to be."""
    for values in itertools.product((True, False, None), repeat=3):
        known = dict(zip(NAMES, values, strict=True))
        answer = holds(rule, known.get)
        choices = [[value] if value is not None else [True, False] for value in values]
        completed = {
            holds(rule, dict(zip(NAMES, one, strict=True)).get)
            for one in itertools.product(*choices)
        }
        assert None not in completed
        if answer is not None:
            assert completed == {answer}


@pytest.mark.parametrize(
    ("text", "position"),
    [("", 0), ("a and", 5), ("a or or b", 5), ("(a", 0), ("a)", 1), ("a ; b", 2), ("not", 3)],
)
def test_where_a_rule_goes_wrong(text: str, position: int) -> None:
    with pytest.raises(RuleSyntaxError) as caught:
        parse_rule(text)
    assert caught.value.position == position


def test_a_rule_may_not_be_too_deep() -> None:
    with pytest.raises(RuleSyntaxError, match="more than 20 levels deep"):
        parse_rule("(" * 50_000 + "a" + ")" * 50_000)
