"""What remains of a text when only its author's own words count."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solisten.nouns import Post
from solisten.reading.clean import cleaned, distinct_form, names_in, normal_form, words
from solisten.reading.links import links_in
from solisten.reading.sentiment import compound
from solisten.reading.voice import signature

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "clean.toml").read_text(encoding="utf-8")
)["case"]

HOSTILE = [
    "<" * 1_000_000,
    "<a" * 300_000,
    "<blockquote>" * 50_000,
    "<div>" * 100_000 + "</div>" * 100_000,
    "<!--" * 100_000,
    "[quote]" * 100_000,
    "```\n" * 100_000,
    "`a" * 200_000,
    "&" * 1_000_000,
    "&#" + "9" * 1_000_000,
    "@" * 1_000_000,
    "@a." * 200_000,
    "a@b." * 200_000,
    "a." * 300_000 + "com/",
    "https://" + "!" * 500_000,
    "www." * 200_000,
    "On 3 wrote " * 30_000,
    "wrote " * 100_000,
    "On wrote:" * 30_000,
    "\n>" * 300_000,
    "-----\n" * 100_000,
    "From: a\n" * 50_000,
    "a" * 1_000_000,
    "^A " * 200_000,
    "\U0001f602" * 64_000,
    "not good but " * 20_000,
    " \t" * 300_000,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_own_words_remain(case: dict[str, Any]) -> None:
    assert " ".join(cleaned(case["text"]).split()) == case["want"]


@pytest.mark.no_cover  # the tracer would be timed as well
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_a_hostile_text_costs_its_length_and_no_more(text: str) -> None:
    began = time.process_time()
    for read in (cleaned, normal_form, distinct_form, names_in, links_in, signature, compound):
        read(text)
    assert time.process_time() - began < 20  # any quadratic step would take hours


@given(st.text(alphabet="<>/abq&#;@`~\n .:w-[]", max_size=200))
def test_any_markup_is_read(text: str) -> None:
    assert len(cleaned(text)) <= 3 * len(text)  # "&gt;" and its kin never grow more
    assert normal_form(text) == normal_form(text)


def test_a_title_that_the_text_repeats_is_said_once() -> None:
    post = Post(network="forum", id="1", created_at=0.0, title="Help", text="Help me")
    assert words(post) == "Help me"
    assert words(Post(network="forum", id="1", created_at=0.0, title="Help", text="")) == "Help"


def test_names_are_told_from_addresses_and_profiles() -> None:
    text = "@Acme, @a.b.bsky.social! @acme.Thanks x@y.example https://s.example/@nobody @ACME"
    assert names_in(text) == ("acme", "a.b.bsky.social")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("@a Hi! We fixed it in 2.1 ^AB", "@b hi!  we fixed it in 3.0 ^CD"),
        ("See https://t.co/a /LS", "see https://t.co/b\n/CB"),
        ("Regards, Ana", "REGARDS, Ben"),
        ("Hi Ana, we fixed it", "Hello Ben! We fixed it"),
        ("Hi, Ana Li.\nWe fixed it", "Hey, Émile! We fixed it"),
    ],
)
def test_one_text_for_many_has_one_normal_form(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    "text", ["new delhi, we come", "hi we are sorry to hear that it is broken"]
)
def test_only_a_greeting_at_the_beginning_is_left_out(text: str) -> None:
    assert normal_form(text) == text


def test_a_distinct_form_keeps_what_a_normal_form_drops() -> None:
    assert distinct_form("@a Order 1 ^AB ") == "order 1 ^ab"
    assert distinct_form("@a Order 1") != distinct_form("@a Order 2")
