"""Who speaks for a brand: a person's mark, a department, a named account."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_TRAIL = re.compile(r"(?:\s+(?:https?://\S+|\(?\d{1,2}/\d{1,2}\)?))+\s*$")
_MARK = re.compile(
    r"(?:(?<=[\s.!?,;:)…\"'])|^)(?:[\^*/~]\s?|[-–—]{1,2}\s?)([A-Z][A-Za-z]{0,2}\d?|[A-Z][a-z]+(?: [A-Z]\.?)?)\.?$"
)
_BRACKETED = re.compile(r"\(([A-Z][a-z]+)\)$")
_FROM = re.compile(r"\b([A-Z][a-z]+) (?:from|at|@) (?:the )?[\w&' ]{2,30}$")
_REGARDS = re.compile(
    r"\b(?:regards|cheers|best|sincerely|yours|thanks|thank you|wishes|mit freundlichen grüßen|liebe grüße|viele grüße"
    r"|saludos|un saludo|cordialement|bien à vous|saluti|abraços|atenciosamente|groeten|groetjes|pozdrawiam)"
    r"\s*[,!.–—-]*\s*[\n ]\s*([A-Z][a-zà-ÿ]+)\.?$",
    re.IGNORECASE,
)


def signature(text: str) -> str:
    """Return the person's mark at the end of a reply, or "".

    >>> signature("On it! /LS https://t.co/x"), signature("Regards, Ana"), signature("- Team Acme")
    ('LS', 'Ana', '')
    """
    found = _signed(text)
    return found[1] if found else ""


def unsigned(text: str) -> str:
    """Return the text without the person's mark at its end."""
    found = _signed(text)
    return text[: found[0]] + text[found[2] :] if found else text


def _signed(text: str) -> tuple[int, str, int] | None:
    if len(text) > 200:
        cut = len(text) - 200
        found = _signed(text[cut:])
        return (found[0] + cut, found[1], found[2] + cut) if found else None
    body = _TRAIL.sub("", text).rstrip()
    for form in (_MARK, _BRACKETED, _FROM, _REGARDS):
        found = form.search(body)
        if found and found[1].casefold() not in _not_people():
            return found.start() if form is not _REGARDS else found.start(1), found[1], len(body)
    return None


@cache
def _not_people() -> frozenset[str]:
    return frozenset(_voices()["not_people"])


@cache
def _voices() -> dict[str, dict[str, list[str]] | list[str]]:
    source = files("solisten.reading") / "words" / "voices.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _departments() -> dict[str, list[str]]:
    return _voices()["departments"]  # type: ignore[return-value]


DEPARTMENTS: tuple[str, ...] = tuple(_departments())
_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def department(author: str, author_name: str, signature: str) -> str:
    """Return the department that an account or a signature names, or "".

    >>> department("AcmeHelp", "", ""), department("acme", "Ana (Engineering)", "")
    ('support', 'engineering')
    """
    whole = f"{author} {author_name} {signature}"
    pieces = {piece.lower() for piece in _PIECES.findall(whole)}
    for name, words in _departments().items():
        if not pieces.isdisjoint(words):
            return name
    lowered = author.lower()
    for name, words in _departments().items():
        if any(len(word) > 3 and lowered.endswith(word) for word in words):
            return name
    return ""


def named_account(author: str, author_name: str, brand_words: frozenset[str]) -> bool:
    """Tell whether an account is an identifiable person's.

    >>> named_account("ana_acme", "Ana Silva", frozenset({"acme"}))
    True
    >>> named_account("acme", "Acme Support", frozenset({"acme"}))
    False
    """
    if department(author, "", ""):
        return False
    words = [w for w in re.findall(r"[^\W\d_]+", author_name) if w.lower() not in brand_words]
    if any(w.lower() in _not_people() or department("", w, "") for w in words):
        return False
    names = [w for w in words if w[0].isupper() and len(w) > 1]
    return len(names) >= 2 or (len(names) == 1 and names[0].lower() in author.lower())
