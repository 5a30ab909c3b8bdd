"""Folding character by character says the same as folding the whole text."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from solisten.reading.characters import stands_by_itself, unified
from solisten.reading.folding import Folder

TRICKY = (
    "aAeEiI\u0130\u0131\u00df\u1e9e\ufb01\u0301\u0308\u030c\u0327\u1100\u1161\u11a8\u09c7\u09be"
    "\u0915\u093c\u094d\u0e01\u0e38\u0e48\u304b\u3099\uff76\uff9e\u2122\u00b4\u00a8\u00ad\u200d\ufe0f"
    "\u03a3\u0345\u1fb3 -'C++"
)
texts = st.text() | st.text(alphabet=st.sampled_from(TRICKY))


@settings(max_examples=1000, deadline=None)
@given(texts)
def test_one_by_one_is_the_whole(text: str) -> None:
    whole = " ".join(unified(text).split())
    assert Folder().literal(text, accents=True) in {whole, " ".join(unified(whole).split())}


@settings(max_examples=500, deadline=None)
@given(texts)
def test_words_stand_where_they_are_said_to(text: str) -> None:
    folder = Folder()
    folded = folder.literal(text, accents=True)
    spans = folder.word_spans(folded)
    assert [folded[start:end] for start, end in spans] == folder.words(folded, accents=True).split()


def test_no_character_that_joins_is_taken_alone() -> None:
    """Every second character of a canonical pair depends on the first."""
    seconds = set()
    for code in range(0x12000):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            pair = "".join(chr(int(part, 16)) for part in parts)
            if unicodedata.normalize("NFC", pair) == chr(code):
                seconds.add(pair[1])
    assert len(seconds) > 50
    assert not {f"{ord(char):x}" for char in seconds if stands_by_itself(char)}
