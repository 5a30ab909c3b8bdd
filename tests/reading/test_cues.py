"""Which cues texts give, in every language that has lists."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solisten.reading.cues import Cue, cues, cues_of
from solisten.reading.language import LISTED
from solisten.reading.stems import folded, spaced

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "cues.toml").read_text(encoding="utf-8")
)["case"]
PHRASES: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "phrases.toml").read_text(encoding="utf-8")
)
NOT_FOUND = {"Mir fehlt eine Suchfunktion."}  # so would a missing parcel be
BY_WORDS = {str(cue.name).lower(): cue for cue in Cue if cue is not Cue.SIGNED}


def lists_of(lang: str) -> dict[str, Any]:
    source = files("solisten.reading") / "words" / f"{lang}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']}: {case['text'][:30]}")
def test_a_text_says_what_it_says(case: dict[str, Any]) -> None:
    found = cues(case["text"], case["lang"])
    assert all(found & Cue[name.upper()] for name in case.get("has", [])), found
    assert not any(found & Cue[name.upper()] for name in case.get("hasnt", [])), found


@pytest.mark.parametrize(
    ("lang", "cue"), [(lang, cue) for lang, by_cue in PHRASES.items() for cue in by_cue]
)
def test_what_people_ordinarily_write_is_found(lang: str, cue: str) -> None:
    missed = {text for text in PHRASES[lang][cue] if not cues(text, lang) & BY_WORDS[cue]}
    assert missed <= NOT_FOUND


@pytest.mark.parametrize("lang", sorted(LISTED))
def test_every_cue_has_six_stems_in_every_language(lang: str) -> None:
    lists = lists_of(lang)
    for name in BY_WORDS:
        assert len(set(lists["cues"][name])) >= 6, name
    assert len(lists["negations"]) >= 6
    assert len(set(lists["cues"]["handover_before_number"])) >= 6


@pytest.mark.parametrize("lang", sorted(LISTED))
def test_every_stem_is_found_where_it_stands_alone(lang: str) -> None:
    lists = lists_of(lang)
    for name, cue in BY_WORDS.items():
        excepted = {entry.strip("^*") for entry in lists["cues"].get(f"{name}_except", ())}
        for entry in lists["cues"][name]:
            if "{" in entry or entry in excepted:
                continue
            text = entry.strip("^").replace(" .. ", " x ").replace("*", "")
            assert cues_of(text, lang) & cue, (name, entry)


def test_lists_name_only_cues() -> None:
    for lang in LISTED:
        for name in lists_of(lang)["cues"]:
            base = (
                name.removesuffix("_except").removesuffix("_if_negated").removesuffix("_if_denied")
            )
            assert base.removesuffix("_before_number") in BY_WORDS


def test_stored_bits_keep_their_meaning() -> None:
    assert [cue.name for cue in Cue] == [
        *("QUESTION", "FAULT", "REQUEST", "FEATURE", "RECOMMEND", "THANKS", "WORKS", "EMPATHY"),
        *("FIRST_PERSON", "HANDOVER", "LOOP", "INVITE", "PROMO", "PROMISE", "REPORT", "DONE"),
        *("PRIVATE", "SIGNED"),
    ]
    assert [cue.value for cue in Cue] == [1 << bit for bit in range(len(Cue))]


@given(st.text(), st.sampled_from([*sorted(LISTED), "", "ja"]))
def test_any_text_is_read(text: str, lang: str) -> None:
    assert cues(text, lang) in range(1 << len(Cue))


@given(st.text(alphabet="ab'.,!?% \n-", max_size=60))
def test_spacing_leaves_single_blanks(text: str) -> None:
    out = spaced(folded(text))
    assert out.startswith(" . ")
    assert out.endswith(" . ")
    assert "  " not in out


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "It still runs fine"),
        ("en", "Still the same great quality, you won't regret it"),
        ("en", "Love it #help"),
        ("fr", "Quel bon service !"),
        ("fr", "Qui cherche un bon produit sera content."),
        ("de", "Wer X braucht, wird hier fündig"),
        ("es", "Qué gran servicio"),
        ("it", "Che bel servizio!"),
    ],
)
def test_praise_asks_nothing(lang: str, text: str) -> None:
    asking = Cue.QUESTION | Cue.FAULT | Cue.REQUEST | Cue.FEATURE
    assert not cues(text, lang) & asking


def test_courtesy_hands_nothing_over() -> None:
    """A case moves when it is named or passed to somebody, not with "we'll tell the team"."""
    for text in (
        "We will pass this along to the team",
        "I've passed your feedback on to our team",
        "Passed this along to the right folks",
        "We'll share this with our team",
    ):
        assert not cues(text, "en") & Cue.HANDOVER, text
    for text in (
        "I have passed your case to our billing team",
        "I've passed this on to our billing team",
        "We have escalated this to our support team",
        "Passed to the technicians under ticket 47110",
    ):
        assert cues(text, "en") & Cue.HANDOVER, text
