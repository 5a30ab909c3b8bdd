"""Every indicator, level, criterion and metric has a page, with a brand and without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from solisten.errors import UsageError
from solisten.estimate import judge
from solisten.estimate.build import build
from solisten.estimate.document import to_json
from solisten.estimate.firmness import firmness
from solisten.estimate.sensitivity import sensitivity
from solisten.estimate.turning import turning
from solisten.export.cards import definitions
from solisten.metrics.indicators import INDICATORS
from solisten.models.registry import load_all
from solisten.nouns import Count
from solisten.report.explain import explain

if TYPE_CHECKING:
    from solisten.models.pack import Pack

PACKS = load_all()
SOLIS = PACKS["solis"]


def _document(pack: Pack, share: float = 0.4, n: int = 40) -> dict[str, Any]:
    counts = {one.id: Count(round(share * n), n) for one in pack.indicators}
    counts[pack.indicators[0].id] = Count(0, 0, False, "nobody listens there")
    judgement = judge(pack, counts, posts=999, needs=99)
    firm = sensitivity(pack, judgement, counts, (), posts=999, needs=99)
    assert firm is not None
    document = build(
        judgement,
        pack,
        brand="Acme",
        since=0,
        until=86_400 * 90,
        as_of=86_400 * 90,
        tool_version="1",
        facts_revision="x",
        warnings=list(firmness(firm, judgement)),
    )
    found: dict[str, Any] = msgspec.json.decode(to_json(document))
    return found


DOCUMENTS = {name: _document(pack) for name, pack in PACKS.items()}


def _labels(page: str) -> set[str]:
    return {line[:10].strip() for line in page.splitlines() if line[:10].strip()}


def _joined(page: str) -> str:
    return " ".join(page.split())


def test_every_counted_indicator_is_one_of_the_headline_model() -> None:
    assert [one.id for one in SOLIS.indicators] == [*INDICATORS]
    assert len(INDICATORS) == 39


@pytest.mark.parametrize("name", INDICATORS)
def test_an_indicator_s_card_is_complete(name: str) -> None:
    page = explain(name, SOLIS)
    wanted = {"asks", "counts", "of", "why", "level", "bar", "trust", "weight", "source"}
    assert wanted | {"gaming", "advice"} <= _labels(page)
    one = SOLIS.indicator(name)
    assert one is not None
    for text in (one.asks, one.k, one.n, one.why, one.source, one.gaming, one.advice):
        assert text
        assert " ".join(text.split()) in _joined(page)
    assert all(len(line) <= 80 for line in page.splitlines())


@pytest.mark.parametrize(
    ("model", "what"),
    [
        (name, str(one))
        for name, pack in PACKS.items()
        for one in [one.number for one in pack.levels] + [one.number for one in pack.criteria]
    ],
)
def test_every_level_and_criterion_has_a_page_with_a_brand_and_without(
    model: str, what: str
) -> None:
    pack = PACKS[model]
    rung = pack.level(int(what)) or pack.criterion(int(what))
    assert rung is not None
    alone, found = explain(what, pack), explain(what, pack, DOCUMENTS[model])
    assert rung.name in _joined(alone)
    assert {"means", "source"} <= _labels(alone)
    assert found.startswith(alone)
    added = _labels(found[len(alone) :])
    assert {"chance", "level"} <= added or "found" in added


@pytest.mark.parametrize("name", INDICATORS)
def test_a_brand_s_finding_has_counts_bits_and_what_would_turn_it(name: str) -> None:
    document = DOCUMENTS["solis"]
    page = explain(name, SOLIS, document, turning(SOLIS, document, name))
    row = next(row for row in document["findings"] if row["indicator"] == name)
    if row["n"]:
        assert {"found", "belief", "adds", "turns"} <= _labels(page)
        assert f"{row['k']} of {row['n']}" in page
        assert "bits to level" in _joined(page)
    else:
        assert "nobody listens there" in _joined(page)


@pytest.mark.parametrize("name", sorted(definitions()))
def test_every_metric_has_a_page_from_the_same_definition_as_the_exports(name: str) -> None:
    page = explain(name, SOLIS, metrics=definitions())
    said = " ".join(definitions()[name].split())
    assert said in _joined(page) or "metric counts the same" in _joined(page)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.6, 1.0])
@pytest.mark.parametrize("name", ["response_rate", "human_voice_rate", "advocate_share"])
def test_what_is_said_to_turn_it_turns_it_and_one_less_does_not(name: str, share: float) -> None:
    document = _document(SOLIS, share=0.5, n=30) | {}
    rows = [
        {**row, "k": round(share * 30)} if row["indicator"] == name else row
        for row in document["findings"]
    ]
    document |= {"findings": rows}
    counts = {row["indicator"]: Count(row["k"], row["n"], row["n"] > 0) for row in rows}
    found = turning(SOLIS, document, name)
    assert found is not None

    def judged(k: int) -> tuple[str, int]:
        one = judge(SOLIS, counts | {name: Count(k, 30)}, posts=None, needs=None)
        finding = next(each for each in one.findings if each.indicator == name)
        return finding.verdict.value, one.headline or 0

    verdict, level = judged(counts[name].k)
    if found.seen:
        assert (judged(found.seen.k)[0], judged(found.seen.k - 1)[0] != "seen") == ("seen", True)
    else:
        assert verdict == "seen" or judged(30)[0] != "seen"
    if found.unseen:
        assert judged(found.unseen.k)[0] == found.unseen.to
        assert judged(found.unseen.k + 1)[0] in {"seen", "leaning"}
    if found.higher:
        assert judged(found.higher.k)[1] == int(found.higher.to) > level
        assert judged(found.higher.k - 1)[1] == level
    if found.lower:
        assert judged(found.lower.k)[1] == int(found.lower.to) < level
        assert judged(found.lower.k + 1)[1] == level


def test_a_name_that_is_nothing_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="response_rate"):
        explain("respons_rate", SOLIS)


@pytest.mark.parametrize("term", SOLIS.declared_terms, ids=lambda term: term.id)
def test_what_may_be_declared_has_a_page_with_the_words_that_bear_it_out(term: Any) -> None:
    page = _joined(explain(term.id, SOLIS))
    assert term.means in page
    assert all(word in page for word in term.keywords)
    assert "never moves the level" in page
