"""Which texts bear a declaration out: hardly any that is about something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from solisten.connector import Response
from solisten.models.registry import load
from solisten.pipeline.links import borne_out
from solisten_connectors import rss

if TYPE_CHECKING:
    from pathlib import Path

SOLIS = load("solis")
TERMS = [SOLIS.keywords(name) for name in SOLIS.terms()]
LONG = 1_000  # characters that make an article
SEEN = {
    "listening_reports": "Each Monday managers get our report on what was said on Twitter.",
    "staff_training": "Whoever writes in social media takes a two-day training first.",
    "roi_reporting": "Our forum saved 40,000 calls, a return on its cost of 3 to 1.",
    "governance_body": "A committee meets monthly and sets the rules for social media.",
    "shared_inbox": "Messages from Facebook and by mail reach one shared inbox.",
    "style_guide": "The style guide says how we sound, on social and elsewhere.",
    "response_rate": "On Twitter and in the forum we answered 92 % of all questions.",
}
ELSEWHERE = {
    "listening_reports": "Our annual report is published in March.",
    "staff_training": "Fire safety training is held twice a year.",
    "roi_reporting": "Revenue rose by a tenth.",
    "governance_body": "The audit committee met four times.",
    "policy_published": "This privacy policy says which data we collect at checkout.",
    "complaint_response_rate": "We use your data to respond to refunds and complaints.",
    "named_voice_rate": "Members of our team have access to what you provide.",
}


@pytest.mark.parametrize("name", SEEN)
def test_a_page_about_it_bears_it_out(name: str) -> None:
    assert borne_out(SOLIS.keywords(name), SEEN[name]) is not None


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_page_about_something_else_does_not(name: str) -> None:
    assert any(word in ELSEWHERE[name].casefold() for word in SOLIS.keywords(name))
    assert borne_out(SOLIS.keywords(name), ELSEWHERE[name]) is None


def test_hardly_any_article_bears_anything_out(shared: Path) -> None:
    articles = _articles(shared / "captures" / "rss")
    assert len(articles) > 50
    held, borne = _counted(articles)
    pairs = len(TERMS) * len(articles)
    assert held > 0.01 * pairs  # the words alone stand in many
    assert borne < 0.003 * pairs


def test_the_texts_of_the_models_bear_out_what_they_speak_of(shared: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted((shared / "sources").glob("*.txt"))]
    held, borne = _counted(texts)
    assert borne > 0.8 * held


def _counted(texts: list[str]) -> tuple[int, int]:
    """Count the pairs of text and term where a keyword stands, then where it bears out."""
    held = [
        (words, text)
        for text in texts
        for words in TERMS
        if any(f" {word} " in f" {text.casefold()} " for word in words)
    ]
    return len(held), sum(borne_out(words, text) is not None for words, text in held)


def _articles(folder: Path) -> list[str]:
    found = []
    for path in sorted(folder.glob("*.xml")):
        answer = Response(url="https://a.example/", status=200, headers={}, body=path.read_bytes())
        try:
            posts = list(rss.read(answer))
        except Exception:  # noqa: BLE001  (feeds broken on purpose are among them)
            continue
        texts = (f"{getattr(one, 'title', '')}\n{getattr(one, 'text', '')}" for one in posts)
        found += [text for text in texts if len(text) > LONG]
    return found
