"""Whether a post calls for an answer."""

from __future__ import annotations

from solisten.reading.cues import Cue

_COMPLAINING = -0.35  # compound at or below which a mention is a complaint (INFERENCE C.2)
_ASKING = (Cue.QUESTION | Cue.FAULT | Cue.REQUEST | Cue.FEATURE).value
_RECOMMEND, _FAULT, _FEATURE = Cue.RECOMMEND.value, Cue.FAULT.value, Cue.FEATURE.value
_QUESTION, _REQUEST = Cue.QUESTION.value, Cue.REQUEST.value


def need_of(cues: int, compound: float | None) -> str:
    """Return "complaint", "question", "request", or "" where nothing calls for an answer.

    `compound` is None for an unscored text: then words alone decide.

    >>> need_of(Cue.QUESTION, 0.2), need_of(Cue(0), -0.5), need_of(Cue.RECOMMEND, -0.5)
    ('question', 'complaint', '')
    """
    if cues & _RECOMMEND and not cues & _ASKING:
        return ""
    if cues & _FAULT or (compound is not None and compound <= _COMPLAINING):
        return "complaint"
    if cues & _FEATURE:
        return "request"
    if cues & _QUESTION:
        return "question"
    return "request" if cues & _REQUEST else ""
