"""Who speaks for a brand: a person by a mark at the end, a department, a named account."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from solisten.reading.accounts import (
    DEPARTMENTS,
    department,
    department_words,
    named_account,
    words,
)

__all__ = ["DEPARTMENTS", "department", "named_account", "sign_off", "signature", "unsigned"]

_TAIL = 100  # characters at the end in which a mark stands
_DASHES = "\u2013\u2014-"
# A link, a counter ("2/2") or a picture may follow the mark.
_AFTER = re.compile(r"https?://\S+|\(?\d{1,2}/\d{1,2}\)?|[^\w\s,;:!?()/*^~'\"-]{1,4}")
_NAME = r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?"
_SIGN = re.compile(
    rf"(?P<sign>[\^~*/{_DASHES}](?:(?<=[{_DASHES}])(?:[{_DASHES}]| -))?)(?P<gap> ?)"
    rf"(?P<mark>{_NAME}\d?)(?: (?P<more>[^\W\d_]+))?\.?\Z"
)
_PLAIN = re.compile(
    rf"(?P<before>[^\W\d_]+|[.!?)…])(?P<gap>[ ,.!]*[\s(]\s*)"
    rf"(?P<mark>{_NAME})(?: (?P<more>{_NAME}))?\.?(?P<close>\)?)\Z"
)
_FROM = re.compile(
    rf"(?:\A\s*|[.!?…,\n~^){_DASHES}]\s*)(?P<mark>{_NAME})"
    r"(?:(?P<comma>,)|,? (?:from|at|@|von|vom|de|del|da|do|van|z)(?: the| der| la| l| o| a)?) "
    rf"(?P<place>{_NAME}(?: (?:{_NAME}|&)){{0,3}})\.?\Z"
)
_LAST_LINE = re.compile(r"\n[^\n]{2,40}\Z")
_BEFORE_DESK = re.compile(rf"[,(|{_DASHES}]")
_DESK = re.compile(
    rf"(?:,|[ \n][|{_DASHES}]|[ \n]?(?P<open>\())\s*"
    rf"(?P<place>{_NAME}(?: (?:{_NAME}|&)){{0,3}})\.?(?(open)\))\Z"
)


class _Found(NamedTuple):
    """Say where a mark begins and what it is."""

    start: int
    mark: str


def signature(text: str) -> str:
    """Return the person's mark at the end of a reply, a name or initials, or "".

    A link or a counter ("2/2") may follow. Teams, brands and courtesies are no persons.

    >>> signature("On it! /LS https://t.co/x"), signature("Regards, Ana"), signature("- Team Acme")
    ('LS', 'Ana', '')
    """
    found = _signed(text)
    return found[1] if found else ""


def unsigned(text: str) -> str:
    """Return the text without the person's mark at its end.

    >>> unsigned("On it! /LS https://t.co/x")
    'On it!  https://t.co/x'
    """
    found = _signed(text)
    return text[: found[0]] + text[found[2] :] if found else text


def sign_off(text: str) -> str:
    """Return the person's mark with all that belongs to it, such as the desk, or "".

    >>> sign_off("It costs 20 euros. Luis, engineering"), sign_off("Fixed. /Ana (billing)")
    ('Luis, engineering', '/Ana (billing)')
    """
    found = _signed(text)
    return text[found[0] : found[2]] if found else ""


def _signed(text: str) -> tuple[int, str, int] | None:
    """Return where the mark begins, the mark, and where it ends."""
    offset = max(0, len(text) - _TAIL)
    tail = text[offset:].rstrip()
    while (pieces := tail.rsplit(None, 1)) and _AFTER.fullmatch(pieces[-1]):
        tail = pieces[0] if len(pieces) > 1 else ""
    found = _mark(tail) or _mark_before_desk(tail)
    if found is None or _elsewhere(found.mark, text):
        return None
    return offset + found.start, found.mark, offset + len(tail)


def _mark(tail: str) -> _Found | None:
    if found := _SIGN.search(tail, _last_words(tail, 4)):
        return _Found(found.start(), found["mark"]) if _after_sign(found, tail) else None
    last = tail.rsplit(None, 1)[-1].strip(".()") if tail else ""
    if not last[:1].isupper() and last not in _desks():
        return None
    if (found := _PLAIN.search(tail, _last_words(tail, 4))) and _after_words(found):
        return _Found(found.start("mark"), found["mark"])
    if (found := _FROM.search(tail, _last_words(tail, 8))) and _from_place(found):
        return _Found(found.start("mark"), found["mark"])
    team = _LAST_LINE.search(tail)
    if team and not words("teams").isdisjoint(team[0].lower().split()):
        return _mark(tail[: team.start()].rstrip())
    return None


def _mark_before_desk(tail: str) -> _Found | None:
    """Find the mark in "Luis, billing", "^AB (security)", "/Ana - customer care"."""
    begin = _last_words(tail, 6)
    if not _BEFORE_DESK.search(tail, begin):
        return None  # most texts end here
    if _desks().isdisjoint(word.strip(".,()").lower() for word in tail.rsplit(None, 4)[1:]):
        return None
    desk = _DESK.search(tail, begin)
    if desk is None or _desks().isdisjoint(desk["place"].lower().split()):
        return None
    return _mark(tail[: desk.start()].rstrip())


def _last_words(tail: str, count: int) -> int:
    """Return where the last words begin, with the blank before them."""
    pieces = tail.rsplit(None, count)
    return len(pieces[0]) if len(pieces) > count else 0


def _after_sign(found: re.Match[str], tail: str) -> bool:
    """Judge "^AB", "/LS", "*AA", "~Ana" by how they are written."""
    sign, gap, mark, more = found["sign"][0], found["gap"], found["mark"], found["more"] or ""
    before = tail[: found.start()]
    if (more and not more[0].isupper()) or _nobody(more):
        return False
    if sign in _DASHES:
        return _after_dash(before, gap, mark, more)
    if before[-1:].isalnum() or (sign in "/*" and (gap or more)):
        return False
    if sign == "^":
        return len(mark) <= 3 or _name(mark) or mark.islower()
    nickname = sign != "*" and len(mark) > 1 and mark.rstrip("0123456789").islower()
    return _initials(mark, 3) or _name(mark) or (nickname and not _nobody(mark))


def _after_dash(before: str, gap: str, mark: str, more: str) -> bool:
    """Judge "- Ana", "-AB", "- ana" by whether a sentence ends before the dash."""
    named = _name(mark) or _own_initials(mark)
    if before[-1:].isalnum():  # "Wi-Fi" is none, "at the earliest- MR." is one
        return bool(gap) and named
    last = before.rsplit(None, 1)[-1] if before.strip() else "."
    if not last[-1].isalnum() or "://" in last:
        nickname = len(mark) > 2 and mark.islower() and not more and not _nobody(mark)
        return named or nickname or _initials(mark, 2)
    ranged = not (last.islower() or last.isdigit() or last.lower() in words("closings", "thanks"))
    return named and not (gap and ranged)  # "Monday - Friday", "Plan - B"


def _after_words(found: re.Match[str]) -> bool:
    """Judge "Regards, Ana", "(Ana)", a name on its own line, ". Amanda", ". SR"."""
    mark, more, gap, before = found["mark"], found["more"] or "", found["gap"], found["before"]
    if _nobody(more) or (more and not more[0].isupper()):
        return False
    if "(" in gap or found["close"]:
        return "(" in gap and bool(found["close"]) and (_name(mark) or _own_initials(mark))
    if before.isalpha():
        closes = before.lower() in words("closings")
        if closes or ("\n" in gap and before.lower() in words("thanks")):
            return _name(mark)
        if "." not in gap and "!" not in gap:
            return False
    return not more and (_name(mark) or (len(mark) == 2 and _own_initials(mark)))


def _from_place(found: re.Match[str]) -> bool:
    """Judge "Ana from support", "Ana, Acme Support", "Ana from Acme"; not "Visits from you"."""
    place = found["place"]
    known = not _desks().isdisjoint(place.lower().split())
    if not known and (found["comma"] or not place.istitle()):
        return False
    return _name(found["mark"])


@cache
def _desks() -> frozenset[str]:
    return words("teams").union(*department_words().values())


def _nobody(word: str) -> bool:
    return word.lower() in words("nobody", "teams", "abbreviations")


def _initials(mark: str, most: int) -> bool:
    """Tell whether a mark is one to `most` capitals, a digit behind them: "AB", "J", "LS2"."""
    letters = mark.rstrip("0123456789")
    return 0 < len(letters) <= most and letters.isupper()


def _own_initials(mark: str) -> bool:
    """Tell whether capitals without a clear sign are initials and no abbreviation."""
    return len(mark) > 1 and _initials(mark, 3) and mark.lower() not in words("abbreviations")


def _name(mark: str) -> bool:
    """Tell whether a word is written like a name: "Ana", "ManishaR", not "MobiKwik"."""
    written = len(mark) > 2 and mark[0].isupper() and mark[1:-1].replace("'", "").islower()
    return written and not _nobody(mark)


def _elsewhere(mark: str, text: str) -> bool:
    """Tell whether the text has this word before: it greets the asker or speaks of the brand."""
    if len(mark) < 3:
        return False
    lowered, mark = text.lower(), re.escape(mark.lower())
    others = len(re.findall(mark, lowered)) > 1
    return others and not re.search(rf"(?:i['\u2019]m|i am|this is|name is) {mark}", lowered)
