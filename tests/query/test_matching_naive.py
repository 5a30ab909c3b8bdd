"""A second, naive matcher, written from the rules alone, agrees with the first."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.nouns import Post
from solisten.query import And, Field, Near, Node, Not, Or, Query, QuerySyntaxError, Term, parse
from solisten.reading.matching import Matcher

POST = Post(network="forum", id="1", created_at=0.0, author="jane", lang="en")
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
WORDS = (
    "acme",
    "Acme",
    "acme's",
    "acme\u2019s",
    "caf\u00e9",
    "cafe",
    "cafe\u0301",
    "\u6771\u4eac",
    "\u6771",
    "C++",
    "c",
    "C#",
    "AT&T",
    "at",
    "t",
    "#acme",
    "@acme",
    "Acme\u2122",
    "acme-x",
    "x",
    "STRASSE",
    "stra\u00dfe",
    "\uc560\ud50c",
    "rockets",
    "rocket",
    ".net",
    "\U0001f680",
)
SEPARATORS = ("", " ", "  ", "\n", ", ", "-", "_", "/", "\u200d", "'", "+")


def fold(text: str, *, strip: bool) -> str:
    text = text.replace("\u2122", " ").replace("\u200d", "").replace("\u2019", "'")
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if strip:
        text = "".join(
            char
            for char in unicodedata.normalize("NFD", text)
            if not ("\u0300" <= char <= "\u036f")
        )
        text = unicodedata.normalize("NFC", text)
    return text


def alone(char: str) -> bool:
    """East Asian characters are words by themselves."""
    return "\u3000" < char < "\ud7ff" and char.isalpha()


def words(text: str, *, strip: bool) -> list[str]:
    result, current = [], ""
    for char in fold(text, strip=strip) + " ":
        if current and (alone(char) or not (char.isalnum() or unicodedata.combining(char))):
            result.append(current)
            current = ""
        if alone(char):
            result.append(char)
        elif char.isalnum() or unicodedata.combining(char):
            current += char
    return result


def signs(text: str, *, strip: bool) -> str:
    text = fold(text, strip=strip)
    return " ".join("".join(" " if char in DASHES else char for char in text).split())


def occurrences(term: Term, text: str) -> list[tuple[int, int]]:
    """Return first and last word of every occurrence, by trying every place."""
    strip = fold(term.text, strip=True) == fold(term.text, strip=False)
    wanted, there = words(term.text, strip=strip), words(text, strip=strip)
    literal = signs(term.text, strip=strip)
    if "".join(wanted) == literal.replace(" ", ""):
        return [
            (at, at + len(wanted) - 1)
            for at in range(len(there) - len(wanted) + 1)
            if there[at : at + len(wanted) - 1] == wanted[:-1]
            and (
                there[at + len(wanted) - 1] == wanted[-1]
                or (term.prefix and there[at + len(wanted) - 1].startswith(wanted[-1]))
            )
        ]
    hay = signs(text, strip=strip)
    spans = []
    for at in range(len(hay)):
        if not hay.startswith(literal, at):
            continue
        end = at + len(literal)
        before, after = hay[at - 1 : at], hay[end : end + 1]
        if (
            before.isalnum()
            and not alone(before)
            and literal[0] not in "\U0001f680+"
            and not alone(literal[0])
        ):
            continue
        if (
            after.isalnum()
            and not alone(after)
            and literal[-1].isalnum()
            and not alone(literal[-1])
        ) and not term.prefix:
            continue
        first = len(words(hay[:at], strip=strip))
        spans.append((first, first + len(words(literal, strip=strip)) - 1))
    return spans


def holds(node: Node, text: str) -> bool:
    match node:
        case Term():
            return bool(occurrences(node, text))
        case Field(name, value):
            return value == {"author": "jane", "lang": "en", "network": "forum"}.get(name)
        case Near(left, right, between):
            return any(
                0 <= max(one[0], other[0]) - min(one[1], other[1]) - 1 <= between
                for a in left
                for b in right
                for one in occurrences(a, text)
                for other in occurrences(b, text)
            )
        case Not(part):
            return not holds(part, text)
        case And(parts):
            return all(holds(part, text) for part in parts)
        case Or(parts):
            return any(holds(part, text) for part in parts)


texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SEPARATORS)), max_size=8).map(
    lambda pieces: "".join(word + separator for word, separator in pieces)
)
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
leaves = st.one_of(
    phrases.map(lambda phrase: f'"{phrase}"'),
    st.sampled_from(("rock*", "acm*", '"acme rock*"', "author:jane", "author:joe", "lang:en")),
)
sides = st.one_of(
    phrases.map(lambda phrase: f'"{phrase}"'),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(
        lambda words: f"({' OR '.join(words)})"
    ),
)
nears = st.tuples(sides, st.integers(0, 3), sides).map(
    lambda near: f"({near[0]} NEAR/{near[1]} {near[2]})"
)
queries = st.recursive(
    leaves | nears,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} OR {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} NOT {pair[1]})"),
    ),
    max_leaves=6,
)


def read(text: str) -> Query | None:
    try:
        return parse(text)
    except QuerySyntaxError:
        return None


@settings(max_examples=250, deadline=None)
@given(st.lists(queries, min_size=1, max_size=5), texts)
def test_both_matchers_agree(written: list[str], text: str) -> None:
    trees = {one: query for one in written if (query := read(one))}
    expected = {one for one, query in trees.items() if holds(query.root, text)}
    assert Matcher(trees).match(POST, text) == expected


@settings(max_examples=150, deadline=None)
@given(st.lists(phrases, min_size=1, max_size=3), st.lists(phrases, max_size=3), texts)
def test_context_is_an_and(names: list[str], context: list[str], text: str) -> None:
    query = parse(" OR ".join(f'"{name}"' for name in names))
    matched = bool(Matcher({"it": query}, {"it": tuple(context)}).match(POST, text))
    beside = not context or any(occurrences(Term(word), text) for word in context)
    assert matched == (holds(query.root, text) and beside)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WORDS), texts)
def test_a_blanked_name_is_gone_and_the_rest_stays(name: str, text: str) -> None:
    matcher = Matcher({"it": parse(f'"{name}"')})
    left = matcher.without_names(text, ["it"])
    assert len(left) == len(text)
    assert all(after in {before, " "} for before, after in zip(text, left, strict=True))
    if name.isalnum():
        assert not matcher.match(POST, left)
    if not matcher.match(POST, text):
        assert left == text


@settings(max_examples=150, deadline=None)
@given(st.text(), st.text(min_size=1))
def test_any_text_is_read(text: str, name: str) -> None:
    query = read(name)
    if query:
        matcher = Matcher({"it": query})
        matcher.match(POST, text)
        assert isinstance(matcher.without_names(text, ["it"]), str)
