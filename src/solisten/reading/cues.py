"""Which cues a text gives, by word lists kept as data."""

from __future__ import annotations

import re
from enum import IntFlag
from functools import cache

from solisten.reading import voice
from solisten.reading.clean import cleaned
from solisten.reading.language import LISTED
from solisten.reading.stems import Stems, folded, load


class Cue(IntFlag):
    """What a text may say; the bits are stored and never change their meaning."""

    QUESTION = 1 << 0
    FAULT = 1 << 1
    REQUEST = 1 << 2
    FEATURE = 1 << 3
    RECOMMEND = 1 << 4
    THANKS = 1 << 5
    WORKS = 1 << 6
    EMPATHY = 1 << 7
    FIRST_PERSON = 1 << 8
    HANDOVER = 1 << 9
    LOOP = 1 << 10
    INVITE = 1 << 11
    PROMO = 1 << 12
    PROMISE = 1 << 13
    REPORT = 1 << 14
    DONE = 1 << 15
    PRIVATE = 1 << 16
    SIGNED = 1 << 17


# A "no" before these does not take them back: "don't miss our meetup", "can't thank you enough".
_UNNEGATED = (
    Cue.QUESTION
    | Cue.REQUEST
    | Cue.FEATURE
    | Cue.THANKS
    | Cue.FIRST_PERSON
    | Cue.INVITE
    | Cue.PROMO
    | Cue.PRIVATE
)
_QUESTION, _FIRST_PERSON = Cue.QUESTION.value, Cue.FIRST_PERSON.value

_SPOKEN_BY_OTHERS = re.compile(
    r"\"[^\"\n]{1,80}\"|[\u201c\u201e][^\u201c\u201d\n]{1,80}[\u201c\u201d]"
)


def cues(text: str, lang: str) -> Cue:
    """Return the cues of a text as it is stored, read with the lists of its language.

    `lang` is an ISO 639-1 code; "" is read as English; a language without lists gives only what
    needs none, the question mark and the person's mark.

    >>> cues("It never worked. How does one reset it? Please help", "en")
    <Cue.QUESTION|FAULT|REQUEST: 7>
    >>> cues("Es funktioniert nicht mehr", "de"), cues("No problems at all", "en")
    (<Cue.FAULT: 2>, <Cue: 0>)
    """
    signed = Cue.SIGNED if voice.signature(text) else Cue(0)
    return cues_of(cleaned(text), lang) | signed


def cues_of(own: str, lang: str) -> Cue:
    """Return the cues of a cleaned text; SIGNED, which stands beside the words, is not among them.

    An "I" between quotation marks is somebody else's (INFERENCE C.6).

    >>> cues_of("I'm sorry to hear that. Please DM us", "en")
    <Cue.REQUEST|EMPATHY|FIRST_PERSON|PRIVATE: 65924>
    >>> cues_of('Mail us with the subject "My card"', "en")
    <Cue.PRIVATE: 65536>
    """
    return Cue(cue_bits(own, lang))


def cue_bits(own: str, lang: str) -> int:
    """Return the cues of a cleaned text as the bits that are stored: half the time of a `Cue`."""
    text = folded(own)
    found = _QUESTION if "?" in text else 0
    lang = lang or "en"
    if lang not in LISTED:
        return found
    found |= _stems(lang).found_in(text)
    if found & _FIRST_PERSON and (said := _SPOKEN_BY_OTHERS.sub(" ", own)) != own:
        found &= _stems(lang).found_in(folded(said)) | ~_FIRST_PERSON
    return found


@cache
def _stems(lang: str) -> Stems:
    bits = {cue.name.lower(): cue.value for cue in Cue if cue.name}
    return load(lang, bits, _UNNEGATED.value)
