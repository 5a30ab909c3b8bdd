"""Matching, case by case: what a person expects a query to find."""

from __future__ import annotations

import time

import pytest

from solisten.nouns import Post
from solisten.query import parse
from solisten.reading.matching import Matcher

POST = Post(
    network="mastodon",
    id="1",
    created_at=0.0,
    channel="social.example",
    url="https://www.social.example/@Jane/1",
    author="Jane@Social.example",
    author_name="Jane Doe",
    lang="en-GB",
)


def found(query: str, text: str, post: Post = POST, context: tuple[str, ...] = ()) -> bool:
    matcher = Matcher({"it": parse(query)}, {"it": context})
    return matcher.match(post, text) == {"it"}


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("acme", "ACME!"),
        ("acme", "Acme's new rocket"),
        ("acme", "Acme\u2019s new rocket"),
        ("acme", "#acme and @Acme"),
        ("acme", "_Acme_ acme_support"),
        ("acme", "non-Acme rockets"),
        ("acme", "Acme\u2122 rockets"),
        ("acme", "\uff21\uff23\uff2d\uff25"),
        ("acme", "A\u00adcme"),
        ("acme", "\u2764\ufe0fAcme"),
        ("acme", "Acme\u306e\u65b0\u88fd\u54c1"),
        ("acme", "acme\ub294"),
        ("stra\u00dfe", "STRASSE"),
        ("strasse", "Stra\u00dfe"),
        ("cafe", "Caf\u00e9 Acme"),
        ("cafe", "Cafe\u0301 Acme"),
        ("caf\u00e9", "CAF\u00c9"),
        ("caf\u00e9", "cafe\u0301"),
        ("istanbul", "\u0130stanbul"),
        ("lodz", "\u0141\u00f3d\u017a"),
        ("\u6771\u4eac", "\u79c1\u306f\u6771\u4eac\u306b\u3044\u308b"),
        ("\uc560\ud50c", "\uc560\ud50c\uc740"),
        (
            "\u0e01\u0e32\u0e41\u0e1f",
            "\u0e14\u0e37\u0e48\u0e21\u0e01\u0e32\u0e41\u0e1f\u0e23\u0e49\u0e2d\u0e19",
        ),
        ('"acme rockets"', "Acme\n  rockets"),
        ('"acme rockets"', "#Acme-Rockets"),
        ('"plug-in solar"', "plug in solar"),
        ("plug-in", "a plug\u2011in"),
        ("C++", "I like C++11"),
        ("C#", "c#, mostly"),
        ("AT&T", "at&t's network"),
        ("yahoo!", "Yahoo! Answers"),
        (".net", "on .NET 9"),
        ("o'reilly", "O\u2019Reilly\u2019s"),
        ("#acme", "look:#ACME!"),
        ("@acme", "hi @acme"),
        ("\U0001f680", "go\U0001f680go"),
        ("rocket*", "Rocketry"),
        ("rocket*", "rocket"),
        ('"model rocket*"', "a model-rocketry club"),
        ("\u0645\u062d\u0645\u062f", "\u0645\u064f\u062d\u064e\u0645\u064e\u0651\u062f"),
        ("a1 NEAR/0 b1", "b1 a1"),
        ("a1 NEAR/2 b1", "a1 x x b1"),
        ("a1 NEAR/2 (q1 OR b1)", "b1 x y a1 q"),
        ('"a1 x" NEAR/1 b1', "b1, a1 x b1"),
        ("a1 NEAR/1 a1", "a1 x a1"),
        ("c++ NEAR/1 acme", "acme uses C++"),
        ("author:@JANE@social.example acme", "acme"),
        ('author:"jane doe"', ""),
        ("author:jane*", ""),
        ("site:social.example", ""),
        ("site:example", ""),
        ("site:social.example/@jane", ""),
        ("lang:en acme", "acme"),
        ("network:mastodon", ""),
        ("acme NOT network:reddit", "acme"),
        ("acme NOT (coyote AND trap)", "acme coyote"),
    ],
)
def test_found(query: str, text: str) -> None:
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("acme", "acmes pacme acme1"),
        ("acme", "Acm\u00e9e"),
        ("caf\u00e9", "cafe"),
        ("caf\u00e9", "c\u00e0fe"),
        ("\u043c\u043e\u0438", "\u043c\u043e\u0439"),
        ('"acme rockets"', "acme big rockets"),
        ('"acme rockets"', "rockets acme"),
        ("C++", "C is not C+"),
        ("AT&T", "at t"),
        ("yahoo!", "yahoo"),
        (".net", "example.net"),
        ("#acme", "acme"),
        ("@acme", "jane@acme.example"),
        ("C#", "abC#"),
        ("rocket*", "sprocket"),
        ("a1 NEAR/1 b1", "a1 x x b1"),
        ("a1 NEAR/9 a1", "a1"),
        ('"a1 b1" NEAR/3 b1', "a1 b1"),
        ("a1 b1", "a1"),
        ("acme NOT coyote", "acme, not coyote"),
        ("acme NOT author:jane@social.example", "acme"),
        ("author:jan", ""),
        ("site:ial.example", ""),
        ("site:social.example/@jan", ""),
        ("lang:de acme", "acme"),
        ("acme", ""),
        ("\u2122", "\u2122"),
    ],
)
def test_not_found(query: str, text: str) -> None:
    assert not found(query, text)


def test_context_words_are_demanded_beside_the_name() -> None:
    assert not found("apple", "an apple a day", context=("iphone", "mac*"))
    assert found("apple", "my Apple MacBook", context=("iphone", "mac*"))
    assert not found("apple", "my MacBook", context=("iphone", "mac*"))
    assert found("apple", "an apple a day")


def test_local_author_and_channel_stand_in() -> None:
    post = Post(
        network="discourse", id="1", created_at=0.0, channel="forum.acme.example", author="jo"
    )
    assert found("author:jo@forum.acme.example", "", post)
    assert found("site:acme.example", "", post)


def test_many_queries_are_told_apart() -> None:
    matcher = Matcher({f"k{n}": parse(f"w{n} OR both") for n in range(1000)})
    assert matcher.match(POST, "w7 w999 w1000") == {"k7", "k999"}
    assert len(matcher.match(POST, "both")) == 1000


def test_no_query_matches_nothing() -> None:
    assert Matcher({}).match(POST, "acme") == frozenset()


def test_names_are_blanked_where_they_stand() -> None:
    matcher = Matcher(
        {"acme": parse('acme OR "acme rockets" OR caf\u00e9 NOT coyote'), "b": parse("AT&T solar")}
    )
    assert matcher.without_names("ACME's Rockets, Coyote", ["acme"]) == "    's Rockets, Coyote"
    assert matcher.without_names("Caf\u00e9-Bar  cafe", ["acme"]) == "    -Bar  cafe"
    assert matcher.without_names("Acme AT&T Solar", ["b"]) == "Acme   &       "
    assert matcher.without_names("Acme", []) == "Acme"
    assert matcher.without_names("\u1112\u1161\u11ab Acme", ["acme"]).strip() == "\ud55c"


def test_lone_surrogates_and_nul_are_survived() -> None:
    assert found("acme", "\ud800acme\udfff \x00")
    assert found("acme", "\x00acme\x00")


@pytest.mark.no_cover  # the tracer would be timed as well
@pytest.mark.parametrize(
    "piece",
    [
        "acme ",
        "a\u0301\u0316",
        "\u0301\u0316",
        "acme.",
        "\u6771\u4eac",
        "acme x y ",
        "caf\u00e9 C++ ",
        "++",
    ],
)
def test_cost_is_linear_in_the_text(piece: str) -> None:
    queries = {
        "near": parse("(acme OR caf\u00e9) NEAR/1 (z1 OR C++)"),
        "terms": parse(" OR ".join(f'"acme{" acme" * n}"' for n in range(8))),
        "signs": parse("C++ OR #acme OR \u6771\u4eac"),
    }
    matcher = Matcher(queries)
    matcher.match(POST, piece * 10)

    def cost(length: int) -> float:
        text = (piece * length)[:length]
        start = time.process_time()
        matcher.match(POST, text)
        matcher.without_names(text, queries)
        return time.process_time() - start

    small, large = min(cost(8_000) for _ in range(3)), cost(80_000)
    assert large < 25 * small + 0.1
