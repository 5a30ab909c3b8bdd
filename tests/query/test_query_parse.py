"""The query language: what is read, and where the reader stops."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.query import (
    And,
    Field,
    Near,
    Node,
    Not,
    Or,
    QuerySyntaxError,
    Term,
    parse,
    positive_terms,
    term,
)

A, B, C = Term("a1"), Term("b1"), Term("c1")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a1", A),
        ("a1 b1", And((A, B))),
        ("a1 AND b1", And((A, B))),
        ("a1 OR b1 c1", Or((A, And((B, C))))),
        ("a1 b1 OR c1", Or((And((A, B)), C))),
        ("(a1 OR b1) c1", And((Or((A, B)), C))),
        ("a1 OR (b1 OR c1)", Or((A, B, C))),
        ("a1 NOT b1", And((A, Not(B, 3)))),
        ("a1 AND NOT (b1 OR c1)", And((A, Not(Or((B, C)), 7)))),
        ("NOT b1 a1", And((Not(B, 0), A))),
        ("a1 NEAR/5 b1", Near((A,), (B,), 5)),
        ("a1 NEAR/0 (b1 OR c1)", Near((A,), (B, C), 0)),
        ("c1 NOT a1 NEAR/2 b1", And((C, Not(Near((A,), (B,), 2), 3)))),
        ("a1 NEAR/2 b1 OR c1", Or((Near((A,), (B,), 2), C))),
        ('"a1  b1"', Term("a1  b1")),
        ("\u201ca1\u201d", A),
        ("rocket*", Term("rocket", prefix=True)),
        ('"model rocket*"', Term("model rocket", prefix=True)),
        ('"M*A*S*H"', Term("M*A*S*H")),
        ("C++ OR AT&T", Or((Term("C++"), Term("AT&T")))),
        ("author:@Jane@Forum.example a1", And((Field("author", "jane@forum.example"), A))),
        ('author:"Jane Doe" a1', And((Field("author", "jane doe"), A))),
        ("site:https://www.acme.example/blog/ a1", And((Field("site", "acme.example/blog"), A))),
        ("LANG:en a1", And((Field("lang", "en"), A))),
        ("network:mastodon", Field("network", "mastodon")),
        ("\U0001f680", Term("\U0001f680")),
        ('"and" or "NOT"', And((Term("and"), Term("or"), Term("NOT")))),
    ],
)
def test_tree(text: str, tree: Node) -> None:
    assert parse(text).root == tree


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 0, "nothing to find"),
        ("   ", 0, "nothing to find"),
        ("a1 OR", 5, "nothing to find"),
        ("OR a1", 0, "nothing to find"),
        ("a1 AND AND b1", 7, "nothing to find"),
        ("a1 AND OR b1", 7, "nothing to find"),
        ("()", 1, "nothing to find"),
        ("a1 (b1 OR c1", 3, "not closed"),
        ("a1) b1", 2, "closes nothing"),
        ('a1 "b1', 3, "not closed"),
        ('a1 ""', 3, "nothing to find"),
        ("a1 NEAR b1", 3, "how near"),
        ("a1 NEAR/x b1", 3, "how near"),
        ("a1 NEAR/101 b1", 3, "how near"),
        ("a1 ONEAR/5 b1", 3, "how near"),
        ("a1 NEAR/5", 9, "nothing to find"),
        ("NEAR/5 a1", 0, "nothing to find"),
        ("a1 NEAR/5 b1 NEAR/5 c1", 13, "two sides"),
        ("a1 NEAR/5 (b1 c1)", 10, "joins words"),
        ("author:x NEAR/5 b1", 0, "joins words"),
        ("NOT a1", 0, "lacks something"),
        ("a1 OR NOT b1", 6, "lacks something"),
        ("(NOT a1) (NOT b1)", 1, "lacks something"),
        ("a1 NOT NOT b1", 7, "NOT NOT"),
        ("a1 -b1", 3, "- is no operator"),
        ("a1, b1", 2, ", is no operator"),
        ("autor:jane", 0, 'no field "autor:"'),
        ("https://acme.example", 0, 'no field "https:"'),
        ("author: jane", 7, "no name follows"),
        ("author:", 7, "no name follows"),
        ("author:(a1 OR b1)", 7, "no name follows"),
        ("author:@", 7, "no name follows"),
        ("*", 0, "nothing to find"),
        ("a*", 0, "would match too much"),
        ("ro*et", 2, "* stands only at the end"),
        ("a1 !!!", 3, "nothing to find"),
        ("(" * 21 + "a1" + ")" * 21, 20, "more than 20 levels"),
        (" OR ".join(["a1"] * 2001), 2000 * 6, "more than 2,000 terms"),
    ],
)
def test_error_names_the_place(text: str, position: int, message: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    assert message in caught.value.message
    assert caught.value.position == position
    assert caught.value.remedy
    assert caught.value.exit_code == 2


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"()\"*:-,'", " ", "a1", "AND", "OR", "NOT", "NEAR/2", "site:", "é"])
    ).map("".join)
    | st.text()
)
def test_nothing_but_a_query_or_its_error_comes_back(text: str) -> None:
    try:
        query = parse(text)
    except QuerySyntaxError as error:
        assert 0 <= error.position <= len(text)  # noqa: PT017  (most texts are no query)
    else:
        assert positive_terms(query.root) or ":" in text


def test_the_bounds_themselves_are_allowed() -> None:
    assert parse("(" * 20 + "a1" + ")" * 20).root == A
    assert isinstance(parse(" OR ".join(f"t{n}" for n in range(2000))).root, Or)


def test_lower_case_operators_are_words_with_a_hint() -> None:
    query = parse("acme or globex")
    assert query.root == And((Term("acme"), Term("or"), Term("globex")))
    assert query.hints == ('"or" in lower case is a word to be found; write OR for the operator',)
    assert parse('"this or that"').hints == ()


def test_positive_terms_leave_out_what_is_refused() -> None:
    query = parse('(acme OR "acme rockets") (x1 NEAR/3 y1) author:jane NOT (coyote OR roadrunner)')
    assert positive_terms(query.root) == (
        Term("acme"),
        Term("acme rockets"),
        Term("x1"),
        Term("y1"),
    )


@pytest.mark.parametrize("text", ["", " ", "...", "*", "x*"])
def test_a_context_word_must_find_something(text: str) -> None:
    with pytest.raises(QuerySyntaxError):
        term(text)
