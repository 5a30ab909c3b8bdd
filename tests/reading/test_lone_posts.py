"""A post alone in its thread gives the same facts by the short way as by the whole one."""

from __future__ import annotations

from itertools import product

import pytest

from solisten.config import Account, Brand, Channel
from solisten.query import parse
from solisten.reading.cues import Cue
from solisten.reading.facts import RING, Context, Item, ThreadFacts
from solisten.reading.forms import form_of
from solisten.reading.lone_posts import is_lone, lone_facts
from solisten.reading.officials import Chorus, chorus_of
from solisten.reading.threads import whole_thread

PLACE = Channel("forum", "home")


@pytest.fixture(scope="module")
def chorus() -> Chorus:
    acme = Brand(
        name="Acme",
        query=parse("acme"),
        official=(Account("forum", "", "acme"),),
        staff=(Account("forum", "", "jane"),),
        hosts=(PLACE,),
        topics=("rockets",),
        weekend=("sat",),
    )
    return chorus_of([acme, Brand(name="Globex", query=parse("globex"), topics=("rockets",))])


def item(**given: object) -> Item:
    known: dict[str, object] = {
        "network": "forum",
        "id": "1",
        "t": 1_700_000_000,
        "channel": "town",
        "url": "",
        "kind": "post",
        "author": "Ana",
        "author_key": "ana",
        "author_name": "",
        "bot": False,
        "untimed": False,
        "embedded": False,
        "text": "I recommend these six words of Acme",
        "lang": "en",
        "compound": 0,
        "cues": 0,
        "form": 11,
        "names": (),
        "matched": frozenset(),
        "links": (),
        "parent": "",
        "thread": "",
        "root": "1",
        "opens": True,
        "accepted": False,
        "official": "",
    }
    return Item(**(known | given))  # type: ignore[arg-type]


ANCESTRY: tuple[dict[str, object], ...] = (
    {"parent": "", "opens": True},
    {"parent": "9", "opens": False},
    {"parent": "9", "opens": True},  # a cycle is cut here
    {"parent": "9", "opens": False, "thread": "9", "root": "9"},
)
WORDS: tuple[dict[str, object], ...] = (
    {},
    {"matched": frozenset({"b:Acme"})},
    {"matched": frozenset({"b:Acme", "b:Globex", "t:rockets"}), "names": ("acme",)},
    {"matched": frozenset({"t:rockets"})},
    {"names": ("acme", "ben")},
)
READ: tuple[dict[str, object], ...] = (
    {"compound": None, "lang": ""},
    {"compound": -8000, "cues": Cue.FEATURE.value},
    {"compound": 6000, "cues": (Cue.RECOMMEND | Cue.THANKS).value},
    {"cues": (Cue.QUESTION | Cue.DONE).value, "lang": "de"},
)
PEOPLE: tuple[dict[str, object], ...] = (
    {},
    {"author": "", "author_key": ""},
    {"author": "Spam", "author_key": "spam"},
    {"author": "jane", "author_key": "jane", "author_name": "Jane"},
)
PLACES: tuple[dict[str, object], ...] = (
    {},
    {"channel": "Home"},
    {"kind": "review", "channel": "home"},
    {"kind": "repost"},
)


def test_the_short_way_says_what_the_whole_one_says(chorus: Chorus) -> None:
    context = Context(
        spam=frozenset({("forum", "spam")}),
        automatic={"Acme": frozenset({11})},
        rings={"Acme": frozenset({11})},
    )
    said = ThreadFacts()
    for given in product(ANCESTRY, WORDS, READ, PEOPLE, PLACES):
        one = item(**{key: value for some in given for key, value in some.items()})
        assert is_lone(one, {}, chorus)
        facts = lone_facts(one, chorus, context)
        assert facts == whole_thread([one], {}, chorus, context)
        said.mentions.extend(facts.mentions)
        said.topics.extend(facts.topics)
    assert {fact.role for fact in said.mentions} == {"need", "mention"}
    assert any(fact.voice.startswith(RING) for fact in said.mentions)
    assert said.topics


@pytest.mark.parametrize(
    "given",
    [
        {"author": "acme", "author_key": "acme"},
        {"embedded": True},
        {"parent": "9", "opens": False},
        {"official": "developer", "channel": "home"},
    ],
)
def test_who_speaks_for_a_brand_or_to_a_stored_post_goes_the_whole_way(
    chorus: Chorus, given: dict[str, object]
) -> None:
    assert not is_lone(item(**given), {"9": item(id="9")}, chorus)


def test_what_a_post_says_is_keyed_when_it_is_asked_for() -> None:
    said = item(form=0, text="@ana Thanks, we are on it ^AB")
    assert form_of(said) == form_of(item(form=0, text="thanks, we are on it")) == said.form
    assert form_of(item(form=7, text="Known")) == 7
    assert form_of(item(form=0, kind="repost")) == form_of(item(form=0, text="")) == 0
