"""Every word, metric and indicator is said once, and shown from there wherever it is asked."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from solisten.export.cards import cards, definitions, indicator_definitions
from solisten.models.registry import load, load_all
from solisten.report.explain import explain

if TYPE_CHECKING:
    from collections.abc import Iterator

SOLIS = load("solis")
WORDS = 5  # so many words in the same order are no accident


def _texts() -> Iterator[tuple[str, str]]:
    """Yield what explains a word, a metric or an indicator, with the card it stands on."""
    for name, said in cards().word.items():
        yield f"word {name}", said
    for name, card in cards().metric.items():
        yield f"metric {name}", f"{card.k}. {card.n}"
    for one in SOLIS.indicators:
        yield f"indicator {one.id}", f"{one.asks}. {one.k}"
    standing = tomllib.loads(files("solisten.export").joinpath("methods.toml").read_text("utf-8"))
    for row in standing["row"]:
        yield f"methods {row['section']}, {row['item']}", row["value"]


def _sentences(text: str) -> set[str]:
    plain = (" ".join(re.findall(r"[a-z]+", one.lower())) for one in re.split(r"[.;:(]", text))
    return {one for one in plain if len(one.split()) >= WORDS}


def test_nothing_is_said_on_two_cards() -> None:
    said = Counter(sentence for _, text in _texts() for sentence in _sentences(text))
    assert [sentence for sentence, times in said.items() if times > 1] == []


def test_a_metric_that_counts_what_an_indicator_counts_has_no_words_of_its_own() -> None:
    pointing = {name: one for name, one in cards().metric.items() if one.indicator}
    assert set(pointing) == {"response_rate"}
    for name, card in pointing.items():
        assert (card.k, card.n) == ("", "")
        assert definitions()[name] == indicator_definitions(SOLIS)[card.indicator]
    own = [one for one in cards().metric.values() if not one.indicator]
    assert all(one.k for one in own)


def test_there_is_a_card_for_every_indicator_of_every_pack() -> None:
    for pack in load_all([]).values():
        assert set(indicator_definitions(pack)) == {one.id for one in pack.indicators}


@pytest.mark.parametrize("name", ["response_rate", "advocate_share", "peer_answer_rate"])
def test_the_page_of_a_name_that_both_have_shows_both_cards(name: str) -> None:
    page = " ".join(explain(name, SOLIS, metrics=definitions()).split())
    one: Any = SOLIS.indicator(name)
    assert " ".join(one.k.split()) in page
    assert "metric counts the same" in page or definitions()[name] in page
    assert ("counts the same" in page) == bool(cards().metric[name].indicator)
