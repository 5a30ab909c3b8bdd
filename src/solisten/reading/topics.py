"""The content words that `need_relevance_rate` compares."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from solisten.query import positive_terms
from solisten.reading.clean import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solisten.query import Query

SHORTEST = 5  # letters of a content word (INFERENCE A.1, row 11)
_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def stop_words() -> frozenset[str]:
    """Return the words without content of all listed languages together."""
    source = files("solisten.reading") / "words" / "stop.txt"
    lines = source.read_text(encoding="utf-8").splitlines()
    return frozenset(_folded(line) for line in lines if not line.startswith("#"))


def content_words(text: str) -> frozenset[str]:
    """Return the casefolded runs of at least five letters that are no stop words.

    Reads the author's own words only: tags, @names, links, quoted text and code do not count.

    >>> sorted(content_words("@acme the SCANNER lost my receipts again, see https://acme.example"))
    ['receipts', 'scanner']
    """
    return long_words(cleaned(text)) - stop_words()


def name_words(names: Iterable[str]) -> frozenset[str]:
    """Return the words that name brands, rivals and accounts, and so are nobody's topic.

    Of an address only the part before the second "@" names the account.

    >>> sorted(name_words(["Acme Rockets", "@roadrunner@social.example"]))
    ['roadrunner', 'rockets']
    """
    return frozenset[str]().union(
        *(long_words(name.removeprefix("@").partition("@")[0]) for name in names)
    )


def query_words(query: Query) -> frozenset[str]:
    """Return the content words a query looks for; what stands under NOT is not among them.

    >>> from solisten.query import parse
    >>> sorted(query_words(parse('"model rocket" OR rocketry NOT coyote')))
    ['model', 'rocket', 'rocketry']
    """
    found = (long_words(term.text) for term in positive_terms(query.root))
    return frozenset[str]().union(*found) - stop_words()


def long_words(text: str) -> frozenset[str]:
    """Return the casefolded runs of at least five letters, stop words among them."""
    return frozenset(word for word in _LETTERS.findall(_folded(text)) if len(word) >= SHORTEST)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
